import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import type { Stage } from './threads.ts'

const day = 86_400_000

/** So many days before now, or after it when below zero. */
export function daysBefore(ctx: Ctx, days: number): Date {
  return new Date(ctx.now.getTime() - days * day)
}

/** Somebody of the demo, as they acted so many days ago. */
export function actAs({ ctx }: Stage, viewer: AccountViewer, daysAgo: number): Ctx {
  return makeCtx({ viewer, db: ctx.db, now: daysBefore(ctx, daysAgo), log: ctx.log })
}

/** Tango itself, so many days ago. */
export function actAsTango({ ctx }: Stage, daysAgo: number): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now: daysBefore(ctx, daysAgo), log: ctx.log })
}

/** A day from today, as a field takes it. */
export function dayIn(ctx: Ctx, days: number): string {
  return daysBefore(ctx, -days).toISOString().slice(0, 10)
}

/** Those of the employees who carry the stories, by their place among `leads` of `names.ts`. */
export const cast = { daniel: 0, tomasz: 1, aiko: 2, lena: 3, mirela: 4, sara: 5, rui: 6, jonas: 7 } as const
