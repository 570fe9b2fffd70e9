import { getIdea, ownReasons, setStage } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import * as queries from './dormancy.queries.ts'
import { ideaDozing } from './idea-capacity.events.ts'

const atOnce = 500

/**
 * Ideas that are new or under review and on which nothing was done for six months are archived; 14 days before, their
 * author and voters are told. Harmless to run at any time and as often as one likes. For the job.
 */
export async function archiveUntouched(ctx: Ctx): Promise<void> {
  await ctx.transaction(async (inside) => {
    for (const ideaId of await queries.takeDozing(inside, atOnce)) await announce(inside, ideaDozing, { ideaId })
    for (const { ideaId, stage } of await queries.selectAsleep(inside, atOnce)) {
      await setStage(inside, ideaId, {
        stage: 'archived',
        reason: ownReasons.untouched,
      })
      await queries.markArchived(inside, ideaId, stage)
    }
  })
}

/** Brings an idea back that was archived because nothing happened, when somebody votes for it. For the listener. */
export async function revive(ctx: Ctx, ideaId: ThreadId, accountId: AccountId): Promise<void> {
  const idea = await getIdea(ctx, ideaId)
  if (idea.stage !== 'archived' || !(await queries.votesFor(ctx, ideaId, accountId))) return
  await ctx.transaction(async (inside) => {
    const stage = await queries.takeArchived(inside, ideaId)
    if (stage !== undefined) await setStage(inside, ideaId, { stage, reason: ownReasons.revived })
  })
}
