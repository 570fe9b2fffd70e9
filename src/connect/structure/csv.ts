/** Reads comma-separated values as RFC 4180 writes them, and says where in the file each value stands. */

/** One record with the line on which it begins (from 1). */
export interface CsvRecord {
  readonly line: number
  readonly values: readonly string[]
}

/** What is wrong with a file, where, and what to do. Lines and columns count from 1. */
export interface CsvProblem {
  readonly line: number
  readonly column?: number
  readonly what: string
}

export interface CsvTable {
  /** Names of the columns as they are compared: small letters, hyphens for spaces. */
  readonly columns: readonly string[]
  readonly records: readonly CsvRecord[]
  readonly problems: readonly CsvProblem[]
}

const quote = '"'

/**
 * Reads a file: UTF-8 with or without a byte order mark, lines ended by CRLF, LF or CR, values in quotes where they hold
 * separators, quotes (doubled) or line ends. The separator is a comma, or a semicolon when the first line holds no comma.
 * Empty lines are passed over. A file with problems has to be mended: its records may be cut off where they begin.
 */
export function readCsv(bytes: Uint8Array): CsvTable {
  const nothing = { columns: [], records: [] }
  const badLine = firstBadLine(bytes)
  if (badLine !== undefined) {
    return { ...nothing, problems: [{ line: badLine, what: 'This line is not UTF-8. Save the file as "CSV UTF-8".' }] }
  }
  const text = new TextDecoder().decode(bytes)
  const firstLine = /^[^\r\n]*/.exec(text)![0]
  const separator = !firstLine.includes(',') && firstLine.includes(';') ? ';' : ','
  const { records, problems } = split(text, separator)
  const head = records[0]
  if (!head)
    return {
      ...nothing,
      problems: [...problems, { line: 1, what: 'The file is empty. Its first line names the columns.' }],
    }
  const columns = head.values.map(columnName)
  for (const record of records.slice(1)) {
    if (record.values.length === columns.length) continue
    const what = `This line has ${counted(record.values.length, 'value')} and the first line names ${counted(columns.length, 'column')}. Put values that hold a separator in quotes.`
    problems.push({ line: record.line, what })
  }
  const seen = new Set<string>()
  const twice = columns.findIndex((name) => name !== '' && (seen.has(name) || !seen.add(name)))
  if (twice >= 0)
    problems.push({
      line: head.line,
      column: twice + 1,
      what: `The column "${columns[twice]}" stands here twice. Take one out.`,
    })
  return { columns, records: records.slice(1).filter((one) => one.values.length === columns.length), problems }
}

/** A column's name as it is compared: `Job Title`, `job_title` and `job-title` are the same. */
export function columnName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
}

function split(text: string, separator: string): { records: CsvRecord[]; problems: CsvProblem[] } {
  const records: CsvRecord[] = []
  const problems: CsvProblem[] = []
  let line = 1
  let at = 0
  while (at < text.length) {
    const begins = line
    const values: string[] = []
    let ended = false
    while (!ended) {
      const value = text[at] === quote ? quoted(text, at, separator) : bare(text, at, separator)
      if (value.wrong !== undefined) problems.push({ line, column: values.length + 1, what: value.wrong })
      values.push(value.text)
      line += lineEnds(text.slice(at, value.end))
      at = value.end
      if (text[at] === separator) at += 1
      else ended = true
    }
    if (at < text.length) {
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1
      line += 1
    }
    if (values.length > 1 || values[0] !== '') records.push({ line: begins, values })
  }
  return { records, problems }
}

interface Value {
  readonly text: string
  /** Where the separator or line end after it stands. */
  readonly end: number
  readonly wrong?: string
}

function quoted(text: string, start: number, separator: string): Value {
  let end = start + 1
  for (;;) {
    end = text.indexOf(quote, end)
    if (end < 0) {
      return {
        text: text.slice(start + 1),
        end: text.length,
        wrong: 'A quote is opened here and never closed. Close it, or double a quote that is meant.',
      }
    }
    if (text[end + 1] !== quote) break
    end += 2
  }
  const value = text.slice(start + 1, end).replaceAll('""', quote)
  const rest = text.slice(end + 1, valueEnd(text, end + 1, separator))
  if (rest.trim() === '') return { text: value, end: end + 1 + rest.length }
  return {
    text: value + rest,
    end: end + 1 + rest.length,
    wrong: 'Something stands after a closing quote. Double quotes that are part of the value.',
  }
}

function bare(text: string, start: number, separator: string): Value {
  const end = valueEnd(text, start, separator)
  const value = text.slice(start, end)
  if (!value.includes(quote)) return { text: value, end }
  return {
    text: value,
    end,
    wrong: 'A quote stands inside a value. Put the whole value in quotes and double the ones inside.',
  }
}

/** Where the next separator or line end stands. */
function valueEnd(text: string, start: number, separator: string): number {
  let end = start
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
  return end
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0
}

/** The line of the first byte that is no UTF-8; undefined when all of it is. */
function firstBadLine(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined
  let line = 1
  let start = 0
  while (start < bytes.length) {
    let end = start
    while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end += 1
    end += bytes[end] === 0x0d && bytes[end + 1] === 0x0a ? 2 : 1
    if (!isUtf8(bytes.subarray(start, end))) return line
    start = end
    line += 1
  }
  return 1
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // Valid as UTF-8, but never in a text: UTF-16 without its mark, or no text at all.
    return !text.includes('\0')
  } catch {
    return false
  }
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
