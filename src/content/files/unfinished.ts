/** What uploads left half written that a crash ended. */
import type { BlobStore } from '../../platform/blobs.ts'
import type { Ctx } from '../../platform/context.ts'
import * as queries from './files.queries.ts'
import { isOurs } from './unneeded.ts'

/** How long what is half written is left alone: far longer than any upload takes. */
const graceMilliseconds = 24 * 3_600_000

/**
 * Removes what uploads began to write more than a day ago and never finished; returns how many files that were. Nothing
 * is touched when the folder is another database's.
 *
 * An upload that runs is never touched, whatever the clock of the disk says of its age: it holds the hash from before it
 * writes, and what is removed here is removed under the same hold. A restore holds no hash, but lets nobody ask until it
 * is through.
 */
export async function removeUnfinished(ctx: Ctx, blobs: BlobStore): Promise<number> {
  if (!(await isOurs(ctx, blobs))) return 0
  const before = new Date(ctx.now.getTime() - graceMilliseconds)
  let removed = 0
  for await (const hashes of blobs.listUnfinished()) {
    for (const sha256 of hashes) {
      removed += await ctx.transaction(async (inside) => {
        await queries.holdBytes(inside, sha256)
        // Nothing is read from it: it waits for a restore that is under way.
        await queries.selectNeeded(inside, [sha256])
        return blobs.removeUnfinished(sha256, before)
      })
    }
  }
  if (removed > 0) ctx.log.info('removed what uploads left half written', { removed })
  return removed
}
