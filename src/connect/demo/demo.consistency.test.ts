/** The demo as a house that could have been lived in: nothing in it that the product would not let anybody do. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { openSite } from '../../../test/browse.ts'
import { freshPool } from '../../../test/database.ts'
import '../../features.ts'
import { type Thread, getThread, listReplies } from '../../content/threads/threads.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import type { AccountId } from '../../platform/ids.ts'
import { silentLog } from '../../platform/log.ts'
import { putSetting } from '../../platform/settings.ts'
import { demandWriting, getSpaceById } from '../../realms/spaces/spaces.ts'
import { makeChance } from './chance.ts'
import { buildDemo } from './demo.ts'

// The real time: whoever answers for a guest does so until a day that the database compares with its own.
const now = new Date()
let ctx: Ctx

before(async () => {
  const viewer = { kind: 'system', reason: 'test' } as const
  ctx = makeCtx({ viewer, db: openDatabase(await freshPool('empty')), now, log: silentLog })
  await putSetting(ctx, 'company', 'Velund')
  await putSetting(ctx, 'set-up-at', now.toISOString())
  await buildDemo(ctx)
})

async function rowsOf<Row>(statement: string): Promise<Row[]> {
  const { rows } = await sql<Row>`${sql.raw(statement)}`.execute(ctx.db)
  return rows
}

/** Every account as the viewer that it would be. */
async function everyone(): Promise<Map<AccountId, AccountViewer>> {
  const people = await rowsOf<AccountViewer & { name: string }>(
    `select id, realm, display_name as name, array(select office from offices where account_id = accounts.id) as offices from accounts`,
  )
  return new Map(people.map((person) => [person.id, { ...person, kind: 'account' }]))
}

/** What must never be, in words, with the rows in which it would be. */
const never: Record<string, string> = {
  'a reply before its thread':
    "select r.id from replies r join threads t on t.id = r.thread_id where r.created_at < t.created_at and not exists (select from thread_acts s where s.other_id = t.id and s.act = 'split')",
  'a comment before the answer that it is about, or on another thread':
    "select c.id from replies c join replies a on a.id = c.parent_id where c.created_at < a.created_at or c.thread_id <> a.thread_id or a.kind <> 'answer'",
  'an answer under anything but a question outside, or a comment under what has none': `select r.id from replies r join threads t on t.id = r.thread_id
     where t.realm = 'outside' and r.kind <> all (case t.type when 'question' then '{answer,comment}' when 'idea' then '{comment}' else '{reply}' end::text[])
       or t.realm <> 'outside' and r.kind <> case t.type when 'idea' then 'comment' else 'reply' end`,
  'a vote that is not that of its last event, by an employee among those of members, or before the idea': `select v.idea_id from idea_votes v join ideas i on i.thread_id = v.idea_id join accounts a on a.id = v.account_id
     where v.voted_at < i.created_at or v.from_staff <> (i.realm = 'outside' and a.realm <> 'outside') or v.value <> (select value from idea_vote_events e
       where e.idea_id = v.idea_id and e.account_id = v.account_id order by e.id desc limit 1)`,
  'an idea whose author did not vote for it, or whose sums are not its votes': `select i.thread_id from ideas i join threads t on t.id = i.thread_id
     where not exists (select from idea_votes v where v.idea_id = i.thread_id and v.account_id = t.author_id and v.value = 1)
       or not exists (select from ideas m where m.merged_into = i.thread_id) and (i.votes_for <> (select count(*) from idea_votes v where v.idea_id = i.thread_id and value = 1)
       or i.votes_against <> (select count(*) from idea_votes v where v.idea_id = i.thread_id and value = -1))`,
  'a stage that is not the last that was said, or was said by nobody who may, or before the idea': `select c.id from idea_stage_changes c join ideas i on i.thread_id = c.idea_id
     where c.changed_at < i.created_at or i.realm = 'outside' and c.stage <> 'archived' and not exists (select from offices where account_id = c.changed_by and office = 'official-voice')
       or i.stage <> (select stage from idea_stage_changes l where l.idea_id = c.idea_id order by l.id desc limit 1)`,
  'a problem that stands otherwise than was last said': `select p.thread_id from problems p where p.state <> (select to_state from problem_changes c where c.thread_id = p.thread_id order by c.id desc limit 1)`,
  'thanks for one’s own praise, or before it': `select p.thread_id from praise_thanks p join threads t on t.id = p.thread_id where p.account_id = t.author_id or p.given_at < t.created_at`,
  'activity that is not that of the newest word': `select t.id from threads t where active_at <> greatest(t.created_at, (select max(created_at) from replies where thread_id = t.id))
       and not exists (select from thread_acts s where s.thread_id = t.id and s.act in ('merge', 'split'))`,
  'an acceptance by anybody but the asker, of another question, or before the answer': `select a.thread_id from answer_acceptances a join threads t on t.id = a.thread_id join replies r on r.id = a.answer_id
     where a.accepted_by <> t.author_id or r.thread_id <> t.id or r.kind <> 'answer' or a.accepted_at < r.created_at`,
  'an official mark without the office, on another thread, or before the answer': `select o.answer_id from official_answers o join replies r on r.id = o.answer_id
     where r.thread_id <> o.thread_id or o.marked_at < r.created_at
       or not exists (select from offices where account_id = o.marked_by and office = 'official-voice')`,
  '"same here" of the asker, of an employee, or before the question': `select s.thread_id from same_heres s join threads t on t.id = s.thread_id join accounts a on a.id = s.account_id
     where s.account_id = t.author_id or a.realm <> 'outside' or s.said_at < t.created_at`,
  'thanks for one’s own answer, or before it':
    'select k.reply_id from kudos k join replies r on r.id = k.reply_id where k.account_id = r.author_id or k.given_at < r.created_at',
  'a tag that nothing carries': 'select id from tags where not exists (select from thread_tags where tag_id = tags.id)',
  'more than five tags': 'select thread_id from thread_tags group by thread_id having count(*) > 5',
  'a swarm on anything but a question outside, or before it': `select s.id from swarms s join threads q on q.id = s.question_id where q.type <> 'question' or q.realm <> 'outside' or s.opened_at < q.created_at`,
  'a call of somebody who is no employee, or whose room it is not': `select c.swarm_id from swarm_calls c join accounts a on a.id = c.account_id join swarms s on s.id = c.swarm_id join threads t on t.id = s.companion_id
     join spaces p on p.id = t.space_id where a.realm <> 'inside' or c.called_at < s.opened_at or c.joined_at < c.called_at
       or (p.access <> 'employees' and not exists (select from memberships m where m.space_id = p.id and m.account_id = c.account_id))`,
  'somebody told what came of it who neither asked nor said "same here"': `select l.id from loop_closures l join threads t on t.id = l.thread_id where (l.because = 'asked') <> (l.account_id = t.author_id)
       or (l.because = 'same-here' and not exists (select from same_heres s where s.thread_id = l.thread_id and s.account_id = l.account_id))`,
  'somebody told of an answer of another question, or before there was one':
    'select l.id from loop_closures l join replies r on r.id = l.answer_id where r.thread_id <> l.thread_id or l.told_at < r.created_at',
  'a crossing of words that are not those that stand there': `select c.id from crossings c join replies r on r.id = c.target_id and c.target_kind = 'reply' where r.body <> c.bytes or c.happened_at > r.created_at + interval '1 second'`,
  'a member before there was such a person':
    'select m.account_id from memberships m join accounts a on a.id = m.account_id where m.joined_at < a.created_at',
  'a guest in no room': `select id from accounts where realm = 'bridge' and not exists (select from memberships where account_id = accounts.id)`,
  'somebody who wrote before they came': `select t.id from threads t join accounts a on a.id = t.author_id where t.created_at < a.created_at
     union all select r.id from replies r join accounts a on a.id = r.author_id where r.created_at < a.created_at`,
  'two people of one name': 'select min(id) from accounts group by display_name having count(*) > 1',
  'a connection with oneself, with who is no member, before either came, or said yes to before it was asked': `select c.lower_id from connections c
     join accounts l on l.id = c.lower_id join accounts h on h.id = c.higher_id
     where l.realm <> 'outside' or h.realm <> 'outside' or c.asked_at < greatest(l.created_at, h.created_at)
       or c.accepted_at < c.asked_at or c.accepted_at > now()`,
  'what a member tells, in a place that no page shows':
    "select id from accounts where realm = 'outside' and about <> ''",
  'work that is owed, but for telling facts that are forgotten': `select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier <> 'deliver-event'
     union all select id from events`,
}

test('nothing stands in the demo that could not have happened', async () => {
  for (const [what, statement] of Object.entries(never)) {
    const found = await rowsOf(`select * from (${statement}) wrong limit 3`)
    assert.deepEqual(found, [], what)
  }
})

test('everybody wrote where they may write, and can read what they wrote', async () => {
  const people = await everyone()
  const words = await rowsOf<{ authorId: AccountId; threadId: Thread['id']; spaceId: Thread['spaceId'] }>(
    `select distinct on (author_id, space_id) * from (
       select author_id, id as thread_id, space_id from threads
       union select r.author_id, t.id, t.space_id from replies r join threads t on t.id = r.thread_id) words`,
  )
  assert.ok(words.length > 200)
  for (const { authorId, threadId, spaceId } of words) {
    const as = ctx.as(people.get(authorId)!)
    const thread = await getThread(as, threadId).catch(() => assert.fail(`${authorId} cannot read thread ${threadId}`))
    assert.equal(thread.id, threadId)
    await demandWriting(as, await getSpaceById(as, spaceId))
  }
})

test('members stand at every distance from each other, and narrowed texts are read exactly as far as they reach', async () => {
  const people = await everyone()
  const idOf = (name: string) => [...people.values()].find((one) => one.name === name)!.id
  const steps = async (one: string, other: string) => {
    for (const degrees of [1, 2, 3])
      if (
        (await rowsOf<{ near: boolean }>(`select within_degrees(${idOf(one)}, ${idOf(other)}, ${degrees}) as near`))[0]!
          .near
      )
        return degrees
    return Infinity
  }
  assert.equal(await steps('Ines Carvalho', 'Gustav Ek'), 1)
  assert.equal(await steps('Ines Carvalho', 'Willem Bakker'), 2)
  assert.equal(await steps('Ines Carvalho', 'Amina Haddad'), 3)
  assert.equal(await steps('Amina Haddad', 'Willem Bakker'), Infinity)
  const narrowed = await rowsOf<{ id: Thread['id']; author: AccountId; reach: number }>(
    'select id, author_id as author, reach from threads where reach is not null order by reach',
  )
  assert.deepEqual([...new Set(narrowed.map(({ reach }) => reach))], [0, 1, 2, 3, 4])
  const counts: number[] = []
  for (const { id, author, reach } of narrowed) {
    let count = 0
    for (const person of people.values()) {
      const reads = await getThread(ctx.as(person), id).then(
        () => true,
        () => false,
      )
      if (reads) count++
      if (person.id === author) assert.ok(reads, 'whoever wrote it')
      else if (person.realm !== 'outside')
        assert.equal(reads, reach === 4 && person.realm === 'inside', `${person.name}, ${reach}`)
    }
    counts.push(count)
    await assert.rejects(getThread(ctx.as({ kind: 'visitor' }), id), `${reach} is not for the web`)
  }
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
    'the further it reaches, the more read it',
  )
  assert.ok(counts[0] === 1 && counts[1]! > 2 && counts.at(-1)! >= 300, counts.join(' '))
  const reaches = await rowsOf<{ reach: number }>('select distinct reach from profile_fields order by reach')
  assert.deepEqual(
    reaches.map(({ reach }) => reach),
    [0, 1, 2, 3, 4, 5],
  )
})

test('no title, text or name of the inside is on any page that a visitor or a rider can open', async () => {
  const secret = (
    await rowsOf<{ title: string }>(
      `select title from threads where realm <> 'outside' and title <> '' and title not like 'Swarm:%'`,
    )
  ).map(({ title }) => title)
  assert.ok(secret.length > 30)
  const site = await openSite(ctx)
  const rider = [...(await everyone()).values()].find(({ realm }) => realm === 'outside')!
  const questions = await rowsOf<{ id: number; slug: string }>(
    `select t.id, t.slug from threads t where realm = 'outside' and type = 'question' and merged_into_id is null and (id in (select question_id from swarms) or id % 25 = 0)`,
  )
  const paths = [
    '/questions',
    '/questions/feed.atom',
    '/sitemap/1.xml',
    '/s/riders',
    ...questions.map(({ id, slug }) => `/questions/${id}/${slug}`),
  ]
  assert.ok(paths.length > 8)
  for (const viewer of [{ kind: 'visitor' } as const, rider]) {
    for (const path of paths) {
      const { status, text } = await site.as(viewer).get(path)
      assert.ok(status === 200 || status === 404, `${path}: ${status}`)
      for (const title of secret) assert.ok(!text.includes(title), `${path} tells of “${title}”`)
    }
  }
})

test('whoever looks around finds every first page filled', async () => {
  const site = await openSite(ctx)
  const people = [...(await everyone()).values()]
  const employee = people.find(({ realm, offices }) => realm === 'inside' && offices.includes('official-voice'))!
  const guest = people.find(({ realm }) => realm === 'bridge')!
  for (const [path, words] of [
    ['/inside', /Velund/],
    ['/inside/swarms', /class="[^"]*item|<li/],
    ['/inside/crossings', /<li|<tr/],
    ['/inside/measures', /heard/i],
    ['/search?q=battery', /Threads/],
  ] as const) {
    const page = await site.as(employee).get(path)
    assert.equal(page.status, 200, path)
    assert.match(page.text, words, path)
  }
  const room = (await site.as(guest).get('/inside')).location
  assert.match(room ?? '', /^\/inside\/spaces\//)
  assert.match((await site.as(guest).get(room!)).text, /<li/)
})

test('the longest talk of each side reads in the order in which it was had', async () => {
  const longest = await rowsOf<{ id: Thread['id'] }>(
    `select distinct on (realm) id from threads order by realm, reply_count + answer_count desc, id`,
  )
  assert.equal(longest.length, 3)
  for (const { id } of longest) {
    const times = (await listReplies(ctx, id)).map((reply) => reply.createdAt.getTime())
    assert.ok(times.length >= 2)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  }
})

test('chance is the same for the same seed, keeps within its bounds, and takes nothing twice', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: -50, max: 50 }),
      fc.nat({ max: 60 }),
      fc.nat({ max: 80 }),
      (seed, low, width, count) => {
        const [one, two] = [makeChance(seed), makeChance(seed)]
        const items = Array.from({ length: width + 1 }, (_, n) => n)
        for (let n = 0; n < 20; n++) {
          const number = one.between(low, low + width)
          assert.ok(Number.isInteger(number) && number >= low && number <= low + width)
          assert.equal(two.between(low, low + width), number)
          assert.ok(items.includes(one.pick(items)))
          two.pick(items)
          const share = one.next()
          assert.ok(share >= 0 && share < 1)
          assert.equal(two.next(), share)
        }
        const some = one.some(items, count)
        assert.equal(some.length, Math.min(count, items.length))
        assert.equal(new Set(some).size, some.length)
        assert.deepEqual(two.some(items, count), some)
      },
    ),
    { numRuns: 60 },
  )
  const ends = new Set(
    Array.from(
      { length: 200 },
      (
        (chance) => () =>
          chance.between(1, 3)
      )(makeChance(1)),
    ),
  )
  assert.deepEqual(ends, new Set([1, 2, 3]), 'both ends come up')
})
