/** What pages tell search engines: each kind of structured data with what Google's documentation requires of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { postIdea } from '../../content/ideas/ideas.ts'
import { acceptAnswer, answer, ask, post } from '../../content/questions/questions.ts'
import { replyToPraise } from '../../content/questions/praise.ts'
import { addReply, recallReply, startThread, threadAddress } from '../../content/threads/threads.ts'
import { updateProfile } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { createSpace } from '../../realms/spaces/spaces.ts'

type Data = Record<string, unknown>

const evil = '</script><script>alert(1)</script><!-- "title" & \u2028'

/** Everything that a page says in JSON-LD, as a browser reads it. */
function dataOf(text: string): Data[] {
  const blocks = [...text.matchAll(/<script type="application\/ld\+json" nonce="[^"]*">(.*?)<\/script/gis)]
  return blocks.map((match) => JSON.parse(match[1]!) as Data)
}

const at = (data: unknown, path: string): unknown =>
  path.split('.').reduce((part: unknown, name) => (part as Data | undefined)?.[name], data)

/** Required by developers.google.com/search/docs/appearance/structured-data, as of November 2026. */
const required: Record<string, readonly string[]> = {
  QAPage: [
    'mainEntity.@type',
    'mainEntity.name',
    'mainEntity.answerCount',
    'mainEntity.text',
    'mainEntity.author.name',
    'mainEntity.datePublished',
  ],
  DiscussionForumPosting: ['author.name', 'datePublished', 'text', 'url', 'headline', 'comment'],
  ProfilePage: ['mainEntity.@type', 'mainEntity.name'],
  BreadcrumbList: ['itemListElement'],
  WebSite: ['name', 'url', 'potentialAction.target.urlTemplate', 'potentialAction.query-input'],
  Organization: ['name', 'url'],
}
const requiredOfReply = ['text', 'author.name', 'datePublished', 'url']

function check(data: Data) {
  const type = String(data['@type'])
  assert.equal(data['@context'], 'https://schema.org')
  for (const path of required[type] ?? assert.fail(`nothing is known of ${type}`))
    assert.ok(at(data, path) !== undefined && at(data, path) !== '', `${type}: ${path}`)
  const question = data.mainEntity as Data | undefined
  const replies = [data.comment, question?.acceptedAnswer, question?.suggestedAnswer].flat().filter(Boolean)
  for (const reply of replies)
    for (const path of requiredOfReply) assert.ok(at(reply, path), `${type}, a reply: ${path}`)
  if (type === 'BreadcrumbList') {
    const items = data.itemListElement as Data[]
    assert.deepEqual(
      items.map((item) => [item['@type'], item.position]),
      items.map((_, n) => ['ListItem', n + 1]),
    )
    for (const item of items) assert.ok(item.name && String(item.item).startsWith('http://localhost:3000/'))
  }
}

async function openScene(ctx: Ctx, title = 'A title') {
  const cast = await getCast(ctx)
  await createSpace(cast.as(ctx, 'sara'), { realm: 'outside', slug: 'makers', title: 'Makers' })
  const makers = await ctx.db.selectFrom('spaces').selectAll().where('slug', '=', 'makers').executeTakeFirstOrThrow()
  const words = { space: 'makers', title, body: 'Some **text**.', tags: ['cold'] }
  const question = (await ask(cast.as(ctx, 'ines'), words)).thread
  const idea = (await postIdea(cast.as(ctx, 'ines'), words)).thread
  const problem = await post(cast.as(ctx, 'joost'), 'problem', words)
  const praise = await post(cast.as(ctx, 'amina'), 'praise', words)
  const update = await startThread(cast.as(ctx, 'mirela'), makers, { type: 'update', title, body: 'News.' })
  const gustav = cast.as(ctx, 'gustav')
  const reply = await answer(gustav, question.id, 'To the question.')
  await answer(cast.as(ctx, 'amina'), question.id, 'Another.')
  await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
  await addReply(gustav, idea.id, { kind: 'comment', body: 'To the idea.' })
  await answer(gustav, problem.id, 'To the problem.')
  await replyToPraise(gustav, praise.id, 'To the praise.')
  const slip = await addReply(gustav, update.id, { kind: 'reply', body: 'A slip.' })
  await addReply(gustav, update.id, { kind: 'reply', body: 'To the update.' })
  await recallReply(ctx, slip.id)
  const site = await openSite(ctx)
  return { cast, site, visitor: site.as('visitor'), threads: { question, idea, problem, praise, update } }
}

test(
  'every public page says what it is, with everything that search engines require of its kind',
  inTransaction(async (ctx) => {
    const { cast, visitor, threads } = await openScene(ctx)
    const posting = ['DiscussionForumPosting', 'BreadcrumbList']
    const expected: Record<string, string[]> = {
      '/': ['WebSite', 'Organization'],
      '/questions': ['BreadcrumbList'],
      '/ideas': ['BreadcrumbList'],
      '/updates': ['BreadcrumbList'],
      '/s/makers': ['BreadcrumbList'],
      [threadAddress(threads.question)]: ['QAPage', 'BreadcrumbList'],
      [threadAddress(threads.idea)]: posting,
      [threadAddress(threads.problem)]: posting,
      [threadAddress(threads.praise)]: posting,
      [threadAddress(threads.update)]: posting,
      [`/people/${cast.people.gustav.id}-gustav`]: ['ProfilePage', 'BreadcrumbList'],
    }
    for (const [path, types] of Object.entries(expected)) {
      const page = await visitor.get(path)
      const data = dataOf(page.text)
      assert.deepEqual(
        data.map((one) => one['@type']),
        types,
        path,
      )
      for (const one of data) check(one)
      if (path !== '/' && !path.startsWith('/people'))
        assert.match(page.text, new RegExp(`<link rel="canonical" href="http://localhost:3000${path}"`), path)
    }
    const question = dataOf((await visitor.get(threadAddress(threads.question))).text)[0]!.mainEntity as Data
    assert.equal((question.acceptedAnswer as Data[]).length, 1)
    assert.equal((question.suggestedAnswer as Data[]).length, 1)
    const update = dataOf((await visitor.get(threadAddress(threads.update))).text)[0]!
    assert.deepEqual(
      (update.comment as Data[]).map((one) => one.text),
      ['To the update.'],
      'no recalled reply',
    )
  }),
)

test(
  'the way to a page leads from the community over its space; the first space is the community itself',
  inTransaction(async (ctx) => {
    const { cast, visitor, threads } = await openScene(ctx)
    const crumbs = async (path: string) =>
      (dataOf((await visitor.get(path)).text).at(-1)!.itemListElement as Data[]).map((item) => item.name)
    assert.deepEqual(await crumbs(threadAddress(threads.idea)), ['Velund Riders', 'Makers', 'A title'])
    const first = (await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'First', body: 'b', tags: [] })).thread
    assert.deepEqual(await crumbs(threadAddress(first)), ['Velund Riders', 'First'])
  }),
)

test(
  'no title ends the element that it stands in, on any page',
  inTransaction(async (ctx) => {
    const { visitor, threads } = await openScene(ctx, evil)
    for (const thread of Object.values(threads)) {
      const { text } = await visitor.get(threadAddress(thread))
      const [data, crumbs] = dataOf(text)
      const name = thread.type === 'question' ? at(data, 'mainEntity.name') : data!.headline
      assert.equal(name, thread.title, thread.type)
      assert.ok(thread.title.includes('</script>'))
      assert.equal((crumbs!.itemListElement as Data[]).at(-1)!.name, thread.title)
      assert.doesNotMatch(text, /<script>alert/)
    }
  }),
)

test(
  'a profile tells search engines what visitors may read of it and nothing else',
  inTransaction(async (ctx) => {
    const { cast, site } = await openScene(ctx)
    const { id } = cast.people.gustav
    await updateProfile(cast.as(ctx, 'gustav'), id, { displayName: 'Gustav Ek', about: 'Secret about.' })
    await ctx.db
      .insertInto('profileFields')
      .values({ accountId: id, field: 'about', value: '', reach: 1 })
      .onConflict((conflict) => conflict.columns(['accountId', 'field']).doUpdateSet({ reach: 1 }))
      .execute()
    const text = (await site.as('visitor').get(`/people/${id}-gustav`)).text
    const [profile] = dataOf(text)
    assert.equal(at(profile, 'mainEntity.name'), 'Gustav Ek')
    assert.doesNotMatch(JSON.stringify(dataOf(text)), /Secret/)
    assert.equal((await site.as('visitor').get(`/people/${cast.people.daniel.id}`)).status, 404)
  }),
)

test(
  'what is for members, for one person or for nobody any more tells programs nothing but to stay away',
  inTransaction(async (ctx) => {
    const { cast, site, threads } = await openScene(ctx)
    const closed = (await ask(cast.as(ctx, 'ines'), { space: 'testers', title: 'T', body: 'b', tags: [] })).thread
    for (const [who, path] of [
      ['ines', threadAddress(closed)],
      ['ines', '/settings'],
      ['ines', '/s/testers'],
      ['visitor', '/sign-in'],
      ['visitor', '/nowhere'],
      ['visitor', '/questions?after=x'],
      ['daniel', '/inside'],
    ] as const) {
      const { text } = await site.as(who).get(path)
      assert.match(text, /<meta name="robots" content="noindex"/, path)
      assert.doesNotMatch(text, /og:image|BreadcrumbList/, `${who}: ${path}`)
    }
    const own = await site.as('ines').get(threadAddress(threads.idea))
    assert.doesNotMatch(own.text, /og:image/, 'whoever is signed in needs no preview')
  }),
)
