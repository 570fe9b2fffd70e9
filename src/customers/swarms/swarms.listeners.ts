import { defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { swarmCalled } from './swarms.events.ts'
import { findCall, findSwarm, findSwarmByCompanion } from './swarms.queries.ts'

const calledNotice = defineNoticeKind({
  name: 'called',
  label: 'Calls into a swarm',
  realms: ['inside'],
  says: (actor) => `${actor ?? 'A colleague'} called you`,
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
      because: `because ${caller?.displayName ?? 'a colleague'} called you to a swarm: ${call.reason}`,
      threadId: swarm.companionId,
      actorId: call.calledBy,
    })
  }),
]
