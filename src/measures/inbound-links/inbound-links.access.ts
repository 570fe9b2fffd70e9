import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { readableThread } from '../../content/threads/threads.ts'
import type { Viewer } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { administers, readableSpace } from '../../realms/spaces/spaces.ts'

/** Whether somebody sees which other sites lead here: the stewards of the outside and the owner; for others there is no such page. */
export function seesInboundLinks(viewer: Viewer): boolean {
  return administers(viewer, 'outside')
}

const everybody = readerOf({ kind: 'visitor' })

/** A thread that stands in public with its words. The statement selects from `threads`. */
export function publicThread(): RawBuilder<SqlBool> {
  return sql<SqlBool>`(threads.realm = 'outside' and threads.removed_at is null and threads.recalled_at is null
    and ${readableThread(everybody)})`
}

/** A space that everybody reads. The statement selects from `spaces`. */
export function publicSpace(): RawBuilder<SqlBool> {
  return sql<SqlBool>`(spaces.realm = 'outside' and ${readableSpace(everybody)})`
}
