import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { bringInto } from '../../content/across/across.ts'
import { ask, postOfficialAnswer } from '../../content/questions/questions.ts'
import { startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { publishOut, recall } from './crossings.ts'

async function crossed(ctx: Ctx, many = 1) {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off at 40 %', body: 'Why?', tags: [] })
  const mirela = cast.as(ctx, 'mirela')
  const source = await startThread(mirela, cast.spaces.velund, {
    type: 'discussion',
    title: 'Wording',
    body: 'So',
    audience: 'participants',
  })
  const ids: number[] = []
  for (let n = 1; n <= many; n++) {
    const bytes = `Answer **${n}** & <no tag>`
    const crossing = await publishOut(mirela, {
      source: { kind: 'thread', id: source.id, spaceId: source.spaceId },
      targetSpaceId: thread.spaceId,
      bytes,
      reason: `Reason ${n}`,
      audience: 'Anyone on the web',
      write: async (inside) => ({ kind: 'reply', id: (await postOfficialAnswer(inside, thread.id, bytes)).id }),
    })
    ids.push(crossing.id)
  }
  return { site: await openSite(ctx), thread, ids, path: `/inside/crossings/${ids[0]}` }
}

test(
  'the log names both sides, who and why, and offers to take back only to those who may',
  inTransaction(async (ctx) => {
    const { site, path } = await crossed(ctx)
    const { text } = await site.as('sara').get('/inside/crossings')
    for (const words of ['Everyone at Velund', 'Velund Riders', 'Mirela Popescu', 'Reason 1', `${path}#recall`])
      assert.ok(text.includes(words), words)
    const daniel = (await site.as('daniel').get('/inside/crossings')).text
    assert.match(daniel, /Nothing has crossed yet/, 'Daniel reads neither the source nor holds an office')
    for (const who of everybody) {
      const inside = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara'].includes(who)
      assert.equal((await site.as(who).get('/inside/crossings')).status, inside ? 200 : 404, who)
      assert.equal((await site.as(who).get(path)).status, ['mirela', 'jonas', 'sara'].includes(who) ? 200 : 404, who)
    }
  }),
)

test(
  'one crossing shows the exact bytes as they are rendered, their hash, and the way to each end that may be read',
  inTransaction(async (ctx) => {
    const { site, thread, path } = await crossed(ctx)
    const jonas = (await site.as('jonas').get(path)).text
    assert.ok(jonas.includes('<p>Answer <strong>1</strong> &amp; &lt;no tag&gt;</p>'))
    assert.match(jonas, /<code>[0-9a-f]{64}<\/code>/)
    assert.match(jonas, new RegExp(`href="/questions/${thread.id}/off-at-40\\?at=\\d+#answer-`))
    assert.doesNotMatch(jonas, /href="\/inside\/threads\/\d+"/, 'Jonas does not take part in the source')
    assert.match((await site.as('mirela').get(path)).text, /href="\/inside\/threads\/\d+"/)
  }),
)

test(
  'a recall asks for the reason, keeps what was typed, and leads back to the record with its marker',
  inTransaction(async (ctx) => {
    const { site, path } = await crossed(ctx)
    const refused = await site.as('mirela').post(`${path}/recall`, { reason: 'x'.repeat(501) })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Keep the reason under 500 characters\./)
    assert.match(refused.text, /value="x{501}"/)
    const done = await site.as('mirela').post(`${path}/recall`, { reason: 'Wrong date' })
    assert.deepEqual([done.status, done.location], [303, path])
    const { text } = await site.as('mirela').get(path)
    assert.match(text, /Published out, recalled since/)
    assert.match(text, /What stood outside/)
    assert.doesNotMatch(text, /id="recall"/)
    const recallPath = /<a href="(\/inside\/crossings\/\d+)">The recall/.exec(text.replaceAll(/\s+/g, ' '))![1]!
    assert.match(
      (await site.as('sara').get(recallPath)).text,
      /Recalled by Mirela Popescu.*Wrong date.*What was recalled/s,
    )
  }),
)

test(
  'the log is read in pages, from the newest to the first',
  inTransaction(async (ctx) => {
    const { site, ids } = await crossed(ctx, 18)
    const browser = site.as('jonas')
    for (const id of ids.slice(0, 5))
      await site.as('mirela').post(`/inside/crossings/${id}/recall`, { reason: 'Wrong' })
    const seen: string[] = []
    let at: string | undefined = '/inside/crossings'
    while (at) {
      const { text } = await browser.get(at)
      seen.push(...[...text.matchAll(/<a href="\/inside\/crossings\/(\d+)"/g)].map((match) => match[1]!))
      at = /href="(\/inside\/crossings\?after=[^"]+)"/.exec(text)?.[1]
    }
    assert.equal(seen.length, 23)
    assert.equal(new Set(seen).size, 23)
    for (const wrong of ['0', '-1', 'abc', '99999999999999999999', '1e3'])
      assert.equal((await browser.get(`/inside/crossings/${wrong}`)).status, 404, wrong)
    assert.equal((await browser.get('/inside/crossings?after=nonsense')).status, 200)
  }),
)

test(
  'the log is narrowed by act and by what became of it, and each record shows its place and chain value',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off', body: 'Why?', tags: [] })
    const source = { kind: 'thread', id: thread.id } as const
    const bring = async (reason: string) =>
      (await bringInto(cast.as(ctx, 'daniel'), source, cast.spaces.velund.id, { reason })).crossing
    const [first, second] = [await bring('Reason one'), await bring('Reason two')]
    const back = await recall(cast.as(ctx, 'daniel'), first.id, 'Reason three')
    const shown = async (query: string) => {
      const page = await site.as('tomasz').get(`/inside/crossings${query}`)
      return ['one', 'two', 'three'].filter((word) => page.text.includes(`Reason ${word}`))
    }
    assert.deepEqual(await shown(''), ['one', 'two', 'three'])
    assert.deepEqual(await shown('?act=bring-in'), ['one', 'two'])
    assert.deepEqual(await shown('?act=bring-in&state=standing'), ['two'])
    assert.deepEqual(await shown('?state=recalled'), ['one'])
    assert.deepEqual(await shown('?act=recall'), ['three'])
    assert.deepEqual(await shown('?act=publish-out'), [])
    assert.deepEqual(await shown('?act=nonsense&state=nonsense'), ['one', 'two', 'three'])
    assert.deepEqual([first.place, second.place, back.place], [1, 2, 3])
    const record = await site.as('tomasz').get(`/inside/crossings/${second.id}`)
    assert.ok(record.text.includes(second.chain), 'the chain value stands on the page')
    assert.match(record.text, /No text was copied/)
    assert.match(record.text, /This is taken back by the person who did it/, 'Tomasz may not')
    for (const who of ['visitor', 'ines', 'petra'] as const)
      assert.equal((await site.as(who).get(`/inside/crossings/${second.id}`)).status, 404, who)
  }),
)
