import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Reader, always } from '../../realms/reader.access.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, mayWriteIn, readableSpaceIds } from '../../realms/spaces/spaces.ts'

/**
 * Who may read a thread and everything under it: whoever may read its space and, where the thread names its
 * participants, is one of them. The statement selects from (or joins) `threads`.
 */
export function readableThread(reader: Reader): RawBuilder<SqlBool> {
  const takesPart = (id: RawBuilder<number>) =>
    sql<SqlBool>`(threads.audience = 'space' or exists (select from thread_participants
      where thread_participants.thread_id = threads.id and thread_participants.account_id = ${id}))`
  const open = () => sql<SqlBool>`threads.audience = 'space'`
  const narrowed = reader.allowed({
    visitor: open,
    account: { inside: takesPart, bridge: takesPart, outside: takesPart },
  })
  if (narrowed === always) return always
  return sql<SqlBool>`(threads.space_id in ${readableSpaceIds(reader)} and ${narrowed})`
}

/** Whether the viewer may change a text: its author may, as long as they may still write there. */
export function mayEdit(viewer: Viewer, space: Space, authorId: AccountId): AccessVerdict {
  if (viewer.kind === 'system') return yes('This is done by Tango itself.')
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed) return writing
  return viewer.kind === 'account' && viewer.id === authorId
    ? yes('You wrote this.')
    : no('threads.not-author', 'A text is changed by the person who wrote it. You can answer it instead.')
}

/** A reply is as readable as its thread. The statement selects from `replies`. */
export function readableReply(reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from threads where threads.id = replies.thread_id and ${readableThread(reader)})`
}
