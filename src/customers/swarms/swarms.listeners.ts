import { defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { swarmCalled } from './swarms.events.ts'
import { findCall, findSwarm, findSwarmByCompanion } from './swarms.queries.ts'

const calledNotice = defineNoticeKind({
  name: 'called',
  about: 'work',
  label: said('Calls into a swarm'),
  realms: ['inside'],
  says: (actor) => (actor === undefined ? said('A colleague called you') : said('{actor} called you', { actor })),
  addressOf: async (ctx, { threadId }) => {
    const swarm = await findSwarmByCompanion(ctx, threadId)
    return swarm ? `/inside/swarms/${swarm.id}` : `/inside/threads/${threadId}`
  },
})

export const swarmListeners: readonly Listener[] = [
  listen(swarmCalled, 'swarms.tell-called', async (ctx, { swarmId, accountId }) => {
    const swarm = await findSwarm(ctx, swarmId)
    const call = await findCall(ctx, swarmId, accountId)
    if (!swarm || !call) return
    const caller = (await loadPeople(ctx, [call.calledBy])).get(call.calledBy)
    await notify(ctx, {
      accountId,
      kind: calledNotice,
      because: caller
        ? said('because {name} called you to a swarm: {reason}', { name: caller.displayName, reason: call.reason })
        : said('because a colleague called you to a swarm: {reason}', { reason: call.reason }),
      threadId: swarm.companionId,
      actorId: call.calledBy,
    })
  }),
]
