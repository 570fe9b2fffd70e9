/**
 * Tags that mean the same. A merge is a link from one name to another on one side of the wall and nothing else: what
 * threads carry stays as it was written, reading goes by the links, and without them everything is as before.
 */
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import * as queries from './synonyms.queries.ts'
import { countThreads } from './tag-pages.queries.ts'
import { mostThreadsCounted, openTag } from './tag-pages.ts'
import { mayMergeTags } from './tags.access.ts'
import { insertTags } from './tags.queries.ts'
import type { TagId, TagMergeId, TagSide } from './tags.tables.ts'
import { parseOneTag } from './tag-names.ts'

/** So many names can lead to one tag. */
const mostNames = 50

/** What a merge would touch, of what the viewer may read. Counts up to 1001, which stands for more. */
export interface MergePreview {
  readonly from: string
  readonly into: string
  readonly fromCount: number
  readonly intoCount: number
  /** Names that lead to the other tag already. */
  readonly others: readonly string[]
}

interface Checked {
  readonly preview: MergePreview
  readonly tagId: TagId
  /** Absent for a name that stands nowhere yet. */
  readonly intoId: TagId | undefined
}

/**
 * What comes of letting one tag lead to another. The other may be a name that stands nowhere yet; whether it does on the
 * other side of the wall makes no difference. Throws Forbidden (no steward of this side), NotFound, Invalid (`into`).
 */
export async function previewMerge(ctx: Ctx, side: TagSide, from: string, into: string): Promise<MergePreview> {
  return (await checkMerge(ctx, side, from, into)).preview
}

/** Demands that the viewer may merge the tag of this name, and gives its name. Forbidden, NotFound. */
export async function openForMerge(ctx: Ctx, side: TagSide, name: string): Promise<string> {
  demand(mayMergeTags(ctx.viewer, side))
  const tag = await openTag(ctx, side, name)
  if (tag.isOtherName) throw new NotFound('tags.not-found')
  return tag.name
}

async function checkMerge(ctx: Ctx, side: TagSide, from: string, typed: string): Promise<Checked> {
  demand(mayMergeTags(ctx.viewer, side))
  const tag = await openTag(ctx, side, from)
  if (tag.isOtherName) throw refuse(said('“{from}” leads to “{into}” already.', { from, into: tag.name }))
  const into = parseOneTag(typed, refuse)
  if (into === tag.name) throw refuse(said('That is the same tag.'))
  if (!(await queries.isCommon(ctx, tag.id, side)))
    throw refuse(said('Only some know “{tag}”. Merged, it would be told to everybody here.', { tag: tag.name }))
  const { others } = await queries.findStanding(ctx, tag.id, side)
  if (others.length > 0)
    throw refuse(
      said('Other names lead to “{tag}”: {names}. Undo that first, and merge each of them.', {
        tag: tag.name,
        names: others.join(', '),
      }),
    )
  const intoId = await queries.findTagId(ctx, into)
  const standing = intoId === undefined ? { into: null, others: [] } : await queries.findStanding(ctx, intoId, side)
  if (standing.into !== null)
    throw refuse(said('“{name}” is another name of “{tag}”. Name that one.', { name: into, tag: standing.into }))
  if (standing.others.length >= mostNames)
    throw refuse(said('{number} names lead to “{tag}”. That is enough.', { number: mostNames, tag: into }))
  const family = { id: intoId!, name: into, ids: intoId === undefined ? [] : [intoId], side }
  const preview = {
    from: tag.name,
    into,
    fromCount: await countThreads(ctx, tag.family, mostThreadsCounted),
    intoCount: await countThreads(ctx, family, mostThreadsCounted),
    others: standing.others,
  }
  return { preview, tagId: tag.id, intoId }
}

function refuse(message: Said): Invalid {
  return new Invalid('tags.no-merge', { into: message })
}

/** Lets one tag of a side lead to another, both known by their names from now on. As `previewMerge`. */
export async function mergeTags(ctx: Ctx, side: TagSide, from: string, into: string): Promise<TagMergeId> {
  return ctx.transaction(async (inside) => {
    await queries.lockSide(inside, side)
    const { preview, tagId, intoId } = await checkMerge(inside, side, from, into)
    if (intoId === undefined) await insertTags(inside, [preview.into])
    return queries.insertMerge(inside, {
      side,
      tagId,
      intoId: intoId ?? (await queries.findTagId(inside, preview.into))!,
      mergedBy: me(inside),
    })
  })
}

/** Undoes a merge: every thread is found by what was written on it. Forbidden, NotFound (undone already). */
export async function undoMerge(ctx: Ctx, side: TagSide, id: TagMergeId): Promise<void> {
  demand(mayMergeTags(ctx.viewer, side))
  if ((await queries.endMerge(ctx, id, side, me(ctx))) === undefined) throw new NotFound('tags.no-such-merge')
}

function me(ctx: Ctx): AccountId | null {
  return ctx.viewer.kind === 'account' ? ctx.viewer.id : null
}

/** A merge, with who made it and who undid it. */
export interface Merge {
  readonly id: TagMergeId
  readonly name: string
  readonly into: string
  readonly mergedAt: Date
  readonly mergedBy: PersonCard | undefined
  readonly undoneAt: Date | null
  readonly undoneBy: PersonCard | undefined
}

/** The merges of a side, newest first, 30 a page, for its stewards. Forbidden. */
export async function listMerges(ctx: Ctx, side: TagSide, after?: string): Promise<PageOf<Merge>> {
  demand(mayMergeTags(ctx.viewer, side))
  const page = await queries.selectMerges(ctx, side, readCursor(after), 30)
  const people = await loadPeople(
    ctx,
    page.items.flatMap(({ mergedBy, undoneBy }) => [mergedBy, undoneBy].filter((id) => id !== null)),
  )
  const items = page.items.map((row) => ({
    ...row,
    mergedBy: row.mergedBy === null ? undefined : people.get(row.mergedBy),
    undoneBy: row.undoneBy === null ? undefined : people.get(row.undoneBy),
  }))
  return { ...page, items }
}
