/** Whoever flagged a text is told what came of it, with the reason: here, by mail, and on a page of their own. */
import { defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { caseDecided } from '../moderation/moderation.events.ts'
import { listFlagged } from './flags.ts'

const says: Readonly<Record<string, string>> = {
  hide: said('You flagged a text. A moderator looked at it and hid it'),
  remove: said('You flagged a text. A moderator looked at it and removed it'),
  none: said('You flagged a text. A moderator looked at it and left it there'),
}

const outcomeNotice = defineNoticeKind({
  name: 'flag-outcome',
  about: 'moderation',
  label: said('What comes of what you flag'),
  realms: ['outside', 'inside', 'bridge'],
  says: (_actor, occasion) => says[occasion.split(' ')[1] ?? ''] ?? says.none!,
  pathOf: (occasion) => `/flag/outcomes/${occasion.split(' ')[0]}`,
})

export const flagListeners: readonly Listener[] = [
  listen(caseDecided, 'flags.tell-outcome', async (ctx, { caseId }) => {
    for (const { by, spaceId, measure } of await listFlagged(ctx, caseId))
      await notify(ctx, {
        accountId: by,
        kind: outcomeNotice,
        because: said('because you flagged it'),
        // Of the space, not of the thread: what was hidden they read no longer.
        spaceId,
        occasion: `${caseId} ${measure ?? 'none'}`,
      })
  }),
]
