import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Say, wordsIn } from '../../platform/languages/languages.ts'
import { findLocale } from './accounts.queries.ts'

/** The words in the language that an account has chosen: for what is written to somebody while they are not here. */
export async function wordsFor(ctx: Ctx, id: AccountId): Promise<Say> {
  return wordsIn(await findLocale(ctx, id))
}
