import { type RawBuilder, sql } from 'kysely'
import type { Realm } from '../../platform/context.ts'

/**
 * The ids of the tags that a name stands for on one side: the tag that leads, and every tag merged into it there. A
 * subselect, to stand after `tag_id in`.
 */
export function tagsCalled(name: string, side: Realm): RawBuilder<unknown> {
  return sql`(select tag_root(tags.id, ${side}) from tags where tags.name = ${name}
    union all select merged.tag_id from tags join tag_synonyms merged
      on merged.side = ${side} and merged.into_id = tag_root(tags.id, ${side}) and merged.undone_at is null
    where tags.name = ${name})`
}
