import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { freshAs } from '../../../test/fresh.ts'
import type { Ctx } from '../../platform/context.ts'
import { giveOffice } from '../offices/offices.ts'
import { openVault } from '../vault.ts'
import {
  askReset,
  confirmFactor,
  draftFactor,
  getFactor,
  listResets,
  passFactor,
  removeFactor,
  renewRecoveryCodes,
  setRequirement,
} from './second-factor.ts'

type Who = PersonName | 'visitor'

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

/** Gives everyone of the cast a second factor, as the database holds it. */
async function everyoneHasOne(ctx: Ctx): Promise<void> {
  const cast = await getCast(ctx)
  for (const { id } of Object.values(cast.people)) {
    await ctx.db
      .insertInto('secondFactors')
      .values({ accountId: id, secret: Buffer.from('sealed'), confirmedAt: ctx.now })
      .execute()
  }
}

test(
  'a second factor is seen, set up, shown and removed by the person alone: everybody against everybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const vault = await openVault({ dataFolder: '', environment: 'test' })
    const acts: Record<string, (seen: Ctx, id: never) => Promise<unknown>> = {
      see: (seen, id) => getFactor(seen, id),
      draft: (seen, id) => draftFactor(seen, id, vault),
      confirm: (seen, id) => confirmFactor(seen, id, '000000', vault),
      pass: (seen, id) => passFactor(seen, id, '000000', vault),
      renew: (seen, id) => renewRecoveryCodes(seen, id),
      remove: (seen, id) => removeFactor(seen, id),
    }
    for (const who of everybody) {
      for (const [name, person] of Object.entries(cast.people)) {
        if (who === name) continue
        for (const [act, run] of Object.entries(acts)) {
          const code = await codeOf(run(cast.as(ctx, who), person.id as never))
          assert.equal(code, 'second-factor.not-yours', `${who} ${act} ${name}`)
        }
      }
    }
    for (const [name, person] of Object.entries(cast.people))
      assert.equal(await codeOf(getFactor(cast.as(ctx, name as PersonName), person.id)), 'done', name)
  }),
)

test(
  'whom the company asks is decided by the owner, and only the owner has the page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      const code = await codeOf(setRequirement(cast.as(ctx, who), 'nobody'))
      assert.equal(code, who === 'jonas' ? 'done' : 'second-factor.owner-only', who)
      assert.equal((await site.as(who).get('/inside/settings/sign-in')).status, who === 'jonas' ? 200 : 404, who)
      const browser = who === 'jonas' ? await freshAs(ctx, site, who) : site.as(who)
      const posted = await browser.post('/inside/settings/sign-in/requirement', { whom: 'stewards' })
      assert.equal(posted.status, who === 'jonas' ? 303 : 404, who)
    }
  }),
)

test(
  'a lost second factor is reset by whoever looks after that side, never their own, an owner by another owner',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await everyoneHasOne(ctx)
    await giveOffice(ctx, cast.people.aiko.id, 'inside-steward')
    // Aiko looks after the inside now, Sara after the outside, Jonas owns it.
    const viewers = { ...cast.people, aiko: { ...cast.people.aiko, offices: ['inside-steward'] } }
    const resets: Record<string, readonly PersonName[]> = {
      jonas: ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'sara', 'ines', 'gustav', 'joost', 'amina', 'petra'],
      aiko: ['daniel', 'tomasz', 'lena', 'mirela', 'sara', 'petra'],
      sara: ['ines', 'gustav', 'joost', 'amina'],
    }
    const site = await openSite(ctx)
    for (const who of everybody as readonly Who[]) {
      const viewer = who === 'visitor' ? cast.viewer('visitor') : viewers[who]
      const seen = ctx.as(viewer)
      for (const [name, { id }] of Object.entries(cast.people)) {
        await ctx.db.deleteFrom('factorResets').execute()
        const code = await codeOf(askReset(seen, { person: `/people/${id}-x`, reason: 'Met them' }, 'http://x'))
        const expected = !resets[who]
          ? 'second-factor.not-found'
          : resets[who].includes(name as PersonName)
            ? 'done'
            : name === who
              ? 'second-factor.own'
              : name === 'jonas'
                ? 'second-factor.owner'
                : 'second-factor.not-steward'
        assert.equal(code, expected, `${who} resets ${name}`)
      }
      assert.equal((await site.as(viewer).get('/inside/settings/sign-in/resets')).status, resets[who] ? 200 : 404, who)
    }
    await ctx.db.deleteFrom('factorResets').execute()
    const jonas = cast.as(ctx, 'jonas')
    for (const name of ['lena', 'ines', 'petra'] as const)
      await askReset(jonas, { person: String(cast.people[name].id), reason: 'Met them' }, 'http://x')
    const listed = async (who: keyof typeof viewers) =>
      (await listResets(ctx.as(viewers[who]))).map((reset) => reset.displayName).sort()
    assert.deepEqual(await listed('jonas'), ['Ines Carvalho', 'Lena Brandt', 'Petra Kovač'])
    assert.deepEqual(await listed('aiko'), ['Lena Brandt', 'Petra Kovač'])
    assert.deepEqual(await listed('sara'), ['Ines Carvalho'])
  }),
)
