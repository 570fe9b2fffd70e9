import { said } from '../../platform/languages/languages.ts'
import type { ReplyKind } from '../threads/threads.ts'

/** What is said of one's own reply, by what it was written as. */
export const replyWords = {
  answer: {
    own: said('Your answer'),
    change: said('Change your answer'),
    history: said('How this answer changed'),
  },
  comment: {
    own: said('Your comment'),
    change: said('Change your comment'),
    history: said('How this comment changed'),
  },
  reply: {
    own: said('Your reply'),
    change: said('Change your reply'),
    history: said('How this reply changed'),
  },
} as const satisfies Readonly<Record<ReplyKind, Readonly<Record<string, string>>>>
