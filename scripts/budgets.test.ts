import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { type Budgets, measureBudgets } from './budgets.ts'

function measured(files: Record<string, string>): Budgets {
  const root = mkdtempSync(join(tmpdir(), 'tango-budgets-'))
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), text)
    }
    return measureBudgets(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const lines = (count: number): string => 'x\n'.repeat(count)

test('a file of 400 lines is near the limit and one of 401 is over it', () => {
  const { broken, near } = measured({
    'src/a.ts': lines(400),
    'src/b.css': lines(401),
    'src/c.tsx': lines(250),
    'test/all.test.ts': lines(399),
    'test/more.test.ts': lines(399),
  })
  assert.deepEqual(near, [
    'src/a.ts has 400 lines',
    'test/all.test.ts has 399 lines',
    'test/more.test.ts has 399 lines',
  ])
  assert.equal(broken.length, 1)
  assert.match(broken[0] ?? '', /^src\/b\.css has 401 lines, 400 are the limit/)
})

test('data in the form of code may be long', () => {
  assert.deepEqual(measured({ 'src/ui/icons.ts': lines(5000) }).broken, [])
})

test('an access file without its table is told', () => {
  const without = measured({ 'src/content/q/q.access.ts': lines(1) })
  assert.match(without.broken.join('\n'), /q\.access\.ts has no src\/content\/q\/q\.access\.test\.ts/)
  const complete = measured({ 'src/content/q/q.access.ts': lines(1), 'src/content/q/q.access.test.ts': lines(1) })
  assert.deepEqual(complete.broken, [])
})

test('the share of tests counts tests beside the code and in test, and no style sheet', () => {
  const { figures, broken } = measured({
    'src/a.ts': lines(100),
    'src/a.css': lines(100),
    'src/a.test.ts': lines(58),
    'test/b.test.ts': lines(20),
  })
  assert.ok(figures.includes('78 lines of tests to 100 of product: 0.78 (at least 0.8)'), figures.join('\n'))
  assert.deepEqual(broken, ["tests are 2 lines short of 0.8 of the product's"])
  const lost = measured({ 'src/a.ts': lines(100), 'src/a.test.ts': lines(20) })
  assert.deepEqual(lost.broken, ["tests are 60 lines short of 0.8 of the product's"])
})

test('a thirty-sixth runtime dependency is one too many', () => {
  const named = (count: number): string =>
    JSON.stringify({ dependencies: Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, '1'])) })
  assert.deepEqual(measured({ 'package.json': named(35) }).broken, [])
  assert.match(measured({ 'package.json': named(36) }).broken[0] ?? '', /36 runtime dependencies, 35 are the limit/)
})
