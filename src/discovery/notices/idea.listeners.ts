/** Who posted an idea, voted on it or contributed to it is told what comes of it, each in the words of its reason. */
import { listVoters } from '../../content/idea-votes/idea-votes.ts'
import { ideaExtended, ideaStageChanged, ideasMerged } from '../../content/ideas/ideas.events.ts'
import {
  type IdeaStage,
  type StageChange,
  getIdea,
  listContributors,
  listStageChanges,
  saidReason,
} from '../../content/ideas/ideas.ts'
import { type ThreadId, getThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { defineJob, enqueue } from '../../platform/jobs.ts'
import type { AccountId } from '../../platform/ids.ts'
import { defineNoticeKind } from './notice-kinds.ts'
import { type NewNotice, notify } from './notices.ts'
import { occasionWords } from './present-occasions.ts'

/** So many voters are told in one transaction. */
const portion = 100

/** What an idea is now, with the reason that was given for it. */
const nowIs: Readonly<Record<IdeaStage | 'answered', (reason: ReturnType<typeof saidReason>) => Said>> = {
  new: (reason) => (reason ? said('This idea is now new: “{reason}”', { reason }) : said('This idea is now new')),
  'under-review': (reason) =>
    reason ? said('This idea is now under review: “{reason}”', { reason }) : said('This idea is now under review'),
  planned: (reason) =>
    reason ? said('This idea is now planned: “{reason}”', { reason }) : said('This idea is now planned'),
  'partly-done': (reason) =>
    reason ? said('This idea is now partly done: “{reason}”', { reason }) : said('This idea is now partly done'),
  'already-offered': (reason) =>
    reason
      ? said('This idea is now already offered: “{reason}”', { reason })
      : said('This idea is now already offered'),
  done: (reason) => (reason ? said('This idea is now done: “{reason}”', { reason }) : said('This idea is now done')),
  'not-planned': (reason) =>
    reason ? said('This idea is now not planned: “{reason}”', { reason }) : said('This idea is now not planned'),
  archived: (reason) =>
    reason ? said('This idea is now archived: “{reason}”', { reason }) : said('This idea is now archived'),
  answered: (reason) =>
    reason ? said('This idea is now answered: “{reason}”', { reason }) : said('This idea is now answered'),
}

/** `occasion`: the change, its stage, and the beginning of its reason. */
const stageNotice = defineNoticeKind({
  name: 'idea-stage',
  about: 'ideas',
  label: said('What comes of ideas that you posted or voted on'),
  realms: ['outside', 'inside', 'bridge'],
  says(_actor, occasion) {
    const [, stage = '', ...reason] = occasion.split(' ')
    const says = Object.hasOwn(nowIs, stage) ? nowIs[stage as IdeaStage] : nowIs.answered
    return says(saidReason(reason.join(' ')))
  },
})

const mergedNotice = defineNoticeKind({
  name: 'idea-merged',
  about: 'ideas',
  label: said('Ideas of yours that are united with others'),
  realms: ['outside', 'inside', 'bridge'],
  says: (_actor, occasion) =>
    occasion.endsWith('mine')
      ? said('Your idea was united with this one, and both of you are named')
      : said('An idea like yours was united with it, and both of you are named'),
})

const extendedNotice = defineNoticeKind({
  name: 'idea-extended',
  about: 'ideas',
  label: said('Comments of yours that become extensions'),
  realms: ['outside', 'inside', 'bridge'],
  says: () => said('Your comment became an extension of an idea, in your name'),
})

interface Telling {
  readonly ideaId: ThreadId
  readonly changeId: number
  /** Voters up to this account are told already. */
  readonly afterAccount: number
}

/** Tells those who contributed and the first of those whose vote stands, each once; the rest are told by the job. */
async function tellOfStage(ctx: Ctx, ideaId: ThreadId, changeId: number): Promise<void> {
  const change = await findChange(ctx, ideaId, changeId)
  if (!change) return
  for (const { accountId, brought } of await listContributors(ctx, ideaId)) {
    const because = brought === 'author' ? said('because you posted it') : said('because you contributed to it')
    await notify(ctx, stageNoticeFor(accountId, because, ideaId, change))
  }
  await tellVoters(ctx, { ideaId, changeId, afterAccount: 0 }, change)
}

async function findChange(ctx: Ctx, ideaId: ThreadId, changeId: number): Promise<StageChange | undefined> {
  return (await unlessGone(listStageChanges(ctx, ideaId)))?.find((one) => one.id === changeId)
}

function stageNoticeFor(accountId: AccountId, because: string, ideaId: ThreadId, change: StageChange): NewNotice {
  const words = occasionWords([change.part, change.reason].filter(Boolean).join(' '), 200)
  return {
    accountId,
    kind: stageNotice,
    because,
    threadId: ideaId,
    occasion: [change.id, change.stage, words].filter(Boolean).join(' '),
    ...(change.changedBy !== null && { actorId: change.changedBy }),
  }
}

/** One portion of the voters, in order of account, and the next one put off: both in the transaction of `ctx`. */
async function tellVoters(ctx: Ctx, telling: Telling, change: StageChange): Promise<void> {
  const { ideaId, changeId, afterAccount } = telling
  const voters = await listVoters(ctx, ideaId, { afterAccount, limit: portion })
  // Who was told as a contributor is not told again: a notice of this change exists.
  for (const accountId of voters)
    await notify(ctx, stageNoticeFor(accountId, said('because you voted on it'), ideaId, change))
  if (voters.length < portion) return
  const next = voters.at(-1)!
  const key = `tell-voters-of-stage:${changeId}:${next}`
  await enqueue(ctx, 'tell-voters-of-stage', { ideaId, changeId, afterAccount: next }, { key })
}

/** Goes on telling the voters of an idea of a new stage, a portion in each transaction. Harmless to run twice. */
export const tellVotersOfStage = defineJob('tell-voters-of-stage', (ctx, telling: Telling) =>
  ctx.transaction(async (inside) => {
    const change = await findChange(inside, telling.ideaId, telling.changeId)
    if (change) await tellVoters(inside, telling, change)
  }),
)

async function tellOfMerge(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  const [mine, theirs] = [await unlessGone(getThread(ctx, ideaId)), await unlessGone(getThread(ctx, intoId))]
  if (!mine || !theirs) return
  const notice = (accountId: AccountId, whose: 'mine' | 'theirs'): NewNotice => ({
    accountId,
    kind: mergedNotice,
    because: said('because you posted one of them'),
    threadId: intoId,
    occasion: `${ideaId} ${whose}`,
  })
  await notify(ctx, notice(mine.authorId, 'mine'))
  if (theirs.authorId !== mine.authorId) await notify(ctx, notice(theirs.authorId, 'theirs'))
}

export const ideaListeners: readonly Listener[] = [
  listen(ideaStageChanged, 'notices.tell-of-stage', (ctx, { ideaId, changeId }) => tellOfStage(ctx, ideaId, changeId)),
  listen(ideasMerged, 'notices.tell-of-merged-idea', async (ctx, { ideaId, intoId, isUndone }) => {
    if (!isUndone) await tellOfMerge(ctx, ideaId, intoId)
  }),
  listen(ideaExtended, 'notices.tell-of-extension', async (ctx, { ideaId, extensionId }) => {
    const extension = await unlessGone(getIdea(ctx, extensionId))
    if (!extension) return
    await notify(ctx, {
      accountId: extension.thread.authorId,
      kind: extendedNotice,
      because: said('because you wrote the comment'),
      threadId: extensionId,
      occasion: String(ideaId),
    })
  }),
]
