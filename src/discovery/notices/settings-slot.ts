import type { ComponentChildren } from 'preact'
import type { Config } from '../../platform/config.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'

/** Draws something more among somebody's notice settings. */
export type NoticeSettingsPanel = (ctx: Ctx, viewer: AccountViewer, config: Config) => Promise<ComponentChildren>

const panels: NoticeSettingsPanel[] = []

/** Called once by another feature, before anything is served. */
export function registerNoticeSettings(panel: NoticeSettingsPanel): void {
  if (!panels.includes(panel)) panels.push(panel)
}

export async function drawNoticeSettings(
  ctx: Ctx,
  viewer: AccountViewer,
  config: Config,
): Promise<ComponentChildren[]> {
  const drawn: ComponentChildren[] = []
  for (const panel of panels) drawn.push(await panel(ctx, viewer, config))
  return drawn
}
