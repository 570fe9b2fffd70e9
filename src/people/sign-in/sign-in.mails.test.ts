import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { askForCode, sendCode, signUp } from './sign-in.ts'

async function mails(ctx: Ctx) {
  return ctx.db.selectFrom('mails').select(['toAddress', 'subject', 'bodyText', 'headers']).orderBy('id').execute()
}

test(
  'the mail with a code says what it is for, how long it holds, and what to do if one did not ask',
  inTransaction(async (ctx) => {
    await askForCode(ctx, { realm: 'inside', email: 'lena@velund.example' }, 'a')
    await hearEverything(ctx)
    const [mail] = await mails(ctx)
    assert.equal(mail!.toAddress, 'lena@velund.example')
    assert.match(mail!.subject, /^\d{4} \d{4} is your code for Velund$/)
    for (const words of [
      /signs you in inside at Velund/,
      /10 minutes, once, in the browser that asked/,
      /If you did not ask/,
    ]) {
      assert.match(mail!.bodyText, words)
    }
    // Nothing to press: a mail that asks to press something is what deceivers send.
    assert.doesNotMatch(mail!.bodyText, /https?:/)
    assert.deepEqual(mail!.headers, { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' })
  }),
)

test(
  'joining mails a code for a new account',
  inTransaction(async (ctx) => {
    await signUp(ctx, { displayName: 'Noor', email: 'noor@people.example' }, 'a')
    await hearEverything(ctx)
    assert.match((await mails(ctx))[0]!.bodyText, /makes your account outside at Velund/)
  }),
)

test(
  'no mail leaves before the answer does, and a delivery that is repeated mails nothing twice',
  inTransaction(async (ctx) => {
    await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    assert.equal((await mails(ctx)).length, 0)
    await hearEverything(ctx)
    await hearEverything(ctx)
    assert.equal((await mails(ctx)).length, 1)
  }),
)

test(
  'a code that is over or unknown is not mailed any more',
  inTransaction(async (ctx) => {
    await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    const { id } = await ctx.db.selectFrom('emailCodes').select('id').executeTakeFirstOrThrow()
    await ctx.db.updateTable('emailCodes').set({ expiresAt: ctx.now }).execute()
    await sendCode(ctx, id)
    await sendCode(ctx, 999_999 as never)
    assert.equal((await mails(ctx)).length, 0)
  }),
)

test(
  'the queue between asking and mailing carries an id, never the address',
  inTransaction(async (ctx) => {
    await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    const events = await ctx.db.selectFrom('events').select(['name', 'payload']).execute()
    assert.deepEqual(
      events.map((event) => [event.name, Object.keys(event.payload as object)]),
      [['sign-in.code-asked', ['codeId']]],
    )
  }),
)
