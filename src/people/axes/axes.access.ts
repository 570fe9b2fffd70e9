import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AccountViewer, Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { RoleRank } from './axes.tables.ts'

/** Whether somebody may read the structure: everyone who works here, and nobody else, about whomever it says something. */
export function mayReadStructure(viewer: Viewer): boolean {
  return viewer.kind === 'system' || isColleague(viewer)
}

/** Whether somebody keeps the structure: axes, roles and places are made and moved by the owner and the inside steward. */
export function mayKeepStructure(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (isColleague(viewer)) {
    if (viewer.offices.includes('owner')) return yes(said('You own this installation.'))
    if (viewer.offices.includes('inside-steward')) return yes(said('You look after the inside.'))
  }
  return no('structure.not-yours', said('Axes, places and roles are kept by the owner and the inside steward.'))
}

/**
 * Whether somebody may place and end people in a role of this rank at a node. `manages`: they stand today as manager at
 * the node or above it.
 */
export function mayPlace(viewer: Viewer, manages: boolean, rank: RoleRank): AccessVerdict {
  const keeping = mayKeepStructure(viewer)
  if (keeping.allowed) return keeping
  if (!isColleague(viewer) || !manages) {
    return no(
      'structure.not-your-place',
      said('People are placed by the manager here or above, and by the inside steward.'),
    )
  }
  return rank < 2
    ? yes(said('You manage this place or one above it.'))
    : no('structure.managers-not-yours', said('Managers are placed by the owner and the inside steward.'))
}

/** Whether the viewer stands today as manager at a node or above it, in SQL; `node` gives the node's id. */
export function managesNode(viewer: AccountViewer, node: RawBuilder<unknown>, today: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select from node_paths above
      join placements mine on mine.node_id = above.ancestor_id and mine.account_id = ${viewer.id}
      join position_roles on position_roles.key = mine.role and position_roles.rank = 2
    where above.node_id = ${node} and ${holdsOn('above', today)} and ${holdsOn('mine', today)})`
}

/** Whether a dated row holds on a day; `alias` names the row in the statement. */
export function holdsOn(alias: string, day: string): RawBuilder<SqlBool> {
  const from = sql.ref(`${alias}.fromOn`)
  const to = sql.ref(`${alias}.toOn`)
  return sql<SqlBool>`(${from} <= ${day}::date and (${to} is null or ${to} > ${day}::date))`
}

function isColleague(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account' && viewer.realm === 'inside'
}
