import type { Ctx } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import { type Day, type NodeId, changeNode, findNodeByCode, makeNode, todayOf } from '../../people/axes/axes.ts'
import type { RowOf } from './rows.ts'
import { type Taking, rowByRow } from './taking.ts'

type Row = RowOf<'nodes'>
const columns = { parent: 'parent', from: 'from', code: 'code', title: 'title', axis: 'axis' }

/**
 * Makes the places that are not there yet, parents first whatever their order, and renames and moves the others from the
 * day of their row on. Several rows of one code, each with its day, are its history.
 */
export async function takeNodes(taking: Taking, rows: readonly Row[]): Promise<void> {
  const known = new Map<string, NodeId>()
  const today = todayOf(taking.ctx.now)
  const inTime = toldOnce(taking, rows, today).toSorted((a, b) => (a.from || today).localeCompare(b.from || today))
  // A place begins with the first of its lines: made by a later one, it would not stand yet when the first begins.
  const first = new Map<string, Row>()
  for (const row of inTime) if (!first.has(keyOf(row))) first.set(keyOf(row), row)
  let waiting: Row[] = []
  const changes: Row[] = []
  for (const row of inTime) {
    await rowByRow(taking, row.at, columns, async (ctx) => {
      const id = known.get(keyOf(row)) ?? (await findNodeByCode(ctx, row.axis, row.code))
      if (id !== undefined) known.set(keyOf(row), id)
      ;(id === undefined ? waiting : changes).push(row)
    })
  }
  // Rounds: in each, whatever hangs on a place that is there by now.
  for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length
    const later: Row[] = []
    for (const row of waiting) {
      if (known.has(keyOf(row))) changes.push(row)
      else if (first.get(keyOf(row)) !== row) later.push(row)
      else if (row.parent === '' || (await parentOf(taking.ctx, known, row)) !== undefined)
        await make(taking, known, row)
      else later.push(row)
    }
    waiting = later
  }
  for (const row of waiting) {
    if (first.get(keyOf(row)) !== row) continue
    const ring = waiting.some((other) => keyOf(other) === keyOf({ axis: row.axis, code: row.parent }))
    const what = ring
      ? `The place "${row.parent}" waits for this one, or for one that cannot be made. Mend that line first.`
      : `There is no place "${row.parent}" on this axis, here or in the files. Add its line, or leave the parent empty.`
    taking.problems.push({ ...row.at, column: 'parent', what })
  }
  for (const row of changes.toSorted((a, b) => (a.from || today).localeCompare(b.from || today))) {
    await change(taking, known, row)
  }
}

/** The rows without those that say something of a place and a day of which another one says something already. */
function toldOnce(taking: Taking, rows: readonly Row[], today: Day): Row[] {
  const told = new Map<string, Row>()
  for (const row of rows) {
    const key = JSON.stringify([row.axis, row.code, row.from || today])
    const before = told.get(key)
    if (before) {
      const what = `${before.at.file}, line ${before.at.line} says of this place what holds from this day on already. Take one of the two out.`
      taking.problems.push({ ...row.at, column: 'from', what })
    } else told.set(key, row)
  }
  return [...told.values()]
}

function keyOf(row: { axis: string; code: string }): string {
  return JSON.stringify([row.axis, row.code])
}

async function parentOf(ctx: Ctx, known: Map<string, NodeId>, row: Row): Promise<NodeId | undefined> {
  const key = keyOf({ axis: row.axis, code: row.parent })
  const id = known.get(key) ?? (await findNodeByCode(ctx, row.axis, row.parent))
  if (id !== undefined) known.set(key, id)
  return id
}

async function make(taking: Taking, known: Map<string, NodeId>, row: Row): Promise<void> {
  await rowByRow(taking, row.at, columns, async (ctx) => {
    const parent = row.parent === '' ? null : ((await parentOf(ctx, known, row)) ?? null)
    const { axis, code, title, from } = row
    known.set(keyOf(row), await makeNode(ctx, { axis, code, title, parent, from }))
    taking.counts['places made'] += 1
  })
}

async function change(taking: Taking, known: Map<string, NodeId>, row: Row): Promise<void> {
  await rowByRow(taking, row.at, columns, async (ctx) => {
    const parent = row.parent === '' ? null : await parentOf(ctx, known, row)
    if (parent === undefined) {
      throw new Invalid('structure.no-parent', {
        parent: `There is no place "${row.parent}" on this axis. Add its line.`,
      })
    }
    const id = known.get(keyOf(row))!
    const from: Day | undefined = row.from || undefined
    const changed = await changeNode(ctx, id, { title: row.title, parent, from })
    taking.counts[changed ? 'places renamed or moved' : 'places as they were'] += 1
  })
}
