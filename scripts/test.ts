/**
 * `npm test`: every check and every test; `npm test -- FILE …`: only those tests.
 *
 * One PostgreSQL serves all test files (`TANGO_TEST_DATABASE_URL`), each on its own copy of the migrated database.
 * It, its files and the browser end with this process, however it ends.
 */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { startPostgres } from '../src/platform/postgres/postgres.ts'
import { runChecks } from './check.ts'
import { ensureChromium } from './chromium.ts'
import { checkout, show } from './processes.ts'

const testFiles = [
  'src/**/*.test.ts',
  'src/**/*.test.tsx',
  'test/**/*.test.ts',
  'test/**/*.test.tsx',
  'scripts/**/*.test.ts',
]

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
  const testsFailed = (await runTests(files, environment)) !== 0
  if (interrupted) return 130
  if (noBrowser) console.log(`\nThe journeys were left out: there is no Chromium on this machine.\n  ${noBrowser}`)
  if (failedChecks.length > 0) console.log(`\nChecks that failed: ${failedChecks.join(', ')} (see above).`)
  return failedChecks.length > 0 || testsFailed ? 1 : 0
}

function usesBrowser(file: string): boolean {
  const path = join(checkout, file)
  return existsSync(path) && /playwright-core|TANGO_CHROMIUM/.test(readFileSync(path, 'utf8'))
}

function listTestFiles(): string[] {
  // Their order is the runner's own: it sorts what it is given.
  return testFiles.flatMap((pattern) => globSync(pattern, { cwd: checkout }))
}

async function runTests(files: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  if (files.length === 0) {
    console.log('There is no such test file.')
    return 1
  }
  const folder = mkdtempSync(join(tmpdir(), 'tango-test-'))
  const postgres = await startPostgres({ folder, durable: false })
  try {
    if (interrupted) return 130
    return await show(
      process.execPath,
      [
        '--import',
        './src/platform/loader.ts',
        '--test',
        `--test-concurrency=${Math.max(2, Math.floor(availableParallelism() / 2))}`,
        '--test-reporter=./scripts/quiet-reporter.ts',
        '--test-reporter-destination=stdout',
        ...files,
      ],
      { env: { ...environment, TANGO_TEST_DATABASE_URL: postgres.url } },
    )
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

// Whatever runs gets the signal too (processes.ts); this process stays to stop PostgreSQL and remove its files.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (interrupted = true))
process.exitCode = await main(process.argv.slice(2))
