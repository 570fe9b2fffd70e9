/**
 * What every bench prints: the machine, the versions, and a table of medians with ranges and ratios.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../src/platform/postgres/postgres.ts'

/** The median of several runs and their range, in whatever unit the runs were in. */
export type Spread = { median: number; low: number; high: number }

/** Median, lowest and highest of at least one number. The median of an even count is the lower middle one. */
export function spread(runs: readonly number[]): Spread {
  const sorted = runs.toSorted((a, b) => a - b)
  const median = sorted[(sorted.length - 1) >> 1]
  if (median === undefined) throw new RangeError('spread of no runs')
  return { median, low: sorted[0]!, high: sorted.at(-1)! }
}

/** A number in four significant digits or fewer, with k and M above a thousand and a million. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (size >= 1e3) return `${Number((value / 1e3).toPrecision(3))}k`
  return String(Number(value.toPrecision(3)))
}

/** A spread as `median [low-high]`. */
export function range(values: Spread): string {
  return `${short(values.median)} [${short(values.low)}-${short(values.high)}]`
}

/** The ratio of two interleaved series, run by run, so that the machine's load falls out of it. */
export function ratio(ours: readonly number[], theirs: readonly number[]): Spread {
  return spread(ours.map((value, run) => value / theirs[run]!))
}

/**
 * Lets engines take turns, run by run, so that the machine's load meets all alike. Run -1 warms up and is not counted.
 * Returns what `measure` gave (say, answers a second): one list of `runs` numbers for each engine.
 */
export async function inTurns<Engine>(
  engines: readonly Engine[],
  runs: number,
  measure: (engine: Engine, run: number) => Promise<number>,
): Promise<number[][]> {
  const found: number[][] = engines.map(() => [])
  for (let run = -1; run < runs; run++) {
    for (const [at, engine] of engines.entries()) {
      const value = await measure(engine, run)
      if (run >= 0) found[at]!.push(value)
    }
  }
  return found
}

/** Processor, cores, memory, system, load at this moment and Node's version, one line each. */
export function machineLines(): string[] {
  const processors = cpus()
  return [
    `machine   ${processors[0]?.model.trim() ?? 'unknown processor'}, ${processors.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB memory`,
    `system    ${type()} ${release()}, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
    `node      ${process.version}`,
  ]
}

/** The version of an installed package, read from its own package.json. */
export function packageVersion(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/** Prints rows under a heading as an aligned table. */
export function printTable(heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = heading.map((word, column) => Math.max(word.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]) =>
    row
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  console.log(line(heading))
  console.log(widths.map((width) => '-'.repeat(width)).join('  '))
  for (const row of rows) console.log(line(row))
}

/** A connection to the server that DATABASE_URL names, else to one started for this run and removed by `close`. */
export async function openPostgres(): Promise<{
  client: pg.Client
  url: string
  version: string
  close: () => Promise<void>
}> {
  const named = process.env['DATABASE_URL']
  const folder = named === undefined ? mkdtempSync(join(tmpdir(), 'bench-')) : undefined
  // PostgreSQL may run as another user, who must be able to enter.
  if (folder !== undefined) chmodSync(folder, 0o755)
  const server = folder === undefined ? undefined : await startPostgres({ folder, durable: false })
  const url = named ?? server!.url
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ version: string }>('select version()')
  const close = async () => {
    await client.end()
    await server?.stop()
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
  return { client, url, version: rows[0]!.version.split(',')[0]!, close }
}
