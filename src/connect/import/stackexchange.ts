import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { StartError } from '../../platform/start-error.ts'
import { type Space, getSpace } from '../../realms/spaces/spaces.ts'
import { recountThreads } from '../doctor/doctor.ts'
import { type Dump, type DumpFile, checkDump, dumpFiles, findDump, readDumpFile } from './dump.ts'
import type { Pass, Run } from './passes.ts'
import { acceptedPass, answersPass, commentsPass, questionsPass } from './passes.posts.ts'
import { typesPass } from './passes.types.ts'
import { badgesPass, linksPass, otherPostsPass, tagsPass, usersPass, votesPass } from './passes.rest.ts'
import { type ImportReport, emptyReport, notesOfGone } from './report.ts'
import * as queries from './import.queries.ts'
import { inBatches } from './xml-rows.ts'
import { undone } from './dry-run.ts'

export interface ImportOptions {
  /** The folder with the dump's XML files. */
  readonly folder: string
  /** The slug of an outside space. */
  readonly space: string
  /** The old address of the site, such as `meta.example.com`: its addresses lead on below `/from/` and this. */
  readonly site?: string
  /** Goes through everything and writes nothing. */
  readonly dryRun?: boolean
  /** Told how many of how many bytes are read, over all passes. */
  readonly onProgress?: (done: number, total: number, what: string) => void
  /** Rows in one transaction. */
  readonly batch?: number
}

/** In this order each row finds what it points to: people, then questions, answers, and what hangs on them. */
const passes: readonly Pass[] = [
  usersPass,
  tagsPass,
  questionsPass,
  answersPass,
  otherPostsPass,
  acceptedPass,
  commentsPass,
  typesPass,
  linksPass,
  votesPass,
  badgesPass,
]

/**
 * Imports a Stack Exchange data dump into an outside space: people as unclaimed members, questions (those tagged
 * feature-request as ideas with their stages, those tagged bug as problems with their states), answers, comments,
 * accepted marks, scores, tags, links between questions, all with their times. Nobody is notified of anything.
 *
 * Each batch is one transaction together with the references of its rows, so that a run which was ended at any moment
 * is completed by the next one, and a run over what is here already adds nothing.
 *
 * @throws StartError when a file is missing or malformed (before anything is written) or there is no such space; Invalid
 * when the space is not outside.
 */
export async function importStackExchange(ctx: Ctx, options: ImportOptions): Promise<ImportReport> {
  const space = await findSpace(ctx, options.space)
  if (space.realm !== 'outside') {
    throw new Invalid('import.not-outside', {
      space: `${space.title} stands ${space.realm}. A public dump goes into an outside space.`,
    })
  }
  const found = await findDump(options.folder)
  const progress = measure(found.sizes, options.onProgress)
  const dump = await checkDump(found, progress('Checking the files'))
  const report = emptyReport(space.title, options.dryRun ?? false)
  const source = `stackexchange:${dump.fingerprint.slice(0, 16)}`
  const run = { space, people: source, posts: `${source}:${space.id}`, report }
  const work = async (inside: Ctx): Promise<void> => {
    const runId = await queries.insertRun(inside, {
      source: run.posts,
      spaceId: space.id,
      fingerprint: dump.fingerprint,
    })
    for (const pass of passes)
      await runPass(inside, { ...run, runId }, pass, {
        dump,
        batch: options.batch ?? 500,
        onBytes: progress(`Importing ${pass.what}`),
      })
    const site = options.site ?? `stackexchange-${dump.fingerprint.slice(0, 8)}`
    await queries.insertPostAddresses(inside, { ...run, site, runId })
    // A thread may have been moved since an earlier run.
    for (const spaceId of await queries.findSpaces(inside, run.posts)) await recountThreads(inside, spaceId)
    report.gone = await queries.countGone(inside, run.posts)
    await queries.finishRun(inside, runId, report.counts)
  }
  await (options.dryRun ? undone(ctx, work) : work(ctx))
  report.notes.push(...notesOn(report))
  return report
}

async function findSpace(ctx: Ctx, slug: string): Promise<Space> {
  try {
    return await getSpace(ctx, slug)
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    throw new StartError(
      `There is no space ${slug}. Make it first: tango space create --realm outside --slug ${slug} --title "…".`,
    )
  }
}

async function runPass(
  ctx: Ctx,
  run: Run,
  pass: Pass,
  reading: { dump: Dump; batch: number; onBytes: (count: number) => void },
): Promise<void> {
  const wanted = async function* () {
    for await (const row of readDumpFile(reading.dump, pass.file, reading.onBytes))
      if (pass.wants?.(row) ?? true) yield row
  }
  for await (const rows of inBatches(wanted(), reading.batch)) {
    run.report.counts[pass.what].rows += rows.length
    await ctx.transaction(async (inside) => {
      await queries.takeTurn(inside)
      await pass.take(inside, run, rows)
    })
  }
}

/** Makes, for each reading of a file, the function that adds its bytes to the whole. */
function measure(
  sizes: Dump['sizes'],
  onProgress: ImportOptions['onProgress'],
): (what: string) => (count: number) => void {
  const sizeOf = (file: DumpFile) => sizes[file]
  const sum = (files: readonly DumpFile[]) => files.map(sizeOf).reduce((all, one) => all + one, 0)
  const total = sum(Object.keys(dumpFiles) as DumpFile[]) + sum(passes.map((pass) => pass.file))
  let done = 0
  return (what) => (count) => {
    done += count
    onProgress?.(done, total, what)
  }
}

function notesOn(report: ImportReport): string[] {
  const { counts, stages, states, formerMembers, plainerTexts, dryRun } = report
  const notes = notesOfGone(report)
  if (stages > 0) notes.push(`Ideas that came with the stage that their tags say: ${stages}. The others are new.`)
  if (states > 0)
    notes.push(`Problems that came with the state that their tags say: ${states}. The others are reported.`)
  if (formerMembers > 0) {
    notes.push(`${formerMembers} accounts ${dryRun ? 'would be' : 'were'} made for former members, one for each name.`)
  }
  if (plainerTexts > 0)
    notes.push(
      `Texts that lost some bold or links, which Markdown cannot say there: ${plainerTexts}. Their words are the same.`,
    )
  if (counts.votes.rows > 0) {
    notes.push(
      'Votes are anonymous in a dump: the scores of the posts hold them. Their rows only date the acceptances.',
    )
  }
  if (counts.badges.rows > 0) notes.push('Badges are counted and left out: Tango has none.')
  if (counts['other posts'].ignored > 0)
    notes.push('Other posts are texts about tags, elections and the like: left out.')
  if (counts.links.ignored > 0) notes.push('Links from a question to itself, and those said twice, are left out.')
  notes.push(
    'PostHistory.xml is not read: earlier texts stay behind. Of people only their name and first day are taken.',
  )
  return notes
}
