/** `bin/dev`: Tango in development, started again when a file of it changes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './processes.ts'

const watched = ['src', 'db/migrations']
/** Editors and git write many files at once: wait until they are done. */
const settleMilliseconds = 120

let child: ChildProcess | undefined
let stopping = false

function start(): void {
  const main = ['--import', join(checkout, 'src/platform/loader.ts'), join(checkout, 'src/tango.ts'), 'start']
  child = spawn(process.execPath, [...main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development' },
    // Not in the terminal's group: Ctrl-C reaches it once, through us.
    detached: true,
  })
  child.once('exit', (code) => {
    if (!stopping && code !== null && code !== 0) console.log('Waiting for a change ...')
  })
}

async function stop(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  const late = setTimeout(() => child?.kill('SIGKILL'), 10_000)
  child.kill('SIGTERM')
  await ended
  clearTimeout(late)
}

let timer: NodeJS.Timeout | undefined
let restarting: Promise<void> = Promise.resolve()

function changed(name: string | null): void {
  if (!name || !/\.(tsx?|css|sql)$/.test(name) || /\.test\.tsx?$/.test(name)) return
  clearTimeout(timer)
  timer = setTimeout(() => {
    console.log(`${name} changed: starting again`)
    restarting = restarting.then(stop).then(() => (stopping ? undefined : start()))
  }, settleMilliseconds)
}

for (const folder of watched.map((name) => join(checkout, name)).filter((path) => existsSync(path))) {
  watch(folder, { recursive: true }, (_event, name) => changed(name))
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) child?.kill('SIGKILL')
    stopping = true
    void restarting.then(stop).then(() => process.exit(0))
  })
}
start()
