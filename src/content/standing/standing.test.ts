/** What helping earns, what does not count, and what it lets somebody do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { closeAccount, createAccount } from '../../people/accounts/accounts.ts'
import { perkSchema, recordPerk } from '../../people/disclosure/disclosure.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { acceptAnswer, answer, ask, giveKudos, takeBackKudos, withdrawAcceptance } from '../questions/questions.ts'
import { type ReplyId, hasPower, recallReply } from '../threads/threads.ts'
import { levelRules, pointsOf } from './rules.ts'
import { countDue, countEverybody, findStanding, listHelpers, quarterBeside, quarterOf } from './standing.ts'

const question = { space: 'riders', title: 'Why does it stop?', body: 'It stops.', tags: ['cold'] }

/** Asks as one and answers as another, in a space. */
async function answered(
  ctx: Ctx,
  by: PersonName,
  more: Partial<Parameters<typeof ask>[1]> & { asker?: PersonName } = {},
) {
  const cast = await getCast(ctx)
  await ctx.db.deleteFrom('rateLimits').execute()
  const { asker = 'ines', ...asked } = more
  const { thread } = await ask(cast.as(ctx, asker), { ...question, ...asked })
  return { thread, reply: await answer(cast.as(ctx, by), thread.id, 'Keep it warm.') }
}

/** New members who all say that an answer helped. */
async function crowd(ctx: Ctx, replyId: ReplyId, size: number): Promise<readonly AccountId[]> {
  const ids: AccountId[] = []
  for (let at = 0; at < size; at++) {
    const email = `rider${at}.${replyId}@people.example`
    const id = await createAccount(ctx, { realm: 'outside', email, displayName: `Rider ${at}` })
    await giveKudos(ctx.as({ kind: 'account', id, realm: 'outside', name: `Rider ${at}`, offices: [] }), replyId)
    ids.push(id)
  }
  return ids
}

const visitor = { kind: 'visitor' } as const

test(
  'thanks and accepted answers add up; taken back, they are off again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const gustav = cast.people.gustav.id
    const has = async () => (await findStanding(ctx.as(visitor), gustav))?.points ?? 0
    const { thread, reply } = await answered(ctx, 'gustav')
    assert.equal(await has(), 0)
    await giveKudos(cast.as(ctx, 'joost'), reply.id)
    await giveKudos(cast.as(ctx, 'joost'), reply.id)
    assert.equal(await has(), 2)
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    assert.equal(await has(), 17)
    await withdrawAcceptance(cast.as(ctx, 'ines'), thread.id)
    await takeBackKudos(cast.as(ctx, 'joost'), reply.id)
    assert.equal(await has(), 0)
  }),
)

test(
  'what waits to be counted and what is stored say the same',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { reply } = await answered(ctx, 'gustav')
    await crowd(ctx, reply.id, 4)
    const before = await findStanding(ctx.as(visitor), cast.people.gustav.id)
    assert.deepEqual([before?.points, before?.people, before?.level], [8, 4, 0])
    assert.ok((await countDue(ctx)) > 0)
    assert.equal(await countDue(ctx), 0, 'nothing is left to count')
    assert.deepEqual(await findStanding(ctx.as(visitor), cast.people.gustav.id), before)
    const { points } = await ctx.db.selectFrom('standings').select('points').executeTakeFirstOrThrow()
    assert.equal(points, 8)
  }),
)

test(
  'one’s own acceptance earns nothing, and of one and the same person only so much counts',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const own = await answered(ctx, 'gustav', { asker: 'gustav' })
    await acceptAnswer(cast.as(ctx, 'gustav'), own.reply.id)
    assert.equal(await findStanding(ctx, cast.people.gustav.id), undefined)
    for (let at = 0; at < 12; at++) {
      const { reply } = await answered(ctx, 'gustav')
      await giveKudos(cast.as(ctx, 'ines'), reply.id)
      if (at < 7) await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    }
    const standing = await findStanding(ctx, cast.people.gustav.id)
    assert.deepEqual([standing?.thanks, standing?.people, standing?.accepted], [10, 1, 5])
    assert.equal(standing?.points, 10 * 2 + 5 * 15)
    assert.equal(standing?.level, 0, 'one admirer makes no helper')
  }),
)

test(
  'what two people do for each other counts half, and the third who thanks counts in full',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (let at = 0; at < 3; at++) {
      const to = await answered(ctx, 'gustav')
      await giveKudos(cast.as(ctx, 'joost'), to.reply.id)
      if (at === 0) await giveKudos(cast.as(ctx, 'amina'), to.reply.id)
      if (at === 2) continue
      const back = await answered(ctx, 'joost')
      await giveKudos(cast.as(ctx, 'gustav'), back.reply.id)
    }
    await countDue(ctx)
    const gustav = await findStanding(ctx, cast.people.gustav.id)
    assert.deepEqual([gustav?.thanks, gustav?.mutual, gustav?.points], [4, 2, 2 * 2 + 2 * 1])
    const joost = await findStanding(ctx, cast.people.joost.id)
    assert.deepEqual([joost?.thanks, joost?.mutual, joost?.points], [2, 2, 2])
  }),
)

test(
  'only what anyone can read counts: not members’ spaces, not texts for few, not what was recalled or hidden',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const gustav = cast.people.gustav.id
    const points = async () => (await findStanding(ctx, gustav))?.points ?? 0
    const closed = await answered(ctx, 'gustav', { space: 'testers' })
    const narrow = await answered(ctx, 'gustav', { reach: 4 })
    for (const { reply } of [closed, narrow]) await giveKudos(cast.as(ctx, 'joost'), reply.id)
    assert.equal(await points(), 0)
    const open = await answered(ctx, 'gustav')
    await giveKudos(cast.as(ctx, 'joost'), open.reply.id)
    await countDue(ctx)
    assert.equal(await points(), 2)
    await ctx.db.updateTable('spaces').set({ access: 'members' }).where('slug', '=', 'riders').execute()
    assert.equal(await points(), 0, 'the space closed')
    await ctx.db.updateTable('spaces').set({ access: 'public' }).where('slug', '=', 'riders').execute()
    await countDue(ctx)
    assert.equal(await points(), 2)
    await recallReply(ctx, open.reply.id)
    assert.equal(await points(), 0)
    await countDue(ctx)
    assert.equal((await ctx.db.selectFrom('standings').selectAll().execute()).length, 0)
    const hidden = await answered(ctx, 'gustav')
    await giveKudos(cast.as(ctx, 'joost'), hidden.reply.id)
    assert.equal(await points(), 2)
    await ctx.db
      .updateTable('replies')
      .set({ hiddenAt: ctx.now } as never)
      .where('id', '=', hidden.reply.id)
      .execute()
    assert.equal(await points(), 0)
  }),
)

test(
  'who works here earns no standing outside, and whoever leaves takes their thanks along',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { reply } = await answered(ctx, 'daniel')
    await giveKudos(cast.as(ctx, 'joost'), reply.id)
    assert.equal(await findStanding(ctx, cast.people.daniel.id), undefined)
    const theirs = await answered(ctx, 'gustav')
    await giveKudos(cast.as(ctx, 'daniel'), theirs.reply.id)
    await countDue(ctx)
    assert.equal((await findStanding(ctx, cast.people.gustav.id))?.points, 2)
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.daniel.id, 'Left')
    assert.equal(await findStanding(ctx, cast.people.gustav.id), undefined)
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.gustav.id).execute()
    assert.equal(await findStanding(ctx.as(visitor), cast.people.gustav.id), undefined)
  }),
)

test('each level asks for more than the one before, and the points are those of the rules', () => {
  for (const [at, rule] of levelRules.entries()) {
    assert.equal(rule.level, at)
    const before = levelRules[at - 1]
    if (before) assert.ok(rule.points > before.points && rule.people > before.people)
  }
  assert.equal(pointsOf({ thanks: 5, mutual: 2, accepted: 1, endorsed: 1 }), 3 * 2 + 2 * 1 + 15 + 15)
})

/** Gustav with the standing of a champion. */
async function crown(ctx: Ctx): Promise<void> {
  const cast = await getCast(ctx)
  const row = { thanks: 200, people: 30, mutual: 0, accepted: 0, endorsed: 0, points: 400, level: 3 as const }
  await countDue(ctx)
  await ctx.db
    .insertInto('standings')
    .values({ accountId: cast.people.gustav.id, ...row, computedAt: ctx.now })
    .execute()
}

test(
  'a champion may retag, move, retype and flag in public spaces that are open, and nowhere else; nobody by another’s standing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const may = (who: PersonName, power: 'retag' | 'move' | 'retype' | 'flag', space: keyof typeof cast.spaces) =>
      hasPower(cast.as(ctx, who), power, cast.spaces[space].id)
    assert.equal(await may('gustav', 'retag', 'riders'), false)
    await crown(ctx)
    for (const power of ['retag', 'move', 'retype', 'flag'] as const) {
      assert.equal(await may('gustav', power, 'riders'), true, power)
      for (const space of ['testers', 'velund', 'battery', 'cells'] as const)
        assert.equal(await may('gustav', power, space), false, `${power} ${space}`)
      for (const who of ['ines', 'daniel', 'petra'] as const) assert.equal(await may(who, power, 'riders'), false, who)
    }
    await ctx.db.updateTable('standings').set({ thanks: 60, people: 6 }).execute()
    assert.equal(await may('gustav', 'flag', 'riders'), true, 'a guide flags')
    assert.equal(await may('gustav', 'move', 'riders'), false, 'a guide moves nothing')
    await ctx.db.updateTable('standings').set({ thanks: 200, people: 30 }).execute()
    await ctx.db.updateTable('spaces').set({ archivedAt: ctx.now }).where('slug', '=', 'riders').execute()
    assert.equal(await may('gustav', 'retag', 'riders'), false)
  }),
)

test(
  'the profile says why, to everybody who sees it; the member alone is told what is missing; perks are told',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { reply } = await answered(ctx, 'gustav')
    const profile = async (who: PersonName | 'visitor') =>
      (await site.as(who).get(`/people/${cast.people.gustav.id}`)).text.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
    assert.doesNotMatch(await profile('ines'), /How it is counted/)
    assert.match(
      await profile('gustav'),
      /Nobody has thanked for an answer yet\. ?Helper is next: 20 points and thanks from 3 other people to go\./,
    )
    await crowd(ctx, reply.id, 4)
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    for (const who of ['visitor', 'ines', 'daniel'] as const) {
      const text = await profile(who)
      assert.match(text, /Helper with 23 points, because of 4 thanks from 4 people and 1 accepted answer\./, who)
      assert.doesNotMatch(text, /is next/, who)
    }
    const perk = perkSchema.parse({ account: String(cast.people.gustav.id), what: 'a bike', 'from-on': '2026-01-01' })
    await recordPerk(cast.as(ctx, 'sara'), perk)
    assert.match(await profile('visitor'), /Receives from Velund: a bike, since 2026-01-01\./)
  }),
)

test(
  'a champion is named beside what they write, and no longer once the standing is gone',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const { thread } = await answered(ctx, 'gustav')
    const page = async () => (await site.as('visitor').get(`/questions/${thread.id}/${thread.slug}`)).text
    assert.doesNotMatch(await page(), /office champion/)
    await crown(ctx)
    assert.match(await page(), /<span class="office champion">.*?Champion<\/span>/s)
    await countEverybody(ctx)
    assert.doesNotMatch(await page(), /office champion/, 'nothing stands behind it')
  }),
)

test(
  'the list of helpers is that of a space and a quarter, the most points first, and goes on',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const first = await answered(ctx, 'gustav')
    const second = await answered(ctx, 'joost')
    for (const { reply } of [first, second]) await giveKudos(cast.as(ctx, 'ines'), reply.id)
    await acceptAnswer(cast.as(ctx, 'ines'), second.reply.id)
    await countDue(ctx)
    const { riders, testers } = cast.spaces
    const now = quarterOf(ctx.now)
    const names = async (space: typeof riders, quarter: string, after?: string) =>
      (await listHelpers(ctx.as(visitor), space, quarter, after)).items.map(({ person }) => person.displayName)
    assert.deepEqual(await names(riders, now), ['Joost van Rijn', 'Gustav Ek'])
    assert.deepEqual(await names(riders, quarterBeside(now, -1)), [])
    await assert.rejects(names(testers, now), { code: 'spaces.not-found' })
    const after = `17.${cast.people.joost.id}`
    assert.deepEqual(await names(riders, now, after), ['Gustav Ek'])
    assert.deepEqual(await names(riders, now, 'nonsense'), ['Joost van Rijn', 'Gustav Ek'])
    const site = await openSite(ctx)
    const page = await site.as('visitor').get('/s/riders/helpers')
    assert.match(page.text, /Joost van Rijn<\/a>.*?<td class="r">17<\/td>.*?Gustav Ek/s)
    assert.equal((await site.as('visitor').get('/s/testers/helpers')).status, 404)
    assert.equal((await site.as('daniel').get('/s/velund/helpers')).status, 404)
    const empty = await site.as('visitor').get('/s/riders/helpers?quarter=2020-q1')
    assert.match(empty.text, /Nobody was thanked in this quarter/)
    assert.equal((await site.as('visitor').get('/s/riders/helpers?quarter=2999-q9')).status, 200)
  }),
)

test('quarters follow each other over the turn of a year', () => {
  assert.equal(quarterOf(new Date('2026-12-31T23:59:59Z')), '2026-q4')
  assert.deepEqual(
    [quarterBeside('2026-q1', -1), quarterBeside('2025-q4', 1), quarterBeside('2026-q2', 1)],
    ['2025-q4', '2026-q1', '2026-q3'],
  )
})

test(
  'the page of the rules states the numbers that are counted with',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of ['visitor', 'ines', 'daniel'] as const) {
      const page = (await site.as(who).get('/about/standing')).text
      for (const rule of levelRules.slice(1)) {
        assert.match(page, new RegExp(`${rule.name}</th>\\s*<td>${rule.points}</td>\\s*<td>${rule.people} people`), who)
      }
      assert.match(page, /15 points/)
    }
  }),
)
