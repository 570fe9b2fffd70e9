/** The query language by itself: safe in a browser, so that an editor can lint while typing. */
import { lint, type LintOptions } from './linter.shared.ts'
import { parse, type Parsed } from './parser.shared.ts'
import { isError } from './problems.shared.ts'

export { expandPattern } from './words.shared.ts'
export { type Expanded, expandIncludes, type Pin, type Saved } from './includes.shared.ts'
export { type FactField, factFields, facts, type TextField, textFields } from './fields.shared.ts'
export { type Change, type Dialect, type Imported, importQuery } from './importer.shared.ts'
export { isError, type Problem } from './problems.shared.ts'
export { lint, type LintOptions } from './linter.shared.ts'
export { parse } from './parser.shared.ts'
export { print } from './printer.shared.ts'
export { branchesOf, type Node } from './tree.shared.ts'

/** Parses and lints: a tree only when there is no error, and every problem in order of place. */
export function check(text: string, options: LintOptions = {}): Parsed {
  const { tree, problems } = parse(text)
  if (!tree) return { problems }
  const all = [...problems, ...lint(tree, options)].sort((a, b) => a.from - b.from)
  return all.some(isError) ? { problems: all } : { tree, problems: all }
}
