/** Who posted an idea, voted on it or contributed to it is told what comes of it, each in the words of its reason. */
import { listVoters } from '../../content/idea-votes/idea-votes.ts'
import { ideaExtended, ideaStageChanged, ideasMerged } from '../../content/ideas/ideas.events.ts'
import { type IdeaStage, getIdea, listContributors, listStageChanges } from '../../content/ideas/ideas.ts'
import { type ThreadId, getThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Listener, listen } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { defineNoticeKind } from './notice-kinds.ts'
import { type NewNotice, notify } from './notices.ts'

const stageSays: Readonly<Record<IdeaStage, string>> = {
  new: 'new',
  'under-review': 'under review',
  planned: 'planned',
  'partly-done': 'partly done',
  'already-offered': 'already offered',
  done: 'done',
  'not-planned': 'not planned',
  archived: 'archived',
}

/** `occasion`: the change, its stage, and the beginning of its reason. */
const stageNotice = defineNoticeKind({
  name: 'idea-stage',
  label: 'What comes of ideas that you posted or voted on',
  realms: ['outside', 'inside', 'bridge'],
  says(_actor, occasion) {
    const [, stage = '', ...reason] = occasion.split(' ')
    const says = `This idea is now ${stageSays[stage as IdeaStage] ?? 'answered'}`
    return reason.length > 0 ? `${says}: “${reason.join(' ')}”` : says
  },
})

const mergedNotice = defineNoticeKind({
  name: 'idea-merged',
  label: 'Ideas of yours that are united with others',
  realms: ['outside', 'inside', 'bridge'],
  says: (_actor, occasion) =>
    occasion.endsWith('mine')
      ? 'Your idea was united with this one, and both of you are named'
      : 'An idea like yours was united with it, and both of you are named',
})

const extendedNotice = defineNoticeKind({
  name: 'idea-extended',
  label: 'Comments of yours that become extensions',
  realms: ['outside', 'inside', 'bridge'],
  says: () => 'Your comment became an extension of an idea, in your name',
})

/** Tells everybody whose vote stands, in portions, and those who contributed, each once. */
async function tellOfStage(ctx: Ctx, ideaId: ThreadId, changeId: number): Promise<void> {
  const change = (await listStageChanges(ctx, ideaId)).find((one) => one.id === changeId)
  if (!change) return
  const words = excerpt([change.part, change.reason].filter(Boolean).join(' '), 200)
  const told = new Set<AccountId>()
  const tell = async (accountId: AccountId, because: string): Promise<void> => {
    if (told.has(accountId)) return
    told.add(accountId)
    await notify(ctx, {
      accountId,
      kind: stageNotice,
      because,
      threadId: ideaId,
      occasion: [changeId, change.stage, words].filter(Boolean).join(' '),
      ...(change.changedBy !== null && { actorId: change.changedBy }),
    })
  }
  for (const { accountId, brought } of await listContributors(ctx, ideaId)) {
    await tell(accountId, brought === 'author' ? 'because you posted it' : 'because you contributed to it')
  }
  let afterAccount = 0
  for (;;) {
    const voters = await listVoters(ctx, ideaId, { afterAccount })
    for (const accountId of voters) await tell(accountId, 'because you voted on it')
    if (voters.length === 0) return
    afterAccount = voters.at(-1)!
  }
}

async function tellOfMerge(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  const [mine, theirs] = [await getThread(ctx, ideaId), await getThread(ctx, intoId)]
  const notice = (accountId: AccountId, whose: 'mine' | 'theirs'): NewNotice => ({
    accountId,
    kind: mergedNotice,
    because: 'because you posted one of them',
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
    const { thread } = await getIdea(ctx, extensionId)
    await notify(ctx, {
      accountId: thread.authorId,
      kind: extendedNotice,
      because: 'because you wrote the comment',
      threadId: extensionId,
      occasion: String(ideaId),
    })
  }),
]
