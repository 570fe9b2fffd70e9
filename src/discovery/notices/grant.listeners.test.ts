import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { insertPositions } from '../../../test/positions.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { endGrant, giveGrant } from '../../realms/grants/grants.ts'
import type { Ctx } from '../../platform/context.ts'
import { countUnread, listNotices } from './notices.ts'

async function told(ctx: Ctx): Promise<string[]> {
  await hearEverything(ctx)
  const cast = await getCast(ctx)
  const lines: string[] = []
  for (const who of everybody.filter((one) => one !== 'visitor')) {
    const { items } = await listNotices(cast.as(ctx, who))
    assert.equal(await countUnread(cast.as(ctx, who)), items.filter(({ isRead }) => !isRead).length, who)
    lines.push(...items.map(({ says, title, because }) => `${who}: ${says}, ${title}, ${because}`))
  }
  return lines
}

test(
  'who is named in a grant is told which right, where, by whom and until when; it leads to the space',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const to = `person:${cast.people.daniel.id}`
    const until = `${ctx.now.getUTCFullYear() + 1}-05-03`
    const jonas = cast.as(ctx, 'jonas')
    await giveGrant(jonas, cast.spaces.battery.id, { right: 'read', to, until })
    const why = `because Jonas Weber gave you this right by name until 3 May ${ctx.now.getUTCFullYear() + 1}`
    assert.deepEqual(await told(ctx), [`daniel: You may read here now, Battery & Range, ${why}`])
    await sendNoticeMails(ctx)
    const [notice] = (await listNotices(cast.as(ctx, 'daniel'))).items
    for (const who of everybody)
      assert.equal(
        (await site.as(who).get(`/notices/${notice!.id}`)).location,
        who === 'daniel' ? '/inside/spaces/battery' : null,
        who,
      )
    const mails = await ctx.db.selectFrom('mails').select(['toAddress', 'subject']).execute()
    assert.deepEqual(mails, [{ toAddress: 'daniel@velund.example', subject: 'You may read here now: Battery & Range' }])
    for (const [right, says] of [
      ['write', 'You may read and write here now'],
      ['moderate', 'You may moderate here now'],
      ['manage', 'You look after this space now'],
      ['publish-out', 'You may publish out of this space now'],
    ] as const) {
      await giveGrant(jonas, cast.spaces.battery.id, { right, to })
      assert.match((await told(ctx))[0]!, new RegExp(`^daniel: ${says}, Battery & Range`))
    }
  }),
)

test(
  'nobody hears of a right that was ended before, or given to a group or a place, or by themselves; nor of the space after the right',
  inTransaction(async (ctx) => {
    const { cast, nodes } = await insertPositions(ctx)
    const jonas = cast.as(ctx, 'jonas')
    await hearEverything(ctx)
    const daniel = `person:${cast.people.daniel.id}`
    const ended = await giveGrant(jonas, cast.spaces.battery.id, { right: 'read', to: daniel })
    await endGrant(jonas, ended)
    await giveGrant(jonas, cast.spaces.battery.id, { right: 'read', to: `node:${nodes.velund}` })
    assert.deepEqual(await told(ctx), [])
    // Inside the list already: that they read is nothing new, and what they are given is.
    await giveGrant(cast.as(ctx, 'jonas'), cast.spaces.cells.id, { right: 'read', to: daniel })
    assert.equal((await told(ctx)).length, 1)
    const rows = await ctx.db.selectFrom('grants').select(['id']).where('spaceId', '=', cast.spaces.cells.id).execute()
    for (const { id } of rows) await endGrant(jonas, id)
    assert.deepEqual(await told(ctx), [], 'the title of a room that they do not read any more is out of sight')
  }),
)

test(
  'a right outside leads to the space outside',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const to = `person:${cast.people.daniel.id}`
    await giveGrant(cast.as(ctx, 'sara'), cast.spaces.testers.id, { right: 'moderate', to })
    await hearEverything(ctx)
    const [notice] = (await listNotices(cast.as(ctx, 'daniel'))).items
    assert.equal(notice?.says, 'You may moderate here now')
    assert.equal((await site.as('daniel').get(`/notices/${notice.id}`)).location, '/s/testers')
    assert.equal((await site.as('daniel').get('/s/testers')).status, 200)
  }),
)
