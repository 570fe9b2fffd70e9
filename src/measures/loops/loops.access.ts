import type { Viewer } from '../../platform/context.ts'
import { isEmployee } from '../../realms/spaces/spaces.ts'

/** Who may see the board and the items behind its figures: every employee. Each figure counts only what its reader may read. */
export function mayReadBoard(viewer: Viewer): boolean {
  return isEmployee(viewer)
}
