/** Who may hear an appeal is asked to, and whoever made it is told what came of it. */
import { getThread } from '../../content/threads/threads.ts'
import { defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { previewAs } from '../../realms/audience/audience.ts'
import { hearersOf, hearingOf } from '../moderation/moderation.ts'
import { appealHeard, appealMade } from './appeals.events.ts'
import { getAppeal } from './appeals.ts'

const statement = (occasion: string) => `/moderation/statements/${occasion.split(' ')[0]}#contest`

const toHearNotice = defineNoticeKind({
  name: 'moderation-appeal',
  about: 'moderation',
  label: said('Appeals for you to hear'),
  realms: ['inside'],
  says: () => said('Somebody contests a decision, and you can hear it'),
  pathOf: statement,
})

const heardNotice = defineNoticeKind({
  name: 'moderation-heard',
  about: 'moderation',
  label: said('What came of an appeal of yours'),
  realms: ['outside', 'inside', 'bridge'],
  says: (_actor, occasion) =>
    occasion.endsWith('upheld')
      ? said('Your appeal was upheld')
      : said('Your appeal was heard, and the decision stands'),
  pathOf: statement,
})

export const appealListeners: readonly Listener[] = [
  listen(appealMade, 'appeals.ask-hearers', async (ctx, { appealId }) => {
    const made = await unlessGone(getAppeal(ctx, appealId))
    if (!made) return
    const { measure } = made
    const { spaceId } = await getThread(ctx, measure.threadId)
    for (const accountId of hearersOf(await hearingOf(ctx, measure))) {
      const notice = {
        accountId,
        kind: toHearNotice,
        because: said('because you neither decided it nor have a part in it'),
        occasion: String(measure.id),
      }
      // Whoever hears it without moderating that side does not read a hidden thread in its place.
      const { because } = await previewAs(ctx, { kind: 'thread', id: measure.threadId }, accountId)
      await notify(ctx, { ...notice, ...(because ? { threadId: measure.threadId } : { spaceId }) })
    }
  }),
  listen(appealHeard, 'appeals.tell-author', async (ctx, { appealId }) => {
    const heard = await unlessGone(getAppeal(ctx, appealId))
    if (!heard) return
    const { appeal, measure } = heard
    await notify(ctx, {
      accountId: measure.subjectId,
      kind: heardNotice,
      because: said('because you contested it'),
      threadId: measure.threadId,
      occasion: `${measure.id} ${appeal.upheld ? 'upheld' : 'stands'}`,
    })
  }),
]
