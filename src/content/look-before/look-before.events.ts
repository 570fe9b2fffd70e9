import { defineEvent } from '../../platform/events.ts'
import type { ThreadId } from '../threads/threads.ts'

/** A question was not asked: this thread answered it. */
export const questionDeflected = defineEvent<{ threadId: ThreadId }>('question.deflected')
