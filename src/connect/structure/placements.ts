import { Invalid } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import {
  type PlacementId,
  endPlacement,
  findNodeByCode,
  placePerson,
  placementsAt,
  todayOf,
} from '../../people/axes/axes.ts'
import type { RowOf } from './rows.ts'
import { findPeople } from './structure.queries.ts'
import { type Taking, rowByRow } from './taking.ts'

const columns = { person: 'email', node: 'code', role: 'role', from: 'from', to: 'to', on: 'to', axis: 'axis' }

/**
 * Places people as the file says. A row that begins on the same day as a placement which is there (or, without a day,
 * one that holds today) is that placement: it is ended when the file now knows its end.
 */
export async function takePlacements(taking: Taking, rows: readonly RowOf<'placements'>[]): Promise<void> {
  const told = new Map<PlacementId, RowOf<'placements'>>()
  const people = await findPeople(taking.ctx, [...new Set(rows.map((row) => row.email))])
  for (const row of rows) {
    await rowByRow(taking, row.at, columns, async (ctx) => {
      const person = people.get(row.email)
      if (!person) {
        throw new Invalid('structure.no-person', {
          person: 'Nobody inside has this address. Add them to the file of people.',
        })
      }
      const node = await findNodeByCode(ctx, row.axis, row.code)
      if (node === undefined) {
        throw new Invalid('structure.no-node', {
          node: `There is no place "${row.code}" on this axis. Add it to the file of places.`,
        })
      }
      const { id, done } = await take(ctx, row, person.id, node, told)
      told.set(id, row)
      taking.counts[done] += 1
    })
  }
}

async function take(
  ctx: Taking['ctx'],
  row: RowOf<'placements'>,
  person: AccountId,
  node: NonNullable<Awaited<ReturnType<typeof findNodeByCode>>>,
  told: ReadonlyMap<PlacementId, RowOf<'placements'>>,
) {
  const today = todayOf(ctx.now)
  const there = (await placementsAt(ctx, node, { accountId: person, role: row.role })).find((held) =>
    row.from === ''
      ? held.fromOn <= today && (held.toOn === null || held.toOn > today || held.toOn === row.to)
      : held.fromOn === row.from,
  )
  if (!there) {
    const id = await placePerson(ctx, { node, person, role: row.role, from: row.from, to: row.to })
    return { id, done: 'placements begun' as const }
  }
  const { id } = there
  const before = told.get(id)
  if (before && before.to !== row.to) {
    const what = `${before.at.file}, line ${before.at.line} gives the same placement another end. Take one of the two out.`
    throw new Invalid('structure.told-twice', { to: what })
  }
  if ((there.toOn ?? '') === row.to) return { id, done: 'placements as they were' as const }
  if (there.toOn !== null) {
    throw new Invalid('structure.ended', {
      to: `It ends on ${there.toOn} here. Write that day, or give what follows a line of its own that begins then.`,
    })
  }
  // An end on the first day or before it would take the placement back, and the next run would place it anew.
  if (row.to <= there.fromOn) {
    throw new Invalid('structure.ends-first', { to: `It began on ${there.fromOn}. Choose a later day.` })
  }
  await endPlacement(ctx, id, { on: row.to })
  return { id, done: 'placements ended' as const }
}
