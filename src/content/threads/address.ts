import type { Reply, Thread } from './threads.ts'

/** The one unchanging path of a thread; the slug is for people, only the id counts. */
export function threadAddress(thread: Pick<Thread, 'id' | 'slug' | 'realm' | 'type'>): string {
  if (thread.realm === 'outside' && thread.type === 'question')
    return `/questions/${thread.id}/${encodeURIComponent(thread.slug)}`
  if (thread.realm === 'outside' && thread.type === 'update')
    return `/updates/${thread.id}/${encodeURIComponent(thread.slug)}`
  return `/inside/threads/${thread.id}`
}

/** The path of a reply: its place on the page of its thread. */
export function replyAddress(
  thread: Pick<Thread, 'id' | 'slug' | 'realm' | 'type'>,
  reply: Pick<Reply, 'id' | 'kind'>,
): string {
  return `${threadAddress(thread)}#${reply.kind}-${reply.id}`
}
