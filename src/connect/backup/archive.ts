/** The file: a tar of small entries under gzip, with a list of all of them and their hashes at the end. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import { z } from 'zod'
import { StartError } from '../../platform/start-error.ts'
import type { Migration, PendingJob, Sequence, TableShape } from './backup.queries.ts'

/** What stands in the last entry but one; the last is its hash. */
export interface Manifest {
  readonly format: 1
  readonly madeAt: string
  readonly tango: string
  readonly migrations: readonly Migration[]
  readonly tables: readonly (TableShape & { readonly rows: number })[]
  readonly sequences: readonly Sequence[]
  readonly jobs: readonly PendingJob[]
  readonly blobs: readonly string[]
  /** Files whose bytes were not there any more when the backup was made. */
  readonly missingBlobs: readonly string[]
  /** The hash of each other entry, in order. */
  readonly entries: readonly { readonly name: string; readonly sha256: string }[]
}

const names = z.array(z.string())
const hashed = z.array(z.object({ name: z.string(), sha256: z.string() }))
const manifestSchema: z.ZodType<Manifest> = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  tango: z.string(),
  migrations: hashed,
  tables: z.array(z.object({ name: z.string(), columns: names, rows: z.number() })),
  sequences: z.array(z.object({ table: z.string(), column: z.string(), last: z.number(), called: z.boolean() })),
  jobs: z.array(
    z.object({
      task: z.string(),
      payload: z.unknown(),
      runAt: z.string(),
      key: z.string().nullable(),
      maxAttempts: z.number(),
      priority: z.number(),
    }),
  ),
  blobs: names,
  missingBlobs: names,
  entries: hashed,
})

const manifestName = 'manifest.json'
const sealName = 'manifest.sha256'

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export interface Writer {
  add(name: string, bytes: Buffer): Promise<void>
}

/**
 * Writes an archive beside its final name and moves it there when it is whole and on the disk.
 *
 * @param fill adds the entries and gives the rest of the manifest.
 * @throws StartError when there is a file of that name or it cannot be written.
 */
export async function writeArchive(
  path: string,
  fill: (writer: Writer) => Promise<Omit<Manifest, 'entries'>>,
): Promise<number> {
  const aside = `${path}.partial`
  const refuse = (error: NodeJS.ErrnoException) => new StartError(`${path} cannot be written (${error.code}).`)
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw refuse(error)
  })
  if (there) throw new StartError(`${path} is there already. Name another file: a backup never overwrites one.`)
  // Only its owner may read it: it holds everything that anybody wrote. Flushed: on the disk before it gets its name.
  const output = createWriteStream(aside, { mode: 0o600, flush: true })
  await once(output, 'open').catch((error: NodeJS.ErrnoException) => {
    throw refuse(error)
  })
  try {
    const tar = pack()
    const written = pipeline(tar, createGzip({ level: 6 }), output)
    const entries: { name: string; sha256: string }[] = []
    const put = (name: string, bytes: Buffer) =>
      new Promise<void>((resolve, reject) => {
        tar.entry({ name, size: bytes.length, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()))
      })
    const filled = (async () => {
      const rest = await fill({
        async add(name, bytes) {
          entries.push({ name, sha256: sha256Of(bytes) })
          await put(name, bytes)
        },
      })
      const manifest = Buffer.from(JSON.stringify({ ...rest, entries } satisfies Manifest))
      await put(manifestName, manifest)
      await put(sealName, Buffer.from(sha256Of(manifest)))
      tar.finalize()
    })()
    filled.catch((error: Error) => tar.destroy(error))
    await Promise.all([filled, written])
    const { size } = await stat(aside)
    await rename(aside, path)
    return size
  } catch (error) {
    output.destroy()
    await rm(aside, { force: true })
    throw error
  }
}

/** Goes through the entries of an archive in order; each is read to its end before the next. */
async function readEntries(path: string, take: (name: string, bytes: Buffer) => Promise<void>): Promise<void> {
  const tar = extract()
  const reading = pipeline(createReadStream(path), createGunzip(), tar)
  // Its failure comes out of the loop below as well; without a listener Node would end the process.
  reading.catch(() => {})
  for await (const entry of tar) {
    const parts: Buffer[] = []
    for await (const part of entry) parts.push(part as Buffer)
    await take(entry.header.name, Buffer.concat(parts))
  }
  await reading
}

/**
 * Reads a whole archive and proves that it is complete and unchanged; writes nothing.
 *
 * @throws StartError that says what is wrong with the file.
 */
export async function checkArchive(path: string): Promise<Manifest> {
  const entries: { name: string; sha256: string }[] = []
  const ends: { manifest?: Buffer; seal?: string } = {}
  const damaged = (why: string) => new StartError(`${basename(path)} cannot be restored: ${why}. Nothing was changed.`)
  try {
    await readEntries(path, async (name, bytes) => {
      if (name === manifestName) ends.manifest = bytes
      else if (name === sealName) ends.seal = bytes.toString()
      else entries.push({ name, sha256: sha256Of(bytes) })
    })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new StartError(`${path} cannot be read (${code}).`)
    throw damaged('it is cut off, altered, or not a backup of Tango')
  }
  if (!ends.manifest || !ends.seal) throw damaged('its end is missing')
  if (sha256Of(ends.manifest) !== ends.seal) throw damaged('its list of contents was altered')
  const list = parseJson(ends.manifest.toString())
  const format = (list as { format?: unknown } | null)?.format
  if (typeof format === 'number' && format !== 1)
    throw damaged(`it is of format ${format}, which this Tango does not know; use a newer one`)
  const { data: manifest } = manifestSchema.safeParse(list)
  if (!manifest) throw damaged('its list of contents is none')
  if (JSON.stringify(manifest.entries) !== JSON.stringify(entries))
    throw damaged('an entry was altered, added or removed')
  return manifest
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads the entries of an archive that `checkArchive` has just proved. */
export async function readArchive(
  path: string,
  manifest: Manifest,
  take: (name: string, bytes: Buffer) => Promise<void>,
): Promise<void> {
  const expected = manifest.entries.values()
  await readEntries(path, async (name, bytes) => {
    if (name === manifestName || name === sealName) return
    const next = expected.next().value
    if (next?.name !== name || next.sha256 !== sha256Of(bytes))
      throw new StartError(`${basename(path)} changed while it was read. Nothing was restored.`)
    await take(name, bytes)
  })
}
