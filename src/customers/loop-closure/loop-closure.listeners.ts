import { answerAccepted, answerOfficial } from '../../content/questions/questions.events.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { closeLoop } from './loop-closure.ts'

export const loopClosureListeners: readonly Listener[] = [
  listen(answerOfficial, 'loop-closure.official', async (ctx, { threadId, answerId }) => {
    await closeLoop(ctx, threadId, answerId, { mark: 'official' })
  }),
  listen(answerAccepted, 'loop-closure.accepted', async (ctx, { threadId, answerId, acceptedBy }) => {
    await closeLoop(ctx, threadId, answerId, { mark: 'accepted', actorId: acceptedBy })
  }),
]
