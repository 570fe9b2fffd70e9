import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { readableThread } from '../../content/threads/threads.ts'
import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Reader, ground } from '../../realms/reader.access.ts'
import { isEmployee, readableSpaceIds } from '../../realms/spaces/spaces.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Who may read a swarm: whoever takes part in its companion thread. The statement selects from `swarms`. */
export function readableSwarm(reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from threads where threads.id = swarms.companion_id and ${readableThread(reader)})`
}

/**
 * Who may know that a swarm exists, and join it: employees who may read the inside space that its companion stands in.
 * Nobody outside and no guest, whatever they can read. The statement selects from `swarms`.
 */
export function knownSwarm(reader: Reader): RawBuilder<SqlBool> {
  const nobody = () => []
  const readsSpace = ground(
    sql<SqlBool>`exists (select from threads where threads.id = swarms.companion_id and threads.space_id in ${readableSpaceIds(reader)})`,
    said('May read the space that the swarm stands in.'),
  )
  return reader.allowed({ visitor: nobody, account: { outside: nobody, bridge: nobody, inside: () => [readsSpace] } })
}

/** Whether somebody may open a swarm on a question outside that they can read: every employee. */
export function mayOpenSwarm(viewer: Viewer): AccessVerdict {
  return isEmployee(viewer)
    ? yes(said('Every employee may call colleagues together.'))
    : no('swarms.employees-only', said('This is done by employees.'))
}

/** Whether somebody in a swarm may close it: its owner, and those who look after the inside. */
export function mayCloseSwarm(viewer: Viewer, ownerId: AccountId): AccessVerdict {
  if (!isEmployee(viewer)) return no('swarms.employees-only', said('This is done by employees.'))
  if (viewer.id === ownerId) return yes(said('You own this swarm.'))
  return viewer.offices.some((office) => office === 'owner' || office === 'inside-steward')
    ? yes(said('You look after the inside.'))
    : no('swarms.not-owner', said('A swarm is closed by its owner. Tell them that the question is settled.'))
}

/** The rule under which a wording may leave, in words; it stands on the page. */
export const agreementRule = said(
  'A wording can be published out when somebody in the swarm other than its writer has agreed to it. Alone in a swarm, its writer can publish it.',
)

/** Whether the newest wording may leave, given who takes part and who agreed. */
export function isAgreed(
  writtenBy: AccountId,
  agreedBy: readonly AccountId[],
  participants: readonly AccountId[],
): AccessVerdict {
  const others = agreedBy.filter((id) => id !== writtenBy && participants.includes(id))
  if (others.length > 0) return yes(said('Somebody other than its writer agreed.'))
  return participants.length === 1 && participants[0] === writtenBy
    ? yes(said('Its writer is alone in this swarm.'))
    : no(
        'swarms.not-agreed',
        said('Nobody but its writer has agreed to this wording yet. Ask a colleague in the swarm to read it.'),
      )
}
