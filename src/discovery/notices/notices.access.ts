import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { readableThread } from '../../content/threads/threads.ts'
import type { Viewer } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'

/**
 * Which notices somebody may see: their own, as long as they may read what it is about, asked again at every read.
 * One about a reply that was recalled is gone with it. The statement joins `notices` and `threads`.
 */
export function readableNotice(viewer: Viewer): RawBuilder<SqlBool> {
  if (viewer.kind !== 'account') return sql<SqlBool>`false`
  return sql<SqlBool>`(notices.account_id = ${viewer.id} and ${readableThread(readerOf(viewer))}
    and (notices.reply_id is null or exists (
      select from replies where replies.id = notices.reply_id and replies.recalled_at is null)))`
}
