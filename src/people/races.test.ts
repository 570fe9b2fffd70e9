/** What must hold when several do the same thing at the same moment: on real connections, each with its own transaction. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { castPassword, getCast } from '../../test/cast.ts'
import { hearEverything, testPool } from '../../test/database.ts'
import { type Ctx, makeCtx } from '../platform/context.ts'
import { openDatabase } from '../platform/database.ts'
import { silentLog } from '../platform/log.ts'
import { setUp } from '../web/setup/setup.ts'
import { createAccount, createUnclaimed, getAccount } from './accounts/accounts.ts'
import { acceptInvitation, invite } from './invitations/invitations.ts'
import { endOffice, giveOffice, listOffices } from './offices/offices.ts'
import { askForCode, enterWithCode } from './sign-in/sign-in.ts'

async function realCtx(kind: 'cast' | 'empty' = 'cast'): Promise<Ctx> {
  const db = openDatabase(await testPool(kind))
  return makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
}

/** What came of each: 'done' or the code of the refusal, sorted. */
async function outcomes(works: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(works)
  return settled.map((one) => (one.status === 'fulfilled' ? 'done' : String(one.reason.code ?? one.reason))).sort()
}

const from = (network: string) => ({ network, arrival: { device: '' } })

test('guesses at the same moment get five tries together, not five each', async () => {
  const ctx = await realCtx()
  const ticket = await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'n')
  await hearEverything(ctx)
  const guesses = Array.from({ length: 20 }, (_, index) =>
    enterWithCode(ctx, { ticket, code: `x${index}` }, from(`n${index}`)),
  )
  const came = await outcomes(guesses)
  assert.equal(came.filter((one) => one === 'sign-in.wrong-code').length, 5)
  assert.equal(came.filter((one) => one === 'sign-in.code-over').length, 15)
})

test('a code that is sent twice at the same moment signs in once', async () => {
  const ctx = await realCtx()
  const ticket = await askForCode(ctx, { realm: 'outside', email: 'gustav@people.example' }, 'n')
  await hearEverything(ctx)
  const mail = await ctx.db
    .selectFrom('mails')
    .select('bodyText')
    .where('toAddress', '=', 'gustav@people.example')
    .executeTakeFirstOrThrow()
  const code = /\d{4} \d{4}/.exec(mail.bodyText)![0]
  const came = await outcomes([1, 2, 3].map((index) => enterWithCode(ctx, { ticket, code }, from(`m${index}`))))
  assert.deepEqual(came, ['done', 'sign-in.code-over', 'sign-in.code-over'])
})

test('an invitation is accepted by one of two who open it at the same moment', async () => {
  const ctx = await realCtx()
  const cast = await getCast(ctx)
  const room = {
    place: String(cast.spaces.cells.id),
    email: 'petra@people.example',
    displayName: 'Petra',
    organisation: 'K',
  }
  await invite(cast.as(ctx, 'lena'), room, 'https://tango.example')
  const mail = await ctx.db
    .selectFrom('mails')
    .select('bodyText')
    .where('toAddress', '=', room.email)
    .executeTakeFirstOrThrow()
  const token = /invitations\/(\S+)/.exec(mail.bodyText)![1]!
  const accept = () =>
    acceptInvitation(ctx.as({ kind: 'visitor' }), token, { displayName: '', password: undefined }, { device: '' })
  assert.deepEqual(await outcomes([accept(), accept()]), ['done', 'invitations.not-found'])
})

test('one address joins once, and equal names get different handles', async () => {
  const ctx = await realCtx()
  const join = () => createAccount(ctx, { realm: 'outside', email: 'twin@people.example', displayName: 'Twin' })
  assert.deepEqual(await outcomes([join(), join(), join()]), ['accounts.email-taken', 'accounts.email-taken', 'done'])
  const same = Array.from({ length: 8 }, (_, index) =>
    createAccount(ctx, { realm: 'outside', email: `same${index}@people.example`, displayName: 'Same Name' }),
  )
  const bulk = createUnclaimed(
    ctx,
    Array.from({ length: 50 }, () => ({ displayName: 'Same Name', createdAt: ctx.now })),
  )
  const ids = [...(await Promise.all(same)), ...(await bulk)]
  const handles = new Set<string>()
  for (const id of ids) handles.add((await getAccount(ctx, id)).handle)
  assert.equal(handles.size, 58)
})

test('two owners who resign at the same moment leave one owner', async () => {
  const ctx = await realCtx()
  const { jonas, lena } = (await getCast(ctx)).people
  await giveOffice(ctx, lena.id, 'owner')
  const came = await outcomes([jonas, lena].map((owner) => endOffice(ctx, owner.id, 'owner')))
  assert.deepEqual(came, ['done', 'offices.last-owner'])
  assert.equal((await listOffices(ctx)).filter((one) => one.office === 'owner').length, 1)
})

test('two who set Tango up at the same moment make one house', async () => {
  const ctx = await realCtx('empty')
  const house = (name: string) =>
    setUp(ctx, {
      company: name,
      owner: { name, email: `${name}@velund.example`, password: castPassword },
      inside: { slug: `in-${name}`, title: name },
      outside: { slug: `out-${name}`, title: name },
    })
  assert.deepEqual(await outcomes([house('one'), house('two')]), ['done', 'setup.done'])
  const counted = await ctx.db.selectFrom('accounts').select('id').execute()
  assert.equal(counted.length, 1)
})
