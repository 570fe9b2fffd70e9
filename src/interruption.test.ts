/** Being told to stop, as a process of its own meets it. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { Interrupted } from './interruption.ts'
import { isLostDatabase } from './sharing.ts'

const here = JSON.stringify(join(import.meta.dirname, 'interruption.ts'))

/** A process that runs `source` with `interruptible` and `onSignal` at hand; resolves when it has said `ready`. */
async function started(
  source: string,
): Promise<{ child: ChildProcess; said: () => string; ended: Promise<unknown[]> }> {
  const program = `import { interruptible, onSignal } from ${here}
    const stay = setInterval(() => {}, 60_000)
    const say = (words) => process.stdout.write(words + '\\n')
    const tell = (work) => work.then(
      (value) => say('done ' + value),
      (error) => { say(error.constructor.name + ' ' + error.message); process.exitCode = error.exitCode ?? 1 },
    ).finally(() => clearInterval(stay))
    ${source}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let text = ''
  child.stdout!.on('data', (piece: Buffer) => (text += piece.toString()))
  while (!text.includes('ready')) await Promise.race([once(child.stdout!, 'data'), ended])
  return {
    child,
    said: () => text,
    ended: ended.then(async (how) => (child.stdout!.readableEnded || (await once(child.stdout!, 'end')), how)),
  }
}

test('work that is done before any signal gives what it made, and its ground is left alone', async () => {
  const { said, ended } = await started(`say('ready')
    tell(interruptible(async () => 7, async () => say('cut off')))`)
  assert.deepEqual(await ended, [0, null])
  assert.match(said(), /done 7/)
  assert.doesNotMatch(said(), /cut off/)
})

test('work that fails by itself fails with its own reason', async () => {
  const { said, ended } = await started(`say('ready')
    tell(interruptible(async () => { throw new RangeError('too far') }, async () => {}))`)
  assert.deepEqual(await ended, [1, null])
  assert.match(said(), /RangeError too far/)
})

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)
  test(`${signal} takes the ground away; what the work then fails of is told as the signal, with its exit code`, async () => {
    const { child, said, ended } = await started(`
      let fail
      tell(interruptible(
        () => new Promise((_, reject) => { fail = reject; say('ready') }),
        async () => { say('cut off'); fail(new Error('the database went away')) },
      ))`)
    child.kill(signal)
    assert.deepEqual(await ended, [code, null])
    assert.match(
      said(),
      new RegExp(`cut off[^]*Interrupted Stopped by ${signal} before it was done: run the command again`),
    )
    assert.doesNotMatch(said(), /database/)
  })

test('work that ends well although it was told to stop is done', async () => {
  const { child, said, ended } = await started(`
    let finish
    tell(interruptible(() => new Promise((done) => { finish = done; say('ready') }), async () => finish('in time')))`)
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
  assert.match(said(), /done in time/)
})

test('a signal is told once, and whoever insists ends the process where it stands', async () => {
  const { child, said, ended } = await started(`onSignal((signal) => say('told ' + signal)); say('ready')`)
  // Those within the first second are echoes of the first; the first one after it ends everything.
  const insisting = setInterval(() => child.kill('SIGINT'), 20)
  assert.deepEqual(await ended, [130, null])
  clearInterval(insisting)
  assert.deepEqual(said().match(/told SIGINT/g), ['told SIGINT'])
})

test('an interruption carries the code that a shell expects', () => {
  assert.deepEqual([new Interrupted('SIGINT').exitCode, new Interrupted('SIGTERM').exitCode], [130, 143])
})

test('a database that went away is told from an error of the work, by code or by words', () => {
  const lost = [
    ...['57P01', '57P02', '57P03', '08006', '08001', '08P01', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE'].map((code) => ({
      code,
    })),
    { code: 'ENOENT', syscall: 'connect' },
    new Error('Connection terminated unexpectedly'),
    new Error('Client has encountered a connection error and is not queryable'),
    new Error('Cannot use a pool after calling end on the pool'),
  ]
  for (const error of lost) assert.equal(isLostDatabase(error), true, JSON.stringify(error))
  const others = [
    ...['23505', '40P01', '42P01', '57014', '25P02', 'ENOENT'].map((code) => ({ code })),
    { code: 'ENOENT', syscall: 'open' },
    new Error('the question was not found'),
    'words',
    {},
  ]
  for (const error of others) assert.equal(isLostDatabase(error), false, JSON.stringify(error))
})
