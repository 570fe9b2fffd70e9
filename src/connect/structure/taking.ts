import type { Ctx } from '../../platform/context.ts'
import { Invalid, TangoError } from '../../platform/errors.ts'
import type { RowProblem, StructureReport } from './report.ts'
import type { RowPlace } from './rows.ts'

/** What the taking of one kind of rows works with. */
export interface Taking {
  readonly ctx: Ctx
  readonly counts: StructureReport['counts']
  readonly problems: RowProblem[]
}

/** Does the work of one row by itself; what is refused about it becomes a problem of that row. */
export async function rowByRow(
  taking: Taking,
  at: RowPlace,
  columns: Readonly<Record<string, string>>,
  work: (ctx: Ctx) => Promise<void>,
): Promise<void> {
  try {
    await taking.ctx.transaction(work)
  } catch (error) {
    if (!(error instanceof TangoError)) throw error
    const fields = error instanceof Invalid ? error.fields : { '': error.message }
    for (const [field, what] of Object.entries(fields)) {
      taking.problems.push({ ...at, column: (columns[field] ?? field) || undefined, what })
    }
  }
}
