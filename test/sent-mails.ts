/** What was mailed to somebody, as they read it. */
import assert from 'node:assert/strict'
import type { Ctx } from '../src/platform/context.ts'
import { hearEverything } from './database.ts'

/** The texts of all mails to an address, oldest first, after everything that was announced has been heard. */
export async function mailsTo(ctx: Ctx, address: string): Promise<string[]> {
  await hearEverything(ctx)
  return standingMails(ctx, address)
}

/** The sign-in code in the newest of them. */
export async function newestCode(ctx: Ctx, address: string): Promise<string> {
  await hearEverything(ctx)
  return mailedCode(ctx, address)
}

/** The sign-in code in the newest mail that stands already. */
export async function mailedCode(ctx: Ctx, address: string): Promise<string> {
  const code = /Your code is (\d{4} \d{4})/.exec((await standingMails(ctx, address)).at(-1) ?? '')?.[1]
  assert.ok(code, `a code was mailed to ${address}`)
  return code
}

async function standingMails(ctx: Ctx, address: string): Promise<string[]> {
  const mails = ctx.db.selectFrom('mails').select('bodyText').where('toAddress', '=', address)
  return (await mails.orderBy('id').execute()).map(({ bodyText }) => bodyText)
}
