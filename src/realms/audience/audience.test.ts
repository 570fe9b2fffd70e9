import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { english } from '../../platform/languages/languages.ts'
import { sayReasons } from '../reader.access.ts'
import { listReaders, whyIRead } from './audience.ts'

/** Cells & BMS with Aiko as its lead; the team room opened to everyone there by a manager, to Daniel by name. */
async function openToTeam(ctx: Ctx, cast: Cast): Promise<void> {
  const { tomasz, aiko, daniel, jonas, mirela } = cast.people
  await sql`delete from memberships where account_id = ${aiko.id}`.execute(ctx.db)
  await sql`
    with node as (insert into axis_nodes (axis_id, code) select id, 'cells' from axes where key = 'function' returning id, axis_id),
    named as (insert into axis_node_versions (axis_id, node_id, title, from_on)
      select axis_id, id, 'Cells & BMS', '2026-01-01' from node returning node_id)
    select node_id from named`.execute(ctx.db)
  const { rows } = await sql<{ id: number }>`select id from axis_nodes where code = 'cells'`.execute(ctx.db)
  const node = rows[0]!.id
  await sql`insert into placements (node_id, account_id, role, from_on) values (${node}, ${aiko.id}, 'lead', '2026-01-01')`.execute(
    ctx.db,
  )
  const space = cast.spaces.battery.id
  await sql`insert into grants (space_id, right_given, node_id, role, given_as, given_by)
    values (${space}, 'write', ${node}, 'lead', 'manager', ${tomasz.id})`.execute(ctx.db)
  await sql`insert into grants (space_id, right_given, account_id, given_as, given_by)
    values (${space}, 'read', ${daniel.id}, 'author', ${tomasz.id}),
      (${space}, 'read', ${mirela.id}, 'author', ${tomasz.id}),
      (${space}, 'read', ${mirela.id}, 'administrator', ${jonas.id})`.execute(ctx.db)
}

test(
  'each reader is told the ground on which they read, an administrator’s rule before the others',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await openToTeam(ctx, cast)
    const readers = await listReaders(cast.as(ctx, 'tomasz'), cast.spaces.battery.id, { space: cast.spaces.battery.id })
    assert.deepEqual(Object.fromEntries(readers.map((one) => [one.handle, sayReasons(english, one.why)])), {
      tomasz: 'Is a member of this space.',
      lena: 'Is a member of this space.',
      aiko: 'Stands at Cells & BMS as lead; opened by Tomasz Wrona, manager.',
      daniel: 'Was let in by name; opened by Tomasz Wrona, author.',
      mirela: 'Was let in by name; opened by Jonas Weber, by rule of the administration.',
    })
  }),
)

test(
  'outside, the sentence names the distance to the author and nobody in between',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ines, gustav, joost } = cast.people
    for (const [one, other] of [
      [ines, gustav],
      [gustav, joost],
    ] as const)
      await sql`insert into connections (lower_id, higher_id, asked_by, accepted_at)
        values (${Math.min(one.id, other.id)}, ${Math.max(one.id, other.id)}, ${one.id}, now())`.execute(ctx.db)
    const thread = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      type: 'question',
      title: 'Among friends',
      body: 'Who rides on Sunday?',
    })
    const reach = (degrees: number) =>
      ctx.db
        .updateTable('threads')
        .set({ reach: degrees as 1 })
        .where('id', '=', thread.id)
        .execute()
    const why = async (who: 'ines' | 'gustav' | 'joost' | 'amina' | 'daniel') => {
      const reasons = await whyIRead(cast.as(ctx, who), { kind: 'thread', id: thread.id })
      return reasons && sayReasons(english, reasons)
    }
    await reach(2)
    assert.match((await why('ines'))!, / Wrote it\.$/)
    assert.match((await why('joost'))!, / Is connected with Ines Carvalho over at most 2 steps\.$/)
    assert.equal(await why('amina'), undefined)
    assert.equal(await why('daniel'), undefined, 'working here is no connection')
    await reach(1)
    assert.match((await why('gustav'))!, / Is connected with Ines Carvalho directly\.$/)
    assert.equal(await why('joost'), undefined)
  }),
)

test(
  'a text for some outside is not counted for its readers: the number could tell of a hidden tie or a block',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ines, gustav } = cast.people
    await sql`insert into connections (lower_id, higher_id, asked_by, accepted_at, hidden_by_lower)
      values (${Math.min(ines.id, gustav.id)}, ${Math.max(ines.id, gustav.id)}, ${ines.id}, now(), true)`.execute(
      ctx.db,
    )
    const site = await openSite(ctx)
    for (const [space, reach] of [
      ['riders', 1],
      ['testers', 1],
      ['testers', 4],
    ] as const) {
      const thread = await startThread(cast.as(ctx, 'ines'), cast.spaces[space], {
        type: 'question',
        title: 'Among friends',
        body: 'Who rides on Sunday?',
      })
      await ctx.db.updateTable('threads').set({ reach }).where('id', '=', thread.id).execute()
      const page = await site.as('gustav').get(`/readers/thread/${thread.id}`)
      assert.match(page.text, /those for whom its author meant it/)
      assert.match(page.text, /neither counted nor named/)
      assert.doesNotMatch(page.text, /\d+ members?\b/)
    }
  }),
)

test(
  'a name is asked for only where somebody could be found: of a post outside, members are told about visitors alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const thread = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      type: 'question',
      title: 'Wind',
      body: 'Where does it go?',
    })
    const site = await openSite(ctx)
    const asksOn = async (who: 'ines' | 'visitor' | 'daniel', path: string) =>
      (await site.as(who).get(path)).text.includes('name="find"')
    const post = `/readers/thread/${thread.id}`
    const space = `/readers/space/${cast.spaces.riders.id}`
    assert.deepEqual([await asksOn('ines', post), await asksOn('visitor', post)], [false, false])
    assert.deepEqual([await asksOn('daniel', post), await asksOn('ines', space)], [true, true])
    for (const asked of ['?find=gus', '?find=dan'])
      assert.doesNotMatch((await site.as('ines').get(post + asked)).text, /Gustav|Daniel|Nobody whom you can ask/)
    assert.match((await site.as('ines').get(`${post}?as=visitor`)).text, /<b>A visitor<\/b> can read it/)
    assert.match((await site.as('daniel').get(`${post}?find=pet`)).text, /Petra Kovač/)
  }),
)

test(
  'the page names the readers with their reasons, explains the own reading, and looks as somebody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await openToTeam(ctx, cast)
    const site = await openSite(ctx)
    const path = `/readers/space/${cast.spaces.battery.id}`
    const page = (await site.as('daniel').get(path)).text
    assert.match(page, /Why you can read it:<\/b> Was let in by name; opened by Tomasz Wrona, author\./)
    assert.match(page, /Stands at Cells &amp; BMS as lead/)
    const asLead = (await site.as('daniel').get(`${path}?as=${cast.people.aiko.id}`)).text
    assert.match(asLead, /<b>Aiko Tanaka<\/b> can read it\. Stands at/)
    const asGuest = (await site.as('daniel').get(`${path}?as=${cast.people.petra.id}`)).text
    assert.match(asGuest, /<b>Petra Kovač<\/b> cannot read it/)
    const found = (await site.as('daniel').get(`${path}?find=pet`)).text
    assert.match(found, new RegExp(`href="${path}\\?as=${cast.people.petra.id}"`))
    assert.equal((await site.as('daniel').get(`${path}?as=999999`)).status, 404)
    assert.equal((await site.as('daniel').get(`${path}?as=nobody`)).status, 404)
    assert.equal((await site.as('ines').get(path)).status, 404)
    const outside = (await site.as('ines').get(`/readers/space/${cast.spaces.testers.id}`)).text
    assert.match(outside, /counted and not named/)
    assert.doesNotMatch(outside, /Gustav|Daniel/)
  }),
)
