/**
 * `npm test`: every check and every test; `npm test -- FILE …`: only those tests.
 *
 * One PostgreSQL serves all test files (`TANGO_TEST_DATABASE_URL`), each, or each group that shares a process, on its
 * own copy of the migrated database.
 * It, its files and the browser end with this process, however it ends.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { startPostgres } from '../src/platform/postgres/postgres.ts'
import { runChecks } from './check.ts'
import { ensureChromium } from './chromium.ts'
import { checkout, show } from './processes.ts'
import { gather, listTestFiles } from './test-files.ts'

let interrupted = false

async function main(named: string[]): Promise<number> {
  const files = named.length > 0 ? named.map((file) => relative(checkout, resolve(file))) : listTestFiles()
  const environment: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'test' }
  let noBrowser: string | undefined
  if (files.some(usesBrowser)) {
    const chromium = await ensureChromium()
    if ('path' in chromium) environment.TANGO_CHROMIUM = chromium.path
    else {
      noBrowser = chromium.missing
      environment.TANGO_NO_CHROMIUM = '1'
    }
  }
  const failedChecks = named.length > 0 ? [] : await runChecks()
  if (interrupted) return 130
  const testsFailed = (await runTests(files, named.length === 0, environment)) !== 0
  if (interrupted) return 130
  if (noBrowser) console.log(`\nThe journeys were left out: there is no Chromium on this machine.\n  ${noBrowser}`)
  if (failedChecks.length > 0) console.log(`\nChecks that failed: ${failedChecks.join(', ')} (see above).`)
  return failedChecks.length > 0 || testsFailed ? 1 : 0
}

function usesBrowser(file: string): boolean {
  const path = join(checkout, file)
  return existsSync(path) && /playwright-core|TANGO_CHROMIUM/.test(readFileSync(path, 'utf8'))
}

async function runTests(files: string[], together: boolean, environment: NodeJS.ProcessEnv): Promise<number> {
  if (files.length === 0) {
    console.log('There is no such test file.')
    return 1
  }
  const folder = mkdtempSync(join(tmpdir(), 'tango-test-'))
  // What tests leave in the temporary folder goes with it. Short, as sockets in it need, and open to all as /tmp is.
  const passing = join(folder, 't')
  mkdirSync(passing)
  for (const [path, mode] of [
    [folder, 0o711],
    [passing, 0o1777],
  ] as const)
    chmodSync(path, mode)
  const postgres = await startPostgres({ folder, durable: false })
  try {
    if (interrupted) return 130
    return await show(
      process.execPath,
      [
        '--import',
        './src/platform/loader.ts',
        './scripts/run-files.ts',
        // One more than there are cores on a small machine: many wait for a server, a browser or a disk.
        String(Math.max(3, Math.floor(availableParallelism() / 2))),
        ...(together ? gather(files, join(folder, 'together')) : files),
      ],
      {
        env: {
          ...environment,
          TMPDIR: passing,
          TANGO_TEST_DATABASE_URL: postgres.url,
          TANGO_TEST_ASSETS: join(folder, 'assets'),
          TANGO_TEST_PREPARED: join(folder, 'prepared'),
        },
      },
    )
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

// Whatever runs gets the signal too (processes.ts); this process stays to stop PostgreSQL and remove its files.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (interrupted = true))
process.exitCode = await main(process.argv.slice(2))
