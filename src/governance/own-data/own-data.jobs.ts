import type { BlobStore } from '../../platform/blobs.ts'
import { type Job, defineJob } from '../../platform/jobs.ts'
import { type ExportId, forgetOldExports, makeName, makeOwnData } from './own-data.ts'

/** Makes the file that somebody asked for; it needs the pictures, which stand beside the database. */
export function makeOwnDataJob(blobs: BlobStore): Job {
  return defineJob<{ exportId: ExportId }>(makeName, (ctx, { exportId }) => makeOwnData(ctx, exportId, blobs))
}

export const forgetOwnData = defineJob('forget-own-data', forgetOldExports, { cron: '41 * * * *' })
