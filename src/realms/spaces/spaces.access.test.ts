import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { outcome } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { addMember, createSpace, demandWriting, getSpace, listMembers, removeMember, rightIn } from './spaces.ts'

type Who = PersonName | 'visitor'

const customers: Who[] = ['ines', 'gustav', 'joost', 'amina']
const employees: Who[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']

/** Who may read each space of the cast, written down by hand from the rule. */
const readers: Record<PlaceName, Who[]> = {
  riders: ['visitor', ...customers, ...employees],
  testers: [...customers, ...employees],
  velund: employees,
  battery: ['tomasz', 'aiko', 'lena'],
  cells: ['lena', 'petra'],
}

test(
  'every member of the cast against every space: reading and writing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const [slug, may] of Object.entries(readers)) {
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const expected = may.includes(who) ? 'ok' : 'spaces.not-found'
        assert.equal(await outcome(getSpace(as, slug)), expected, `${who} reads ${slug}`)
        if (!may.includes(who)) continue
        const writing = await outcome((async () => demandWriting(as, await getSpace(as, slug)))())
        assert.equal(writing, who === 'visitor' ? 'spaces.sign-in-first' : 'ok', `${who} writes in ${slug}`)
      }
    }
  }),
)

test(
  'every member of the cast against making a space on each side',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const makers = { inside: ['jonas'], bridge: ['jonas'], outside: ['jonas', 'sara'] } as const
    for (const [realm, may] of Object.entries(makers)) {
      for (const who of everybody) {
        const slug = `made-${realm}-${who}`
        const came = await outcome(createSpace(cast.as(ctx, who), { realm: realm as 'inside', slug, title: 'New' }))
        // For the steward of the other side there is nothing to make here.
        const refused = who === 'sara' ? 'spaces.not-found' : 'spaces.not-yours'
        assert.equal(came, (may as readonly string[]).includes(who) ? 'ok' : refused, `${who} makes ${realm}`)
      }
    }
  }),
)

test(
  'every member of the cast against adding and taking out people',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.battery, cast.people.lena.id, 'steward')
    const may: Who[] = ['lena', 'jonas']
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const add = await outcome(addMember(as, cast.spaces.battery, cast.people.mirela.id))
      assert.equal(add, may.includes(who) ? 'ok' : 'spaces.not-steward', `${who} adds`)
      const take = await outcome(removeMember(as, cast.spaces.battery, cast.people.mirela.id))
      const own = who === 'mirela'
      assert.equal(take, may.includes(who) || own ? 'ok' : 'spaces.not-steward', `${who} takes out`)
    }
  }),
)

test(
  'an archived space is read as before and takes nothing more',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await archive(ctx, cast)
    const riders = await getSpace(cast.as(ctx, 'ines'), 'riders')
    assert.equal(await outcome((async () => demandWriting(cast.as(ctx, 'ines'), riders))()), 'spaces.archived')
    assert.equal((await listMembers(cast.as(ctx, 'ines'), riders)).length, 0)
  }),
)

async function archive(ctx: Ctx, cast: Cast): Promise<void> {
  await ctx.db.updateTable('spaces').set({ archivedAt: ctx.now }).where('id', '=', cast.spaces.riders.id).execute()
}

test(
  'a guest has rights in bridge spaces alone: none outside, whatever every member may do there, and none inside',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const petra = cast.as(ctx, 'petra')
    for (const [name, space] of Object.entries(cast.spaces)) {
      assert.equal(await rightIn(petra, space), space.realm === 'bridge' ? 'write' : undefined, name)
    }
  }),
)
