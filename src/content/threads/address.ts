import type { ReplyRow, ThreadRow } from './threads.queries.ts'
import type { ThreadType } from './threads.tables.ts'

type Addressed = Pick<ThreadRow, 'id' | 'slug' | 'realm' | 'type'>

/** Where threads of a type stand outside; a discussion stands inside or on the bridge only. */
const folders: Readonly<Record<Exclude<ThreadType, 'discussion'>, string>> = {
  question: 'questions',
  idea: 'ideas',
  problem: 'problems',
  praise: 'praise',
  update: 'updates',
}

/** The path of a thread. Only the id counts: any other type or slug in its place leads here, so no address ever dies. */
export function threadAddress(thread: Addressed): string {
  if (thread.realm === 'outside' && thread.type !== 'discussion')
    return `/${folders[thread.type]}/${thread.id}/${encodeURIComponent(thread.slug)}`
  return thread.realm === 'inside' && thread.type === 'idea'
    ? `/inside/ideas/${thread.id}`
    : `/inside/threads/${thread.id}`
}

/** The feed of what is said under a thread outside. It holds whatever the thread's title becomes. */
export function feedAddress(thread: Pick<ThreadRow, 'id'> & { type: Exclude<ThreadType, 'discussion'> }): string {
  return `/${folders[thread.type]}/${thread.id}/feed.atom`
}

/** How many answers, or replies to praise, one page shows. */
export const answersAPage = 25
/** How many comments on an idea one page shows. */
export const ideaCommentsAPage = 100
/** How many comments stand under each answer before "Show all". */
export const commentsShown = 5

const paged: readonly ThreadType[] = ['question', 'problem', 'praise']

/** Whether the page of this thread may leave replies to other pages. */
function isLong(thread: Addressed & Partial<Pick<ThreadRow, 'answerCount' | 'replyCount'>>): boolean {
  const { answerCount = 0, replyCount = 0 } = thread
  if (thread.type === 'idea') return answerCount + replyCount > ideaCommentsAPage
  return canGrow(thread) && (answerCount > answersAPage || replyCount > commentsShown)
}

function canGrow(thread: Addressed): boolean {
  return thread.type === 'idea' || (thread.realm === 'outside' && paged.includes(thread.type))
}

/** The path of a reply: its place on the page of its thread, of a long one on the page that shows it. */
export function replyAddress(
  thread: Addressed & Partial<Pick<ThreadRow, 'answerCount' | 'replyCount'>>,
  reply: Pick<ReplyRow, 'id' | 'kind'>,
): string {
  return isLong(thread) ? lastingReplyAddress(thread, reply) : `${threadAddress(thread)}#${reply.kind}-${reply.id}`
}

/** The path of a reply for what is sent or kept (mails, feeds, quotes): it holds however long the thread becomes. */
export function lastingReplyAddress(thread: Addressed, reply: Pick<ReplyRow, 'id' | 'kind'>): string {
  const asked = canGrow(thread) ? `?at=${reply.id}` : ''
  return `${threadAddress(thread)}${asked}#${reply.kind}-${reply.id}`
}
