/** Leaving as it is met on the pages: by whoever leaves, who comes back, and who goes on reading. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Page, openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { acceptAnswer, answer, ask, giveKudos } from '../../content/questions/questions.ts'
import { ask as askToConnect, block } from '../connections/connections.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { createAccount, findPerson, loadPeople, setPassword } from '../accounts/accounts.ts'
import { setReaches } from '../profiles/fields.ts'
import { findViewer, startSession } from '../sessions/sessions.ts'
import { comeBackDays, destroyDue, findLeft, leave } from './leaving.ts'

const days = (ctx: Ctx, count: number): Ctx =>
  makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + count * 86_400_000) })

function tokenOf(page: Page): string {
  return /tango=([\w-]{43});/.exec(page.headers.getSetCookie().join('; '))?.[1] ?? ''
}

const cookie = (token: string) => ({ cookie: `tango=${token}` })

/** Ines with a password and a session that has just begun. */
async function inesSignedIn(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { ines } = cast.people
  await setPassword(ctx, ines.id, castPassword)
  const { token } = await startSession(ctx, ines.id, { provedBy: 'password', device: 'Firefox' })
  return { cast, ines, token, as: cast.as(ctx, 'ines') }
}

const byPassword = { realm: 'outside', email: 'ines@people.example', password: castPassword }

test(
  'a member reads what goes and what stays, chooses a name, and is signed out everywhere',
  inTransaction(async (ctx) => {
    const { ines, token } = await inesSignedIn(ctx)
    const { token: phone } = await startSession(ctx, ines.id, { provedBy: 'code', device: 'Phone' })
    const { anyone } = await openSite(ctx)
    const page = await anyone.get('/settings/leave', cookie(token))
    assert.equal(page.status, 200)
    for (const words of [
      'What goes at once',
      'What stays',
      'Your connections',
      'Former member',
      'href="/settings/data"',
    ])
      assert.ok(page.text.includes(words), words)
    const refused = await anyone.post('/settings/leave', { name: 'neutral' }, cookie(token))
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Tick this when you are sure/)
    assert.match(refused.text, /value="neutral"[^>]*checked|checked[^>]*value="neutral"/)
    assert.ok(await findViewer(ctx, token), 'still open')
    const left = await anyone.post('/settings/leave', { name: 'neutral', sure: 'yes' }, cookie(token))
    assert.deepEqual([left.status, left.location], [303, '/left'])
    assert.match(left.headers.getSetCookie().join(), /tango=;/)
    assert.match((await anyone.get('/left')).text, /For 14 days you can come back/)
    for (const old of [token, phone]) {
      assert.equal(await findViewer(ctx, old), undefined)
      assert.match((await anyone.get('/settings', cookie(old))).location ?? '', /^\/sign-in/)
      assert.equal(await findLeft(ctx, old), undefined, 'an old session is no way back')
      assert.equal((await anyone.post('/come-back', {}, cookie(old))).status, 404)
    }
  }),
)

test(
  'an account is closed only within ten minutes of signing in, and who works here is told whom to ask',
  inTransaction(async (ctx) => {
    const { token, cast } = await inesSignedIn(ctx)
    const later = days(ctx, 11 / 1440)
    const { anyone } = await openSite(later)
    const page = await anyone.get('/settings/leave', cookie(token))
    assert.match(page.text, /Sign in again<\/a> to close it/)
    assert.doesNotMatch(page.text, /Close my account/)
    assert.equal((await anyone.post('/settings/leave', { name: 'keep', sure: 'yes' }, cookie(token))).status, 403)
    assert.equal(await outcome(leave(cast.as(later, 'ines'), token, { keepsName: true })), 'sessions.not-fresh')
    const { token: work } = await startSession(later, cast.people.daniel.id, { provedBy: 'code', device: '' })
    assert.equal(
      await outcome(leave(cast.as(later, 'ines'), work, { keepsName: true })),
      'sessions.not-fresh',
      'the session of somebody else',
    )
    const told = await anyone.get('/settings/leave', cookie(work))
    assert.match(told.text, /The company opens and closes it/)
    assert.match(told.text, /Jonas Weber/)
    assert.doesNotMatch(told.text, /Close my account/)
    assert.equal((await anyone.post('/settings/leave', { name: 'keep', sure: 'yes' }, cookie(work))).status, 403)
    assert.equal((await anyone.get('/settings/leave')).status, 303, 'a visitor signs in first')
  }),
)

test(
  'signing in afterwards offers to come back and nothing else, by password, code and second thought',
  inTransaction(async (ctx) => {
    const { token, as, ines } = await inesSignedIn(ctx)
    await leave(as, token, { keepsName: false })
    const { anyone } = await openSite(ctx)
    const entered = await anyone.post('/sign-in', { ...byPassword, next: '/notices' })
    assert.equal(entered.location, '/come-back')
    const own = cookie(tokenOf(entered))
    assert.equal(await findViewer(ctx, tokenOf(entered)), undefined)
    for (const path of [
      '/settings',
      '/notices',
      '/connections',
      '/settings/data',
      '/drafts',
      '/inside',
      '/s/testers',
    ]) {
      const [now, visitor] = [await anyone.get(path, own), await anyone.get(path)]
      assert.deepEqual([now.status, now.location], [visitor.status, visitor.location], path)
    }
    assert.equal((await anyone.post('/questions/ask', { space: 'riders', title: 'x', body: 'y' }, own)).status, 403)
    const offer = await anyone.get('/come-back', own)
    assert.match(offer.text, /Come back, Ines Carvalho\?/)
    assert.equal((await anyone.get('/come-back')).status, 404)
    // A code by mail opens the same door.
    const asked = await anyone.post('/sign-in/code', { realm: 'outside', email: 'ines@people.example' })
    await hearEverything(ctx)
    const mail = await ctx.db.selectFrom('mails').select('bodyText').orderBy('id', 'desc').executeTakeFirstOrThrow()
    const code = /Your code is (\d{4} \d{4})/.exec(mail.bodyText)![1]!
    assert.equal((await anyone.post(asked.location!, { code })).location, '/come-back')
    // Joining anew with the address leads there too, and makes no second account.
    const joined = await anyone.post('/sign-up', { displayName: 'Ines Again', email: 'ines@people.example' })
    await hearEverything(ctx)
    const second = await ctx.db.selectFrom('mails').select('bodyText').orderBy('id', 'desc').executeTakeFirstOrThrow()
    const again = /(\d{4} \d{4})/.exec(second.bodyText)![1]!
    assert.equal((await anyone.post(joined.location!, { code: again })).location, '/come-back')
    const back = await anyone.post('/come-back', {}, own)
    assert.equal(back.location, '/')
    const viewer = await findViewer(ctx, tokenOf(entered))
    assert.deepEqual([viewer?.id, viewer?.name], [ines.id, 'Ines Carvalho'])
    assert.equal((await findPerson(ctx, ines.id))?.handle, 'ines')
    assert.equal((await anyone.get('/come-back', own)).status, 404, 'once')
    assert.equal((await anyone.post('/come-back', {}, own)).status, 404)
  }),
)

test(
  'what ties somebody to others ends at once and does not come back with them; blocks hold',
  inTransaction(async (ctx) => {
    const { token, as, ines, cast } = await inesSignedIn(ctx)
    const { gustav, joost, amina } = cast.people
    await askToConnect(as, gustav.id)
    await askToConnect(cast.as(ctx, 'gustav'), ines.id)
    await block(as, joost.id)
    await block(cast.as(ctx, 'amina'), ines.id)
    await sql`insert into drafts (account_id, place, path, fields) values (${ines.id}, 'ask', '/questions/ask', '{}')`.execute(
      ctx.db,
    )
    await sql`insert into profile_fields (account_id, field, value, reach) values (${ines.id}, 'phone', '+351 1', 1)`.execute(
      ctx.db,
    )
    await setReaches(as, { questions: 2 })
    await sql`insert into memberships (space_id, account_id) values (${cast.spaces.testers.id}, ${ines.id})`.execute(
      ctx.db,
    )
    await sql`insert into passkey_challenges (secret_hash, challenge, account_id) values ('\\x01', 'x', ${ines.id})`.execute(
      ctx.db,
    )
    const count = async (table: string, where: string) => {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from ${sql.table(table)} where ${sql.raw(where)}`.execute(ctx.db)
      return rows[0]!.n
    }
    const ended = [
      ['drafts', `account_id = ${ines.id}`],
      ['profile_fields', `account_id = ${ines.id}`],
      ['starting_reaches', `account_id = ${ines.id}`],
      ['reach_undos', `account_id = ${ines.id}`],
      ['memberships', `account_id = ${ines.id}`],
      ['connections', `${ines.id} in (lower_id, higher_id)`],
      ['passkey_challenges', `account_id = ${ines.id}`],
    ] as const
    for (const [table, where] of ended) assert.ok((await count(table, where)) > 0, table)
    await leave(as, token, { keepsName: true })
    for (const [table, where] of ended) assert.equal(await count(table, where), 0, table)
    const { anyone } = await openSite(ctx)
    const entered = await anyone.post('/sign-in', byPassword)
    await anyone.post('/come-back', {}, cookie(tokenOf(entered)))
    for (const [table, where] of ended) assert.equal(await count(table, where), 0, table)
    assert.equal(await count('blocks', `blocker_id = ${ines.id} and blocked_id = ${joost.id}`), 1)
    assert.equal(await count('blocks', `blocker_id = ${amina.id} and blocked_id = ${ines.id}`), 1)
  }),
)

test(
  'threads, answers, accepted marks, thanks and every count are what they were, under the name or without it',
  inTransaction(async (ctx) => {
    for (const keepsName of [true, false]) {
      const { token, as, cast, ines } = await inesSignedIn(ctx)
      const { thread } = await ask(cast.as(ctx, 'joost'), {
        space: 'riders',
        title: 'It stops',
        body: 'Why?',
        tags: [],
      })
      const reply = await answer(as, thread.id, 'Warm it first.')
      await acceptAnswer(cast.as(ctx, 'joost'), reply.id)
      await giveKudos(cast.as(ctx, 'gustav'), reply.id)
      await sql`insert into same_heres (thread_id, account_id) values (${thread.id}, ${ines.id}) on conflict do nothing`.execute(
        ctx.db,
      )
      const counted = async () =>
        (
          await sql`select (select count(*) from replies) as replies, (select count(*) from same_heres) as same,
            (select count(*) from kudos) as kudos, (select count(*) from answer_acceptances) as accepted,
            (select sum(kudos_count) from replies) as sum, (select answer_count from threads where id = ${thread.id}) as answers`.execute(
            ctx.db,
          )
        ).rows[0]
      const before = await counted()
      await leave(as, token, { keepsName })
      assert.deepEqual(await counted(), before)
      const { anyone } = await openSite(ctx)
      const page = await anyone.get(`/questions/${thread.id}/it-stops`)
      assert.equal(page.status, 200)
      assert.match(page.text, /Warm it first/)
      assert.equal(page.text.includes('Ines Carvalho'), keepsName)
      assert.equal(page.text.includes('Former member'), !keepsName)
      const card = (await loadPeople(ctx, [ines.id])).get(ines.id)!
      assert.equal(card.handle === 'ines', keepsName)
      // Back for the second round.
      const entered = await anyone.post('/sign-in', byPassword)
      await anyone.post('/come-back', {}, cookie(tokenOf(entered)))
    }
  }),
)

test(
  'after fourteen days the job destroys what signed in, the address is free, and nobody comes back',
  inTransaction(async (ctx) => {
    const { token, as, ines } = await inesSignedIn(ctx)
    await sql`insert into passkeys (account_id, user_handle, credential_id, public_key, name) values (${ines.id}, '\\x01', 'c1', '\\x02', 'Key')`.execute(
      ctx.db,
    )
    await sql`insert into identities (account_id, realm, issuer, subject, label) values (${ines.id}, 'outside', 'https://id.example', 's1', 'Id')`.execute(
      ctx.db,
    )
    await leave(as, token, { keepsName: false })
    const kept = async () =>
      (
        await sql<{
          n: number
        }>`select (select count(*) from passkeys)::int + (select count(*) from identities)::int as n`.execute(ctx.db)
      ).rows[0]!.n
    assert.equal(await kept(), 2, 'for coming back')
    const almost = days(ctx, comeBackDays - 0.001)
    assert.equal(await destroyDue(almost), 0)
    const entered = await (await openSite(almost)).anyone.post('/sign-in', byPassword)
    assert.equal(entered.location, '/come-back')
    const early = await outcome(
      createAccount(almost, { realm: 'outside', email: 'ines@people.example', displayName: 'Ines' }),
    )
    assert.equal(early, 'accounts.email-taken')
    const over = days(ctx, comeBackDays)
    assert.equal(await destroyDue(over), 1)
    assert.equal(await destroyDue(over), 0, 'once')
    assert.equal(await kept(), 0)
    const row = await ctx.db.selectFrom('accounts').selectAll().where('id', '=', ines.id).executeTakeFirstOrThrow()
    assert.deepEqual([row.email, row.passwordHash, row.displayName, row.state], [null, null, 'Former member', 'closed'])
    const { rows } = await sql<{ text: string }>`select (select json_agg(l)::text from leavings l)
      || (select coalesce(json_agg(s)::text, '') from sessions s where account_id = ${ines.id})
      || (select json_agg(a)::text from accounts a where id = ${ines.id})
      || (select coalesce(json_agg(m)::text, '') from mails m) as text`.execute(ctx.db)
    assert.doesNotMatch(rows[0]!.text, /ines|Carvalho|Firefox/i)
    const { anyone } = await openSite(over)
    assert.equal((await anyone.post('/come-back', {}, cookie(tokenOf(entered)))).status, 404)
    assert.equal((await anyone.post('/sign-in', byPassword)).status, 422)
    const anew = await createAccount(over, {
      realm: 'outside',
      email: 'ines@people.example',
      displayName: 'Ines Carvalho',
    })
    assert.notEqual(anew, ines.id)
    assert.equal((await findPerson(over, anew))?.handle, 'ines-carvalho')
  }),
)

test(
  'a guest leaves by themselves: nobody answers for them any more, and coming back opens no room',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { petra } = cast.people
    await setPassword(ctx, petra.id, castPassword)
    const { token } = await startSession(ctx, petra.id, { provedBy: 'password', device: '' })
    const { anyone } = await openSite(ctx)
    assert.equal((await anyone.get('/inside/spaces/cells', cookie(token))).status, 200)
    assert.match((await anyone.get('/settings/leave', cookie(token))).text, /Close my account/)
    await anyone.post('/settings/leave', { name: 'neutral', sure: 'yes' }, cookie(token))
    await hearEverything(ctx)
    const open = await ctx.db.selectFrom('sponsorships').select('id').where('endedAt', 'is', null).execute()
    assert.deepEqual(open, [])
    const entered = await anyone.post('/sign-in', { ...byPassword, realm: 'bridge', email: 'petra@people.example' })
    assert.equal(entered.location, '/come-back')
    const own = cookie(tokenOf(entered))
    assert.match((await anyone.get('/come-back', own)).text, /somebody there invites you anew/)
    assert.equal((await anyone.post('/come-back', {}, own)).location, '/rooms')
    assert.equal((await anyone.get('/inside/spaces/cells', own)).status, 404)
    const person = await findPerson(ctx, petra.id)
    assert.deepEqual([person?.displayName, person?.organisation], ['Petra Kovač', 'Kettenwerk GmbH'])
  }),
)

test(
  'a second factor stands before the way back as it did before everything else',
  inTransaction(async (ctx) => {
    const { token, as, ines } = await inesSignedIn(ctx)
    await sql`insert into second_factors (account_id, secret, confirmed_at) values (${ines.id}, '\\x00', now())`.execute(
      ctx.db,
    )
    await leave(as, token, { keepsName: true })
    const { anyone } = await openSite(ctx)
    const half = await anyone.post('/sign-in', byPassword)
    assert.equal(half.location, '/sign-in/second?next=%2Fcome-back')
    const own = cookie(tokenOf(half))
    assert.equal((await anyone.get('/sign-in/second', own)).status, 200)
    assert.equal(await findLeft(ctx, tokenOf(half)), undefined)
    assert.equal((await anyone.post('/come-back', {}, own)).status, 404)
  }),
)

test(
  'somebody may be called like one who left; whoever comes back then has another address part',
  inTransaction(async (ctx) => {
    const { token, as, ines } = await inesSignedIn(ctx)
    await leave(as, token, { keepsName: false })
    const other = await createAccount(ctx, { realm: 'outside', email: 'i@people.example', displayName: 'Ines' })
    assert.equal((await findPerson(ctx, other))?.handle, 'ines')
    const { anyone } = await openSite(ctx)
    const entered = await anyone.post('/sign-in', byPassword)
    await anyone.post('/come-back', {}, cookie(tokenOf(entered)))
    assert.equal((await findPerson(ctx, ines.id))?.handle, `ines-${ines.id}`)
  }),
)
