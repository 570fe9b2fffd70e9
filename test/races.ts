/** Several acts at the same moment, each on a connection of its own, over a database that keeps what they do. */
import { type Ctx, makeCtx } from '../src/platform/context.ts'
import { openDatabase } from '../src/platform/database.ts'
import { silentLog } from '../src/platform/log.ts'
import { testPool } from './database.ts'
import { outcome } from './outcome.ts'

/** A context whose writes stay: on this process's own copy of the cast's house. */
export async function committedCtx(now = new Date('2026-06-01T10:00:00Z')): Promise<Ctx> {
  const db = openDatabase(await testPool())
  return makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now, log: silentLog })
}

/** What came of each act, all begun before any is over: 'ok' or the code of the refusal, sorted. */
export async function atOnce(works: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  return (await Promise.all(works.map((work) => outcome(work())))).toSorted()
}
