import { getQuestion } from '../../content/questions/questions.ts'
import {
  type Reply,
  type Thread,
  type ThreadId,
  addParticipants,
  addReply,
  getThread,
  listParticipants,
  startThread,
} from '../../content/threads/threads.ts'
import { type PersonCard, findPerson, listPeople } from '../../people/accounts/accounts.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type Space, type SpaceId, getSpaceById, isEmployee, listSpaces } from '../../realms/spaces/spaces.ts'
import { demand } from '../../platform/verdict.ts'
import { type ProposedColleague, matchColleagues } from './expertise.ts'
import { mayCloseSwarm } from './swarms.access.ts'
import { swarmCalled, swarmClosed, swarmJoined, swarmOpened } from './swarms.events.ts'
import * as queries from './swarms.queries.ts'
import type { SwarmId } from './swarms.tables.ts'

export type { SwarmId, WordingId } from './swarms.tables.ts'
export { agreementRule, knownSwarm, mayCloseSwarm, mayOpenSwarm } from './swarms.access.ts'
export { repeatTitle } from './repeated-title.queries.ts'
export { followMerge, followUnmerge } from './swarms.queries.ts'
export { type CallReason, type ProposedColleague, rankingRule } from './expertise.ts'
export { type SwarmRoom, enterSwarm } from './room.ts'
export { sayInside as say }
export { type Wording, agree, previewWording, proposeWording, publishOutWording } from './wordings.ts'

/** Colleagues called together on a public question, as those see it who take part. */
export type Swarm = queries.SwarmRow
/** A swarm as those see it who may join: that it exists, whose it is, how many are in it. */
export type KnownSwarm = queries.KnownSwarmRow

/** A question outside, for an employee. For everybody else there is nothing here: not even a refusal. */
async function getQuestionForStaff(ctx: Ctx, id: ThreadId): Promise<Thread> {
  demandEmployee(ctx)
  return (await getQuestion(ctx, id)).thread
}

export function demandEmployee(ctx: Ctx): AccountViewer {
  if (!isEmployee(ctx.viewer)) throw new NotFound('swarms.not-found')
  return ctx.viewer
}

/**
 * Opens a swarm on a question outside: a companion thread inside that only its participants read. It stands in `space`,
 * or in the first inside space that is open to all employees. Throws NotFound (no such question; not an employee),
 * Conflict (`swarms.already-open`), Invalid (`space`), Forbidden (writing there).
 */
export async function openSwarm(
  ctx: Ctx,
  questionId: ThreadId,
  options: { space?: SpaceId; message?: string } = {},
): Promise<Swarm> {
  const { id: ownerId } = demandEmployee(ctx)
  const question = await getQuestionForStaff(ctx, questionId)
  const space = await companionSpace(ctx, options.space)
  return ctx.transaction(async (inside) => {
    const companion = await startThread(inside, space, {
      type: 'discussion',
      title: ctx.say('Swarm: {title}', { title: question.title }).slice(0, 200),
      body: options.message?.trim() || ctx.say('What do we know about this, and what can we say?'),
      audience: 'participants',
    })
    const id = await queries.insertSwarm(inside, { questionId, companionId: companion.id, ownerId })
    if (id === undefined)
      throw new Conflict('swarms.already-open', said('A swarm is open on this question already. Join it instead.'))
    await announce(inside, swarmOpened, { swarmId: id, questionId })
    return getSwarm(inside, id)
  })
}

async function companionSpace(ctx: Ctx, id: SpaceId | undefined): Promise<Space> {
  const space =
    id === undefined
      ? (await listSpaces(ctx, { realm: 'inside' })).find((one) => one.access === 'employees')
      : await getSpaceById(ctx, id)
  if (!space)
    throw new Invalid('swarms.no-space', {
      space: said('No inside space is open to all employees. Choose one of yours.'),
    })
  if (space.realm !== 'inside')
    throw new Invalid('swarms.wrong-side', { space: said('A swarm stands inside. Choose an inside space.') })
  return space
}

/** A swarm that the viewer takes part in. */
export async function getSwarm(ctx: Ctx, id: SwarmId): Promise<Swarm> {
  const swarm = await queries.findSwarm(ctx, id)
  if (!swarm) throw new NotFound('swarms.not-found')
  return swarm
}

/** A swarm that the viewer takes part in, still open. */
export async function getOpenSwarm(ctx: Ctx, id: SwarmId): Promise<Swarm> {
  const swarm = await getSwarm(ctx, id)
  if (swarm.closedAt)
    throw new Conflict('swarms.closed', said('This swarm is closed. It can be read, and nothing is added any more.'))
  return swarm
}

/** A swarm that the viewer may know of. */
export async function getKnownSwarm(ctx: Ctx, id: SwarmId): Promise<KnownSwarm> {
  const swarm = await queries.findKnownSwarm(ctx, id)
  if (!swarm) throw new NotFound('swarms.not-found')
  return swarm
}

/** The swarms on a question that the viewer may know of, newest first; none for anybody who is not an employee. */
export async function listSwarmsOn(ctx: Ctx, questionId: ThreadId): Promise<readonly KnownSwarm[]> {
  return queries.selectSwarmsOn(ctx, questionId)
}

/** The open swarm on a question, where the viewer may know of it. */
export async function findOpenSwarm(ctx: Ctx, questionId: ThreadId): Promise<KnownSwarm | undefined> {
  return (await listSwarmsOn(ctx, questionId)).find((swarm) => swarm.closedAt === null)
}

/** The swarm whose companion thread this is, for those who take part. */
export async function findSwarmByCompanion(ctx: Ctx, companionId: ThreadId): Promise<Swarm | undefined> {
  return queries.findSwarmByCompanion(ctx, companionId)
}

/** The swarms that the viewer may know of, open or closed, newest first, 20 a page. */
export async function listSwarms(ctx: Ctx, filter: { open: boolean }, cursor?: string): Promise<PageOf<KnownSwarm>> {
  demandEmployee(ctx)
  return queries.selectSwarmPage(ctx, filter.open, readCursor(cursor), 20)
}

/** When each swarm on a question was opened and first got a word from a colleague of the opener. */
export async function firstSwarmTimes(
  ctx: Ctx,
  questionId: ThreadId,
): Promise<{ openedAt: Date; contributedAt?: Date } | undefined> {
  const first = (await listSwarmsOn(ctx, questionId)).at(-1)
  if (!first) return undefined
  const contributedAt = await queries.firstContribution(ctx, first.companionId, first.openedBy)
  return { openedAt: first.openedAt, ...(contributedAt && { contributedAt }) }
}

/** Colleagues to call, each with the reasons why, 5 at most; never anybody who is in already. For those in the swarm. */
export async function proposeColleagues(ctx: Ctx, swarmId: SwarmId): Promise<readonly ProposedColleague[]> {
  const swarm = await getSwarm(ctx, swarmId)
  const question = await getQuestionForStaff(ctx, swarm.questionId)
  const { spaceId } = await getThread(ctx, swarm.companionId)
  const present = await listParticipants(ctx, swarm.companionId)
  return matchColleagues(ctx, question, { spaceId, present, without: [swarm.companionId] })
}

/** Colleagues by the beginning of a name, 10 at most, who are not in this swarm yet. */
export async function findColleagues(ctx: Ctx, swarmId: SwarmId, name: string): Promise<readonly PersonCard[]> {
  const { companionId } = await getSwarm(ctx, swarmId)
  if (name.trim() === '') return []
  const present = await listParticipants(ctx, companionId)
  const { items } = await listPeople(ctx, { realm: 'inside', name: name.trim() })
  return items.filter((person) => !present.includes(person.id)).slice(0, 10)
}

/** A colleague by number who is not in this swarm yet; undefined for everybody else. */
export async function findColleague(ctx: Ctx, swarmId: SwarmId, accountId: AccountId): Promise<PersonCard | undefined> {
  const { companionId } = await getSwarm(ctx, swarmId)
  const person = await findPerson(ctx, accountId)
  if (person?.realm !== 'inside' || person.state !== 'active') return undefined
  return (await listParticipants(ctx, companionId)).includes(accountId) ? undefined : person
}

/**
 * Calls a colleague into a swarm, saying why: they take part from now on and are told. Harmless for somebody who is in
 * already. Throws Invalid (`reason`; `account`: not an employee, or cannot read the space).
 */
export async function call(ctx: Ctx, swarmId: SwarmId, accountId: AccountId, reason: string): Promise<void> {
  const caller = demandEmployee(ctx)
  const swarm = await getOpenSwarm(ctx, swarmId)
  const why = reason.replace(/\s+/g, ' ').trim()
  if (why === '')
    throw new Invalid('swarms.no-reason', { reason: said('Say why you call them. They read it in the notice.') })
  if (why.length > 500)
    throw new Invalid('swarms.long-reason', { reason: said('Keep the reason under 500 characters.') })
  await demandCallable(ctx, swarm, accountId)
  await ctx.transaction(async (inside) => {
    if ((await listParticipants(inside, swarm.companionId)).includes(accountId)) return
    await addParticipants(inside, swarm.companionId, [accountId])
    await queries.insertCall(inside, { swarmId, accountId, calledBy: caller.id, reason: why, joinedAt: null })
    await announce(inside, swarmCalled, { swarmId, accountId })
  })
}

async function demandCallable(ctx: Ctx, swarm: Swarm, accountId: AccountId): Promise<void> {
  const person = await findPerson(ctx, accountId)
  if (!person || person.realm !== 'inside' || person.state !== 'active') {
    throw new Invalid('swarms.not-a-colleague', { account: said('Only colleagues can be called into a swarm.') })
  }
  const { spaceId } = await getThread(ctx, swarm.companionId)
  const theirs = ctx.as({
    kind: 'account',
    id: accountId,
    realm: 'inside',
    name: person.displayName,
    offices: person.offices,
  })
  const mayRead = (await listSpaces(theirs, { realm: 'inside' })).some((space) => space.id === spaceId)
  if (mayRead) return
  const space = await getSpaceById(ctx, spaceId)
  throw new Invalid('swarms.cannot-read', {
    account: said('{name} cannot read {space}, where this swarm stands. Add them there first.', {
      name: person.displayName,
      space: space.title,
    }),
  })
}

/** Joins a swarm that the viewer may know of, by themselves. Harmless for somebody who is in already. */
export async function join(ctx: Ctx, swarmId: SwarmId): Promise<void> {
  const { id: accountId } = demandEmployee(ctx)
  const swarm = await getKnownSwarm(ctx, swarmId)
  if (swarm.closedAt) throw new Conflict('swarms.closed', said('This swarm is closed.'))
  await ctx.transaction(async (inside) => {
    if (!swarm.takesPart) {
      await addParticipants(inside, swarm.companionId, [accountId])
      const reason = 'Joined from the question'
      await queries.insertCall(inside, { swarmId, accountId, calledBy: accountId, reason, joinedAt: inside.now })
      await announce(inside, swarmJoined, { swarmId, accountId })
    }
    await queries.markJoined(inside, swarmId, accountId)
  })
}

/** Writes to the others in a swarm. Throws NotFound, Conflict (closed), Invalid (`body`), TryLater. */
async function sayInside(ctx: Ctx, swarmId: SwarmId, body: string): Promise<Reply> {
  const { id: accountId } = demandEmployee(ctx)
  const swarm = await getOpenSwarm(ctx, swarmId)
  return ctx.transaction(async (inside) => {
    const reply = await addReply(inside, swarm.companionId, { kind: 'reply', body })
    await queries.markJoined(inside, swarmId, accountId)
    return reply
  })
}

/** Closes a swarm: it stays readable for those in it, and another can be opened. */
export async function closeSwarm(ctx: Ctx, swarmId: SwarmId): Promise<void> {
  const { id: accountId } = demandEmployee(ctx)
  const swarm = await getSwarm(ctx, swarmId)
  demand(mayCloseSwarm(ctx.viewer, swarm.ownerId))
  await ctx.transaction(async (inside) => {
    if (!(await queries.closeSwarm(inside, swarmId, accountId))) return
    await announce(inside, swarmClosed, { swarmId })
    await touch(inside, `thread:${swarm.companionId}`)
  })
}
