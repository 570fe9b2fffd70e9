/** Tags that mean the same: what a merge shows, what it leaves alone, and that undoing it leaves no trace. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { fc } from '../../../test/property.ts'
import { taggedHouse } from '../../../test/tags.ts'
import type { Ctx } from '../../platform/context.ts'
import type { ThreadId } from '../threads/threads.ts'
import { suggestTags } from '../mentions/mentions.ts'
import { listMerges, mergeTags, previewMerge, undoMerge } from './synonyms.ts'
import { listTags, openTag } from './tag-pages.ts'
import { mayMergeTags } from './tags.access.ts'
import { setTags, tagsOf } from './tags.ts'

async function scene(ctx: Ctx) {
  const house = await taggedHouse(ctx)
  const { cast } = house
  return { ...house, sara: cast.as(ctx, 'sara'), jonas: cast.as(ctx, 'jonas') }
}

test(
  'a merge leads from one name to the other, shows everything under it, and undone everything stands as it was',
  inTransaction(async (ctx) => {
    const { question, sara, titles, names } = await scene(ctx)
    const [old, both, other] = [
      await question('ines', 'Old', ['akku']),
      await question('ines', 'Both', ['akku', 'battery', 'tide']),
      await question('ines', 'Other', ['battery']),
    ]
    const before = await ctx.db.selectFrom('threadTags').selectAll().orderBy('threadId').orderBy('tagId').execute()
    const id = await mergeTags(sara, 'outside', 'akku', 'battery')
    assert.deepEqual(await names(old.id), ['battery'])
    assert.deepEqual(await names(both.id), ['battery', 'tide'], 'once, although it carries both')
    assert.deepEqual(await titles('visitor', 'outside', 'battery'), ['Both', 'Old', 'Other'])
    const found = await openTag(sara, 'outside', 'akku')
    assert.deepEqual([found.name, found.isOtherName], ['battery', true])
    assert.deepEqual(
      await ctx.db.selectFrom('threadTags').selectAll().orderBy('threadId').orderBy('tagId').execute(),
      before,
    )
    await undoMerge(sara, 'outside', id)
    assert.deepEqual(await names(old.id), ['akku'])
    assert.deepEqual(await names(both.id), ['akku', 'battery', 'tide'])
    assert.deepEqual(await titles('visitor', 'outside', 'battery'), ['Both', 'Other'])
    assert.deepEqual(await titles('visitor', 'outside', 'akku'), ['Both', 'Old'])
    assert.deepEqual(await names(other.id), ['battery'])
    assert.equal(await outcome(undoMerge(sara, 'outside', id)), 'tags.no-such-merge')
  }),
)

test(
  'what is written, imported or corrected under the old name gets the new one; what stood there keeps its own word',
  inTransaction(async (ctx) => {
    const { cast, question, sara, names } = await scene(ctx)
    const old = await question('ines', 'Old', ['akku', 'tide'])
    const id = await mergeTags(sara, 'outside', 'akku', 'battery')
    const fresh = await question('ines', 'Fresh', ['AKKU'])
    assert.deepEqual(await setTags(cast.as(ctx, 'ines'), fresh.id, ['akku', 'battery']), ['battery'])
    // As an import writes: straight into the tables.
    await sql`insert into thread_tags (thread_id, tag_id)
      select ${fresh.id}, tags.id from tags where name in ('akku', 'tide') on conflict do nothing`.execute(ctx.db)
    assert.deepEqual(await names(fresh.id), ['battery', 'tide'])
    // Whoever opens the old post to correct it is shown the new name and sends it back.
    assert.deepEqual(await setTags(cast.as(ctx, 'ines'), old.id, ['battery', 'winter']), ['battery', 'winter'])
    await undoMerge(sara, 'outside', id)
    assert.deepEqual(await names(old.id), ['akku', 'winter'])
    assert.deepEqual(await names(fresh.id), ['battery', 'tide'])
  }),
)

test(
  'both names stay findable: suggested, listed with what they lead to, and by their old address',
  inTransaction(async (ctx) => {
    const { cast, question, sara } = await scene(ctx)
    await question('ines', 'Old', ['akku'])
    await question('ines', 'Other', ['battery'])
    await mergeTags(sara, 'outside', 'akku', 'battery')
    const ines = cast.as(ctx, 'ines')
    assert.deepEqual(await suggestTags(ines, cast.spaces.riders, 'ak'), ['akku'])
    assert.deepEqual(await suggestTags(ines, cast.spaces.riders, 'ba'), ['battery'])
    const rows = (await listTags(ines, 'outside')).items.map(({ name, into, count }) => [name, into, count])
    assert.deepEqual(rows, [
      ['akku', 'battery', 1],
      ['battery', null, 2],
    ])
    const site = await openSite(ctx)
    const page = await site.as('visitor').get('/tags/Akku?show=questions')
    assert.deepEqual([page.status, page.location], [302, '/tags/battery?show=questions'])
    assert.match((await site.as('visitor').get('/tags')).text, /akku.*the same as/s)
  }),
)

test(
  'a tag can lead to a name that nobody has used, and that name then has a page',
  inTransaction(async (ctx) => {
    const { question, sara, titles, names } = await scene(ctx)
    const thread = await question('ines', 'Old', ['baterry'])
    assert.deepEqual(await previewMerge(sara, 'outside', 'baterry', 'Battery'), {
      ...{ from: 'baterry', into: 'battery', fromCount: 1, intoCount: 0, others: [] },
    })
    await mergeTags(sara, 'outside', 'baterry', 'Battery')
    assert.deepEqual(await titles('visitor', 'outside', 'battery'), ['Old'])
    assert.deepEqual(await names(thread.id), ['battery'])
    assert.deepEqual(
      (await listTags(sara, 'outside')).items.map(({ name }) => name),
      ['baterry', 'battery'],
    )
  }),
)

test(
  'neither chain nor circle: refused in words, and by the database itself',
  inTransaction(async (ctx) => {
    const { question, sara } = await scene(ctx)
    for (const name of ['a1', 'b1', 'c1']) await question('ines', name, [name])
    await mergeTags(sara, 'outside', 'a1', 'b1')
    const refused: [string, string, RegExp][] = [
      ['b1', 'a1', /Other names lead to “b1”: a1/],
      ['b1', 'c1', /Other names lead to “b1”: a1/],
      ['c1', 'a1', /“a1” is another name of “b1”/],
      ['a1', 'c1', /“a1” leads to “b1” already/],
      ['c1', 'c1', /the same tag/],
      ['c1', '', /Name one tag/],
      ['c1', 'x, y', /Name one tag/],
      ['c1', '<b>', /letters, digits and hyphens/],
    ]
    for (const [from, into, words] of refused)
      await assert.rejects(mergeTags(sara, 'outside', from, into), (error: { fields: { into: string } }) => {
        assert.match(error.fields.into, words)
        return true
      })
    const { rows } = await sql<{ id: number; name: string }>`select id, name from tags`.execute(ctx.db)
    const idOf = (name: string) => rows.find((row) => row.name === name)!.id
    for (const [from, into] of [
      ['b1', 'a1'],
      ['b1', 'c1'],
      ['c1', 'a1'],
    ] as const) {
      const forced = ctx.transaction(async (inside) => {
        await sql`insert into tag_synonyms (side, tag_id, into_id, merged_at)
          values ('outside', ${idOf(from)}, ${idOf(into)}, now())`.execute(inside.db)
      })
      await assert.rejects(forced, { constraint: 'tag_synonyms_no_chain' }, `${from} into ${into}`)
    }
    const twice = ctx.transaction(async (inside) => {
      await sql`insert into tag_synonyms (side, tag_id, into_id, merged_at)
        values ('outside', ${idOf('a1')}, ${idOf('c1')}, now())`.execute(inside.db)
    })
    await assert.rejects(twice, { constraint: 'tag_synonyms_tag' })
    const rewritten = ctx.transaction(async (inside) => {
      await sql`update tag_synonyms set into_id = ${idOf('c1')}`.execute(inside.db)
    })
    await assert.rejects(rewritten, /undone once and changed never/)
    assert.equal(await outcome(mergeTags(sara, 'outside', 'c1', 'b1')), 'ok', 'a second name of the same')
  }),
)

test(
  'a merge outside leaves the inside alone, and the inside the outside: nothing of the other side is shown or moved',
  inTransaction(async (ctx) => {
    const { cast, question, talk, sara, jonas, titles, names } = await scene(ctx)
    const out = await question('ines', 'Out', ['akku'])
    const within = await talk('In', ['akku'])
    await talk('Secret', ['zeus-cells'], 'battery')
    await mergeTags(sara, 'outside', 'akku', 'battery')
    assert.deepEqual(await names(within.id), ['akku'])
    assert.deepEqual(await titles('lena', 'inside', 'akku'), ['In'])
    assert.equal(await outcome(openTag(cast.as(ctx, 'lena'), 'inside', 'battery')), 'tags.not-found')
    // A name that stands inside alone is for the steward outside as one that stands nowhere.
    assert.equal(await outcome(mergeTags(sara, 'outside', 'zeus-cells', 'battery')), 'tags.not-found')
    assert.equal(await outcome(mergeTags(sara, 'outside', 'never-used', 'battery')), 'tags.not-found')
    await question('ines', 'Tide', ['tide'])
    const [known, unknown] = [
      await previewMerge(sara, 'outside', 'tide', 'zeus-cells'),
      await previewMerge(sara, 'outside', 'tide', 'never-used'),
    ]
    assert.deepEqual({ ...known, into: '' }, { ...unknown, into: '' })
    await mergeTags(jonas, 'inside', 'akku', 'cells')
    assert.deepEqual(await names(within.id), ['cells'])
    assert.deepEqual(await names(out.id), ['battery'])
    assert.equal(await outcome(openTag(cast.as(ctx, 'visitor'), 'outside', 'cells')), 'tags.not-found')
    for (const who of everybody) {
      const asked = await outcome(openTag(cast.as(ctx, who), 'outside', 'zeus-cells'))
      assert.equal(asked, 'tags.not-found', who)
    }
  }),
)

test(
  'a word that only some know on a side is not merged: that it leads somewhere would tell everybody of it',
  inTransaction(async (ctx) => {
    const { cast, question, talk, sara } = await scene(ctx)
    await question('ines', 'Testers', ['tester-word'], 'testers')
    await question('ines', 'Open', ['battery'])
    await assert.rejects(
      mergeTags(sara, 'outside', 'tester-word', 'battery'),
      (error: { fields: { into: string } }) => {
        assert.match(error.fields.into, /Only some know “tester-word”/)
        return true
      },
    )
    await talk('Closed', ['zeus'], 'battery')
    await ctx.db
      .insertInto('offices')
      .values({ accountId: cast.people.lena.id, office: 'inside-steward', givenAt: ctx.now } as never)
      .execute()
    const lena = ctx.as({ ...cast.people.lena, offices: ['inside-steward'] })
    assert.equal(await outcome(mergeTags(lena, 'inside', 'zeus', 'cells')), 'tags.no-merge')
    await talk('Open', ['zeus'])
    assert.equal(await outcome(mergeTags(lena, 'inside', 'zeus', 'cells')), 'ok')
  }),
)

test(
  'guests know no other names: what is merged inside is neither shown to them nor found by them',
  inTransaction(async (ctx) => {
    const { cast, talk, jonas, titles } = await scene(ctx)
    const room = await talk('Room', ['akku'], 'cells')
    await talk('In', ['akku'])
    await mergeTags(jonas, 'inside', 'akku', 'project-zeus')
    const petra = cast.as(ctx, 'petra')
    assert.deepEqual([...(await tagsOf(petra, [room.id])).values()], [['akku']])
    assert.deepEqual(await titles('petra', 'inside', 'akku'), ['Room'])
    assert.equal(await outcome(openTag(petra, 'inside', 'project-zeus')), 'tags.not-found')
    assert.deepEqual(
      (await listTags(petra, 'inside')).items.map(({ name, into }) => [name, into]),
      [['akku', null]],
    )
    const site = await openSite(ctx)
    for (const path of ['/inside/tags', '/inside/tags/akku'])
      assert.doesNotMatch((await site.as('petra').get(path)).text, /zeus/, path)
    assert.deepEqual(await titles('lena', 'inside', 'project-zeus'), ['In', 'Room'])
  }),
)

test(
  'everybody against a merge: the stewards of the side, and nobody else',
  inTransaction(async (ctx) => {
    const { cast, question, talk, sara, jonas } = await scene(ctx)
    await question('ines', 'Out', ['akku'])
    await talk('In', ['akku'])
    const merges = {
      outside: await mergeTags(sara, 'outside', 'akku', 'battery'),
      inside: await mergeTags(jonas, 'inside', 'akku', 'battery'),
    }
    await question('ines', 'Tide', ['tide'])
    await talk('Tide', ['tide'])
    const site = await openSite(ctx)
    for (const side of ['outside', 'inside'] as const) {
      const path = side === 'outside' ? '/tags' : '/inside/tags'
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const isSteward = who === (side === 'outside' ? 'sara' : 'jonas')
        assert.equal(mayMergeTags(as.viewer, side).allowed, isSteward, who)
        const wanted = isSteward ? 'ok' : 'tags.not-steward'
        assert.equal(await outcomeUndone(as, (on) => mergeTags(on, side, 'tide', 'bike')), wanted, who)
        assert.equal(await outcome(previewMerge(as, side, 'tide', 'bike')), wanted, who)
        assert.equal(await outcomeUndone(as, (on) => undoMerge(on, side, merges[side])), wanted, who)
        assert.equal(await outcome(listMerges(as, side)), wanted, who)
        for (const at of [`${path}/-/merges`, `${path}/tide/merge`, `${path}/tide/merge?into=bike`]) {
          const { status } = await site.as(who).get(at)
          assert.equal(status === 200, isSteward, `${who} ${at}: ${status}`)
        }
      }
    }
    // A merge of the other side is none of this one's.
    assert.equal(await outcome(undoMerge(sara, 'outside', merges.inside)), 'tags.no-such-merge')
    assert.equal(mayMergeTags(ctx.viewer, 'outside').allowed, false)
  }),
)

test(
  'a steward looks first, merges, reads who did it and when, and undoes it: without script',
  inTransaction(async (ctx) => {
    const { question } = await scene(ctx)
    await question('ines', 'Old', ['akku'])
    await question('ines', 'Other', ['battery'])
    const site = await openSite(ctx)
    const sara = site.as('sara')
    assert.match((await sara.get('/tags/akku')).text, /href="\/tags\/akku\/merge"/)
    assert.doesNotMatch((await site.as('ines').get('/tags/akku')).text, /\/merge/)
    const preview = await sara.get('/tags/akku/merge?into=Battery')
    assert.match(preview.text, /One conversation with.*would be found under.*there.*is one/s)
    assert.equal((await site.as('visitor').get('/tags/akku')).status, 200, 'looking changes nothing')
    const wrong = await sara.get('/tags/akku/merge?into=akku')
    assert.deepEqual([wrong.status, /That is the same tag/.test(wrong.text)], [422, true])
    assert.equal((await sara.post('/tags/akku/merge', { into: '' })).status, 422)
    const done = await sara.post('/tags/akku/merge', { into: 'battery' })
    assert.deepEqual([done.status, done.location], [303, '/tags/akku'])
    const list = await sara.get('/tags/-/merges')
    assert.match(list.text, /akku.*battery.*Sara Lindqvist/s)
    const undo = /action="(\/tags\/-\/merges\/\d+\/undo)"/.exec(list.text)![1]!
    assert.equal((await sara.post(undo)).location, '/tags/-/merges')
    assert.doesNotMatch((await sara.get('/tags/-/merges')).text, /\/undo"/)
    assert.equal((await sara.post(undo)).status, 404)
    assert.equal((await site.as('visitor').get('/tags/akku')).status, 200)
    assert.equal((await sara.post('/tags/-/merges/0/undo')).status, 404)
  }),
)

test(
  'after any history of merging, undoing and writing, every thread reads by the links that hold, and by none as written',
  inTransaction(async (ctx) => {
    const { cast, question, sara, names } = await scene(ctx)
    const words = ['m1', 'm2', 'm3', 'm4', 'm5']
    // Each word on something that everybody reads, which nobody changes.
    for (const word of words) await question('ines', word, [word])
    await ctx.db.deleteFrom('rateLimits').execute()
    const threads = [await question('ines', 'One', ['m1', 'm2']), await question('ines', 'Two', ['m3'])]
    const word = fc.constantFrom(...words)
    const act = fc.oneof(
      fc.record({ does: fc.constant('merge' as const), from: word, into: word }),
      fc.record({ does: fc.constant('undo' as const), which: fc.nat(4) }),
      fc.record({
        does: fc.constant('write' as const),
        which: fc.nat(1),
        tags: fc.uniqueArray(word, { maxLength: 4 }),
      }),
    )
    const stored = async (id: ThreadId) =>
      (
        await sql<{ name: string }>`select tags.name from thread_tags join tags on tags.id = thread_tags.tag_id
          where thread_id = ${id}`.execute(ctx.db)
      ).rows.map((row) => row.name)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (history) => {
        const undone = new Error('back')
        await ctx
          .transaction(async (inside) => {
            const steward = inside.as(sara.viewer)
            const links = new Map<string, { id: Awaited<ReturnType<typeof mergeTags>>; into: string }>()
            const root = (name: string) => links.get(name)?.into ?? name
            for (const one of history) {
              if (one.does === 'merge') {
                const said = await mergeTags(steward, 'outside', one.from, one.into).catch(() => undefined)
                const fits =
                  one.from !== one.into &&
                  !links.has(one.from) &&
                  !links.has(one.into) &&
                  ![...links.values()].some(({ into }) => into === one.from)
                assert.equal(said !== undefined, fits)
                if (said !== undefined) links.set(one.from, { id: said, into: one.into })
              } else if (one.does === 'undo') {
                const [name, link] = [...links][one.which] ?? []
                if (!name || !link) continue
                await undoMerge(steward, 'outside', link.id)
                links.delete(name)
              } else {
                const given = await setTags(inside.as(cast.people.ines), threads[one.which]!.id, one.tags)
                assert.deepEqual(given, [...new Set(one.tags.map(root))].sort())
              }
              for (const { id } of threads) {
                const written = await stored(id)
                assert.deepEqual(await names(id), [...new Set(written.map(root))].sort(), 'as the links say')
              }
            }
            for (const { id } of links.values()) await undoMerge(steward, 'outside', id)
            for (const { id } of threads) assert.deepEqual(await names(id), (await stored(id)).sort())
            throw undone
          })
          .catch((error: unknown) => {
            if (error !== undone) throw error
          })
      }),
      { numRuns: 25 },
    )
  }),
)
