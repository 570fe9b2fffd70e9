import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../platform/context.ts'
import type { PersonProfile } from './accounts.ts'

/** Draws something on the profile of somebody whom the viewer of `ctx` sees; nothing when there is nothing to say. */
export type PersonPanel = (ctx: Ctx, person: PersonProfile) => Promise<ComponentChildren>

const panels: PersonPanel[] = []

/** Adds what stands on a profile: called once by a feature further right, before anything is served. */
export function registerPersonPanel(panel: PersonPanel): void {
  if (!panels.includes(panel)) panels.push(panel)
}

/** What the other features have to say about somebody. */
export async function drawPersonPanels(ctx: Ctx, person: PersonProfile): Promise<ComponentChildren[]> {
  const drawn: ComponentChildren[] = []
  for (const panel of panels) drawn.push(await panel(ctx, person))
  return drawn.filter((one) => one !== null && one !== undefined && one !== false)
}
