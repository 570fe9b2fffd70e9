import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Realm, Viewer } from '../platform/context.ts'

/**
 * Someone whose rights are asked, in SQL: one viewer (values bound into the statement) or every row of `accounts`
 * (columns). The rules are written once against this, so that "may I read this" and "who can read this" cannot differ.
 */
export interface Reader {
  /** The condition that holds exactly if the reader may read, given the rule of each regime. */
  allowed(rules: RegimeRules): RawBuilder<SqlBool>
}

/** For each kind of reader the condition under which it may read. `id` is the reader's account. */
export interface RegimeRules {
  readonly visitor: () => RawBuilder<SqlBool>
  readonly account: Record<Realm, (id: RawBuilder<number>) => RawBuilder<SqlBool>>
}

export const always: RawBuilder<SqlBool> = sql<SqlBool>`true`

/** The reader that one viewer is. */
export function readerOf(viewer: Viewer): Reader {
  return {
    allowed(rules) {
      if (viewer.kind === 'system') return always
      if (viewer.kind === 'visitor') return rules.visitor()
      return rules.account[viewer.realm](sql<number>`${viewer.id}::bigint`)
    },
  }
}

/** Each active row of `accounts` as reader, for counting and listing an audience. The query must select from accounts. */
export const everyAccount: Reader = {
  allowed(rules) {
    const id = sql<number>`accounts.id`
    const cases = (['inside', 'outside', 'bridge'] as const).map(
      (realm) => sql<SqlBool>`(accounts.realm = ${sql.lit(realm)} and ${rules.account[realm](id)})`,
    )
    return sql<SqlBool>`(accounts.state = 'active' and (${sql.join(cases, sql` or `)}))`
  },
}
