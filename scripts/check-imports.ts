/** Enforces the import rule of ARCHITECTURE.md section 2 from the one table in `import-table.ts`. */
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  assemblyFile,
  browserPackages,
  clientFile,
  eventFile,
  foldersOfFeatures,
  knowledge,
  layers,
  sharedFile,
  testFile,
} from './import-table.ts'

/** One import or re-export as written; `types` when it vanishes at run time. */
export type Import = { line: number; from: string; types: boolean }

export type Finding = { file: string; line: number; rule: string; message: string }

type Module = { file: string; source: string; imports: Import[] }
/** An import of another file of ours, by its path in the checkout. */
type Link = { importer: string; line: number; target: string; types: boolean }

/** Every breach of the import rule in a checkout, in order of file and line. */
export function checkImports(root: string): Finding[] {
  const modules = readModules(root)
  const links = modules.flatMap(linksOf)
  const findings = [
    ...links.flatMap((link) =>
      [outOfTree(link), wrongDirection(link), besideTheDoor(link), notForBrowsers(link)].flat(),
    ),
    ...modules.flatMap((module) => [...unsuitablePackages(module), ...misplacedKnowledge(module)]),
    ...cycles(links),
  ]
  return findings.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

function readModules(root: string): Module[] {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  return files
    .filter((file) => !testFile.test(file) && !file.endsWith('.d.ts'))
    .map((file) => {
      const source = readFileSync(join(root, file), 'utf8')
      return { file, source, imports: listImports(source) }
    })
}

/** The imports of a formatted source text: statements begin their line, `import(…)` may stand anywhere in code. */
export function listImports(source: string): Import[] {
  const statement =
    /^(?:import|export)\s+(type\s+)?(?:[\w$]+\s*,?\s*)?(\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})?\s*from\s*['"]([^'"]+)['"]/gm
  const found: Import[] = []
  for (const match of source.matchAll(statement)) {
    const [, type, names = '', from = ''] = match
    found.push({ line: lineAt(source, match.index), from, types: type !== undefined || onlyTypes(match[0], names) })
  }
  for (const match of source.matchAll(
    /^import\s+['"]([^'"]+)['"]|^(?!\s*(?:\/\/|\*)).*?\bimport\(\s*['"]([^'"]+)['"]/gm,
  )) {
    found.push({ line: lineAt(source, match.index), from: match[1] ?? match[2] ?? '', types: false })
  }
  return found.toSorted((a, b) => a.line - b.line)
}

function onlyTypes(whole: string, names: string): boolean {
  if (!names.startsWith('{') || /^(?:import|export)\s+[\w$]+\s*,/.test(whole)) return false
  const list = names
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
  return list.every((name) => name === '' || name.startsWith('type '))
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length
}

function linksOf(module: Module): Link[] {
  return module.imports
    .filter((one) => one.from.startsWith('.'))
    .map(({ line, from, types }) => ({
      importer: module.file,
      line,
      target: posix.join(posix.dirname(module.file), from),
      types,
    }))
}

function layerOf(file: string): number {
  return layers.findIndex((name) => file.startsWith(`src/${name}/`))
}

/** `src/content/questions` for a file in that feature; undefined outside features. */
function featureOf(file: string): string | undefined {
  const [, folder = '', feature, inside] = file.split('/')
  return feature && inside && foldersOfFeatures.includes(folder) ? `src/${folder}/${feature}` : undefined
}

function finding(at: { importer: string; line: number }, rule: string, message: string): Finding {
  return { file: at.importer, line: at.line, rule, message }
}

function outOfTree(link: Link): Finding[] {
  if (!link.target.startsWith('src/')) {
    return [finding(link, 'tree', `the product does not import ${link.target}: move what it needs into src/`)]
  }
  if (testFile.test(link.target)) {
    return [finding(link, 'tree', `${link.target} is a test: move what is shared out of it`)]
  }
  return []
}

function wrongDirection(link: Link): Finding[] {
  const [own, other] = [layerOf(link.importer), layerOf(link.target)]
  if (assemblyFile.test(link.importer)) return []
  if (eventFile.test(link.importer) && !link.types && own !== other && other !== layers.indexOf('platform')) {
    return [finding(link, 'events', `an event file knows only the platform: define ${link.target} out of it`)]
  }
  if (eventFile.test(link.target)) return []
  if (own === -1 || (other === -1 && link.target.startsWith('src/'))) {
    const stray = own === -1 ? link.importer : link.target
    return [finding(link, 'direction', `${stray} is in no folder of the order ${layers.join(' → ')}: move it into one`)]
  }
  if (other <= own) return []
  const message = `${layers[own]} may not import from ${layers[other]} (order: ${layers.join(' → ')})`
  return [
    finding(link, 'direction', `${message}: announce an event that ${layers[other]} hears, or move the code left`),
  ]
}

function besideTheDoor(link: Link): Finding[] {
  const entered = featureOf(link.target)
  if (!entered || assemblyFile.test(link.importer) || entered === featureOf(link.importer)) return []
  const door = `${entered}/${basename(entered)}.ts`
  const parts = `${entered}/${basename(entered)}.parts.tsx`
  if (link.target === door || eventFile.test(link.target)) return []
  if (link.target === parts && link.importer.endsWith('.tsx')) return []
  // What runs in the browser has a door of its own; `notForBrowsers` watches it.
  if (isForBrowsers(link.importer) && isForBrowsers(link.target)) return []
  const doors = link.importer.endsWith('.tsx') ? `${door} or ${parts}` : door
  return [
    finding(
      link,
      'front door',
      `${link.target} is inside another feature: import from ${doors}, re-exporting it there`,
    ),
  ]
}

function isForBrowsers(file: string): boolean {
  return clientFile.test(file) || sharedFile.test(file)
}

function notForBrowsers(link: Link): Finding[] {
  if (sharedFile.test(link.importer) && !link.types && !sharedFile.test(link.target)) {
    return [
      finding(link, 'shared', `a .shared.ts imports only .shared.ts: move what it needs of ${link.target} into one`),
    ]
  }
  if (!clientFile.test(link.importer) || link.types || isForBrowsers(link.target)) return []
  return [finding(link, 'client', `${link.target} stays on the server: move what the browser needs into a .shared.ts`)]
}

function unsuitablePackages({ file, imports }: Module): Finding[] {
  if (!isForBrowsers(file)) return []
  return imports
    .filter(({ from, types }) => !from.startsWith('.') && !types)
    .filter(({ from }) => !(clientFile.test(file) && browserPackages.includes(from)))
    .map(({ line, from }) =>
      finding(
        { importer: file, line },
        'client',
        `${from} is not sent to browsers: do without it, or add it to browserPackages`,
      ),
    )
}

function misplacedKnowledge({ file, source, imports }: Module): Finding[] {
  if (assemblyFile.test(file)) return []
  return knowledge.flatMap(({ what, packages, written, mayKnow, instead }) => {
    if (mayKnow(file)) return []
    const imported = imports.filter(({ from, types }) => !types && packages.some((name) => isOf(from, name)))
    const lines = new Set(imported.map(({ line }) => line))
    for (const [index, text] of source.split('\n').entries()) {
      if (written?.test(text) && !/^\s*(\*|\/\/)/.test(text)) lines.add(index + 1)
    }
    return [...lines].map((line) =>
      finding({ importer: file, line }, what, `this file does not speak ${what}: ${instead}`),
    )
  })
}

function isOf(from: string, name: string): boolean {
  return from === name || from.startsWith(`${name}/`)
}

/** One finding for each ring of files that import each other, told along the ring. Types alone make no ring. */
function cycles(links: Link[]): Finding[] {
  const next = Map.groupBy(
    links.filter((link) => !link.types),
    (link) => link.importer,
  )
  const done = new Set<string>()
  const path: Link[] = []
  const found: Finding[] = []
  function visit(file: string): void {
    for (const link of next.get(file) ?? []) {
      path.push(link)
      const start = path.findIndex((earlier) => earlier.importer === link.target)
      if (start >= 0) found.push(ring(path.slice(start)))
      else if (!done.has(link.target)) visit(link.target)
      path.pop()
    }
    done.add(file)
  }
  for (const file of next.keys()) if (!done.has(file)) visit(file)
  return found
}

function ring(links: Link[]): Finding {
  const first = links[0]
  if (!first) throw new Error('A ring has at least one link')
  const way = [...links.map((link) => link.importer), first.importer].join(' → ')
  return finding(first, 'cycle', `${way}: move what they share into a file that both import`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = checkImports(resolve(dirname(fileURLToPath(import.meta.url)), '..'))
  for (const { file, line, rule, message } of findings) console.log(`${file}:${line} [${rule}] ${message}.`)
  if (findings.length > 0) process.exitCode = 1
}
