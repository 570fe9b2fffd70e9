/** Front door: a Discourse site, from saved API pages, a backup or CSV exports. */
import type { Ctx } from '../../platform/context.ts'
import { StartError } from '../../platform/start-error.ts'
import { recountThreads } from '../doctor/doctor.ts'
import { countGone, findSpaces, finishRun, insertRun, notesOfGone, undone } from '../import/import.ts'
import { takeStages } from './stages.ts'
import { takeUsers } from './people.ts'
import { takeCategories, takeTags } from './places.ts'
import { takeReplies, takeSolutions } from './replies.ts'
import { type DiscourseReport, emptyReport } from './report.ts'
import type { Run } from './run.ts'
import { openSource } from './source.ts'
import { surveySite } from './survey.ts'
import { takeTopics } from './topics.ts'

export { type DiscourseReport, reportLines } from './report.ts'

export interface DiscourseOptions {
  /** A folder of API pages, or an archive: pages, a backup, CSV exports. */
  readonly source: string
  /** The old address of the site, such as `forum.example.com`: names the import, so that a later run goes on with it. */
  readonly site: string
  readonly dryRun?: boolean
  /** Takes private messages too, each for those alone whom it was for. */
  readonly privateMessages?: boolean
  /** The operator answers for it that what a CSV export of posts holds may be public. */
  readonly vouched?: boolean
  readonly onProgress?: (what: string, done: number) => void
  /** Records in one transaction. */
  readonly batch?: number
}

/**
 * Imports a Discourse site: members as unclaimed accounts, open categories as public spaces outside, tags, topics as
 * questions, ideas, problems or praise, posts as answers and comments, solutions as accepted answers, likes and votes as
 * scores, all with their times; and the old addresses, which lead to the new ones. Nobody is notified of anything. What
 * was deleted, hidden, unlisted, whispered or restricted there stays behind and is counted.
 *
 * Each batch is one transaction together with its references, so that a run which was ended at any moment is completed
 * by the next one, and a run over what is here already adds nothing.
 *
 * @throws StartError when the source cannot be read, before anything is written.
 */
export async function importDiscourse(ctx: Ctx, options: DiscourseOptions): Promise<DiscourseReport> {
  const site = siteName(options.site)
  const source = await openSource(options.source)
  const report = emptyReport({ site, form: source.form, dryRun: options.dryRun ?? false })
  const wishes = { privateMessages: options.privateMessages ?? false, vouched: options.vouched ?? false }
  const survey = await surveySite(source, report, wishes)
  const work = async (inside: Ctx): Promise<void> => {
    const references = `discourse:${site}`
    const run: Run = {
      site,
      references,
      runId: await insertRun(inside, { source: references, spaceId: null, fingerprint: site }),
      source,
      survey,
      report,
      batch: options.batch ?? 500,
      onProgress: options.onProgress,
    }
    await takeUsers(inside, run)
    await takeCategories(inside, run)
    await takeTags(inside, run)
    await takeTopics(inside, run)
    await takeReplies(inside, run)
    await takeSolutions(inside, run)
    await takeStages(inside, run)
    // A thread may have been moved since an earlier run.
    for (const spaceId of await findSpaces(inside, references)) await recountThreads(inside, spaceId)
    report.gone = await countGone(inside, references)
    await finishRun(inside, run.runId, report.counts)
  }
  await (options.dryRun ? undone(ctx, work) : work(ctx))
  report.notes.push(...source.notes, ...notesOn(report, wishes))
  return report
}

/** @throws StartError unless it is a host, which may carry a port. */
export function siteName(text: string): string {
  const site = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
  if (!/^[a-z0-9][a-z0-9.-]{0,240}(:\d{1,5})?$/.test(site))
    throw new StartError(`“${text.slice(0, 80)}” is no site. Give its host, such as forum.example.com.`)
  return site
}

function notesOn(report: DiscourseReport, wishes: { privateMessages: boolean }): string[] {
  const notes = [
    ...notesOfGone(report),
    'Members come under their user name, without address; likes and votes are anonymous and stand in the scores.',
    'Uploads stay links to the old site. Badges, groups, bookmarks, polls and earlier texts stay behind.',
    `Old addresses lead here: /t/…, /c/…, /u/…, /p/… as they were, and all of them below /from/${report.site}/.`,
  ]
  if (wishes.privateMessages)
    notes.push('Private messages are for those alone whom they were for; members of groups are not among them.')
  return notes
}
