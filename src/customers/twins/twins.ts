import { type Contributor, type Idea, type StageChange, getIdea, listStageChanges } from '../../content/ideas/ideas.ts'
import { type Reply, type ThreadId, listReplies } from '../../content/threads/threads.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { type Audience, audienceOf } from '../../realms/audience/audience.ts'
import {
  type Crossing,
  getCrossing,
  linkAcross,
  loadCrossings,
  mayRecallCrossing,
  recall,
} from '../../realms/crossings/crossings.ts'
import { type Space, getSpaceById, isEmployee, mayWriteIn, rightIn } from '../../realms/spaces/spaces.ts'
import { type Twin, type TwinNote, type TwinWords, getTwin, getWritableTwin, listBothContributors } from './reading.ts'
import { mayJoin } from './twins.access.ts'
import { twinJoined } from './twins.events.ts'
import * as queries from './twins.queries.ts'
import type { NoteKind, TwinId } from './twins.tables.ts'

export type { NoteKind, TwinId, TwinWordsId } from './twins.tables.ts'
export { type PublicPreview, previewWords, proposeWords, publishWords } from './public-words.ts'
export { type Twin, type TwinNote, type TwinWords, getTwin } from './reading.ts'
export { mayJoin } from './twins.access.ts'

/** The twins that the viewer may read, the newest first, 20 a page. NotFound for whoever is no employee. */
export async function listTwins(ctx: Ctx, after?: string): Promise<PageOf<Twin>> {
  if (!isEmployee(ctx.viewer)) throw new NotFound('twins.not-found')
  return queries.selectTwinPage(ctx, readCursor(after), 20)
}

/** The twins of an idea of either side that the viewer may read, the newest first; none for whoever is no employee. */
export async function listTwinsOf(ctx: Ctx, ideaId: ThreadId): Promise<readonly Twin[]> {
  return queries.selectTwinsOf(ctx, ideaId)
}

/**
 * Joins an inside idea with an outside one, by a logged crossing that carries nothing out. Throws NotFound (an idea that
 * the viewer cannot see), Forbidden (no employee, may not write at the inside idea), Invalid (`inner`, `outer`: the wrong
 * side; `reason`), Conflict (`twins.joined-already`: one of them stands in a twin; `crossings.linked-already`).
 */
export async function joinTwin(ctx: Ctx, pair: { inner: ThreadId; outer: ThreadId; reason: string }): Promise<Twin> {
  demand(mayJoin(ctx.viewer))
  const [inner, outer] = [await getIdea(ctx, pair.inner), await getIdea(ctx, pair.outer)]
  if (inner.thread.realm !== 'inside')
    throw new Invalid('twins.inner', { inner: said('Choose an idea that stands inside.') })
  if (outer.thread.realm !== 'outside')
    throw new Invalid('twins.outer', { outer: said('Choose an idea that stands outside.') })
  if (inner.mergedInto ?? outer.mergedInto)
    throw new Conflict('twins.merged', said('One of them was united with another idea. Join that one instead.'))
  return ctx.transaction(async (inside) => {
    const crossing = await linkAcross(inside, {
      inner: { kind: 'thread', id: inner.id },
      outer: { kind: 'thread', id: outer.id },
      name: 'Twin',
      reason: pair.reason,
    })
    if (await queries.isTwinned(inside, inner.id, outer.id))
      throw new Conflict('twins.joined-already', said('One of them stands in another twin. End that one first.'))
    const joined = { innerId: inner.id, outerId: outer.id, crossingId: crossing.id, joinedBy: crossing.actedBy }
    const id = await queries.insertTwin(inside, joined)
    await announce(inside, twinJoined, { twinId: id })
    return getTwin(inside, id)
  })
}

/**
 * Ends a twin by taking its crossing back; both ideas, the notes and every public answer stay as they are. Throws
 * NotFound, Forbidden, Invalid (`reason`), Conflict (ended already).
 */
export async function endTwin(ctx: Ctx, id: TwinId, reason: string): Promise<void> {
  const twin = await getTwin(ctx, id)
  await recall(ctx, twin.crossingId, reason)
}

/** Notes feasibility, cost or a risk, for those inside alone. Throws NotFound, Forbidden, Conflict (ended), Invalid (`body`). */
export async function noteTwin(ctx: Ctx, id: TwinId, note: { kind: NoteKind; body: string }): Promise<void> {
  const { twin, by } = await getWritableTwin(ctx, id)
  const body = cleanMarkdown(note.body).trim()
  if (body === '' || body.length > 5000)
    throw new Invalid('twins.note', {
      body: body === '' ? said('Write something first.') : said('Keep it under 5,000 characters.'),
    })
  await ctx.transaction(async (inside) => {
    await queries.insertNote(inside, { twinId: id, kind: note.kind, body, writtenBy: by })
    // The inner thread alone: an open page outside must not stir because of something inside.
    await touch(inside, `thread:${twin.innerId}`)
  })
}

/** A twin with everything that its page shows. */
export interface TwinRoom {
  readonly twin: Twin
  readonly crossing: Crossing
  readonly inner: Idea
  readonly outer: Idea
  readonly innerSpace: Space
  readonly outerSpace: Space
  readonly innerAudience: Audience
  readonly outerAudience: Audience
  readonly notes: readonly TwinNote[]
  /** What was said at the inside idea, oldest first, the first 500. */
  readonly debate: readonly Reply[]
  /** Newest first. */
  readonly words: readonly TwinWords[]
  readonly crossings: ReadonlyMap<number, Crossing>
  readonly answers: readonly StageChange[]
  /** Of both sides, each person once; who agreed is named when it is done. */
  readonly contributors: readonly Contributor[]
  readonly people: ReadonlyMap<AccountId, PersonCard>
  readonly mayWrite: boolean
  readonly mayEnd: AccessVerdict
}

/** A twin that the viewer may read, with both its sides. */
export async function enterTwin(ctx: Ctx, id: TwinId): Promise<TwinRoom> {
  const twin = await getTwin(ctx, id)
  const [inner, outer] = [await getIdea(ctx, twin.innerId), await getIdea(ctx, twin.outerId)]
  const innerSpace = await getSpaceById(ctx, inner.thread.spaceId)
  const outerSpace = await getSpaceById(ctx, outer.thread.spaceId)
  const crossing = await getCrossing(ctx, twin.crossingId)
  const notes = await queries.selectNotes(ctx, id)
  const words = await queries.selectWords(ctx, id)
  const debate = await listReplies(ctx, inner.id)
  const contributors = await listBothContributors(ctx, twin)
  return {
    ...{ twin, crossing, inner, outer, innerSpace, outerSpace, notes, words, debate, contributors },
    innerAudience: await audienceOf(ctx, innerSpace, { kind: 'thread', id: inner.id }),
    outerAudience: await audienceOf(ctx, outerSpace, { kind: 'thread', id: outer.id }),
    crossings: await loadCrossings(
      ctx,
      words.flatMap((one) => one.crossingId ?? []),
    ),
    answers: await listStageChanges(ctx, outer.id),
    people: await loadPeople(ctx, [
      ...[twin.joinedBy, inner.thread.authorId, outer.thread.authorId, ...(twin.endedBy ? [twin.endedBy] : [])],
      ...notes.map((note) => note.writtenBy),
      ...words.map((one) => one.writtenBy),
      ...debate.map((reply) => reply.authorId),
    ]),
    mayWrite: !twin.endedAt && mayWriteIn(ctx.viewer, innerSpace, await rightIn(ctx, innerSpace)).allowed,
    mayEnd: await mayRecallCrossing(ctx, crossing),
  }
}
