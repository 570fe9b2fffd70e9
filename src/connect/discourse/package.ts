/** What an operator hands over: a folder or an archive of files, read one after the other and never unpacked to disk. */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { StartError } from '../../platform/start-error.ts'
import { listZip } from './zip.ts'

export interface PackedFile {
  /** Its path within the package, for reports and for telling its form; never a path on this machine. */
  readonly name: string
  readonly open: () => AsyncIterable<Uint8Array>
}

export interface Package {
  /** The last part of the path that was given. */
  readonly name: string
  /** Every file, in an order that is the same each time. A file has to be read before the next is asked for. */
  files(): AsyncGenerator<PackedFile>
}

/** Text files (JSON, CSV) are held in memory whole. */
const largestText = 64 * 1024 * 1024
/** No text shrinks to less than a hundredth; the worst that packing allows is a thousandth. */
const mostTimes = 200
const belowSuspicion = 64 * 1024 * 1024

/**
 * Opens a folder, a `.zip`, a `.tar`, `.tar.gz` or `.tgz`, or one file (`.gz` unpacked).
 *
 * @throws StartError when there is none, or it is not of these forms.
 */
export async function openPackage(path: string): Promise<Package> {
  const facts = await stat(path).catch(() => undefined)
  if (!facts) throw new StartError(`There is nothing at ${path}. Give the folder or the archive of the site.`)
  const name = basename(path)
  if (facts.isDirectory()) return { name, files: () => filesOfFolder(path, '') }
  if (!facts.isFile()) throw new StartError(`${path} is neither a folder nor a file.`)
  const first = await firstBytes(path)
  if (first.startsWith('504b')) return { name, files: () => filesOfZip(path, facts.size) }
  const isGzip = first.startsWith('1f8b')
  const inner = name.replace(/\.gz$/i, '')
  if (/\.(tar|tgz)$/i.test(inner)) return { name, files: () => filesOfTar(path, isGzip) }
  const one = { name: inner, open: () => unpacked(path, isGzip) }
  return {
    name,
    async *files() {
      yield one
    },
  }
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead).toString('hex')
  } finally {
    await file.close()
  }
}

async function* filesOfFolder(folder: string, within: string): AsyncGenerator<PackedFile> {
  const entries = await readdir(join(folder, within), { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = within ? `${within}/${entry.name}` : entry.name
    // Links are passed over: they could lead anywhere.
    if (entry.isDirectory()) yield* filesOfFolder(folder, name)
    else if (entry.isFile()) yield { name, open: () => createReadStream(join(folder, name)) }
  }
}

async function* filesOfZip(path: string, size: number): AsyncGenerator<PackedFile> {
  const guard = makeGuard(path, () => size)
  for (const { name, open: openEntry } of await listZip(path)) yield { name, open: () => guard(openEntry()) }
}

async function* filesOfTar(path: string, isGzip: boolean): AsyncGenerator<PackedFile> {
  const archive = extract()
  const broken = () => new StartError(`${path} cannot be unpacked: it is damaged.`)
  // Its own types leave out that it is a stream with two ends.
  const input = archive as unknown as Writable
  const fed = pipeline(unpacked(path, isGzip), input).catch((error: unknown) => error)
  try {
    for await (const entry of archive) {
      if (entry.header.type === 'file')
        yield { name: entry.header.name, open: () => entry as unknown as AsyncIterable<Uint8Array> }
      entry.resume()
    }
  } catch (error) {
    throw error instanceof StartError ? error : broken()
  }
  const failed = await fed
  if (failed instanceof StartError) throw failed
  if (failed !== undefined) throw broken()
}

/** The bytes of a file, unpacked when it is packed by gzip, and stopped when they grow beyond what is plausible. */
async function* unpacked(path: string, isGzip: boolean): AsyncGenerator<Uint8Array> {
  const raw = createReadStream(path)
  if (!isGzip) return yield* raw as AsyncIterable<Uint8Array>
  let read = 0
  raw.on('data', (chunk) => (read += chunk.length))
  const gunzip = createGunzip()
  raw.on('error', (error) => gunzip.destroy(error))
  raw.pipe(gunzip)
  try {
    yield* makeGuard(path, () => read)(gunzip)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`${path} cannot be unpacked: it is damaged or cut off.`)
  } finally {
    raw.destroy()
  }
}

/** Counts what comes out of an archive against what went in. */
function makeGuard(path: string, packed: () => number) {
  let out = 0
  return async function* (stream: Readable): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      out += chunk.length
      if (out > belowSuspicion && out > mostTimes * packed())
        throw new StartError(`${path} unpacks to more than ${mostTimes} times its size. No site does: it is not read.`)
      yield chunk
    }
  }
}

/**
 * The whole text of a file.
 *
 * @throws StartError when it is too large or not UTF-8.
 */
export async function readText(file: PackedFile): Promise<string> {
  const bytes = await readBytes(file)
  if (!isUtf8(bytes))
    throw new StartError(`${file.name} holds bytes that are not UTF-8. Mend the file, then run the import again.`)
  return new TextDecoder().decode(bytes)
}

/** The whole bytes of a file; StartError when it is too large to be held. */
export async function readBytes(file: PackedFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of file.open()) {
    size += chunk.length
    if (size > largestText)
      throw new StartError(
        `${file.name} is larger than ${largestText / 1024 / 1024} MB. Split it, then run the import again.`,
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
