/** Taking one's own data along: asking for it, making it, fetching it. */
import type { BlobStore } from '../../platform/blobs.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { describeError } from '../../platform/log.ts'
import { sendMail } from '../../platform/mail.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { findSetting } from '../../platform/settings.ts'
import { demand } from '../../platform/verdict.ts'
import { speaking } from '../../platform/languages/installation.ts'
import { wordsFor } from '../../people/accounts/accounts.ts'
import { companyName } from '../../people/company.ts'
import { type Entry, collect, countAll } from './collecting.ts'
import { mayExport } from './own-data.access.ts'
import * as queries from './own-data.queries.ts'
import type { ExportId } from './own-data.tables.ts'
import { packEntries } from './packing.ts'

export type { ExportId } from './own-data.tables.ts'

/** How long an export can be fetched, in days from when it was asked for. */
export const keptDays = 7
const limit: RateLimit = { name: 'own-data', uses: 3, seconds: 86_400 }
/** The name of the job that makes one; stored with each that waits. */
export const makeName = 'make-own-data'

/** One export as its person sees it. */
export interface OwnExport {
  readonly id: ExportId
  readonly askedAt: Date
  readonly state: 'under-way' | 'ready' | 'failed'
  /** 0 to 100. */
  readonly percent: number
  readonly byteCount: number
  /** Until when it can be fetched. */
  readonly until: Date
}

/** The viewer's exports that are under way or can be fetched, and those that failed lately; newest first. */
export async function listExports(ctx: Ctx): Promise<readonly OwnExport[]> {
  const rows = await queries.selectExports(ctx, ownerOf(ctx))
  return rows.map(shown).filter((one) => one.until > ctx.now)
}

function shown(row: NonNullable<Awaited<ReturnType<typeof queries.findExport>>>): OwnExport {
  const { id, askedAt, partsDone, parts, byteCount } = row
  return {
    id,
    askedAt,
    state: row.finishedAt ? 'ready' : row.failedAt ? 'failed' : 'under-way',
    percent: row.finishedAt ? 100 : parts ? Math.min(99, Math.floor((partsDone * 100) / parts)) : 0,
    byteCount: Number(byteCount),
    until: new Date(askedAt.getTime() + keptDays * 86_400_000),
  }
}

/**
 * Asks for everything of the viewer's; it is made afterwards, by the job. Throws Forbidden, Conflict while one is under
 * way, TryLater after three in a day.
 */
export async function askForOwnData(ctx: Ctx): Promise<ExportId> {
  const accountId = ownerOf(ctx)
  await countUse(ctx, limit, String(accountId))
  return ctx.transaction(async (inside) => {
    const id = await queries.insertExport(inside, accountId)
    if (id === undefined)
      throw new Conflict('own-data.under-way', said('Your file is being made. Wait until it is ready.'))
    await enqueue(inside, makeName, { exportId: id })
    return id
  })
}

/**
 * Makes an export under its person's own rights, as they are now. For the job: harmless to run twice. One that cannot be
 * made is marked so, and can be asked for again.
 */
export async function makeOwnData(ctx: Ctx, id: ExportId, blobs: BlobStore): Promise<void> {
  const asked = await queries.findExport(ctx, id)
  const owner = asked && (await queries.findOwner(ctx, asked.accountId))
  if (!asked || !owner) return
  const say = await wordsFor(ctx, asked.accountId)
  const theirs = speaking(ctx.as(owner.viewer), say)
  try {
    if (!(await queries.beginAnew(ctx, id, await countAll(theirs)))) return
    const site = (await findSetting<string>(ctx, 'public-url')) ?? ''
    const entries = progressing(ctx, asked, collect(theirs, { blobs, site, keptDays }))
    const bytes = await packEntries(entries, (place, piece) => queries.insertPiece(ctx, id, place, piece))
    await ctx.transaction(async (inside) => {
      await queries.markFinished(inside, id, bytes)
      await touch(inside, `account:${asked.accountId}`)
      if (owner.email !== null) await tell(inside, { to: owner.email, say, site })
    })
  } catch (error) {
    ctx.log.error('an export of own data failed', describeError(error))
    await queries.markFailed(ctx, id)
    await touch(ctx, `account:${asked.accountId}`)
  }
}

/** Passes entries on and notes now and then how far they have come. */
async function* progressing(ctx: Ctx, of: { id: ExportId; accountId: AccountId }, entries: AsyncIterable<Entry>) {
  let done = 0
  for await (const entry of entries) {
    yield entry
    if (++done % 100 !== 0) continue
    await queries.setProgress(ctx, of.id, done)
    await touch(ctx, `account:${of.accountId}`)
  }
}

async function tell(ctx: Ctx, { to, say, site }: { to: string; say: Say; site: string }): Promise<void> {
  const company = await companyName(ctx)
  await sendMail(ctx, {
    to,
    subject: say('Your data at {company} is ready', { company }),
    text: [
      say('The file with everything of yours at {company} is ready.', { company }),
      '',
      say('Sign in and fetch it: {link}', { link: `${site}/settings/data` }),
      '',
      say(
        'It can be fetched for {number} days. If you did not ask for it, end all other sessions under Settings and change your ways in.',
        { number: keptDays },
      ),
      '',
    ].join('\n'),
    headers: { 'auto-submitted': 'auto-generated', 'content-language': say.language },
  })
}

/** An export of the viewer's that can be fetched, as a stream of its pieces. NotFound for everybody else and afterwards. */
export async function openExport(
  ctx: Ctx,
  id: ExportId,
): Promise<{ bytes: ReadableStream<Uint8Array>; one: OwnExport }> {
  const row = await queries.findExport(ctx, id)
  const one = row && mayExport(ctx.viewer, row.accountId).allowed ? shown(row) : undefined
  if (!one || one.state !== 'ready' || one.until <= ctx.now)
    throw new NotFound('own-data.not-found', said('There is no such file any more. Ask for a new one.'))
  let place = 0
  const bytes = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await queries.findPiece(ctx, id, place++)
      if (piece) controller.enqueue(new Uint8Array(piece))
      else controller.close()
    },
  })
  return { bytes, one }
}

/** Forgets exports whose time is over. For the job. */
export async function forgetOldExports(ctx: Ctx): Promise<void> {
  await queries.deleteOld(ctx, new Date(ctx.now.getTime() - keptDays * 86_400_000))
}

function ownerOf(ctx: Ctx): AccountId {
  const verdict = mayExport(ctx.viewer)
  demand(verdict)
  if (ctx.viewer.kind !== 'account') throw new NotFound('own-data.not-found')
  return ctx.viewer.id
}
