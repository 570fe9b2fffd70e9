import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { cleanLine } from '../accounts/accounts.ts'
import { mayKeepStructure } from './axes.access.ts'
import { nodeChanged } from './axes.events.ts'
import type { AxisId, NodeId } from './axes.tables.ts'
import { demandReader, getAxis, lockOpenAxis, parsed } from './axis.ts'
import { type Day, type Span, dayOr, firstGap, includes, todayOf } from './days.ts'
import * as queries from './nodes.queries.ts'
import { explained } from './refusals.ts'
import { axisTitle } from './titles.ts'

export const nodeSchema = z.object({
  code: z
    .string()
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(1, said('Write a short name for lists and imports.'))
        .max(63, said('Keep it under 63 characters.')),
    ),
  title: z
    .string()
    .transform(cleanLine)
    .pipe(z.string().min(1, said('Write a name.')).max(120, said('Keep it under 120 characters.'))),
})

/** Where a node is to stand: below another one of the same axis, or at the top (null). */
export type Parent = NodeId | null

/**
 * Makes a place on an axis, standing from a day on (today unless told; past and future days too). Throws Invalid for
 * `axis`, `code`, `title`, `parent` or `from`, and Forbidden; nothing is changed then.
 */
export async function makeNode(
  ctx: Ctx,
  input: { axis: string; code: string; title: string; parent?: Parent; from?: Day },
): Promise<NodeId> {
  demandKeeper(ctx)
  const { code, title } = parsed(nodeSchema, input)
  const axis = await getAxis(ctx, input.axis)
  const fromOn = dayOr(input.from, todayOf(ctx.now), 'from')
  return changing(ctx, axis.id, async (inside) => {
    const there = await queries.findCode(inside, axis.id, code)
    const past = there === undefined ? [] : await queries.versionsOf(inside, there)
    if (past.length > 0) {
      throw new Invalid('structure.code-taken', {
        code: said('"{place}" has or had this code. Choose another, or open that place again.', {
          place: past.at(-1)!.title,
        }),
      })
    }
    await demandParent(inside, { axisId: axis.id }, input.parent ?? null, { fromOn, toOn: null })
    const by = changer(ctx)
    const nodeId = there ?? (await queries.insertNode(inside, { axisId: axis.id, code, createdBy: by }))
    const version = { axisId: axis.id, nodeId, parentId: input.parent ?? null, title, fromOn, toOn: null }
    await queries.insertVersion(inside, { ...version, changedBy: by })
    await announce(inside, nodeChanged, { nodeId, axisId: axis.id })
    return nodeId
  })
}

/**
 * Renames or moves a place from a day on: what it was before stays in its history. The change holds until the next
 * change of the same thing that was already known for a later day. True when anything was different before.
 * Throws Invalid for `title`, `parent` or `from`, NotFound and Forbidden; nothing is changed then.
 */
export async function changeNode(
  ctx: Ctx,
  id: NodeId,
  change: { title?: string; parent?: Parent; from?: Day },
): Promise<boolean> {
  const node = await nodeToKeep(ctx, id)
  const day = dayOr(change.from, todayOf(ctx.now), 'from')
  const title =
    change.title === undefined ? undefined : parsed(nodeSchema.pick({ title: true }), { title: change.title }).title
  return changing(ctx, node.axisId, async (inside) => {
    const renamed = title !== undefined && (await setFrom(inside, node, day, { title }))
    const moved = change.parent !== undefined && (await setFrom(inside, node, day, { parentId: change.parent }))
    if (renamed || moved) await announce(inside, nodeChanged, { nodeId: id, axisId: node.axisId })
    return renamed || moved
  })
}

/** Sets title or parent from a day on, for as long as the old value was to hold; false when it is so already. */
async function setFrom(
  ctx: Ctx,
  node: { id: NodeId; axisId: AxisId },
  day: Day,
  change: { title: string } | { parentId: Parent },
): Promise<boolean> {
  const versions = await queries.versionsOf(ctx, node.id)
  const start = versions.findIndex((version) => includes(version, day))
  if (start < 0) throw new Invalid('structure.not-then', { from: notThen(versions, day) })
  const field = 'title' in change ? 'title' : 'parentId'
  const value = 'title' in change ? change.title : change.parentId
  const old = versions[start]![field]
  if (old === value) return false
  const run = versions.slice(start)
  const end = run.findIndex((one, at) => at > 0 && (one[field] !== old || one.fromOn !== run[at - 1]!.toOn))
  const held = end < 0 ? run : run.slice(0, end)
  if ('parentId' in change) await demandParent(ctx, node, change.parentId, { fromOn: day, toOn: held.at(-1)!.toOn })
  const changedBy = changer(ctx)
  for (const version of held) {
    if (version.fromOn >= day) {
      await queries.changeVersion(ctx, version.id, { ...change, changedBy })
      continue
    }
    await queries.changeVersion(ctx, version.id, { toOn: day, changedBy })
    const { parentId, title, toOn } = version
    const after = { axisId: node.axisId, nodeId: node.id, parentId, title, fromOn: day, toOn }
    await queries.insertVersion(ctx, { ...after, ...change, changedBy })
  }
  return true
}

/**
 * Closes a place from a day on: that day is the first without it, and whoever stands there stops standing there. Refused
 * while something stands below it or was placed there only afterwards, and where it would take back a change that has
 * held already.
 */
export async function closeNode(ctx: Ctx, id: NodeId, input: { from?: Day } = {}): Promise<void> {
  const node = await nodeToKeep(ctx, id)
  const today = todayOf(ctx.now)
  const day = dayOr(input.from, today, 'from')
  await changing(ctx, node.axisId, async (inside) => {
    const versions = await queries.versionsOf(inside, id)
    const left = versions.filter((version) => version.toOn === null || version.toOn > day)
    if (left.length === 0) throw new Invalid('structure.not-then', { from: notThen(versions, day) })
    const held = versions.findLast(
      (version, at) => version.fromOn >= day && version.fromOn < today && isChange(version, versions[at - 1]),
    )
    if (held) {
      throw new Invalid('structure.has-held', {
        from: said('It was changed on {day} and stood so since. Choose a later day.', { day: held.fromOn }),
      })
    }
    await demandNothingHangs(inside, id, day)
    await queries.endPlacementsAt(inside, id, day)
    for (const version of left) {
      if (version.fromOn >= day) await queries.deleteVersion(inside, version.id)
      else await queries.changeVersion(inside, version.id, { toOn: day, changedBy: changer(ctx) })
    }
    await announce(inside, nodeChanged, { nodeId: id, axisId: node.axisId })
  })
}

/** Whether a version begins something: it is called otherwise, hangs elsewhere, or nothing stood the day before. */
function isChange(version: queries.Version, before: queries.Version | undefined): boolean {
  if (!before || before.toOn !== version.fromOn) return true
  return before.title !== version.title || before.parentId !== version.parentId
}

async function demandNothingHangs(ctx: Ctx, id: NodeId, day: Day): Promise<void> {
  const { below, beginning } = await queries.hangingOn(ctx, id, day)
  if (below > 0) {
    throw new Invalid('structure.has-below', {
      from: said('{count} places stand below it then. Move or close them first.', { count: below }),
    })
  }
  if (beginning > 0) {
    throw new Invalid('structure.has-placements', {
      from: said('{count} placements begin there on that day or later. End them first, or choose a later day.', {
        count: beginning,
      }),
    })
  }
}

/** Lets a place that was closed stand again from a day on, under its code. */
export async function reopenNode(
  ctx: Ctx,
  id: NodeId,
  input: { title: string; parent?: Parent; from?: Day },
): Promise<void> {
  const node = await nodeToKeep(ctx, id)
  const { title } = parsed(nodeSchema.pick({ title: true }), input)
  const fromOn = dayOr(input.from, todayOf(ctx.now), 'from')
  await changing(ctx, node.axisId, async (inside) => {
    const last = (await queries.versionsOf(inside, id)).at(-1)
    if (last && (last.toOn === null || last.toOn > fromOn)) {
      const from =
        last.toOn === null
          ? said('It is not closed. Choose a day after its end.')
          : said('It stands until {day}. Choose a day after its end.', { day: last.toOn })
      throw new Invalid('structure.not-closed', { from })
    }
    const parentId = input.parent ?? null
    await demandParent(inside, node, parentId, { fromOn, toOn: null })
    const version = { axisId: node.axisId, nodeId: id, parentId, title, fromOn, toOn: null }
    await queries.insertVersion(inside, { ...version, changedBy: changer(ctx) })
    await announce(inside, nodeChanged, { nodeId: id, axisId: node.axisId })
  })
}

/** A parent stands on the same axis, on every day of the span, and never below the node itself. */
async function demandParent(
  ctx: Ctx,
  node: { id?: NodeId; axisId: AxisId },
  parentId: Parent,
  days: Span,
): Promise<void> {
  if (parentId === null) return
  const parent = await queries.findNode(ctx, parentId)
  if (!parent)
    throw new Invalid('structure.no-parent', { parent: said('There is no such place. Choose one from the list.') })
  if (parent.axisId !== node.axisId) {
    const axis = axisTitle(ctx.say, { key: parent.axis, title: parent.axisTitle })
    throw new Invalid('structure.other-axis', { parent: said('That place stands on the axis {axis}.', { axis }) })
  }
  const versions = await queries.versionsOf(ctx, parentId)
  const gap = firstGap(versions, days)
  if (gap !== undefined) throw new Invalid('structure.parent-not-then', { parent: notThen(versions, gap) })
  if (node.id !== undefined && (await queries.isBelow(ctx, parentId, node.id, days))) {
    throw new Invalid('structure.axis-node-cycle', {
      parent: said('A place cannot stand below itself. Choose one that is not below it.'),
    })
  }
}

/** In words, that something does not stand on a day, and when it does. */
export function notThen(versions: readonly (Span & { title: string })[], day: Day): Said {
  const next = versions.find((version) => version.fromOn > day)
  const before = versions.findLast((version) => version.toOn !== null && version.toOn <= day)
  if (next && !before)
    return said('"{place}" stands only from {day} on. Choose that day or a later one.', {
      place: next.title,
      day: next.fromOn,
    })
  if (before)
    return said('"{place}" is closed from {day} on. Choose an earlier day.', {
      place: before.title,
      day: before.toOn ?? '',
    })
  return said('It does not stand on that day.')
}

async function nodeToKeep(ctx: Ctx, id: NodeId) {
  demandReader(ctx)
  const node = await queries.findNode(ctx, id)
  if (!node) throw new NotFound('structure.no-node')
  demand(mayKeepStructure(ctx.viewer))
  return node
}

function demandKeeper(ctx: Ctx): void {
  demandReader(ctx)
  demand(mayKeepStructure(ctx.viewer))
}

async function changing<Result>(ctx: Ctx, axisId: AxisId, work: (inside: Ctx) => Promise<Result>): Promise<Result> {
  return explained(
    ctx.transaction(async (inside) => {
      await lockOpenAxis(inside, axisId, 'from')
      return work(inside)
    }),
  )
}

export function changer(ctx: Ctx): AccountId | null {
  return ctx.viewer.kind === 'account' ? ctx.viewer.id : null
}
