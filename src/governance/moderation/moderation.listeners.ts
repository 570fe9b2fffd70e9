/** Whoever wrote a text is told what was decided about it and why: here, by mail, and on the page of the statement. */
import { defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { getMeasure } from './measures.ts'
import { measureTaken, measureUndone } from './moderation.events.ts'
import type { Measure, MeasureId } from './moderation.tables.ts'

const says: Readonly<Record<Exclude<Measure, 'none'> | 'undone', string>> = {
  hide: said('A text of yours was hidden by moderation'),
  remove: said('A text of yours was removed by moderation'),
  slow: said('A moderator slowed down how often you write'),
  suspend: said('A moderator suspended you from writing'),
  hold: said('A text of yours is saved and waits for a moderator'),
  undone: said('A moderator undid a decision about a text of yours'),
}

const measureNotice = defineNoticeKind({
  name: 'moderation-measure',
  about: 'moderation',
  label: said('What moderators decide about what you write'),
  realms: ['outside', 'inside', 'bridge'],
  says: (_actor, occasion) => says[occasion.split(' ')[1] as keyof typeof says] ?? says.hide,
  pathOf: (occasion) => `/moderation/statements/${occasion.split(' ')[0]}`,
})

async function tell(ctx: Ctx, measureId: MeasureId, as?: 'undone'): Promise<void> {
  const taken = await unlessGone(getMeasure(ctx, measureId))
  if (!taken) return
  const { subjectId, threadId, measure } = taken
  await notify(ctx, {
    accountId: subjectId,
    kind: measureNotice,
    because: said('because it is about what you wrote'),
    threadId,
    occasion: `${measureId} ${as ?? measure}`,
  })
}

export const moderationListeners: readonly Listener[] = [
  listen(measureTaken, 'moderation.tell-author', (ctx, { measureId }) => tell(ctx, measureId)),
  listen(measureUndone, 'moderation.tell-author-undone', (ctx, { measureId }) => tell(ctx, measureId, 'undone')),
]
