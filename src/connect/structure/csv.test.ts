import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCsv } from './csv.ts'

const read = (text: string) => readCsv(new TextEncoder().encode(text))
const values = (text: string) => read(text).records.map((record) => record.values)

test('quotes keep separators, doubled quotes and line ends in a value, and lines are still counted right', () => {
  const table = read('name,note\r\n"Weber, Jonas","says ""hello""\r\nand goes"\r\nAiko,\r\n')
  assert.deepEqual(table.columns, ['name', 'note'])
  assert.deepEqual(
    table.records.map((record) => [record.line, ...record.values]),
    [
      [2, 'Weber, Jonas', 'says "hello"\r\nand goes'],
      [4, 'Aiko', ''],
    ],
  )
  assert.deepEqual(table.problems, [])
})

test('a byte order mark, any line end, empty lines and no last line end are all the same', () => {
  const rows = [
    ['1', '2'],
    ['3', '4'],
  ]
  for (const text of ['a,b\n1,2\n3,4', '\ufeffa,b\r\n1,2\r\n3,4\r\n', 'a,b\r1,2\r3,4\r', 'a,b\n\n1,2\n\n\n3,4\n\n']) {
    assert.deepEqual(read(text).columns, ['a', 'b'], JSON.stringify(text))
    assert.deepEqual(values(text), rows, JSON.stringify(text))
  }
})

test('a file from a machine that separates by semicolons is read; a comma in it is part of a value', () => {
  assert.deepEqual(values('a;b\n1;2\n"x;y";z, and more\n'), [
    ['1', '2'],
    ['x;y', 'z, and more'],
  ])
})

test('columns are compared without case, spaces and underscores', () => {
  assert.deepEqual(read('E-Mail, Job Title ,parent_code\n').columns, ['e-mail', 'job-title', 'parent-code'])
})

test('what is wrong is told with its line and column', () => {
  const problems = (text: string) => read(text).problems.map(({ line, column }) => [line, column])
  assert.deepEqual(problems('a,b\n1\n1,2\n1,2,3\n'), [
    [2, undefined],
    [4, undefined],
  ])
  assert.deepEqual(problems('a,b\n1,2\n3,"4\n5,6\n'), [[3, 2]])
  assert.deepEqual(problems('a,b\n"1"x,2\n'), [[2, 1]])
  assert.deepEqual(problems('a,b\n1,in "quotes"\n'), [[2, 2]])
  assert.deepEqual(problems('a,b,a\n'), [[1, 3]])
  assert.deepEqual(problems(''), [[1, undefined]])
  assert.match(read('a,b\n1,"2\n').problems[0]!.what, /never closed/)
})

test('a file that is not UTF-8 is refused with the first line that is not', () => {
  const latin = Uint8Array.from([...Buffer.from('name\nAiko\nJos'), 0xe9, 0x0a])
  assert.deepEqual(
    readCsv(latin).problems.map(({ line }) => line),
    [3],
  )
  assert.equal(readCsv(Buffer.from('name\n', 'utf16le')).problems.length, 1)
  assert.deepEqual(readCsv(latin).records, [])
})

test('whatever is written by the rules is read back as it was', () => {
  const value = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', '\n', '\r\n', '7') })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value, value), { minLength: 1 }),
      fc.constantFrom('\n', '\r\n'),
      (rows, end) => {
        const write = (one: string) => `"${one.replaceAll('"', '""')}"`
        const text = [['a', 'b', 'c'], ...rows].map((row) => row.map(write).join(',')).join(end)
        assert.deepEqual(values(text), rows)
        assert.deepEqual(read(text).problems, [])
      },
    ),
  )
})

test('whatever bytes come, reading ends, and says something when there is nothing to take', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const table = readCsv(bytes)
      assert.ok(table.columns.length > 0 || table.problems.length > 0)
      for (const record of table.records) assert.equal(record.values.length, table.columns.length)
    }),
  )
})
