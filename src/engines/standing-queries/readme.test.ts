import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

test('the example in the README runs and prints what it says', () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const said = [...example.matchAll(/console\.log\(.*\) \/\/ (.*)/g)].map(([, line]) => line)
  assert.equal(said.length, 4)
  const folder = mkdtempSync(join(tmpdir(), 'readme-'))
  try {
    const file = join(folder, 'example.ts')
    const door = pathToFileURL(join(import.meta.dirname, 'standing-queries.ts')).href
    writeFileSync(file, example.replace('./standing-queries.ts', door))
    const printed = execFileSync(process.execPath, [file], { encoding: 'utf8' })
    assert.deepEqual(printed.trim().split('\n'), said)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
