import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import {
  type Item,
  SCOPE,
  type Scope,
  type View,
  countBefore,
  describe,
  makeItems,
  makeOrder,
  newest,
  place,
  remove,
  sees,
  stepsAsked,
} from './newest-visible.ts'

type Act =
  | { do: 'put'; item: number; time: number; facts: Item }
  | { do: 'move'; item: number; time: number }
  | { do: 'take'; item: number }

const items = 40
const owners = 6
const places = 4
const anItem = fc.nat(items - 1)
// Few different times, so that many items share one.
const aTime = fc.nat(12)
const facts: fc.Arbitrary<Item> = fc.record({
  owner: fc.nat(owners - 1),
  place: fc.nat(places - 1),
  scope: fc.constantFrom<Scope>(...Object.values(SCOPE)),
})
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('put' as const), item: anItem, time: aTime, facts }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), item: anItem, time: aTime }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const), item: anItem }) },
)
const aView = fc.record({
  person: fc.integer({ min: -1, max: owners - 1 }),
  places: fc.array(fc.boolean(), { minLength: places, maxLength: places }),
  steps: fc.array(fc.nat(4), { minLength: owners, maxLength: owners }),
  apart: fc.array(fc.boolean(), { minLength: owners, maxLength: owners }),
})

/** The rule as it is written, item by item. */
function maySee(item: Item, looker: { person: number; places: boolean[]; steps: number[]; apart: boolean[] }): boolean {
  if (!looker.places[item.place]) return false
  if (item.scope === SCOPE.place || item.scope === SCOPE.asked) return true
  if (looker.person === -1) return false
  if (looker.person === item.owner) return true
  if (item.scope === SCOPE.owner) return false
  if (item.scope === SCOPE.known) return !looker.apart[item.owner]
  return looker.steps[item.owner]! <= { [SCOPE.one]: 1, [SCOPE.two]: 2, [SCOPE.three]: 3 }[item.scope]
}

test('after any changes, walking page by page gives what sorting and filtering all items gives', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 120 }), aView, fc.integer({ min: 1, max: 7 }), (acts, looker, limit) => {
      const [columns, order] = [makeItems(2), makeOrder(2)]
      const model = new Map<number, { time: number; facts: Item }>()
      for (const one of acts) {
        if (one.do === 'put') {
          describe(columns, one.item, one.facts)
          place(order, one.item, one.time)
          model.set(one.item, { time: one.time, facts: one.facts })
        } else if (one.do === 'move') {
          const known = model.get(one.item)
          if (!known) continue
          known.time = one.time
          place(order, one.item, one.time)
        } else {
          remove(order, one.item)
          model.delete(one.item)
        }
      }
      const sorted = [...model].toSorted(([a, x], [b, y]) => y.time - x.time || b - a)
      const expected = sorted.filter(([, { facts: it }]) => maySee(it, looker)).map(([item]) => item)
      const asked: number[] = []
      const view: View = {
        person: looker.person,
        places: Uint8Array.from(looker.places, Number),
        near: (owner, steps) => asked.push(steps) > 0 && looker.steps[owner]! <= steps,
        apart: (owner) => looker.apart[owner]!,
      }
      const walked: number[] = []
      let from: number | undefined
      do {
        const page = newest(columns, order, view, limit, from)
        assert.ok(page.items.length <= limit)
        walked.push(...page.items)
        from = page.next
      } while (from !== -1)
      assert.deepEqual(walked, expected)
      assert.ok(asked.every((steps) => steps >= 1 && steps <= 3))
      for (const [item, { facts: it }] of model) assert.equal(sees(columns, view, item), maySee(it, looker))
      // Going on after any item, also one that moved away since, begins at the first older one.
      for (const [item, { time }] of sorted) {
        const older = sorted.filter(([other, at]) => at.time < time || (at.time === time && other < item))
        const begin = countBefore(order, time, item)
        const rest = [...order.items.subarray(0, begin)].filter((other) => other >= 0).reverse()
        assert.deepEqual(
          rest,
          older.map(([other]) => other),
        )
      }
    }),
    { numRuns: Number(process.env.TANGO_RUNS ?? 400) },
  )
})

test('what is written in order of time stays cheap: no entry behind it is touched', () => {
  const order = makeOrder(4)
  for (let item = 0; item < 100_000; item++) place(order, item, item)
  const before = order.items
  place(order, 5, 100_001)
  assert.equal(order.items[order.length - 1], 5)
  assert.equal(order.items[5], -1, 'a hole stays where it stood')
  assert.equal(before, order.items)
  assert.equal(order.holes, 1)
})

test('an item that moves for ever does not fill the memory', () => {
  const order = makeOrder(16)
  for (let item = 0; item < 10; item++) place(order, item, item)
  for (let time = 10; time < 50_000; time++) place(order, time % 10, time)
  assert.ok(order.items.length <= 64, `${order.items.length} entries for 10 items`)
})

test('nearness is asked of items for one, two or three steps and of no others', () => {
  const columns = makeItems()
  const asked = Object.entries(SCOPE).map(([name, scope], item) => {
    describe(columns, item, { owner: 0, place: 0, scope })
    return [name, stepsAsked(columns, item)]
  })
  assert.deepEqual(Object.fromEntries(asked), { place: 0, owner: 0, one: 1, two: 2, three: 3, known: 0, asked: 0 })
})
