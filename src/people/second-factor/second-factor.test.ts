import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { silentLog } from '../../platform/log.ts'
import { openVault } from '../vault.ts'
import { resetSecondFactors } from './second-factor.jobs.ts'
import {
  askReset,
  confirmFactor,
  draftFactor,
  getFactor,
  passFactor,
  removeFactor,
  renewRecoveryCodes,
  setRequirement,
  stopReset,
} from './second-factor.ts'

const vault = await openVault({ dataFolder: '', environment: 'test' })
const step = 30_000
const day = 86_400_000
/** A fixed moment: windows of tries begin at full quarters of an hour. */
const fixed = { now: new Date('2026-03-02T10:00:05Z') }

function at(ctx: Ctx, time: number): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(time), log: silentLog })
}

/** What an app shows at a moment. */
function shown(key: string, time: number): string {
  return new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: time })
}

/** Sets up a second factor and gives its key, the recovery codes, and a moment at the beginning of a later step. */
async function setUp(ctx: Ctx, id: AccountId) {
  const { key } = await draftFactor(ctx, id, vault)
  const codes = await confirmFactor(ctx, id, shown(key, ctx.now.getTime()), vault)
  const later = (Math.floor(ctx.now.getTime() / step) + 10) * step
  return { key, codes, later }
}

const wrong = { code: 'second-factor.wrong' }

async function mailsTo(ctx: Ctx, address: string): Promise<string[]> {
  await hearEverything(ctx)
  const rows = await ctx.db
    .selectFrom('mails')
    .select('bodyText')
    .where('toAddress', '=', address)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.bodyText)
}

test(
  'a key is drawn up, put into force by a code of the app, sealed at rest, and not shown again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    const { key, uri } = await draftFactor(ines, id, vault)
    assert.match(key, /^[A-Z2-7]{32}$/)
    assert.match(uri, /^otpauth:\/\/totp\/Velund:ines%40people\.example%20\(outside\)\?/)
    assert.equal(new URL(uri).searchParams.get('secret'), key)
    assert.equal((await draftFactor(ines, id, vault)).key, key, 'the page can be opened again')
    assert.equal((await getFactor(ines, id)).on, false, 'not before a code came')
    const wrongOne = shown(key, ctx.now.getTime()) === '000000' ? '111111' : '000000'
    await assert.rejects(confirmFactor(ines, id, wrongOne, vault), wrong)
    const codes = await confirmFactor(ines, id, shown(key, ctx.now.getTime()), vault)
    assert.deepEqual([codes.length, new Set(codes).size], [10, 10])
    for (const code of codes) assert.match(code, /^([2-9a-hjkmnp-z]{4}-){2}[2-9a-hjkmnp-z]{4}$/)
    const state = await getFactor(ines, id)
    assert.deepEqual([state.on, state.recoveryLeft], [true, 10])
    await assert.rejects(draftFactor(ines, id, vault), { code: 'second-factor.on' })
    const rows = await ctx.db.selectFrom('secondFactors').selectAll().execute()
    assert.ok(!rows[0]!.secret.includes(key))
    const kept = JSON.stringify(await ctx.db.selectFrom('recoveryCodes').selectAll().execute())
    for (const code of codes) assert.ok(!kept.includes(code.replaceAll('-', '')))
    assert.match((await mailsTo(ctx, 'ines@people.example')).at(-1)!, /A second factor was set up/)
  }, fixed),
)

test(
  'a code works in its own half minute and the ones beside it, once, and none before one that was used',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    const { key, later } = await setUp(ines, id)
    // The code that set it up is used already.
    await assert.rejects(passFactor(ines, id, shown(key, ctx.now.getTime()), vault), wrong)
    for (const away of [-2, 2])
      await assert.rejects(passFactor(at(ines, later), id, shown(key, later + away * step), vault), wrong)
    await ctx.db.deleteFrom('rateLimits').execute()
    const code = shown(key, later)
    await passFactor(at(ines, later), id, ` ${code.slice(0, 3)} ${code.slice(3)}`, vault)
    await assert.rejects(passFactor(at(ines, later), id, code, vault), wrong, 'never twice')
    await assert.rejects(passFactor(at(ines, later), id, shown(key, later - step), vault), wrong, 'nor one before it')
    await passFactor(at(ines, later), id, shown(key, later + step), vault)
    await assert.rejects(passFactor(at(ines, later + step), id, shown(key, later + step), vault), wrong)
  }, fixed),
)

test(
  'under any order of tries no step of time lets in twice, and what lets in only moves forward',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.gustav
    const gustav = cast.as(ctx, 'gustav')
    const { key, later } = await setUp(gustav, id)
    const tries = fc.array(fc.record({ now: fc.nat(12), code: fc.nat(12) }), { minLength: 4, maxLength: 10 })
    let base = later
    let passes = 0
    await fc.assert(
      fc.asyncProperty(tries, async (history) => {
        base += 20 * step
        await ctx.db.deleteFrom('rateLimits').execute()
        let newest = -1
        for (const { now, code } of history.slice(0, 8)) {
          const may = Math.abs(now - code) <= 1 && code > newest
          const did = await passFactor(at(gustav, base + now * step), id, shown(key, base + code * step), vault).then(
            () => true,
            () => false,
          )
          assert.equal(did, may, JSON.stringify({ now, code, newest }))
          if (did) {
            newest = code
            passes++
          }
        }
      }),
      { numRuns: 40 },
    )
    assert.ok(passes > 20, 'some got in')
  }, fixed),
)

test(
  'a recovery code stands in once, is told by mail, and new ones end the old',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    const { codes } = await setUp(ines, id)
    await passFactor(ines, id, codes[0]!.toUpperCase().replaceAll('-', ' '), vault)
    await assert.rejects(passFactor(ines, id, codes[0]!, vault), wrong)
    assert.equal((await getFactor(ines, id)).recoveryLeft, 9)
    assert.match((await mailsTo(ctx, 'ines@people.example')).at(-1)!, /A recovery code was used/)
    const gustav = cast.as(ctx, 'gustav')
    await setUp(gustav, cast.people.gustav.id)
    await assert.rejects(passFactor(gustav, cast.people.gustav.id, codes[1]!, vault), wrong, 'of nobody else')
    const fresh = await renewRecoveryCodes(ines, id)
    await assert.rejects(passFactor(ines, id, codes[1]!, vault), wrong)
    await passFactor(ines, id, fresh[9]!, vault)
  }, fixed),
)

test(
  'guessing is stopped after eight tries in a quarter of an hour, even with the right code',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    const { codes, later } = await setUp(ines, id)
    const quarter = at(ines, Math.ceil(later / 900_000) * 900_000)
    for (let tries = 0; tries < 8; tries++) await assert.rejects(passFactor(quarter, id, 'not a code', vault), wrong)
    await assert.rejects(passFactor(quarter, id, codes[0]!, vault), { code: 'too-many-tries' })
    await passFactor(at(ines, quarter.now.getTime() + 900_000), id, codes[0]!, vault)
  }, fixed),
)

test(
  'it can be removed, unless the company asks for it; and nobody passes with one that is gone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const { id } = cast.people.jonas
    const { key, later } = await setUp(jonas, id)
    await setRequirement(jonas, 'stewards')
    await assert.rejects(removeFactor(jonas, id), { code: 'second-factor.required' })
    await setRequirement(jonas, 'nobody')
    await removeFactor(jonas, id)
    await assert.rejects(removeFactor(jonas, id), { code: 'second-factor.off' })
    await assert.rejects(passFactor(at(jonas, later), id, shown(key, later), vault), wrong)
    assert.equal((await ctx.db.selectFrom('recoveryCodes').select('id').execute()).length, 0)
  }, fixed),
)

test(
  'a reset waits three days, is told at once to the address, and then takes the second factor away',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    await setUp(ines, id)
    const sara = cast.as(ctx, 'sara')
    const ask = () => askReset(sara, { person: `http://x/people/${id}-ines`, reason: 'Called her' }, 'http://x')
    await ask()
    await assert.rejects(ask(), { code: 'second-factor.asked' })
    const told = (await mailsTo(ctx, 'ines@people.example')).join()
    assert.match(told, /Sara Lindqvist was told that you lost your second factor/)
    await resetSecondFactors.work(at(ctx, ctx.now.getTime() + 3 * day - 1000), {} as never)
    assert.equal((await getFactor(ines, id)).on, true, 'not before the three days are over')
    await resetSecondFactors.work(at(ctx, ctx.now.getTime() + 3 * day), {} as never)
    assert.equal((await getFactor(ines, id)).on, false)
    assert.match((await mailsTo(ctx, 'ines@people.example')).at(-1)!, /was taken away/)
  }, fixed),
)

test(
  'a reset is stopped by the link of its mail and by showing the second factor: a stolen mailbox is not enough to hide it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    const { codes } = await setUp(ines, id)
    const ask = () => askReset(cast.as(ctx, 'sara'), { person: String(id), reason: 'Called her' }, 'http://x')
    const carryOut = () => resetSecondFactors.work(at(ctx, ctx.now.getTime() + 4 * day), {} as never)
    await ask()
    const mails = (await mailsTo(ctx, 'ines@people.example')).join()
    const link = /http:\/\/x\/sign-in\/reset\/([\w-]{43})/.exec(mails)![1]!
    await assert.rejects(stopReset(cast.as(ctx, 'visitor'), link.replace(/.$/, '_')), {
      code: 'second-factor.no-reset',
    })
    await stopReset(cast.as(ctx, 'visitor'), link)
    await assert.rejects(stopReset(cast.as(ctx, 'visitor'), link), { code: 'second-factor.no-reset' })
    await carryOut()
    assert.equal((await getFactor(ines, id)).on, true)
    await ask()
    await passFactor(ines, id, codes[0]!, vault)
    await carryOut()
    assert.equal((await getFactor(ines, id)).on, true)
    assert.match((await mailsTo(ctx, 'ines@people.example')).at(-1)!, /was stopped/)
    await assert.rejects(
      askReset(cast.as(ctx, 'sara'), { person: String(cast.people.amina.id), reason: 'x' }, 'http://x'),
      {
        code: 'second-factor.off',
      },
    )
  }, fixed),
)
