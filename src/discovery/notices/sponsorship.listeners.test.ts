import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { closeAccount } from '../../people/accounts/accounts.ts'
import { invite } from '../../people/invitations/invitations.ts'
import { remindSponsors } from '../../people/sponsorships/sponsorships.jobs.ts'
import { renewSponsorship, takeOverSponsorship, withdrawSponsorship } from '../../people/sponsorships/sponsorships.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { addMember, removeMember } from '../../realms/spaces/spaces.ts'
import { countUnread, listNotices } from './notices.ts'

const later = (ctx: Ctx, days: number): Ctx =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + days * 86_400_000), log: silentLog })

/** What everybody was told so far: `lena: what, because why`. */
async function told(ctx: Ctx): Promise<string[]> {
  await hearEverything(ctx)
  const cast = await getCast(ctx)
  const lines: string[] = []
  for (const who of everybody.filter((one) => one !== 'visitor')) {
    const { items } = await listNotices(cast.as(ctx, who))
    assert.equal(await countUnread(cast.as(ctx, who)), items.filter(({ isRead }) => !isRead).length, who)
    lines.push(...items.map((notice) => `${who}: ${notice.says}, ${notice.because}`))
  }
  return lines
}

test(
  'a colleague who is named to answer is told, and one who names nobody tells nobody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const karl = {
      place: String(cast.spaces.cells.id),
      email: 'karl@k.example',
      displayName: 'Karl Ott',
      organisation: 'K',
    }
    await invite(cast.as(ctx, 'lena'), karl, 'https://t.example')
    assert.deepEqual(await told(ctx), [])
    await invite(cast.as(ctx, 'lena'), { ...karl, sponsor: String(cast.people.aiko.id) }, 'https://t.example')
    assert.deepEqual(await told(ctx), [
      'aiko: Lena Brandt named you to answer for a guest, because you are to answer for Karl Ott, who is invited into this room',
    ])
    // Whoever is not in the room cannot be named.
    for (const who of ['daniel', 'petra'] as const) {
      const named = invite(cast.as(ctx, 'lena'), { ...karl, sponsor: String(cast.people[who].id) }, 'https://t.example')
      await assert.rejects(named, { code: 'invitations.no-sponsor' }, who)
    }
  }),
)

test(
  'the reminders come here and by mail with their reason, lead to the guests, and not after it was renewed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const petra = { guestId: cast.people.petra.id, spaceId: cast.spaces.cells.id }
    await renewSponsorship(later(cast.as(ctx, 'lena'), -80), petra)
    await remindSponsors.work(ctx, {} as never)
    const [line, ...rest] = await told(ctx)
    assert.deepEqual(rest, [])
    assert.match(
      line!,
      /^lena: The time of Petra Kovač ends soon, because you answer for Petra Kovač until \d+ \w+ 20\d\d; /,
    )
    await sendNoticeMails(ctx)
    const mails = await ctx.db.selectFrom('mails').select(['toAddress', 'subject', 'bodyText', 'headers']).execute()
    assert.equal(mails.length, 1)
    assert.equal(mails[0]!.toAddress, 'lena@velund.example')
    assert.equal(mails[0]!.subject, 'The time of Petra Kovač ends soon: Cell supply room')
    assert.match(mails[0]!.bodyText, /\/inside\/guests\n/)
    assert.match(mails[0]!.bodyText, /You get this because you answer for Petra Kovač until/)
    assert.ok((mails[0]!.headers as Record<string, string>)['List-Unsubscribe'])
    const [notice] = (await listNotices(cast.as(ctx, 'lena'))).items
    const site = await openSite(ctx)
    assert.match((await site.as('lena').get('/notices')).text, /Cell supply room/)
    assert.equal((await site.as('lena').get(`/notices/${notice!.id}`)).location, '/inside/guests')
    assert.equal((await site.as('aiko').get(`/notices/${notice!.id}`)).status, 404)
    // The second one, two days before, is another notice.
    await renewSponsorship(later(cast.as(ctx, 'lena'), -88.5), petra)
    await remindSponsors.work(ctx, {} as never)
    assert.equal((await told(ctx)).length, 2)
    // Announced, and renewed before it was heard: nothing to remind of.
    await renewSponsorship(later(cast.as(ctx, 'lena'), -80), petra)
    await remindSponsors.work(ctx, {} as never)
    await renewSponsorship(cast.as(ctx, 'lena'), petra)
    assert.equal((await told(ctx)).length, 2)
  }),
)

test(
  'when a sponsor leaves the company, or the room, or lets a guest go, the colleagues in the room are told, and nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const petra = { guestId: cast.people.petra.id, spaceId: cast.spaces.cells.id }
    for (const who of ['aiko', 'tomasz'] as const) await addMember(ctx, cast.spaces.cells, cast.people[who].id)
    await withdrawSponsorship(cast.as(ctx, 'lena'), petra)
    const wanted = 'Petra Kovač needs somebody to answer for them'
    assert.deepEqual(await told(ctx), [
      `tomasz: ${wanted}, because nobody answers for Petra Kovač any more and you are in this room`,
      `aiko: ${wanted}, because nobody answers for Petra Kovač any more and you are in this room`,
    ])
    await takeOverSponsorship(cast.as(ctx, 'tomasz'), petra)
    await removeMember(cast.as(ctx, 'tomasz'), cast.spaces.cells, cast.people.tomasz.id)
    // Tomasz reads the room no more, and what he was told of it is out of his sight.
    const now = await told(ctx)
    assert.equal(now.filter((line) => line.startsWith('tomasz')).length, 0)
    assert.equal(now.filter((line) => /who answers for Petra Kovač until .*, left this room/.test(line)).length, 2)
    await takeOverSponsorship(cast.as(ctx, 'aiko'), petra)
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.aiko.id, 'Left')
    const lines = (await told(ctx)).filter((line) => line.includes('Aiko Tanaka'))
    assert.deepEqual(lines, [`lena: ${wanted}, because Aiko Tanaka is not here any more and you are in this room`])
  }),
)

test(
  'whoever answered until now is told who does from now on',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const petra = { guestId: cast.people.petra.id, spaceId: cast.spaces.cells.id }
    await takeOverSponsorship(cast.as(ctx, 'aiko'), petra)
    assert.deepEqual(await told(ctx), [
      'lena: Aiko Tanaka answers for your guest now, because you answered for Petra Kovač until now',
    ])
  }),
)
