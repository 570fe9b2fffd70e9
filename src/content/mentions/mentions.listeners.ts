/**
 * What is drawn shows the present name by itself (`present.ts`). Where somebody's name was taken away it must not stand
 * in what is found by words either, nor in the first lines of a text in a list: so it is written anew.
 */
import { accountCameBack, accountLeft } from '../../people/leaving/leaving.events.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Listener, listen } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { relabel } from './mentions.queries.ts'

async function callAsNow(ctx: Ctx, accountId: AccountId): Promise<void> {
  const texts = await relabel(ctx, accountId)
  ctx.log.info('mentions were called by the present name', { account: accountId, texts })
}

export const mentionNameListeners: readonly Listener[] = [
  listen(accountLeft, 'mentions.take-name', (ctx, { accountId }) => callAsNow(ctx, accountId)),
  listen(accountCameBack, 'mentions.give-name-back', (ctx, { accountId }) => callAsNow(ctx, accountId)),
]
