import { z } from 'zod'
import { type Asked, ask, asked } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { cleanLine, findPerson } from '../accounts/accounts.ts'
import { parseDay, todayOf } from '../axes/axes.ts'
import { companyName } from '../company.ts'
import { mayRecordPerks, maySeePerks } from './disclosure.access.ts'
import { perkEnded, perkRecorded } from './disclosure.events.ts'
import * as queries from './disclosure.queries.ts'
import type { PerkId } from './disclosure.tables.ts'
import { type Interest, interestLine, takeInterest } from './interests.ts'

export type { PerkId } from './disclosure.tables.ts'
export type { PerkRow, PostRef } from './disclosure.queries.ts'
export { mayRecordPerks } from './disclosure.access.ts'
export { type Interest, interestFields, perkEchoDays } from './interests.ts'

/** What is told at posts: sentences by post. A post about which there is nothing to tell has none. */
export interface Disclosures {
  readonly atThread: (id: number) => readonly string[]
  readonly atReply: (id: number) => readonly string[]
}

/** Nothing to tell. */
export const noDisclosures: Disclosures = { atThread: () => [], atReply: () => [] }

/**
 * What is told at these posts of the interests of their authors, in one query: that they work here and say their own
 * view, what the company gives them, what they state themselves. Posts inside and on the bridge have none. For posts that
 * the viewer is already reading.
 */
export async function loadDisclosures(
  ctx: Ctx,
  posts: { threadIds?: readonly number[]; replyIds?: readonly number[] },
): Promise<Disclosures> {
  const { threadIds = [], replyIds = [] } = posts
  if (threadIds.length + replyIds.length === 0) return noDisclosures
  return tellDisclosures(ctx, await ask(ctx.db, askDisclosures({ threadIds, replyIds })))
}

/** What `loadDisclosures` reads, to be asked with others; `tellDisclosures` puts it into words. */
export function askDisclosures(posts: {
  threadIds: readonly number[]
  replyIds: readonly number[]
}): Asked<readonly queries.LineRow[]> {
  return asked(queries.selectLines(posts.threadIds, posts.replyIds), (rows) => rows)
}

export async function tellDisclosures(ctx: Ctx, rows: readonly queries.LineRow[]): Promise<Disclosures> {
  if (rows.length === 0) return noDisclosures
  const company = await companyName(ctx)
  const lines = new Map<string, string[]>()
  for (const row of rows) {
    const post = row.threadId === null ? `reply ${row.replyId}` : `thread ${row.threadId}`
    const line = lineOf(ctx.say, row, company)
    const told = lines.get(post)
    if (!told) lines.set(post, [line])
    else if (!told.includes(line)) told.push(line)
  }
  return {
    atThread: (id) => lines.get(`thread ${id}`) ?? [],
    atReply: (id) => lines.get(`reply ${id}`) ?? [],
  }
}

function lineOf(say: Say, row: queries.LineRow, company: string): string {
  if (row.kind === 'works-here') return say('Own view. Works at {company}.', { company })
  if (row.kind === 'worked-here') return say('Own view. Worked at {company} when writing this.', { company })
  if (row.kind === 'spoke-for') return say('Wrote this for {company}, in an office held then.', { company })
  if (row.kind === 'perk')
    return say('Receives from {company}: {what}.', { company, what: row.words.replace(/[\s.]+$/, '') })
  return interestLine(say, { kind: row.kind, words: row.words })
}

/**
 * States an interest at a post of the viewer's own outside. It stays: no change of the text takes it away, and nobody
 * can. Stated already: nothing happens. NotFound for posts of others and for posts that are not outside.
 */
export async function disclose(ctx: Ctx, post: queries.PostRef, interest: Interest): Promise<void> {
  if (ctx.viewer.kind !== 'account') throw new NotFound('disclosure.no-post')
  const stated = { accountId: ctx.viewer.id, ...interest }
  if (!(await queries.insertDisclosure(ctx, post, stated))) throw new NotFound('disclosure.no-post')
  if ('threadId' in post) await touch(ctx, `thread:${post.threadId}`)
}

/**
 * Writes something with `write` and states the interest that was typed into the same form at it: both, or neither.
 * Throws Invalid (`interest`, `interest-words`) before anything is written, and what `write` throws.
 */
export async function writeWithInterest<Written>(
  ctx: Ctx,
  typed: Parameters<typeof takeInterest>[0],
  write: (ctx: Ctx) => Promise<Written>,
  postOf: (written: Written) => queries.PostRef,
): Promise<Written> {
  const interest = takeInterest(typed)
  if (interest === undefined) return write(ctx)
  return ctx.transaction(async (inside) => {
    const written = await write(inside)
    await disclose(inside, postOf(written), interest)
    return written
  })
}

const day = (words: string) =>
  z
    .string()
    .trim()
    .refine((text) => text === '' || parseDay(text) !== undefined, words)

export const perkSchema = z.object({
  account: z.string().regex(/^[1-9][0-9]{0,14}$/, said('Choose the member by the number of their profile.')),
  what: z
    .string()
    .transform(cleanLine)
    .pipe(z.string().min(1, said('Say what they receive.')).max(200, said('Keep it under 200 characters.'))),
  'from-on': day(said('Write the first day as year-month-day, such as 2026-03-31.')).default(''),
  'to-on': day(said('Write the last day as year-month-day, such as 2026-03-31.')).default(''),
})

/**
 * Records what a member receives from the company, from a day on (today), up to a last day or without end. From then on
 * it is told at everything that they write outside. Throws Forbidden; Invalid (`account`, `to-on`).
 */
export async function recordPerk(ctx: Ctx, input: z.output<typeof perkSchema>): Promise<PerkId> {
  demand(mayRecordPerks(ctx.viewer))
  if (ctx.viewer.kind !== 'account') throw new Forbidden('disclosure.nobody', said('This is recorded by a person.'))
  const recordedBy = ctx.viewer.id
  const person = await findPerson(ctx, Number(input.account) as AccountId)
  if (person?.realm !== 'outside' || person.state === 'closed')
    throw new Invalid('disclosure.not-a-member', { account: said('There is no member with this number.') })
  const fromOn = input['from-on'] || todayOf(ctx.now)
  const toOn = input['to-on'] || null
  if (toOn !== null && toOn < fromOn)
    throw new Invalid('disclosure.backwards', { 'to-on': said('The last day lies before the first.') })
  return ctx.transaction(async (inside) => {
    const perkId = await queries.insertPerk(inside, {
      accountId: person.id,
      what: input.what,
      fromOn,
      toOn,
      recordedBy,
    })
    await announce(inside, perkRecorded, { perkId, accountId: person.id })
    return perkId
  })
}

/** Says that today is the last day of a perk. It is told for a year more. NotFound; Forbidden. */
export async function endPerk(ctx: Ctx, id: PerkId): Promise<void> {
  demand(mayRecordPerks(ctx.viewer))
  await ctx.transaction(async (inside) => {
    if (!(await queries.endPerk(inside, id, todayOf(inside.now)))) throw new NotFound('disclosure.no-perk')
    await announce(inside, perkEnded, { perkId: id })
  })
}

/** Takes back a perk that was recorded by mistake: it is told nowhere any more. NotFound; Forbidden. */
export async function withdrawPerk(ctx: Ctx, id: PerkId): Promise<void> {
  demand(mayRecordPerks(ctx.viewer))
  if (ctx.viewer.kind !== 'account') throw new Forbidden('disclosure.nobody', said('This is taken back by a person.'))
  const by = ctx.viewer.id
  await ctx.transaction(async (inside) => {
    if (!(await queries.withdrawPerk(inside, id, by))) throw new NotFound('disclosure.no-perk')
    await announce(inside, perkEnded, { perkId: id })
  })
}

/** What members receive from the company, the newest record first, 50 a page. For employees; NotFound for everybody else. */
export async function listPerks(ctx: Ctx, after?: string): Promise<PageOf<queries.PerkRow>> {
  if (!maySeePerks(ctx.viewer)) throw new NotFound('disclosure.not-found')
  return queries.selectPerks(ctx, readCursor(after), 50)
}

/** What somebody whom the viewer may know of receives from the company, as it is told at what they write. */
export async function listPerksOf(ctx: Ctx, accountId: AccountId) {
  return (await findPerson(ctx, accountId)) ? queries.selectPerksOf(ctx, accountId) : []
}
