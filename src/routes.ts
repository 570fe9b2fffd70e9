/** Every address of the product in one list, feature by feature. */
import type { Routes } from './platform/http/env.ts'
import { discussionRoutes } from './content/discussions/discussions.routes.tsx'
import { spacePageRoutes } from './content/discussions/space.routes.tsx'
import { searchRoutes } from './discovery/search/search.routes.tsx'
import { audienceRoutes } from './realms/audience/audience.routes.tsx'
import { spaceRoutes } from './realms/spaces/spaces.routes.tsx'
import { healthRoutes } from './web/health.routes.ts'

export const routes: readonly Routes[] = [
  spaceRoutes,
  audienceRoutes,
  spacePageRoutes,
  discussionRoutes,
  searchRoutes,
  healthRoutes,
]
