import { stormClosed, stormFinished, stormStarted } from '../../content/storms/storms.events.ts'
import { getStorm, listJudges, listPartakers } from '../../content/storms/storms.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { defineNoticeKind, notify } from './notices.ts'

const judgeNotice = defineNoticeKind({
  name: 'storm-judge',
  label: 'Sessions that you judge',
  realms: ['inside', 'outside', 'bridge'],
  says: (actor, occasion) =>
    occasion.startsWith('closed') ? 'A session waits for its judges' : `${actor ?? 'Somebody'} named you a judge`,
  path: '/storms',
})

const resultNotice = defineNoticeKind({
  name: 'storm-result',
  label: 'Results of sessions that you took part in',
  realms: ['inside', 'outside', 'bridge'],
  says: (actor) => `${actor ?? 'Somebody'} posted the result of a session`,
})

export const stormListeners: readonly Listener[] = [
  listen(stormStarted, 'storms.tell-judges-named', async (ctx, { stormId }) => {
    const storm = await getStorm(ctx, stormId)
    for (const accountId of await listJudges(ctx, stormId)) {
      await notify(ctx, {
        ...{ accountId, kind: judgeNotice, spaceId: storm.spaceId, occasion: `named ${stormId}` },
        ...{ actorId: storm.startedBy, because: `because you judge “${storm.question}”` },
      })
    }
  }),
  listen(stormClosed, 'storms.tell-judges-closed', async (ctx, { stormId }) => {
    const storm = await getStorm(ctx, stormId)
    if (storm.finishedAt) return
    for (const accountId of await listJudges(ctx, stormId)) {
      await notify(ctx, {
        ...{ accountId, kind: judgeNotice, spaceId: storm.spaceId, occasion: `closed ${stormId}` },
        because: `because you judge “${storm.question}”`,
      })
    }
  }),
  listen(stormFinished, 'storms.tell-result', async (ctx, { stormId }) => {
    const storm = await getStorm(ctx, stormId)
    if (storm.resultThreadId === null || storm.finishedBy === null) return
    for (const accountId of await listPartakers(ctx, stormId)) {
      await notify(ctx, {
        ...{ accountId, kind: resultNotice, threadId: storm.resultThreadId, actorId: storm.finishedBy },
        because: `because you took part in “${storm.question}”`,
      })
    }
  }),
]
