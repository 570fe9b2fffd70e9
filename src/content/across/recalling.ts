import { NotFound } from '../../platform/errors.ts'
import type { RecallStep } from '../../realms/crossings/crossings.ts'
import { forgetPictures } from '../files/files.ts'
import { threadOf } from './texts.ts'

/** In the transaction of a recall: the pictures that only the recalled text showed end with it. */
export const forgetRecalledPictures: RecallStep = async (ctx, crossing) => {
  try {
    const thread = await threadOf(ctx, { kind: crossing.targetKind, id: crossing.targetId })
    await forgetPictures(ctx, thread.id)
  } catch (error) {
    // The thread is gone, and its pictures went with it.
    if (!(error instanceof NotFound)) throw error
  }
}
