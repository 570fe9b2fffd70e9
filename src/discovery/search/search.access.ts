import type { Viewer } from '../../platform/context.ts'

/** Whether somebody sees what was looked for on a side and not found: its steward and the owner; for others there is no such page. */
export function seesWithoutFinds(viewer: Viewer, side: 'inside' | 'outside'): boolean {
  if (viewer.kind === 'system') return true
  if (viewer.kind !== 'account' || viewer.realm !== 'inside') return false
  return viewer.offices.includes('owner') || viewer.offices.includes(`${side}-steward`)
}
