import { answerAccepted, answerOfficial } from '../../content/questions/questions.events.ts'
import { threadMerged, threadUnmerged } from '../../content/threads/threads.events.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { closeLoop, closeLoopsOn } from './loop-closure.ts'

export const loopClosureListeners: readonly Listener[] = [
  listen(answerOfficial, 'loop-closure.official', async (ctx, { answerId }) => {
    await closeLoop(ctx, answerId, 'official')
  }),
  listen(answerAccepted, 'loop-closure.accepted', async (ctx, { answerId }) => {
    await closeLoop(ctx, answerId, 'accepted')
  }),
  listen(threadMerged, 'loop-closure.merged', (ctx, { intoId }) => closeLoopsOn(ctx, intoId)),
  listen(threadUnmerged, 'loop-closure.parted', (ctx, { fromId }) => closeLoopsOn(ctx, fromId)),
]
