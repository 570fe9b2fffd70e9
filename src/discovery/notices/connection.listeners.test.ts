import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { accept, ask, block, decline, end, unblock, withdraw } from '../../people/connections/connections.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { countUnread, listNotices, openNotice, setPace } from './notices.ts'

const later = (ctx: Ctx, seconds: number): Ctx =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + seconds * 1000), log: silentLog })

async function fixture(ctx: Ctx) {
  const cast = await getCast(ctx)
  let seconds = 0
  /** An act of somebody towards somebody, each a second after the one before, so that every asking is its own. */
  const act = (deed: typeof ask, who: PersonName, to: PersonName) =>
    deed(later(cast.as(ctx, who), seconds++), cast.people[to].id)
  /** What everybody reads among their notices now, in words; the count is that of the list. */
  const told = async (): Promise<string[]> => {
    await hearEverything(ctx)
    const lines: string[] = []
    for (const who of everybody.filter((one) => one !== 'visitor')) {
      const { items } = await listNotices(cast.as(ctx, who))
      assert.equal(await countUnread(cast.as(ctx, who)), items.filter(({ isRead }) => !isRead).length, who)
      lines.push(...items.map(({ says }) => `${who}: ${says}`))
    }
    return lines.toSorted()
  }
  const mails = async () => {
    await sendNoticeMails(ctx)
    const rows = await ctx.db.selectFrom('mails').select(['toAddress', 'subject', 'bodyText']).orderBy('id').execute()
    return rows.map((mail) => ({ ...mail, toAddress: mail.toAddress.split('@')[0]! }))
  }
  return { cast, act, told, mails }
}

test(
  'who is asked is told who asks and why; who asked is told of the yes; nobody else hears of either',
  inTransaction(async (ctx) => {
    const { cast, act, told, mails } = await fixture(ctx)
    const site = await openSite(ctx)
    await act(ask, 'ines', 'gustav')
    assert.deepEqual(await told(), ['gustav: Ines Carvalho would like to connect with you'])
    const [asked] = (await listNotices(cast.as(ctx, 'gustav'))).items
    assert.equal(asked!.because, 'because you can say yes or no; whoever asked is not told of a no')
    assert.equal(asked!.title, undefined)
    const page = await site.as('gustav').get('/notices')
    assert.match(page.text, /<b>Ines Carvalho would like to connect with you<\/b>/)
    assert.doesNotMatch(page.text, /without a title/)
    await mails()
    for (const who of everybody)
      assert.equal(
        (await site.as(who).get(`/notices/${asked!.id}`)).location,
        who === 'gustav' ? '/connections' : null,
        who,
      )
    await act(accept, 'gustav', 'ines')
    assert.deepEqual(await told(), [
      'gustav: Ines Carvalho would like to connect with you',
      'ines: Gustav Ek is connected with you now',
    ])
    const [first, second, ...rest] = await mails()
    assert.deepEqual(rest, [])
    assert.deepEqual([first!.toAddress, first!.subject], ['gustav', 'Ines Carvalho would like to connect with you'])
    assert.match(first!.bodyText, /^Ines Carvalho would like to connect with you\.\n\S*\/connections\n/)
    assert.match(first!.bodyText, /You get this because you can say yes or no/)
    assert.deepEqual([second!.toAddress, second!.subject], ['ines', 'Gustav Ek is connected with you now'])
    assert.match(second!.bodyText, /You get this because you asked\./)
  }),
)

test(
  'two who ask each other are connected, and the one who asked first is told',
  inTransaction(async (ctx) => {
    const { act, told } = await fixture(ctx)
    await act(ask, 'ines', 'gustav')
    await act(ask, 'gustav', 'ines')
    // The asking was answered before it was told of.
    assert.deepEqual(await told(), ['ines: Gustav Ek is connected with you now'])
  }),
)

test(
  'what was taken back, declined or ended is told no more, and asking anew is told anew',
  inTransaction(async (ctx) => {
    const { act, told, mails } = await fixture(ctx)
    await act(ask, 'ines', 'gustav')
    await act(withdraw, 'ines', 'gustav')
    assert.deepEqual(await told(), [], 'taken back before it was told')
    assert.deepEqual(await mails(), [])
    await act(ask, 'ines', 'gustav')
    assert.equal((await told()).length, 1)
    await act(withdraw, 'ines', 'gustav')
    assert.deepEqual(await told(), [], 'gone with the asking')
    await act(ask, 'ines', 'gustav')
    assert.deepEqual(await told(), ['gustav: Ines Carvalho would like to connect with you'], 'once, not twice')
    await act(decline, 'gustav', 'ines')
    assert.deepEqual(await told(), [])
    await act(ask, 'joost', 'amina')
    await act(accept, 'amina', 'joost')
    assert.equal((await told()).length, 1)
    await act(end, 'amina', 'joost')
    assert.deepEqual(await told(), [])
  }),
)

test(
  'a block is told to nobody: it takes away what an end would take away, and whoever is blocked reaches nobody',
  inTransaction(async (ctx) => {
    const { act, told, mails } = await fixture(ctx)
    await act(ask, 'ines', 'gustav')
    await act(accept, 'gustav', 'ines')
    await act(ask, 'ines', 'joost')
    await act(accept, 'joost', 'ines')
    assert.deepEqual(await told(), [
      'ines: Gustav Ek is connected with you now',
      'ines: Joost van Rijn is connected with you now',
    ])
    const before = (await mails()).length
    // For Ines the two look the same: one ended it, the other blocked her.
    await act(end, 'gustav', 'ines')
    await act(block, 'joost', 'ines')
    assert.deepEqual(await told(), [])
    await act(ask, 'ines', 'joost')
    assert.deepEqual(await told(), [], 'an asking of somebody who is blocked arrives nowhere')
    await act(unblock, 'joost', 'ines')
    assert.deepEqual(await told(), [], 'nor later')
    assert.equal((await mails()).length, before)
    // Asked, and blocked before the listener came by.
    await act(ask, 'amina', 'gustav')
    await act(block, 'gustav', 'amina')
    assert.deepEqual(await told(), [])
    assert.equal((await mails()).length, before)
  }),
)

test(
  'a notice of a connection cannot be opened after it is gone, its mails can be stopped, and who has left is told nothing',
  inTransaction(async (ctx) => {
    const { cast, act, told, mails } = await fixture(ctx)
    await act(ask, 'ines', 'gustav')
    await told()
    const [notice] = (await listNotices(cast.as(ctx, 'gustav'))).items
    await act(block, 'gustav', 'ines')
    await assert.rejects(openNotice(cast.as(ctx, 'gustav'), notice!.id), { code: 'notices.not-found' })
    await setPace(cast.as(ctx, 'joost'), 'connection-asked', 'here')
    await setPace(cast.as(ctx, 'amina'), 'connection-asked', 'never')
    const before = (await mails()).length
    await act(ask, 'ines', 'joost')
    await act(ask, 'ines', 'amina')
    assert.deepEqual(await told(), ['joost: Ines Carvalho would like to connect with you'])
    assert.equal((await mails()).length, before)
    await act(ask, 'gustav', 'amina')
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.ines.id).execute()
    assert.deepEqual(await told(), [], 'who has left asks nobody any more')
  }),
)
