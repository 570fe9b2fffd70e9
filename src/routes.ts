/** Every address of the product in one list, feature by feature. */
import type { Routes } from './platform/http/env.ts'
import { tagRoutes } from './content/tags/tags.routes.tsx'
import { outsideSpaceRoutes } from './content/questions/spaces.routes.tsx'
import { questionRoutes } from './content/questions/questions.routes.tsx'
import { answerRoutes } from './content/questions/answers.routes.tsx'
import { acrossRoutes } from './content/across/across.routes.tsx'
import { updateRoutes } from './content/updates/updates.routes.tsx'
import { bridgeRoutes } from './realms/bridges/bridges.routes.tsx'
import { fileRoutes } from './content/files/files.routes.tsx'
import { buildDemo } from './connect/demo/demo.ts'
import { feedRoutes } from './connect/feeds/feeds.routes.ts'
import { loopClosureRoutes } from './customers/loop-closure/loop-closure.routes.tsx'
import { swarmRoutes } from './customers/swarms/swarms.routes.tsx'
import { noticeRoutes } from './discovery/notices/notices.routes.tsx'
import { wallProofRoutes } from './governance/wall-proof/wall-proof.routes.tsx'
import { loopBoardRoutes } from './measures/loops/loops.routes.tsx'
import { axisRoutes } from './people/axes/axes.routes.tsx'
import { groupRoutes } from './people/groups/groups.routes.tsx'
import { crossingRoutes } from './realms/crossings/crossings.routes.tsx'
import { discussionRoutes } from './content/discussions/discussions.routes.tsx'
import { spacePageRoutes } from './content/discussions/space.routes.tsx'
import { writeRoutes } from './content/discussions/write.routes.tsx'
import { searchRoutes } from './discovery/search/search.routes.tsx'
import { invitationRoutes } from './people/invitations/invitations.routes.tsx'
import { bothSidesRoutes, officeRoutes } from './people/offices/offices.routes.tsx'
import { closingRoutes } from './people/accounts/closing.routes.tsx'
import { sponsorshipRoutes } from './people/sponsorships/sponsorships.routes.tsx'
import { profileRoutes } from './people/profiles/profiles.routes.tsx'
import { connectionRoutes } from './people/connections/connections.routes.tsx'
import { privacyRoutes } from './people/profiles/privacy.routes.tsx'
import { settingsRoutes } from './people/profiles/settings.routes.tsx'
import { signInRoutes } from './people/sign-in/sign-in.routes.tsx'
import { audienceRoutes } from './realms/audience/audience.routes.tsx'
import { grantRoutes } from './realms/grants/grants.routes.tsx'
import { spaceRoutes } from './realms/spaces/spaces.routes.tsx'
import { aboutRoutes } from './web/about.routes.tsx'
import { goRoutes } from './web/go.routes.tsx'
import { homeRoutes } from './web/home/home.routes.tsx'
import { healthRoutes } from './web/health.routes.ts'
import { setupRoutes } from './web/setup/setup.routes.tsx'

export const routes: readonly Routes[] = [
  signInRoutes,
  invitationRoutes,
  officeRoutes,
  axisRoutes,
  groupRoutes,
  bothSidesRoutes,
  closingRoutes,
  sponsorshipRoutes,
  profileRoutes,
  settingsRoutes,
  privacyRoutes,
  connectionRoutes,
  setupRoutes(buildDemo),
  spaceRoutes,
  grantRoutes,
  audienceRoutes,
  spacePageRoutes,
  writeRoutes,
  // Before the discussions: it takes the addresses of companion threads first.
  swarmRoutes,
  discussionRoutes,
  searchRoutes,
  homeRoutes,
  goRoutes,
  outsideSpaceRoutes,
  questionRoutes,
  answerRoutes,
  tagRoutes,
  fileRoutes,
  feedRoutes,
  aboutRoutes,
  crossingRoutes,
  bridgeRoutes,
  acrossRoutes,
  updateRoutes,
  noticeRoutes,
  loopClosureRoutes,
  loopBoardRoutes,
  wallProofRoutes,
  healthRoutes,
]
