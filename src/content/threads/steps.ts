import type { Ctx } from '../../platform/context.ts'
import type { ThreadId, ThreadType } from './threads.tables.ts'

/** What a feature does with its own rows when one thread is merged into another, in the same transaction. */
export type MergeStep = (ctx: Ctx, fromId: ThreadId, intoId: ThreadId) => Promise<void>
/** What a feature does with its own rows when a thread becomes one of another type, in the same transaction. */
export type RetypeStep = (ctx: Ctx, id: ThreadId, from: ThreadType, to: ThreadType) => Promise<void>

interface MergeSteps {
  readonly merge: MergeStep
  readonly undo?: MergeStep
}

const merges: MergeSteps[] = []
const retypes: RetypeStep[] = []

/**
 * Adds what happens to rows that a feature keeps per thread (votes, followers) when a thread is merged into another:
 * called once, before anything is served. `undo` takes exactly that back when the merge is undone.
 */
export function registerMergeStep(merge: MergeStep, undo?: MergeStep): void {
  if (!merges.some((one) => one.merge === merge)) merges.push(undo ? { merge, undo } : { merge })
}

/** Adds what happens to rows that a feature keeps per type when a thread changes its type. */
export function registerRetypeStep(step: RetypeStep): void {
  if (!retypes.includes(step)) retypes.push(step)
}

export async function runMergeSteps(ctx: Ctx, fromId: ThreadId, intoId: ThreadId): Promise<void> {
  for (const { merge } of merges) await merge(ctx, fromId, intoId)
}

/** Takes back what the merge did, the last step first. */
export async function runUndoSteps(ctx: Ctx, fromId: ThreadId, intoId: ThreadId): Promise<void> {
  for (const { undo } of merges.toReversed()) await undo?.(ctx, fromId, intoId)
}

export async function runRetypeSteps(ctx: Ctx, id: ThreadId, from: ThreadType, to: ThreadType): Promise<void> {
  for (const step of retypes) await step(ctx, id, from, to)
}
