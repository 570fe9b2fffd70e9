import type { Ctx, Viewer } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { administers } from './spaces.access.ts'
import type { SpaceId } from './spaces.tables.ts'
import type { Space } from './spaces.ts'
import type { Standing } from './standing.access.ts'
import * as queries from './standing.queries.ts'

const nobody = { reads: false, isAuthor: false, groups: [], nodes: [], managed: [], within: [] }

/** What the viewer is to a space today. */
export async function standingOf(ctx: Ctx, space: Pick<Space, 'id' | 'realm'>): Promise<Standing> {
  const { viewer } = ctx
  if (viewer.kind === 'system') return { ...nobody, accountId: null, reads: true, administers: true }
  if (viewer.kind === 'visitor') return { ...nobody, accountId: null, administers: false }
  const [row] = await queries.selectStandings(ctx, space.id, [viewer.id])
  if (!row?.isEmployee) return { ...nobody, accountId: viewer.id, administers: false }
  return { ...row, administers: administers(viewer, space.realm) }
}

/** What each of several accounts is to a space today: who does not work here any more is nothing to it. */
export async function standingsOf(
  ctx: Ctx,
  space: Pick<Space, 'id' | 'realm'>,
  accountIds: readonly AccountId[],
): Promise<Map<AccountId, Standing>> {
  const rows = accountIds.length === 0 ? [] : await queries.selectStandings(ctx, space.id, [...new Set(accountIds)])
  return new Map(
    rows
      .filter((row) => row.isEmployee)
      .map((row) => {
        const viewer: Viewer = { kind: 'account', id: row.accountId, realm: 'inside', name: '', offices: row.offices }
        return [row.accountId, { ...row, administers: administers(viewer, space.realm) }]
      }),
  )
}

/** Whether only administrators' grants count in a space: at and below an administrator's stop. */
export async function isFixedSpace(ctx: Ctx, spaceId: SpaceId): Promise<boolean> {
  return queries.findFixed(ctx, spaceId)
}

/**
 * Runs a change of rights in a space in one transaction, and takes it back with Invalid for `field` when the viewer
 * would hold more afterwards, there or in a space below: nobody raises themselves, whatever they may give to others.
 */
export async function withoutOwnGain<T>(
  ctx: Ctx,
  spaceId: SpaceId,
  field: string,
  change: (inside: Ctx) => Promise<T>,
): Promise<T> {
  const { viewer } = ctx
  if (viewer.kind !== 'account') return ctx.transaction(change)
  return ctx.transaction(async (inside) => {
    const before = new Map((await queries.selectHoldings(inside, spaceId, viewer.id)).map((one) => [one.id, one]))
    const result = await change(inside)
    for (const { id, level, publishes } of await queries.selectHoldings(inside, spaceId, viewer.id)) {
      const held = before.get(id)
      if (level > (held?.level ?? 0) || (publishes && !held?.publishes))
        throw new Invalid('spaces.own-gain', {
          [field]: said('This would give you yourself more than you hold now. Somebody else has to do it.'),
        })
    }
    return result
  })
}
