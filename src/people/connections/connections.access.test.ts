import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { setReaches } from '../profiles/fields.ts'
import {
  accept,
  ask,
  block,
  countOwn,
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

type Who = PersonName | 'visitor'

const members: readonly Who[] = ['ines', 'gustav', 'joost', 'amina']
const employees: readonly Who[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']

/** Every act, and what a member hears who does it to another one with whom nothing is between. */
const acts: readonly { does: string; act: (ctx: Ctx, id: AccountId) => Promise<void>; member: string }[] = [
  { does: 'ask', act: ask, member: 'done' },
  { does: 'withdraw', act: withdraw, member: 'connections.not-asked' },
  { does: 'accept', act: accept, member: 'connections.not-asked' },
  { does: 'decline', act: decline, member: 'connections.not-asked' },
  { does: 'end', act: end, member: 'connections.not-connected' },
  { does: 'hide', act: (ctx, id) => setHidden(ctx, id, true), member: 'connections.not-connected' },
  { does: 'show', act: (ctx, id) => setHidden(ctx, id, false), member: 'connections.not-connected' },
  { does: 'follow', act: (ctx, id) => setFollowing(ctx, id, true), member: 'done' },
  { does: 'unfollow', act: (ctx, id) => setFollowing(ctx, id, false), member: 'done' },
  { does: 'block', act: block, member: 'done' },
  { does: 'unblock', act: unblock, member: 'done' },
]

function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
}

/** What somebody hears who tries it with somebody else. */
function expected(who: Who, whom: PersonName, member: string): string {
  const sees =
    employees.includes(who) || members.includes(whom) || (who === 'petra' && ['lena', 'petra'].includes(whom))
  if (!sees || (who === 'petra' && members.includes(whom))) return 'people.not-found'
  if (who === 'visitor') return 'connections.sign-in-first'
  if (!members.includes(who)) return 'connections.members-only'
  return who === whom ? 'connections.yourself' : member
}

test(
  'everybody against every act with everybody: only two members outside can have anything between them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      for (const [whom, person] of Object.entries(cast.people)) {
        for (const { does, act, member } of acts) {
          const back = new Error('taken back')
          const heard = await ctx
            .transaction(async (inside) => {
              const said = await outcome(act(cast.as(inside, who), person.id))
              throw Object.assign(back, { said })
            })
            .catch((error: { said?: string }) => error.said ?? String(error))
          assert.equal(heard, expected(who, whom as PersonName, member), `${who}: ${does} ${whom}`)
        }
      }
    }
    const kept = await ctx.db.selectFrom('connections').selectAll().execute()
    assert.equal(kept.length, 0)
  }),
)

test(
  'the lists are each member’s own, and for everybody else there are none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await ask(cast.as(ctx, 'ines'), cast.people.gustav.id)
    await block(cast.as(ctx, 'ines'), cast.people.joost.id)
    await setFollowing(cast.as(ctx, 'ines'), cast.people.amina.id, true)
    const seen: Record<string, Record<string, string>> = {
      ines: { asked: 'Gustav Ek', blocked: 'Joost van Rijn', followed: 'Amina Haddad' },
      gustav: { asks: 'Ines Carvalho' },
    }
    for (const who of everybody) {
      for (const list of ['connected', 'asks', 'asked', 'followed', 'blocked'] as const) {
        const as = cast.as(ctx, who)
        const found = await listOwn(as, list).then(
          (page) => page.items.map((line) => line.person.displayName).join(),
          (error: { code: string }) => error.code,
        )
        const own = members.includes(who)
        assert.equal(found, own ? (seen[who]?.[list] ?? '') : 'connections.not-found', `${who}: ${list}`)
        const count = await countOwn(as, list).catch((error: { code: string }) => error.code)
        assert.equal(count, own ? (seen[who]?.[list] ? 1 : 0) : 'connections.not-found', `${who} counts ${list}`)
      }
    }
  }),
)

test(
  'whom a member knows is listed for those whom the member chose, and a hidden tie for its own two alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ines, gustav, joost, amina } = cast.people
    const connect = async (one: PersonName, other: PersonName) => {
      await ask(cast.as(ctx, one), cast.people[other].id)
      await accept(cast.as(ctx, other), cast.people[one].id)
    }
    await connect('ines', 'gustav')
    await connect('ines', 'joost')
    await connect('gustav', 'amina')
    await setHidden(cast.as(ctx, 'joost'), ines.id, true)
    const listFor = async (who: Who) => {
      const { items } = await listKnown(cast.as(ctx, who), ines.id)
      return items.map((one) => one.id)
    }
    const table: readonly { reach: 0 | 1 | 2 | 4 | 5; readers: readonly Who[] }[] = [
      { reach: 0, readers: ['ines'] },
      { reach: 1, readers: ['ines', 'gustav', 'joost'] },
      { reach: 2, readers: ['ines', 'gustav', 'joost', 'amina'] },
      { reach: 4, readers: [...members, ...employees] },
      { reach: 5, readers: everybody },
    ]
    for (const { reach, readers } of table) {
      await setReaches(cast.as(ctx, 'ines'), { connections: reach })
      for (const who of everybody.filter((one) => one !== 'petra')) {
        const both = who === 'ines' || who === 'joost'
        const list = both ? [gustav.id, joost.id] : [gustav.id]
        const own = who === 'ines' ? [gustav.id] : list
        assert.deepEqual(await listFor(who), readers.includes(who) ? own : [], `${who} at ${reach}`)
      }
    }
    for (const who of everybody) {
      const { count } = await mutualWith(cast.as(ctx, who), amina.id)
      assert.equal(count, who === 'ines' ? 1 : 0, `${who} and Amina`)
      const standing = await standingWith(cast.as(ctx, who), ines.id)
      assert.equal(standing !== undefined, members.includes(who) && who !== 'ines', `${who} and Ines`)
    }
  }),
)
