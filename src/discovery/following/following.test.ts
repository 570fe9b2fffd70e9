import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { ask } from '../../content/questions/questions.ts'
import { mergeTags } from '../../content/tags/synonyms.ts'
import { type TagId, setTags } from '../../content/tags/tags.ts'
import { mergeThread, narrowThread, startThread } from '../../content/threads/threads.ts'
import { block, listOwn } from '../../people/connections/connections.ts'
import { addMember, removeMember } from '../../realms/spaces/spaces.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Subject, follow, isFollowing, listFollowed, listStream, mostFollowed, unfollow } from './following.ts'

async function tagId(ctx: Ctx, name: string): Promise<TagId> {
  return (await ctx.db.selectFrom('tags').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id
}

async function scene(ctx: Ctx) {
  const cast: Cast = await getCast(ctx)
  const question = async (who: PersonName, title: string, tags: string[] = [], space = 'riders') =>
    (await ask(cast.as(ctx, who), { space, title, body: 'Why?', tags })).thread
  const talk = (who: PersonName, space: 'battery' | 'velund' | 'cells', title: string) =>
    startThread(cast.as(ctx, who), cast.spaces[space], { type: 'discussion', title, body: 'So.' })
  const names = async (who: PersonName) => (await listFollowed(cast.as(ctx, who))).items.map(({ name }) => name)
  const stream = async (who: PersonName) =>
    (await listStream(cast.as(ctx, who))).items.map(
      ({ thread, reason }) => `${thread.title}: ${reason.kind} ${reason.name}`,
    )
  return { cast, question, talk, names, stream }
}

test(
  'people, tags, spaces and conversations are followed and not any more, each once, by name and address',
  inTransaction(async (ctx) => {
    const { cast, question, names } = await scene(ctx)
    const thread = await question('ines', 'It hums', ['battery'])
    const gustav = cast.as(ctx, 'gustav')
    const subjects: Subject[] = [
      { kind: 'person', id: cast.people.ines.id },
      { kind: 'tag', id: await tagId(ctx, 'battery') },
      { kind: 'space', id: cast.spaces.riders.id },
      { kind: 'thread', id: thread.id },
    ]
    for (const subject of subjects) {
      assert.equal(await isFollowing(gustav, subject), false)
      await follow(gustav, subject)
      await follow(gustav, subject)
      assert.equal(await isFollowing(gustav, subject), true)
      assert.equal(await isFollowing(cast.as(ctx, 'joost'), subject), false, 'of one person alone')
    }
    assert.deepEqual((await names('gustav')).toSorted(), ['Ines Carvalho', 'It hums', 'Velund Riders', 'battery'])
    const paths = (await listFollowed(gustav)).items.map(({ path }) => path).toSorted()
    assert.deepEqual(paths, [
      `/people/${cast.people.ines.id}-ines`,
      `/questions/${thread.id}/it-hums`,
      '/s/riders',
      '/tags/battery',
    ])
    for (const subject of subjects) {
      await unfollow(gustav, subject)
      await unfollow(gustav, subject)
      assert.equal(await isFollowing(gustav, subject), false)
    }
    assert.deepEqual(await names('gustav'), [])
  }),
)

test(
  'two members follow each other where their connections are kept; whoever works here follows anybody, for themselves',
  inTransaction(async (ctx) => {
    const { cast, names } = await scene(ctx)
    await follow(cast.as(ctx, 'gustav'), { kind: 'person', id: cast.people.ines.id })
    assert.deepEqual(
      (await listOwn(cast.as(ctx, 'gustav'), 'followed')).items.map(({ person }) => person.handle),
      ['ines'],
    )
    await follow(cast.as(ctx, 'daniel'), { kind: 'person', id: cast.people.ines.id })
    await follow(cast.as(ctx, 'daniel'), { kind: 'person', id: cast.people.lena.id })
    assert.deepEqual((await names('daniel')).toSorted(), ['Ines Carvalho', 'Lena Brandt'])
    assert.equal((await ctx.db.selectFrom('follows').selectAll().execute()).length, 1)
    await unfollow(cast.as(ctx, 'gustav'), { kind: 'person', id: cast.people.ines.id })
    assert.deepEqual(await names('gustav'), [])
    // The database itself keeps the two apart.
    const both = sql`insert into followings (account_id, person_id, since)
      values (${cast.people.gustav.id}, ${cast.people.ines.id}, ${ctx.now})`
    await assert.rejects(
      ctx.transaction(async (inside) => void (await both.execute(inside.db))),
      { constraint: 'followings_not_two_members' },
    )
  }),
)

test(
  'what a follower may not read any more is gone from their lists without a word, and back with the right',
  inTransaction(async (ctx) => {
    const { cast, talk, names, stream } = await scene(ctx)
    const thread = await talk('lena', 'battery', 'Cells')
    await setTags(cast.as(ctx, 'lena'), thread.id, ['secret-cells'])
    const aiko = cast.as(ctx, 'aiko')
    await follow(aiko, { kind: 'space', id: cast.spaces.battery.id })
    await follow(aiko, { kind: 'thread', id: thread.id })
    await follow(aiko, { kind: 'tag', id: await tagId(ctx, 'secret-cells') })
    const all = ['Battery & Range', 'Cells', 'secret-cells']
    assert.deepEqual((await names('aiko')).toSorted(), all)
    assert.deepEqual(await stream('aiko'), ['Cells: thread Cells'])
    await removeMember(aiko, cast.spaces.battery, cast.people.aiko.id)
    assert.deepEqual(await names('aiko'), [])
    assert.deepEqual(await stream('aiko'), [])
    const site = await openSite(ctx)
    for (const path of ['/following', '/settings/following']) {
      const { text } = await site.as('aiko').get(path)
      assert.doesNotMatch(text, /secret-cells|Battery &amp; Range|>Cells</)
    }
    await addMember(ctx, cast.spaces.battery, cast.people.aiko.id)
    assert.deepEqual((await names('aiko')).toSorted(), all)
    assert.deepEqual(await stream('aiko'), ['Cells: thread Cells'])
  }),
)

test(
  'the stream has each conversation once, newest first, for the first reason: person, conversation, tag, space',
  inTransaction(async (ctx) => {
    const { cast, question, stream } = await scene(ctx)
    const threads = [
      await question('ines', 'First', ['battery']),
      await question('joost', 'Second', ['battery']),
      await question('joost', 'Third'),
      await question('amina', 'Fourth', ['tide']),
    ]
    for (const [at, { id }] of threads.entries())
      await sql`update threads set created_at = ${new Date(ctx.now.getTime() - (9 - at) * 1000)} where id = ${id}`.execute(
        ctx.db,
      )
    const gustav = cast.as(ctx, 'gustav')
    assert.deepEqual(await stream('gustav'), [])
    await follow(gustav, { kind: 'space', id: cast.spaces.riders.id })
    const asSpace = ['Fourth', 'Third', 'Second', 'First'].map((title) => `${title}: space Velund Riders`)
    assert.deepEqual(await stream('gustav'), asSpace)
    await follow(gustav, { kind: 'tag', id: await tagId(ctx, 'battery') })
    await follow(gustav, { kind: 'thread', id: threads[2]!.id })
    await follow(gustav, { kind: 'person', id: cast.people.ines.id })
    assert.deepEqual(await stream('gustav'), [
      'Fourth: space Velund Riders',
      'Third: thread Third',
      'Second: tag battery',
      'First: person Ines Carvalho',
    ])
    await unfollow(gustav, { kind: 'space', id: cast.spaces.riders.id })
    assert.deepEqual(await stream('gustav'), [
      'Third: thread Third',
      'Second: tag battery',
      'First: person Ines Carvalho',
    ])
  }),
)

test(
  'the stream goes on from page to page and shows each conversation once, however many follows hit it',
  inTransaction(async (ctx) => {
    const { cast } = await scene(ctx)
    await sql`with made as (insert into threads (realm, space_id, type, author_id, title, slug, body, created_at)
        select 'outside', ${cast.spaces.riders.id}, 'question', ${cast.people.ines.id}, 'T' || at, 't', 'b',
          ${ctx.now}::timestamptz - make_interval(mins => at / 2)
        from generate_series(1, 55) at returning id),
      named as (insert into tags (name) values ('one'), ('two') returning id)
      insert into thread_tags (thread_id, tag_id) select made.id, named.id from made, named`.execute(ctx.db)
    const gustav = cast.as(ctx, 'gustav')
    for (const name of ['one', 'two']) await follow(gustav, { kind: 'tag', id: await tagId(ctx, name) })
    await follow(gustav, { kind: 'space', id: cast.spaces.riders.id })
    await follow(gustav, { kind: 'person', id: cast.people.ines.id })
    const seen: number[] = []
    let after: string | undefined
    do {
      const page = await listStream(gustav, after)
      assert.ok(page.items.length <= 20)
      seen.push(...page.items.map(({ thread }) => thread.id))
      after = page.next
    } while (after)
    const { rows } = await sql<{ id: number }>`
      select id from threads where title like 'T%' order by created_at desc, id desc`.execute(ctx.db)
    assert.deepEqual(
      seen,
      rows.map(({ id }) => id),
    )
  }),
)

test(
  'a tag that was merged is followed under both names, and a merged conversation where it goes on',
  inTransaction(async (ctx) => {
    const { cast, question, stream, names } = await scene(ctx)
    await question('ines', 'Old name', ['akku'])
    const gustav = cast.as(ctx, 'gustav')
    await follow(gustav, { kind: 'tag', id: await tagId(ctx, 'akku') })
    await mergeTags(cast.as(ctx, 'sara'), 'outside', 'akku', 'battery')
    await question('joost', 'New name', ['battery'])
    assert.deepEqual((await stream('gustav')).toSorted(), ['New name: tag akku', 'Old name: tag akku'])
    assert.deepEqual(await names('gustav'), ['akku'])
    const [twice, once] = [await question('ines', 'Twice'), await question('joost', 'Once')]
    await mergeThread(cast.as(ctx, 'sara'), twice.id, once.id)
    await follow(gustav, { kind: 'thread', id: twice.id })
    assert.equal(await isFollowing(gustav, { kind: 'thread', id: once.id }), true)
  }),
)

test(
  'what cannot be read cannot be followed, and the refusal is that of something that is not there',
  inTransaction(async (ctx) => {
    const { cast, question, talk } = await scene(ctx)
    const inside = await talk('lena', 'battery', 'Cells')
    await setTags(cast.as(ctx, 'lena'), inside.id, ['secret-cells'])
    const own = await question('ines', 'Mine')
    await narrowThread(cast.as(ctx, 'ines'), own.id, 0)
    const gustav = cast.as(ctx, 'gustav')
    const subjects: Subject[] = [
      { kind: 'person', id: cast.people.lena.id },
      { kind: 'tag', id: await tagId(ctx, 'secret-cells') },
      { kind: 'space', id: cast.spaces.battery.id },
      { kind: 'thread', id: inside.id },
      { kind: 'thread', id: own.id },
    ]
    for (const subject of subjects) {
      const nothing = { ...subject, id: 999_999 } as Subject
      const told = await outcome(follow(gustav, subject))
      assert.match(told, /not-found$/)
      assert.equal(await outcome(follow(gustav, nothing)), told)
      assert.equal(await outcome(unfollow(gustav, subject)), 'ok')
    }
    assert.equal((await ctx.db.selectFrom('followings').selectAll().execute()).length, 0)
    assert.equal(await outcome(follow(gustav, { kind: 'person', id: cast.people.gustav.id })), 'following.yourself')
  }),
)

test(
  'nobody follows more than a thousand things, and the last one is refused with what to do',
  inTransaction(async (ctx) => {
    const { cast } = await scene(ctx)
    const gustav = cast.as(ctx, 'gustav')
    await sql`with made as (insert into tags (name) select 'n' || at from generate_series(1, ${mostFollowed - 1}) at returning id)
      insert into followings (account_id, tag_id, since) select ${cast.people.gustav.id}, id, ${ctx.now} from made`.execute(
      ctx.db,
    )
    await follow(gustav, { kind: 'space', id: cast.spaces.riders.id })
    assert.equal(await outcome(follow(gustav, { kind: 'space', id: cast.spaces.testers.id })), 'following.many')
    await unfollow(gustav, { kind: 'space', id: cast.spaces.riders.id })
    assert.equal(await outcome(follow(gustav, { kind: 'space', id: cast.spaces.testers.id })), 'ok')
  }),
)

test(
  'a block ends following, and whoever closes the account follows nothing and is followed by nobody',
  inTransaction(async (ctx) => {
    const { cast, names } = await scene(ctx)
    await follow(cast.as(ctx, 'gustav'), { kind: 'person', id: cast.people.ines.id })
    await block(cast.as(ctx, 'gustav'), cast.people.ines.id)
    assert.deepEqual(await names('gustav'), [])
    assert.equal(
      await outcome(follow(cast.as(ctx, 'gustav'), { kind: 'person', id: cast.people.ines.id })),
      'connections.blocked',
    )
    await follow(cast.as(ctx, 'daniel'), { kind: 'person', id: cast.people.ines.id })
    await follow(cast.as(ctx, 'daniel'), { kind: 'space', id: cast.spaces.riders.id })
    await follow(cast.as(ctx, 'lena'), { kind: 'person', id: cast.people.daniel.id })
    await sql`update accounts set state = 'closed' where handle = 'daniel'`.execute(ctx.db)
    assert.equal((await ctx.db.selectFrom('followings').selectAll().execute()).length, 0)
  }),
)
