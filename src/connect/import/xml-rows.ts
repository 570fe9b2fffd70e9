import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { SaxesParser } from 'saxes'
import { StartError } from '../../platform/start-error.ts'

/** One `<row …/>` of a dump, with the line on which it ends, for reports. */
export interface XmlRow {
  readonly line: number
  readonly values: Readonly<Record<string, string>>
}

/**
 * Streams the rows of one file of the form `<root><row A="…"/>…</root>`, in memory never more than one read of the file.
 *
 * @param onBytes told after each read how many bytes it had.
 * @throws StartError with file and line when the text is not well-formed XML, not UTF-8, cut off, or of another form.
 */
export async function* readXmlRows(
  path: string,
  root: string,
  onBytes: (count: number) => void,
): AsyncGenerator<XmlRow> {
  const file = basename(path)
  const parser = new SaxesParser()
  let rows: XmlRow[] = []
  let depth = 0
  const malformed = (why: string) =>
    new StartError(`${file}, line ${parser.line}: ${why}. Mend the file, then run the import again.`)
  parser.on('error', (error) => {
    throw malformed(`not well-formed XML (${error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')})`)
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth === 1 && name !== root) throw malformed(`begins with <${name}> where <${root}> is expected`)
    if (depth === 2 && name !== 'row') throw malformed(`holds <${name}> where <row> is expected`)
    if (depth === 2) rows.push({ line: parser.line, values: attributes })
    if (depth > 2) throw malformed(`holds <${name}> inside a row`)
  })
  parser.on('closetag', () => {
    depth -= 1
  })
  // Strict: bytes that are not UTF-8 would otherwise become marks of doubt, silently.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw malformed('holds bytes that are not UTF-8')
    }
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    parser.write(decode(chunk as Buffer))
    onBytes((chunk as Buffer).length)
    yield* rows
    rows = []
  }
  parser.write(decode())
  parser.close()
  yield* rows
}

/** Gathers rows into arrays of `size`, the last one shorter. */
export async function* inBatches<Row>(rows: AsyncIterable<Row>, size: number): AsyncGenerator<Row[]> {
  let batch: Row[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
