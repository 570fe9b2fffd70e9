import type { Ctx } from '../../platform/context.ts'
import type { ThreadId } from '../threads/threads.ts'

/** Where the stage of an idea is said instead of on its own page, and why. */
export interface StageElsewhere {
  /** One sentence. */
  readonly because: string
  readonly href: string
  /** What the link says. */
  readonly label: string
}

/** Whether the viewer of `ctx` says the stage of an idea elsewhere; undefined where they say it on its page. */
export type StageGate = (ctx: Ctx, ideaId: ThreadId) => Promise<StageElsewhere | undefined>

const gates: StageGate[] = []

/** Adds a reason to say the stage elsewhere: called once by another feature, before anything is served. It asks its own rights. */
export function registerStageGate(gate: StageGate): void {
  if (!gates.includes(gate)) gates.push(gate)
}

/** Where the viewer says the stage of an idea; undefined: here. What Tango does by itself is done here. */
export async function stageElsewhere(ctx: Ctx, ideaId: ThreadId): Promise<StageElsewhere | undefined> {
  if (ctx.viewer.kind !== 'account') return undefined
  for (const gate of gates) {
    const elsewhere = await gate(ctx, ideaId)
    if (elsewhere) return elsewhere
  }
  return undefined
}
