import { type Kysely, type Transaction, sql } from 'kysely'
import type { AccountId } from './ids.ts'
import { type Say, english } from './languages/languages.ts'
import type { Log } from './log.ts'
import type { Tables } from './tables.ts'

/** Which of the worlds a thing or a face lives in. */
export type Realm = 'inside' | 'outside' | 'bridge'

/** Who is asking. A face has one realm; a visitor has none and reads like anyone on the web. */
export type Viewer =
  | { readonly kind: 'visitor' }
  | {
      readonly kind: 'account'
      readonly id: AccountId
      readonly realm: Realm
      readonly name: string
      readonly offices: readonly string[]
      /** How they write dates: a language tag and an IANA time zone. Known where they came with a session. */
      readonly locale?: string
      readonly timeZone?: string
    }
  | { readonly kind: 'system'; readonly reason: string }

export type AccountViewer = Extract<Viewer, { kind: 'account' }>

export type Db = Kysely<Tables>

/** What every front-door function takes first. Explicit, never ambient. */
export interface Ctx {
  readonly viewer: Viewer
  readonly db: Db
  readonly now: Date
  readonly log: Log
  /** The words of the product in the language of whoever asks; English where nobody does. */
  readonly say: Say
  /** Runs `fn` in one transaction; inside another one, in a savepoint of it. All or nothing. */
  transaction<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T>
  /** The same context seeing everything. Logged; only for jobs, seeds, `connect/` and `governance/`. */
  asSystem(reason: string): Ctx
  /** The same context for another viewer (previews, notices: "may the receiver read this?"). */
  as(viewer: Viewer): Ctx
}

export function makeCtx(parts: { viewer: Viewer; db: Db; now: Date; log: Log; say?: Say }): Ctx {
  return {
    ...parts,
    say: parts.say ?? english,
    transaction: (fn) => inTransaction(parts.db, (db) => fn(makeCtx({ ...parts, db }))),
    asSystem(reason) {
      parts.log.debug('as system', { reason })
      return makeCtx({ ...parts, viewer: { kind: 'system', reason } })
    },
    as: (viewer) => makeCtx({ ...parts, viewer }),
  }
}

let savepoints = 0

async function inTransaction<T>(db: Db, fn: (db: Db) => Promise<T>): Promise<T> {
  if (!db.isTransaction) return db.transaction().execute(fn)
  const name = sql.id(`s${++savepoints}`)
  await sql`savepoint ${name}`.execute(db)
  try {
    const result = await fn(db as Transaction<Tables>)
    await sql`release savepoint ${name}`.execute(db)
    return result
  } catch (error) {
    await sql`rollback to savepoint ${name}`.execute(db)
    throw error
  }
}

/** The side that a viewer stands on: pages that belong to no side are drawn there. A visitor stands outside. */
export function sideOf(viewer: Viewer): Realm {
  if (viewer.kind === 'account') return viewer.realm
  return viewer.kind === 'visitor' ? 'outside' : 'inside'
}
