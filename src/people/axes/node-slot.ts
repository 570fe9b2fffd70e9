import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../platform/context.ts'
import type { NodeId } from './axes.tables.ts'
import { demandReader } from './axis.ts'
import type { Day } from './days.ts'

/** Draws something on the page of a place as of a day, for the viewer of `ctx`; nothing when there is nothing to say. */
export type NodePanel = (ctx: Ctx, nodeId: NodeId, day: Day) => Promise<ComponentChildren>

const panels: NodePanel[] = []

/** Adds what stands on the page of a place: called once by a feature further right, before anything is served. */
export function registerNodePanel(panel: NodePanel): void {
  if (!panels.includes(panel)) panels.push(panel)
}

/** What the other features have to say about a place. */
export async function drawNodePanels(ctx: Ctx, nodeId: NodeId, day: Day): Promise<ComponentChildren[]> {
  demandReader(ctx)
  const drawn: ComponentChildren[] = []
  for (const panel of panels) drawn.push(await panel(ctx, nodeId, day))
  return drawn.filter((one) => one !== null && one !== undefined && one !== false)
}
