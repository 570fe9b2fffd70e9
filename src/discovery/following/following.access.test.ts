import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { ask } from '../../content/questions/questions.ts'
import { type TagId, setTags } from '../../content/tags/tags.ts'
import { narrowThread, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Subject, follow, isFollowing, listFollowed, listStream, unfollow } from './following.ts'

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const talk = await startThread(cast.as(ctx, 'lena'), cast.spaces.battery, {
    type: 'discussion',
    title: 'C',
    body: 'x',
  })
  await setTags(cast.as(ctx, 'lena'), talk.id, ['cells'])
  const room = await startThread(cast.as(ctx, 'lena'), cast.spaces.cells, { type: 'discussion', title: 'R', body: 'x' })
  await setTags(cast.as(ctx, 'lena'), room.id, ['supply'])
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It hums', body: 'Why?', tags: ['hum'] })
  const own = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Mine', body: 'Why?', tags: ['mine'] })
  await narrowThread(cast.as(ctx, 'ines'), own.thread.id, 0)
  const tag = async (name: string) =>
    (await ctx.db.selectFrom('tags').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id as TagId
  const staff: readonly PersonName[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
  const members: readonly PersonName[] = ['ines', 'gustav', 'joost', 'amina']
  const rows: readonly [string, Subject, readonly PersonName[]][] = [
    ['a public space', { kind: 'space', id: cast.spaces.riders.id }, [...staff, ...members]],
    ['a space of members', { kind: 'space', id: cast.spaces.testers.id }, [...staff, ...members]],
    ['an open space inside', { kind: 'space', id: cast.spaces.velund.id }, staff],
    ['a closed space inside', { kind: 'space', id: cast.spaces.battery.id }, ['tomasz', 'aiko', 'lena']],
    ['a room on the bridge', { kind: 'space', id: cast.spaces.cells.id }, ['lena', 'petra']],
    ['a question', { kind: 'thread', id: thread.id }, [...staff, ...members]],
    ['a post for oneself', { kind: 'thread', id: own.thread.id }, ['ines']],
    ['a conversation inside', { kind: 'thread', id: talk.id }, ['tomasz', 'aiko', 'lena']],
    ['a conversation on the bridge', { kind: 'thread', id: room.id }, ['lena', 'petra']],
    ['a tag outside', { kind: 'tag', id: await tag('hum') }, [...staff, ...members]],
    ['a tag of a post for oneself', { kind: 'tag', id: await tag('mine') }, ['ines']],
    ['a tag inside', { kind: 'tag', id: await tag('cells') }, ['tomasz', 'aiko', 'lena']],
    ['a tag on the bridge', { kind: 'tag', id: await tag('supply') }, ['lena', 'petra']],
    ['a member', { kind: 'person', id: cast.people.amina.id }, [...staff, 'ines', 'gustav', 'joost']],
    ['a colleague', { kind: 'person', id: cast.people.lena.id }, [...staff.filter((who) => who !== 'lena'), 'petra']],
    ['a guest', { kind: 'person', id: cast.people.petra.id }, staff],
  ]
  return { cast, rows }
}

test(
  'everybody against everything that can be followed: whoever may read it, and for the others it is not there',
  inTransaction(async (ctx) => {
    const { cast, rows } = await scene(ctx)
    for (const [what, subject, allowed] of rows) {
      for (const who of everybody) {
        const told = await outcomeUndone(cast.as(ctx, who), (as) => follow(as, subject))
        const isSelf = subject.kind === 'person' && who !== 'visitor' && cast.people[who].id === subject.id
        if (who === 'visitor') assert.match(told, /sign-in-first|not-found/, `${who}: ${what}`)
        else if (isSelf) assert.equal(told, 'following.yourself', `${who}: ${what}`)
        else if (allowed.includes(who)) assert.equal(told, 'ok', `${who}: ${what}`)
        else assert.match(told, /not-found$/, `${who}: ${what}`)
        // Stopping tells nothing of what is there.
        const stop = await outcomeUndone(cast.as(ctx, who), (as) => unfollow(as, subject))
        assert.equal(stop, who === 'visitor' ? 'following.sign-in-first' : 'ok', `${who} stops: ${what}`)
      }
    }
  }),
)

test(
  'whatever somebody follows, they read nothing more by it, and nobody else learns of it',
  inTransaction(async (ctx) => {
    const { cast, rows } = await scene(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      if (who === 'visitor') continue
      for (const [, subject] of rows) await follow(cast.as(ctx, who), subject).catch(() => {})
    }
    for (const who of everybody) {
      if (who === 'visitor') continue
      const as = cast.as(ctx, who)
      const followed = (await listFollowed(as)).items
      const wanted = rows.filter(([, , allowed]) => allowed.includes(who)).length
      assert.equal(followed.length, wanted, who)
      for (const { path } of followed) {
        const page = await site.as(who).get(path)
        assert.ok([200, 302].includes(page.status), `${who} ${path}`)
      }
      for (const { thread } of (await listStream(as)).items) {
        const subject: Subject = { kind: 'thread', id: thread.id }
        assert.equal(await outcomeUndone(as, (inside) => follow(inside, subject)), 'ok')
      }
    }
    // One's own row and no other says who follows: a stranger asks for somebody else's and gets their own.
    const [, space] = rows[0]!
    await unfollow(cast.as(ctx, 'gustav'), space)
    assert.equal(await isFollowing(cast.as(ctx, 'gustav'), space), false)
    assert.equal(await isFollowing(cast.as(ctx, 'joost'), space), true)
    assert.equal(await isFollowing(cast.as(ctx, 'visitor'), space), false)
    assert.equal(await isFollowing(ctx, space), false)
  }),
)

test(
  'visitors have no list and no stream, and are asked to sign in',
  inTransaction(async (ctx) => {
    const { cast } = await scene(ctx)
    const site = await openSite(ctx)
    for (const as of [cast.as(ctx, 'visitor'), ctx]) {
      assert.equal(await outcome(listFollowed(as)), 'following.sign-in-first')
      assert.equal(await outcome(listStream(as)), 'following.sign-in-first')
    }
    for (const path of ['/following', '/settings/following'])
      assert.notEqual((await site.as('visitor').get(path)).status, 200, path)
  }),
)
