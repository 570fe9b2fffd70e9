import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { announce } from '../../platform/events.ts'
import { ownLanguages } from '../../platform/languages/languages.ts'
import { chooseLocale } from '../accounts/accounts.ts'
import { askForCode, sendCode, signUp } from './sign-in.ts'
import { wayChanged } from './ways.events.ts'

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
    assert.deepEqual(mail!.headers, {
      'auto-submitted': 'auto-generated',
      'content-language': 'en',
      'x-auto-response-suppress': 'All',
    })
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

test(
  'a code is mailed in the language of the account; for a new address in that of the page on which it was asked for',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const german = makeCtx({ ...ctx, say: ownLanguages.find('de')!.say })
    await chooseLocale(cast.as(ctx, 'gustav'), cast.people.gustav.id, 'de-AT')
    await askForCode(ctx, { realm: 'outside', email: 'gustav@people.example' }, 'a')
    await askForCode(german, { realm: 'outside', email: 'ines@people.example' }, 'a')
    await askForCode(german, { realm: 'outside', email: 'nobody@people.example' }, 'a')
    await signUp(german, { displayName: 'Noor', email: 'noor@people.example' }, 'a')
    await hearEverything(ctx)
    const subjects = new Map((await mails(ctx)).map((mail) => [mail.toAddress.split('@')[0], mail.subject]))
    assert.match(subjects.get('gustav')!, /^\d{4} \d{4} ist der Code für Velund$/)
    assert.match(subjects.get('ines')!, /is your code for Velund/, 'the account reads English, whoever asked')
    assert.equal(subjects.get('nobody'), 'Kein Konto mit dieser Adresse bei Velund')
    assert.match(subjects.get('noor')!, /ist der Code für Velund/)
  }),
)

test(
  'a change of the ways in is told in the language of the account',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    await chooseLocale(cast.as(ctx, 'ines'), id, 'de')
    await announce(ctx, wayChanged, { accountId: id, change: 'passkey-added' })
    await hearEverything(ctx)
    const [mail] = await mails(ctx)
    assert.equal(mail!.subject, 'Die Zugänge zu Velund wurden geändert')
    assert.match(mail!.bodyText, /^Ein Passkey wurde hinzugefügt\.\n\nWar das Absicht/)
    assert.equal((mail!.headers as Record<string, string>)['content-language'], 'de')
  }),
)
