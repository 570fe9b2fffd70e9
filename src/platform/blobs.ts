import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Bytes kept under the hash of themselves: the same picture twice is stored once, and nothing is ever overwritten. */
export interface BlobStore {
  put(bytes: Buffer): Promise<string>
  /** The bytes; undefined when there are none under this hash. */
  find(sha256: string): Promise<Buffer | undefined>
  remove(sha256: string): Promise<void>
}

/** Blobs in `folder`, synced to disk before `put` answers. */
export function folderBlobs(folder: string): BlobStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(sha256)
      await mkdir(dirname(path), { recursive: true })
      const aside = `${path}.${randomBytes(6).toString('hex')}`
      try {
        await writeSynced(aside, bytes)
        // A link, not a rename: it fails when the same bytes are there already, which is just as good.
        await link(aside, path).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error
        })
      } finally {
        await rm(aside, { force: true })
      }
      await syncFolder(dirname(path))
      return sha256
    },
    async find(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined
      return readFile(pathOf(sha256)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
    },
    async remove(sha256) {
      if (/^[0-9a-f]{64}$/.test(sha256)) await rm(pathOf(sha256), { force: true })
    },
  }
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
