import { wordsFor } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { speaking } from '../../platform/languages/installation.ts'
import { getClock, quietUntil } from '../digests/digests.ts'
import { findReceiver } from './notices.queries.ts'

/** Somebody who is to be told of something beside these pages, at this moment. */
export interface ToldPerson {
  /** Under their rights and in their words: what is told is what they may read. */
  readonly theirs: Ctx
  /** Until when it is quiet, while it is. */
  readonly quiet: Date | undefined
  /** Where mail may go, if anywhere. */
  readonly email: string | null
}

/** For devices and web addresses; undefined when the account is closed or gone. */
export async function whomToTell(ctx: Ctx, accountId: AccountId): Promise<ToldPerson | undefined> {
  const receiver = await findReceiver(ctx, accountId)
  if (!receiver) return undefined
  const quiet = quietUntil(await getClock(ctx, accountId), ctx.now)
  return { theirs: speaking(ctx.as(receiver.viewer), await wordsFor(ctx, accountId)), quiet, email: receiver.email }
}
