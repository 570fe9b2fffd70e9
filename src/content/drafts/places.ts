import type { Ctx } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { type ThreadId, loadThreads } from '../threads/threads.ts'
import type { Draft } from './drafts.ts'

/** What a text at a place will be. Composers of other features may use further words before the colon. */
const kinds: Readonly<Record<string, string>> = {
  ask: said('New question'),
  question: said('Change to your question'),
  answer: said('Answer'),
  comment: said('Comment'),
  edit: said('Change to your text'),
  reply: said('Reply'),
  post: said('New post'),
  idea: said('Change to an idea'),
  'idea-in': said('New idea'),
  storm: said('Idea for a storm'),
  update: said('Update'),
  swarm: said('Message to a swarm'),
  wording: said('Wording'),
}

/** Places whose number is that of a thread: `answer:417`. */
const aboutThread = /^(?:question|answer|reply|comment:question|comment:idea|idea|update)[:-](\d+)$/

/** Drafts as lines of a list, with the titles of the threads that their author may read now. */
export async function linesOf(ctx: Ctx, drafts: readonly Draft[]) {
  const ids = drafts.map((draft) => threadOf(draft.place))
  const threads = await loadThreads(
    ctx,
    ids.filter((id) => id !== undefined),
  )
  return drafts.map((draft, at) => ({
    draft,
    kind: kinds[draft.place.split(':')[0]!] ?? said('Text'),
    about: ids[at] && threads.get(ids[at])?.title,
  }))
}

function threadOf(place: string): ThreadId | undefined {
  return parseId<'thread'>(aboutThread.exec(place)?.[1])
}
