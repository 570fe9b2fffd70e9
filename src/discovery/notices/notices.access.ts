import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { readableThread, shownReply } from '../../content/threads/threads.ts'
import type { Viewer } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { readableSpaceIds } from '../../realms/spaces/spaces.ts'

/**
 * Which notices somebody may see: their own, as long as they may read what it is about, asked again at every read.
 * One about a reply that was recalled, or that moderation took from them, is gone with it, and one about a person with what joins the two: whoever is
 * blocked sees what they would see after the end of a connection. The statement left joins `threads` to `notices`.
 */
export function readableNotice(viewer: Viewer): RawBuilder<SqlBool> {
  if (viewer.kind !== 'account') return sql<SqlBool>`false`
  const reader = readerOf(viewer)
  return sql<SqlBool>`(notices.account_id = ${viewer.id}
    and case when notices.person_id is not null then ${isConnecting}
      when notices.thread_id is null then notices.space_id in ${readableSpaceIds(reader)} else ${readableThread(reader)} end
    and (notices.reply_id is null or exists (
      select from replies where replies.id = notices.reply_id and replies.recalled_at is null
        and replies.removed_at is null and ${shownReply(reader)})))`
}

/**
 * Of a notice about a person: they ask the receiver, or the receiver asked and they said yes; and it is this asking
 * that the notice tells of (`occasion`: its moment in milliseconds), not one that was taken back before it.
 */
export const isConnecting = sql<SqlBool>`exists (select from connections c
  where c.lower_id = least(notices.account_id, notices.person_id)
    and c.higher_id = greatest(notices.account_id, notices.person_id)
    and notices.occasion = (extract(epoch from
      case when c.asked_by = notices.person_id then c.asked_at else c.accepted_at end) * 1000)::bigint::text
    and not c.is_quiet)`
