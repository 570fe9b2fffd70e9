/** What every pass of one import shares, and how it goes through its records in batches. */
import type { Ctx } from '../../platform/context.ts'
import {
  type ReferenceKind,
  findReferences,
  inBatches,
  insertAddresses,
  insertReferences,
  takeTurn,
} from '../import/import.ts'
import type { OldAddress } from '../import/import.ts'
import type { Bag } from './fields.ts'
import type { DiscourseReport, Kind } from './report.ts'
import type { Entry, Source } from './source.ts'
import { type Survey, readEntry } from './survey.ts'

export interface Run {
  /** The old site, such as `forum.example.com`. */
  readonly site: string
  /** The name of its references. */
  readonly references: string
  readonly runId: number
  readonly source: Source
  readonly survey: Survey
  readonly report: DiscourseReport
  /** Records in one transaction. */
  readonly batch: number
  readonly onProgress?: ((what: string, done: number) => void) | undefined
}

export interface Read<Value> {
  readonly entry: Entry
  readonly value: Value
}

/** Reads records and hands them over in batches, each in one transaction of its own. */
export async function inTransactions<Value>(
  ctx: Ctx,
  run: Run,
  of: { kind: Kind; entries: AsyncIterable<Entry>; read: (bag: Bag) => Value },
  take: (ctx: Ctx, reads: readonly Read<Value>[]) => Promise<void>,
): Promise<void> {
  const readable = async function* () {
    for await (const entry of of.entries) {
      const value = readEntry(run.report, of.kind, entry, of.read)
      if (value !== undefined) yield { entry, value }
    }
  }
  let done = 0
  for await (const reads of inBatches(readable(), run.batch)) {
    await ctx.transaction(async (inside) => {
      await takeTurn(inside)
      await take(inside, reads)
    })
    done += reads.length
    run.onProgress?.(of.kind, done)
  }
}

/** Leaves out of a batch what is here already, and counts it. */
export async function onlyNew<Value>(
  ctx: Ctx,
  run: Run,
  of: { kind: Kind; reference: ReferenceKind; idOf: (value: Value) => string },
  reads: readonly Read<Value>[],
): Promise<Read<Value>[]> {
  const known = await findReferences(
    ctx,
    run.references,
    of.reference,
    reads.map(({ value }) => of.idOf(value)),
  )
  run.report.counts[of.kind].alreadyHere += known.size
  return reads.filter(({ value }) => !known.has(of.idOf(value)))
}

/** Writes down what was made: its counterpart there, and the addresses it had. */
export async function remember(
  ctx: Ctx,
  run: Run,
  reference: ReferenceKind,
  made: readonly { foreignId: string; localId: number; addresses: readonly OldAddress[] }[],
): Promise<void> {
  await insertReferences(ctx, { source: run.references, kind: reference, runId: run.runId }, made)
  await insertAddresses(
    ctx,
    run,
    made.flatMap(({ addresses }) => addresses),
  )
}
