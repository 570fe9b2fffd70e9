import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { demand } from '../../platform/verdict.ts'
import {
  type FieldReach,
  type Onlooker,
  type PersonCard,
  type PersonProfile,
  findPerson,
  loadPeople,
  onlookerOf,
} from '../accounts/accounts.ts'
import { mayConnect } from './connections.access.ts'
import { connectionAccepted, connectionAsked } from './connections.events.ts'
import * as queries from './connections.queries.ts'
import type { OwnList } from './connections.queries.ts'
import { mostCounted } from './reach-words.ts'

export type { OwnList } from './connections.queries.ts'
export { mostCounted, peopleWords, reachWords, reachedWords } from './reach-words.ts'

const askingLimits: readonly RateLimit[] = [
  { name: 'connections-hour', uses: 30, seconds: 3600 },
  { name: 'connections-day', uses: 100, seconds: 86_400 },
]
const pairLimit: RateLimit = { name: 'connections-pair', uses: 3, seconds: 86_400 }

/** For so long somebody who was declined does not reach the same person again. */
export const quietDays = 30

/** How the viewer stands to another member, as the viewer may know it: a no and a block of the other side do not show. */
export interface Standing {
  readonly tie: 'none' | 'asked' | 'asks-me' | 'connected'
  readonly askedAt?: Date
  readonly acceptedAt?: Date
  /** The ask has gone unanswered long enough to be put again. */
  readonly askAgain: boolean
  readonly hiddenByMe: boolean
  readonly hiddenByThem: boolean
  readonly following: boolean
  /** The viewer blocks them. */
  readonly blocked: boolean
}

/** Somebody in one of the viewer's own lists. */
export interface OwnLine {
  readonly person: PersonCard
  readonly at: Date
  readonly hidden: boolean
  readonly hiddenByMe: boolean
}

/**
 * The viewer's and the other's side of an act between two members. Throws NotFound (nobody whom the viewer may know of),
 * Forbidden (the viewer is no member outside), Invalid (`person`: oneself).
 */
async function pairOf(ctx: Ctx, id: AccountId): Promise<{ me: AccountId; person: PersonProfile }> {
  const person = await findPerson(ctx, id)
  if (!person) throw new NotFound('people.not-found')
  demand(mayConnect(ctx.viewer))
  if (ctx.viewer.kind !== 'account' || person.realm !== 'outside') throw new NotFound('people.not-found')
  if (person.id === ctx.viewer.id) throw new Invalid('connections.yourself', { person: said('This is you.') })
  return { me: ctx.viewer.id, person }
}

/** Runs a change between the viewer and somebody, one at a time for the two of them. */
async function change(
  ctx: Ctx,
  id: AccountId,
  act: (inside: Ctx, me: AccountId, standing: queries.StandingRow) => Promise<void>,
): Promise<void> {
  const { me } = await pairOf(ctx, id)
  await ctx.transaction(async (inside) => {
    await queries.lockPair(inside, me, id)
    await act(inside, me, await queries.findStanding(inside, me, id))
  })
}

/** How the viewer stands to somebody; undefined where nothing can be between the two. */
export async function standingWith(ctx: Ctx, id: AccountId): Promise<Standing | undefined> {
  const { viewer } = ctx
  if (!mayConnect(viewer).allowed || viewer.kind !== 'account' || viewer.id === id) return undefined
  const person = await findPerson(ctx, id)
  if (person?.realm !== 'outside') return undefined
  const row = await queries.findStanding(ctx, viewer.id, id)
  return {
    tie: tieOf(row),
    ...(row.askedAt && { askedAt: row.askedAt }),
    ...(row.acceptedAt && { acceptedAt: row.acceptedAt }),
    askAgain: tieOf(row) === 'asked' && row.askedAt! <= daysBefore(ctx.now, quietDays),
    hiddenByMe: row.hiddenByMe ?? false,
    hiddenByThem: row.hiddenByThem ?? false,
    following: row.following,
    blocked: row.blocked,
  }
}

function tieOf(row: queries.StandingRow): Standing['tie'] {
  if (row.acceptedAt) return 'connected'
  if (row.askedByMe === null) return 'none'
  if (row.askedByMe) return 'asked'
  return row.isQuiet ? 'none' : 'asks-me'
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000)
}

/**
 * Asks somebody for a connection. When they asked too, the two are connected. Asking somebody who declined within 30
 * days, or who blocks the viewer, looks to the viewer as if it was sent. Asking again changes nothing within 30 days.
 * Throws NotFound, Forbidden, Invalid (`person`), Conflict (connected already), TryLater.
 */
export async function ask(ctx: Ctx, id: AccountId): Promise<void> {
  const { me, person } = await pairOf(ctx, id)
  if (person.state !== 'active') {
    throw new Invalid('connections.unclaimed', {
      person: said('Nobody has claimed this account yet, so nobody could answer.'),
    })
  }
  for (const limit of askingLimits) await countUse(ctx, limit, String(me))
  await countUse(ctx, pairLimit, `${me}:${id}`)
  await change(ctx, id, async (inside, _me, row) => {
    refuseBlocked(row)
    if (row.acceptedAt) throw new Conflict('connections.already', said('You are connected already.'))
    if (row.askedByMe === false) return makeConnection(inside, me, id)
    const since = daysBefore(inside.now, quietDays)
    if (row.askedByMe && row.askedAt! > since) return
    const quiet = await queries.putAsk(inside, me, id, since)
    if (!quiet) await announce(inside, connectionAsked, { askedBy: me, askedOf: id })
  })
}

function refuseBlocked(row: queries.StandingRow): void {
  if (row.blocked)
    throw new Invalid('connections.blocked', { person: said('You blocked them. Take the block back first.') })
}

async function makeConnection(ctx: Ctx, me: AccountId, other: AccountId): Promise<void> {
  await queries.setAccepted(ctx, me, other)
  await announce(ctx, connectionAccepted, { askedBy: other, acceptedBy: me })
}

/** Says yes to somebody who asked. NotFound when they do not ask (any more). */
export async function accept(ctx: Ctx, id: AccountId): Promise<void> {
  await change(ctx, id, async (inside, me, row) => {
    if (tieOf(row) !== 'asks-me')
      throw new NotFound('connections.not-asked', said('There is no such request any more.'))
    await makeConnection(inside, me, id)
  })
}

/** Says no without a word: whoever asked is not told, and cannot put it again for 30 days. */
export async function decline(ctx: Ctx, id: AccountId): Promise<void> {
  await change(ctx, id, async (inside, me, row) => {
    if (tieOf(row) !== 'asks-me')
      throw new NotFound('connections.not-asked', said('There is no such request any more.'))
    await queries.setDeclined(inside, me, id)
  })
}

/** Takes the viewer's own open request back. */
export async function withdraw(ctx: Ctx, id: AccountId): Promise<void> {
  await change(ctx, id, async (inside, me, row) => {
    if (tieOf(row) !== 'asked') throw new NotFound('connections.not-asked', said('There is no such request any more.'))
    await queries.deleteConnection(inside, me, id)
  })
}

/** Ends a connection, from either side. What only connections read closes with the next request. */
export async function end(ctx: Ctx, id: AccountId): Promise<void> {
  await change(ctx, id, async (inside, me, row) => {
    demandConnected(row)
    await queries.deleteConnection(inside, me, id)
  })
}

function demandConnected(row: queries.StandingRow): void {
  if (!row.acceptedAt) throw new NotFound('connections.not-connected', said('You are not connected.'))
}

/** Keeps a connection from everybody else, or shows it again. A hidden one is no step of anybody's way to anybody. */
export async function setHidden(ctx: Ctx, id: AccountId, hidden: boolean): Promise<void> {
  await change(ctx, id, async (inside, me, row) => {
    demandConnected(row)
    await queries.setHidden(inside, me, id, hidden)
  })
}

/**
 * Blocks somebody: ends what connects the two, takes the viewer's own requests and follow back, and hides theirs. The
 * other one is not told, and sees what anybody would see whom the viewer is not connected with.
 */
export async function block(ctx: Ctx, id: AccountId): Promise<void> {
  await change(ctx, id, async (inside, me, row) => {
    await queries.putBlock(inside, me, id, true)
    await queries.putFollow(inside, me, id, false)
    if (row.acceptedAt || row.askedByMe) await queries.deleteConnection(inside, me, id)
    else if (row.askedByMe === false) await queries.setQuiet(inside, me, id)
  })
}

/** Takes a block back. What it ended stays ended. */
export async function unblock(ctx: Ctx, id: AccountId): Promise<void> {
  await change(ctx, id, (inside, me) => queries.putBlock(inside, me, id, false))
}

/** Follows somebody, or stops. It gives no right whatsoever to either of them. */
export async function setFollowing(ctx: Ctx, id: AccountId, follows: boolean): Promise<void> {
  await change(ctx, id, async (inside, me, row) => {
    if (follows) refuseBlocked(row)
    await queries.putFollow(inside, me, id, follows)
  })
}

/** One page of one of the viewer's own lists, newest first, 30 a page. NotFound for whoever is no member outside. */
export async function listOwn(ctx: Ctx, list: OwnList, cursor?: string): Promise<PageOf<OwnLine>> {
  const me = memberId(ctx)
  const page = await queries.selectOwn(ctx, me, list, readCursor(cursor), 30)
  const people = await loadPeople(
    ctx,
    page.items.map((row) => row.id),
  )
  const items = page.items.map(({ id, at, hidden, hiddenByMe }) => ({
    person: people.get(id)!,
    at,
    hidden,
    hiddenByMe,
  }))
  return page.next ? { items, next: page.next } : { items }
}

/** How many stand in one of the viewer's own lists. */
export async function countOwn(ctx: Ctx, list: OwnList): Promise<number> {
  return queries.countOwn(ctx, memberId(ctx), list)
}

function memberId(ctx: Ctx): AccountId {
  if (!mayConnect(ctx.viewer).allowed || ctx.viewer.kind !== 'account') throw new NotFound('connections.not-found')
  return ctx.viewer.id
}

/**
 * Whom the viewer and somebody both know, over ties that neither end hides and that one of the two at the tie shows the
 * viewer: six at most by name, and how many in all.
 */
export async function mutualWith(ctx: Ctx, id: AccountId): Promise<{ people: readonly PersonCard[]; count: number }> {
  const { viewer } = ctx
  if (!mayConnect(viewer).allowed || viewer.kind !== 'account' || viewer.id === id) return { people: [], count: 0 }
  const { ids, count } = await queries.selectMutual(ctx, viewer.id, id, onlookerOf(viewer), 6)
  return { people: await inOrder(ctx, ids), count }
}

/** Whom somebody knows, as far as this onlooker may see it: 50 after `afterId`, in order of their accounts. */
export async function listKnown(
  ctx: Ctx,
  person: AccountId,
  by: Onlooker = onlookerOf(ctx.viewer),
  afterId = 0,
): Promise<PageOf<PersonCard>> {
  const ids = await queries.selectKnown(ctx, person, by, afterId, 51)
  const items = await inOrder(ctx, ids.slice(0, 50))
  return ids.length > 50 ? { items, next: String(ids[49]) } : { items }
}

async function inOrder(ctx: Ctx, ids: readonly AccountId[]): Promise<PersonCard[]> {
  const people = await loadPeople(ctx, ids)
  return ids.map((id) => people.get(id)!)
}

/**
 * How many members each reach would give beside the owner (1 to 3 degrees, 4 all members), by the rule that decides
 * about fields; 1001 stands for more than 1000.
 */
export async function countReached(ctx: Ctx, owner: AccountId): Promise<Readonly<Record<1 | 2 | 3 | 4, number>>> {
  const count = (reach: FieldReach) => queries.countReached(ctx, owner, reach, mostCounted)
  return { 1: await count(1), 2: await count(2), 3: await count(3), 4: await count(4) }
}
