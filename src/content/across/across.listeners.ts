import { type Listener, listen } from '../../platform/events.ts'
import { threadStarted } from '../threads/threads.events.ts'
import { passBridges } from './across.ts'

export const acrossListeners: readonly Listener[] = [
  listen(threadStarted, 'across.pass-bridges', (ctx, { threadId }) => passBridges(ctx, threadId)),
]
