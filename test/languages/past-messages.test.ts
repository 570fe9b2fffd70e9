/** Which folders speak every language already, and that nothing in them was written past the messages. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '../..')

/**
 * Folders with words on pages that are English only until somebody converts them: see "Words" in CONTRIBUTING.md. A
 * folder that is done is taken out here, whole, and its pages are added to pages.test.ts.
 */
const stillToConvert = [
  'src/content/across',
  'src/content/discussions',
  'src/customers/swarms',
  'src/customers/twins',
  'src/governance/appeals',
  'src/governance/idea-capacity',
  'src/governance/moderation',
  'src/governance/wall-proof',
  'src/governance/writing-rules',
  'src/measures/loops',
  'src/people/axes',
  'src/people/groups',
  'src/people/invitations',
  'src/people/offices',
  'src/people/sponsorships',
  'src/realms/bridges',
  'src/realms/crossings',
  'src/realms/grants',
  'src/web/development.routes.tsx',
  'src/web/setup',
]

const drawing = globSync('src/**/*.tsx', { cwd: root }).filter((file) => !/\.test\.tsx$|^src\/ui\/gallery/.test(file))
const isWaiting = (file: string) => stillToConvert.some((place) => file === place || file.startsWith(`${place}/`))

test('the list of what is still to convert names only what is there', () => {
  for (const place of stillToConvert)
    assert.ok(
      drawing.some((file) => file === place || dirname(file) === place),
      place,
    )
})

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

test('in a converted folder every word that is drawn goes through a message', () => {
  const found = drawing
    .filter((file) => !isWaiting(file))
    .flatMap((file) => {
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
