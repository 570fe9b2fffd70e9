/** Every address of the product in one list, feature by feature. */
import type { Routes } from './platform/http/env.ts'
import { healthRoutes } from './web/health.routes.ts'

export const routes: readonly Routes[] = [healthRoutes]
