/** What stands in the address of a board: read back as it was written, and nothing that is none of ours. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { english, ownLanguages } from '../../platform/languages/languages.ts'
import type { IdeaOrder } from '../ideas/ideas.ts'
import { type BoardFilter, boardAddress, orderWords, readFilter } from './board-filter.ts'
import { boardPath, dayWords, newIdeaPath, stages } from './idea-words.ts'

const read = (address: string) => readFilter(Object.fromEntries(new URL(address, 'http://x').searchParams))

const word = fc.string({ minLength: 1, maxLength: 12 })
const filters: fc.Arbitrary<BoardFilter> = fc.record(
  {
    show: fc.constantFrom(...stages, 'overdue' as const),
    order: fc.constantFrom(...(Object.keys(orderWords) as IdeaOrder[])),
    category: word,
    tag: word,
    space: word,
  },
  { requiredKeys: [] },
)

test('every filter comes back out of the address that it makes; the standing order needs no word', () => {
  fc.assert(
    fc.property(filters, fc.constantFrom('inside', 'outside', 'bridge'), (filter, realm) => {
      const { order, ...rest } = filter
      const expected = order === undefined || order === 'heat' ? rest : { order, ...rest }
      assert.deepEqual(read(boardAddress(realm, filter)), expected)
    }),
  )
})

test('an address holds no word of an empty filter, and the place to go on last', () => {
  assert.equal(boardAddress('outside', {}), '/ideas')
  assert.equal(boardAddress('outside', { order: 'heat', tag: '', show: undefined }), '/ideas')
  assert.equal(boardAddress('inside', { tag: 'a b&c' }), '/inside/ideas?tag=a+b%26c')
  assert.equal(boardAddress('outside', { order: 'votes' }, '3~7'), '/ideas?order=votes&after=3%7E7')
})

test('the board of rooms with guests keeps saying that it is theirs, in lists and where an idea is posted', () => {
  assert.equal(boardAddress('bridge', {}), '/inside/ideas?in=rooms')
  assert.equal(boardAddress('bridge', { show: 'done' }, 'x'), '/inside/ideas?in=rooms&show=done&after=x')
  assert.equal(newIdeaPath('bridge'), '/inside/ideas/new?in=rooms')
  assert.equal(newIdeaPath('bridge', { space: 'cells' }), '/inside/ideas/new?in=rooms&space=cells')
  assert.equal(newIdeaPath('inside', { space: 'velund' }), '/inside/ideas/new?space=velund')
  assert.equal(newIdeaPath('outside', { product: 'c++' }), '/ideas/new?product=c%2B%2B')
  assert.equal(newIdeaPath('outside'), '/ideas/new')
  assert.equal(boardPath('bridge'), '/inside/ideas')
})

test('what is no stage, no order or empty is left out, however it is called', () => {
  for (const show of ['', 'Done', 'constructor', 'toString', '__proto__', 'overdue '])
    assert.deepEqual(readFilter({ show }), {}, show)
  for (const order of ['', 'HEAT', 'constructor', 'hasOwnProperty', '__proto__'])
    assert.deepEqual(readFilter({ order }), {}, order)
  assert.deepEqual(readFilter({ category: '', tag: '', space: '', in: 'rooms', after: '1~2' }), {})
})

test('days stand as one says them, in the language of the reader', () => {
  const now = new Date('2026-12-31T23:59:59Z')
  assert.equal(dayWords(english, '2026-02-08', now), '8 February')
  assert.equal(dayWords(english, '2027-01-01', now), '1 January 2027')
  assert.equal(dayWords(english, '2025-12-31', now), '31 December 2025')
  assert.equal(dayWords(ownLanguages.find('de')!.say, '2026-02-08', now), '8. Februar')
})
