import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../platform/context.ts'
import { isEmployee } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'

/** Draws something beside a question, for the viewer of `ctx`; nothing when there is nothing to say. */
export type QuestionPanel = (ctx: Ctx, questionId: ThreadId) => Promise<ComponentChildren>

const staffPanels: QuestionPanel[] = []
const ownPanels: QuestionPanel[] = []

/** Adds what employees see beside a question: called once by a feature further right, before anything is served. */
export function registerStaffPanel(panel: QuestionPanel): void {
  if (!staffPanels.includes(panel)) staffPanels.push(panel)
}

/** Adds what a customer sees beside a question that is theirs or that they have too. */
export function registerOwnPanel(panel: QuestionPanel): void {
  if (!ownPanels.includes(panel)) ownPanels.push(panel)
}

/** What employees see beside this question; for anybody else nothing is even asked. */
export async function drawStaffPanels(ctx: Ctx, questionId: ThreadId): Promise<ComponentChildren[]> {
  return isEmployee(ctx.viewer) ? draw(staffPanels, ctx, questionId) : []
}

/** What this customer sees beside this question. */
export async function drawOwnPanels(ctx: Ctx, questionId: ThreadId): Promise<ComponentChildren[]> {
  return ctx.viewer.kind === 'account' && ctx.viewer.realm === 'outside' ? draw(ownPanels, ctx, questionId) : []
}

async function draw(panels: readonly QuestionPanel[], ctx: Ctx, questionId: ThreadId): Promise<ComponentChildren[]> {
  const drawn: ComponentChildren[] = []
  for (const panel of panels) drawn.push(await panel(ctx, questionId))
  return drawn.filter((one) => one !== null && one !== undefined && one !== false)
}
