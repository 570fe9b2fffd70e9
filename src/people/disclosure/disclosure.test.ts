/** What readers are told of the interests of those who write outside. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import {
  answer,
  ask,
  comment,
  editAnswer,
  getQuestion,
  markOfficial,
  postOfficialAnswer,
} from '../../content/questions/questions.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { closeAccount } from '../accounts/accounts.ts'
import { endOffice, giveOffice } from '../offices/offices.ts'
import { disclose, endPerk, listPerksOf, loadDisclosures, perkSchema, recordPerk, withdrawPerk } from './disclosure.ts'

const question = { space: 'riders', title: 'Why does it stop?', body: 'It stops.', tags: ['cold'] }
const later = (ctx: Ctx, days: number) => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })
const perk = (account: number, more: Record<string, string> = {}) =>
  perkSchema.parse({ account: String(account), what: 'a test bike for the winter', ...more })

async function setScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), question)
  const theirs = await answer(cast.as(ctx, 'gustav'), thread.id, 'Keep it warm.')
  const ours = await answer(cast.as(ctx, 'daniel'), thread.id, 'Take it inside.')
  const told = async (id: number) => (await loadDisclosures(ctx, { replyIds: [id] })).atReply(id)
  return { cast, thread, theirs, ours, told }
}

test(
  'an employee who answers says by it that it is their own view, until the company makes it its own',
  inTransaction(async (ctx) => {
    const { cast, thread, theirs, ours, told } = await setScene(ctx)
    assert.deepEqual(await told(ours.id), ['Own view. Works at Velund.'])
    const remark = await comment(cast.as(ctx, 'aiko'), thread.id, 'Which year?')
    assert.deepEqual(await told(remark.id), ['Own view. Works at Velund.'])
    assert.deepEqual(await told(theirs.id), [], 'members have nothing to say of the kind')
    await markOfficial(cast.as(ctx, 'mirela'), ours.id)
    assert.deepEqual(await told(ours.id), [])
    await ctx.db.updateTable('officialAnswers').set({ endedAt: ctx.now }).execute()
    assert.deepEqual(await told(ours.id), ['Own view. Works at Velund.'], 'the mark ended')
  }),
)

test(
  'whoever speaks officially needs no line while they do; afterwards it says in which capacity they wrote',
  inTransaction(async (ctx) => {
    const { cast, thread, told } = await setScene(ctx)
    const yesterday = later(ctx, -1)
    await ctx.db
      .updateTable('offices')
      .set({ givenAt: later(ctx, -9).now })
      .where('office', '=', 'official-voice')
      .execute()
    const said = await postOfficialAnswer(cast.as(yesterday, 'mirela'), thread.id, 'It is the software.')
    const remark = await comment(cast.as(yesterday, 'mirela'), thread.id, 'More tomorrow.')
    assert.deepEqual([await told(said.id), await told(remark.id)], [[], []])
    await endOffice(cast.as(ctx, 'jonas'), cast.people.mirela.id, 'official-voice')
    assert.deepEqual(await told(said.id), [], 'the company still stands behind it')
    assert.deepEqual(await told(remark.id), ['Wrote this for Velund, in an office held then.'])
    const after = await comment(cast.as(later(ctx, 1), 'mirela'), thread.id, 'I am only myself now.')
    assert.deepEqual(await told(after.id), ['Own view. Works at Velund.'])
  }),
)

test(
  'badges come from the workforce and are gone the moment somebody leaves; that they worked here stays told',
  inTransaction(async (ctx) => {
    const { cast, thread, ours, told } = await setScene(ctx)
    const site = await openSite(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const page = async () => (await site.as('visitor').get(`/questions/${thread.id}/${thread.slug}`)).text
    const badge = />Velund, executive<\/span>/
    assert.match(await page(), />Velund<\/span>/)
    await giveOffice(jonas, cast.people.daniel.id, 'executive')
    assert.match(await page(), badge)
    await endOffice(jonas, cast.people.daniel.id, 'executive')
    assert.doesNotMatch(await page(), badge)
    await giveOffice(jonas, cast.people.daniel.id, 'executive')
    await giveOffice(jonas, cast.people.daniel.id, 'official-voice')
    assert.match(await page(), /Velund, executive and official voice/)
    await closeAccount(jonas, cast.people.daniel.id, 'Left the company')
    const left = await page()
    assert.match(left, /<b dir="auto">Daniel Okafor<\/b>/)
    assert.doesNotMatch(left, /class="office|official voice<|executive</)
    assert.deepEqual(await told(ours.id), ['Own view. Worked at Velund when writing this.'])
  }),
)

test(
  'an office that was left behind by another way of closing an account shows no badge either',
  inTransaction(async (ctx) => {
    const { cast, thread } = await setScene(ctx)
    await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'It is the software.')
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.mirela.id).execute()
    const { people } = await getQuestion(cast.as(ctx, 'ines'), thread.id)
    assert.deepEqual(people.get(cast.people.mirela.id)?.offices, [])
  }),
)

test(
  'an interest that was stated stays with its post through every change, and nobody can take it away',
  inTransaction(async (ctx) => {
    const { cast, thread, theirs, told } = await setScene(ctx)
    const gustav = cast.as(ctx, 'gustav')
    await disclose(gustav, { replyId: theirs.id }, { kind: 'works-for', words: 'Kettenwerk.' })
    await disclose(gustav, { replyId: theirs.id }, { kind: 'received-free', words: '' })
    await disclose(gustav, { replyId: theirs.id }, { kind: 'received-free', words: '' })
    const lines = ['Received the product for free.', 'Works for Kettenwerk.']
    assert.deepEqual(await told(theirs.id), lines)
    await editAnswer(gustav, theirs.id, 'Buy another one.')
    assert.deepEqual(await told(theirs.id), lines)
    for (const change of [sql`delete from disclosures`, sql`update disclosures set words = 'nothing'`]) {
      await assert.rejects(
        ctx.transaction(async (inside) => change.execute(inside.db)),
        /a disclosure stays with its post/,
      )
    }
    for (const post of [{ threadId: thread.id }, { replyId: theirs.id + 999 }])
      await assert.rejects(disclose(gustav, post, { kind: 'own-view', words: '' }), { code: 'disclosure.no-post' })
    await ctx.db.deleteFrom('threads').where('id', '=', thread.id).execute()
    assert.equal((await ctx.db.selectFrom('disclosures').selectAll().execute()).length, 0, 'with its post it goes')
  }),
)

test(
  'what a champion receives is told at everything they write outside from that day on, and for a year after',
  inTransaction(async (ctx) => {
    const { cast, thread, theirs, told } = await setScene(ctx)
    const sara = cast.as(ctx, 'sara')
    const line = ['Receives from Velund: a test bike for the winter.']
    const id = await recordPerk(sara, perk(cast.people.gustav.id, { 'from-on': '2026-01-01' }))
    assert.deepEqual(await told(theirs.id), line, 'recorded late, told all the same')
    await endPerk(sara, id)
    const inAYear = later(ctx, 365)
    const late = await answer(cast.as(inAYear, 'gustav'), thread.id, 'Still here.')
    const later2 = await answer(cast.as(later(ctx, 366), 'gustav'), thread.id, 'Free again.')
    assert.deepEqual([await told(late.id), await told(later2.id)], [line, []])
    assert.equal((await listPerksOf(cast.as(ctx, 'visitor'), cast.people.gustav.id)).length, 1)
    await assert.rejects(endPerk(sara, id), { code: 'disclosure.no-perk' })
    await withdrawPerk(sara, id)
    assert.deepEqual(await told(theirs.id), [], 'it was a mistake')
    assert.equal((await listPerksOf(cast.as(ctx, 'visitor'), cast.people.gustav.id)).length, 0)
  }),
)

test(
  'a perk has a member, a reason to be told and days in order',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    for (const who of ['daniel', 'petra'] as const)
      await assert.rejects(recordPerk(sara, perk(cast.people[who].id)), { code: 'disclosure.not-a-member' }, who)
    const days = { 'from-on': '2026-03-02', 'to-on': '2026-03-01' }
    await assert.rejects(recordPerk(sara, perk(cast.people.gustav.id, days)), { code: 'disclosure.backwards' })
    for (const wrong of [{ what: '  ' }, { 'from-on': '2026-02-30' }, { account: 'gustav' }, { what: 'x'.repeat(201) }])
      assert.equal(
        perkSchema.safeParse({ account: '1', what: 'a bike', ...wrong }).success,
        false,
        JSON.stringify(wrong),
      )
  }),
)
