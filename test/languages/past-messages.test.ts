/** That nothing on a page was written past the messages. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '../..')

/** Read by whoever develops Tango, and served in development alone: they stay in the language of the code. */
const forDevelopers = /^src\/(?:ui\/gallery|web\/development\.)/

const drawing = globSync('src/**/*.tsx', { cwd: root }).filter(
  (file) => !file.endsWith('.test.tsx') && !forDevelopers.test(file),
)

/** Words between tags, in attributes that are read out, and in the fields of parts that become words. */
const pastMessages = [
  /(?<=<[a-zA-Z][^<>{}]*>\s*)(?:[A-Z“][a-z]|[a-z]+ )[^<>{}=;]*(?=\s*<)/g,
  /\b(?:label|title|intro|hint|caption|placeholder|aria-label|asideLabel|alt|word)="[^"]*[A-Za-z]{2,}[^"]*"/g,
  /\b(?:label|title|intro|hint|caption|heading|term|note|placeholder): '[A-Z][^']*'/g,
]

/** A message itself, whose parts look like elements. */
const messages = /\b(?:say|said)(?:\.with)?\(\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g

/** Examples that are the same in every language. */
const same = /you@example\.org|"(?:\/people\/12-ines|(?:https:\/\/id\.)?example\.com)"/

test('every word that is drawn goes through a message', () => {
  const found = drawing.flatMap((file) => {
    const code = readFileSync(join(root, file), 'utf8')
      .replace(/\/\*[^]*?\*\/|^\s*\/\/[^\n]*/gm, '')
      .replace(messages, 'say(')
    return pastMessages
      .flatMap((pattern) => code.match(pattern) ?? [])
      .filter((words) => !same.test(words))
      .map((words) => `${file}: ${words.trim().replace(/\s+/g, ' ')}`)
  })
  assert.deepEqual(found, [])
})
