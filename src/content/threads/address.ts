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

/** The path of a reply: its place on the page of its thread. */
export function replyAddress(thread: Addressed, reply: Pick<ReplyRow, 'id' | 'kind'>): string {
  return `${threadAddress(thread)}#${reply.kind}-${reply.id}`
}
