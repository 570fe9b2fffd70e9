/** What several do at the same moment: a code opens once, and every limit holds. Each call commits on its own connection. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testPool } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { mailedCode } from '../../../test/sent-mails.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { findAccountByEmail } from '../accounts/accounts.ts'
import { askForCode, enterWithCode, sendCode, signInWithPassword, signUp } from './sign-in.ts'

const from = { network: 'a', arrival: { device: 'a test' } }

const different = (code: string) => (code.replaceAll(/\D/g, '') === '00000000' ? '11111111' : '00000000')

async function committing(): Promise<Ctx> {
  const db = openDatabase(await testPool())
  return makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
}

async function codeOf(ctx: Ctx, ticket: string, email: string): Promise<string> {
  await sendCode(ctx, Number(ticket.split('.')[0]) as never)
  return mailedCode(ctx, email)
}

const tally = (all: readonly string[]) =>
  Object.fromEntries([...new Set(all)].sort().map((one) => [one, all.filter((other) => other === one).length]))

test('of several who type the right code at the same moment one comes in, and one account is made', async () => {
  const ctx = await committing()
  const email = 'race@people.example'
  const ticket = await signUp(ctx, { displayName: 'Noor', email }, 'races')
  const code = await codeOf(ctx, ticket, email)
  const results = await Promise.all([1, 2, 3, 4].map(() => outcome(enterWithCode(ctx, { ticket, code }, from))))
  assert.deepEqual(tally(results), { ok: 1, 'sign-in.code-over': 3 })
  const account = await findAccountByEmail(ctx, 'outside', email)
  const sessions = await ctx.db.selectFrom('sessions').select('id').where('accountId', '=', account!.id).execute()
  assert.equal(sessions.length, 1)
})

test('wrong tries at the same moment are all counted: after five the right code is over', async () => {
  const ctx = await committing()
  const email = 'gustav@people.example'
  const ticket = await askForCode(ctx, { realm: 'outside', email }, 'races')
  const code = await codeOf(ctx, ticket, email)
  const wrong = { ticket, code: different(code) }
  const results = await Promise.all(Array.from({ length: 9 }, () => outcome(enterWithCode(ctx, wrong, from))))
  assert.deepEqual(tally(results), { 'sign-in.code-over': 4, 'sign-in.wrong-code': 5 })
  assert.equal(await outcome(enterWithCode(ctx, { ticket, code }, from)), 'sign-in.code-over')
})

test('asking for codes at the same moment stops at the limit of the address, whoever asks from wherever', async () => {
  const ctx = await committing()
  const ask = (at: number) =>
    outcome(askForCode(ctx, { realm: 'outside', email: 'amina@people.example' }, `network ${at}`))
  const results = await Promise.all(Array.from({ length: 12 }, (_, at) => ask(at)))
  assert.deepEqual(tally(results), { ok: 5, 'too-many-tries': 7 })
})

test('guesses of one password at the same moment stop at ten', async () => {
  const ctx = await committing()
  const guess = (at: number) =>
    outcome(
      signInWithPassword(
        ctx,
        { realm: 'outside', email: 'joost@people.example', password: 'x' },
        { network: `network ${at}`, arrival: from.arrival },
      ),
    )
  const results = await Promise.all(Array.from({ length: 14 }, (_, at) => guess(at)))
  assert.deepEqual(tally(results), { 'sign-in.does-not-fit': 10, 'too-many-tries': 4 })
})
