/** Which test files there are, in which order they begin, and which of them share a process. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkout } from './processes.ts'

const patterns = [
  'src/**/*.test.ts',
  'src/**/*.test.tsx',
  'test/**/*.test.ts',
  'test/**/*.test.tsx',
  'scripts/**/*.test.ts',
]

/** Files that take long (the last line of a run names them): begun last they would run alone. */
const longest = [
  'test/wall/canary.test.ts',
  'test/journeys/pages.test.ts',
  'test/ops/commands.test.ts',
  'test/wall/guests.test.ts',
  'src/governance/wall-proof/wall-proof.test.ts',
  'test/journeys/writing.test.ts',
  'test/ops/together.test.ts',
  'test/ops/own-database.test.ts',
  'test/journeys/arriving.test.ts',
  'test/durability/crash.test.ts',
]

/** All test files in the order in which they begin: those that take long, then the others with the journeys among them. */
export function listTestFiles(): string[] {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: checkout })).sort()
  const rest = files.filter((file) => !longest.includes(file))
  const inBrowser = (file: string): boolean => file.startsWith('test/journeys/')
  return [
    ...longest.filter((file) => files.includes(file)),
    ...spread(
      rest.filter(inBrowser),
      rest.filter((file) => !inBrowser(file)),
    ),
  ]
}

/** Browsers take all that the machine has: evenly between other files few of them run at the same time. */
function spread(some: readonly string[], among: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(among.length / (some.length + 1)))
  const left = [...some]
  return [...among.flatMap((file, at) => (at % step === 0 ? [...left.splice(0, 1), file] : [file])), ...left]
}

/** What a file does that others in its process would feel: a database of its own, or something about the process. */
const feltByOthers =
  /\b(testPool|freshPool|testDatabaseUrl|openPool|openCtx|openJourney|startTango|startPostgres|spawn|mock|globalThis|register[A-Z]\w*)\b|\bprocess\./
/** What a file does as soon as it is read, beside naming its tests: hooks around all tests, waits, rules registered. */
const doneAtOnce = /^((?!test\(|describe\(|for\b)[a-z][\w.]*\(|([a-z].* = )?await\b)/m

/** What all may stand on: the same for everybody; whoever takes a connection of their own from it names that. */
const ground = new Set(['test/database.ts', 'test/browse.ts', 'test/property.ts'])

/**
 * Whether a test file leaves nothing behind: all it does to the database happens in transactions that are rolled back.
 * Such files of one folder share a process and its database; to start both costs more than most of their tests.
 */
export function leavesNothing(source: string): boolean {
  return source.includes('inTransaction') && !feltByOthers.test(source) && !doneAtOnce.test(source)
}

/** What stands beside the tests for several of them is used only if it leaves nothing behind either. */
function isGentle(file: string): boolean {
  const source = readFileSync(join(checkout, file), 'utf8')
  if (!leavesNothing(source)) return false
  return [...source.matchAll(/ from '(\.[^']*)'/g)].every(([, path]) => {
    const used = join(dirname(file), path!)
    if (ground.has(used) || !/^test\/|\.test\.tsx?$/.test(used)) return true
    const text = readFileSync(join(checkout, used), 'utf8')
    return !feltByOthers.test(text) && !doneAtOnce.test(text)
  })
}

/** The same files in the same order, with those of one folder that may share a process as one, written into `folder`. */
export function gather(files: readonly string[], folder: string): string[] {
  const gentle = files.filter(isGentle)
  const groups = Map.groupBy(gentle, (file) => dirname(file))
  return files.flatMap((file) => {
    const group = groups.get(dirname(file))
    if (group === undefined || group.length < 2 || !group.includes(file)) return [file]
    return file === group[0] ? [writeGroup(join(folder, `${dirname(file)}.mjs`), group)] : []
  })
}

function writeGroup(path: string, files: readonly string[]): string {
  mkdirSync(dirname(path), { recursive: true })
  const imports = files.map((file) => `import ${JSON.stringify(pathToFileURL(join(checkout, file)).href)}\n`)
  writeFileSync(path, imports.join(''))
  return path
}
