import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { ask } from '../../content/questions/questions.ts'
import { countUnread, listNotices } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { getCrossing } from '../../realms/crossings/crossings.ts'
import { removeMember } from '../../realms/spaces/spaces.ts'
import {
  agree,
  call,
  enterSwarm,
  join,
  listSwarms,
  openSwarm,
  previewWording,
  proposeWording,
  publishOutWording,
  say,
} from './swarms.ts'

async function inBattery(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off at 40 %', body: 'Why?', tags: [] })
  const swarm = await openSwarm(cast.as(ctx, 'tomasz'), thread.id, { space: cast.spaces.battery.id })
  await call(cast.as(ctx, 'tomasz'), swarm.id, cast.people.aiko.id, 'Firmware')
  await hearEverything(ctx)
  return { cast, thread, swarm }
}

test(
  'who loses the space of a swarm loses the swarm, its notices and its place in every list at once',
  inTransaction(async (ctx) => {
    const { cast, swarm } = await inBattery(ctx)
    const aiko = cast.as(ctx, 'aiko')
    assert.equal((await enterSwarm(aiko, swarm.id)).participants.length, 2)
    assert.equal(await countUnread(aiko), 1)
    await removeMember(ctx, cast.spaces.battery, cast.people.aiko.id)
    await assert.rejects(enterSwarm(aiko, swarm.id), NotFound)
    await assert.rejects(say(aiko, swarm.id, 'Still here'), NotFound)
    await assert.rejects(join(aiko, swarm.id), NotFound)
    assert.equal((await listSwarms(aiko, { open: true })).items.length, 0)
    assert.equal(await countUnread(aiko), 0)
  }),
)

test(
  'the notice of a call leads to the swarm, and opening the swarm reads it',
  inTransaction(async (ctx) => {
    const { cast, swarm } = await inBattery(ctx)
    const { as } = await openSite(ctx)
    await sendNoticeMails(ctx)
    const [notice] = (await listNotices(cast.as(ctx, 'aiko'))).items
    assert.equal((await as('aiko').get(`/notices/${notice!.id}`)).location, `/inside/swarms/${swarm.id}`)
    await ctx.db.updateTable('notices').set({ readAt: null }).execute()
    assert.match((await as('aiko').get('/notices')).text, /Notices, 1 new/)
    const page = (await as('aiko').get(`/inside/swarms/${swarm.id}`)).text
    assert.doesNotMatch(page, /Notices, 1 new/, 'the bell on the page itself knows')
    const [mail] = await ctx.db.selectFrom('mails').selectAll().execute()
    assert.equal(mail!.subject, 'Tomasz Wrona called you: Swarm: Off at 40 %')
    assert.ok(mail!.bodyText.includes(`/inside/swarms/${swarm.id}`))
    assert.ok(mail!.bodyText.includes('You get this because Tomasz Wrona called you to a swarm: Firmware.'))
  }),
)

test(
  'a wording is text: markup in it is shown as typed in the preview and outside',
  inTransaction(async (ctx) => {
    const { cast, thread, swarm } = await inBattery(ctx)
    const site = await openSite(ctx)
    const typed = '<img src=x onerror=alert(1)> [a](javascript:alert(1)) **so**'
    const wordingId = await proposeWording(cast.as(ctx, 'tomasz'), swarm.id, typed)
    const inside = (await site.as('aiko').get(`/inside/swarms/${swarm.id}`)).text
    assert.ok(
      inside.includes('&lt;img src=x onerror=alert(1)&gt;') &&
        !inside.includes('<img src=x') &&
        !inside.includes('href="javascript:'),
    )
    await agree(cast.as(ctx, 'aiko'), wordingId)
    const voice = ctx.as({ ...cast.people.aiko, offices: ['official-voice'] })
    const preview = (await previewWording(voice, swarm.id))!
    const crossing = await publishOutWording(voice, swarm.id, wordingId, {
      expectedSha256: preview.sha256,
      reason: 'Asked',
    })
    const outside = (await site.as('visitor').get(`/questions/${thread.id}/${thread.slug}`)).text
    assert.ok(outside.includes(preview.html.trim()), 'what was previewed is what stands outside, byte for byte')
    assert.ok(!outside.includes('<img src=x') && !outside.includes('href="javascript:'))
    await assert.rejects(
      getCrossing(cast.as(ctx, 'daniel'), crossing.id),
      NotFound,
      'its record names a space that Daniel cannot read',
    )
  }),
)

test(
  'a picture from inside does not slip out with a wording',
  inTransaction(async (ctx) => {
    const { cast, swarm } = await inBattery(ctx)
    const wording = 'See ![the plot](/files/AAAAAAAAAAAAAAAAAAAAAA).'
    await assert.rejects(proposeWording(cast.as(ctx, 'tomasz'), swarm.id, wording), { code: 'swarms.picture' })
    assert.equal((await enterSwarm(cast.as(ctx, 'tomasz'), swarm.id)).wordings.length, 0)
  }),
)

test(
  'the address of a companion thread leads to its swarm, and its whole thread stays readable',
  inTransaction(async (ctx) => {
    const { swarm } = await inBattery(ctx)
    const site = await openSite(ctx)
    const path = `/inside/threads/${swarm.companionId}`
    assert.equal((await site.as('tomasz').get(path)).location, `/inside/swarms/${swarm.id}`)
    assert.equal((await site.as('tomasz').get(`${path}?whole=yes`)).status, 200)
    assert.equal((await site.as('daniel').get(path)).status, 404)
  }),
)
