import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
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

test('whatever the separator and however values are written, they are read back, and each record stands on its line', () => {
  const value = fc.string({
    unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', '\n', '\r\n', '\r', '7'),
    maxLength: 6,
  })
  const row = fc.tuple(value, value)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(row, fc.boolean(), fc.nat({ max: 2 })), { maxLength: 8 }),
      fc.constantFrom(',', ';'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      (rows, separator, end, endsSo) => {
        const ends = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0
        const write = (one: string, always: boolean) =>
          always || one === '' || /["\r\n,;]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one
        const lines = [`a${separator}b`]
        const expected: [number, string, string][] = []
        let line = 2
        for (const [[one, other], always, empty] of rows) {
          lines.push(...Array<string>(empty).fill(''))
          line += empty
          expected.push([line, one, other])
          lines.push(write(one, always) + separator + write(other, always))
          line += 1 + ends(one) + ends(other)
        }
        const table = read(lines.join(end) + (endsSo ? end : ''))
        assert.deepEqual(table.problems, [])
        assert.deepEqual(
          table.records.map((record) => [record.line, ...record.values]),
          expected,
        )
      },
    ),
    { numRuns: 400 },
  )
})

test('what stands after a closing quote is told on its line, also where it is the other separator; the lines after it count on', () => {
  const told = (text: string) => read(text).problems.map(({ line, column, what }) => [line, column, what.split('.')[0]])
  const stands = 'Something stands after a closing quote'
  assert.deepEqual(told('a,b\n"1";2,3\n4,5\n'), [[2, 1, stands]])
  assert.deepEqual(told('a;b\n"1",2;3\n'), [[2, 1, stands]])
  assert.deepEqual(told('a,b\n1,"2" x\n1,2,3\n'), [
    [2, 2, stands],
    [3, undefined, 'This line has 3 values and the first line names 2 columns'],
  ])
  assert.deepEqual(told('a,b\n1\n'), [[2, undefined, 'This line has 1 value and the first line names 2 columns']])
  assert.deepEqual(told('a\n1,2\n'), [[2, undefined, 'This line has 2 values and the first line names 1 column']])
  assert.deepEqual(values('a,b\n"1" ,"2"  \n'), [['1', '2']], 'spaces alone are nothing')
  assert.deepEqual(told('"a\n'), [[1, 1, 'A quote is opened here and never closed']])
  assert.deepEqual(read('a,b\n1,"2\n').records[0]!.values, ['1', '2\n'])
})

test('a file with one column is read, an empty name is no column twice, and a file that is not UTF-8 names its line', () => {
  assert.deepEqual(values('name\nAiko\n\nLena'), [['Aiko'], ['Lena']])
  assert.deepEqual(read('name,,\nAiko,,\n').problems, [])
  for (const end of ['\n', '\r\n', '\r']) {
    const bytes = Uint8Array.from([...Buffer.from(`name${end}Aiko${end}Jos`), 0xe9, ...Buffer.from(`${end}Lena`)])
    assert.deepEqual(
      readCsv(bytes).problems.map(({ line }) => line),
      [3],
      JSON.stringify(end),
    )
  }
  assert.deepEqual(
    readCsv(Uint8Array.from([0xff])).problems.map(({ line }) => line),
    [1],
  )
})

test('large files, and files that are nothing but quotes or separators, are read in bounded time', () => {
  const began = performance.now()
  const wide = Array.from({ length: 150_000 }, (_, at) => `c${at}`).join(',')
  assert.equal(read(wide).columns.length, 150_000)
  assert.equal(read(`a,b\n${'"x, ""y""",2\n'.repeat(100_000)}`).records.length, 100_000)
  for (const text of ['"', ',', ';', '\r', '""', '"a', '"\n', '",'])
    assert.ok(read(`a,b\n${text.repeat(200_000)}`).records.length >= 0, JSON.stringify(text))
  assert.ok(performance.now() - began < 10_000, `${performance.now() - began} ms`)
})

test('whatever text comes, what is read or told stays inside the file', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ',', ';', '"', '\n', '\r', ' ', '\ufeff'), maxLength: 40 })
  fc.assert(
    fc.property(text, (given) => {
      const table = read(given)
      const last = given.split(/\r\n|\n|\r/).length
      for (const { line, column = 1, what } of table.problems) {
        assert.ok(line >= 1 && line <= last && column >= 1, `${line} of ${last}`)
        assert.match(what, /^[A-Z].*\.$/)
      }
      for (const { line } of table.records) assert.ok(line >= 2 && line <= last)
    }),
    { numRuns: 500 },
  )
})
