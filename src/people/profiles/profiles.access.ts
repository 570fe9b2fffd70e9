import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { FieldReach, MemberField } from '../accounts/accounts.ts'

/** Fields by which somebody can be reached: never wider than one's own connections. */
const contactFields: readonly MemberField[] = ['email', 'phone']

/** The reaches that a field can have, the narrowest first. */
export function possibleReaches(field: MemberField): readonly FieldReach[] {
  return contactFields.includes(field) ? [0, 1] : [0, 1, 2, 3, 4, 5]
}

/** Whether somebody chooses field by field who sees what of them: members outside alone, each of themselves. */
export function mayChooseReach(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account' && viewer.realm === 'outside'
    ? yes(said('This is your own profile.'))
    : no('profiles.members-only', said('Only members outside choose field by field who sees what of them.'))
}
