import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { installationWords } from '../../platform/languages/installation.ts'
import { type Say, wordsIn } from '../../platform/languages/languages.ts'
import { findLocale } from './accounts.queries.ts'

/**
 * The words in the language that an account has chosen, else in that of the installation: for what is written to
 * somebody while they are not here.
 */
export async function wordsFor(ctx: Ctx, id: AccountId): Promise<Say> {
  const chosen = await findLocale(ctx, id)
  return chosen === undefined ? installationWords(ctx) : wordsIn(chosen)
}
