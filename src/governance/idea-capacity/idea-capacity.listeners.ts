import { ideaVoted } from '../../content/idea-votes/idea-votes.events.ts'
import { defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { defineJob } from '../../platform/jobs.ts'
import { said } from '../../platform/languages/languages.ts'
import { selectConcerned } from './dormancy.queries.ts'
import { capacityChanged, ideaDozing } from './idea-capacity.events.ts'
import { archiveUntouched, debtWords, guardCapacities, revive, warningOf } from './idea-capacity.ts'

export const guardIdeas = defineJob('guard-idea-capacity', guardCapacities, { cron: '23 * * * *' })
export const archiveIdeas = defineJob('archive-untouched-ideas', archiveUntouched, { cron: '41 3 * * *' })

const capacityNotice = defineNoticeKind({
  name: 'idea-capacity',
  about: 'ideas',
  label: said('Ideas that take longer to review than promised'),
  realms: ['inside'],
  says: (_actor, occasion) =>
    occasion.startsWith('over')
      ? said('More ideas wait than can be reviewed in time')
      : said('Ideas are reviewed in time again'),
  path: '/inside/ideas-review',
})

const dozingNotice = defineNoticeKind({
  name: 'idea-dozing',
  about: 'ideas',
  label: said('Ideas that will be archived'),
  realms: ['inside', 'outside', 'bridge'],
  says: () => said('Will be archived in 14 days, unless somebody votes or writes'),
})

export const ideaCapacityListeners: readonly Listener[] = [
  listen(capacityChanged, 'idea-capacity.tell-owner', async (ctx, { capacityId, isOver }, at) => {
    const warning = await warningOf(ctx, capacityId)
    if (!warning) return
    const { capacity, spaceId } = warning
    const { title } = capacity
    const place = capacity.isCategory ? said('The category “{title}”', { title }) : said('“{title}”', { title })
    await notify(ctx, {
      accountId: capacity.ownerId,
      kind: capacityNotice,
      spaceId,
      occasion: `${isOver ? 'over' : 'within'} ${capacityId} ${at.getTime()}`,
      because:
        isOver && capacity.debt.isOver
          ? said('because you answer for its review. {debt}', { debt: debtWords(capacity.debt, place) })
          : said('because you answer for the review of {title}', { title }),
    })
  }),
  listen(ideaDozing, 'idea-capacity.tell-dozing', async (ctx, { ideaId }, at) => {
    for (const accountId of await selectConcerned(ctx, ideaId)) {
      await notify(ctx, {
        ...{ accountId, kind: dozingNotice, threadId: ideaId, occasion: String(at.getTime()) },
        because: said('because you posted it or voted on it'),
      })
    }
  }),
  listen(ideaVoted, 'idea-capacity.revive', (ctx, { ideaId, accountId }) => unlessGone(revive(ctx, ideaId, accountId))),
]
