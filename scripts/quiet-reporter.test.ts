import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import quiet from './quiet-reporter.ts'

/** One file for each source, run as `npm test` runs them: one at a time, as they are named. */
function report(...sources: string[]): { output: string; status: number | null } {
  const folder = mkdtempSync(join(tmpdir(), 'tango-report-'))
  try {
    const files = sources.map((source, at) => {
      const file = join(folder, `${'zyx'[at]}.test.js`)
      writeFileSync(file, `const { test, describe } = require('node:test')\n${source}`)
      return file
    })
    const { NODE_TEST_CONTEXT: _ours, ...env } = process.env
    const args = [join(import.meta.dirname, 'run-files.ts'), '1', ...files]
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
    return { output: stdout + stderr, status }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('tests that pass leave the totals and nothing else', () => {
  const { output, status } = report(`test('fine', () => {}); describe('group', () => { test('also fine', () => {}) })`)
  assert.equal(status, 0)
  assert.ok(!output.includes('fine') && !output.includes('group'), output)
  assert.match(output, /ℹ tests 2\n/)
  assert.match(output, /ℹ pass 2\n/)
})

test('a failure is told in full with the group it stands in, between tests that pass', () => {
  const { output, status } = report(`
    test('fine before', () => {})
    describe('group', () => {
      test('fine within', () => {})
      test('broken', () => { throw new Error('the reason') })
    })
    test('fine after', () => {})`)
  assert.equal(status, 1)
  assert.match(output, /group[\s\S]*✖ broken/)
  assert.match(output, /the reason/)
  assert.ok(!output.includes('fine'), output)
  assert.match(output, /ℹ fail 1\n/)
})

test('a test that was left out is told with its reason', () => {
  const { output, status } = report(`test('journey', { skip: 'no browser here' }, () => {}); test('fine', () => {})`)
  assert.equal(status, 0)
  assert.match(output, /journey .*no browser here/)
  assert.ok(!output.includes('fine'), output)
})

test('files are run in the order in which they are named', () => {
  const { output, status } = report(...['one', 'two', 'three'].map((said) => `console.log('ran ${said}')`))
  assert.equal(status, 0)
  assert.deepEqual(output.match(/ran \w+/g), ['ran one', 'ran two', 'ran three'])
})

test('of several files the longest are named, the longest first', async () => {
  async function* events(): AsyncGenerator<TestEvent> {
    for (const [file, seconds] of [
      ['quick', 2],
      ['slow', 65],
    ] as const) {
      const data = { file: join(process.cwd(), `${file}.test.ts`), duration_ms: seconds * 1000, success: true }
      yield { type: 'test:summary', data } as TestEvent
    }
  }
  let output = ''
  for await (const chunk of quiet(events())) output += chunk
  assert.equal(output, 'ℹ longest: slow.test.ts 65 s, quick.test.ts 2 s\n')
})
