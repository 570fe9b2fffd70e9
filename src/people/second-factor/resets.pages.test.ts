/** The page of lost second factors: who has it, what it refuses and in which words, and what ends a reset that waits. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownBy } from '../../../test/authenticator.ts'
import { type Browser, openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction, testPool } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { closeAccount } from '../accounts/accounts.ts'
import { giveOffice } from '../offices/offices.ts'
import { startSession } from '../sessions/sessions.ts'
import { openVault } from '../vault.ts'
import { resetSecondFactors } from './second-factor.jobs.ts'
import {
  askReset,
  confirmFactor,
  draftFactor,
  getFactor,
  listResets,
  removeFactor,
  stopReset,
} from './second-factor.ts'

const vault = await openVault({ dataFolder: '', environment: 'test' })
const page = '/inside/settings/sign-in/resets'
const day = 86_400_000

function at(ctx: Ctx, time: number): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(time), log: silentLog })
}

/** A second factor of somebody, in force. */
async function setUp(ctx: Ctx, who: PersonName): Promise<void> {
  const { id } = (await getCast(ctx)).people[who]
  const { key } = await draftFactor(ctx, id, vault)
  await confirmFactor(ctx, id, shownBy(key, ctx.now), vault)
}

async function firstLinesTo(ctx: Ctx, address: string): Promise<string[]> {
  await hearEverything(ctx)
  const mails = ctx.db.selectFrom('mails').select('bodyText').where('toAddress', '=', address)
  return (await mails.orderBy('id').execute()).map(({ bodyText }) => bodyText.split('\n')[0]!)
}

const outcome = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

test(
  'what is missing or wrong in the form is said beside the field, nothing typed is lost, and nothing is asked for',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setUp(ctx, 'ines')
    const sara = (await openSite(ctx)).as('sara')
    const reason = 'Called her <at home>; "yes"'
    const person = `/people/${cast.people.ines.id}-ines`
    const empty = await sara.get(page)
    assert.match(empty.text, /Lost second factors.*taken away after 3 days, unless they say no.*Nothing\./s)
    for (const [fields, words] of [
      [{}, /Say whose.*Say why|Say why.*Say whose/s],
      [{ person: '', reason }, /Give the address of the profile, such as \/people\/12-ines/],
      [{ person: 'Ines Carvalho', reason }, /Give the address of the profile/],
      [{ person: '/people/0-ines', reason }, /Give the address of the profile/],
      [{ person: `/people/${'9'.repeat(16)}`, reason }, /Give the address of the profile/],
      [{ person, reason: ' \n ' }, /Say how you know that it is them/],
      [{ person, reason: 'x'.repeat(501) }, /Keep it under 500 characters/],
    ] as const) {
      const wrong = await sara.post(page, fields)
      assert.equal(wrong.status, 422, JSON.stringify(fields))
      assert.match(wrong.text, words)
      assert.match(wrong.text, /Nothing was asked for yet/)
      if ('person' in fields && fields.person !== '')
        assert.ok(wrong.text.includes(`value="${fields.person}"`), 'what was typed stays')
      if ('reason' in fields && fields.reason === reason)
        assert.match(wrong.text, /Called her &lt;at home>; (&quot;|")yes/, 'as text, never as markup')
    }
    assert.deepEqual(await listResets(ctx), [])
    const asked = await sara.post(page, { person, reason: 'x'.repeat(500) })
    assert.equal(asked.location, `${page}?asked`)
    assert.match((await sara.get(asked.location!)).text, /Asked for\. A mail about it is on its way/)
  }),
)

test(
  'each refusal says why, and none tells of an account that the steward cannot see',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['ines', 'jonas', 'lena', 'sara', 'gustav'] as const) await setUp(ctx, who)
    const site = await openSite(ctx)
    const ask = (as: Browser, who: PersonName) =>
      as.post(page, { person: `http://localhost:3000/people/${cast.people[who].id}-x`, reason: 'Met them' })
    const sara = site.as('sara')
    const refusals: readonly (readonly [PersonName, number, RegExp])[] = [
      ['sara', 403, /This is your own account\. Somebody else who looks after your side does it\./],
      ['jonas', 403, /The second factor of an owner is reset by another owner\./],
      ['lena', 403, /This is done by whoever looks after that side\./],
      ['petra', 403, /This is done by whoever looks after that side\./],
      ['amina', 409, /This account has no second factor to take away\./],
    ]
    for (const [who, status, words] of refusals) {
      const refused = await ask(sara, who)
      assert.equal(refused.status, status, who)
      assert.match(refused.text, words, who)
    }
    assert.match((await ask(site.as('jonas'), 'jonas')).text, /This is your own account/, 'an owner neither')
    const nobody = await sara.post(page, { person: '/people/999999999', reason: 'Met them' })
    assert.equal(nobody.status, 404)
    assert.match(nobody.text, /There is nobody with this number that you can see/)
    assert.equal((await ask(sara, 'ines')).status, 303)
    const again = await ask(site.as('jonas'), 'ines')
    assert.equal(again.status, 409)
    assert.match(again.text, /A reset waits for this account already\./)
    assert.equal((await ask(site.as('jonas'), 'lena')).status, 303)
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.lena.id, 'Left')
    await hearEverything(ctx)
    assert.equal((await ask(site.as('jonas'), 'lena')).status, 404, 'a closed account has nothing to reset')
    const waiting = await listResets(ctx)
    assert.deepEqual(
      waiting.map(({ displayName }) => displayName),
      ['Ines Carvalho'],
      'and what waited for it waits no more',
    )
    for (const who of ['visitor', 'ines', 'petra', 'daniel', 'mirela'] as const) {
      const none = await site.as(who).post(page, {})
      assert.equal(none.status, 404, `${who} does not even learn that there is such a form`)
      assert.equal((await ask(site.as(who), 'amina')).status, 404, who)
    }
  }),
)

test(
  'the list shows each steward their own side with the reason and the day, and nobody a token',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { people } = cast
      await giveOffice(ctx, people.aiko.id, 'inside-steward')
      const aiko = { ...people.aiko, offices: ['inside-steward'] as const }
      const who = ['lena', 'ines', 'petra'] as const
      for (const name of who) {
        await setUp(ctx, name)
        const input = { person: String(people[name].id), reason: `Because <b>${name}</b>` }
        await askReset(cast.as(ctx, 'jonas'), input, 'http://x')
      }
      const site = await openSite(ctx)
      const listed = async (viewer: Parameters<typeof site.as>[0]) => {
        const { text } = await site.as(viewer).get(page)
        for (const [, reason] of text.matchAll(/Because (.{3})/g)) assert.notEqual(reason, '<b>')
        return who.filter((name) => text.includes(people[name].name) && text.includes(`Because &lt;b>${name}`))
      }
      assert.deepEqual(await listed('jonas'), ['lena', 'ines', 'petra'])
      assert.deepEqual(await listed(aiko), ['lena', 'petra'])
      assert.deepEqual(await listed('sara'), ['ines'])
      const { text } = await site.as('jonas').get(page)
      assert.match(text, /2026-03-05T10:00:00/)
      assert.match(text, /Ines Carvalho.*Outside/s)
      assert.match(text, /Petra Kovač.*Bridge/s)
      const rows = await ctx.db.selectFrom('mails').select('bodyText').execute()
      const tokens = rows.flatMap(({ bodyText }) => /reset\/([\w-]{43})/.exec(bodyText)?.[1] ?? [])
      assert.equal(tokens.length, 3)
      for (const token of tokens) assert.ok(!text.includes(token), 'only the mail has the link')
      const kept = await ctx.db.selectFrom('factorResets').select('stopHash').execute()
      for (const token of tokens) assert.ok(!kept.some(({ stopHash }) => stopHash.includes(token)))
      await resetSecondFactors.work(at(ctx, ctx.now.getTime() + 3 * day), {} as never)
      assert.match((await site.as('jonas').get(page)).text, /Nothing\./, 'what is done is listed no more')
    },
    { now: new Date('2026-03-02T10:00:00Z') },
  ),
)

test(
  'a second factor that was set up anew is not the one that was lost: the reset does not take it away',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    await setUp(ctx, 'ines')
    await askReset(cast.as(ctx, 'sara'), { person: String(id), reason: 'Called her' }, 'http://x')
    // She came in with a passkey, which counts as both factors, and put another app in its place.
    const ines = cast.as(ctx, 'ines')
    await removeFactor(ines, id)
    assert.deepEqual(await listResets(ctx), [], 'nothing is there to take away')
    await setUp(ctx, 'ines')
    await resetSecondFactors.work(at(ctx, ctx.now.getTime() + 4 * day), {} as never)
    assert.equal((await getFactor(ines, id)).on, true)
    assert.deepEqual((await firstLinesTo(ctx, 'ines@people.example')).slice(-2), [
      'The second factor was removed.',
      'A second factor was set up. Each sign-in asks for it from now on.',
    ])
    await askReset(cast.as(ctx, 'sara'), { person: String(id), reason: 'Lost that too' }, 'http://x')
  }),
)

test(
  'the page behind the link of the mail says what happens without a press, and only the press stops it',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { id } = cast.people.ines
      await setUp(ctx, 'ines')
      await askReset(cast.as(ctx, 'sara'), { person: String(id), reason: 'Called her' }, 'http://localhost:3000')
      const { bodyText } = await ctx.db
        .selectFrom('mails')
        .select('bodyText')
        .where('bodyText', 'like', '%/sign-in/reset/%')
        .executeTakeFirstOrThrow()
      const link = /localhost:3000(\/sign-in\/reset\/[\w-]{43})\n/.exec(bodyText)![1]!
      const { anyone } = await openSite(ctx)
      for (let times = 0; times < 3; times++) {
        const asked = await anyone.get(link)
        assert.equal(asked.status, 200)
        assert.match(asked.text, /Somebody said that you lost it\. If that was not you, stop it here\./)
        assert.match(asked.text, /2026-03-05T10:00:00/)
        assert.match(asked.text, /<section class="door out" data-realm="outside"/, 'the door is that of the account')
        assert.match(asked.text, /name="robots" content="noindex/)
        assert.doesNotMatch(
          asked.text,
          /Ines|ines@|Sara|Called her/,
          'whoever holds the link learns nothing of anybody',
        )
      }
      assert.equal((await listResets(ctx)).length, 1, 'a program that looks into mails stops nothing')
      for (const wrong of ['x', 'x'.repeat(43), `${link.split('/').at(-1)}x`, '%00'])
        for (const act of [anyone.get, anyone.post])
          assert.equal((await act(`/sign-in/reset/${wrong}`)).status, 404, wrong)
      // The session of another person does not matter: the link is the right.
      const { token } = await startSession(ctx, cast.people.gustav.id, { provedBy: 'code', device: 'x' })
      assert.equal((await anyone.post(link, {}, { cookie: `tango=${token}` })).location, '/sign-in')
      const over = await anyone.post(link)
      assert.equal(over.status, 404)
      assert.match(over.text, /This does not wait any more\. There is nothing to stop\./)
      const lines = await firstLinesTo(ctx, 'ines@people.example')
      assert.equal(lines.filter((line) => line.startsWith('Taking your second factor away was stopped')).length, 1)
    },
    { now: new Date('2026-03-02T10:00:00Z') },
  ),
)

test('a reset is asked for once and stopped once, however many do it at the same moment, and one mail tells it', async () => {
  const db = openDatabase(await testPool())
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const { id } = cast.people.amina
  await setUp(ctx, 'amina')
  const ask = (who: PersonName) =>
    outcome(askReset(cast.as(ctx, who), { person: String(id), reason: 'Met her' }, 'http://x'))
  const asked = await Promise.all((['sara', 'jonas', 'sara', 'jonas'] as const).map(ask))
  assert.deepEqual(asked.toSorted(), ['done', 'second-factor.asked', 'second-factor.asked', 'second-factor.asked'])
  const mails = await db.selectFrom('mails').select('bodyText').where('bodyText', 'like', '%sign-in/reset/%').execute()
  assert.equal(mails.length, 1, 'who was refused mailed nobody')
  const token = /reset\/([\w-]{43})/.exec(mails[0]!.bodyText)![1]!
  const stopped = await Promise.all([1, 2, 3, 4].map(() => outcome(stopReset(cast.as(ctx, 'visitor'), token))))
  assert.deepEqual(stopped.toSorted(), ['done', ...Array<string>(3).fill('second-factor.no-reset')])
  const events = await db.selectFrom('events').select('payload').where('name', '=', 'sign-in.way-changed').execute()
  const told = events.filter(({ payload }) => (payload as { change?: string }).change === 'reset-stopped')
  assert.equal(told.length, 1)
})
