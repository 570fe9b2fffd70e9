/** A gzipped tar, written in pieces as its entries come. */
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import type { Entry } from './collecting.ts'

const pieceBytes = 256 * 1024

/**
 * Packs entries and hands the bytes on in pieces of 256 kB, in order, each before the next is made. Gives how many bytes
 * there were. What `entries` or `put` throws comes out.
 */
export async function packEntries(
  entries: AsyncIterable<Entry>,
  put: (place: number, bytes: Buffer) => Promise<void>,
): Promise<number> {
  const tar = pack()
  tar.on('error', () => {})
  let [place, all] = [0, 0]
  // The first failure: what follows from it on the way says nothing.
  let cause: unknown
  const first = (error: unknown): never => {
    cause ??= error
    throw error
  }
  const packed = pipeline(tar, createGzip(), async (source: AsyncIterable<Buffer>) => {
    let held: Buffer[] = []
    let heldBytes = 0
    const flush = async () => {
      if (heldBytes === 0) return
      all += heldBytes
      await put(place++, Buffer.concat(held)).catch(first)
      held = []
      heldBytes = 0
    }
    for await (const chunk of source) {
      held.push(chunk)
      heldBytes += chunk.length
      if (heldBytes >= pieceBytes) await flush()
    }
    await flush()
  })
  const filled = (async () => {
    for await (const { name, bytes } of entries) await add(tar, name, bytes)
    tar.finalize()
  })()
  filled.catch((error: Error) => {
    cause ??= error
    tar.destroy(error)
  })
  // Both: the failure of one ends the other.
  const failed = (await Promise.allSettled([filled, packed])).some(({ status }) => status === 'rejected')
  if (failed) throw cause
  return all
}

/** Through the entry's own stream, which waits for whoever reads; an entry given whole would pile up in memory. */
function add(tar: ReturnType<typeof pack>, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    // The archive may end early, because its bytes could not be kept.
    tar.once('close', reject)
    const entry = tar.entry({ name, size: bytes.length, mode: 0o600 }, (error) => {
      tar.removeListener('close', reject)
      if (error) reject(error)
      else resolve()
    })
    // Without listeners an error of either stream would end the process.
    entry.on('error', reject)
    entry.end(bytes)
  })
}
