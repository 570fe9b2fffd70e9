import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { FieldReach } from '../accounts/accounts.ts'

export type ReachUndoId = Id<'reach-undo'>
/** What a new text can be, where it starts with a reach of its own: questions and problems, or ideas and praise. */
export type StartingPosts = 'questions' | 'others'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** How far new texts of a member reach until they choose; without a row as far as their space. */
    startingReaches: { accountId: AccountId; posts: StartingPosts; reach: FieldReach }
    /** What stood before a member's last change of who sees what, by the name of each choice that it changed. */
    reachUndos: { id: Generated<ReachUndoId>; accountId: AccountId; keptAt: Date; before: Record<string, unknown> }
  }
}
