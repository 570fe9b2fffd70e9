/** By page and without script: ideas united and taken apart, comments that become extensions, thanks, edits. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { type Cast, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { refusal } from '../../../test/forms.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { agreeToBeNamed, extendIdea, getIdea, listIdeas, postIdea, setStage } from '../ideas/ideas.ts'
import { addReply, getThread, replyAddress } from '../threads/threads.ts'

const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })

const main = (page: Page) => page.text.slice(page.text.indexOf('<main'))
const votesIn = (page: Page) => Number(/<span class="n">(-?\d+)<\/span>/.exec(page.text)?.[1])

async function two(ctx: Ctx, cast: Cast) {
  const words = { space: 'riders', body: 'b', tags: [] }
  const one = await postIdea(cast.as(ctx, 'joost'), { ...words, title: 'Warm grips' })
  const other = await postIdea(cast.as(ctx, 'ines'), { ...words, title: 'Heated handles' })
  return { one: one.id, other: other.id, path: `/ideas/${other.id}/heated-handles` }
}

test(
  'united by page each person counts once; undone by page, each idea has its votes and its own page again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { one, other, path } = await two(ctx, cast)
    const vote = (who: 'gustav' | 'amina', id: number, value: string) =>
      site.as(who).post(`/ideas/${id}/-/vote`, { value })
    await vote('gustav', one, '1')
    await vote('gustav', other, '1')
    await vote('amina', one, '1')
    const merge = (who: 'sara' | 'gustav', into: string) => site.as(who).post(`/threads/${one}/merge`, { into })
    assert.equal((await merge('gustav', path)).status, 403)
    assert.equal((await merge('sara', 'elsewhere')).status, 422)
    assert.equal((await merge('sara', path)).location, path)
    assert.equal(votesIn(await site.as('visitor').get(path)), 4)
    assert.match(main(await site.as('visitor').get(path)), /United with this idea[^]*Warm grips/)
    const moved = await site.as('visitor').get(`/ideas/${one}/warm-grips`)
    assert.deepEqual([moved.status, moved.location], [301, path])
    assert.deepEqual(
      (await listIdeas(ctx)).items.map((line) => line.id),
      [other],
    )
    assert.equal((await site.as('sara').post(`/threads/${one}/unmerge`)).location, `/ideas/${one}/warm-grips`)
    const first = await site.as('visitor').get(`/ideas/${one}/warm-grips`)
    assert.deepEqual([first.status, votesIn(first)], [200, 3])
    const second = await site.as('visitor').get(path)
    assert.equal(votesIn(second), 2)
    assert.doesNotMatch(main(second), /United with this idea/)
    assert.equal((await listIdeas(ctx)).items.length, 2)
  }),
)

test(
  'a vote taken back on the united idea is taken back on both, and does not return when they are taken apart',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { one, other, path } = await two(ctx, cast)
    for (const id of [one, other]) await site.as('gustav').post(`/ideas/${id}/-/vote`, { value: '1' })
    await site.as('sara').post(`/threads/${one}/merge`, { into: path })
    assert.match((await site.as('gustav').get(path)).text, /class="votebox" aria-pressed="true"/)
    await site.as('gustav').post(`/ideas/${other}/-/vote`, { value: '0' })
    assert.match((await site.as('gustav').get(path)).text, /class="votebox" aria-pressed="false"/)
    await site.as('sara').post(`/threads/${one}/unmerge`)
    for (const id of [one, other]) assert.equal((await getIdea(ctx, id)).votes.score, 1, String(id))
  }),
)

test(
  'an idea is not united with itself or in a circle, and is told apart from what is no idea',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { one, other, path } = await two(ctx, cast)
    const merge = async (id: number, into: string) =>
      (await site.as('sara').post(`/threads/${id}/merge`, { into })).status
    assert.notEqual(await merge(other, path), 303)
    assert.equal(await merge(one, path), 303)
    assert.notEqual(await merge(other, `/ideas/${one}/warm-grips`), 303)
    assert.notEqual(await merge(other, '/ideas/999999/none'), 303)
    assert.equal((await getIdea(ctx, one)).mergedInto, other)
    assert.equal((await getIdea(ctx, other)).mergedInto, null)
  }),
)

test(
  'an extension is refused by page with its words, made once, and its idea leads there and back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { other, path } = await two(ctx, cast)
    const reply = await addReply(cast.as(ctx, 'amina'), other, { kind: 'comment', body: 'The saddle too.' })
    const make = (who: Parameters<typeof site.as>[0], fields: Record<string, string>) =>
      site.as(who).post(`/ideas/${other}/-/extensions`, fields)
    for (const id of ['', 'x', '0', '99999999'])
      assert.equal((await make('ines', { reply: id, title: 'T' })).status, 404)
    const fields = { reply: String(reply.id), title: 'Warm saddle' }
    assert.equal((await make('visitor', fields)).status, 403)
    const refused = await make('gustav', fields)
    assert.equal(refused.status, 403)
    assert.match(refused.text, /made an extension by its author, by whoever posted the idea, or by the company\./)
    for (const [title, words] of [
      [' ', 'Give it a title, so that others find it.'],
      ['Kept '.repeat(50), 'Keep the title under 200 characters.'],
    ] as const) {
      const untitled = await make('ines', { reply: String(reply.id), title })
      assert.deepEqual(refusal(untitled, { title }), { [`extension-${reply.id}`]: words })
      assert.match(untitled.text, /<details open>[^]*Make it an extension/, 'its form stands open')
      assert.match(untitled.text, /The saddle too\./)
    }
    const made = await make('amina', fields)
    assert.equal(made.status, 303)
    const again = await make('amina', fields)
    assert.equal(again.status, 409)
    assert.match(again.text, /This comment is an extension already\./)
    assert.match(main(await site.as('visitor').get(path)), new RegExp(`href="${made.location}"`))
    const grown = (await site.as('amina').get(path)).text
    assert.match(grown, new RegExp(`id="comment-${reply.id}"[^]*href="${made.location}"[^>]*>This became an extension`))
    assert.doesNotMatch(grown, /Make it an extension/)
    const extension = await site.as('visitor').get(made.location!)
    assert.match(main(extension), new RegExp(`href="${path}"><bdi>Heated handles`), 'and back')
    assert.doesNotMatch(extension.text, /Make it an extension/)
  }),
)

test(
  'who contributed says on the page whether they are named, and only then stands in the thanks',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { other, path } = await two(ctx, cast)
    const reply = await addReply(cast.as(ctx, 'amina'), other, { kind: 'comment', body: 'The saddle too.' })
    await extendIdea(cast.as(ctx, 'amina'), other, reply.id, 'Warm saddle')
    const asked = /May your name be in the release note/
    for (const who of everybody.filter((one) => one !== 'petra'))
      assert.equal(asked.test((await site.as(who).get(path)).text), ['ines', 'amina'].includes(who), who)
    const say = (who: 'ines' | 'amina', named: string) => site.as(who).post(`/ideas/${other}/-/named`, { named })
    assert.equal((await say('ines', 'yes')).location, `${path}#credits-of-idea`)
    assert.match((await site.as('ines').get(path)).text, /Your name is in the release note[^]*Leave my name out/)
    await say('ines', 'no')
    assert.match((await site.as('ines').get(path)).text, /Your name is left out[^]*Name me/)
    await setStage(cast.as(ctx, 'mirela'), other, { stage: 'done', reason: 'Out.' })
    assert.match(main(await site.as('visitor').get(path)), /Thanks to[^]*2 contributors/)
    await say('amina', 'yes')
    assert.match(main(await site.as('visitor').get(path)), /Thanks to[^]*Amina Haddad and 1 more contributor/)
    await agreeToBeNamed(cast.as(ctx, 'ines'), other, true)
    assert.match(main(await site.as('visitor').get(path)), /Ines Carvalho, Amina Haddad(?! and)/)
  }),
)

test(
  'the author changes an idea inside as well, in a space for a few too; refused words are kept',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const [space, title] of [
      ['velund', 'Quieter motors'],
      ['battery', 'Warmer cells'],
      ['cells', 'Smaller crates'],
    ] as const) {
      const { id } = await postIdea(cast.as(ctx, 'lena'), { space, title, body: 'Before.', tags: ['old'] })
      const path = `/inside/ideas/${id}/-/edit`
      const form = await site.as('lena').get(path)
      assert.equal(form.status, 200, space)
      assert.match(form.text, /Before\.<\/textarea>/)
      assert.match((await site.as('lena').get(`/inside/ideas/${id}`)).text, new RegExp(`href="${path}"`), space)
      const refused = await site.as('lena').post(path, { title: '', body: 'Typed & kept', tags: 'a' })
      assert.equal(refused.status, 422, space)
      assert.match(refused.text, /Typed &amp; kept<\/textarea>/)
      const saved = await site.as('lena').post(path, { title: 'Even better', body: 'After.', tags: 'new' })
      assert.equal(saved.location, `/inside/ideas/${id}`, space)
      assert.match(main(await site.as('lena').get(`/inside/ideas/${id}`)), /Even better[^]*After\./)
      assert.equal((await site.as('ines').get(path)).status, 404, space)
    }
  }),
)

test(
  'too many or odd tags are refused with what to do, and an idea is none the less',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const fields = { space: 'riders', title: 'Warm grips', body: 'In winter.' }
    const many = Array.from({ length: 30 }, (_, at) => `tag${at}`).join(',')
    for (const tags of [many, 'x'.repeat(200)]) {
      const refused = await site.as('ines').post('/ideas/new', { ...fields, tags })
      assert.equal(refused.status, 422, tags.slice(0, 20))
      assert.match(refused.text, /In winter\.<\/textarea>/)
    }
    assert.deepEqual((await listIdeas(ctx)).items, [])
    assert.equal((await site.as('ines').post('/ideas/new', { ...fields, tags: ' , ,' })).status, 303)
  }),
)

test(
  'an idea for a few says so on its page and its line, is told to no search engine, and others find none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const fields = { space: 'riders', title: 'For members', body: 'Only us.', reach: '4' }
    const posted = await site.as('joost').post('/ideas/new', fields)
    const path = posted.location!
    assert.equal((await site.as('visitor').get(path)).status, 404)
    assert.doesNotMatch((await site.as('visitor').get('/ideas')).text, /For members/)
    const page = await site.as('ines').get(path)
    assert.equal(page.status, 200)
    assert.match(page.text, /<meta name="robots" content="noindex"/)
    assert.doesNotMatch(page.text, /application\/ld\+json/)
    assert.match(page.text, /Comment to those who read this/)
    const { id } = (await listIdeas(cast.as(ctx, 'joost'))).items[0]!
    assert.equal((await site.as('visitor').post(`/ideas/${id}/-/vote`, { value: '1' })).status, 404)
    const odd = await site.as('daniel').post('/ideas/new', { ...fields, reach: '1' })
    assert.equal(odd.status, 422, 'an employee has no circle of acquaintances outside')
  }),
)

test(
  'comments go on behind a link, and a public idea says to search engines what it is',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { other, path } = await two(ctx, cast)
    const values = Array.from({ length: 230 }, (_, at) => ({
      ...{ threadId: other, kind: 'comment' as const, authorId: cast.people.amina.id, body: `Word ${at}.` },
      createdAt: later(ctx, at / 1000).now,
    }))
    const written = await ctx.db.insertInto('replies').values(values).returning('id').execute()
    await ctx.db.updateTable('threads').set({ replyCount: 230 }).where('id', '=', other).execute()
    const wordsOn = (page: Page) => [...main(page).matchAll(/Word (\d+)\./g)].map(([, at]) => Number(at))
    const follow = async (page: Page, label: string) => {
      const links = [...main(page).matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g)]
      const href = links.find(([, , words]) => words === label)?.[1]
      return href && (await site.as('visitor').get(href.replaceAll('&amp;', '&').split('#')[0]!))
    }
    const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at)
    const page = await site.as('visitor').get(path)
    assert.match(page.text, /"@type":"DiscussionForumPosting"/)
    assert.deepEqual(wordsOn(page), from(0, 99))
    assert.equal(await follow(page, 'Earlier comments'), undefined)
    const second = (await follow(page, 'Later comments')) as Page
    assert.deepEqual(wordsOn(second), from(100, 199))
    assert.doesNotMatch(second.text, /DiscussionForumPosting/)
    const third = (await follow(second, 'Later comments')) as Page
    assert.deepEqual(wordsOn(third), from(200, 229))
    assert.equal(await follow(third, 'Later comments'), undefined)
    assert.deepEqual(wordsOn((await follow(third, 'Earlier comments')) as Page), from(100, 199), 'and back')

    // Whoever comes for one comment, by a notice, a mail or right after writing it, comes to the part that shows it.
    const thread = await getThread(ctx, other)
    for (const [at, first, last] of [
      [3, 0, 99],
      [140, 100, 199],
      [229, 200, 229],
    ] as const) {
      const address = replyAddress(thread, { id: written[at]!.id, kind: 'comment' })
      assert.match(address, new RegExp(`#comment-${written[at]!.id}$`))
      const shown = await site.as('visitor').get(address.split('#')[0]!)
      assert.deepEqual(wordsOn(shown), from(first, last), address)
      assert.ok(shown.text.includes(`id="comment-${written[at]!.id}"`), address)
    }
    const said = await site.as('gustav').post(`/ideas/${other}/-/comments`, { body: 'Word 230.' })
    assert.ok((await site.as('gustav').get(said.location!.split('#')[0]!)).text.includes('Word 230.'), said.location!)
    assert.equal((await site.as('visitor').get(`${path}?after=x`)).status, 200)
  }),
)

test(
  'an idea outside leads to its type and place whoever may open that, as every other type does',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { one, other, path } = await two(ctx, cast)
    const keep = `href="/threads/${other}/keep"`
    for (const who of everybody) {
      const page = await site.as(who).get(path)
      if (page.status !== 200) continue
      const opens = (await site.as(who).get(`/threads/${other}/keep`)).status === 200
      assert.equal(page.text.includes(keep), opens, who)
    }
    for (const who of ['sara', 'ines'] as const) assert.ok((await site.as(who).get(path)).text.includes(keep), who)
    assert.doesNotMatch((await site.as('visitor').get(path)).text, /\/keep"/)
    const inner = await postIdea(cast.as(ctx, 'lena'), { space: 'velund', title: 'Inner', body: 'b', tags: [] })
    assert.doesNotMatch((await site.as('lena').get(`/inside/ideas/${inner.id}`)).text, /\/keep"/)
    await site.as('sara').post(`/threads/${one}/merge`, { into: path })
    assert.ok((await site.as('sara').get(path)).text.includes(keep), 'a merge is undone there')
  }),
)
