import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { contentKinds } from '../content-kind.ts'
import { type Reader, ground } from '../reader.access.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whether somebody may carry words out over the wall: who speaks for the company, in person. */
export function mayPublishOut(viewer: Viewer): AccessVerdict {
  if (viewer.kind !== 'account' || viewer.realm !== 'inside') {
    return no('crossings.not-yours', 'Only somebody inside can publish out, in their own name.')
  }
  return viewer.offices.includes('official-voice')
    ? yes('You hold the office official voice.')
    : no(
        'crossings.not-official-voice',
        'Publishing out needs the office official voice. Ask somebody who holds it to publish this.',
      )
}

/** Whether somebody may take a crossing back: whoever made it, and those answerable for what stands outside. */
export function mayRecall(viewer: Viewer, actedBy: AccountId): AccessVerdict {
  if (viewer.kind !== 'account' || viewer.realm !== 'inside')
    return no('crossings.not-yours', 'A crossing is recalled by somebody inside.')
  if (viewer.id === actedBy) return yes('You published this.')
  const office = (['official-voice', 'outside-steward', 'owner'] as const).find((one) => viewer.offices.includes(one))
  return office
    ? yes(`You hold the office ${office.replace('-', ' ')}.`)
    : no(
        'crossings.not-yours-to-recall',
        'This is recalled by the person who published it, an official voice, or the outside steward. Ask one of them.',
      )
}

/**
 * Who may read the record of a crossing: employees who may read what it came from, and employees who hold an office.
 * Nobody outside and no guest. The statement selects from `crossings`.
 */
export function readableCrossing(reader: Reader): RawBuilder<SqlBool> {
  const nobody = () => []
  const holdsOffice = (id: RawBuilder<number>) =>
    sql<SqlBool>`exists (select from offices where offices.account_id = ${id} and offices.ended_at is null)`
  const mayReadSource = sql.join(
    contentKinds().map((kind) => {
      const table = sql.table(kind.table)
      return sql<SqlBool>`(crossings.source_kind = ${sql.lit(kind.name)} and exists (
        select from ${table} where ${table}.id = crossings.source_id and ${kind.readable(reader)}))`
    }),
    sql` or `,
  )
  return reader.allowed({
    visitor: nobody,
    account: {
      outside: nobody,
      bridge: nobody,
      inside: (id) => [
        ground(holdsOffice(id), 'Holds an office.'),
        ground(sql<SqlBool>`(${mayReadSource})`, 'May read what it came from.'),
      ],
    },
  })
}
