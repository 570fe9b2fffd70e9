/** What a member earned by helping makes their flag weigh more, and the moderators read why. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { queueOf, startTalk } from '../../../test/moderation.ts'
import { countDue } from '../../content/standing/standing.ts'
import { addReply, getReply } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { listQueue } from '../moderation/cases.ts'
import { conductRules } from '../moderation/moderation.ts'
import { flag, flagRules } from './flags.ts'

async function guide(ctx: Ctx, accountId: AccountId, level: 1 | 2 | 3): Promise<void> {
  // What is not counted yet would be counted from what really happened.
  await countDue(ctx)
  const thanks = { 1: 20, 2: 100, 3: 300 }[level]
  const earned = { points: thanks, thanks, people: 4 * level, mutual: 0, accepted: 0, endorsed: 0 }
  await ctx.db
    .insertInto('standings')
    .values({ accountId, level, ...earned, computedAt: ctx.now })
    .execute()
}

test(
  'the flag of a guide weighs twice, comes first, and the queue says that it was theirs',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const comment = await addReply(cast.as(ctx, 'mirela'), question, { kind: 'comment', body: 'A comment.' })
    await guide(ctx, cast.people.joost.id, 2)
    await guide(ctx, cast.people.amina.id, 1)
    const off = { rule: 'off-topic', words: '' } as const
    await flag(cast.as(ctx, 'amina'), 'thread', question, off)
    await flag(cast.as(ctx, 'amina'), 'reply', answer, off)
    await flag(cast.as(ctx, 'joost'), 'reply', comment.id, off)
    const sara = cast.as(ctx, 'sara')
    const { items } = await listQueue(sara, 'outside')
    assert.deepEqual(
      items.map((one) => [one.replyId, one.weight, one.ofStanding]),
      [
        [comment.id, 2, 1],
        [null, 1, 0],
        [answer, 1, 0],
      ],
    )
    const page = (await (await openSite(ctx)).as('sara').get('/moderation/outside')).text
    assert.equal(page.split('Flagged by a member of long standing').length, 2)
    await guide(ctx, cast.people.gustav.id, 3)
    await flag(cast.as(ctx, 'gustav'), 'reply', comment.id, off)
    const more = (await (await openSite(ctx)).as('sara').get('/moderation/outside')).text
    assert.match(more, /Flagged by 2 members of long standing/)
    assert.equal((await queueOf(sara, 'outside')).length, 3)
  }),
)

test(
  'standing makes nothing of a flag in return, and counts as it was when the flag was sent',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    await guide(ctx, cast.people.ines.id, 3)
    await guide(ctx, cast.people.gustav.id, 3)
    const spam = { rule: 'spam', words: '' } as const
    const row = async () =>
      (await listQueue(cast.as(ctx, 'sara'), 'outside')).items.map((one) => [
        one.weight,
        one.ofStanding,
        one.retaliates,
      ])
    await flag(cast.as(ctx, 'gustav'), 'thread', question, spam)
    await flag(cast.as(ctx, 'ines'), 'reply', answer, spam)
    const before = await row()
    assert.deepEqual(before, [
      [2, 1, false],
      [0, 0, true],
    ])
    await ctx.db.deleteFrom('standings').execute()
    assert.deepEqual(await row(), before)
  }),
)

test(
  'both pages publish by which numbers flags are weighed, and whoever reads one finds the other',
  inTransaction(async (ctx) => {
    await getCast(ctx)
    const site = await openSite(ctx)
    const words = async (path: string) =>
      (await site.as('visitor').get(path)).text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    const standing = await words('/about/standing')
    assert.equal(flagRules.factor, 2)
    assert.match(standing, /Guide 100 5 people In public spaces: flags count 2 times\./)
    assert.match(standing, /the flag of a Guide or a Champion counts 2 times.*It never hides anything by itself/)
    assert.match((await site.as('visitor').get('/about/standing')).text, /href="\/about\/moderation#flags"/)
    const moderation = await words('/about/moderation')
    assert.match((await site.as('visitor').get('/about/moderation')).text, /id="flags"/)
    assert.match(moderation, /a Guide or a Champion, counts 2 times/)
    for (const { name, weight } of Object.values(conductRules))
      assert.ok(moderation.includes(`${name} ${weight} `), name)
    assert.match(moderation, /within 14 days.*15 texts in an hour and 50 in a day at most/)
  }),
)

test(
  'however many members of long standing flag a text, it stands as it did until a moderator decides',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    for (const who of ['joost', 'amina', 'gustav', 'ines'] as const) await guide(ctx, cast.people[who].id, 3)
    const author = (await getReply(ctx, answer)).authorId
    const others = (['joost', 'amina', 'gustav', 'ines'] as const).filter((who) => cast.people[who].id !== author)
    for (const who of others) await flag(cast.as(ctx, who), 'reply', answer, { rule: 'unlawful', words: '' })
    await hearEverything(ctx)
    const [first] = (await listQueue(cast.as(ctx, 'sara'), 'outside')).items
    assert.equal(first?.weight, others.length * 2 * conductRules.unlawful.weight)
    const reply = await getReply(cast.as(ctx, 'visitor'), answer)
    assert.deepEqual([reply.hiddenAt, reply.removedAt], [null, null])
    assert.equal(reply.threadId, question)
    assert.equal((await ctx.db.selectFrom('moderationMeasures').selectAll().execute()).length, 0)
  }),
)
