import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Realm, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { Reader } from '../../realms/reader.access.ts'
import {
  type Space,
  type SpaceRight,
  administers,
  isEmployee,
  mayWriteIn,
  readableSpaceIds,
} from '../../realms/spaces/spaces.ts'

/** Who may read a session: whoever may read its space. The statement selects from `storms`. */
export function readableStorm(reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`storms.space_id in ${readableSpaceIds(reader)}`
}

/** Where a session stands. It follows from the clock, and from whether its result was posted. */
export type StormState = 'before' | 'open' | 'judging' | 'finished'

/** The state of a session at `now`. Open from the first millisecond of its opening until just before its closing. */
export function stateAt(
  storm: { readonly opensAt: Date; readonly closesAt: Date; readonly finishedAt: Date | null },
  now: Date,
): StormState {
  if (storm.finishedAt) return 'finished'
  if (now < storm.opensAt) return 'before'
  return now < storm.closesAt ? 'open' : 'judging'
}

/** Whether an office is enough to start sessions on a whole side. */
export function keepsSide(viewer: Viewer, realm: Realm): boolean {
  if (administers(viewer, realm)) return true
  return realm === 'outside' && isEmployee(viewer) && viewer.offices.includes('official-voice')
}

/**
 * Whether somebody may start a session in a space that they read, and answers for those that are there. Outside: who
 * speaks for the company, and who administers the outside. Inside: who looks after the space. On a bridge: each employee
 * of the room.
 */
export function mayKeep(viewer: Viewer, space: Space, right: SpaceRight | undefined): AccessVerdict {
  if (!isEmployee(viewer)) return no('storms.not-yours', said('A session is started and ended by those who work here.'))
  if (space.archivedAt) return no('spaces.archived', said('This space is closed. Nothing is added any more.'))
  if (keepsSide(viewer, space.realm)) return yes(said('You hold an office of this side.'))
  if (space.realm === 'outside') {
    return no(
      'storms.not-yours',
      said('Outside, a session is started by an official voice or the outside steward. Ask one.'),
    )
  }
  if (space.realm === 'bridge') {
    return right !== undefined && right !== 'read'
      ? yes(said('You were invited to this room and work here.'))
      : no('storms.not-yours', said('In this room a session is started by the employees who are in it.'))
  }
  return right === 'manage'
    ? yes(said('You look after this space.'))
    : no('storms.not-yours', said('A session is started by those who look after the space. Ask one of them.'))
}

/** What counts for taking part, beside the viewer and the space. */
export interface Part {
  readonly state: StormState
  readonly isJudge: boolean
  readonly right: SpaceRight | undefined
}

/**
 * Whether somebody may submit ideas and vote now. Those who write in the space, guests in their room included, never
 * its judges; outside the company asks and does not answer itself.
 */
export function mayTakePart(viewer: Viewer, space: Space, part: Part): AccessVerdict {
  const writing = mayWriteIn(viewer, space, part.right)
  if (!writing.allowed) return writing
  if (viewer.kind !== 'account') return no('storms.nobody', said('This is done by a person, in their own name.'))
  if (space.realm === 'outside' && viewer.realm !== 'outside')
    return no(
      'storms.company-asks',
      said('Here the company asks its customers. Those who work here do not vote or submit.'),
    )
  if (part.isJudge) return no('storms.judge', said('You judge this session. Judges do not submit or vote.'))
  return part.state === 'open'
    ? yes(said('The session is open.'))
    : no(
        'storms.not-open',
        part.state === 'before' ? said('The session has not opened yet.') : said('The session is closed.'),
      )
}

/** Whether somebody who may take part may vote for one idea: never for their own. */
export function mayVoteFor(viewer: Viewer, part: AccessVerdict, authorId: AccountId): AccessVerdict {
  if (!part.allowed) return part
  return viewer.kind === 'account' && viewer.id === authorId
    ? no('storms.own-idea', said('This is your own idea. Others say whether they want it.'))
    : part
}

/** Whether somebody may write a judge's note: the judges, from the opening until the result. */
export function mayNote(isJudge: boolean, state: StormState): AccessVerdict {
  if (!isJudge) return no('storms.not-a-judge', said('Notes are written by the judges of this session.'))
  return state === 'open' || state === 'judging'
    ? yes(said('You judge this session.'))
    : no(
        'storms.not-judging',
        state === 'before'
          ? said('The session has not opened yet.')
          : said('The result was announced. Notes stay as they are.'),
      )
}

/** Whether the notes of the judges may be read: by the judges and by those who answer for the session. */
export function mayReadNotes(isJudge: boolean, keeping: AccessVerdict): AccessVerdict {
  return isJudge ? yes(said('You judge this session.')) : keeping
}

/**
 * Whether a session may be ended now, with its result, by somebody who answers for it. Outside the result is an update of
 * the company, so that the office official voice posts it, whoever started the session.
 */
export function mayFinish(viewer: Viewer, realm: Realm, keeping: AccessVerdict, state: StormState): AccessVerdict {
  if (!keeping.allowed) return keeping
  if (realm === 'outside' && !(isEmployee(viewer) && viewer.offices.includes('official-voice')))
    return no('storms.not-official-voice', said('The result speaks for the company. Ask an official voice to post it.'))
  if (state === 'judging') return yes(said('The session is closed, and its result is not posted yet.'))
  return state === 'finished'
    ? no('storms.finished', said('The result was announced already.'))
    : no('storms.not-closed', said('The session runs until its closing time. The result comes after that.'))
}
