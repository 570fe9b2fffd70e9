import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { ask } from '../../content/questions/questions.ts'
import { narrowThread } from '../../content/threads/threads.ts'
import { accept, ask as connect, block } from '../../people/connections/connections.ts'
import type { Ctx } from '../../platform/context.ts'
import { answerNotice, countUnread, listNotices, notify, openNotice } from './notices.ts'

const members = ['ines', 'gustav', 'joost', 'amina'] as const

/** Gustav knows Ines. Everybody was told something of Ines’ question, here and by mail, and no mail has left yet. */
async function fixture(ctx: Ctx) {
  const cast = await getCast(ctx)
  await connect(cast.as(ctx, 'ines'), cast.people.gustav.id)
  await accept(cast.as(ctx, 'gustav'), cast.people.ines.id)
  await hearEverything(ctx)
  await ctx.db.deleteFrom('notices').execute()
  await ctx.db.deleteFrom('mails').execute()
  const text = { space: 'riders', title: 'A ride on Sunday?', body: 'Along the river.', tags: [] }
  const { id } = (await ask(cast.as(ctx, 'ines'), text)).thread
  for (const who of [...members, 'daniel'] as const)
    await notify(ctx, { accountId: cast.people[who].id, kind: answerNotice, because: 'because', threadId: id })
  await sendNoticeMails(ctx)
  const waiting = async () => {
    await hearEverything(ctx)
    await sendNoticeMails(ctx)
    const rows = await ctx.db.selectFrom('mails').select('toAddress').where('withdrawnAt', 'is', null).execute()
    return rows.map(({ toAddress }) => toAddress.split('@')[0]!).toSorted()
  }
  const seen = async () => {
    const found: string[] = []
    for (const who of [...members, 'daniel'] as const) {
      const { items } = await listNotices(cast.as(ctx, who))
      assert.equal(await countUnread(cast.as(ctx, who)), items.length, who)
      if (items.length > 0) found.push(who)
    }
    return found.toSorted()
  }
  return { cast, id, waiting, seen }
}

test(
  'a question that is narrowed goes from the notices of whoever reads it no more, and their waiting mails do not leave',
  inTransaction(async (ctx) => {
    const { cast, id, waiting, seen } = await fixture(ctx)
    const everyone = ['amina', 'daniel', 'gustav', 'ines', 'joost']
    assert.deepEqual([await waiting(), await seen()], [everyone, everyone])
    const [joosts] = (await listNotices(cast.as(ctx, 'joost'))).items
    await ctx.db.updateTable('mails').set({ sentAt: ctx.now }).where('toAddress', 'like', 'amina@%').execute()
    await narrowThread(cast.as(ctx, 'ines'), id, 4)
    assert.deepEqual([await waiting(), await seen()], [everyone, everyone], 'all members and employees still read it')
    await narrowThread(cast.as(ctx, 'ines'), id, 1)
    // Amina's mail had left before: that cannot be taken back, and it holds the title alone.
    assert.deepEqual(await waiting(), ['amina', 'gustav', 'ines'])
    assert.deepEqual(await seen(), ['gustav', 'ines'])
    await assert.rejects(openNotice(cast.as(ctx, 'joost'), joosts!.id), { code: 'notices.not-found' })
    await narrowThread(cast.as(ctx, 'ines'), id, 0)
    assert.deepEqual([await waiting(), await seen()], [['amina', 'ines'], ['ines']])
  }),
)

test(
  'after a block nothing of a narrowed question is told to whoever is blocked',
  inTransaction(async (ctx) => {
    const { cast, id, waiting, seen } = await fixture(ctx)
    await block(cast.as(ctx, 'gustav'), cast.people.ines.id)
    await narrowThread(cast.as(ctx, 'ines'), id, 3)
    assert.deepEqual([await waiting(), await seen()], [['ines'], ['ines']])
    const telling = { kind: answerNotice, because: 'because', threadId: id, occasion: 'again' }
    for (const who of ['gustav', 'joost', 'amina', 'daniel'] as const)
      assert.equal(await notify(ctx, { ...telling, accountId: cast.people[who].id }), false, who)
  }),
)
