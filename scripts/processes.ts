/** Running other programs from scripts: their output kept or passed on, and nothing left behind on Ctrl-C. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'

export const checkout = resolve(import.meta.dirname, '..')

export type Finished = { code: number; output: string; seconds: number }

/** Path of a program that npm installed. */
export function installed(name: string): string {
  return join(checkout, 'node_modules/.bin', name)
}

/** Runs a program to its end with its output kept. Code 127 when it cannot be started. */
export async function run(command: string, args: string[], options: SpawnOptions = {}): Promise<Finished> {
  const began = performance.now()
  const child = spawn(command, args, { cwd: checkout, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const code = await exitCode(child)
  return { code, output, seconds: (performance.now() - began) / 1000 }
}

/** Runs a program to its end on our own terminal. */
export async function show(command: string, args: string[], options: SpawnOptions = {}): Promise<number> {
  return exitCode(spawn(command, args, { cwd: checkout, stdio: 'inherit', ...options }))
}

async function exitCode(child: ChildProcess): Promise<number> {
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGINT', forward).on('SIGTERM', forward)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    return code ?? (signal === 'SIGINT' ? 130 : 1)
  } catch {
    return 127
  } finally {
    process.off('SIGINT', forward).off('SIGTERM', forward)
  }
}
