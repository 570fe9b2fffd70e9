import { createHash } from 'node:crypto'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { contentKind } from '../content-kind.ts'
import { type SpaceId, getSpaceById } from '../spaces/spaces.ts'
import { demand } from '../../platform/verdict.ts'
import { mayPublishOut, mayRecall } from './crossings.access.ts'
import { publishedOut, recalled } from './crossings.events.ts'
import * as queries from './crossings.queries.ts'
import type { CrossingId } from './crossings.tables.ts'

export type { CrossingAct, CrossingDirection, CrossingId } from './crossings.tables.ts'
export { mayPublishOut, mayRecall } from './crossings.access.ts'

/** One act that took something over the wall. Nobody can change it; a recall is a crossing of its own that names this one. */
export type Crossing = queries.CrossingRow

/** A thing of a registered content kind, and the space that it stands in. */
export interface CrossingEnd {
  readonly kind: string
  readonly id: number
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
  readonly write: (ctx: Ctx) => Promise<{ kind: string; id: number }>
}

/** The hash by which a preview and what was posted are compared: SHA-256 of the UTF-8 text, in hexadecimal. */
export function sha256Of(bytes: string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Carries words out over the wall: writes them outside and records the act, or neither. Needs the office official voice.
 * Throws Forbidden (the office, the wrong sides), Invalid (`reason`), NotFound (a side that the viewer cannot see),
 * Conflict (`crossings.bytes-differ`) when what was written is not what was to leave.
 */
export async function publishOut(ctx: Ctx, parts: PublishOut): Promise<Crossing> {
  demand(mayPublishOut(ctx.viewer))
  const actedBy = actor(ctx)
  const reason = takeReason(parts.reason)
  const [from, to] = [await getSpaceById(ctx, parts.source.spaceId), await getSpaceById(ctx, parts.targetSpaceId)]
  if (from.realm === 'outside' || to.realm !== 'outside') {
    throw new Forbidden('crossings.wrong-sides', 'Publishing out leads from inside or a bridge to outside.')
  }
  // Who publishes must be able to read what it came from.
  await contentKind(parts.source.kind).addressOf(ctx, parts.source.id)
  return ctx.transaction(async (inside) => {
    const target = await parts.write(inside)
    if ((await contentKind(target.kind).textOf(inside, target.id)) !== parts.bytes) {
      throw new Conflict(
        'crossings.bytes-differ',
        'What would be posted is not what was previewed. Nothing was posted. Look at the preview again.',
      )
    }
    const id = await queries.insertCrossing(inside, {
      act: 'publish-out',
      direction: 'out',
      sourceKind: parts.source.kind,
      sourceId: parts.source.id,
      sourceSpaceId: from.id,
      targetKind: target.kind,
      targetId: target.id,
      targetSpaceId: to.id,
      actedBy,
      reason,
      bytes: parts.bytes,
      bytesSha256: sha256Of(parts.bytes),
      audience: parts.audience,
    })
    await announce(inside, publishedOut, { crossingId: id! })
    await touch(inside, `${parts.source.kind}:${parts.source.id}`)
    return getCrossing(inside, id!)
  })
}

/**
 * Takes back what a crossing brought out: its text goes from page, feed and search in the same transaction, its place
 * and this record stay. Throws NotFound, Forbidden, Invalid (`reason`), Conflict (recalled already, or not to be recalled).
 */
export async function recall(ctx: Ctx, id: CrossingId, reason: string): Promise<Crossing> {
  const crossing = await getCrossing(ctx, id)
  demand(mayRecall(ctx.viewer, crossing.actedBy))
  const kind = contentKind(crossing.targetKind)
  if (crossing.act !== 'publish-out' || !kind.recall) {
    throw new Conflict('crossings.not-recallable', 'Only what was published out can be recalled.')
  }
  const why = takeReason(reason)
  return ctx.transaction(async (inside) => {
    const recallId = await queries.insertCrossing(inside, {
      ...endsOf(crossing),
      act: 'recall',
      actedBy: actor(inside),
      reason: why,
      recalls: id,
    })
    if (recallId === undefined) throw new Conflict('crossings.recalled-already', 'This was recalled already.')
    await kind.recall!(inside, crossing.targetId)
    await announce(inside, recalled, { crossingId: recallId, recalls: id })
    await touch(inside, `${crossing.sourceKind}:${crossing.sourceId}`)
    return getCrossing(inside, recallId)
  })
}

type Ends = Omit<queries.NewCrossing, 'act' | 'actedBy' | 'reason' | 'recalls'>

function endsOf(crossing: Ends): Ends {
  const {
    direction,
    sourceKind,
    sourceId,
    sourceSpaceId,
    targetKind,
    targetId,
    targetSpaceId,
    bytes,
    bytesSha256,
    audience,
  } = crossing
  return {
    direction,
    sourceKind,
    sourceId,
    sourceSpaceId,
    targetKind,
    targetId,
    targetSpaceId,
    bytes,
    bytesSha256,
    audience,
  }
}

/** The record of a crossing that the viewer may read. */
export async function getCrossing(ctx: Ctx, id: CrossingId): Promise<Crossing> {
  const crossing = await queries.findCrossing(ctx, id)
  if (!crossing) throw new NotFound('crossings.not-found')
  return crossing
}

/** Several crossings by id, those that the viewer may read. */
export async function loadCrossings(ctx: Ctx, ids: readonly CrossingId[]): Promise<Map<CrossingId, Crossing>> {
  return new Map((await queries.findCrossings(ctx, ids)).map((row) => [row.id, row]))
}

/** The log of the wall, newest first, 20 a page: the crossings that the viewer may read. */
export async function listCrossings(ctx: Ctx, cursor?: string, limit = 20): Promise<PageOf<Crossing>> {
  return queries.selectCrossingPage(ctx, readCursor(cursor), limit)
}

/** Where the two ends of a crossing are read, for a viewer who may read them; absent for an end that they may not. */
export async function addressesOf(ctx: Ctx, crossing: Crossing): Promise<{ source?: string; target?: string }> {
  const addressOf = (kind: string, id: number) =>
    contentKind(kind)
      .addressOf(ctx, id)
      .catch((error: unknown) => {
        if (error instanceof NotFound) return undefined
        throw error
      })
  const source = await addressOf(crossing.sourceKind, crossing.sourceId)
  const target = await addressOf(crossing.targetKind, crossing.targetId)
  return { ...(source && { source }), ...(target && { target }) }
}

function takeReason(typed: string): string {
  const reason = typed.replace(/\s+/g, ' ').trim()
  if (reason === '')
    throw new Invalid('crossings.no-reason', { reason: 'Say why in one sentence. It is kept with the record.' })
  if (reason.length > 500)
    throw new Invalid('crossings.long-reason', { reason: 'Keep the reason under 500 characters.' })
  return reason
}

function actor(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('crossings.not-yours', 'A crossing is made by a person, in their own name.')
  return ctx.viewer.id
}
