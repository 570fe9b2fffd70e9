import { z } from 'zod'
import { cleanLine, displayNameSchema, emailSchema } from '../../people/accounts/accounts.ts'
import { nodeSchema, parseDay } from '../../people/axes/axes.ts'
import { type CsvTable, readCsv } from './csv.ts'
import type { RowProblem } from './report.ts'

const day = z
  .string()
  .default('')
  .transform((text) => text.trim())
  .refine((text) => text === '' || parseDay(text) !== undefined, 'Write a day as year-month-day, such as 2026-03-31.')
const word = (what: string) => z.string().default('').transform(cleanLine).pipe(z.string().min(1, what))
const short = z.string().default('').transform(cleanLine).pipe(z.string().max(120, 'Keep it under 120 characters.'))

const schemas = {
  people: z.object({
    email: emailSchema,
    name: displayNameSchema,
    'job-title': short,
    handle: z
      .string()
      .default('')
      .transform((text) => text.trim().toLowerCase())
      .refine(
        (text) => text === '' || /^[a-z0-9][a-z0-9-]{0,62}$/.test(text),
        'Use small letters, digits and hyphens.',
      ),
  }),
  nodes: z.object({
    axis: word('Write the key of the axis, such as function.'),
    code: nodeSchema.shape.code,
    title: nodeSchema.shape.title,
    parent: z.string().default('').transform(cleanLine),
    from: day,
  }),
  placements: z.object({
    email: emailSchema,
    axis: word('Write the key of the axis, such as function.'),
    code: nodeSchema.shape.code,
    role: z
      .string()
      .default('')
      .transform((text) => text.trim().toLowerCase() || 'member'),
    from: day,
    to: day,
  }),
} as const

export type FileKind = keyof typeof schemas
export type RowOf<Kind extends FileKind> = z.output<(typeof schemas)[Kind]> & { readonly at: RowPlace }

/** Where a row stands. */
export interface RowPlace {
  readonly file: string
  readonly line: number
}

export interface FileRows {
  people: RowOf<'people'>[]
  nodes: RowOf<'nodes'>[]
  placements: RowOf<'placements'>[]
  /** Which kinds of files there were. */
  readonly kinds: Set<FileKind>
  readonly problems: RowProblem[]
}

/** The columns that a kind of file must have; by them it is told from the others, whatever its name. */
const needed: Record<FileKind, readonly string[]> = {
  nodes: ['axis', 'code', 'title'],
  placements: ['email', 'axis', 'code'],
  people: ['email', 'name'],
}
/** Other names for a column. */
const names: Readonly<Record<string, string>> = { 'parent-code': 'parent', 'e-mail': 'email' }

/** Reads the files and checks each row by itself. */
export function readRows(files: readonly { name: string; bytes: Uint8Array }[]): FileRows {
  const rows: FileRows = { people: [], nodes: [], placements: [], kinds: new Set(), problems: [] }
  for (const { name, bytes } of files) {
    const table = readCsv(bytes)
    const columns = table.columns.map((column) => names[column] ?? column)
    for (const { line, column, what } of table.problems) {
      rows.problems.push({
        file: name,
        line,
        column: column === undefined ? undefined : columns[column - 1] || `column ${column}`,
        what,
      })
    }
    if (columns.length === 0) continue
    const kind = kindOf(columns)
    if (!kind) {
      const what = `These are no people (email, name), no places (axis, code, title) and no placements (email, axis, code). Name the columns in the first line; here stands: ${columns.join(', ')}.`
      rows.problems.push({ file: name, line: 1, what })
      continue
    }
    rows.kinds.add(kind)
    takeRows(rows, kind, { name, columns, table })
  }
  return rows
}

function kindOf(columns: readonly string[]): FileKind | undefined {
  return (Object.keys(needed) as FileKind[]).find((kind) => needed[kind].every((name) => columns.includes(name)))
}

function takeRows(rows: FileRows, kind: FileKind, file: { name: string; columns: string[]; table: CsvTable }): void {
  for (const { line, values } of file.table.records) {
    const at = { file: file.name, line }
    const parsed = schemas[kind].safeParse(
      Object.fromEntries(file.columns.map((column, index) => [column, values[index]])),
    )
    if (parsed.success) (rows[kind] as unknown[]).push({ ...parsed.data, at })
    for (const issue of parsed.error?.issues ?? []) {
      rows.problems.push({ ...at, column: String(issue.path[0] ?? ''), what: issue.message })
    }
  }
}
