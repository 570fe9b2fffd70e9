import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { checkPassword, createUnclaimed, findPerson } from '../accounts/accounts.ts'
import { listPlacesOf, listStanding, makeNode, placePerson } from '../axes/axes.ts'
import { invite } from './invitations.ts'

const email = 'noor@velund.example'
const origin = 'https://tango.example'

/** Somebody as an import of the organisation leaves them: an unclaimed account, remembered by an address, placed. */
async function importSomebody(ctx: Ctx, name: string, address: string): Promise<AccountId> {
  const [id] = await createUnclaimed(ctx, [{ displayName: name, createdAt: ctx.now }], 'inside')
  await sql`update accounts set job_title = 'Firmware' where id = ${id}`.execute(ctx.db)
  await sql`insert into structure_people (email, account_id) values (${address}, ${id})`.execute(ctx.db)
  return id!
}

async function linkTo(ctx: Ctx, address: string): Promise<string> {
  const { bodyText } = await ctx.db
    .selectFrom('mails')
    .select('bodyText')
    .where('toAddress', '=', address)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return /(\/invitations\/\S+)/.exec(bodyText)![1]!
}

const facesInside = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('accounts').select('id').where('realm', '=', 'inside').execute()).length

test(
  'who was imported and then follows an invitation to that address finds their account, with their places, and no second one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await importSomebody(ctx, 'Bakker, Noor', email)
    const other = await importSomebody(ctx, 'Emil Lund', 'emil@velund.example')
    const node = await makeNode(ctx, { axis: 'function', code: 'firmware', title: 'Firmware' })
    await placePerson(ctx, { node, person: id, role: 'lead' })
    await placePerson(ctx, { node, person: other, role: 'member' })
    const before = await facesInside(ctx)
    await invite(
      cast.as(ctx, 'jonas'),
      { place: 'inside', email: 'Noor@Velund.example', displayName: 'Noor Bakker' },
      origin,
    )
    const path = await linkTo(ctx, email)
    const site = await openSite(ctx)
    assert.match((await site.anyone.get(path)).text, /type="password"/)
    const short = await site.anyone.post(path, { displayName: 'Noor Bakker', password: 'short' })
    assert.equal(short.status, 422)
    assert.match(short.text, /Use 10 characters or more/)
    const nameless = await site.anyone.post(path, { password: castPassword })
    assert.equal(nameless.status, 422)
    assert.equal((await findPerson(ctx, id))?.state, 'unclaimed', 'nothing was handed over yet')
    assert.equal((await findPerson(ctx, id))?.displayName, 'Bakker, Noor')
    const entered = await site.anyone.post(path, { displayName: 'Noor de Bakker', password: castPassword })
    assert.deepEqual([entered.status, entered.location], [303, '/inside'])
    assert.equal(await checkPassword(ctx, 'inside', email, castPassword), id)
    const person = (await findPerson(ctx, id))!
    assert.deepEqual([person.state, person.displayName, person.jobTitle], ['active', 'Noor de Bakker', 'Firmware'])
    assert.equal(await facesInside(ctx), before)
    assert.deepEqual(
      (await listPlacesOf(ctx, { accountId: id })).map((place) => [place.nodeTitle, place.role]),
      [['Firmware', 'lead']],
    )
    assert.equal((await findPerson(ctx, other))?.state, 'unclaimed', 'whoever else was imported waits for their own')
    const proved = await ctx.db.selectFrom('accounts').select('emailProvedAt').where('id', '=', id).executeTakeFirst()
    assert.deepEqual(proved!.emailProvedAt, ctx.now)
    await hearEverything(ctx)
    const cookie = /^[^;]+/.exec(entered.headers.get('set-cookie')!)![0]
    assert.match((await site.anyone.get(`/inside/structure?view=networked`, { cookie })).text, /Noor de Bakker/)
  }),
)

test(
  'only the address to which the link was sent decides: a like name, another address or a claimed account hands nothing over',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await importSomebody(ctx, 'Noor Bakker', email)
    const node = await makeNode(ctx, { axis: 'function', code: 'firmware', title: 'Firmware' })
    await placePerson(ctx, { node, person: id, role: 'member' })
    const site = await openSite(ctx)
    const come = async (address: string, place = 'inside') => {
      const guest = place === 'inside' ? {} : { organisation: 'Kettenwerk' }
      await invite(
        cast.as(ctx, place === 'inside' ? 'jonas' : 'lena'),
        { place, email: address, displayName: 'Noor Bakker', ...guest },
        origin,
      )
      const person = { displayName: 'Noor Bakker', password: castPassword, email, account: String(id) }
      return site.anyone.post(await linkTo(ctx, address), person)
    }
    assert.equal((await come('noor.bakker@velund.example')).status, 303)
    assert.equal((await come(email, String(cast.spaces.cells.id))).status, 303, 'a guest of another company')
    assert.equal((await findPerson(ctx, id))?.state, 'unclaimed')
    assert.equal(await checkPassword(ctx, 'inside', email, castPassword), undefined)
    assert.deepEqual(
      (await listStanding(ctx, node)).items.map((one) => one.accountId),
      [id],
    )
    assert.equal((await come(email)).status, 303)
    assert.equal(await checkPassword(ctx, 'inside', email, castPassword), id)
    // An import may name a further address of theirs: behind it stands the same person, who is here already.
    await sql`insert into structure_people (email, account_id) values ('n@velund.example', ${id})`.execute(ctx.db)
    const before = await facesInside(ctx)
    const again = await come('n@velund.example')
    assert.equal(again.status, 409)
    assert.match(again.text, /You have an account inside already/)
    assert.deepEqual([await facesInside(ctx), again.headers.get('set-cookie')], [before, null])
  }),
)

test(
  'when an imported account was closed meanwhile, an invitation makes a new one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await importSomebody(ctx, 'Noor Bakker', email)
    await sql`update accounts set state = 'closed', closed_at = now() where id = ${id}`.execute(ctx.db)
    await invite(cast.as(ctx, 'jonas'), { place: 'inside', email, displayName: 'Noor Bakker' }, origin)
    const site = await openSite(ctx)
    const path = await linkTo(ctx, email)
    assert.equal((await site.anyone.post(path, { displayName: 'Noor Bakker', password: castPassword })).status, 303)
    const made = await checkPassword(ctx, 'inside', email, castPassword)
    assert.ok(made !== undefined && made !== id)
  }),
)
