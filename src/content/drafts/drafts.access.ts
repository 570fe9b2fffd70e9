import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whose drafts somebody reads: their own and nobody else's, whatever office they hold. The statement selects from `drafts`. */
export function ownDraft(viewer: Viewer): RawBuilder<SqlBool> {
  return viewer.kind === 'account' ? sql<SqlBool>`(drafts.account_id = ${viewer.id})` : sql<SqlBool>`false`
}

/** Who keeps drafts here: everybody who is signed in. */
export function mayKeepDrafts(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account'
    ? yes(said('Drafts are your own.'))
    : no('drafts.sign-in-first', said('Sign in to keep drafts. Nobody but you reads them.'))
}
