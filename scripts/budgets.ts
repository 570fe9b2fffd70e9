/**
 * The budgets of ARCHITECTURE.md section 6 that are told from the files: their length, tests beside the code, tables
 * of access, dependencies. (Parameters of functions: `max-params` in .oxlintrc.json. Script sent to a page and queries
 * per list: in the tests of pages.)
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const budget = { fileLines: 400, fileLinesToLookAt: 250, testShare: 0.8, dependencies: 35 }

/** Data in the form of code: nobody reads it, so that its length costs nobody anything. */
const generated = ['src/ui/icons.ts', 'src/ui/icons.data.ts']

export type Budgets = {
  /** What stops the check. */
  broken: string[]
  /** What is near a limit. */
  near: string[]
  figures: string[]
}

/** Measures the checkout below `root`. */
export function measureBudgets(root: string): Budgets {
  const files = globSync('{src,test,scripts,bench}/**/*.{ts,tsx,css}', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !generated.includes(file))
    .toSorted()
  const lines = new Map(files.map((file) => [file, countLines(join(root, file))]))
  const result: Budgets = { broken: [], near: [], figures: [] }
  fileLengths(lines, result)
  testShare(lines, result)
  accessTables(files, result)
  dependencies(root, result)
  return result
}

function countLines(path: string): number {
  return readFileSync(path, 'utf8').trimEnd().split('\n').length
}

function fileLengths(lines: Map<string, number>, { broken, near, figures }: Budgets): void {
  let longest = 0
  for (const [file, count] of lines) {
    longest = Math.max(longest, count)
    if (count > budget.fileLines)
      broken.push(`${file} has ${count} lines, ${budget.fileLines} are the limit: split it by meaning`)
    else if (count > budget.fileLinesToLookAt) near.push(`${file} has ${count} lines`)
  }
  figures.push(`${lines.size} files, longest ${longest} of ${budget.fileLines} lines`)
}

function testShare(lines: Map<string, number>, { broken, figures }: Budgets): void {
  let [product, tests] = [0, 0]
  for (const [file, count] of lines) {
    if (file.startsWith('test/') || /\.test\.tsx?$/.test(file)) tests += count
    else if (file.startsWith('src/') && !file.endsWith('.css')) product += count
  }
  const share = product === 0 ? 1 : tests / product
  figures.push(`${tests} lines of tests to ${product} of product: ${share.toFixed(2)} (at least ${budget.testShare})`)
  if (share >= budget.testShare) return
  broken.push(
    `tests are ${Math.ceil(product * budget.testShare - tests)} lines short of ${budget.testShare} of the product's`,
  )
}

function accessTables(files: string[], { broken, figures }: Budgets): void {
  const access = files.filter((file) => file.endsWith('.access.ts'))
  for (const file of access) {
    const table = file.replace(/\.ts$/, '.test.ts')
    if (!files.includes(table)) broken.push(`${file} has no ${table}: every member of the cast against every action`)
  }
  figures.push(`${access.length} access files`)
}

function dependencies(root: string, { broken, figures }: Budgets): void {
  const manifest = join(root, 'package.json')
  if (!existsSync(manifest)) return
  const { dependencies: named = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: object }
  const count = Object.keys(named).length
  figures.push(`${count} of ${budget.dependencies} runtime dependencies`)
  if (count > budget.dependencies)
    broken.push(`${count} runtime dependencies, ${budget.dependencies} are the limit: drop some`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { broken, near, figures } = measureBudgets(resolve(import.meta.dirname, '..'))
  for (const line of figures) console.log(line)
  for (const line of near) console.log(`near: ${line}`)
  for (const line of broken) console.log(`over: ${line}`)
  if (broken.length > 0) process.exitCode = 1
}
