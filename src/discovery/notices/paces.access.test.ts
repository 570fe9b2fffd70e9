/** Whose settings of notices may be seen and changed by whom: their own, by whoever has an account; and by the link in a mail. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import type { Ctx } from '../../platform/context.ts'
import { type NoticePace, listPaces, readStop, setHours, setPace, stopMail } from './notices.ts'
import { makeStopToken } from './stop-token.ts'

const people = everybody.filter((who): who is PersonName => who !== 'visitor')
const page = '/settings/notices'

/** The paces and hours that are kept, of everybody: what no other hand may change. */
async function kept(ctx: Ctx) {
  const paces = ctx.db.selectFrom('noticePaces').select(['accountId', 'kind', 'pace']).orderBy('accountId')
  const clocks = ctx.db.selectFrom('noticeClocks').select(['accountId', 'digestHour']).orderBy('accountId')
  return { paces: await paces.execute(), clocks: await clocks.execute() }
}

test(
  'everybody with an account sees and sets their own paces and hours, by call and by page; a visitor has none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const paceOf = async (who: PersonName): Promise<NoticePace> =>
      (await listPaces(cast.as(ctx, who))).find(({ kind }) => kind.name === 'answer')?.pace ?? 'at-once'
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      const before = await kept(ctx)
      const done = [
        await outcome(listPaces(theirs)),
        await outcome(setPace(theirs, 'answer', 'weekly')),
        await outcome(setHours(theirs, { graceMinutes: 60, digestHour: 19, digestWeekday: 3 })),
      ]
      const pages = [(await site.as(who).get(page)).status, (await site.as(who).post(page, {})).status]
      if (who === 'visitor') {
        assert.deepEqual(done, Array(3).fill('notices.sign-in-first'))
        assert.deepEqual([pages, await kept(ctx)], [[303, 303], before])
        continue
      }
      assert.deepEqual(
        [done, pages],
        [
          ['ok', 'ok', 'ok'],
          [200, 422],
        ],
        who,
      )
      const mine = (row: { accountId: unknown }) => row.accountId === cast.people[who].id
      const after = await kept(ctx)
      assert.deepEqual(
        after.paces.filter(mine).map(({ pace }) => pace),
        ['weekly'],
        who,
      )
      assert.deepEqual(
        after.clocks.filter(mine).map(({ digestHour }) => digestHour),
        [19],
        who,
      )
      const others = ({ paces, clocks }: typeof after) =>
        [paces, clocks].map((rows) => rows.filter((row) => !mine(row)))
      assert.deepEqual(others(after), others(before), `${who} changes nobody else’s`)
    }
    // The field of an account that a form might name is no field.
    const form = {
      grace: '0',
      digestHour: '9',
      digestWeekday: '1',
      quietFrom: '',
      quietUntil: '0',
      'pace-answer': 'daily',
    }
    const { id } = cast.people.gustav
    const posted = await site.as('ines').post(page, { ...form, accountId: String(id), account: String(id) })
    assert.equal(posted.location, `${page}?kept`)
    assert.deepEqual([await paceOf('ines'), await paceOf('gustav')], ['daily', 'weekly'])
  }),
)

test(
  'a kind is set where it can reach somebody, and where there is none of that name nothing is kept',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of people) {
      const names = (await listPaces(cast.as(ctx, who))).map(({ kind }) => kind.name)
      const { realm } = cast.people[who]
      for (const { kind } of await listPaces(cast.as(ctx, who))) assert.ok(kind.realms.includes(realm), kind.name)
      assert.equal(names.includes('answer'), realm !== 'bridge', who)
    }
    const before = await kept(ctx)
    for (const name of ['', 'no-such', '__proto__', 'answer '])
      assert.equal(await outcome(setPace(cast.as(ctx, 'ines'), name, 'never')), 'notices.no-kind', name)
    assert.deepEqual(await kept(ctx), before)
  }),
)

test(
  'the link in a mail stops the mails of whom it was sent to, whoever opens it; a changed one stops nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const token = await makeStopToken(ctx, cast.people.ines.id, 'answer')
    const wrong = [undefined, '', `${token}x`, token.slice(1), token.replace(/^[^.]+/, String(cast.people.gustav.id))]
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      for (const one of wrong) {
        assert.equal(await outcome(readStop(theirs, one)), 'notices.no-stop', `${who} ${one}`)
        assert.equal(await outcome(stopMail(theirs, one)), 'notices.no-stop', `${who} ${one}`)
      }
      assert.equal(await outcome(readStop(theirs, token)), 'ok', who)
    }
    assert.deepEqual(await kept(ctx), { paces: [], clocks: [] }, 'looking stops nothing')
    for (const who of ['visitor', 'gustav', 'lena'] as const) {
      assert.equal(await outcome(stopMail(cast.as(ctx, who), token)), 'ok', who)
      const { paces } = await kept(ctx)
      assert.deepEqual(paces, [{ accountId: cast.people.ines.id, kind: 'answer', pace: 'here' }], who)
    }
  }),
)
