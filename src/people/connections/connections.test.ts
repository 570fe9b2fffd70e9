import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { TryLater } from '../../platform/errors.ts'
import { createUnclaimed } from '../accounts/accounts.ts'
import { setReaches } from '../profiles/fields.ts'
import {
  accept,
  ask,
  block,
  countReached,
  decline,
  end,
  listKnown,
  listOwn,
  mutualWith,
  setFollowing,
  setHidden,
  standingWith,
  unblock,
  withdraw,
} from './connections.ts'

function later(ctx: Ctx, days: number): Ctx {
  const now = new Date(ctx.now.getTime() + days * 86_400_000)
  return { ...ctx, now, transaction: (work) => ctx.transaction((inside) => work(later(inside, days))) }
}

/** The doings of two people of the cast, by name. */
function doings(ctx: Ctx, cast: Cast) {
  const as = (who: PersonName, day = 0) => later(cast.as(ctx, who), day)
  const id = (who: PersonName) => cast.people[who].id
  return {
    as,
    id,
    connect: async (one: PersonName, other: PersonName) => {
      await ask(as(one), id(other))
      await accept(as(other), id(one))
    },
    near: async (one: PersonName, other: PersonName, degrees: number) => {
      const { rows } = await sql<{ near: boolean }>`
        select within_degrees(${id(one)}, ${id(other)}, ${degrees}) as near`.execute(ctx.db)
      return rows[0]!.near
    },
    /** What the first sees of how the two stand, and what the second is asked. */
    tie: async (one: PersonName, other: PersonName, day = 0) => (await standingWith(as(one, day), id(other)))!.tie,
    asks: async (who: PersonName) => (await listOwn(as(who), 'asks')).items.map((line) => line.person.handle),
  }
}

const told = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('events').select(['name', 'payload']).where('name', 'like', 'connection.%').execute()).map(
    (event) => event.name,
  )

test(
  'a connection takes a yes from both, gives nothing before it, and either ends it',
  inTransaction(async (ctx) => {
    const { as, id, tie, near, asks } = doings(ctx, await getCast(ctx))
    await ask(as('ines'), id('gustav'))
    assert.deepEqual([await tie('ines', 'gustav'), await tie('gustav', 'ines')], ['asked', 'asks-me'])
    assert.equal(await near('ines', 'gustav', 3), false)
    assert.deepEqual(await asks('gustav'), ['ines'])
    await assert.rejects(accept(as('ines'), id('gustav')), { code: 'connections.not-asked' }, 'not one’s own request')
    await accept(as('gustav'), id('ines'))
    assert.deepEqual([await tie('ines', 'gustav'), await tie('gustav', 'ines')], ['connected', 'connected'])
    assert.equal(await near('gustav', 'ines', 1), true)
    await assert.rejects(ask(as('ines'), id('gustav')), { code: 'connections.already' })
    assert.deepEqual(await told(ctx), ['connection.asked', 'connection.accepted'])
    await end(as('gustav'), id('ines'))
    assert.deepEqual([await tie('ines', 'gustav'), await near('ines', 'gustav', 3)], ['none', false])
  }),
)

test(
  'two who ask each other are connected, and asking twice is asking once',
  inTransaction(async (ctx) => {
    const { as, id, tie } = doings(ctx, await getCast(ctx))
    await ask(as('ines'), id('gustav'))
    await ask(as('ines'), id('gustav'))
    assert.deepEqual(await told(ctx), ['connection.asked'])
    await ask(as('gustav'), id('ines'))
    assert.equal(await tie('ines', 'gustav'), 'connected')
  }),
)

test(
  'a no is quiet: the asker sees no difference, and reaches the same person again after 30 days and not before',
  inTransaction(async (ctx) => {
    const { as, id, tie, asks } = doings(ctx, await getCast(ctx))
    await ask(as('ines'), id('gustav'))
    const before = await standingWith(as('ines'), id('gustav'))
    await decline(as('gustav'), id('ines'))
    assert.deepEqual(await standingWith(as('ines'), id('gustav')), before)
    assert.deepEqual([await tie('gustav', 'ines'), await asks('gustav')], ['none', []])
    // Taking it back and asking anew looks as if it was sent, and is not.
    await withdraw(as('ines', 20), id('gustav'))
    await ask(as('ines', 20), id('gustav'))
    assert.deepEqual([await tie('ines', 'gustav', 20), await asks('gustav')], ['asked', []])
    assert.equal((await standingWith(as('ines', 49), id('gustav')))!.askAgain, false)
    assert.equal((await standingWith(as('ines', 50), id('gustav')))!.askAgain, true)
    await ask(as('ines', 51), id('gustav'))
    assert.deepEqual(await asks('gustav'), ['ines'])
    assert.deepEqual(await told(ctx), ['connection.asked', 'connection.asked'])
  }),
)

test(
  'whoever said no can still ask, and then the two are connected',
  inTransaction(async (ctx) => {
    const { as, id, tie } = doings(ctx, await getCast(ctx))
    await ask(as('ines'), id('gustav'))
    await decline(as('gustav'), id('ines'))
    await ask(as('gustav', 1), id('ines'))
    assert.equal(await tie('ines', 'gustav'), 'connected')
  }),
)

test(
  'a block ends what was there, and the blocked one cannot tell it from an end',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { as, id, connect, near, asks } = doings(ctx, cast)
    /** Everything that Gustav can learn about Ines. */
    const learned = async () => {
      const site = await openSite(ctx)
      const page = await site.as('gustav').get(`/people/${id('ines')}-ines`)
      return {
        standing: await standingWith(as('gustav'), id('ines')),
        mutual: await mutualWith(as('gustav'), id('ines')),
        known: await listKnown(as('gustav'), id('ines')),
        page: page.text.replaceAll(/nonce="[^"]*"|content="[^"]{20,30}==?"/g, ''),
      }
    }
    await connect('ines', 'joost')
    await connect('gustav', 'joost')
    await setReaches(as('joost'), { connections: 5 })
    await connect('ines', 'gustav')
    await setFollowing(as('gustav'), id('ines'), true)
    await end(as('ines'), id('gustav'))
    const ended = await learned()
    await block(as('ines'), id('gustav'))
    assert.deepEqual(await learned(), ended)
    assert.equal(ended.mutual.count, 1)
    await ask(as('gustav'), id('ines'))
    assert.equal((await standingWith(as('gustav'), id('ines')))!.tie, 'asked')
    assert.deepEqual(await asks('ines'), [])
    assert.equal(await near('ines', 'gustav', 3), false)
    await assert.rejects(ask(as('ines'), id('gustav')), { code: 'connections.blocked' })
    await assert.rejects(setFollowing(as('ines'), id('gustav'), true), { code: 'connections.blocked' })
    assert.deepEqual(
      (await listOwn(as('ines'), 'blocked')).items.map((line) => line.person.handle),
      ['gustav'],
    )
    assert.deepEqual((await listOwn(as('gustav'), 'blocked')).items, [])
    await unblock(as('ines'), id('gustav'))
    assert.equal(await near('ines', 'gustav', 1), false, 'what a block ended stays ended')
    assert.equal(await near('ines', 'gustav', 2), true)
  }),
)

test(
  'a block takes open requests of both sides away, and connecting at the same moment does not get around it',
  inTransaction(async (ctx) => {
    const { as, id, tie, asks } = doings(ctx, await getCast(ctx))
    await ask(as('gustav'), id('ines'))
    await block(as('ines'), id('gustav'))
    assert.deepEqual([await tie('gustav', 'ines'), await asks('ines')], ['asked', []])
    await assert.rejects(accept(as('ines'), id('gustav')), { code: 'connections.not-asked' })
    await ask(as('joost'), id('amina'))
    await block(as('joost'), id('amina'))
    assert.deepEqual(await asks('amina'), [])
    await assert.rejects(accept(as('amina'), id('joost')), { code: 'connections.not-asked' })
  }),
)

test(
  'a hidden tie is seen by its two and is no step for anybody else; whoever hid it shows it again',
  inTransaction(async (ctx) => {
    const { as, id, connect, near } = doings(ctx, await getCast(ctx))
    await connect('ines', 'gustav')
    await connect('gustav', 'joost')
    assert.equal(await near('ines', 'joost', 2), true)
    await setReaches(as('gustav'), { connections: 5 })
    assert.equal((await mutualWith(as('joost'), id('ines'))).count, 1)
    await setHidden(as('ines'), id('gustav'), true)
    assert.deepEqual([await near('ines', 'gustav', 1), await near('ines', 'joost', 3)], [true, false])
    assert.equal((await mutualWith(as('joost'), id('ines'))).count, 0)
    const [mine] = (await listOwn(as('ines'), 'connected')).items
    const theirs = (await listOwn(as('gustav'), 'connected')).items.find((line) => line.person.handle === 'ines')
    assert.deepEqual([mine?.hidden, mine?.hiddenByMe, theirs?.hidden, theirs?.hiddenByMe], [true, true, true, false])
    await setHidden(as('gustav'), id('ines'), false)
    assert.equal(await near('ines', 'joost', 2), false, 'the other one cannot open it')
    await setHidden(as('ines'), id('gustav'), false)
    assert.equal(await near('ines', 'joost', 2), true)
  }),
)

test(
  'following gives nothing',
  inTransaction(async (ctx) => {
    const { as, id, near } = doings(ctx, await getCast(ctx))
    await setFollowing(as('ines'), id('gustav'), true)
    await setFollowing(as('gustav'), id('ines'), true)
    assert.equal(await near('ines', 'gustav', 3), false)
    assert.deepEqual(await countReached(as('ines'), id('ines')), { 1: 0, 2: 0, 3: 0, 4: 3 })
    await setFollowing(as('ines'), id('gustav'), false)
    assert.deepEqual((await listOwn(as('ines'), 'followed')).items, [])
  }),
)

test(
  'nobody is asked who cannot answer, and nobody asks without measure',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { as, id } = doings(ctx, cast)
    const createdAt = ctx.now
    const people = Array.from({ length: 40 }, (_, n) => ({ displayName: `Rider ${n}`, createdAt }))
    const ids = await createUnclaimed(ctx, people)
    await assert.rejects(ask(as('ines'), ids[0]!), (error: { fields?: Record<string, string> }) => {
      assert.match(error.fields!.person!, /Nobody has claimed/)
      return true
    })
    await assert.rejects(ask(as('ines'), id('ines')), { code: 'connections.yourself' })
    await sql`update accounts set state = 'active', email = handle || '@people.example' where id = any(${ids})`.execute(
      ctx.db,
    )
    await sql`update accounts set state = 'closed', closed_at = now() where id = ${ids[1]}`.execute(ctx.db)
    await assert.rejects(ask(as('ines'), ids[1]!), { code: 'people.not-found' })
    for (const one of ids.slice(2, 32)) await ask(as('ines'), one)
    await assert.rejects(ask(as('ines'), ids[33]!), TryLater)
    // One and the same person is not asked over and over either.
    for (const _ of [1, 2, 3]) await ask(as('gustav'), id('joost'))
    await assert.rejects(ask(as('gustav'), id('joost')), TryLater)
    await ask(as('gustav'), id('amina'))
  }),
)

test(
  'the lists go on over pages and lose nobody, also when many connect in one moment',
  inTransaction(async (ctx) => {
    const { as, id } = doings(ctx, await getCast(ctx))
    const people = Array.from({ length: 70 }, (_, n) => ({ displayName: `Rider ${n}`, createdAt: ctx.now }))
    const ids = await createUnclaimed(ctx, people)
    await sql`update accounts set state = 'active', email = handle || '@people.example' where id = any(${ids})`.execute(
      ctx.db,
    )
    await sql`insert into connections (lower_id, higher_id, asked_by, accepted_at)
      select least(${id('ines')}::bigint, other), greatest(${id('ines')}::bigint, other), ${id('ines')}, ${ctx.now}
      from unnest(${ids}::bigint[]) other`.execute(ctx.db)
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await listOwn(as('ines'), 'connected', cursor)
      seen.push(...page.items.map((line) => line.person.id))
      cursor = page.next
    } while (cursor !== undefined)
    assert.deepEqual(
      seen.toSorted((a, b) => a - b),
      ids.toSorted((a, b) => a - b),
    )
    // Whoever leaves is nobody's connection any more.
    await sql`update accounts set state = 'closed', closed_at = now() where id = ${ids[5]}`.execute(ctx.db)
    assert.equal((await countReached(as('ines'), id('ines')))[1], 69)
  }),
)

test(
  'the database itself joins nobody but members outside, and none with themselves',
  inTransaction(async (ctx) => {
    const { id } = doings(ctx, await getCast(ctx))
    for (const [one, other] of [
      ['ines', 'lena'],
      ['daniel', 'lena'],
      ['petra', 'ines'],
    ] as const) {
      const [low, high] = [id(one), id(other)].toSorted((a, b) => a - b)
      const refused = (statement: ReturnType<typeof sql>) =>
        assert.rejects(
          ctx.transaction((inside) => statement.execute(inside.db)),
          /only members outside/,
        )
      await refused(sql`insert into connections (lower_id, higher_id, asked_by) values (${low}, ${high}, ${low})`)
      await refused(sql`insert into blocks (blocker_id, blocked_id) values (${low}, ${high})`)
      await refused(sql`insert into follows (account_id, followed_id) values (${low}, ${high})`)
    }
  }),
)

test(
  'two members find together on plain pages, without script',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const [ines, gustav] = [site.as('ines'), site.as('gustav')]
    const path = (who: PersonName) => `/people/${cast.people[who].id}-${who}`
    const tie = (who: PersonName, act: string, back?: string) =>
      [`/people/${cast.people[who].id}/tie`, { act, ...(back && { back }) } as Record<string, string>] as const
    assert.match((await ines.get(path('gustav'))).text, />Connect</)
    assert.equal((await ines.post(...tie('gustav', 'ask'))).location, path('gustav'))
    assert.match((await ines.get(path('gustav'))).text, /There is no answer yet/)
    assert.match((await gustav.get('/connections?show=asks')).text, /Ines Carvalho.*Accept/)
    assert.equal((await gustav.post(...tie('ines', 'accept', 'asks'))).location, '/connections?show=asks')
    assert.match((await gustav.get('/connections')).text, /Ines Carvalho/)
    assert.match((await gustav.get(path('ines'))).text, /You are connected\./)
    await gustav.post(...tie('ines', 'hide'))
    assert.match((await ines.get(path('gustav'))).text, /They keep it to themselves/)
    assert.equal((await ines.post(...tie('gustav', 'ask'))).status, 409)
    assert.equal((await ines.post(...tie('ines', 'ask'))).status, 422)
    assert.equal((await ines.post(...tie('gustav', 'marry'))).status, 404)
    assert.equal((await ines.post(...tie('lena', 'ask'))).status, 404)
    assert.equal((await site.as('daniel').post(...tie('gustav', 'ask'))).status, 403)
    assert.equal((await site.as('daniel').get('/connections')).status, 404)
    assert.equal((await site.as('visitor').get('/connections')).location, '/sign-in?next=%2Fconnections')
    assert.doesNotMatch((await site.as('visitor').get(path('gustav'))).text, /\/tie"/)
    assert.doesNotMatch((await site.as('daniel').get(path('gustav'))).text, /\/tie"/)
    await ines.post(...tie('gustav', 'block'))
    assert.match((await ines.get(path('gustav'))).text, /You blocked them/)
    assert.match((await ines.get('/connections?show=blocked')).text, /Gustav Ek/)
    assert.match((await gustav.get(path('ines'))).text, />Connect</)
  }),
)
