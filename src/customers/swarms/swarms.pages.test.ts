import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KyselyPlugin } from 'kysely'
import { type TestSite, openSite } from '../../../test/browse.ts'
import { type Cast, canary, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { answer, ask, sayHere } from '../../content/questions/questions.ts'
import { type Thread, startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { findOpenSwarm } from './swarms.ts'

interface Scene {
  readonly cast: Cast
  readonly site: TestSite
  readonly question: Thread
  readonly path: string
}

async function scene(ctx: Ctx): Promise<Scene> {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Tide switches off in the cold',
    body: 'At **40 %**.',
    tags: ['battery'],
  })
  await sayHere(cast.as(ctx, 'joost'), thread.id)
  await answer(cast.as(ctx, 'gustav'), thread.id, 'Keep it warm.')
  await hearEverything(ctx)
  return { cast, site: await openSite(ctx), question: thread, path: `/questions/${thread.id}/${thread.slug}` }
}

/** The whole loop's inside half, through the pages; the canary in everything that is said. */
async function swarmThroughPages(ctx: Ctx, { cast, site, question }: Scene): Promise<number> {
  await startThread(cast.as(ctx, 'aiko'), cast.spaces.velund, {
    type: 'discussion',
    title: '',
    body: `Tide and cold: ${canary}`,
  })
  const opened = await site.as('daniel').post('/inside/swarms', { question: String(question.id) })
  assert.equal(opened.status, 303)
  const { id } = (await findOpenSwarm(cast.as(ctx, 'daniel'), question.id))!
  assert.equal(opened.location, `/inside/swarms/${id}`)
  const swarm = `/inside/swarms/${id}`
  await site.as('daniel').post(`${swarm}/calls`, { account: String(cast.people.tomasz.id), reason: `Cells ${canary}` })
  await site.as('mirela').post(`${swarm}/join`)
  await site.as('tomasz').post(`${swarm}/messages`, { body: `4.2 cuts at 3.05 V ${canary}` })
  await site.as('daniel').post(`${swarm}/wordings`, { wording: `A draft ${canary}` })
  await site.as('daniel').post(`${swarm}/wordings`, { wording: 'It is the *software*, not your pack.' })
  const agreeing = /action="([^"]+\/agree)"/.exec((await site.as('tomasz').get(swarm)).text)![1]!
  assert.equal((await site.as('tomasz').post(agreeing)).status, 303)
  await hearEverything(ctx)
  return id
}

const outsiders = ['visitor', 'gustav', 'ines', 'joost', 'petra'] as const

/** Every byte that somebody outside gets, without the parts that differ in every answer. */
async function bytesOutside(scene: Scene): Promise<Map<string, string>> {
  const { site, question, path } = scene
  const paths = [
    path,
    `/questions/${question.id}/feed.atom`,
    '/questions',
    '/questions/feed.atom',
    '/',
    '/sitemap.xml',
    '/s/riders',
    '/tags/battery',
    '/search?q=software',
    `/search?q=${canary}`,
    '/notices',
    `/readers/thread/${question.id}`,
    '/inside',
    '/inside/swarms',
    '/inside/crossings',
    '/inside/measures',
  ]
  const bytes = new Map<string, string>()
  for (const who of outsiders) {
    for (const one of paths) {
      const page = await site.as(who).get(one)
      bytes.set(
        `${who} ${one}`,
        `${page.status} ${page.text.replaceAll(/(nonce|content)="[\w+/=]{24}"/g, '').replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')}`,
      )
    }
  }
  return bytes
}

test(
  'nobody outside gets one byte more or less because of a swarm, whatever is said, called, worded and agreed in it',
  inTransaction(async (ctx) => {
    const made = await scene(ctx)
    const before = await bytesOutside(made)
    await swarmThroughPages(ctx, made)
    const after = await bytesOutside(made)
    for (const [what, bytes] of after) {
      assert.equal(bytes, before.get(what), what)
      // An address that was asked for comes back in the way to the sign-in, and a search repeats its words.
      if (!what.endsWith(canary)) assert.ok(!bytes.includes(canary), what)
      assert.doesNotMatch(bytes.replaceAll(/(\/|%2F)inside(\/|%2F)swarms/g, ''), /swarm/i, what)
    }
    assert.ok(before.get(`ines ${made.path}`)!.startsWith('200'))
  }),
)

test(
  'to somebody outside every address of a swarm answers like one that does not exist, to reading and to writing',
  inTransaction(async (ctx) => {
    const made = await scene(ctx)
    const id = await swarmThroughPages(ctx, made)
    for (const who of ['gustav', 'ines', 'petra', 'visitor'] as const) {
      const browser = made.site.as(who)
      const strip = (text: string, number: number) =>
        text.replaceAll(/"[\w+/=]{24}"/g, '').replaceAll(new RegExp(`swarms(/|%2F)${number}`, 'g'), 'swarms')
      const real = await browser.get(`/inside/swarms/${id}`)
      const none = await browser.get('/inside/swarms/987654')
      assert.deepEqual([real.status, strip(real.text, id)], [none.status, strip(none.text, 987654)], who)
      assert.equal(real.status, 404, who)
      for (const act of ['join', 'messages', 'calls', 'wordings', 'publish', 'close']) {
        const fields = { body: 'x', account: '1', reason: 'x', wording: '1', sha256: 'x' }
        const there = await browser.post(`/inside/swarms/${id}/${act}`, fields)
        const nowhere = await browser.post(`/inside/swarms/987654/${act}`, fields)
        assert.deepEqual([there.status, nowhere.status], [404, 404], `${who} ${act}`)
      }
      assert.equal((await browser.post('/inside/swarms', { question: String(made.question.id) })).status, 404, who)
    }
  }),
)

test(
  'no open page outside is told that something changed while colleagues work on an answer',
  inTransaction(async (ctx) => {
    const topics: string[] = []
    const spy: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (node.kind === 'RawNode' && node.sqlFragments.join('?').includes('pg_notify'))
          topics.push(...node.parameters.map((one) => String((one as { value?: unknown }).value)))
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const watched = makeCtx({ viewer: ctx.viewer, db: ctx.db.withPlugin(spy), now: ctx.now, log: ctx.log })
    const made = await scene(watched)
    const told = new Set(topics.splice(0))
    assert.ok(told.has(`thread:${made.question.id}`), 'the spy hears what is public')
    await swarmThroughPages(watched, made)
    assert.ok(topics.length > 5)
    for (const hidden of [
      `thread:${made.question.id}`,
      `space:${made.cast.spaces.riders.id}`,
      `account:${made.cast.people.ines.id}`,
    ]) {
      assert.ok(!topics.includes(hidden), hidden)
    }
  }),
)

test(
  'the two-sided page shows what is said inside, the question as the outside reads it, and exactly what would leave',
  inTransaction(async (ctx) => {
    const made = await scene(ctx)
    const id = await swarmThroughPages(ctx, made)
    const { text } = await made.site.as('mirela').get(`/inside/swarms/${id}`)
    assert.match(text, /3 people in this swarm, nobody else/)
    assert.match(text, /4\.2 cuts at 3\.05 V/)
    assert.match(text, /called by Daniel Okafor: Cells/)
    const question = '<p>At <strong>40 %</strong>.</p>'
    assert.ok(
      text.includes(question) && (await made.site.as('visitor').get(made.path)).text.includes(question),
      'the same text on both sides',
    )
    assert.match(text, /Keep it warm\./)
    assert.match(text, /this is exactly what leaves/)
    assert.equal(
      text.split('<p>It is the <em>software</em>, not your pack.</p>').length - 1,
      2,
      'inside and as it will be rendered',
    )
    assert.match(text, /Told: Ines Carvalho and 1 who said “same here”/)
    assert.match(text, /2 messages of 3 people/)
    assert.match(text, /Agreed by Tomasz Wrona/)
    assert.match(text, new RegExp(`data-topics="thread:${made.question.id},thread:\\d+"`))
    assert.match(text, /Wrote about “tide”, “cold”|Wrote about “cold”, “tide”/, 'Aiko is proposed with her reason')
    assert.match(text, new RegExp(`href="/inside/swarms/${id}/publish"`))
    const daniel = (await made.site.as('daniel').get(`/inside/swarms/${id}`)).text
    assert.ok(!daniel.includes(`href="/inside/swarms/${id}/publish"`))
    assert.match(daniel, /Publishing out needs the office official voice, or that right in this space\./)
    const lena = await made.site.as('lena').get(`/inside/swarms/${id}`)
    assert.ok(lena.text.includes('Join the swarm') && !lena.text.includes(canary), 'who is not in it sees the door')
  }),
)

test(
  'publishing out takes two steps; the answer stands outside under the company, and a recall takes every trace of its text',
  inTransaction(async (ctx) => {
    const made = await scene(ctx)
    const { site, path, cast } = made
    const id = await swarmThroughPages(ctx, made)
    const confirm = await site.as('mirela').get(`/inside/swarms/${id}/publish`)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(confirm.text)![1]!
    const fields = { wording: hidden('wording'), sha256: hidden('sha256') }
    assert.match(confirm.text, /Public answer by Mirela Popescu/)
    const noReason = await site.as('mirela').post(`/inside/swarms/${id}/publish`, { ...fields, reason: '' })
    assert.equal(noReason.status, 422)
    assert.match(noReason.text, /Say why in one sentence/)
    assert.equal((await site.as('daniel').get(`/inside/swarms/${id}/publish`)).status, 403)
    assert.equal(
      (await site.as('mirela').post(`/inside/swarms/${id}/publish`, { ...fields, sha256: 'other', reason: 'Asked' }))
        .status,
      409,
    )
    assert.ok(!(await site.as('visitor').get(path)).text.includes('software'), 'nothing has left so far')
    assert.equal(
      (await site.as('mirela').post(`/inside/swarms/${id}/publish`, { ...fields, reason: 'Asked' })).location,
      `/inside/swarms/${id}`,
    )
    await hearEverything(ctx)
    const phrase = /It is the (<em>|&lt;em&gt;|\*)?software/
    const outside = async () => {
      const seen: string[] = []
      for (const who of outsiders) {
        for (const where of [
          path,
          `/questions/${made.question.id}/feed.atom`,
          '/questions/feed.atom',
          '/search?q=software',
          '/notices',
          '/',
        ]) {
          if (phrase.test((await site.as(who).get(where)).text)) seen.push(`${who} ${where.replace(/\d+/, 'N')}`)
        }
      }
      return seen
    }
    const page = (await site.as('visitor').get(path)).text
    assert.match(page, /Official answer/)
    assert.match(page, /stands behind this/)
    assert.ok((await outside()).includes('visitor /questions/N/feed.atom'))
    assert.match((await site.as('ines').get('/notices')).text, /There is an official answer.*because you asked/s)
    assert.match((await site.as('joost').get('/notices')).text, /because you said “same here”/)
    const crossing = /href="(\/inside\/crossings\/\d+)"/.exec(
      (await site.as('daniel').get(`/inside/swarms/${id}`)).text,
    )![1]!
    assert.match((await site.as('tomasz').get(crossing)).text, /Published out by Mirela Popescu/)
    assert.equal((await site.as('tomasz').post(`${crossing}/recall`, { reason: 'No' })).status, 403)
    assert.equal((await site.as('mirela').post(`${crossing}/recall`, { reason: 'Wrong date' })).status, 303)
    await hearEverything(ctx)
    assert.deepEqual(await outside(), [], 'page, feeds, search, notices and home have nothing of it')
    assert.match((await site.as('visitor').get(path)).text, /was recalled by Velund/)
    assert.ok(!(await site.as('ines').get('/notices')).text.includes('official answer<'))
    const pending = await ctx.db
      .selectFrom('mails')
      .selectAll()
      .where('withdrawnAt', 'is', null)
      .where('subject', 'like', 'There is an official%')
      .execute()
    assert.equal(pending.length, 0)
    assert.equal((await site.as('mirela').post(`${crossing}/recall`, { reason: 'Again' })).status, 409)
    assert.match((await site.as('mirela').get('/inside/crossings')).text, /Published out, recalled since/)
    assert.match((await site.as('daniel').get(path)).text, /Crossed.*Recalled.*2 told/s)
    assert.equal((await findOpenSwarm(cast.as(ctx, 'daniel'), made.question.id))?.crossed, true)
  }),
)

test(
  'the button beside a public question is there for employees alone: swarm, join, or go to it',
  inTransaction(async (ctx) => {
    const made = await scene(ctx)
    const aside = async (who: 'daniel' | 'lena' | 'ines' | 'visitor') => (await made.site.as(who).get(made.path)).text
    assert.match(await aside('daniel'), /Only employees see this.*<button[^>]*>.*Swarm<\/button>/s)
    for (const who of ['ines', 'visitor'] as const) assert.ok(!/swarm|Only employees/i.test(await aside(who)), who)
    const id = await swarmThroughPages(ctx, made)
    assert.match(await aside('lena'), /Daniel Okafor opened one.*Join the swarm/s)
    assert.match(await aside('daniel'), /Go to the swarm/)
    assert.equal(
      (await made.site.as('lena').post('/inside/swarms', { question: String(made.question.id) })).location,
      `/inside/swarms/${id}`,
      'a second swarm leads to the first',
    )
    assert.match((await made.site.as('lena').get('/inside/swarms')).text, /Tide switches off in the cold/)
    assert.match(
      (await made.site.as('daniel').post(`/inside/swarms/${id}/messages`, { body: ' ' })).text,
      /Write something first\./,
    )
    const found = (await made.site.as('daniel').get(`/inside/swarms/${id}?name=len`)).text
    assert.match(found, /Why you call Lena Brandt/)
    assert.equal((await made.site.as('daniel').post(`/inside/swarms/${id}/close`)).status, 303)
    assert.match((await made.site.as('daniel').get(`/inside/swarms/${id}`)).text, /This swarm is closed\./)
  }),
)
