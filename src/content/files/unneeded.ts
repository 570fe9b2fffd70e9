/** The bytes of pictures that no row names any more. */
import { randomBytes } from 'node:crypto'
import type { BlobStore } from '../../platform/blobs.ts'
import type { Ctx } from '../../platform/context.ts'
import * as queries from './files.queries.ts'

/**
 * How long bytes stay after they were found unneeded: until the run of the next night, whenever in its minute it
 * begins. A backup or an archive that began while a row named them still finds them.
 */
const graceMilliseconds = 23 * 3_600_000
/** Hashes that the database is asked about at once. */
const portion = 500

/**
 * Removes the bytes that no row names, a day after a run found them so; returns how many it found first and removed.
 * Other files in the folder are never touched, and nothing is when the folder is another database's.
 *
 * Bytes that somebody needs are never removed, whoever uploads the same ones meanwhile. An upload holds the hash from
 * before it writes the bytes until its row is committed; here the row is asked for, and what follows is done, under the
 * same hold. So either the row is seen, or the upload begins afterwards and writes the bytes again. Any other row is
 * copied from one that stands until the copy does. A restore keeps everybody from asking until it is through.
 */
export async function removeUnneeded(ctx: Ctx, blobs: BlobStore): Promise<{ found: number; removed: number }> {
  const done = { found: 0, removed: 0 }
  if (!(await isOurs(ctx, blobs))) {
    ctx.log.warn('the folder of files belongs to another database; nothing in it is removed')
    return done
  }
  for await (const stored of blobs.list()) {
    for (let at = 0; at < stored.length; at += portion) {
      const some = stored.slice(at, at + portion)
      const needed = await queries.selectNeeded(
        ctx,
        some.map(({ sha256 }) => sha256),
      )
      for (const { sha256, isNoted } of some) {
        if (needed.has(sha256) && !isNoted) continue
        const what = await ctx.transaction((inside) => settle(inside, blobs, sha256))
        if (what) done[what] += 1
      }
    }
  }
  if (done.found + done.removed > 0) ctx.log.info('looked for bytes that nobody needs', done)
  return done
}

/** Whether the folder is this database's; it is that of the one that asks first. */
export async function isOurs(ctx: Ctx, blobs: BlobStore): Promise<boolean> {
  return blobs.belongsTo(await queries.ensureSetting(ctx, 'files.folder-owner', () => randomBytes(16).toString('hex')))
}

async function settle(ctx: Ctx, blobs: BlobStore, sha256: string): Promise<'found' | 'removed' | undefined> {
  await queries.holdBytes(ctx, sha256)
  if ((await queries.selectNeeded(ctx, [sha256])).has(sha256)) {
    await blobs.noteUnneeded(sha256, undefined)
    return undefined
  }
  const since = await blobs.unneededSince(sha256)
  if (!since) {
    await blobs.noteUnneeded(sha256, ctx.now)
    return 'found'
  }
  if (ctx.now.getTime() - since.getTime() < graceMilliseconds) return undefined
  await blobs.remove(sha256)
  return 'removed'
}
