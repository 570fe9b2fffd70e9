import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { filterNames, inStep, readAsked, stateChoices, typeChoices, writeAsked } from './asked.ts'

const none = { tags: [] }

test('words, phrases, choices and what is left out are read apart', () => {
  assert.deepEqual(readAsked('battery "does not charge" -cold or akku').groups, [
    { words: ['battery'], phrases: ['does not charge'], without: ['cold'] },
    { words: ['akku'], phrases: [], without: [] },
  ])
  assert.deepEqual(readAsked('-"in winter" battery').groups, [
    { words: ['battery'], phrases: [], without: ['in winter'] },
  ])
  assert.deepEqual(readAsked('or OR battery or').groups, [{ words: ['battery'], phrases: [], without: [] }])
  assert.deepEqual(readAsked('"never closed').groups, [{ words: [], phrases: ['never closed'], without: [] }])
})

test('what names nothing asks for nothing', () => {
  for (const typed of ['', '   ', '"', '""', '-', '-cold', '(((', '& | ! :*', '\u200f\u202e', 'or', '"" -""'])
    assert.deepEqual(readAsked(typed).groups, [], JSON.stringify(typed))
})

test('filters are plain words of the line, whatever their case', () => {
  const { filters, text, unknown } = readAsked(
    'Type:Question axle tag:#Brakes tag:rear by:@Ines in:riders after:2026-01-31 before:2026-02-28 is:official state:open',
  )
  assert.deepEqual(filters, {
    ...{ type: 'question', tags: ['brakes', 'rear'], by: 'ines', in: 'riders', after: '2026-01-31' },
    ...{ before: '2026-02-28', is: 'official', state: 'open' },
  })
  assert.deepEqual([text, unknown], ['axle', []])
  assert.equal(readAsked('type:idea type:question').filters.type, 'question', 'the one said last')
})

test('a filter that is none, or takes no such value, is searched as text and said', () => {
  const asked = readAsked('colour:red type:song after:yesterday before:2026-02-30 axle')
  assert.deepEqual(asked.filters, none)
  assert.deepEqual(asked.groups[0]!.words, ['colour:red', 'type:song', 'after:yesterday', 'before:2026-02-30', 'axle'])
  assert.deepEqual(
    asked.unknown.map(({ typed, what }) => [typed, what]),
    [
      ['colour:red', undefined],
      ['type:song', 'type'],
      ['after:yesterday', 'after'],
      ['before:2026-02-30', 'before'],
    ],
  )
  assert.deepEqual(asked.unknown[1]!.choices, typeChoices)
})

test('addresses, times and quoted words are never taken for filters', () => {
  for (const typed of ['https://example.com/a', 'mailto:a@b.example', '12:30', 'a::b', 'type:', '"type:idea"', ':x']) {
    const asked = readAsked(typed)
    assert.deepEqual([asked.filters, asked.unknown], [none, []], typed)
  }
})

test('a line of any signs is read, and no half sign or NUL is left in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
      const { groups, text } = readAsked(typed)
      for (const said of [text, ...groups.flatMap(({ words, phrases, without }) => [...words, ...phrases, ...without])])
        assert.ok(said.isWellFormed() && !said.includes('\u0000'))
    }),
  )
  assert.ok(readAsked('a'.repeat(1_000_000)).text.length === 200)
})

const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
const filters = fc.record(
  {
    type: fc.constantFrom(...typeChoices),
    state: fc.constantFrom(...stateChoices),
    by: fc.constantFrom('ines', 'lena-2'),
    after: day.map((one) => one.toISOString().slice(0, 10)),
    tags: fc.uniqueArray(fc.constantFrom('brakes', 'rear', 'c++'), { maxLength: 2 }),
  },
  { requiredKeys: ['tags'] },
)

test('what is written from filters is read as the same filters', () => {
  fc.assert(
    fc.property(filters, (some) => {
      const read = readAsked(writeAsked('axle "rear wheel"', some))
      assert.deepEqual({ ...read.filters }, { ...some })
      assert.equal(read.text, 'axle "rear wheel"')
    }),
  )
})

test('box and controls stay in step: the one that was changed decides, and a line sent as drawn stays as it is', () => {
  const was = 'axle type:idea tag:rear'
  const drawn = { type: 'idea', state: '', tag: 'rear', by: '', in: '', before: '', after: '', is: '' }
  assert.equal(inStep(was, was, drawn), was)
  assert.equal(inStep(was, was, { ...drawn, type: 'question' }), 'axle type:question tag:rear', 'the control')
  assert.equal(inStep('axle type:update tag:rear', was, drawn), 'axle type:update tag:rear', 'the box')
  assert.equal(inStep('axle tag:rear', was, drawn), 'axle tag:rear', 'taken out of the box')
  assert.equal(inStep(was, was, { ...drawn, type: '' }), 'axle tag:rear', 'taken out of the controls')
  assert.equal(inStep('hub type:idea tag:rear', was, { ...drawn, by: 'Ines' }), 'hub type:idea tag:rear by:ines')
  assert.equal(inStep(was, was, { ...drawn, tag: 'rear, brakes' }), 'axle type:idea tag:rear tag:brakes')
  assert.equal(inStep('axle type:idea tag:front', was, drawn), 'axle type:idea tag:front')
  assert.equal(
    inStep(was, was, { ...drawn, after: 'soon', type: 'song' }),
    'axle tag:rear',
    'nonsense asks for nothing',
  )
  fc.assert(
    fc.property(filters, (some) => {
      const line = writeAsked('axle', some)
      const controls = Object.fromEntries(
        filterNames.map((name) => [name, name === 'tag' ? some.tags.join(' ') : ((some as never)[name] ?? '')]),
      )
      assert.equal(inStep(line, line, controls), line)
      assert.equal(inStep('axle', '', controls), line, 'chosen in the controls alone')
    }),
  )
})
