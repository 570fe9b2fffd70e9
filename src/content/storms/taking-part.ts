import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { type Space, getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { postIdea, vote } from '../ideas/ideas.ts'
import { type Reach, type Thread, type ThreadId, loadThreads, startingReachIn } from '../threads/threads.ts'
import { type Storm, getStorm, me } from './reading.ts'
import {
  type StormState,
  mayFinish,
  mayKeep,
  mayNote,
  mayReadNotes,
  mayTakePart,
  mayVoteFor,
  stateAt,
} from './storms.access.ts'
import * as queries from './storms.queries.ts'
import type { StormId } from './storms.tables.ts'

/** An idea of a session, with the votes that count there. */
export type StormIdea = Awaited<ReturnType<typeof queries.selectIdeas>>[number]
export type StormNote = Awaited<ReturnType<typeof queries.selectNotes>>[number]

/** What the viewer may do in a session at this moment. */
export interface StormRights {
  readonly keep: AccessVerdict
  readonly takePart: AccessVerdict
  readonly note: AccessVerdict
  readonly readNotes: AccessVerdict
  readonly finish: AccessVerdict
}

/** A session with all that its pages show. */
export interface StormRoom {
  readonly storm: Storm
  readonly space: Space
  readonly state: StormState
  readonly judges: readonly AccountId[]
  /** The first 500: while it is open in order of time, then the chosen first and the others by votes. */
  readonly ideas: readonly StormIdea[]
  /** Of the judges; empty for whoever may not read them. */
  readonly notes: readonly StormNote[]
  readonly result: Thread | undefined
  readonly people: ReadonlyMap<AccountId, PersonCard>
  readonly may: StormRights
}

const mostIdeas = 500

async function rightsIn(ctx: Ctx, storm: Storm, space: Space, judges: readonly AccountId[]): Promise<StormRights> {
  const { viewer } = ctx
  const right = await rightIn(ctx, space)
  const state = stateAt(storm, ctx.now)
  const isJudge = viewer.kind === 'account' && judges.includes(viewer.id)
  const keep = mayKeep(viewer, space, right)
  return {
    keep,
    takePart: mayTakePart(viewer, space, { state, isJudge, right }),
    note: mayNote(isJudge, state),
    readNotes: mayReadNotes(isJudge, keep),
    finish: mayFinish(viewer, space.realm, keep, state),
  }
}

/** A session that the viewer may read, with everything that they may see of it. */
export async function enterStorm(ctx: Ctx, id: StormId): Promise<StormRoom> {
  const storm = await getStorm(ctx, id)
  const space = await getSpaceById(ctx, storm.spaceId)
  const judges = await queries.selectJudges(ctx, id)
  const state = stateAt(storm, ctx.now)
  const may = await rightsIn(ctx, storm, space, judges)
  const ideas = await queries.selectIdeas(ctx, id, state !== 'open', mostIdeas)
  const notes = may.readNotes.allowed ? await queries.selectNotes(ctx, id) : []
  const resultId = storm.resultThreadId
  return {
    ...{ storm, space, state, judges, ideas, notes, may },
    result: resultId === null ? undefined : (await loadThreads(ctx, [resultId])).get(resultId),
    people: await loadPeople(ctx, [storm.startedBy, ...judges, ...ideas.map((idea) => idea.authorId)]),
  }
}

/** The idea of a session that the viewer may read. NotFound: there is none, or it belongs to another session. */
export function ideaIn(room: StormRoom, ideaId: ThreadId): StormIdea {
  const idea = room.ideas.find((one) => one.id === ideaId)
  if (!idea) throw new NotFound('storms.no-such-idea')
  return idea
}

/**
 * Submits an idea into an open session: an idea of its space like any other, which reaches as far as is chosen, and
 * until it is, as far as the viewer's new texts start. Throws Forbidden, Invalid, TryLater.
 */
export async function submitIdea(
  ctx: Ctx,
  id: StormId,
  { title, body, reach }: { title: string; body: string; reach?: Reach | undefined },
): Promise<Thread> {
  const { space, may } = await enterStorm(ctx, id)
  demand(may.takePart)
  return ctx.transaction(async (inside) => {
    const reaching = reach === undefined ? await startingReachIn(inside, space, 'others') : reach
    const { thread } = await postIdea(inside, { space: space.id, title, body, tags: [], reach: reaching })
    await queries.insertIdea(inside, id, thread.id, me(inside))
    await touch(inside, `space:${space.id}`)
    return thread
  })
}

/** Votes for an idea of an open session, or takes that back: the vote of the idea, counted here within the hours. */
export async function voteInStorm(ctx: Ctx, id: StormId, ideaId: ThreadId, isFor: boolean): Promise<void> {
  const room = await enterStorm(ctx, id)
  const idea = ideaIn(room, ideaId)
  demand(mayVoteFor(ctx.viewer, room.may.takePart, idea.authorId))
  await ctx.transaction(async (inside) => {
    await vote(inside, ideaId, isFor ? 1 : 0)
    await touch(inside, `space:${room.space.id}`)
  })
}
