/** What several owners do at the same moment. Each call commits on its own connection. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { closeAccount } from '../accounts/accounts.ts'
import { askException, decideException, reportBothSides } from './exceptions.ts'
import { endOffice, giveOffice, listOffices } from './offices.ts'

async function committing(): Promise<Ctx> {
  const db = openDatabase(await freshPool('cast'))
  return makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
}

/** How the attempts ended, each code as often as it came. */
async function tally(attempts: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const codes: Record<string, number> = {}
  for (const one of await Promise.allSettled(attempts)) {
    const code = one.status === 'fulfilled' ? 'done' : String(one.reason.code ?? one.reason)
    codes[code] = (codes[code] ?? 0) + 1
  }
  return codes
}

const holders = async (ctx: Ctx, office: string) =>
  (await listOffices(ctx)).filter((one) => one.office === office).map((one) => one.displayName)

test('two owners who leave, end or close each other at the same moment leave one owner behind', async () => {
  const ctx = await committing()
  const cast = await getCast(ctx)
  const { jonas, aiko, lena } = cast.people
  for (let round = 0; round < 3; round++) {
    await giveOffice(ctx, jonas.id, 'owner')
    await giveOffice(ctx, aiko.id, 'owner')
    const codes = await tally([endOffice(ctx, jonas.id, 'owner'), endOffice(ctx, aiko.id, 'owner')])
    assert.deepEqual(codes, { done: 1, 'offices.last-owner': 1 })
    assert.equal((await holders(ctx, 'owner')).length, 1)
  }
  await giveOffice(ctx, aiko.id, 'owner')
  await giveOffice(ctx, lena.id, 'owner')
  const owners = (await listOffices(ctx)).filter((one) => one.office === 'owner')
  const codes = await tally(owners.map(({ accountId }) => closeAccount(ctx, accountId, 'Left')))
  assert.equal(codes['offices.last-owner'], 1)
  assert.equal((await holders(ctx, 'owner')).length, 1, 'somebody still owns the house')
})

test('one person who is given both sides at the same moment holds one of them', async () => {
  const ctx = await committing()
  const cast = await getCast(ctx)
  const jonas = cast.as(ctx, 'jonas')
  for (const who of ['daniel', 'tomasz', 'lena'] as const) {
    const { id } = cast.people[who]
    const codes = await tally([giveOffice(jonas, id, 'inside-steward'), giveOffice(jonas, id, 'outside-steward')])
    assert.deepEqual(codes, { done: 1, 'offices.kept-apart': 1 }, who)
    const held = (await listOffices(ctx)).filter(({ accountId }) => accountId === id)
    assert.equal(held.length, 1, who)
  }
  const again = await tally([1, 2, 3].map(() => giveOffice(jonas, cast.people.aiko.id, 'official-voice')))
  assert.deepEqual(again, { done: 3 })
  assert.equal((await holders(ctx, 'official-voice')).filter((name) => name === 'Aiko Tanaka').length, 1)
})

test('what is asked or decided several times at the same moment is asked and decided once', async () => {
  const ctx = await committing()
  const cast = await getCast(ctx)
  const { aiko, lena } = cast.people
  for (const { id } of [aiko, lena]) await giveOffice(ctx, id, 'owner')
  const asked = { email: 'sara@velund.example', office: 'inside-steward', reason: 'Jonas is away.' } as const
  const asking = await tally([1, 2, 3].map(() => askException(cast.as(ctx, 'jonas'), asked)))
  assert.deepEqual(asking, { done: 1, 'offices.is-asked': 2 })
  const [open] = (await reportBothSides(ctx)).open
  const as = (who: typeof aiko) => ctx.as({ ...who, offices: ['owner'] })
  const deciding = await tally([
    decideException(as(aiko), open!.id, { approve: true }),
    decideException(as(lena), open!.id, { approve: false, note: 'No' }),
    decideException(as(aiko), open!.id, { approve: true }),
  ])
  assert.deepEqual(deciding, { done: 1, 'offices.decided': 2 })
  const { decided, holders: both } = await reportBothSides(ctx)
  assert.equal(decided.length, 1)
  assert.equal(both.length, decided[0]!.approved ? 1 : 0, 'the office is held exactly when it was agreed to')
  const mails = await ctx.db.selectFrom('mails').select('toAddress').execute()
  assert.equal(mails.length, 2, 'two who can decide, each told once')
})
