import type { Ctx } from '../../platform/context.ts'
import { Forbidden } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import type { ThreadId } from '../threads/threads.ts'
import * as queries from './credits.queries.ts'
import { getIdea } from './reading.ts'

/** Somebody who wrote an idea, one united with it, or an extension; and whether they agreed to be named when it is done. */
export interface Contributor {
  readonly accountId: AccountId
  readonly person: PersonCard | undefined
  /** What they brought: 'author' once, then united ideas, then extensions. */
  readonly brought: 'author' | 'united' | 'extension'
  /** Undefined while they have not said. */
  readonly isNamed: boolean | undefined
}

/** Everybody who contributed to an idea that the viewer may read, its author first, each once. */
export async function listContributors(ctx: Ctx, ideaId: ThreadId): Promise<readonly Contributor[]> {
  await getIdea(ctx, ideaId)
  const rows = await queries.selectContributors(ctx, ideaId)
  const people = await loadPeople(
    ctx,
    rows.map((row) => row.accountId),
  )
  return rows.map((row) => ({
    accountId: row.accountId,
    person: people.get(row.accountId),
    brought: row.brought,
    isNamed: row.isNamed ?? undefined,
  }))
}

/**
 * Says whether the viewer, a contributor, wants to be named when the idea is done; changeable at any time. Throws
 * NotFound, Forbidden (they contributed nothing).
 */
export async function agreeToBeNamed(ctx: Ctx, ideaId: ThreadId, isNamed: boolean): Promise<void> {
  const { viewer } = ctx
  const contributors = await listContributors(ctx, ideaId)
  if (viewer.kind !== 'account' || !contributors.some((one) => one.accountId === viewer.id)) {
    throw new Forbidden('ideas.no-contributor', said('Only those who contributed to this idea can be named for it.'))
  }
  await queries.putCredit(ctx, ideaId, viewer.id, isNamed)
  await touch(ctx, `thread:${ideaId}`)
}
