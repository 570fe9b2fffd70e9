import type { BlobStore } from '../../platform/blobs.ts'
import { type Job, defineJob } from '../../platform/jobs.ts'
import { removeUnfinished } from './unfinished.ts'
import { removeUnneeded } from './unneeded.ts'

/** Every night after what was taken back is erased: bytes that nobody needs go; they stand beside the database. */
export function removeUnneededJob(blobs: BlobStore): Job {
  return defineJob(
    'remove-unneeded-bytes',
    async (ctx) => {
      await removeUnneeded(ctx, blobs)
      await removeUnfinished(ctx, blobs)
    },
    { cron: '19 4 * * *' },
  )
}
