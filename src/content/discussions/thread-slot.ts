import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../platform/context.ts'
import type { Thread } from '../threads/threads.ts'

/** Draws something under the opening text of a discussion, for the viewer of `ctx`; nothing when there is nothing to say. */
export type ThreadPanel = (ctx: Ctx, thread: Thread) => Promise<ComponentChildren>

const panels: ThreadPanel[] = []

/** Adds what readers see under the opening text: called once by another feature, before anything is served. */
export function registerThreadPanel(panel: ThreadPanel): void {
  if (!panels.includes(panel)) panels.push(panel)
}

/** What this reader sees under the opening text of a discussion. */
export async function drawThreadPanels(ctx: Ctx, thread: Thread): Promise<ComponentChildren[]> {
  const drawn: ComponentChildren[] = []
  for (const panel of panels) drawn.push(await panel(ctx, thread))
  return drawn.filter((one) => one !== null && one !== undefined && one !== false)
}
