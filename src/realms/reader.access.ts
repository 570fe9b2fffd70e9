import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Realm, Viewer } from '../platform/context.ts'
import { type Said, type SaidWith, type Say, said } from '../platform/languages/languages.ts'
import type { Values } from '../platform/languages/message.ts'

/** One ground on which somebody may read, and the sentence that says so. The sentence names no "you": it fits anyone. */
export interface Ground {
  readonly when: RawBuilder<SqlBool>
  readonly because: RawBuilder<Reasons>
}

/** Why somebody may read, in whole sentences: messages, which each reader is told in their own language. Never none. */
export type Reasons = readonly Said[]

/** The sentences one after the other, for a reader. */
export function sayReasons(say: Say, reasons: Reasons): string {
  return reasons.map((one) => say.again(one)).join(' ')
}

/** Messages whose values stand in the database: a statement gives what `said` gives in code. */
export const inSql = {
  said<const Text extends string>(text: Text, values: Values<Text, RawBuilder<unknown>>): RawBuilder<SaidWith> {
    const pairs = Object.entries(values as Record<string, RawBuilder<unknown>>).map(
      ([name, value]) => sql`${sql.lit(name)}, ${value}`,
    )
    return sql<SaidWith>`jsonb_build_object('text', ${sql.lit(text)}, 'values',
      ${pairs.length === 0 ? sql`'{}'::jsonb` : sql`jsonb_build_object(${sql.join(pairs)})`})`
  },
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
  because(rules: RegimeRules): RawBuilder<Reasons | null>
}

export const always: RawBuilder<SqlBool> = sql<SqlBool>`true`

/** A ground with a fixed sentence, or with one that SQL puts together. */
export function ground(when: RawBuilder<SqlBool>, because: string | RawBuilder<SaidWith>): Ground {
  const one = typeof because === 'string' ? sql`${sql.lit(JSON.stringify(because))}::jsonb` : because
  return { when, because: sql<Reasons>`jsonb_build_array(${one})` }
}

const readers = new WeakMap<Viewer, Reader>()
const visitor: Viewer = { kind: 'visitor' }

/**
 * The reader that one viewer is: the same one for all statements of a request, so that a condition that stands in ten of
 * them is put together once. Only its words are kept, which hold no more than who asks; the database answers each time.
 */
export function readerOf(viewer: Viewer): Reader {
  const key = viewer.kind === 'visitor' ? visitor : viewer
  let reader = readers.get(key)
  if (!reader) readers.set(key, (reader = makeReader(key)))
  return reader
}

function makeReader(viewer: Viewer): Reader {
  const groundsFor = (rules: RegimeRules) =>
    viewer.kind === 'account' ? rules.account[viewer.realm](sql<number>`${viewer.id}::bigint`) : rules.visitor()
  if (viewer.kind === 'system') {
    return {
      allowed: () => always,
      because: () => ground(always, said('Tango itself reads everything.')).because,
    }
  }
  const conditions = new WeakMap<RegimeRules, RawBuilder<SqlBool>>()
  return {
    allowed(rules) {
      let condition = conditions.get(rules)
      if (!condition) conditions.set(rules, (condition = anyOf(groundsFor(rules))))
      return condition
    },
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
    return sql<Reasons | null>`(case when accounts.state <> 'active' then null ${sql.join(cases, sql` `)} end)`
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

function firstOf(grounds: readonly Ground[]): RawBuilder<Reasons | null> {
  const cases = grounds.map(({ when, because }) => sql`when ${when} then ${because}`)
  return cases.length === 0 ? sql<null>`null::jsonb` : sql<Reasons | null>`(case ${sql.join(cases, sql` `)} end)`
}
