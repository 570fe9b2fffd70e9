import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { counting } from '../../../test/statements.ts'
import { startDiscussion } from '../../content/discussions/discussions.ts'
import { answer, ask } from '../../content/questions/questions.ts'

test(
  'the home is for employees; a guest is led to their room, everybody else finds nothing',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const cast = await getCast(ctx)
    for (const who of everybody) {
      const page = await site.as(who).get('/inside')
      const viewer = cast.viewer(who)
      const side = viewer.kind === 'account' ? viewer.realm : 'visitor'
      assert.equal(page.status, side === 'inside' ? 200 : side === 'bridge' ? 302 : 404, who)
      if (side === 'bridge') assert.equal(page.location, '/inside/spaces/cells')
    }
  }),
)

test(
  'the stream shows both sides by activity, each post with who reads it, and can be narrowed to one side',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Why does it hum?', body: 'At 20 km/h.', tags: [] })
    await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { title: 'Lot six', body: 'Measured.' })
    await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.cells, { title: 'February', body: 'Reserved?' })
    const lena = site.as('lena')
    const all = (await lena.get('/inside')).text
    for (const words of [
      'Why does it hum?',
      'Lot six',
      'February',
      'Velund Riders, anyone on the web',
      'Cell supply room, those invited',
    ]) {
      assert.ok(all.includes(words), words)
    }
    const outside = (await lena.get('/inside?realm=outside')).text
    assert.ok(!outside.includes('Lot six') && outside.includes('At 20 km/h.'))
    const daniel = (await site.as('daniel').get('/inside')).text
    assert.ok(!daniel.includes('Lot six') && !daniel.includes('February'))
  }),
)

test(
  'a question waits beside the stream until somebody answers it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const waits = async () =>
      /Waiting outside[\s\S]*?Open swarms/.exec((await site.as('daniel').get('/inside')).text)![0]
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Why does it hum?',
      body: 'Hm.',
      tags: [],
    })
    assert.match(await waits(), /Why does it hum\?/)
    await answer(cast.as(ctx, 'gustav'), thread.id, 'Oil the chain.')
    assert.match(await waits(), /Every question outside has an answer/)
  }),
)

test(
  'the home asks the database a fixed number of times, however much is new',
  inTransaction(async (plain) => {
    const { ctx, take } = counting(plain)
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const fill = async (count: number) => {
      for (let n = 0; n < count; n++) {
        const who = (['ines', 'gustav', 'joost', 'amina'] as const)[n % 4]!
        await ask(cast.as(ctx, who), { space: 'riders', title: `Question ${n}`, body: 'Hm.', tags: [] })
      }
      await site.as('lena').get('/inside')
      take()
      await site.as('lena').get('/inside')
      return take()
    }
    const few = await fill(1)
    assert.equal(await fill(25), few)
    assert.ok(few <= 11, `${few} statements`)
  }),
)
