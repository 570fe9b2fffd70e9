import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Bytes kept under the hash of themselves: the same picture twice is stored once, and nothing is ever overwritten. */
export interface BlobStore {
  put(bytes: Buffer): Promise<string>
  /** The bytes; undefined when there are none under this hash. */
  find(sha256: string): Promise<Buffer | undefined>
  remove(sha256: string): Promise<void>
  /** Everything that lies here, in portions of any length. What the store did not write itself is passed over. */
  list(): AsyncIterable<readonly StoredBlob[]>
  /** Notes that nobody needed these bytes at a moment, or, with undefined, that somebody does. `put` notes that too. */
  noteUnneeded(sha256: string, since: Date | undefined): Promise<void>
  /** What was noted so; undefined when nothing was, or nothing that can be read. */
  unneededSince(sha256: string): Promise<Date | undefined>
  /** Hashes of bytes whose writing was begun and is not finished, or never will be, in portions of any length. */
  listUnfinished(): AsyncIterable<readonly string[]>
  /** Removes what was written last before a moment and is not finished; gives how much that was. */
  removeUnfinished(sha256: string, before: Date): Promise<number>
  /** Whether the store is `owner`'s; it is that of whoever asks first. */
  belongsTo(owner: string): Promise<boolean>
}

export interface StoredBlob {
  readonly sha256: string
  /** Whether `unneededSince` was noted. */
  readonly isNoted: boolean
}

const hashPattern = /^[0-9a-f]{64}$/
/** What lies beside the bytes while they are written. */
const asidePattern = /^[0-9a-f]{64}\.[0-9a-f]{12}$/

/** The name under which bytes are kept. */
export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Blobs in `folder`, synced to disk before `put` answers. */
export function folderBlobs(folder: string): BlobStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  const noteOf = (sha256: string) => `${pathOf(sha256)}.unneeded`
  async function* parts(): AsyncGenerator<readonly string[]> {
    for (const part of await namesIn(folder, 'isDirectory')) {
      if (!/^[0-9a-f]{2}$/.test(part)) continue
      yield (await namesIn(join(folder, part), 'isFile')).filter((name) => name.startsWith(part))
    }
  }
  return {
    async put(bytes) {
      const sha256 = hashOf(bytes)
      const path = pathOf(sha256)
      await mkdir(dirname(path), { recursive: true })
      const aside = `${path}.${randomBytes(6).toString('hex')}`
      try {
        await writeSynced(aside, bytes)
        // A link, not a rename: it fails when the same bytes are there already, which is just as good.
        await link(aside, path).catch(unless('EEXIST'))
      } finally {
        await rm(aside, { force: true })
      }
      await rm(noteOf(sha256), { force: true })
      await syncFolder(dirname(path))
      return sha256
    },
    find: async (sha256) => (hashPattern.test(sha256) ? readIfThere(pathOf(sha256)) : undefined),
    async remove(sha256) {
      if (!hashPattern.test(sha256)) return
      await rm(noteOf(sha256), { force: true })
      await rm(pathOf(sha256), { force: true })
    },
    async *list() {
      for await (const part of parts()) {
        const names = new Set(part)
        yield part
          .filter((name) => hashPattern.test(name))
          .map((sha256) => ({ sha256, isNoted: names.has(`${sha256}.unneeded`) }))
      }
    },
    async *listUnfinished() {
      for await (const part of parts())
        yield [...new Set(part.filter((name) => asidePattern.test(name)).map((name) => name.slice(0, 64)))]
    },
    async removeUnfinished(sha256, before) {
      if (!hashPattern.test(sha256)) return 0
      const names = await namesIn(dirname(pathOf(sha256)), 'isFile')
      let removed = 0
      for (const name of names) {
        if (!asidePattern.test(name) || !name.startsWith(sha256)) continue
        const path = join(dirname(pathOf(sha256)), name)
        const writtenAt = (await stat(path).catch(unless('ENOENT')))?.mtime
        if (!writtenAt || writtenAt >= before) continue
        await rm(path, { force: true })
        removed += 1
      }
      return removed
    },
    async noteUnneeded(sha256, since) {
      if (!hashPattern.test(sha256)) return
      await rm(noteOf(sha256), { force: true })
      if (since) await writeSynced(noteOf(sha256), Buffer.from(since.toISOString()))
    },
    async unneededSince(sha256) {
      const noted = hashPattern.test(sha256) && (await readIfThere(noteOf(sha256)))?.toString()
      // A note that a crash left half written says nothing.
      return noted && /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(noted) ? new Date(noted) : undefined
    },
    async belongsTo(owner) {
      const path = join(folder, '.owner')
      await mkdir(folder, { recursive: true })
      await writeSynced(path, Buffer.from(owner)).catch(unless('EEXIST'))
      return (await readFile(path, 'utf8')) === owner
    },
  }
}

function unless(code: string) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== code) throw error
  }
}

const readIfThere = (path: string): Promise<Buffer | undefined> => readFile(path).catch(unless('ENOENT'))

/** The names of the files or the folders in a folder; none where there is no folder. */
async function namesIn(path: string, which: 'isFile' | 'isDirectory'): Promise<string[]> {
  const entries = (await readdir(path, { withFileTypes: true }).catch(unless('ENOENT'))) ?? []
  return entries.filter((entry) => entry[which]()).map((entry) => entry.name)
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A file is safe only when its name in the folder is. Windows cannot open a folder and needs none of it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
