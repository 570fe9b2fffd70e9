import { problemChanged } from '../../content/questions/questions.events.ts'
import { listSameHere } from '../../content/questions/questions.ts'
import { threadMerged } from '../../content/threads/threads.events.ts'
import { type ProblemState, type ThreadId, getThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { defineNoticeKind, notify } from './notices.ts'

const problemNotice = defineNoticeKind({
  name: 'problem-state',
  about: 'answers',
  label: said('How a problem stands that you reported, or said “same here” to'),
  realms: ['outside', 'inside'],
  says: (_actor, occasion) => saysOf(occasion),
})

const mergedNotice = defineNoticeKind({
  name: 'merged',
  about: 'answers',
  label: said('When something that you wrote is merged with what says the same'),
  realms: ['outside', 'inside'],
  says: () => said('What you wrote was merged with the same from somebody else. You are told what comes of it'),
})

const standsAs: Readonly<Record<ProblemState | 'changed', string>> = {
  reported: said('A problem stands as: reported'),
  confirmed: said('A problem stands as: confirmed'),
  workaround: said('A problem stands as: workaround known'),
  fixed: said('A problem stands as: fixed'),
  'no-fault': said('A problem stands as: not a fault'),
  changed: said('A problem stands as: changed'),
}

function saysOf(occasion: string): string {
  const state = occasion.split(' ')[0] ?? ''
  return Object.hasOwn(standsAs, state) ? standsAs[state as ProblemState] : standsAs.changed
}

/** Everybody who waits for the outcome of a problem: who reported it, and who said "same here". */
async function* waitingFor(ctx: Ctx, id: ThreadId): AsyncGenerator<{ accountId: AccountId; because: string }> {
  const { authorId } = await getThread(ctx, id)
  yield { accountId: authorId, because: said('because you reported it') }
  for (let last = 0; ;) {
    const page = await listSameHere(ctx, id, last)
    for (const accountId of page)
      if (accountId !== authorId) yield { accountId, because: said('because you said “same here”') }
    if (page.length < 500) return
    last = page.at(-1)!
  }
}

export const problemListeners: readonly Listener[] = [
  listen(problemChanged, 'notices.problem-changed', async (ctx, { threadId, state }, at) => {
    if ((await unlessGone(getThread(ctx, threadId)))?.type !== 'problem') return
    for await (const { accountId, because } of waitingFor(ctx, threadId)) {
      const occasion = `${state} ${at.toISOString()}`
      await notify(ctx, { accountId, kind: problemNotice, because, threadId, occasion })
    }
  }),
  listen(threadMerged, 'notices.merged', async (ctx, { fromId, intoId }) => {
    const merged = await unlessGone(getThread(ctx, fromId))
    // Ideas tell of it in their own words.
    if (!merged || merged.type === 'idea') return
    const occasion = `from ${fromId}`
    await notify(ctx, {
      accountId: merged.authorId,
      kind: mergedNotice,
      because: said('because you wrote it'),
      threadId: intoId,
      occasion,
    })
  }),
]
