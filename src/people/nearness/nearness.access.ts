import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** A way from one member to another, as expressions. `second` is null over one person, `first` too over nobody. */
export interface Way {
  readonly from: RawBuilder<unknown>
  readonly first: RawBuilder<unknown>
  readonly second: RawBuilder<unknown>
  readonly to: RawBuilder<unknown>
}

/**
 * Whether a way is open that is no longer than so many degrees: tie by tie the same rule as `within_degrees`, which
 * searches for a way. Where this holds, that holds too, whoever is named; so the names need not be trusted. Written out
 * instead of a function of the database, of which twenty calls would take longer than all the rest of a list's statement.
 */
export function isOpenWay({ from, first, second, to }: Way, degrees: RawBuilder<unknown>): RawBuilder<SqlBool> {
  // There are no ties between two of whom one blocks the other.
  return sql<SqlBool>`(case
    when ${second} is not null then ${degrees} >= 3 and ${isPath(from, first)} and ${isPath(first, second)}
      and ${isPath(second, to)} and not ${areApart(first, to)} and not ${areApart(second, from)}
    when ${first} is not null then ${degrees} >= 2 and ${isPath(from, first)} and ${isPath(first, to)}
    else ${degrees} >= 1 and exists (select from ties where ties.person_id = ${from} and ties.other_id = ${to})
    end and not ${areApart(from, to)})`
}

/** A tie that nobody hides. */
function isPath(one: RawBuilder<unknown>, other: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from ties where ties.person_id = ${one} and ties.other_id = ${other} and ties.is_path)`
}

function areApart(one: RawBuilder<unknown>, other: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(exists (select from blocks where blocks.blocker_id = ${one} and blocks.blocked_id = ${other})
    or exists (select from blocks where blocks.blocker_id = ${other} and blocks.blocked_id = ${one}))`
}
