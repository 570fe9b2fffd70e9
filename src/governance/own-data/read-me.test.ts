import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsIn } from '../../platform/languages/languages.ts'
import { readMe } from './read-me.ts'

const of = { company: 'Velund', name: 'Ines Duarte', madeAt: new Date('2027-01-15T09:00:00Z'), keptDays: 7 }
const paths = (text: string) => text.split('\n').filter((line) => /^[a-z-]+(\/|\.json)/.test(line))

test('the shape of an export is told in the language of whom it is of; its paths are the same in each', () => {
  const [english, german] = [readMe(wordsIn('en'), of), readMe(wordsIn('de'), of)]
  assert.match(
    english,
    /^Data of Ines Duarte at Velund\nMade 2027-01-15T09:00:00\.000Z by Tango\. Times are UTC\.\n\nsummary\.json\n  How many/,
  )
  assert.match(english, /\nKept for 7 days; then it is deleted where it was made\.\n$/)
  assert.match(german, /^Daten von Ines Duarte bei Velund\n/)
  assert.match(german, /nach 7 Tagen|7 Tage/)
  assert.doesNotMatch(german, /\b(the|what|your|you)\b/i, 'no English sentence is left')
  assert.equal(paths(english).length, 11)
  assert.deepEqual(paths(german), paths(english))
})

test('it is read in a window of eighty columns, each text under the path that it belongs to', () => {
  for (const tag of ['en', 'de']) {
    const lines = readMe(wordsIn(tag), of).split('\n')
    for (const line of lines) assert.ok(line.length <= 80, line)
    for (const path of paths(lines.join('\n'))) assert.match(lines[lines.indexOf(path) + 1]!, /^ {2}\S/, path)
  }
})
