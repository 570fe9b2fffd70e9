/** Front door: the people and the structure of a company from files. */
import type { Ctx } from '../../platform/context.ts'
import { takeNodes } from './nodes.ts'
import { takePeople } from './people.ts'
import { takePlacements } from './placements.ts'
import { type StructureReport, noCounts } from './report.ts'
import { readRows } from './rows.ts'
import * as queries from './structure.queries.ts'

export { readCsv } from './csv.ts'
export { type StructureReport, changesIn, reportLines } from './report.ts'

const goneShown = 200

/**
 * Takes people, places and placements from CSV files, each told by its columns, in any order. All of it or nothing:
 * when one line cannot be taken, every such line is reported and nothing is written. A second run changes nothing.
 * Nobody is removed. A dry run goes through the same and takes it back.
 *
 * @param ctx as system.
 */
export async function importStructure(
  ctx: Ctx,
  files: readonly { name: string; bytes: Uint8Array }[],
  options: { dryRun?: boolean } = {},
): Promise<StructureReport> {
  const rows = readRows(files)
  const report: StructureReport = {
    dryRun: options.dryRun ?? false,
    counts: noCounts(),
    gone: [],
    goneCount: 0,
    problems: rows.problems,
  }
  if (rows.problems.length > 0) return report
  const back = new Error('taken back')
  try {
    return await ctx.transaction(async (inside) => {
      await queries.takeTurn(inside)
      const taking = { ctx: inside, counts: report.counts, problems: rows.problems }
      await takePeople(taking, rows.people)
      await takeNodes(taking, rows.nodes)
      await takePlacements(taking, rows.placements)
      if (rows.kinds.has('people')) {
        const emails = rows.people.map((row) => row.email)
        const { names, count } = await queries.findGone(inside, emails, goneShown)
        Object.assign(report, { gone: names, goneCount: count })
      }
      if (report.dryRun || report.problems.length > 0) throw back
      return report
    })
  } catch (error) {
    if (error === back) return report
    throw error
  }
}
