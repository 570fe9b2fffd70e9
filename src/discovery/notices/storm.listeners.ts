import { stormClosed, stormFinished, stormStarted } from '../../content/storms/storms.events.ts'
import { type StormId, getStorm, listJudges, listPartakers } from '../../content/storms/storms.ts'
import type { Ctx } from '../../platform/context.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { defineJob, enqueue } from '../../platform/jobs.ts'
import { defineNoticeKind, notify } from './notices.ts'

const judgeNotice = defineNoticeKind({
  name: 'storm-judge',
  about: 'ideas',
  label: said('Sessions that you judge'),
  realms: ['inside', 'outside', 'bridge'],
  says: (actor, occasion) =>
    occasion.startsWith('closed')
      ? said('A session waits for its judges')
      : actor === undefined
        ? said('Somebody named you a judge')
        : said('{actor} named you a judge', { actor }),
  path: '/storms',
})

const resultNotice = defineNoticeKind({
  name: 'storm-result',
  about: 'ideas',
  label: said('Results of sessions that you took part in'),
  realms: ['inside', 'outside', 'bridge'],
  says: (actor) =>
    actor === undefined
      ? said('Somebody posted the result of a session')
      : said('{actor} posted the result of a session', { actor }),
})

/** So many of those who took part are told in one transaction. */
const portion = 100

interface Telling {
  readonly stormId: StormId
  /** Those up to this account are told already. */
  readonly afterAccount: number
}

/** One portion of those who took part, and the next one put off: both in the transaction of `ctx`. */
async function tellResult(ctx: Ctx, { stormId, afterAccount }: Telling): Promise<void> {
  const storm = await unlessGone(getStorm(ctx, stormId))
  if (!storm || storm.resultThreadId === null || storm.finishedBy === null) return
  const partakers = await listPartakers(ctx, stormId, { afterAccount, limit: portion })
  for (const accountId of partakers) {
    await notify(ctx, {
      ...{ accountId, kind: resultNotice, threadId: storm.resultThreadId, actorId: storm.finishedBy },
      because: said('because you took part in “{question}”', { question: storm.question }),
    })
  }
  if (partakers.length < portion) return
  const next = partakers.at(-1)!
  const key = `tell-storm-result:${stormId}:${next}`
  await enqueue(ctx, 'tell-storm-result', { stormId, afterAccount: next }, { key })
}

/** Goes on telling the result of a session, a portion in each transaction. Harmless to run twice. */
export const tellStormResult = defineJob('tell-storm-result', (ctx, telling: Telling) =>
  ctx.transaction((inside) => tellResult(inside, telling)),
)

export const stormListeners: readonly Listener[] = [
  listen(stormStarted, 'storms.tell-judges-named', async (ctx, { stormId }) => {
    const storm = await unlessGone(getStorm(ctx, stormId))
    if (!storm) return
    for (const accountId of await listJudges(ctx, stormId)) {
      await notify(ctx, {
        ...{ accountId, kind: judgeNotice, spaceId: storm.spaceId, occasion: `named ${stormId}` },
        ...{ actorId: storm.startedBy, because: said('because you judge “{question}”', { question: storm.question }) },
      })
    }
  }),
  listen(stormClosed, 'storms.tell-judges-closed', async (ctx, { stormId }) => {
    const storm = await unlessGone(getStorm(ctx, stormId))
    if (!storm || storm.finishedAt) return
    for (const accountId of await listJudges(ctx, stormId)) {
      await notify(ctx, {
        ...{ accountId, kind: judgeNotice, spaceId: storm.spaceId, occasion: `closed ${stormId}` },
        because: said('because you judge “{question}”', { question: storm.question }),
      })
    }
  }),
  listen(stormFinished, 'storms.tell-result', (ctx, { stormId }) => tellResult(ctx, { stormId, afterAccount: 0 })),
]
