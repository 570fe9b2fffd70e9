import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { checkout } from './processes.ts'
import { gather, leavesNothing, listTestFiles } from './test-files.ts'

test('every test file of the checkout runs once, alone or beside others of its folder', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tango-gathered-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const files = listTestFiles()
  assert.ok(files.includes('scripts/test-files.test.ts') && files.includes('test/wall/canary.test.ts'))
  const gathered = gather(files, folder)
  const run = gathered.flatMap((file) => {
    if (!file.startsWith(folder)) return [file]
    const urls = [...readFileSync(file, 'utf8').matchAll(/^import "(.*)"$/gm)].map(([, url]) => fileURLToPath(url!))
    return urls.map((path) => path.slice(checkout.length + 1))
  })
  assert.deepEqual(run.sort(), files.toSorted())
  assert.equal(new Set(files).size, files.length)
  assert.ok(gathered.length < files.length / 2 + 50, `${gathered.length} processes for ${files.length} files`)
})

test('what is known to take long begins first, and no two journeys after it stand side by side', () => {
  const files = listTestFiles()
  assert.deepEqual(files.slice(0, 2), ['test/wall/canary.test.ts', 'test/journeys/pages.test.ts'])
  const journeys = files.flatMap((file, at) => (file.startsWith('test/journeys/') ? [at] : []))
  for (const [at, place] of journeys.entries()) assert.notEqual(journeys[at + 1], place + 1, files[place])
  for (const file of files) assert.ok(existsSync(join(checkout, file)), file)
})

test('only a test file whose work is rolled back shares its process', () => {
  const gentle = `import { test } from 'node:test'
import { inTransaction } from '../../test/database.ts'
test('said', inTransaction(async (ctx) => { await say(ctx) }))`
  assert.ok(leavesNothing(gentle))
  assert.ok(!leavesNothing(`import { test } from 'node:test'\ntest('pure', () => {})`), 'it is started quickly alone')
  for (const felt of [
    'const pool = await testPool()',
    `const folder = ''\nafter(() => rmSync(folder))`,
    'beforeEach(() => undefined)',
    'const assets = await bundleAssets()',
    'await plant()',
    `registerPower('retag', async () => true)`,
    `process.env.PUBLIC_URL = 'https://elsewhere.example'`,
    `const ran = spawn('true')`,
    `mock.timers.enable()`,
  ])
    assert.ok(!leavesNothing(`${gentle}\n${felt}`), felt)
})
