import { z } from 'zod'
import { listPeople } from '../../people/accounts/accounts.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Conflict, Invalid } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { previewAs } from '../../realms/audience/audience.ts'
import { type Space, getSpaceById, isEmployee, rightIn } from '../../realms/spaces/spaces.ts'
import { titleSchema } from '../threads/threads.ts'
import { momentIn } from './moments.ts'
import { type Storm, getStorm, me } from './reading.ts'
import { keepsSide, mayKeep, stateAt } from './storms.access.ts'
import { stormStarted } from './storms.events.ts'
import * as queries from './storms.queries.ts'
import type { StormId } from './storms.tables.ts'

export type { StormId } from './storms.tables.ts'
export { type Storm, findStormOf, getStorm, listJudges, listPartakers } from './reading.ts'
export { type StormState, stateAt } from './storms.access.ts'
export { type StormIdea, type StormRoom, enterStorm, submitIdea, voteInStorm } from './taking-part.ts'
export { type Result, finishStorm, noteIdea } from './judging.ts'

export const stormSchema = z.object({
  question: titleSchema,
  body: z
    .string()
    .transform(cleanMarkdown)
    .pipe(z.string().max(20_000, said('Keep it under 20,000 characters.'))),
  rules: z
    .string()
    .transform(cleanMarkdown)
    .pipe(
      z
        .string()
        .min(1, said('Say by which rules you choose. They are read beforehand.'))
        .max(20_000, said('Keep them shorter.')),
    ),
  opens: z.string(),
  closes: z.string(),
  zone: z.string(),
  judges: z.string(),
})
export type StormInput = z.input<typeof stormSchema>

/** The longest that a session may run: a year. */
const longestDays = 366

/** The sessions that the viewer may read, those that close last first, 20 a page. */
export async function listStorms(ctx: Ctx, after?: string): Promise<PageOf<Storm>> {
  return queries.selectStormPage(ctx, readCursor(after), 20)
}

/** The sessions of one side that are open now, of those that the viewer may read; those that close first, at most three. */
export async function listOpenStorms(ctx: Ctx, realm: Realm): Promise<readonly Storm[]> {
  return queries.selectOpen(ctx, realm, 3)
}

/** The spaces in which the viewer may start a session, oldest first. */
export async function listStormSpaces(ctx: Ctx): Promise<readonly Space[]> {
  if (!isEmployee(ctx.viewer)) return []
  const { viewer } = ctx
  const sides = (['inside', 'outside', 'bridge'] as const).filter((realm) => keepsSide(viewer, realm))
  return queries.selectKeepable(ctx, viewer, sides)
}

/**
 * Starts a session in a space: its question, hours, rules and judges are read from now on. Throws Forbidden (who may:
 * `mayKeep`), Invalid (a field; `opens` and `closes` are read on the clock of `zone`, `judges` are names, one a line).
 */
export async function startStorm(ctx: Ctx, space: Space, input: StormInput): Promise<Storm> {
  demand(mayKeep(ctx.viewer, space, await rightIn(ctx, space)))
  const by = me(ctx)
  const { words, judges } = await takeWords(ctx, space, input)
  if (words.closesAt <= ctx.now)
    throw new Invalid('storms.over', { closes: said('Choose a closing time that is to come.') })
  return ctx.transaction(async (inside) => {
    const id = await queries.insertStorm(inside, { ...words, realm: space.realm, spaceId: space.id }, by)
    await queries.putJudges(inside, id, judges)
    await announce(inside, stormStarted, { stormId: id })
    await touch(inside, `space:${space.id}`)
    return getStorm(inside, id)
  })
}

/** Changes a session that has not opened. Throws as `startStorm`, and Conflict once it opened: rules do not change then. */
export async function changeStorm(ctx: Ctx, id: StormId, input: StormInput): Promise<Storm> {
  const storm = await getStorm(ctx, id)
  const space = await getSpaceById(ctx, storm.spaceId)
  demand(mayKeep(ctx.viewer, space, await rightIn(ctx, space)))
  const { words, judges } = await takeWords(ctx, space, input)
  return ctx.transaction(async (inside) => {
    await queries.lockStorm(inside, id)
    if (stateAt(await getStorm(inside, id), inside.now) !== 'before')
      throw new Conflict('storms.opened', said('The session has opened. Its rules, judges and hours stay as they are.'))
    if (words.opensAt <= inside.now)
      throw new Invalid('storms.opened-already', { opens: said('Choose an opening time that is to come.') })
    await queries.updateStorm(inside, id, words)
    await queries.putJudges(inside, id, judges)
    await announce(inside, stormStarted, { stormId: id })
    await touch(inside, `space:${storm.spaceId}`)
    return getStorm(inside, id)
  })
}

async function takeWords(ctx: Ctx, space: Space, input: StormInput) {
  const parsed = stormSchema.safeParse(input)
  const errors: Record<string, Said> = {}
  if (!parsed.success) for (const issue of parsed.error.issues) errors[String(issue.path[0])] ??= issue.message
  const [opensAt, closesAt] = [momentIn(input.opens, input.zone), momentIn(input.closes, input.zone)]
  if (!opensAt) errors.opens = said('Give day and time. Where clocks are set forward, an hour is missing.')
  if (!closesAt) errors.closes = said('Give day and time. Where clocks are set forward, an hour is missing.')
  if (opensAt && closesAt && closesAt <= opensAt) errors.closes = said('A session closes after it opens.')
  if (opensAt && closesAt && closesAt.getTime() - opensAt.getTime() > longestDays * 86_400_000)
    errors.closes = said('A session runs a year at most.')
  const judges = await takeJudges(ctx, space, input.judges, errors)
  if (!parsed.success || !opensAt || !closesAt || Object.keys(errors).length > 0)
    throw new Invalid('storms.words', errors)
  const { question, body, rules, zone } = parsed.data
  return { words: { question, body, rules, opensAt, closesAt, timeZone: zone }, judges }
}

/**
 * Judges by name, one a line: people who read the space, so that every judge can open what they judge. Of several with
 * one name the number tells which is meant: "Lena Brandt #12".
 */
async function takeJudges(ctx: Ctx, space: Space, typed: string, errors: Record<string, Said>): Promise<AccountId[]> {
  const names = [...new Set(typed.split(/[\n,]/).map((name) => name.replace(/\s+/g, ' ').trim()))].filter(Boolean)
  if (names.length === 0) errors.judges = said('Name at least one judge.')
  if (names.length > 20) errors.judges = said('Name 20 judges at most.')
  if (errors.judges) return []
  const found: AccountId[] = []
  for (const line of names) {
    const [, name, number] = /^(.*?)(?: #(\d+))?$/.exec(line) as unknown as [string, string, string?]
    const people = (await Promise.all(judgeRealms(space.realm).map((realm) => listPeople(ctx, { realm, name }))))
      .flatMap((page) => page.items)
      .filter((person) => person.displayName.toLowerCase() === name.toLowerCase())
      .filter((person) => number === undefined || String(person.id) === number)
    if (people.length !== 1) {
      errors.judges =
        people.length === 0
          ? said('Nobody here is named {name}.', { name })
          : said('Several people are named {name}. Add the number in the address of their page: {name} #{number}.', {
              name,
              number: String(people[0]!.id),
            })
      return []
    }
    const id = people[0]!.id
    if (!(await previewAs(ctx, { space: space.id }, id)).because) {
      errors.judges = said('{name} cannot read {space}. Add them there first.', { name, space: space.title })
      return []
    }
    if (!found.includes(id)) found.push(id)
  }
  return found
}

function judgeRealms(realm: Realm): readonly Realm[] {
  return realm === 'inside' ? ['inside'] : ['inside', realm]
}
