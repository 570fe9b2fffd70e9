/** A small company for the tests of the structure; no test of its own. */
import { getCast } from '../../../test/cast.ts'
import type { Ctx } from '../../platform/context.ts'
import { makeNode, makeRole, placePerson, todayOf, closeNode } from './axes.ts'

/**
 * Engineering (managed by Daniel) with cells (Tomasz leads, Aiko is a member) and firmware below it; beside it care
 * (Mirela). Lena is head of the site under which all of it stands, a role of the company's own.
 */
export async function world(ctx: Ctx, since = '2026-01-01') {
  const cast = await getCast(ctx)
  const { people } = cast
  const node = (
    axis: string,
    code: string,
    title: string,
    parent: Awaited<ReturnType<typeof makeNode>> | null = null,
  ) => makeNode(ctx, { axis, code, title, parent, from: since })
  const place = (at: Awaited<ReturnType<typeof makeNode>>, who: keyof typeof people, role: string) =>
    placePerson(ctx, { node: at, person: people[who].id, role, from: since })
  await makeRole(ctx, { key: 'site-head', title: 'Head of site', rank: 2 })
  const engineering = await node('function', 'engineering', 'Engineering')
  const cells = await node('function', 'cells', 'Cells & BMS', engineering)
  const firmware = await node('function', 'firmware', 'Firmware', engineering)
  const care = await node('function', 'care', 'Rider care')
  const leaf = await node('function', 'leaf', 'Pilots', care)
  const closed = await node('function', 'old', 'Old works')
  await closeNode(ctx, closed, { from: todayOf(ctx.now) })
  const europe = await node('geography', 'europe', 'Europe')
  const utrecht = await node('geography', 'utrecht', 'Utrecht', europe)
  const managing = await place(engineering, 'daniel', 'manager')
  await place(cells, 'tomasz', 'lead')
  const membership = await place(cells, 'aiko', 'member')
  const careMember = await place(care, 'mirela', 'member')
  await place(utrecht, 'aiko', 'member')
  await place(utrecht, 'mirela', 'member')
  await place(europe, 'daniel', 'member')
  await place(engineering, 'lena', 'site-head')
  return { engineering, cells, firmware, care, leaf, closed, europe, utrecht, managing, membership, careMember }
}
