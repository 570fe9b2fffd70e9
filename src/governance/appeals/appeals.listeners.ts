/** Who may hear an appeal is asked to, and whoever made it is told what came of it. */
import { getThread } from '../../content/threads/threads.ts'
import { defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { previewAs } from '../../realms/audience/audience.ts'
import { hearersOf, hearingOf } from '../moderation/moderation.ts'
import { appealHeard, appealMade } from './appeals.events.ts'
import { getAppeal } from './appeals.ts'

const statement = (occasion: string) => `/moderation/statements/${occasion.split(' ')[0]}#contest`

const toHearNotice = defineNoticeKind({
  name: 'moderation-appeal',
  label: 'Appeals for you to hear',
  realms: ['inside'],
  says: () => 'Somebody contests a decision, and you can hear it',
  pathOf: statement,
})

const heardNotice = defineNoticeKind({
  name: 'moderation-heard',
  label: 'What came of an appeal of yours',
  realms: ['outside', 'inside', 'bridge'],
  says: (_actor, occasion) =>
    occasion.endsWith('upheld') ? 'Your appeal was upheld' : 'Your appeal was heard, and the decision stands',
  pathOf: statement,
})

export const appealListeners: readonly Listener[] = [
  listen(appealMade, 'appeals.ask-hearers', async (ctx, { appealId }) => {
    const { measure } = await getAppeal(ctx, appealId)
    const { spaceId } = await getThread(ctx, measure.threadId)
    for (const accountId of hearersOf(await hearingOf(ctx, measure))) {
      const notice = {
        accountId,
        kind: toHearNotice,
        because: 'because you neither decided it nor have a part in it',
        occasion: String(measure.id),
      }
      // Whoever hears it without moderating that side does not read a hidden thread in its place.
      const { because } = await previewAs(ctx, { kind: 'thread', id: measure.threadId }, accountId)
      await notify(ctx, { ...notice, ...(because ? { threadId: measure.threadId } : { spaceId }) })
    }
  }),
  listen(appealHeard, 'appeals.tell-author', async (ctx, { appealId }) => {
    const { appeal, measure } = await getAppeal(ctx, appealId)
    await notify(ctx, {
      accountId: measure.subjectId,
      kind: heardNotice,
      because: 'because you contested it',
      threadId: measure.threadId,
      occasion: `${measure.id} ${appeal.upheld ? 'upheld' : 'stands'}`,
    })
  }),
]
