import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { checkImports, listImports } from './check-imports.ts'

type Tree = Record<string, string>

/** A tree in which everything is as it should be; each test plants one thing into it. */
const sound: Tree = {
  'src/main.ts': `import { features } from './features.ts'\nimport { serve } from './web/server.ts'\nimport { sql } from 'kysely'\n`,
  'src/features.ts': `import { questionsKind } from './content/questions/questions.kind.ts'\n`,
  'src/engines/distance/distance.ts': 'export const distance = 1\n',
  'src/platform/database.ts': `import { Kysely } from 'kysely'\nimport pg from 'pg'\n`,
  'src/platform/http/env.ts': `import { Hono } from 'hono'\n`,
  'src/realms/spaces/spaces.ts': `import { list } from './spaces.queries.ts'\nexport { visible } from './spaces.access.ts'\n`,
  'src/realms/spaces/spaces.queries.ts': `import { sql } from 'kysely'\nexport const list = sql\`select 1\`\n`,
  'src/realms/spaces/spaces.access.ts': `import { sql } from 'kysely'\nexport const visible = sql\`true\`\n`,
  'src/content/questions/questions.ts': `import { getSpace } from '../../realms/spaces/spaces.ts'\n`,
  'src/content/questions/questions.kind.ts': `import type { Expression } from 'kysely'\n`,
  'src/content/questions/questions.parts.tsx': 'export const Line = 1\n',
  'src/content/questions/questions.events.ts': `import { defineEvent } from '../../platform/events.ts'\n`,
  'src/content/questions/questions.routes.tsx': `import { Hono } from 'hono'\n`,
  'src/content/questions/questions.shared.ts': 'export const shared = 1\n',
  'src/content/questions/questions.client.ts': `import '@hotwired/turbo'\nimport { shared } from './questions.shared.ts'\n`,
  'src/content/questions/questions.test.ts': `import { serve } from '../../web/server.ts'\nimport { sql } from 'kysely'\n`,
  'src/discovery/feed/feed.page.tsx': `import { Line } from '../../content/questions/questions.parts.tsx'\n`,
  'src/web/server.ts': `import { serve } from '@hono/node-server'\n`,
}

function findingsIn(planted: Tree): string[] {
  const root = mkdtempSync(join(tmpdir(), 'tango-imports-'))
  try {
    for (const [file, source] of Object.entries({ ...sound, ...planted })) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), source)
    }
    return checkImports(root).map(({ file, line, rule, message }) => `${file}:${line} [${rule}] ${message}`)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Asserts that exactly one thing is found, and that it is told at this place in these words. */
function assertFound(planted: Tree, place: string, words: RegExp): void {
  const findings = findingsIn(planted)
  assert.equal(findings.length, 1, findings.join('\n') || 'nothing was found')
  assert.ok(findings[0]?.startsWith(place), findings[0])
  assert.match(findings[0] ?? '', words)
}

test('a tree that keeps the rule has no findings', () => {
  assert.deepEqual(findingsIn({}), [])
})

test('a folder cannot import from one to its right, not even a type', () => {
  const file = 'src/people/accounts/accounts.ts'
  for (const statement of ['import { ask }', 'import type { Question }', 'export { ask }']) {
    const source = `const first = 1\n${statement} from '../../content/questions/questions.ts'\n`
    assertFound({ [file]: source }, `${file}:2 [direction]`, /people may not import from content .*announce an event/)
  }
})

test('an import over several lines and one made while running are seen', () => {
  const file = 'src/people/accounts/accounts.ts'
  const long = `import {\n  type Space,\n  getSpace,\n} from '../../realms/spaces/spaces.ts'\n`
  assertFound({ [file]: long }, `${file}:1 [direction]`, /people may not import from realms/)
  const late = `export async function load() {\n  return await import('../../realms/spaces/spaces.ts')\n}\n`
  assertFound({ [file]: late }, `${file}:2 [direction]`, /people may not import from realms/)
})

test('an import in a comment is none', () => {
  const source = `// import { a } from '../../web/server.ts'\n/**\n * import('../../web/server.ts')\n */\n`
  assert.deepEqual(findingsIn({ 'src/people/accounts/accounts.ts': source }), [])
})

test('the definition of an event can be imported from the left of where it happens', () => {
  const source = `import { questionAsked } from '../../content/questions/questions.events.ts'\n`
  assert.deepEqual(findingsIn({ 'src/realms/spaces/spaces.jobs.ts': source }), [])
})

test('an event file knows only the platform', () => {
  const file = 'src/content/questions/questions.events.ts'
  const source = `import { getSpace } from '../../realms/spaces/spaces.ts'\n`
  assertFound({ [file]: source }, `${file}:1 [events]`, /knows only the platform/)
})

test('another feature is entered by its front door alone', () => {
  const file = 'src/discovery/feed/feed.ts'
  for (const inner of ['questions.queries.ts', 'questions.access.ts', 'questions.kind.ts', 'questions.parts.tsx']) {
    const source = `import { x } from '../../content/questions/${inner}'\n`
    const words = /import from src\/content\/questions\/questions\.ts, re-exporting it there/
    assertFound({ [file]: source }, `${file}:1 [front door]`, words)
  }
})

test('parts can be drawn by the pages of other features, its pages cannot', () => {
  const file = 'src/discovery/feed/feed.page.tsx'
  const source = `import { QuestionPage } from '../../content/questions/question.page.tsx'\n`
  assertFound({ [file]: source }, `${file}:1 [front door]`, /questions\.ts or .*questions\.parts\.tsx/)
})

test('files that import each other in a ring are told along the ring', () => {
  const planted = {
    'src/realms/spaces/a.ts': `import { b } from './b.ts'\n`,
    'src/realms/spaces/b.ts': `import { c } from './c.ts'\n`,
    'src/realms/spaces/c.ts': `import { a } from './a.ts'\n`,
  }
  assertFound(planted, 'src/realms/spaces/a.ts:1 [cycle]', /a\.ts → .*b\.ts → .*c\.ts → .*a\.ts/)
  const typesOnly = { ...planted, 'src/realms/spaces/c.ts': `import { type A } from './a.ts'\n` }
  assert.deepEqual(findingsIn(typesOnly), [])
})

test('only queries, access conditions and the platform speak SQL', () => {
  const file = 'src/content/questions/questions.ts'
  assertFound(
    { [file]: `import { sql } from 'kysely'\n` },
    `${file}:1 [SQL]`,
    /put the statement into the \*\.queries\.ts/,
  )
  assertFound({ [file]: `import type { Sql } from 'kysely'\nconst q = sql\`select 1\`\n` }, `${file}:2 [SQL]`, /SQL/)
  assertFound({ [file]: `const q = ctx.db.selectFrom('questions')\n` }, `${file}:1 [SQL]`, /SQL/)
  assertFound({ [file]: `import pg from 'pg'\n` }, `${file}:1 [SQL]`, /SQL/)
})

test('only routes, the API and the web know Hono', () => {
  const file = 'src/content/questions/questions.ts'
  assertFound(
    { [file]: `import { html } from 'hono/html'\n` },
    `${file}:1 [Hono]`,
    /pass what was parsed to the front door/,
  )
  assert.deepEqual(findingsIn({ [file]: `import type { Context } from 'hono'\n` }), [])
  const api = { 'src/content/questions/questions.api.ts': `import { z } from '@hono/zod-openapi'\n` }
  assert.deepEqual(findingsIn(api), [])
})

test('the browser gets nothing of the server', () => {
  const client = 'src/content/questions/questions.client.ts'
  assertFound({ [client]: `import { ask } from './questions.ts'\n` }, `${client}:1 [client]`, /stays on the server/)
  assertFound({ [client]: `import { z } from 'zod'\n` }, `${client}:1 [client]`, /zod is not sent to browsers/)
  assertFound({ [client]: `import { readFile } from 'node:fs'\n` }, `${client}:1 [client]`, /not sent to browsers/)
  const shared = 'src/content/questions/questions.shared.ts'
  assertFound(
    { [shared]: `import { ask } from './questions.ts'\n` },
    `${shared}:1 [shared]`,
    /imports only \.shared\.ts/,
  )
})

test('the product imports no test and nothing beside src', () => {
  const file = 'src/content/questions/questions.ts'
  assertFound(
    { [file]: `import { cast } from '../../../test/cast.ts'\n` },
    `${file}:1 [tree]`,
    /does not import test\/cast\.ts/,
  )
  assertFound({ [file]: `import { x } from './questions.test.ts'\n` }, `${file}:1 [tree]`, /is a test/)
})

test('a file in no folder of the order is told to move', () => {
  const file = 'src/helpers/dates.ts'
  const source = `import { getSpace } from '../realms/spaces/spaces.ts'\n`
  assertFound({ [file]: source }, `${file}:1 [direction]`, /is in no folder of the order/)
})

test('types are told from values in every way of writing an import', () => {
  const source = [
    `import type { A } from 'a'`,
    `import { type B, type C } from 'b'`,
    `import { type D, e } from 'c'`,
    `import f, { type G } from 'd'`,
    `import * as h from 'e'`,
    `export type { I } from 'f'`,
    `export * from 'g'`,
    `import 'h'`,
  ].join('\n')
  const types = listImports(source).map((one) => (one.types ? one.from : one.from.toUpperCase()))
  assert.deepEqual(types, ['a', 'b', 'C', 'D', 'E', 'f', 'G', 'H'])
})
