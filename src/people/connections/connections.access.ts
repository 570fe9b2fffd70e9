import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Onlooker, readableField } from '../accounts/accounts.ts'

/** Whether somebody can have connections, follow and block: members outside alone. */
export function mayConnect(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'visitor') return no('connections.sign-in-first', said('Sign in to connect with somebody.'))
  if (viewer.kind === 'account' && viewer.realm === 'outside') return yes(said('You are a member outside.'))
  return no('connections.members-only', said('Connections join members outside. Working here is no connection.'))
}

/**
 * Whether an onlooker may see a tie between two people: never one that either of them hides, and only when at least
 * one of them shows the onlooker whom they know. Blocks between the onlooker and one of them change nothing here: what
 * is missing would tell of the block. The query must select from `ties`.
 */
export function readableTie(by: Onlooker): RawBuilder<SqlBool> {
  return sql<SqlBool>`(ties.is_path and exists (select from member_fields
    where member_fields.account_id in (ties.person_id, ties.other_id) and member_fields.field = 'connections'
      and ${readableField(by)}))`
}

/** Whether an onlooker may see, in the list of `ties.person_id`, whom that person knows: as far as they show it. */
export function listedTie(by: Onlooker): RawBuilder<SqlBool> {
  const known = by.id ? sql<SqlBool>`(ties.is_path or ties.other_id = ${by.id})` : sql<SqlBool>`ties.is_path`
  return sql<SqlBool>`(${known} and exists (select from member_fields
    where member_fields.account_id = ties.person_id and member_fields.field = 'connections' and ${readableField(by)}))`
}
