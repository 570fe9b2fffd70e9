import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type Told, foldLines } from './fold.ts'
import type { NoticeKind } from './notice-kinds.ts'

const kindOf = (name: string, says: NoticeKind['says']): NoticeKind => ({
  name,
  about: 'answers',
  label: name,
  realms: ['outside'],
  says,
})
const answered = kindOf('answered', (actor) => `${actor ?? 'Somebody'} answered`)
const stage = kindOf('stage', (_actor, occasion) => `It is now ${occasion}`)

const told = (actor: string | null, kind = answered, occasion = '', because = 'because you asked'): Told => ({
  ...{ kind, actor, occasion, because },
})
const says = (...all: Told[]) => foldLines(all).map((line) => line.says)

test('people who did the same stand in one sentence, each once, the newest first', () => {
  assert.deepEqual(says(), [])
  assert.deepEqual(says(told('Ana')), ['Ana answered'])
  assert.deepEqual(says(told('Ana'), told('Petra')), ['Ana and Petra answered'])
  assert.deepEqual(says(told('Ana'), told('Petra'), told('Ana')), ['Ana and Petra answered'])
  assert.deepEqual(says(told('Ana'), told('Petra'), told('Joost')), ['Ana, Petra and Joost answered'])
  const five = ['Ana', 'Petra', 'Joost', 'Gustav', 'Amina'].map((name) => told(name))
  assert.deepEqual(says(...five), ['Ana, Petra and 3 others answered'])
})

test('what differs in more than the name stays apart, and what names nobody is said once', () => {
  assert.deepEqual(says(told('Ana', stage, 'planned'), told('Petra', stage, 'done'), told('Joost', stage, 'planned')), [
    'It is now planned',
    'It is now done',
  ])
  assert.deepEqual(says(told(null), told('Ana'), told(null)), ['Somebody answered', 'Ana answered'])
  const other = { ...answered, name: 'other' }
  assert.equal(says(told('Ana'), told('Ana', other)).length, 2, 'two kinds that read alike are two things')
})

test('the reason of a line is that of its newest notice', () => {
  const lines = foldLines([
    told('Ana', answered, '', 'because it is new'),
    told('Petra', answered, '', 'because of old'),
  ])
  assert.deepEqual(
    lines.map(({ because }) => because),
    ['because it is new'],
  )
})

test('no name is lost: each stands in a line or is counted among the others', () => {
  const name = fc.constantFrom('Ana', 'Bo', 'Cy', 'Di', 'Ed', 'Fay')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.constantFrom(answered, stage))), (all) => {
      const lines = foldLines(all.map(([actor, kind]) => told(actor, kind, 'x')))
      const line = lines.find((one) => one.says.endsWith('answered'))
      const names = new Set(all.filter(([, kind]) => kind === answered).map(([actor]) => actor))
      if (names.size === 0) return assert.equal(line, undefined)
      const others = Number(/and (\d+) others/.exec(line!.says)?.[1] ?? 0)
      const named = [...names].filter((one) => line!.says.includes(one))
      assert.equal(named.length + others, names.size)
    }),
  )
})
