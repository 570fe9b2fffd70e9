import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { endFeedAddress, listPersonalFeeds, makeFeedAddress } from './personal-feeds.ts'
import { mayFeedSpace } from './personal-feeds.access.ts'

const guest: PersonName = 'petra'

test(
  'whoever is signed in makes addresses for their notices and for the members’ spaces that they read, for nothing else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      const isInside = who !== 'visitor' && cast.people[who].realm === 'inside'
      const make = (space?: keyof typeof cast.spaces) =>
        outcomeUndone(theirs, (one) => makeFeedAddress(one, space && cast.spaces[space].id))
      if (who === 'visitor') {
        assert.equal(await outcome(listPersonalFeeds(theirs)), 'personal-feeds.sign-in-first')
        assert.equal(await make(), 'personal-feeds.sign-in-first')
        assert.equal(await make('testers'), 'personal-feeds.sign-in-first')
        continue
      }
      assert.equal(await make(), 'ok', who)
      assert.equal(await make('testers'), who === guest ? 'personal-feeds.no-space' : 'ok', who)
      assert.equal(await make('riders'), who === guest ? 'personal-feeds.no-space' : 'personal-feeds.public', who)
      const expected = (does: boolean) => (does ? 'personal-feeds.inside' : 'personal-feeds.no-space')
      assert.equal(await make('velund'), expected(isInside), `${who}: inside`)
      assert.equal(await make('cells'), expected(who === guest || who === 'lena'), `${who}: a room`)
      const names = (await listPersonalFeeds(theirs)).map((feed) => feed.space?.slug)
      assert.deepEqual(names, who === guest ? [undefined] : [undefined, 'testers'], who)
    }
  }),
)

test(
  'nobody ends an address of somebody else, or learns that there is one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await makeFeedAddress(cast.as(ctx, 'ines'), undefined)
    const { id } = (await listPersonalFeeds(cast.as(ctx, 'ines')))[0]!.address!
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      const expected =
        who === 'ines' ? 'ok' : who === 'visitor' ? 'personal-feeds.sign-in-first' : 'personal-feeds.not-found'
      assert.equal(await outcomeUndone(theirs, (one) => endFeedAddress(one, id)), expected, who)
      if (who !== 'ines' && who !== 'visitor') assert.equal((await listPersonalFeeds(theirs))[0]!.address, undefined)
    }
  }),
)

test('what stands inside or in a room is never read at an address', () => {
  for (const [realm, access] of [
    ['inside', 'employees'],
    ['inside', 'members'],
    ['bridge', 'invited'],
    ['outside', 'public'],
  ] as const)
    assert.equal(mayFeedSpace({ realm, access }).allowed, false, `${realm}, ${access}`)
  assert.equal(mayFeedSpace({ realm: 'outside', access: 'members' }).allowed, true)
})
