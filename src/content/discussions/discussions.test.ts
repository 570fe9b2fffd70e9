import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import { getDiscussion, listStream, startDiscussion } from './discussions.ts'

test(
  'a post in a space is read by its members and by nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const post = await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { body: 'Measured four packs.' })
    const readers = []
    for (const who of everybody) {
      const listed = (await listStream(cast.as(ctx, who), {})).items.some((thread) => thread.id === post.id)
      const opened = await getDiscussion(cast.as(ctx, who), post.id).then(
        () => true,
        () => false,
      )
      assert.equal(listed, opened, who)
      if (opened) readers.push(who)
    }
    assert.deepEqual(readers, ['tomasz', 'aiko', 'lena'])
  }),
)

test(
  'an employee posts inside and replies without script, in two actions',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const tomasz = site.as('tomasz')
    const space = await tomasz.get('/inside/spaces/battery')
    assert.match(space.text, /Battery &amp; Range, 3 people, no guests/)
    const posted = await tomasz.post('/inside/spaces/battery/threads', { body: 'Packs are **sound**.' })
    assert.equal(posted.status, 303)
    const replied = await tomasz.post(`${posted.location}/replies`, { body: 'At −4 °C too.' })
    assert.equal(replied.status, 303)
    const thread = await site.as('lena').get(posted.location!)
    assert.match(thread.text, /<strong>sound<\/strong>/)
    assert.match(thread.text, /At −4 °C too/)
  }),
)

test(
  'an empty post is refused with a sentence and nothing typed is lost',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const page = await site.as('tomasz').post('/inside/spaces/battery/threads', { body: '   ' })
    assert.equal(page.status, 422)
    assert.match(page.text, /Write something first/)
    const long = 'é'.repeat(60_001)
    const tooLong = await site.as('tomasz').post('/inside/spaces/battery/threads', { body: long })
    assert.equal(tooLong.status, 422)
    assert.ok(tooLong.text.includes(long), 'the text typed is still in the form')
  }),
)

test(
  'whoever cannot read a space gets the same answer as for one that does not exist',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of ['visitor', 'ines', 'petra', 'daniel'] as const) {
      for (const path of ['', '/members']) {
        const real = await site.as(who).get(`/inside/spaces/battery${path}`)
        const absent = await site.as(who).get(`/inside/spaces/no-such${path}`)
        assert.equal(real.status, 404)
        const blank = (text: string) =>
          text.replace(/nonce="[^"]*"|content="[^"]*"/g, '').replaceAll('no-such', 'battery')
        assert.equal(blank(real.text), blank(absent.text), who)
      }
      assert.equal((await site.as(who).post('/inside/spaces/battery/threads', { body: 'x' })).status, 404)
    }
  }),
)

test(
  'a guest sees their one room and writes in it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const room = await site.as('petra').get('/inside/spaces/cells')
    assert.equal(room.status, 200)
    assert.match(room.text, /1 from Velund, 1 from Kettenwerk GmbH/)
    assert.doesNotMatch(room.text, /Everyone at Velund|Battery|Velund Riders/)
    const posted = await site
      .as('petra')
      .post('/inside/spaces/cells/threads', { body: 'The February lot is reserved.' })
    assert.equal(posted.status, 303)
    assert.equal((await listStream(cast.as(ctx, 'lena'), { spaceId: cast.spaces.cells.id })).items.length, 1)
  }),
)

test(
  'only those who look after a space add people, and everyone may leave',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const account = String(cast.people.daniel.id)
    assert.equal((await site.as('tomasz').post('/inside/spaces/battery/members', { account })).status, 403)
    assert.equal((await site.as('jonas').get('/inside/spaces/battery/members')).status, 404)
    const left = await site.as('tomasz').post(`/inside/spaces/battery/members/${cast.people.tomasz.id}/remove`)
    assert.equal(left.location, '/inside/spaces')
    assert.equal((await site.as('tomasz').get('/inside/spaces/battery')).status, 404)
  }),
)

test(
  'a steward finds a colleague by name and adds them, who then reads the space',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addMember(ctx, cast.spaces.battery, cast.people.lena.id, 'steward')
    const found = await site.as('lena').get('/inside/spaces/battery/members?find=dan')
    assert.match(found.text, /Daniel Okafor/)
    assert.doesNotMatch((await site.as('tomasz').get('/inside/spaces/battery/members?find=dan')).text, /Daniel Okafor/)
    const added = await site
      .as('lena')
      .post('/inside/spaces/battery/members', { account: String(cast.people.daniel.id) })
    assert.equal(added.status, 303)
    assert.equal((await site.as('daniel').get('/inside/spaces/battery')).status, 200)
  }),
)
