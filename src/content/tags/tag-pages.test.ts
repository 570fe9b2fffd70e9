/** What the page of a tag and the list of all tags show, to whom, and that they count only what their reader may read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { taggedHouse } from '../../../test/tags.ts'
import { postIdea, vote } from '../ideas/ideas.ts'
import { acceptAnswer, answer, giveKudos, post } from '../questions/questions.ts'
import { hidePost, narrowThread, recallReply, startThread } from '../threads/threads.ts'
import { mergeTags } from './synonyms.ts'
import { listTagThreads, listTags, openTag } from './tag-pages.ts'
import { setTags } from './tags.ts'

test(
  'the page of a tag has conversations of every type, narrowed by one, newest first',
  inTransaction(async (ctx) => {
    const { cast, question } = await taggedHouse(ctx)
    const asked = { space: 'riders', body: 'So.', tags: ['battery'] }
    await question('ines', 'A question', ['battery'])
    await post(cast.as(ctx, 'ines'), 'problem', { ...asked, title: 'A problem' })
    await post(cast.as(ctx, 'gustav'), 'praise', { ...asked, title: 'A praise' })
    await postIdea(cast.as(ctx, 'joost'), { ...asked, title: 'An idea' })
    const update = await startThread(cast.as(ctx, 'mirela'), cast.spaces.riders, {
      ...{ type: 'update', title: 'An update', body: 'So.' },
    })
    await setTags(cast.as(ctx, 'mirela'), update.id, ['battery'])
    const visitor = cast.as(ctx, 'visitor')
    const tag = await openTag(visitor, 'outside', 'battery')
    const titles = async (show: string) => (await listTagThreads(visitor, tag, show)).items.map(({ title }) => title)
    assert.deepEqual(await titles('all'), ['An update', 'An idea', 'A praise', 'A problem', 'A question'])
    assert.deepEqual(await titles('questions'), ['A question'])
    assert.deepEqual(await titles('ideas'), ['An idea'])
    assert.deepEqual(await titles('problems'), ['A problem'])
    assert.deepEqual(await titles('praise'), ['A praise'])
    assert.deepEqual(await titles('updates'), ['An update'])
    assert.deepEqual(await titles('discussions'), [])
    const site = await openSite(ctx)
    const page = await site.as('visitor').get('/tags/battery?show=discussions')
    assert.deepEqual([page.status, /Nothing of this kind has this tag/.test(page.text)], [200, true])
    assert.match(page.text, /noindex/)
    assert.match((await site.as('visitor').get('/tags/battery?show=nonsense')).text, /An idea/)
  }),
)

test(
  'ideas stand by votes; people by answers that were accepted or much thanked for, of what their reader may read',
  inTransaction(async (ctx) => {
    const { cast, question, facts } = await taggedHouse(ctx)
    const idea = (title: string) =>
      postIdea(cast.as(ctx, 'joost'), { space: 'riders', title, body: 'b', tags: ['battery'] })
    const [, better] = [await idea('Good'), await idea('Better')]
    for (const who of ['ines', 'gustav'] as const) await vote(cast.as(ctx, who), better.id, 1)
    const thread = await question('ines', 'It hums', ['battery'])
    const accepted = await answer(cast.as(ctx, 'gustav'), thread.id, 'Grease.')
    await acceptAnswer(cast.as(ctx, 'ines'), accepted.id)
    await answer(cast.as(ctx, 'amina'), thread.id, 'No idea.')
    const thanked = await answer(cast.as(ctx, 'daniel'), thread.id, 'Oil.')
    for (const who of ['ines', 'gustav', 'joost'] as const) await giveKudos(cast.as(ctx, who), thanked.id)
    const shown = await facts('visitor', 'battery')
    assert.deepEqual(
      shown.ideas.map((one) => [one.thread.title, one.votes.score]),
      [
        ['Better', 3],
        ['Good', 1],
      ],
    )
    assert.deepEqual(
      shown.people.map(({ person, count, thanks }) => [person.handle, count, thanks]),
      [
        ['gustav', 1, 0],
        ['daniel', 0, 3],
      ],
    )
    const site = await openSite(ctx)
    const { text } = await site.as('visitor').get('/tags/battery')
    assert.match(
      text,
      /Who knows it.*href="\/people\/\d+-gustav">Gustav Ek.*1 answer chosen.*<b dir="auto">Daniel Okafor.*3 thanks/s,
    )
    await recallReply(ctx, thanked.id)
    assert.deepEqual(
      (await facts('visitor', 'battery')).people.map(({ person }) => person.handle),
      ['gustav'],
    )
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 0)
    assert.deepEqual((await facts('visitor', 'battery')).people, [])
    assert.deepEqual(
      (await facts('ines', 'battery')).people.map(({ person }) => person.handle),
      ['gustav'],
    )
  }),
)

test(
  'months, tags beside it and counts are of what their reader may read, and of nothing else',
  inTransaction(async (ctx) => {
    const { cast, question, facts } = await taggedHouse(ctx)
    const open = await question('ines', 'Open', ['battery', 'tide', 'winter'])
    const old = await question('gustav', 'Old', ['battery', 'tide'])
    const members = await question('ines', 'Testers', ['battery', 'secret-word'], 'testers')
    const own = await question('ines', 'Mine', ['battery', 'my-word'])
    await narrowThread(cast.as(ctx, 'ines'), own.id, 0)
    const ago = (months: number) => new Date(Date.UTC(ctx.now.getUTCFullYear(), ctx.now.getUTCMonth() - months, 3))
    for (const [thread, months] of [
      [open, 0],
      [old, 11],
      [members, 2],
    ] as const)
      await sql`update threads set created_at = ${ago(months)} where id = ${thread.id}`.execute(ctx.db)
    const visitor = await facts('visitor', 'battery')
    assert.equal(visitor.count, 2)
    assert.deepEqual(
      visitor.months.map(({ count }) => count),
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    )
    assert.equal(visitor.months[0]!.at.getUTCDate(), 1)
    assert.deepEqual(visitor.beside, [
      { name: 'tide', count: 2 },
      { name: 'winter', count: 1 },
    ])
    const member = await facts('gustav', 'battery')
    assert.equal(member.count, 3)
    assert.equal(member.months[9]!.count, 1)
    assert.deepEqual(
      member.beside.map(({ name }) => name),
      ['tide', 'secret-word', 'winter'],
    )
    assert.equal((await facts('ines', 'battery')).count, 4)
    await sql`update threads set created_at = ${ago(13)} where id = ${old.id}`.execute(ctx.db)
    assert.equal((await facts('visitor', 'battery')).months[0]!.count, 0, 'a year and no more')
    const list = async (who: PersonName | 'visitor') =>
      (await listTags(cast.as(ctx, who), 'outside')).items.map(({ name, count }) => `${name} ${count}`)
    assert.deepEqual(await list('visitor'), ['battery 2', 'tide 2', 'winter 1'])
    assert.deepEqual(await list('gustav'), ['battery 3', 'secret-word 1', 'tide 2', 'winter 1'])
    assert.deepEqual(await list('ines'), ['battery 4', 'my-word 1', 'secret-word 1', 'tide 2', 'winter 1'])
    await hidePost(ctx, { threadId: open.id, replyId: null })
    assert.deepEqual(await list('visitor'), ['battery 1', 'tide 1'])
  }),
)

test(
  'the trend is drawn for the eye and written as a table',
  inTransaction(async (ctx) => {
    const { question } = await taggedHouse(ctx)
    await question('ines', 'One', ['battery'])
    const { text } = await (await openSite(ctx)).as('visitor').get('/tags/battery')
    assert.equal(text.match(/<rect /g)?.length, 12)
    assert.match(text, /<svg role="img" aria-label="Conversations begun in each month, \w+ \d{4} 0, /)
    const month = ctx.now.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
    assert.match(text, new RegExp(`<th scope="row"[^>]*><time[^>]*>${month}</time></th><td[^>]*>1</td>`))
    assert.doesNotMatch(text, / style="/)
  }),
)

test(
  'tags of the inside have pages of their own: for those who work here, and for guests as far as their rooms',
  inTransaction(async (ctx) => {
    const { cast, question, talk } = await taggedHouse(ctx)
    await question('ines', 'Out', ['cells'])
    await talk('Everyone', ['cells', 'plan'], 'velund')
    await talk('Few', ['cells', 'few-word'], 'battery')
    await talk('Room', ['cells', 'supply'], 'cells')
    const titles = async (who: PersonName) => {
      const as = cast.as(ctx, who)
      return (await listTagThreads(as, await openTag(as, 'inside', 'cells'), 'all')).items.map(({ title }) => title)
    }
    assert.deepEqual(await titles('lena'), ['Room', 'Few', 'Everyone'])
    assert.deepEqual(await titles('daniel'), ['Everyone'])
    assert.deepEqual(await titles('petra'), ['Room'])
    const site = await openSite(ctx)
    for (const who of everybody) {
      const works = who !== 'visitor' && cast.people[who].realm === 'inside'
      assert.equal((await site.as(who).get('/inside/tags')).status === 200, works || who === 'petra', who)
      assert.equal((await site.as(who).get('/inside/tags/plan')).status === 200, works, who)
      // By the plain address whoever works here is led inside; for the others there is nothing.
      const plain = await site.as(who).get('/tags/plan')
      assert.deepEqual([plain.status, plain.location], works ? [302, '/inside/tags/plan'] : [404, null], who)
      const few = await site.as(who).get('/inside/tags/few-word')
      assert.equal(few.status === 200, ['lena', 'tomasz', 'aiko'].includes(who), who)
    }
    const daniel = (await site.as('daniel').get('/inside/tags/cells')).text
    assert.match(daniel, /Who writes about it.*Lena Brandt.*1 post/s)
    assert.match(daniel, /href="\/tags\/cells"[^>]*>What is said of it outside/)
    assert.doesNotMatch(daniel, /few-word|supply|>Few<|>Room</)
    assert.match((await site.as('daniel').get('/tags/cells')).text, /href="\/inside\/tags\/cells"/)
    assert.doesNotMatch((await site.as('gustav').get('/tags/cells')).text, /inside/)
    assert.doesNotMatch((await site.as('petra').get('/inside/tags/cells')).text, /few-word|>Few<|plan/)
  }),
)

test(
  'the list of tags goes on by name, is narrowed by a beginning, and shows nobody a word that they may not read',
  inTransaction(async (ctx) => {
    const { cast, question, talk } = await taggedHouse(ctx)
    const thread = await question('ines', 'Many', ['zz'])
    await talk('Secret', ['t100-secret'], 'battery')
    await sql`with made as (insert into tags (name) select 't' || at from generate_series(100, 169) at returning id)
      insert into thread_tags (thread_id, tag_id) select ${thread.id}, id from made`.execute(ctx.db)
    const gustav = cast.as(ctx, 'gustav')
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await listTags(gustav, 'outside', { after })
      seen.push(...page.items.map(({ name }) => name))
      after = page.next
    } while (after)
    assert.deepEqual(seen, [...Array.from({ length: 70 }, (_, at) => `t${100 + at}`), 'zz'])
    const found = async (beginning: string) =>
      (await listTags(gustav, 'outside', { beginning })).items.map(({ name }) => name)
    assert.deepEqual(await found('T16'), [
      't160',
      't161',
      't162',
      't163',
      't164',
      't165',
      't166',
      't167',
      't168',
      't169',
    ])
    assert.deepEqual(await found('#zz'), ['zz'])
    for (const typed of ['%', '_', '\\', "'", '\u0000', '\ud800', 't100-'])
      assert.deepEqual(await found(typed), typed === '\u0000' ? seen.slice(0, 60) : [], typed)
    const site = await openSite(ctx)
    const page = await site.as('gustav').get('/tags?q=t10')
    assert.match(page.text, /value="t10"/)
    assert.doesNotMatch(page.text, /secret/)
    assert.match((await site.as('gustav').get('/tags')).text, /href="\/tags\?after=t159"/)
    assert.match((await site.as('gustav').get('/tags?q=nothing-so')).text, /No tag begins so/)
  }),
)

test(
  'names of every kind have a page that shows and links them whole; what is no tag has none',
  inTransaction(async (ctx) => {
    const { question } = await taggedHouse(ctx)
    const names = [
      'x'.repeat(50),
      'c++',
      '.net',
      'a.b.c',
      'node.js',
      '电池',
      'سيارة',
      'größe',
      'שלום',
      'e\u0301te',
      'feed.atom',
      '100',
    ]
    const site = await openSite(ctx)
    for (const [at, name] of names.entries()) {
      await ctx.db.deleteFrom('rateLimits').execute()
      await question('ines', `Title ${at}`, [name])
      const page = await site.as('visitor').get(`/tags/${encodeURIComponent(name)}`)
      assert.equal(page.status, 200, name)
      assert.match(page.text, new RegExp(`Title ${at}`), name)
      const stored = name.normalize('NFKC')
      assert.ok(page.text.includes(`<bdi>${stored}</bdi>`), name)
      assert.ok(
        page.text.includes(`rel="canonical" href="http://localhost:3000/tags/${encodeURIComponent(stored)}"`),
        name,
      )
    }
    const none = [
      '%00',
      '%',
      '%E0%A4',
      '..%2f..',
      'a%2fb',
      '%F0%9F%94%8B',
      '<b>',
      'y'.repeat(400),
      '%ED%A0%80',
      "'",
      '-',
      '%20',
      'a%0ab',
    ]
    for (const path of none) {
      const { status } = await site.as('visitor').get(`/tags/${path}`)
      assert.ok(status === 404 || status === 400, `${path} ${status}`)
      assert.notEqual((await site.as('sara').get(`/tags/${path}/merge?into=x`)).status, 500, path)
    }
    assert.equal((await site.as('sara').get('/tags/c%2B%2B/merge?into=%00')).status, 422)
  }),
)

test(
  'a tag that everybody lost sight of is gone, and whoever asks cannot tell it from one that never was',
  inTransaction(async (ctx) => {
    const { cast, question } = await taggedHouse(ctx)
    const thread = await question('ines', 'Once', ['gone-word'])
    await mergeTags(cast.as(ctx, 'sara'), 'outside', 'gone-word', 'stays')
    const site = await openSite(ctx)
    assert.equal((await site.as('visitor').get('/tags/gone-word')).status, 302)
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 0)
    for (const path of ['/tags/gone-word', '/tags/stays', '/tags/never']) {
      assert.equal((await site.as('visitor').get(path)).status, 404, path)
      assert.equal(await outcome(openTag(cast.as(ctx, 'gustav'), 'outside', path.slice(6))), 'tags.not-found')
    }
    assert.equal((await site.as('ines').get('/tags/gone-word')).status, 302)
    assert.deepEqual((await listTags(cast.as(ctx, 'visitor'), 'outside')).items, [])
  }),
)
