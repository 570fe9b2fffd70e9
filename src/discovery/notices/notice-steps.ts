import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { NoticeId } from './notices.tables.ts'

/** Something else that happens when somebody is told of a thing at once, in the same transaction. */
export type NoticeStep = (ctx: Ctx, told: { id: NoticeId; accountId: AccountId }) => Promise<void>

const steps: NoticeStep[] = []

/** Called once by another feature, before anything is served. */
export function registerNoticeStep(step: NoticeStep): void {
  if (!steps.includes(step)) steps.push(step)
}

export const tellAtOnce: NoticeStep = async (ctx, told) => {
  for (const step of steps) await step(ctx, told)
}
