/** Reads ZIP archives entry by entry, straight from the file: nothing is unpacked to disk. */
import { type FileHandle, open } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { StartError } from '../../platform/start-error.ts'

export interface ZipEntry {
  readonly name: string
  /** The bytes of the entry, unpacked as they are read. */
  readonly open: () => Readable
}

const endMark = 0x06054b50
const entryMark = 0x02014b50
const mostEntries = 1_000_000

/**
 * The entries of an archive in the order of its directory, folders left out.
 *
 * @throws StartError when it is no ZIP archive, cut off, in the 64-bit form, encrypted, or packed by another method than
 * "stored" and "deflate".
 */
export async function listZip(path: string): Promise<ZipEntry[]> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { at, length, count } = await findDirectory(file, path, size)
    const directory = await readAt(file, at, length)
    if (directory.length < length) throw broken(path, 'its directory is cut off')
    return listDirectory(path, directory, count)
  } finally {
    await file.close()
  }
}

async function findDirectory(
  file: FileHandle,
  path: string,
  size: number,
): Promise<{ at: number; length: number; count: number }> {
  // The record at the end is 22 bytes and may be followed by a comment of at most 65,535.
  const tailAt = Math.max(0, size - 65_557)
  const tail = await readAt(file, tailAt, size - tailAt)
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== endMark) continue
    const [count, length, offset] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
    if (count === 0xffff || length === 0xffffffff || offset === 0xffffffff)
      throw broken(path, 'it is in the 64-bit form, which is not read. Unpack it and give the folder')
    if (offset + length > size) throw broken(path, 'its directory points past its end')
    return { at: offset, length, count }
  }
  throw broken(path, 'it has no directory at its end: it is cut off, or no ZIP archive')
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

function listDirectory(path: string, directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < Math.min(count, mostEntries); index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entryMark)
      throw broken(path, `entry ${index + 1} of its directory is damaged`)
    const flags = directory.readUInt16LE(at + 8)
    const method = directory.readUInt16LE(at + 10)
    const packed = directory.readUInt32LE(at + 20)
    const lengths = [28, 30, 32].map((field) => directory.readUInt16LE(at + field))
    const headerAt = directory.readUInt32LE(at + 42)
    const name = directory.toString('utf8', at + 46, at + 46 + lengths[0]!)
    at += 46 + lengths[0]! + lengths[1]! + lengths[2]!
    if (name.endsWith('/')) continue
    if ((flags & 1) !== 0) throw broken(path, `${name} in it is encrypted`)
    if (method !== 0 && method !== 8)
      throw broken(path, `${name} in it is packed by method ${method}, which is not read`)
    entries.push({ name, open: () => openEntry(path, { name, method, packed, headerAt }) })
  }
  return entries
}

function openEntry(path: string, entry: { name: string; method: number; packed: number; headerAt: number }): Readable {
  const out = entry.method === 8 ? createInflateRaw() : passOn()
  const fail = (error: unknown) =>
    out.destroy(error instanceof StartError ? error : broken(path, `${entry.name} in it cannot be unpacked`))
  void feed(path, entry, out).catch(fail)
  return out
}

function passOn(): Transform {
  return new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) })
}

async function feed(
  path: string,
  entry: { name: string; packed: number; headerAt: number },
  out: Transform,
): Promise<void> {
  const file = await open(path, 'r')
  try {
    const header = await readAt(file, entry.headerAt, 30)
    if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50)
      throw broken(path, `${entry.name} in it is damaged`)
    let at = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    for (let left = entry.packed; left > 0;) {
      const chunk = await readAt(file, at, Math.min(left, 64 * 1024))
      if (chunk.length === 0) throw broken(path, `${entry.name} in it is cut off`)
      at += chunk.length
      left -= chunk.length
      if (out.destroyed) return
      if (!out.write(chunk)) await drained(out)
    }
    out.end()
  } finally {
    await file.close()
  }
}

/** Waits until there is room, or nobody reads any more. */
function drained(out: Transform): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      out.off('drain', done)
      out.off('close', done)
      resolve()
    }
    out.on('drain', done)
    out.on('close', done)
  })
}

function broken(path: string, why: string): StartError {
  return new StartError(`${path} cannot be read: ${why}. Nothing was imported.`)
}
