/** Whoever wrote a text is told what was decided about it and why: here, by mail, and on the page of the statement. */
import { defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { getMeasure } from './measures.ts'
import { measureTaken, measureUndone } from './moderation.events.ts'
import type { Measure, MeasureId } from './moderation.tables.ts'

const says: Readonly<Record<Exclude<Measure, 'none'> | 'undone', string>> = {
  hide: 'A text of yours was hidden by moderation',
  remove: 'A text of yours was removed by moderation',
  slow: 'A moderator slowed down how often you write',
  suspend: 'A moderator suspended you from writing',
  hold: 'A text of yours is saved and waits for a moderator',
  undone: 'A moderator undid a decision about a text of yours',
}

const measureNotice = defineNoticeKind({
  name: 'moderation-measure',
  label: 'What moderators decide about what you write',
  realms: ['outside', 'inside', 'bridge'],
  says: (_actor, occasion) => says[occasion.split(' ')[1] as keyof typeof says] ?? says.hide,
  pathOf: (occasion) => `/moderation/statements/${occasion.split(' ')[0]}`,
})

async function tell(ctx: Ctx, measureId: MeasureId, as?: 'undone'): Promise<void> {
  const { subjectId, threadId, measure } = await getMeasure(ctx, measureId)
  await notify(ctx, {
    accountId: subjectId,
    kind: measureNotice,
    because: 'because it is about what you wrote',
    threadId,
    occasion: `${measureId} ${as ?? measure}`,
  })
}

export const moderationListeners: readonly Listener[] = [
  listen(measureTaken, 'moderation.tell-author', (ctx, { measureId }) => tell(ctx, measureId)),
  listen(measureUndone, 'moderation.tell-author-undone', (ctx, { measureId }) => tell(ctx, measureId, 'undone')),
]
