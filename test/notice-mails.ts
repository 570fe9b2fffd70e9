import { type Ctx, makeCtx } from '../src/platform/context.ts'
import { sendDueNotices } from '../src/discovery/notices/notices.ts'

/** Lets so many minutes pass, and the worker send the notices whose time has come. Gives the context of that moment. */
export async function sendNoticeMails(ctx: Ctx, minutes = 10): Promise<Ctx> {
  const later = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) })
  await sendDueNotices.work(later.asSystem('test'), {} as never)
  return later
}
