import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../platform/context.ts'
import type { Idea } from '../ideas/ideas.ts'

/** Draws something on the page of an idea, for the viewer of `ctx`; nothing when there is nothing to say. */
export type IdeaPanel = (ctx: Ctx, idea: Idea) => Promise<ComponentChildren>

const panels: IdeaPanel[] = []

/** Adds what stands beside an idea: called once by another feature, before anything is served. It asks its own rights. */
export function registerIdeaPanel(panel: IdeaPanel): void {
  if (!panels.includes(panel)) panels.push(panel)
}

/** What this reader sees of other features beside an idea. */
export async function drawIdeaPanels(ctx: Ctx, idea: Idea): Promise<ComponentChildren[]> {
  const drawn: ComponentChildren[] = []
  for (const panel of panels) drawn.push(await panel(ctx, idea))
  return drawn.filter((one) => one !== null && one !== undefined && one !== false)
}
