import type { Ctx } from '../platform/context.ts'

/** The newest mails, sent or not; development only. */
export async function listWaitingMails(ctx: Ctx) {
  return ctx.db.selectFrom('mails').selectAll().orderBy('id', 'desc').limit(100).execute()
}

export async function getMail(ctx: Ctx, id: number) {
  return ctx.db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirst()
}
