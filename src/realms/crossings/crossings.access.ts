import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { contentKinds } from '../content-kind.ts'
import { type Reader, ground } from '../reader.access.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { SpaceRight } from '../spaces/spaces.ts'
import type { CrossingAct } from './crossings.tables.ts'

/**
 * Whether somebody may carry words out over the wall: who speaks for the company, and whom a grant lets publish out of
 * the space that the words come from (`granted`).
 */
export function mayPublishOut(viewer: Viewer, granted = false): AccessVerdict {
  if (viewer.kind !== 'account' || viewer.realm !== 'inside') {
    return no('crossings.not-yours', said('Only somebody inside can publish out, in their own name.'))
  }
  if (viewer.offices.includes('official-voice')) return yes(said('You hold the office official voice.'))
  return granted
    ? yes(said('You were given the right to publish out of this space.'))
    : no(
        'crossings.not-official-voice',
        said(
          'Publishing out needs the office official voice, or that right in this space. Ask somebody who holds it to publish this.',
        ),
      )
}

/** Whether somebody may bring in what they read outside; the space that takes it asks for the right to write there. */
export function mayBringIn(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account' && viewer.realm === 'inside'
    ? yes(said('Every employee may bring in what they can read.'))
    : no('crossings.employees-only', said('Only somebody inside can bring something in, in their own name.'))
}

/** Whether somebody may link what stands inside with what stands outside; they must read both and write inside. */
export function mayLinkAcross(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account' && viewer.realm === 'inside'
    ? yes(said('Every employee may link what they can read.'))
    : no('crossings.employees-only', said('Only somebody inside can link across the wall, in their own name.'))
}

const answerableFor = {
  outside: ['official-voice', 'outside-steward', 'owner'],
  inside: ['inside-steward', 'owner'],
} as const

const officeHeld = {
  'official-voice': said('You hold the office official voice.'),
  'outside-steward': said('You hold the office outside steward.'),
  'inside-steward': said('You hold the office inside steward.'),
  owner: said('You hold the office owner.'),
} as const

/**
 * Whether somebody may take a crossing back: whoever made it, and those answerable for where it shows. What was published
 * shows outside; what was brought in or linked shows inside, where moderating the space is enough (`rightInside`).
 */
export function mayRecall(
  viewer: Viewer,
  crossing: { readonly act: CrossingAct; readonly actedBy: AccountId },
  rightInside?: SpaceRight,
): AccessVerdict {
  if (viewer.kind !== 'account' || viewer.realm !== 'inside')
    return no('crossings.not-yours', said('A crossing is recalled by somebody inside.'))
  const isOut = crossing.act === 'publish-out' || crossing.act === 'recall'
  if (viewer.id === crossing.actedBy) return yes(isOut ? said('You published this.') : said('You did this.'))
  const office = answerableFor[isOut ? 'outside' : 'inside'].find((one) => viewer.offices.includes(one))
  if (office) return yes(officeHeld[office])
  if (!isOut && (rightInside === 'moderate' || rightInside === 'manage'))
    return yes(said('You look after the space inside.'))
  return isOut
    ? no(
        'crossings.not-yours-to-recall',
        said(
          'This is recalled by the person who published it, an official voice, or the outside steward. Ask one of them.',
        ),
      )
    : no(
        'crossings.not-yours-to-recall',
        said(
          'This is taken back by the person who did it, those who look after the space inside, or the inside steward. Ask one of them.',
        ),
      )
}

/**
 * Who may read the record of a crossing: employees who may read its inner end (of a link: both ends), and employees who
 * hold an office. Nobody outside and no guest. The statement selects from `crossings`.
 */
export function readableCrossing(reader: Reader): RawBuilder<SqlBool> {
  const nobody = () => []
  const holdsOffice = (id: RawBuilder<number>) =>
    sql<SqlBool>`exists (select from offices where offices.account_id = ${id} and offices.ended_at is null)`
  const reads = (end: 'source' | 'target') =>
    sql.join(
      contentKinds().map((kind) => {
        const table = sql.table(kind.table)
        return sql<SqlBool>`(crossings.${sql.raw(end)}_kind = ${sql.lit(kind.name)} and exists (
          select from ${table} where ${table}.id = crossings.${sql.raw(end)}_id and ${kind.readable(reader)}))`
      }),
      sql` or `,
    )
  const isLink = sql`(crossings.act = 'link-across' or exists (
    select from crossings linked where linked.id = crossings.recalls and linked.act = 'link-across'))`
  const readsInner = sql<SqlBool>`(case crossings.direction when 'out' then (${reads('source')}) else (${reads('target')}) end
    and (not ${isLink} or ${reads('target')}))`
  return reader.allowed({
    visitor: nobody,
    account: {
      outside: nobody,
      bridge: nobody,
      inside: (id) => [
        ground(holdsOffice(id), said('Holds an office.')),
        ground(readsInner, said('May read what stands on its inner side.')),
      ],
    },
  })
}
