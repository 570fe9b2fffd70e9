import { acceptedTakenBack } from '../../content/threads/threads.events.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { defineNoticeKind, notify } from './notices.ts'

const takenBackNotice = defineNoticeKind({
  name: 'accepted-taken-back',
  about: 'answers',
  label: said('When an answer that you accepted is taken back by its author'),
  realms: ['outside', 'inside'],
  says: () => said('The answer that you accepted was taken back by its author. You can accept another one'),
})

/** Whoever accepted an answer is told that there is none any more; once for each answer. */
export const takenBackListeners: readonly Listener[] = [
  listen(acceptedTakenBack, 'notices.accepted-taken-back', async (ctx, { threadId, replyId, acceptedBy }) => {
    await notify(ctx, {
      accountId: acceptedBy,
      kind: takenBackNotice,
      because: said('because you asked'),
      threadId,
      occasion: `answer ${replyId}`,
    })
  }),
]
