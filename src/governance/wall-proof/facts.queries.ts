import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { fields } from './canaries.ts'
import { keyOf } from './planting.queries.ts'

/** A row as it stands, with small_letter names, and the key that its canaries carry. */
export type Row = Readonly<Record<string, unknown>> & { readonly proof_key: string }

/** All rows of every table, as plain values: what the slow reference reasons about. */
export interface Facts {
  readonly rows: (table: string) => readonly Row[]
  /** The row that a canary names. */
  readonly find: (table: string, key: string) => Row | undefined
  readonly today: string
  readonly now: number
}

const alsoNeeded = [
  ...['memberships', 'group_members', 'placements', 'offices', 'grants', 'sponsorships', 'connections', 'blocks'],
  ...[
    'thread_participants',
    'thread_tags',
    'file_uses',
    'swarms',
    'official_answers',
    'answer_acceptances',
    'bridge_queue',
    'product_tags',
  ],
]

/** Reads all of it: for a house that is small enough to keep in memory. */
export async function readFacts(ctx: Ctx): Promise<Facts> {
  const planted = Object.keys(fields).map((place) => place.split('.')[0]!)
  const tables = new Map<string, readonly Row[]>()
  for (const table of new Set([...planted, ...alsoNeeded])) {
    const hasKey = table in keyless ? sql`'0'` : sql.raw(keyOf(table))
    const { rows } = await sql<{ row: Row }>`
      select to_jsonb(t) || jsonb_build_object('proof_key', ${hasKey}::text) as row from ${sql.table(table)} t`.execute(
      ctx.db,
    )
    tables.set(
      table,
      rows.map(({ row }) => row),
    )
  }
  const byKey = new Map<string, Map<string, Row>>()
  const { rows } = await sql<{ today: string; now: number }>`
    select utc_today()::text as today, (extract(epoch from now()) * 1000)::bigint as now`.execute(ctx.db)
  return {
    rows: (table) => tables.get(table) ?? [],
    find(table, key) {
      let keys = byKey.get(table)
      if (!keys) byKey.set(table, (keys = new Map((tables.get(table) ?? []).map((row) => [row.proof_key, row]))))
      return keys.get(key)
    },
    ...rows[0]!,
  }
}

/** Tables whose rows no canary names. */
const keyless: Readonly<Record<string, true>> = Object.fromEntries(
  [
    ...[
      'event_deliveries',
      'follows',
      'group_members',
      'memberships',
      'migrations',
      'notice_paces',
      'notice_digests',
      'notice_sendings',
      'own_data_pieces',
      'rate_limits',
      'searches_without_finds',
      'starting_reaches',
      'thread_links',
      'title_words',
    ],
    ...['connections', 'blocks', 'thread_participants', 'thread_tags', 'file_uses', 'official_answers'],
    ...['answer_acceptances', 'bridge_queue', 'crossing_chain', 'setup_links', 'events', 'ideas'],
    ...['import_addresses', 'provider_domains', 'second_factors', 'standing_quarters'],
  ].map((table) => [table, true]),
)
