import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Realm, Viewer } from '../platform/context.ts'

/** One ground on which somebody may read, and the sentence that says so. The sentence names no "you": it fits anyone. */
export interface Ground {
  readonly when: RawBuilder<SqlBool>
  readonly because: RawBuilder<string>
}

/** For each kind of reader the grounds on which it may read, the plainest first. `id` is the reader's account. */
export interface RegimeRules {
  readonly visitor: () => readonly Ground[]
  readonly account: Record<Realm, (id: RawBuilder<number>) => readonly Ground[]>
}

/**
 * Someone whose rights are asked, in SQL: one viewer (values bound into the statement) or every row of `accounts`
 * (columns). The rules are written once against this, so that "may I read this", "who can read this" and "why" cannot
 * differ.
 */
export interface Reader {
  /** The condition that holds exactly if the reader may read, given the rule of each regime. */
  allowed(rules: RegimeRules): RawBuilder<SqlBool>
  /** The sentence of the first ground that holds; null exactly if the reader may not read. */
  because(rules: RegimeRules): RawBuilder<string | null>
}

export const always: RawBuilder<SqlBool> = sql<SqlBool>`true`

/** A ground with a fixed sentence, or with one that SQL puts together. */
export function ground(when: RawBuilder<SqlBool>, because: string | RawBuilder<string>): Ground {
  return { when, because: typeof because === 'string' ? sql<string>`${sql.lit(because)}` : because }
}

/** The reader that one viewer is. */
export function readerOf(viewer: Viewer): Reader {
  const groundsFor = (rules: RegimeRules) =>
    viewer.kind === 'account' ? rules.account[viewer.realm](sql<number>`${viewer.id}::bigint`) : rules.visitor()
  if (viewer.kind === 'system') {
    return { allowed: () => always, because: () => sql<string>`'Tango itself reads everything.'` }
  }
  return {
    allowed: (rules) => anyOf(groundsFor(rules)),
    because: (rules) => firstOf(groundsFor(rules)),
  }
}

/** Each active row of `accounts` as reader, for counting and listing an audience. The query must select from accounts. */
export const everyAccount: Reader = {
  allowed(rules) {
    const cases = realms.map(
      (realm) => sql<SqlBool>`(accounts.realm = ${sql.lit(realm)} and ${anyOf(rules.account[realm](accountId))})`,
    )
    return sql<SqlBool>`(accounts.state = 'active' and (${sql.join(cases, sql` or `)}))`
  },
  because(rules) {
    const cases = realms.map(
      (realm) => sql`when accounts.realm = ${sql.lit(realm)} then ${firstOf(rules.account[realm](accountId))}`,
    )
    return sql<string | null>`(case when accounts.state <> 'active' then null ${sql.join(cases, sql` `)} end)`
  },
}

const realms = ['inside', 'outside', 'bridge'] as const satisfies readonly Realm[]
const accountId = sql<number>`accounts.id`

function anyOf(grounds: readonly Ground[]): RawBuilder<SqlBool> {
  if (grounds.length === 0) return sql<SqlBool>`false`
  if (grounds.length === 1) return grounds[0]!.when
  return sql<SqlBool>`(${sql.join(
    grounds.map(({ when }) => when),
    sql` or `,
  )})`
}

function firstOf(grounds: readonly Ground[]): RawBuilder<string | null> {
  const cases = grounds.map(({ when, because }) => sql`when ${when} then ${because}`)
  return cases.length === 0 ? sql<string | null>`null::text` : sql<string | null>`(case ${sql.join(cases, sql` `)} end)`
}
