/** Who follows is told of what is new: once, for the first reason, if they may read it, in portions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { mergeTags, undoMerge } from '../../content/tags/synonyms.ts'
import { type TagId, setTags } from '../../content/tags/tags.ts'
import {
  type ThreadId,
  addReply,
  hidePost,
  mergeThread,
  narrowThread,
  recallReply,
  restorePost,
  showPost,
  startThread,
} from '../../content/threads/threads.ts'
import { block } from '../../people/connections/connections.ts'
import type { Ctx } from '../../platform/context.ts'
import { addMember, removeMember } from '../../realms/spaces/spaces.ts'
import { listNotices, readThreadNotices } from '../notices/notices.ts'
import { tellFollowersOn } from './following.listeners.ts'
import { type Subject, follow } from './following.ts'

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const tag = async (name: string): Promise<Subject> => {
    await sql`insert into tags (name) values (${name}) on conflict do nothing`.execute(ctx.db)
    const { id } = await ctx.db.selectFrom('tags').select('id').where('name', '=', name).executeTakeFirstOrThrow()
    return { kind: 'tag', id: id as TagId }
  }
  const seed = (name: string) => ask(cast.as(ctx, 'amina'), { space: 'riders', title: 'Seed', body: 'x', tags: [name] })
  const question = async (who: PersonName, title: string, tags: string[] = []) =>
    (await ask(cast.as(ctx, who), { space: 'riders', title, body: 'Why?', tags })).thread
  /** What somebody is told by following: the title, what happened, and why. */
  const told = async (who: PersonName) => {
    await hearEverything(ctx)
    const { items } = await listNotices(cast.as(ctx, who))
    return items
      .filter(({ kind }) => kind.name.startsWith('followed-'))
      .map((one) => `${one.title}: ${one.says}, ${one.because}`)
  }
  const space = (name: 'riders' | 'battery' | 'velund' | 'cells'): Subject => ({
    kind: 'space',
    id: cast.spaces[name].id,
  })
  const person = (who: PersonName): Subject => ({ kind: 'person', id: cast.people[who].id })
  return { cast, tag, seed, question, told, space, person }
}

test(
  'a new conversation is told for a person, a tag and a space, each with its reason, and never to whoever began it',
  inTransaction(async (ctx) => {
    const { cast, tag, seed, question, told, space, person } = await scene(ctx)
    await seed('battery')
    await hearEverything(ctx)
    await follow(cast.as(ctx, 'gustav'), person('ines'))
    await follow(cast.as(ctx, 'joost'), await tag('battery'))
    await follow(cast.as(ctx, 'daniel'), space('riders'))
    await follow(cast.as(ctx, 'ines'), space('riders'))
    await question('ines', 'It hums', ['battery'])
    assert.deepEqual(await told('gustav'), ['It hums: Ines Carvalho began a conversation, because you follow them'])
    assert.deepEqual(await told('joost'), [
      'It hums: Ines Carvalho began a conversation, because you follow the tag battery',
    ])
    assert.deepEqual(await told('daniel'), [
      'It hums: Ines Carvalho began a conversation, because you follow Velund Riders',
    ])
    assert.deepEqual(await told('ines'), [])
    assert.deepEqual(await told('amina'), [])
  }),
)

test(
  'several follows that hit are told once, and the first reason wins; who wants nothing of it hears the next',
  inTransaction(async (ctx) => {
    const { cast, tag, seed, question, told, space, person } = await scene(ctx)
    await seed('battery')
    await seed('tide')
    await hearEverything(ctx)
    const gustav = cast.as(ctx, 'gustav')
    await follow(gustav, space('riders'))
    await question('ines', 'One')
    assert.deepEqual(
      (await told('gustav')).map((one) => one.split(', ')[1]),
      ['because you follow Velund Riders'],
    )
    await follow(gustav, await tag('tide'))
    await follow(gustav, await tag('battery'))
    await question('ines', 'Two', ['tide', 'battery'])
    assert.match((await told('gustav'))[0]!, /Two.*because you follow the tag battery/)
    await follow(gustav, person('ines'))
    await question('ines', 'Three', ['battery'])
    const all = await told('gustav')
    assert.equal(all.length, 3)
    assert.match(all[0]!, /Three.*because you follow them/)
    await hearEverything(ctx)
    assert.equal((await told('gustav')).length, 3)
  }),
)

test(
  'of those who follow, nobody is told who may not read it; a follow gives no right and comes alive with the right',
  inTransaction(async (ctx) => {
    const { cast, told, space } = await scene(ctx)
    const post = (title: string) =>
      startThread(cast.as(ctx, 'lena'), cast.spaces.battery, { type: 'discussion', title, body: 'So.' })
    for (const who of ['aiko', 'tomasz'] as const) await follow(cast.as(ctx, who), space('battery'))
    await post('Both')
    assert.deepEqual([(await told('aiko')).length, (await told('tomasz')).length], [1, 1])
    await removeMember(cast.as(ctx, 'aiko'), cast.spaces.battery, cast.people.aiko.id)
    await post('One')
    assert.deepEqual([(await told('aiko')).length, (await told('tomasz')).length], [0, 2])
    await addMember(ctx, cast.spaces.battery, cast.people.aiko.id)
    await post('Both again')
    // What was missed meanwhile is not told afterwards.
    assert.deepEqual(
      (await told('aiko')).map((one) => one.split(':')[0]),
      ['Both again', 'Both'],
    )
  }),
)

test(
  'a post for friends or oneself alone is told to nobody beyond it, whatever they follow',
  inTransaction(async (ctx) => {
    const { cast, told, space, person } = await scene(ctx)
    for (const who of everybody) {
      if (who === 'visitor' || who === 'petra') continue
      await follow(cast.as(ctx, who), space('riders'))
      if (who !== 'ines') await follow(cast.as(ctx, who), person('ines'))
    }
    await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      ...{ type: 'question', title: 'For friends', body: 'x' },
      reach: 1,
    })
    const late = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      type: 'question',
      title: 'Late',
      body: 'x',
    })
    await narrowThread(cast.as(ctx, 'ines'), late.id, 0)
    for (const who of everybody) if (who !== 'visitor') assert.deepEqual(await told(who), [], who)
  }),
)

test(
  'blocked people are not told of each other, in either direction',
  inTransaction(async (ctx) => {
    const { cast, question, told, space } = await scene(ctx)
    for (const who of ['gustav', 'joost', 'ines'] as const) await follow(cast.as(ctx, who), space('riders'))
    await block(cast.as(ctx, 'gustav'), cast.people.ines.id)
    const thread = await question('ines', 'Hers')
    await question('gustav', 'His')
    assert.deepEqual((await told('gustav')).length, 0)
    assert.deepEqual((await told('ines')).length, 0)
    assert.equal((await told('joost')).length, 2)
    await follow(cast.as(ctx, 'gustav'), { kind: 'thread', id: thread.id })
    await addReply(cast.as(ctx, 'ines'), thread.id, { kind: 'comment', body: 'More.' })
    assert.deepEqual(await told('gustav'), [])
  }),
)

test(
  'a reply is told to those who follow the conversation, once until they look; an answer not twice to whoever asked',
  inTransaction(async (ctx) => {
    const { cast, question, told } = await scene(ctx)
    const thread = await question('ines', 'It hums')
    const subject: Subject = { kind: 'thread', id: thread.id }
    for (const who of ['gustav', 'ines', 'joost'] as const) await follow(cast.as(ctx, who), subject)
    await answer(cast.as(ctx, 'joost'), thread.id, 'Grease.')
    assert.deepEqual(await told('gustav'), ['It hums: Joost van Rijn replied, because you follow it'])
    assert.deepEqual(await told('joost'), [])
    assert.deepEqual(await told('ines'), [])
    const { items } = await listNotices(cast.as(ctx, 'ines'))
    assert.deepEqual(
      items.map(({ kind }) => kind.name),
      ['answer'],
    )
    await addReply(cast.as(ctx, 'amina'), thread.id, { kind: 'comment', body: 'Same.' })
    assert.equal((await told('gustav')).length, 1, 'the first is not looked at yet')
    assert.equal((await told('ines')).length, 1)
    await readThreadNotices(cast.as(ctx, 'gustav'), thread.id)
    const { id } = await addReply(cast.as(ctx, 'amina'), thread.id, { kind: 'comment', body: 'Still.' })
    assert.equal((await told('gustav')).length, 2)
    await recallReply(ctx, id)
    assert.equal((await told('gustav')).length, 1, 'what was recalled is gone from what was told')
  }),
)

test(
  'a conversation that was merged into another is followed on where it goes on',
  inTransaction(async (ctx) => {
    const { cast, question, told } = await scene(ctx)
    const [twice, once] = [await question('ines', 'Twice'), await question('joost', 'Once')]
    await follow(cast.as(ctx, 'gustav'), { kind: 'thread', id: twice.id })
    await mergeThread(cast.as(ctx, 'sara'), twice.id, once.id)
    await addReply(cast.as(ctx, 'amina'), once.id, { kind: 'comment', body: 'Same.' })
    assert.deepEqual(await told('gustav'), ['Once: Amina Haddad replied, because you follow it'])
  }),
)

test(
  'a tag is followed under every name that leads to it, on the side where it does, as long as it does',
  inTransaction(async (ctx) => {
    const { cast, tag, seed, question, told } = await scene(ctx)
    await seed('akku')
    await seed('battery')
    await hearEverything(ctx)
    await follow(cast.as(ctx, 'gustav'), await tag('akku'))
    await follow(cast.as(ctx, 'joost'), await tag('battery'))
    await follow(cast.as(ctx, 'lena'), await tag('akku'))
    const merge = await mergeTags(cast.as(ctx, 'sara'), 'outside', 'akku', 'battery')
    await question('ines', 'Merged', ['akku'])
    for (const who of ['gustav', 'joost', 'lena'] as const) assert.equal((await told(who)).length, 1, who)
    const talk = await startThread(cast.as(ctx, 'aiko'), cast.spaces.velund, {
      type: 'discussion',
      title: 'In',
      body: 'x',
    })
    await setTags(cast.as(ctx, 'aiko'), talk.id, ['battery'])
    assert.equal((await told('lena')).length, 1, 'inside the two are not the same')
    await undoMerge(cast.as(ctx, 'sara'), 'outside', merge)
    await question('ines', 'Apart', ['battery'])
    assert.deepEqual([(await told('gustav')).length, (await told('joost')).length], [1, 2])
  }),
)

test(
  'what is held for review is told when it is shown, and never when it was hidden before anybody heard',
  inTransaction(async (ctx) => {
    const { cast, question, told, space } = await scene(ctx)
    await follow(cast.as(ctx, 'gustav'), space('riders'))
    const thread = await question('ines', 'Held')
    const kept = await hidePost(ctx, { threadId: thread.id, replyId: null })
    assert.deepEqual(await told('gustav'), [])
    await restorePost(ctx, { threadId: thread.id, replyId: null }, kept)
    await showPost(ctx, { threadId: thread.id, replyId: null }, true)
    assert.equal((await told('gustav')).length, 1)
  }),
)

interface Waiting {
  readonly threadId: ThreadId
  readonly replyId: null
  readonly afterAccount: number
}

async function waiting(ctx: Ctx): Promise<Waiting[]> {
  const { rows } = await sql<{ payload: Waiting }>`
    select private.payload from graphile_worker._private_jobs private
      join graphile_worker._private_tasks tasks on tasks.id = private.task_id
      where tasks.identifier = 'tell-followers' order by private.id`.execute(ctx.db)
  return rows.map((row) => row.payload)
}

test(
  'a space with many followers tells the first at once and the rest in portions, everybody once, whatever is repeated',
  inTransaction(async (ctx) => {
    const { cast, question } = await scene(ctx)
    await sql`with made as (
        insert into accounts (realm, handle, display_name, email)
          select 'outside', 'follower' || at, 'Follower ' || at, 'f' || at || '@people.example' from generate_series(1, 230) at returning id)
      insert into followings (account_id, space_id, since) select id, ${cast.spaces.riders.id}, ${ctx.now} from made`.execute(
      ctx.db,
    )
    // Some of them follow the author too: they are told once all the same.
    await sql`insert into follows (account_id, followed_id)
      select id, ${cast.people.ines.id} from accounts where handle like 'follower1%'`.execute(ctx.db)
    const thread = await question('ines', 'Many')
    await hearEverything(ctx)
    const told = async () => {
      const { rows } = await sql<{ people: number; notices: number }>`
        select count(distinct account_id)::int as people, count(*)::int as notices from notices
        where thread_id = ${thread.id} and kind like 'followed-%'`.execute(ctx.db)
      return rows[0]!
    }
    assert.deepEqual(await told(), { people: 100, notices: 100 })
    const [first] = await waiting(ctx)
    await tellFollowersOn.work(ctx, first as never)
    await tellFollowersOn.work(ctx, first as never)
    assert.deepEqual(await told(), { people: 200, notices: 200 })
    const last = (await waiting(ctx)).find(({ afterAccount }) => afterAccount !== first!.afterAccount)!
    await tellFollowersOn.work(ctx, last as never)
    assert.deepEqual(await told(), { people: 230, notices: 230 })
    assert.equal((await waiting(ctx)).length, 2, 'nothing is put off after the last of them')
    await sql`delete from threads where id = ${thread.id}`.execute(ctx.db)
    await tellFollowersOn.work(ctx, last as never)
  }),
)

test(
  'what is told by following stays here: no mail goes out unless somebody asks for it',
  inTransaction(async (ctx) => {
    const { cast, question, told, space } = await scene(ctx)
    await follow(cast.as(ctx, 'gustav'), space('riders'))
    await question('ines', 'It hums')
    assert.equal((await told('gustav')).length, 1)
    assert.equal((await ctx.db.selectFrom('mails').select('id').execute()).length, 0)
  }),
)
