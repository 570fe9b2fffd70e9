import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coalesced } from './coalesce.ts'

test('each caller gets a run that began after the call, and those who wait share it', async () => {
  const runs: PromiseWithResolvers<void>[] = []
  const ask = coalesced(() => {
    const run = Promise.withResolvers<void>()
    runs.push(run)
    return run.promise
  })
  const first = ask()
  assert.equal(runs.length, 1)
  const others = [ask(), ask(), ask()]
  assert.equal(runs.length, 1, 'the run under way began too early for them')
  runs[0]!.resolve()
  await first
  await new Promise(setImmediate)
  assert.equal(runs.length, 2)
  let done = 0
  for (const one of others) void one.then(() => done++)
  await new Promise(setImmediate)
  assert.equal(done, 0)
  const late = ask()
  runs[1]!.resolve()
  await Promise.all(others)
  await new Promise(setImmediate)
  assert.equal(runs.length, 3, 'who came during the second run gets a third')
  runs[2]!.resolve()
  await late
})

test('a run that fails fails for those who waited, and the next one is tried', async () => {
  let tries = 0
  const ask = coalesced(async () => {
    tries++
    if (tries < 3) throw new Error(`try ${tries}`)
  })
  const [first, second] = [ask(), ask()]
  await assert.rejects(first, /try 1/)
  await assert.rejects(second, /try 2/)
  await ask()
  assert.equal(tries, 3)
})
