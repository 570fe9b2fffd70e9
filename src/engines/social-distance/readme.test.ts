import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'

test('the example in the README runs and prints what it says', () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  const example = /```ts\n([^]*?)```/.exec(readme)?.[1]
  assert.ok(example)
  const expected = [...example.matchAll(/console\.log\(.*\) \/\/ (.*)/g)].map(([, comment]) => comment)
  assert.ok(expected.length > 5)
  const program = example.replaceAll(
    "'./social-distance.ts'",
    JSON.stringify(import.meta.resolve('./social-distance.ts')),
  )
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  assert.deepEqual(stdout.trim().split('\n'), expected, stderr)
})
