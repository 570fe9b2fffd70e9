/** Mentions by and of every member of the cast: what is suggested, what is told, what is quoted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound, TangoError } from '../../platform/errors.ts'
import { block } from '../../people/connections/connections.ts'
import { getSpace } from '../../realms/spaces/spaces.ts'
import { replyTo, startDiscussion } from '../discussions/discussions.ts'
import { answer, ask } from '../questions/questions.ts'
import { getThread } from '../threads/threads.ts'
import { areBlocked, suggestPeople } from './mentions.ts'

const places: readonly PlaceName[] = ['riders', 'testers', 'velund', 'battery', 'cells']
const letters = ['a', 'd', 'i', 'j', 'l', 'p', 's', 't']
const employees: readonly string[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
const customers: readonly string[] = ['ines', 'gustav', 'joost', 'amina']

async function canRead(ctx: Ctx, slug: string): Promise<boolean> {
  return getSpace(ctx, slug).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false
      throw error
    },
  )
}

test(
  'whatever letter anybody types in any space, no face of the other side is suggested',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sideOf = new Map(Object.entries(cast.people).map(([who, { id }]) => [id, who]))
    let suggested = 0
    for (const who of everybody) {
      for (const place of places) {
        const as = cast.as(ctx, who)
        if (!(await canRead(as, place))) continue
        for (const letter of letters) {
          for (const { person, reads } of await suggestPeople(as, cast.spaces[place], letter)) {
            suggested++
            const named = sideOf.get(person.id)!
            const told = `${who} in ${place} is offered ${named}`
            assert.notEqual(named, who, told)
            if (cast.spaces[place].realm === 'outside') assert.ok(customers.includes(named), told)
            if (cast.spaces[place].realm === 'inside') assert.ok(employees.includes(named), told)
            if (place === 'cells') assert.ok(named === 'petra' || employees.includes(named), told)
            if (customers.includes(who)) assert.ok(customers.includes(named), told)
            assert.equal(reads === undefined, cast.spaces[place].realm === 'outside', told)
          }
        }
      }
    }
    assert.ok(suggested > 100, String(suggested))
  }),
)

test(
  'the address of suggestions answers each of the cast for the spaces that they read, and for no other',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      for (const place of places) {
        const { status, text } = await site.as(who).get(`/suggest?kind=people&space=${place}&q=i`)
        if (who === 'visitor') assert.deepEqual([status, text], [200, '[]'], place)
        else {
          const wanted = (await canRead(cast.as(ctx, who), place)) ? 200 : 404
          assert.equal(status, wanted, `${who} in ${place}`)
        }
      }
    }
  }),
)

test(
  'in a space inside, who would be told of a mention is exactly who reads the text',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const place of ['velund', 'battery', 'cells'] as const) {
      const author = place === 'cells' ? 'lena' : 'tomasz'
      const thread = await startDiscussion(cast.as(ctx, author), cast.spaces[place], { body: 'Who reads this?' })
      let asked = 0
      for (const [who, { name }] of Object.entries(cast.people)) {
        const found = await suggestPeople(cast.as(ctx, author), cast.spaces[place], name.slice(0, 6), thread.id)
        for (const { person, reads } of found) {
          const named = Object.entries(cast.people).find(([, { id }]) => id === person.id)![0] as PersonName
          const opened = await getThread(cast.as(ctx, named), thread.id).then(
            () => true,
            () => false,
          )
          assert.equal(reads, opened, `${named} in ${place}, asked as ${who}`)
          asked++
        }
      }
      assert.ok(asked >= 2, `${asked} in ${place}`)
    }
  }),
)

test(
  'a reply is quoted by whoever reads its thread, with its author and where it stands; by nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
    const outside = await answer(cast.as(ctx, 'gustav'), thread.id, 'Warm it.')
    const post = await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { body: 'Cells swell.' })
    const inside = await replyTo(cast.as(ctx, 'lena'), post.id, 'How many?')
    const room = await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.cells, { body: 'Delivery?' })
    const bridge = await replyTo(cast.as(ctx, 'petra'), room.id, 'On Monday.')
    const readers: Record<number, readonly string[]> = {
      // A guest has one room, and no face outside it.
      [outside.id]: everybody.filter((who) => who !== 'petra'),
      [inside.id]: ['tomasz', 'aiko', 'lena'],
      [bridge.id]: ['lena', 'petra'],
    }
    for (const [id, may] of Object.entries(readers)) {
      for (const who of everybody) {
        const { status, text } = await site.as(who).get(`/quote/${id}`)
        assert.equal(status, may.includes(who) ? 200 : 404, `${who} quotes ${id}`)
        if (status !== 200) assert.doesNotMatch(text, /Warm it|How many|On Monday/, who)
      }
    }
    const quoted = JSON.parse((await site.as('joost').get(`/quote/${outside.id}`)).text)
    assert.deepEqual(quoted, {
      author: 'Gustav Ek',
      path: `/questions/${thread.id}/it-stops?at=${outside.id}#answer-${outside.id}`,
      body: 'Warm it.',
    })
  }),
)

test(
  'an opening post is quoted like a reply: by its readers alone, and never once it was taken back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
    const post = await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { body: 'Cells swell.' })
    const quoted = JSON.parse((await site.as('joost').get(`/quote/thread/${thread.id}`)).text)
    assert.deepEqual(quoted, { author: 'Ines Carvalho', path: `/questions/${thread.id}/it-stops`, body: 'Why?' })
    for (const who of everybody) {
      const { status, text } = await site.as(who).get(`/quote/thread/${post.id}`)
      assert.equal(status, ['tomasz', 'aiko', 'lena'].includes(who) ? 200 : 404, who)
      if (status !== 200) assert.doesNotMatch(text, /Cells swell/)
    }
    await sql`update threads set recalled_at = now(), body = '' where id = ${thread.id}`.execute(ctx.db)
    assert.equal((await site.as('joost').get(`/quote/thread/${thread.id}`)).status, 404)
    for (const id of ['0', 'x', '999999', '1e3', '9'.repeat(30)])
      for (const path of [`/quote/${id}`, `/quote/thread/${id}`])
        assert.equal((await site.as('joost').get(path)).status, 404, path)
  }),
)

test(
  'what somebody types after @ or # is words, never a pattern or an error, however odd',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const gustav = site.as('gustav')
    for (const q of [
      '%',
      '_',
      '\\',
      "'",
      '"',
      '(',
      '*',
      '%00',
      '%F0%9F%98%80',
      '%ff',
      'zz%00z',
      'x'.repeat(81),
      '%E2%80%AE',
    ]) {
      for (const kind of ['people', 'tags', 'neither']) {
        const { status, text } = await gustav.get(`/suggest?kind=${kind}&space=riders&q=${q}`)
        assert.equal(status, 200, `${kind} ${q}`)
        assert.equal(text, '[]', `${kind} ${q}`)
      }
    }
    for (const space of ['', '..', '%00', 'no-such', 'Riders', "riders'--"])
      assert.equal((await gustav.get(`/suggest?space=${space}&q=i`)).status, 404, space)
    assert.equal((await gustav.get('/suggest?space=riders&q=in&thread=x')).status, 200)
    assert.equal((await gustav.get('/suggest?space=riders&q=in&thread=999999')).status, 404)
  }),
)

test(
  'a block counts both ways and for these two alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { joost, gustav, amina } = cast.people
    assert.equal(await areBlocked(ctx, joost.id, gustav.id), false)
    await block(cast.as(ctx, 'joost'), gustav.id)
    for (const [one, other, wanted] of [
      [joost, gustav, true],
      [gustav, joost, true],
      [joost, amina, false],
      [gustav, amina, false],
      [joost, joost, false],
    ] as const)
      assert.equal(await areBlocked(ctx, one.id, other.id), wanted, `${one.name} and ${other.name}`)
  }),
)

test(
  'in a thread that somebody may not read they are offered nobody who wrote in it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'Only I', body: 'Why?', tags: [] },
      reach: 0,
    })
    for (const who of everybody) {
      if (who === 'ines') continue
      const found = await suggestPeople(cast.as(ctx, who), cast.spaces.riders, '', thread.id).catch(
        (error: unknown) => {
          assert.ok(error instanceof TangoError, String(error))
          return []
        },
      )
      assert.deepEqual(found, [], who)
    }
  }),
)
