import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AccountViewer, Realm, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { readerOf } from '../reader.access.ts'
import { type SpaceRight, administers, isEmployee, readableSpace, rightLevel } from '../spaces/spaces.ts'

/** One end of a bridge, as far as deciding about it goes. */
export interface BridgeSide {
  readonly realm: Realm
  readonly title: string
  /** The viewer's right in the space. */
  readonly right: SpaceRight | undefined
}

/** Whether somebody decides for one end of a bridge: who manages that space, and who administers its side. */
export function mayDecideFor(viewer: Viewer, side: BridgeSide): AccessVerdict {
  if (!isEmployee(viewer)) return no('bridges.employees-only', said('Standing bridges are made by those inside.'))
  if (administers(viewer, side.realm))
    return yes(said('You administer the side on which {space} stands.', { space: side.title }))
  return side.right === 'manage'
    ? yes(said('You look after {space}.', { space: side.title }))
    : no(
        'bridges.not-yours',
        said('This is decided by those who look after {space}, or who administer its side. Ask one of them.', {
          space: side.title,
        }),
      )
}

/** Whether somebody may propose a bridge between two spaces that they read: who decides for one of its ends. */
export function mayPropose(viewer: Viewer, inner: BridgeSide, outer: BridgeSide): AccessVerdict {
  const own = mayDecideFor(viewer, inner)
  return own.allowed ? own : mayDecideFor(viewer, outer)
}

export interface BridgeState {
  readonly bringsIn: boolean
  readonly innerApprovedBy: AccountId | null
  readonly outerApprovedBy: AccountId | null
  readonly endedAt: Date | null
}

/**
 * Whether somebody may say yes for one end. The two ends need two people. What comes in is brought in under the name of
 * whoever said yes for the inner end, so they must be able to write there.
 */
export function mayApprove(
  viewer: Viewer,
  end: 'inner' | 'outer',
  side: BridgeSide,
  bridge: BridgeState,
): AccessVerdict {
  const deciding = mayDecideFor(viewer, side)
  if (!deciding.allowed || viewer.kind !== 'account') return deciding
  if (bridge.endedAt) return no('bridges.ended', said('This bridge has ended. Propose a new one.'))
  if ((end === 'inner' ? bridge.innerApprovedBy : bridge.outerApprovedBy) !== null)
    return no('bridges.approved-already', said('Somebody has said yes for {space} already.', { space: side.title }))
  if ((end === 'inner' ? bridge.outerApprovedBy : bridge.innerApprovedBy) === viewer.id)
    return no('bridges.two-people', said('You said yes for the other end. Somebody else decides for this one.'))
  if (end === 'inner' && bridge.bringsIn && (side.right === undefined || side.right === 'read')) {
    return no(
      'bridges.must-write',
      said(
        'What comes in is brought in under your name, so you need to be able to write in {space}. Somebody in it decides.',
        { space: side.title },
      ),
    )
  }
  return deciding
}

/** Whether somebody may end a bridge: who decides for either end, and who proposed it. */
export function mayEnd(viewer: Viewer, inner: BridgeSide, outer: BridgeSide, proposedBy: AccountId): AccessVerdict {
  const own = mayPropose(viewer, inner, outer)
  if (own.allowed || !isEmployee(viewer)) return own
  return viewer.id === proposedBy ? yes(said('You proposed it.')) : own
}

/**
 * Who may read that a bridge stands or is proposed: employees who read both spaces, who manage one of them or administer
 * its side, and who proposed or approved it. The statement selects from `bridges`, with its spaces as `inner_space` and
 * `outer_space`.
 */
export function readableBridge(viewer: Viewer): RawBuilder<SqlBool> {
  if (viewer.kind === 'system') return sql<SqlBool>`true`
  if (!isEmployee(viewer)) return sql<SqlBool>`false`
  return sql<SqlBool>`(${viewer.id} in (bridges.proposed_by, bridges.inner_approved_by, bridges.outer_approved_by)
    or (${readsEnd(viewer, 'inner')} and ${readsEnd(viewer, 'outer')})
    or ${managesEnd(viewer, 'inner')} or ${managesEnd(viewer, 'outer')})`
}

type End = 'inner' | 'outer'

/** Whether a viewer reads the space at one end of the bridge of the row. */
export function readsEnd(viewer: Viewer, end: End): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from spaces where spaces.id = bridges.${sql.raw(end)}_space_id
    and ${readableSpace(readerOf(viewer))})`
}

function managesEnd(viewer: AccountViewer, end: End): RawBuilder<SqlBool> {
  const sides = (['inside', 'bridge', 'outside'] as const).filter((realm) => administers(viewer, realm))
  return sql<SqlBool>`(bridges.${sql.raw(end)}_realm = any(${sides}::text[]) or exists (select from spaces
    where spaces.id = bridges.${sql.raw(end)}_space_id and ${rightLevel(viewer.id)} >= 4))`
}
