import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { readableThread } from '../../content/threads/threads.ts'
import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { contentKind } from '../../realms/content-kind.ts'
import { type Reader, type Reasons, ground } from '../../realms/reader.access.ts'
import { isEmployee } from '../../realms/spaces/spaces.ts'

/**
 * Who may read a twin: employees who may read its inside idea and its outside one. Nobody outside and no guest, whatever
 * they read: outside, nothing tells that there is one. The statement selects from `twins`.
 */
export function readableTwin(reader: Reader): RawBuilder<SqlBool> {
  const nobody = () => []
  const readsBoth = ground(
    sql<SqlBool>`(exists (select from threads where threads.id = twins.inner_id and ${readableThread(reader)})
      and exists (select from threads where threads.id = twins.outer_id and ${readableThread(reader)}))`,
    said('May read both ideas.'),
  )
  return reader.allowed({ visitor: nobody, account: { outside: nobody, bridge: nobody, inside: () => [readsBoth] } })
}

/**
 * Who may read what the company answered on an idea: whoever reads the idea. The statement selects from
 * `idea_stage_changes`.
 */
export function readableAnswer(reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from threads where threads.id = idea_stage_changes.idea_id and ${readableThread(reader)})`
}

/** Why a reader may read an answer: as its idea. */
export function whyAnswer(reader: Reader): RawBuilder<Reasons | null> {
  return sql<Reasons | null>`(select ${contentKind('thread').why(reader)} from threads
    where threads.id = idea_stage_changes.idea_id)`
}

/** Whether somebody may join an inside idea with an outside one: employees; both are read and the inner written. */
export function mayJoin(viewer: Viewer): AccessVerdict {
  return isEmployee(viewer)
    ? yes(said('Every employee may join ideas that they can read.'))
    : no('twins.employees-only', said('This is done by employees.'))
}
