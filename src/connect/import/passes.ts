/** One pass over one file: which rows, and what becomes of a batch of them. The order of the passes is in `stackexchange.ts`. */
import { type UnclaimedPerson, createUnclaimed } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import type { DumpFile } from './dump.ts'
import { type ImportReport, type Tallied, addProblem } from './report.ts'
import * as queries from './import.queries.ts'
import { Unfit, idOf, shownName } from './stackexchange.rows.ts'
import type { XmlRow } from './xml-rows.ts'

/** What every pass of one run shares. */
export interface Run {
  readonly space: Space
  readonly runId: number
  /** Whose people: the site. One person of the site is one account here, in whichever space it is imported. */
  readonly people: string
  /** Whose posts: the site in this space. */
  readonly posts: string
  readonly report: ImportReport
}

export interface Pass {
  readonly file: DumpFile
  readonly what: Tallied
  /** Whether a row belongs to this pass. Without it all do. */
  readonly wants?: (row: XmlRow) => boolean
  /** Takes a batch within one transaction. */
  readonly take: (ctx: Ctx, run: Run, rows: readonly XmlRow[]) => Promise<void>
}

/** A row with what was read from it. */
export interface Read<Value> {
  readonly row: XmlRow
  readonly id: string
  readonly value: Value
}

/** Says that a row cannot be taken and counts it. */
export function skip(run: Run, pass: { file: DumpFile; what: Tallied }, row: XmlRow, why: string): void {
  run.report.counts[pass.what].skipped += 1
  note(run, pass.file, row, why)
}

/** Counts a row that is left out because what it belongs to was taken back, hidden or removed here. */
export function leaveAlone(run: Run, what: Tallied): void {
  run.report.counts[what].ignored += 1
  run.report.leftAlone += 1
}

/** Says that something about a row needs a look, although it is taken. */
export function note(run: Run, file: DumpFile, row: XmlRow, what: string): void {
  addProblem(run.report, { file, line: row.line, row: row.values.Id ?? 'without an Id', what })
}

/**
 * Reads a batch and leaves out what is here already: by the references of earlier batches and runs, and by the rows of
 * this batch itself.
 */
export async function readNew<Value>(
  ctx: Ctx,
  run: Run,
  pass: { file: DumpFile; what: Tallied; kind: queries.ReferenceKind; source: string },
  rows: readonly XmlRow[],
  read: (row: XmlRow) => Value,
): Promise<Read<Value>[]> {
  const fresh = new Map<string, Read<Value>>()
  for (const row of rows) {
    try {
      const id = idOf(row)
      if (fresh.has(id)) skip(run, pass, row, `another row of this file has the Id ${id} too`)
      else fresh.set(id, { row, id, value: read(row) })
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      skip(run, pass, row, error.message)
    }
  }
  const known = await queries.findReferences(ctx, pass.source, pass.kind, [...fresh.keys()])
  run.report.counts[pass.what].alreadyHere += known.size
  return [...fresh.values()].filter(({ id }) => !known.has(id))
}

/** Who wrote a row: the person with its user id, else by name, else nobody known. */
export interface Authorship {
  readonly userId: string | undefined
  readonly name: string | undefined
  readonly at: Date
}

export function authorshipOf(row: XmlRow, prefix: 'Owner' | '', at: Date): Authorship {
  return {
    userId: row.values[`${prefix}UserId`],
    name: shownName(row.values[`${prefix}DisplayName`] ?? row.values.UserDisplayName),
    at,
  }
}

/**
 * The accounts of the authors of a batch, in its order. Rows without a living user get an account of their own for each
 * name ("Former member" without one), so that two names are never taken for one person.
 */
export async function findAuthors(
  ctx: Ctx,
  run: Run,
  file: DumpFile,
  reads: readonly Read<{ author: Authorship }>[],
): Promise<AccountId[]> {
  const userIds = reads.flatMap(({ value }) => (value.author.userId === undefined ? [] : [value.author.userId]))
  const users = await queries.findReferences(ctx, run.people, 'user', userIds)
  const nameOf = ({ author }: { author: Authorship }) => author.name ?? 'Former member'
  const former = reads.filter(({ value }) => !users.has(value.author.userId ?? ''))
  for (const { row, value } of former) {
    if (value.author.userId !== undefined)
      note(run, file, row, `user ${value.author.userId} is not in Users.xml; shown as ${nameOf(value)}`)
  }
  const names = new Map(former.map(({ value }) => [nameOf(value), value.author.at]))
  const known = await queries.findReferences(ctx, run.people, 'former-member', [...names.keys()])
  const unknown = [...names].filter(([name]) => !known.has(name))
  const made = await addPeople(
    ctx,
    run,
    'former-member',
    unknown.map(([name, createdAt]) => ({ foreignId: name, displayName: name, createdAt })),
  )
  run.report.formerMembers += made.size
  return reads.map(
    ({ value }) =>
      (users.get(value.author.userId ?? '') ?? known.get(nameOf(value)) ?? made.get(nameOf(value))) as AccountId,
  )
}

/** Makes accounts that nobody has claimed, with their references; gives them by foreign id. */
export async function addPeople(
  ctx: Ctx,
  run: Run,
  kind: 'user' | 'former-member',
  people: readonly (UnclaimedPerson & { foreignId: string })[],
): Promise<Map<string, number>> {
  if (people.length === 0) return new Map()
  const ids = await createUnclaimed(
    ctx,
    people.map(({ displayName, createdAt }) => ({ displayName, createdAt })),
  )
  const pairs = people.map(({ foreignId }, index) => ({ foreignId, localId: ids[index]! }))
  await queries.insertReferences(ctx, { source: run.people, kind, runId: run.runId }, pairs)
  return new Map(pairs.map(({ foreignId, localId }) => [foreignId, localId]))
}
