/** Every address of the product in one list, feature by feature. */
import type { Routes } from './platform/http/env.ts'
import { draftRoutes } from './content/drafts/drafts.routes.tsx'
import { takingBackRoutes } from './content/threads/taking-back.routes.tsx'
import { lookBeforeRoutes } from './content/look-before/look-before.routes.tsx'
import { standingRoutes } from './content/standing/standing.routes.tsx'
import { readPositionRoutes } from './content/read-positions/read-positions.routes.tsx'
import { mentionRoutes } from './content/mentions/mentions.routes.ts'
import { tagRoutes } from './content/tags/tags.routes.tsx'
import { stormRoutes } from './content/storms/storms.routes.tsx'
import { outsideSpaceRoutes } from './content/questions/spaces.routes.tsx'
import { questionRoutes } from './content/questions/questions.routes.tsx'
import { answerRoutes } from './content/questions/answers.routes.tsx'
import { keepRoutes } from './content/threads/keep.routes.tsx'
import { praiseRoutes } from './content/questions/praise.routes.tsx'
import { acrossRoutes } from './content/across/across.routes.tsx'
import { ideaActRoutes } from './content/idea-pages/idea-acts.routes.tsx'
import { ideaPageRoutes } from './content/idea-pages/idea-pages.routes.tsx'
import { updateRoutes } from './content/updates/updates.routes.tsx'
import { bridgeRoutes } from './realms/bridges/bridges.routes.tsx'
import { fileRoutes } from './content/files/files.routes.tsx'
import { buildDemo } from './connect/demo/demo.ts'
import { cardRoutes } from './connect/cards/cards.routes.ts'
import { feedRoutes } from './connect/feeds/feeds.routes.ts'
import { hubRoutes } from './connect/websub/websub.routes.ts'
import { personalFeedRoutes } from './connect/personal-feeds/personal-feeds.routes.tsx'
import { robotRoutes } from './connect/robots/robots.routes.tsx'
import { oldAddressRoutes } from './connect/import/addresses.routes.ts'
import { loopClosureRoutes } from './customers/loop-closure/loop-closure.routes.tsx'
import { twinRoutes } from './customers/twins/twins.routes.tsx'
import { swarmRoutes } from './customers/swarms/swarms.routes.tsx'
import { noticeRoutes } from './discovery/notices/notices.routes.tsx'
import { followingRoutes } from './discovery/following/following.routes.tsx'
import { pushRoutes } from './discovery/push/push.routes.ts'
import { webhookRoutes } from './discovery/webhooks/webhooks.routes.tsx'
import { noticeSettingsRoutes } from './discovery/notices/settings.routes.tsx'
import { appealRoutes } from './governance/appeals/appeals.routes.tsx'
import { flagRoutes } from './governance/flags/flags.routes.tsx'
import { moderationRoutes } from './governance/moderation/moderation.routes.tsx'
import { writingRulesRoutes } from './governance/writing-rules/writing-rules.routes.tsx'
import { ideaCapacityRoutes } from './governance/idea-capacity/idea-capacity.routes.tsx'
import { ownDataRoutes } from './governance/own-data/own-data.routes.tsx'
import { wallProofRoutes } from './governance/wall-proof/wall-proof.routes.tsx'
import { inboundLinkRoutes } from './measures/inbound-links/inbound-links.routes.tsx'
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
import { leavingRoutes } from './people/leaving/leaving.routes.tsx'
import { sponsorshipRoutes } from './people/sponsorships/sponsorships.routes.tsx'
import { disclosureRoutes } from './people/disclosure/disclosure.routes.tsx'
import { profileRoutes } from './people/profiles/profiles.routes.tsx'
import { connectionRoutes } from './people/connections/connections.routes.tsx'
import { privacyRoutes } from './people/profiles/privacy.routes.tsx'
import { settingsRoutes } from './people/profiles/settings.routes.tsx'
import { signInRoutes } from './people/sign-in/sign-in.routes.tsx'
import { providerRoutes } from './people/sign-in/provider.routes.tsx'
import { secondStepRoutes } from './people/sign-in/second.routes.tsx'
import { wayRoutes } from './people/sign-in/ways.routes.tsx'
import { identityProviderRoutes } from './people/identity-providers/providers.routes.tsx'
import { resetRoutes } from './people/second-factor/resets.routes.tsx'
import { audienceRoutes } from './realms/audience/audience.routes.tsx'
import { grantRoutes } from './realms/grants/grants.routes.tsx'
import { spaceRoutes } from './realms/spaces/spaces.routes.tsx'
import { aboutRoutes } from './web/about.routes.tsx'
import { goRoutes } from './web/go.routes.tsx'
import { homeRoutes } from './web/home/home.routes.tsx'
import { languageRoutes } from './web/language.routes.ts'
import { healthRoutes } from './web/health.routes.ts'
import { setupRoutes } from './web/setup/setup.routes.tsx'

export const routes: readonly Routes[] = [
  // First: what every composer posts takes its draft with it.
  draftRoutes,
  takingBackRoutes,
  readPositionRoutes,
  // First: it leads whoever owes a second factor to where it is shown.
  signInRoutes,
  providerRoutes,
  secondStepRoutes,
  wayRoutes,
  identityProviderRoutes,
  resetRoutes,
  invitationRoutes,
  officeRoutes,
  axisRoutes,
  groupRoutes,
  bothSidesRoutes,
  closingRoutes,
  sponsorshipRoutes,
  profileRoutes,
  disclosureRoutes,
  settingsRoutes,
  privacyRoutes,
  leavingRoutes,
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
  // Before the questions: it takes what is about to be asked first, where there is no script.
  lookBeforeRoutes,
  questionRoutes,
  answerRoutes,
  praiseRoutes,
  keepRoutes,
  tagRoutes,
  mentionRoutes,
  standingRoutes,
  stormRoutes,
  fileRoutes,
  feedRoutes,
  cardRoutes,
  robotRoutes,
  personalFeedRoutes,
  hubRoutes,
  aboutRoutes,
  languageRoutes,
  crossingRoutes,
  bridgeRoutes,
  acrossRoutes,
  ideaPageRoutes,
  ideaActRoutes,
  updateRoutes,
  twinRoutes,
  noticeRoutes,
  followingRoutes,
  noticeSettingsRoutes,
  pushRoutes,
  webhookRoutes,
  loopClosureRoutes,
  loopBoardRoutes,
  inboundLinkRoutes,
  flagRoutes,
  moderationRoutes,
  appealRoutes,
  writingRulesRoutes,
  ideaCapacityRoutes,
  wallProofRoutes,
  ownDataRoutes,
  healthRoutes,
  // Last: old addresses lead on only where no page of our own stands.
  oldAddressRoutes,
]
