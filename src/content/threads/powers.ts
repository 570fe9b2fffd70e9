import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'

/** What a member of long standing may do with texts of others outside. Never a look at what is private. */
export type Power = 'retag' | 'move' | 'retype' | 'flag'

/** Whether a member has a power in a space outside. */
export type PowerCheck = (ctx: Ctx, accountId: AccountId, spaceId: SpaceId) => Promise<boolean>

const checks = new Map<Power, Set<PowerCheck>>()

/** Says from what a power comes: called once by a feature, before anything is served. Any one check that says yes gives it. */
export function registerPower(name: Power, check: PowerCheck): void {
  const known = checks.get(name)
  if (known) known.add(check)
  else checks.set(name, new Set([check]))
}

/** Whether the viewer has a power in a space outside: members there alone, employees have offices. */
export async function hasPower(ctx: Ctx, name: Power, spaceId: SpaceId): Promise<boolean> {
  const { viewer } = ctx
  if (viewer.kind !== 'account' || viewer.realm !== 'outside') return false
  for (const check of checks.get(name) ?? []) if (await check(ctx, viewer.id, spaceId)) return true
  return false
}
