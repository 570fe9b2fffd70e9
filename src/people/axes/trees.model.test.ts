import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import {
  type NodeId,
  type PlacementId,
  changeNode,
  closeNode,
  endPlacement,
  listStanding,
  listTree,
  makeAxis,
  makeNode,
  placePerson,
  reopenNode,
} from './axes.ts'

/** The days of the model; the last one stands for all days after. */
const last = 30
const today = 15
const dayOf = (index: number) => new Date(Date.UTC(2026, 2, 1 + index)).toISOString().slice(0, 10)
const roles = ['member', 'lead'] as const

type State = { title: string; parent: number | null } | undefined
type Held = { node: number; person: number; role: string; from: number; to: number } | undefined

/** Dated trees as a plain table: what each node is on each day, and who stands where. Slow, and easy to believe. */
interface Model {
  nodes: State[][]
  held: Held[]
}

type Step =
  | { do: 'make'; parent: number; day: number }
  | { do: 'rename'; node: number; day: number; title: number }
  | { do: 'move'; node: number; day: number; parent: number }
  | { do: 'close'; node: number; day: number }
  | { do: 'reopen'; node: number; day: number; parent: number }
  | { do: 'place'; node: number; person: number; role: number; day: number; to: number }
  | { do: 'end'; placement: number; day: number }

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
const stands = (model: Model, node: number, day: number) => model.nodes[node]?.[day] !== undefined

function isBelow(model: Model, node: number, above: number, day: number): boolean {
  for (let at: number | null | undefined = node; at !== null && at !== undefined; at = model.nodes[at]![day]?.parent)
    if (at === above) return true
  return false
}

const parentFits = (model: Model, parent: number | null, days: number[], node?: number) =>
  parent === null ||
  days.every((day) => stands(model, parent, day) && (node === undefined || !isBelow(model, parent, node, day)))

/** The days from one on for which a node keeps the same value. */
function extent(states: State[], day: number, same: (state: State) => boolean): number[] {
  const end = range(day, last + 1).find((at) => states[at] === undefined || !same(states[at]))
  return range(day, end ?? last + 1)
}

/** Does a step in the model; false, and nothing changed, when it is not allowed. */
function play(model: Model, step: Step): boolean {
  const count = model.nodes.length
  if (step.do === 'make' || step.do === 'reopen') {
    const node = step.do === 'make' ? count : step.node % Math.max(1, count)
    const parent = count === 0 || step.parent % (count + 1) === count ? null : step.parent % (count + 1)
    const days = range(step.day, last + 1)
    if (step.do === 'reopen' && (node >= count || days.some((day) => stands(model, node, day)))) return false
    if (!parentFits(model, parent, days)) return false
    const states = model.nodes[node] ?? Array.from<State>({ length: last + 1 })
    for (const day of days) states[day] = { title: step.do === 'make' ? `n${node}` : `again ${node}`, parent }
    model.nodes[node] = states
    return true
  }
  if (step.do === 'end') {
    const held = model.held[step.placement % Math.max(1, model.held.length)]
    if (!held || (held.to <= last && (held.to <= today || held.to < step.day))) return false
    if (step.day > held.from) held.to = step.day
    else if (held.from >= today) model.held[step.placement % model.held.length] = undefined
    else return false
    return true
  }
  if (count === 0) return false
  const node = step.node % count
  const states = model.nodes[node]!
  const old = states[step.day]
  if (step.do === 'rename') {
    if (!old) return false
    for (const day of extent(states, step.day, (state) => state!.title === old.title))
      states[day] = { ...states[day]!, title: `t${step.title}` }
    return true
  }
  if (step.do === 'move') {
    if (!old) return false
    const parent = step.parent % (count + 1) === count ? null : step.parent % (count + 1)
    if (parent === old.parent) return true
    const days = extent(states, step.day, (state) => state!.parent === old.parent)
    if (!parentFits(model, parent, days, node)) return false
    for (const day of days) states[day] = { ...states[day]!, parent }
    return true
  }
  if (step.do === 'place') {
    const to = step.to > last ? last + 1 : step.to
    const days = range(step.day, to)
    if (days.length === 0 || !days.every((day) => stands(model, node, day))) return false
    const role = roles[step.role]!
    const like = (held: Held) => held?.node === node && held.person === step.person && held.role === role
    if (model.held.some((held) => like(held) && held!.from < to && held!.to > step.day)) return false
    model.held.push({ node, person: step.person, role, from: step.day, to })
    return true
  }
  return close(model, node, step.day)
}

function close(model: Model, node: number, from: number): boolean {
  const states = model.nodes[node]!
  const days = range(from, last + 1)
  if (!days.some((day) => states[day])) return false
  const changed = (day: number) =>
    states[day] && (states[day - 1]?.title !== states[day].title || states[day - 1]?.parent !== states[day].parent)
  if (days.some((day) => day < today && changed(day))) return false
  if (model.nodes.some((other) => days.some((day) => other[day]?.parent === node))) return false
  if (model.held.some((held) => held?.node === node && held.from >= from)) return false
  for (const held of model.held) if (held?.node === node && held.to > from) held.to = from
  for (const day of days) states[day] = undefined
  return true
}

/** The same step through the front door; false when it is refused for its input. */
async function perform(
  ctx: Ctx,
  real: { axis: string; ids: NodeId[]; placed: PlacementId[]; people: AccountId[] },
  step: Step,
): Promise<boolean> {
  const count = real.ids.length
  const parentOf = (at: number) => (count === 0 ? null : (real.ids[at % (count + 1)] ?? null))
  const node = 'node' in step ? real.ids[step.node % Math.max(1, count)] : undefined
  if ('node' in step && node === undefined) return false
  const from = dayOf(step.day)
  try {
    if (step.do === 'make') {
      const code = `c${count}`
      real.ids.push(
        await makeNode(ctx, { axis: real.axis, code, title: `n${count}`, parent: parentOf(step.parent), from }),
      )
    } else if (step.do === 'rename') await changeNode(ctx, node!, { title: `t${step.title}`, from })
    else if (step.do === 'move') await changeNode(ctx, node!, { parent: parentOf(step.parent), from })
    else if (step.do === 'close') await closeNode(ctx, node!, { from })
    else if (step.do === 'reopen') {
      await reopenNode(ctx, node!, { title: `again ${step.node % count}`, parent: parentOf(step.parent), from })
    } else if (step.do === 'end') {
      const id = real.placed[step.placement % Math.max(1, real.placed.length)]
      if (id === undefined) return false
      await endPlacement(ctx, id, { on: from })
    } else {
      const to = step.to > last ? undefined : dayOf(step.to)
      const person = real.people[step.person]!
      real.placed.push(await placePerson(ctx, { node: node!, person, role: roles[step.role]!, from, to }))
    }
    return true
  } catch (error) {
    if (error instanceof Invalid) return false
    if (step.do === 'end' && (error as { code?: string }).code === 'structure.no-placement') return false
    throw error
  }
}

async function compare(ctx: Ctx, model: Model, real: { axis: string; ids: NodeId[]; people: AccountId[] }) {
  const numberOf = new Map(real.ids.map((id, at) => [id, at]))
  const { rows } = await import('kysely').then(({ sql }) =>
    sql<{ nodeId: NodeId; ancestorId: NodeId; depth: number; fromOn: string; toOn: string | null }>`
      select node_paths.* from node_paths join axis_nodes on axis_nodes.id = node_id
      join axes on axes.id = axis_id and axes.key = ${real.axis}`.execute(ctx.db),
  )
  for (const day of range(0, last + 1)) {
    const on = dayOf(day)
    const kept = rows
      .filter((row) => row.fromOn <= on && (row.toOn === null || row.toOn > on))
      .map((row) => `${numberOf.get(row.nodeId)} under ${numberOf.get(row.ancestorId)} by ${row.depth}`)
    const expected = model.nodes.flatMap((states, node) => {
      const above: string[] = []
      let at: number | null = states[day] ? node : null
      for (let depth = 0; at !== null; depth++) {
        above.push(`${node} under ${at} by ${depth}`)
        at = model.nodes[at]![day]!.parent
      }
      return above
    })
    assert.deepEqual(kept.sort(), expected.sort(), `paths on day ${day}`)
  }
  for (const day of [0, today, last, model.held.length % last]) {
    const tree = await listTree(ctx, { axis: real.axis, day: dayOf(day) })
    assert.deepEqual(
      new Map(
        tree.items.map((line) => [
          numberOf.get(line.id),
          { title: line.title, parent: line.parentId === null ? null : numberOf.get(line.parentId) },
        ]),
      ),
      new Map(
        model.nodes
          .map((states, node) => [node, states[day]] as const)
          .filter(([, state]) => state)
          .sort(byTree(tree.items.map((line) => numberOf.get(line.id)!))),
      ),
      `tree on day ${day}`,
    )
    for (const node of model.nodes.keys()) {
      if (!stands(model, node, day)) continue
      const standing = await listStanding(ctx, real.ids[node]!, { day: dayOf(day), withBelow: true })
      const expected = model.held
        .filter((held) => held && held.from <= day && held.to > day && isBelow(model, held.node, node, day))
        .map((held) => `${held!.person} ${held!.role} ${held!.node}`)
      assert.deepEqual(
        standing.items
          .map((one) => `${real.people.indexOf(one.accountId)} ${one.role} ${numberOf.get(one.nodeId)}`)
          .sort(),
        expected.sort(),
        `who stands at ${node} on day ${day}`,
      )
      const line = tree.items.find((one) => one.id === real.ids[node])!
      assert.equal(line.withBelow, new Set(expected.map((one) => one.split(' ')[0])).size, 'people counted once')
    }
  }
}

const byTree = (order: number[]) => (a: readonly [number, State], b: readonly [number, State]) =>
  order.indexOf(a[0]) - order.indexOf(b[0])

const day = fc.integer({ min: 0, max: last - 1 })
const some = fc.nat({ max: 11 })
const steps: fc.Arbitrary<Step>[] = [
  fc.record({ do: fc.constant('make' as const), parent: some, day }),
  fc.record({ do: fc.constant('make' as const), parent: some, day: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ do: fc.constant('rename' as const), node: some, day, title: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constant('move' as const), node: some, day, parent: some }),
  fc.record({ do: fc.constant('move' as const), node: some, day, parent: some }),
  fc.record({ do: fc.constant('close' as const), node: some, day }),
  fc.record({ do: fc.constant('reopen' as const), node: some, day, parent: some }),
  fc.record({
    do: fc.constant('place' as const),
    node: some,
    person: fc.nat({ max: 2 }),
    role: fc.nat({ max: 1 }),
    day,
    to: fc.integer({ min: 1, max: last + 10 }),
  }),
  fc.record({ do: fc.constant('end' as const), placement: some, day }),
]

test(
  'whatever is made, moved, renamed, closed and placed on whatever day: every day reads as a plain table of days would',
  { timeout: 120_000 },
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const people = [cast.people.daniel.id, cast.people.aiko.id, cast.people.lena.id]
      let axes = 0
      let allowed = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.oneof(...steps), { minLength: 8, maxLength: 30, size: 'max' }),
          async (sequence) => {
            const model: Model = { nodes: [], held: [] }
            const real = { axis: `random-${++axes}`, ids: [] as NodeId[], placed: [] as PlacementId[], people }
            await makeAxis(ctx, { key: real.axis, title: 'Random' })
            for (const step of sequence) {
              const may = play(model, step)
              allowed += Number(may)
              assert.equal(await perform(ctx, real, step), may, JSON.stringify(step))
            }
            await compare(ctx, model, real)
          },
        ),
        { numRuns: Number(process.env.TANGO_RUNS ?? 40) },
      )
      assert.ok(allowed > axes * 3, 'many steps were allowed')
    },
    { now: new Date(`${dayOf(today)}T12:00:00Z`) },
  ),
)
