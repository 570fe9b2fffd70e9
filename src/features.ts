/**
 * Every feature in one list: what it listens to, what it does later, the kinds of content it brings.
 * Importing this file registers the kinds; nothing else happens at import.
 */
import { helpedPanel, loopPanel } from './customers/loop-closure/loop.panel.tsx'
import { hubListeners } from './connect/websub/websub.ts'
import { appealListeners } from './governance/appeals/appeals.listeners.ts'
import { flagListeners } from './governance/flags/flags.listeners.ts'
import { hiddenPanel } from './governance/moderation/hidden.panel.tsx'
import { moderationListeners } from './governance/moderation/moderation.listeners.ts'
import { checkWriting } from './governance/writing-rules/writing-check.ts'
import { loopClosureListeners } from './customers/loop-closure/loop-closure.listeners.ts'
import { followAnswers } from './customers/loop-closure/loop-closure.ts'
import { followMerge, followUnmerge, repeatTitle } from './customers/swarms/swarms.ts'
import { swarmListeners } from './customers/swarms/swarms.listeners.ts'
import { publicAnswerKind } from './customers/twins/public-answer.kind.ts'
import { twinPanel, twinStageGate, twinStageNote } from './customers/twins/twins.panel.tsx'
import { swarmPanel } from './customers/swarms/swarms.panel.tsx'
import { sponsorshipListeners } from './discovery/notices/sponsorship.listeners.ts'
import { connectionListeners } from './discovery/notices/connection.listeners.ts'
import { problemListeners } from './discovery/notices/problem.listeners.ts'
import { grantListeners } from './discovery/notices/grant.listeners.ts'
import { stormListeners, tellStormResult } from './discovery/notices/storm.listeners.ts'
import { mentionListeners } from './discovery/notices/mention.listeners.ts'
import { ideaListeners, tellVotersOfStage } from './discovery/notices/idea.listeners.ts'
import { noticeListeners } from './discovery/notices/notices.listeners.ts'
import { followingListeners, stopFollowed, tellFollowersOn } from './discovery/following/following.listeners.ts'
import {
  followButton,
  personFollowPanel,
  questionFollowPanel,
  threadFollowPanel,
} from './discovery/following/following.panels.tsx'
import { registerFollowButton } from './content/tags/tags.ts'
import {
  registerDigestStep,
  registerDropStep,
  registerNoticeSettings,
  registerNoticeStep,
  registerStopStep,
  sendDueNotices,
} from './discovery/notices/notices.ts'
import { readOnIdea, readOnThread } from './discovery/notices/read-on-page.ts'
import { devicesPanel } from './discovery/push/devices.parts.tsx'
import { forgetSignedOutDevices } from './discovery/push/push.jobs.ts'
import { tellDevices } from './discovery/push/push.ts'
import { wakeWebhooks } from './discovery/webhooks/webhooks.jobs.ts'
import { webhooksPanel } from './discovery/webhooks/webhooks.panel.tsx'
import { dropFromWebhooks, tellWebhooks, tellWebhooksTogether } from './discovery/webhooks/webhooks.ts'
import { forgetSearchesWithoutFinds, forgetTitleWords } from './discovery/search/search.jobs.ts'
import { acrossListeners } from './content/across/across.listeners.ts'
import { acrossPanel, threadPanel } from './content/across/across.parts.tsx'
import { forgetRecalledPictures } from './content/across/across.ts'
import { registerThreadPanel } from './content/discussions/thread-slot.ts'
import { forgetOldDrafts } from './content/drafts/drafts.jobs.ts'
import { keepAnsweredIdea } from './content/ideas/keep-reason.ts'
import { keepStatedProblem } from './content/questions/keep-reason.ts'
import { keepJudgedIdea } from './content/storms/keep-reason.ts'
import { takenBackListeners } from './discovery/notices/taken-back.listeners.ts'
import { ideaVoteListeners } from './content/idea-votes/idea-votes.listeners.ts'
import { registerStageGate, separateIdeas, uniteIdeas } from './content/ideas/ideas.ts'
import { fileListeners } from './content/files/files.listeners.ts'
import { crossedBody } from './content/files/files.ts'
import { findOverdueQuestions } from './content/questions/promises.ts'
import { registerOwnPanel, registerStaffPanel } from './content/questions/staff-slot.ts'
import { replyKind, threadKind } from './content/threads/threads.kind.ts'
import { remindSponsors } from './people/sponsorships/sponsorships.jobs.ts'
import { eraseOldTakenBack } from './content/threads/taking-back.jobs.ts'
import { forgetOldThreadChanges } from './content/threads/thread-index.ts'
import { forgetOldTieChanges } from './people/nearness/nearness.ts'
import { forgetOldSessions } from './people/sessions/sessions.jobs.ts'
import { forgetOldCodes, sendCodeWhenAsked } from './people/sign-in/sign-in.listeners.ts'
import { wayListeners } from './people/sign-in/ways.listeners.ts'
import { forgetProviderJourneys } from './people/identity-providers/identity-providers.jobs.ts'
import { forgetPasskeyChallenges } from './people/passkeys/passkeys.jobs.ts'
import { resetSecondFactors } from './people/second-factor/second-factor.jobs.ts'
import { mentionNameListeners } from './content/mentions/mentions.listeners.ts'
import { forgetOwnData } from './governance/own-data/own-data.jobs.ts'
import { destroyLeft } from './people/leaving/leaving.jobs.ts'
import { stormBoardLink, stormBoardNote, stormPanel } from './content/storms/storms.panel.tsx'
import {
  registerBoardLink,
  registerBoardNote,
  registerIdeaPanel,
  registerStageNote,
} from './content/idea-pages/idea-slot.ts'
import { archiveIdeas, guardIdeas, ideaCapacityListeners } from './governance/idea-capacity/idea-capacity.listeners.ts'
import { capacityBoardLink, capacityPanel } from './governance/idea-capacity/idea-capacity.panel.tsx'
import { announceStorms } from './content/storms/storms.jobs.ts'
import { standingPanel } from './content/standing/standing.panel.tsx'
import { countStanding, countStandingAnew } from './content/standing/standing.jobs.ts'
import { powerByStanding } from './content/standing/standing.ts'
import {
  registerCrossedText,
  registerKeepReason,
  registerMergeStep,
  registerPower,
  registerRepeatStep,
  registerWritingCheck,
} from './content/threads/threads.ts'
import { threadsHerePanel } from './content/threads/stand-here.panel.tsx'
import { registerPersonPanel } from './people/accounts/accounts.ts'
import { forgetOldInboundLinks } from './measures/inbound-links/inbound-links.jobs.ts'
import type { Listener } from './platform/events.ts'
import type { Job } from './platform/jobs.ts'
import { registerRecallStep } from './realms/crossings/crossings.ts'
import { registerNodePanel } from './people/axes/axes.ts'
import { openToPanel, standHerePanel } from './realms/grants/node.panel.tsx'
import { type ContentKind, registerContentKind } from './realms/content-kind.ts'

export interface Feature {
  readonly name: string
  readonly listeners?: readonly Listener[]
  readonly jobs?: readonly Job[]
  readonly kinds?: readonly ContentKind[]
}

export const features: readonly Feature[] = [
  { name: 'people', listeners: [sendCodeWhenAsked], jobs: [forgetOldSessions, forgetOldCodes] },
  {
    name: 'ways-in',
    listeners: wayListeners,
    jobs: [forgetProviderJourneys, forgetPasskeyChallenges, resetSecondFactors],
  },
  { name: 'leaving', listeners: mentionNameListeners, jobs: [destroyLeft, forgetOwnData] },
  { name: 'nearness', jobs: [forgetOldTieChanges] },
  { name: 'threads', kinds: [threadKind, replyKind], jobs: [forgetOldThreadChanges, eraseOldTakenBack] },
  { name: 'standing', jobs: [countStanding, countStandingAnew] },
  { name: 'search', jobs: [forgetSearchesWithoutFinds, forgetTitleWords] },
  { name: 'questions', jobs: [findOverdueQuestions] },
  { name: 'files', listeners: fileListeners },
  { name: 'drafts', jobs: [forgetOldDrafts] },
  { name: 'across', listeners: acrossListeners },
  { name: 'storms', listeners: stormListeners, jobs: [announceStorms, tellStormResult] },
  { name: 'ideas', listeners: [...ideaVoteListeners, ...ideaListeners], jobs: [tellVotersOfStage] },
  { name: 'sponsorships', listeners: sponsorshipListeners, jobs: [remindSponsors] },
  {
    name: 'notices',
    listeners: [
      ...noticeListeners,
      ...connectionListeners,
      ...problemListeners,
      ...grantListeners,
      ...mentionListeners,
      ...takenBackListeners,
    ],
    jobs: [sendDueNotices, forgetSignedOutDevices],
  },
  { name: 'webhooks', jobs: [wakeWebhooks] },
  { name: 'following', listeners: followingListeners, jobs: [tellFollowersOn] },
  { name: 'swarms', listeners: swarmListeners },
  { name: 'twins', kinds: [publicAnswerKind] },
  { name: 'idea-capacity', listeners: ideaCapacityListeners, jobs: [guardIdeas, archiveIdeas] },
  { name: 'loop-closure', listeners: loopClosureListeners },
  { name: 'inbound-links', jobs: [forgetOldInboundLinks] },
  { name: 'websub', listeners: hubListeners },
  { name: 'moderation', listeners: [...moderationListeners, ...flagListeners, ...appealListeners] },
]

export const listeners: readonly Listener[] = features.flatMap((feature) => feature.listeners ?? [])
export const jobs: readonly Job[] = features.flatMap((feature) => feature.jobs ?? [])
for (const kind of features.flatMap((feature) => feature.kinds ?? [])) registerContentKind(kind)
for (const panel of [swarmPanel, loopPanel, acrossPanel]) registerStaffPanel(panel)
registerThreadPanel(threadPanel)
for (const panel of [capacityPanel, stormPanel, twinPanel]) registerIdeaPanel(panel)
registerStageNote(twinStageNote)
registerStageGate(twinStageGate)
for (const link of [stormBoardLink, capacityBoardLink]) registerBoardLink(link)
registerBoardNote(stormBoardNote)
registerThreadPanel(hiddenPanel)
registerFollowButton(followButton)
registerPersonPanel(personFollowPanel)
registerOwnPanel(questionFollowPanel)
registerStaffPanel(questionFollowPanel)
registerThreadPanel(threadFollowPanel)
registerIdeaPanel(threadFollowPanel)
registerRecallStep(forgetRecalledPictures)
registerNoticeStep(tellDevices)
registerNoticeStep(tellWebhooks)
registerDigestStep(tellWebhooksTogether)
registerDropStep(dropFromWebhooks)
registerStopStep(stopFollowed)
registerThreadPanel(readOnThread)
registerIdeaPanel(readOnIdea)
registerNoticeSettings(devicesPanel)
registerNoticeSettings(webhooksPanel)
registerOwnPanel(helpedPanel)
registerOwnPanel(hiddenPanel)
registerWritingCheck(checkWriting)
registerNodePanel(standHerePanel)
registerNodePanel(threadsHerePanel)
registerNodePanel(openToPanel)
registerMergeStep(uniteIdeas, separateIdeas)
registerMergeStep(followMerge, followUnmerge)
registerMergeStep(followAnswers, followAnswers)
registerPersonPanel(standingPanel)
registerRepeatStep(repeatTitle)
registerCrossedText(crossedBody)
for (const reason of [keepAnsweredIdea, keepStatedProblem, keepJudgedIdea]) registerKeepReason(reason)
for (const power of ['retag', 'move', 'retype', 'flag'] as const) registerPower(power, powerByStanding(power))

/** Keeps in memory what SQL would be slow at. */
export { keepThreadIndex } from './content/threads/thread-index.ts'
/** How many notices wait for the viewer: what the bell shows. */
export { countUnread } from './discovery/notices/notices.ts'
