/** The button that follows, on every page that has one, and the two pages of what one follows: without script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { postIdea } from '../../content/ideas/ideas.ts'
import { ask, post } from '../../content/questions/questions.ts'
import { setTags } from '../../content/tags/tags.ts'
import { startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const asked = { space: 'riders', body: 'So.', tags: ['battery'] }
  const { thread: question } = await ask(cast.as(ctx, 'ines'), { ...asked, title: 'It hums' })
  const idea = await postIdea(cast.as(ctx, 'ines'), { ...asked, title: 'Warm grips' })
  const problem = await post(cast.as(ctx, 'ines'), 'problem', { ...asked, title: 'It breaks' })
  const praise = await post(cast.as(ctx, 'amina'), 'praise', { ...asked, title: 'It lasts' })
  const talk = await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, {
    type: 'discussion',
    title: 'Talk',
    body: 'x',
  })
  await setTags(cast.as(ctx, 'lena'), talk.id, ['battery'])
  return { cast, question, idea: idea.id, problem: problem.id, praise: praise.id, talk, site: await openSite(ctx) }
}

/** The fields of the one button on a page that follows something. */
function buttonOn(text: string): { fields: Record<string, string>; says: string } | undefined {
  const form = /<form method="post" action="\/following" class="inline">(.*?)<\/form>/s.exec(text)?.[1]
  if (form === undefined) return undefined
  const fields = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!])
  return { fields: Object.fromEntries(fields), says: form.replace(/<[^>]*>/g, '').trim() }
}

async function press(browser: Browser, path: string, words: RegExp) {
  const before = buttonOn((await browser.get(path)).text)
  assert.match(before?.says ?? 'no button', words, path)
  const done = await browser.post('/following', before!.fields)
  assert.equal(done.status, 303, path)
  return done.location!
}

test(
  'one button on each page follows and stops, says what comes of it, and leads back',
  inTransaction(async (ctx) => {
    const { cast, question, idea, problem, praise, talk, site } = await scene(ctx)
    const outside: [string, RegExp][] = [
      ['/s/riders', /^Tell me of new threads$/],
      ['/', /^Tell me of new threads$/],
      ['/tags/battery', /^Tell me of new threads$/],
      [`/questions/${question.id}/it-hums`, /^Tell me of new replies$/],
      [`/problems/${problem}/it-breaks`, /^Tell me of new replies$/],
      [`/ideas/${idea}/warm-grips`, /^Tell me of new replies$/],
      [`/praise/${praise}/it-lasts`, /^Tell me of new replies$/],
    ]
    const inside: [string, RegExp][] = [
      ['/inside/spaces/velund', /^Tell me of new threads$/],
      ['/inside/tags/battery', /^Tell me of new threads$/],
      [`/inside/threads/${talk.id}`, /^Tell me of new replies$/],
      [`/people/${cast.people.lena.id}-lena`, /^Tell me of new threads$/],
      [`/people/${cast.people.ines.id}-ines`, /^Tell me of new threads$/],
    ]
    for (const [who, pages] of [
      ['gustav', outside],
      ['daniel', [...outside, ...inside]],
    ] as const) {
      for (const [path, words] of pages) {
        assert.equal(await press(site.as(who), path, words), path)
        assert.equal(await press(site.as(who), path, /^Stop telling me$/), path)
        assert.match(buttonOn((await site.as(who).get(path)).text)!.says, words)
      }
    }
    assert.equal((await ctx.db.selectFrom('followings').selectAll().execute()).length, 0)
  }),
)

test(
  'visitors are led to the sign-in and back, whichever page they stand on; nobody follows themselves',
  inTransaction(async (ctx) => {
    const { cast, site } = await scene(ctx)
    for (const path of ['/tags/battery', '/s/riders']) {
      const { text } = await site.as('visitor').get(path)
      assert.equal(buttonOn(text), undefined)
      assert.ok(text.includes(`href="/sign-in?next=${encodeURIComponent(path)}"`), path)
    }
    assert.notEqual(
      (await site.as('visitor').post('/following', { kind: 'space', id: '1', act: 'follow' })).status,
      303,
    )
    assert.equal(buttonOn((await site.as('daniel').get(`/people/${cast.people.daniel.id}`)).text), undefined)
    // Two members have it among what else can be between them.
    const ines = await site.as('gustav').get(`/people/${cast.people.ines.id}-ines`)
    assert.equal(buttonOn(ines.text), undefined)
    assert.match(ines.text, />\s*Follow\s*</)
  }),
)

test(
  'what is sent by hand and is nothing to follow changes nothing, and leads to no other site',
  inTransaction(async (ctx) => {
    const { cast, site } = await scene(ctx)
    const id = String(cast.spaces.riders.id)
    const gustav = site.as('gustav')
    for (const fields of [
      { kind: 'nothing', id },
      { kind: 'space', id: 'x' },
      { kind: 'space', id: '-1' },
      { kind: 'space' },
      { kind: 'space', id: String(cast.spaces.battery.id) },
      { kind: 'person', id: String(cast.people.lena.id) },
    ])
      assert.equal(
        (await gustav.post('/following', { ...fields, act: 'follow' } as never)).status,
        404,
        JSON.stringify(fields),
      )
    assert.equal((await ctx.db.selectFrom('followings').selectAll().execute()).length, 0)
    for (const back of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere', ''])
      assert.equal((await gustav.post('/following', { kind: 'space', id, back })).location, '/settings/following', back)
    assert.equal(
      (await gustav.post('/following', { kind: 'space', id, back: '/s/riders?show=ideas' })).location,
      '/s/riders?show=ideas',
    )
  }),
)

test(
  'the stream says of each conversation why it is there, and the settings stop each by itself',
  inTransaction(async (ctx) => {
    const { site } = await scene(ctx)
    const gustav = site.as('gustav')
    assert.match((await gustav.get('/following')).text, /Nothing here yet/)
    assert.match((await gustav.get('/settings/following')).text, /You follow nothing/)
    await press(gustav, '/tags/battery', /new threads/)
    const stream = (await gustav.get('/following')).text
    assert.match(stream, /It hums.*you follow the tag.*href="\/tags\/battery"/s)
    assert.doesNotMatch(stream, />Talk</)
    const settings = await gustav.get('/settings/following')
    assert.match(settings.text, /aria-current="page"[^>]*>\s*(?:<bdi>)?What you follow/)
    assert.match(settings.text, /aria-label="Stop telling me: battery"/)
    assert.doesNotMatch((await site.as('joost').get('/settings/following')).text, /battery/)
    const { fields } = buttonOn(settings.text)!
    assert.equal((await gustav.post('/following', fields)).location, '/settings/following')
    assert.match((await gustav.get('/settings/following')).text, /You follow nothing/)
    const daniel = site.as('daniel')
    await press(daniel, '/inside/tags/battery', /new threads/)
    assert.match((await daniel.get('/following')).text, /Inside.*Talk|Talk.*Inside/s)
    assert.match((await daniel.get('/following')).text, /It hums/)
  }),
)
