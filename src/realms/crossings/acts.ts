import { createHash } from 'node:crypto'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { type Quote, contentKind } from '../content-kind.ts'
import { type Space, type SpaceId, demandWriting, getSpaceById, isEmployee, rightIn } from '../spaces/spaces.ts'
import { mayBringIn, mayLinkAcross, mayPublishOut, mayRecall } from './crossings.access.ts'
import { broughtIn, linkedAcross, publishedOut, recalled } from './crossings.events.ts'
import * as queries from './crossings.queries.ts'
import type { CrossingId } from './crossings.tables.ts'
import { type Crossing, getCrossing } from './reading.ts'

/** A thing of a registered content kind. */
export interface CrossingThing {
  readonly kind: string
  readonly id: number
}

/** A thing, and the space that it stands in. */
export interface CrossingEnd extends CrossingThing {
  readonly spaceId: SpaceId
}

export interface PublishOut {
  readonly source: CrossingEnd
  readonly targetSpaceId: SpaceId
  /** Exactly what leaves, as it was previewed. */
  readonly bytes: string
  readonly reason: string
  /** Who will read it, in the words that were shown before confirming. */
  readonly audience: string
  /** Writes the words outside, in the transaction of the crossing, and names what it wrote. */
  readonly write: (ctx: Ctx) => Promise<CrossingThing>
}

export interface BringIn {
  readonly source: CrossingThing
  readonly targetSpaceId: SpaceId
  readonly reason: string
  /** Who will see inside that it was brought in, in the words that were shown before confirming. */
  readonly audience: string
  /** Makes the place inside that carries the link, in the transaction of the crossing, and names it. It copies no text. */
  readonly write: (ctx: Ctx) => Promise<CrossingThing>
}

export interface LinkAcross {
  /** The end that stands inside or in a bridge room. */
  readonly inner: CrossingThing
  /** The end that stands outside. */
  readonly outer: CrossingThing
  /** What the link is called on both pages, 1 to 120 characters. */
  readonly name: string
  readonly reason: string
}

/** The hash by which a preview and what was posted are compared: SHA-256 of the UTF-8 text, in hexadecimal. */
export function sha256Of(bytes: string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Whether the viewer may publish out of a space: by office, or by a grant there. */
export async function mayPublishFrom(ctx: Ctx, spaceId: SpaceId): Promise<AccessVerdict> {
  const byOffice = mayPublishOut(ctx.viewer)
  if (byOffice.allowed || !isEmployee(ctx.viewer)) return byOffice
  return mayPublishOut(ctx.viewer, await queries.isGrantedPublishOut(ctx, spaceId, ctx.viewer.id))
}

/**
 * Carries words out over the wall: writes them outside and records the act, or neither. Needs the office official voice
 * or a grant to publish out of the source space. Throws Forbidden (the right, the wrong sides), Invalid (`reason`),
 * NotFound (a side that the viewer cannot see), Conflict (`crossings.bytes-differ`) when what was written is not what
 * was to leave.
 */
export async function publishOut(ctx: Ctx, parts: PublishOut): Promise<Crossing> {
  demand(await mayPublishFrom(ctx, parts.source.spaceId))
  const actedBy = actor(ctx)
  const reason = takeReason(parts.reason)
  const [from, to] = [await getSpaceById(ctx, parts.source.spaceId), await getSpaceById(ctx, parts.targetSpaceId)]
  if (from.realm === 'outside' || to.realm !== 'outside') {
    throw wrongSides(said('Publishing out leads from inside or a bridge to outside.'))
  }
  // Who publishes must be able to read what it came from, and the right counts where it really stands.
  if ((await contentKind(parts.source.kind).spaceIdOf(ctx, parts.source.id)) !== from.id) {
    throw new NotFound('crossings.not-found')
  }
  return ctx.transaction(async (inside) => {
    await queries.lockLog(inside)
    const target = await parts.write(inside)
    if ((await contentKind(target.kind).textOf(inside, target.id)) !== parts.bytes) {
      throw new Conflict(
        'crossings.bytes-differ',
        said('What would be posted is not what was previewed. Nothing was posted. Look at the preview again.'),
      )
    }
    const id = await queries.insertCrossing(inside, {
      act: 'publish-out',
      direction: 'out',
      ...endsOf(parts.source, from, target, to),
      actedBy,
      reason,
      bytes: parts.bytes,
      bytesSha256: sha256Of(parts.bytes),
      audience: parts.audience,
    })
    await announce(inside, publishedOut, { crossingId: id })
    await touch(inside, `${parts.source.kind}:${parts.source.id}`)
    return getCrossing(inside, id)
  })
}

/**
 * Brings something from outside or a bridge room into an inside space, as a live link: the place made inside shows the
 * source's current text to whoever may read the source, and nobody else. No copy is taken, not even by the log: `bytes`
 * holds the kind and number of the source (`thread 12`), and `bytesSha256` is the hash of the text as it was read
 * (`quoteText`), so that the record can prove what was brought in, and an erasure or a narrowing outside stays whole.
 * Throws NotFound (a side that the viewer cannot see), Forbidden (no employee, may not write there, the wrong sides),
 * Invalid (`reason`).
 */
export async function bringIn(ctx: Ctx, parts: BringIn): Promise<Crossing> {
  demand(mayBringIn(ctx.viewer))
  const actedBy = actor(ctx)
  const reason = takeReason(parts.reason)
  const quote = await quoteOf(ctx, parts.source)
  const [from, to] = [await getSpaceById(ctx, quote.spaceId), await getSpaceById(ctx, parts.targetSpaceId)]
  if (from.realm === 'inside' || to.realm !== 'inside') {
    throw wrongSides(said('Bringing in leads from outside or a bridge to inside.'))
  }
  await demandWriting(ctx, to)
  return ctx.transaction(async (inside) => {
    await queries.lockLog(inside)
    const target = await parts.write(inside)
    const id = await queries.insertCrossing(inside, {
      act: 'bring-in',
      direction: 'in',
      ...endsOf(parts.source, from, target, to),
      actedBy,
      reason,
      bytes: `${parts.source.kind} ${parts.source.id}`,
      bytesSha256: sha256Of(quoteText(quote)),
      audience: parts.audience,
    })
    await announce(inside, broughtIn, { crossingId: id })
    await touch(inside, `${target.kind}:${target.id}`)
    return getCrossing(inside, id)
  })
}

/**
 * Links something inside or in a bridge room with something outside; both stay where they are, and only who may read
 * both ends sees the link. `bytes` holds its name. Nothing outside is written or told. Throws NotFound (an end that the
 * viewer cannot see), Forbidden (no employee, may not write on the inner side, the wrong sides), Invalid (`name`,
 * `reason`), Conflict (`crossings.linked-already`).
 */
export async function linkAcross(ctx: Ctx, parts: LinkAcross): Promise<Crossing> {
  demand(mayLinkAcross(ctx.viewer))
  const actedBy = actor(ctx)
  const [inner, outer] = [await quoteOf(ctx, parts.inner), await quoteOf(ctx, parts.outer)]
  const [from, to] = [await getSpaceById(ctx, inner.spaceId), await getSpaceById(ctx, outer.spaceId)]
  if (from.realm === 'outside' || to.realm !== 'outside') {
    throw wrongSides(said('A link across has one end outside and one inside or on a bridge.'))
  }
  await demandWriting(ctx, from)
  const name = parts.name.replace(/\s+/g, ' ').trim()
  if (name === '' || name.length > 120)
    throw new Invalid('crossings.name', { name: said('Give the link a name of up to 120 characters.') })
  const reason = takeReason(parts.reason)
  return ctx.transaction(async (inside) => {
    await queries.lockLog(inside)
    if (await queries.findLink(inside, parts.inner, parts.outer))
      throw new Conflict('crossings.linked-already', said('These two are linked already.'))
    const id = await queries.insertCrossing(inside, {
      act: 'link-across',
      direction: 'out',
      ...endsOf(parts.inner, from, parts.outer, to),
      actedBy,
      reason,
      bytes: name,
      bytesSha256: sha256Of(name),
      audience: said('Those who may read both ends'),
    })
    await announce(inside, linkedAcross, { crossingId: id })
    // The outer end is not touched: an open page outside must not stir because of something inside.
    await touch(inside, `${parts.inner.kind}:${parts.inner.id}`)
    return getCrossing(inside, id)
  })
}

/** What is done in the transaction of a recall beside emptying the text: pictures, for one. */
export type RecallStep = (ctx: Ctx, crossing: Crossing) => Promise<void>

const recallSteps: RecallStep[] = []

/** Adds a step to every recall: called once by a feature further right, before anything is served. */
export function registerRecallStep(step: RecallStep): void {
  if (!recallSteps.includes(step)) recallSteps.push(step)
}

/** Whether the viewer may take a crossing back that they read. */
export async function mayRecallCrossing(ctx: Ctx, crossing: Crossing): Promise<AccessVerdict> {
  const verdict = mayRecall(ctx.viewer, crossing)
  if (verdict.allowed || crossing.act === 'publish-out' || !isEmployee(ctx.viewer)) return verdict
  const inner = crossing.direction === 'out' ? crossing.sourceSpaceId : crossing.targetSpaceId
  const space = await getSpaceById(ctx, inner).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined
    throw error
  })
  return space ? mayRecall(ctx.viewer, crossing, await rightIn(ctx, space)) : verdict
}

/**
 * Takes a crossing back. What was published out: its text goes from page, feed and search in the same transaction, a
 * marker stays in its place. What was brought in or linked: the live link ends. The record stays. Throws NotFound,
 * Forbidden, Invalid (`reason`), Conflict (recalled already, or not to be recalled).
 */
export async function recall(ctx: Ctx, id: CrossingId, reason: string): Promise<Crossing> {
  const crossing = await getCrossing(ctx, id)
  demand(await mayRecallCrossing(ctx, crossing))
  const kind = contentKind(crossing.targetKind)
  if (crossing.act === 'recall' || (crossing.act === 'publish-out' && !kind.recall)) {
    throw new Conflict('crossings.not-recallable', said('A recall itself is not recalled. Do it anew instead.'))
  }
  const why = takeReason(reason)
  return ctx.transaction(async (inside) => {
    await queries.lockLog(inside)
    if (await queries.isRecalled(inside, id))
      throw new Conflict('crossings.recalled-already', said('This was recalled already.'))
    if (crossing.act === 'publish-out') {
      await kind.recall!(inside, crossing.targetId)
      for (const step of recallSteps) await step(inside, crossing)
    }
    const { direction, sourceKind, sourceId, sourceSpaceId, targetKind, targetId, targetSpaceId } = crossing
    const recallId = await queries.insertCrossing(inside, {
      ...{ direction, sourceKind, sourceId, sourceSpaceId, targetKind, targetId, targetSpaceId },
      ...{ bytes: crossing.bytes, bytesSha256: crossing.bytesSha256, audience: crossing.audience },
      act: 'recall',
      actedBy: actor(inside),
      reason: why,
      recalls: id,
    })
    await announce(inside, recalled, { crossingId: recallId, recalls: id })
    await touch(inside, direction === 'out' ? `${sourceKind}:${sourceId}` : `${targetKind}:${targetId}`)
    return getCrossing(inside, recallId)
  })
}

/** What of a thing is shown elsewhere, under the rights of the viewer. NotFound when they may not read it. */
export async function quoteOf(ctx: Ctx, thing: CrossingThing): Promise<Quote> {
  const { quoteOf: quote } = contentKind(thing.kind)
  if (!quote) throw new NotFound('crossings.not-found')
  return quote(ctx, thing.id)
}

/** The text of a quote as it is hashed for the log: title and body, an empty line between. */
export function quoteText(quote: Pick<Quote, 'title' | 'body'>): string {
  return `${quote.title}\n\n${quote.body}`
}

function endsOf(source: CrossingThing, from: Space, target: CrossingThing, to: Space) {
  return {
    ...{ sourceKind: source.kind, sourceId: source.id, sourceSpaceId: from.id },
    ...{ targetKind: target.kind, targetId: target.id, targetSpaceId: to.id },
  }
}

function wrongSides(message: Said): Forbidden {
  return new Forbidden('crossings.wrong-sides', message)
}

function takeReason(typed: string): string {
  const reason = typed.replace(/\s+/g, ' ').trim()
  if (reason === '')
    throw new Invalid('crossings.no-reason', { reason: said('Say why in one sentence. It is kept with the record.') })
  if (reason.length > 500)
    throw new Invalid('crossings.long-reason', { reason: said('Keep the reason under 500 characters.') })
  return reason
}

function actor(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('crossings.not-yours', said('A crossing is made by a person, in their own name.'))
  return ctx.viewer.id
}
