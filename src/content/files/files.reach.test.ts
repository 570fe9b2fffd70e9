/** How far a picture reaches: as far as the texts that show it, in the space where it stands, and no longer than they do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import sharp from 'sharp'
import { fc } from '../../../test/property.ts'
import { type TestSite, openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { answer, ask } from '../questions/questions.ts'
import {
  addReply,
  editReply,
  editThread,
  getThread,
  narrowThread,
  recallReply,
  recallThread,
  startThread,
} from '../threads/threads.ts'
import {
  bodyRenderer,
  crossPictures,
  crossingText,
  editorOf,
  forgetPictures,
  getPicture,
  picturesIn,
  renderBody,
  uploadPicture,
} from './files.ts'
import { signerOf } from './signatures.ts'

const bytes = sharp({ create: { width: 6, height: 6, channels: 3, background: '#0a7' } })
  .png()
  .toBuffer()

const put = async (ctx: Ctx, site: TestSite, cast: Cast, who: PersonName, space: PlaceName) =>
  uploadPicture(cast.as(ctx, who), site.blobs, cast.spaces[space], await bytes)

const opens = (site: TestSite, path: string) => site.anyone.request(path).then(({ status }) => status === 200)

/** The address of the first picture that a rendered text shows. */
const shownIn = (html: string) => /src="([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

test(
  'a picture that only narrowed texts show opens by its page alone, and by its address again once a public text shows it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { url } = await put(ctx, site, cast, 'ines', 'riders')
    const ines = cast.as(ctx, 'ines')
    assert.equal(await opens(site, url), true, 'before a text shows it')
    const { thread } = await ask(ines, { space: 'riders', title: 'A?', body: `![a](${url})`, tags: [] })
    await hearEverything(ctx)
    assert.equal(await opens(site, url), true)
    const narrowed = await narrowThread(ines, thread.id, 4)
    await hearEverything(ctx)
    assert.equal(await opens(site, url), false, 'the bare address is closed with the text')
    const signed = shownIn(await renderBody(ines, cast.spaces.riders, thread.body, narrowed))
    assert.match(signed, /\?until=\d+&sign=/)
    assert.equal(await opens(site, signed), true)
    // The signature of its space, or of another narrowed thread, does not open it.
    const other = await ask(ines, { space: 'riders', title: 'B?', body: 'Other.', tags: [], reach: 4 })
    const elsewhere = shownIn(await renderBody(ines, cast.spaces.riders, `![a](${url})`, other.thread))
    assert.equal(await opens(site, elsewhere), false)
    const { headers } = await site.anyone.request(signed)
    assert.match(headers.get('cache-control')!, /^private/)
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin')
    await answer(cast.as(ctx, 'gustav'), other.thread.id, `![a](${url})`)
    await hearEverything(ctx)
    assert.equal(await opens(site, elsewhere), true, 'now that thread shows it as well')
    const open = await ask(ines, { space: 'riders', title: 'C?', body: `![a](${url})`, tags: [] })
    await hearEverything(ctx)
    assert.equal(await opens(site, url), true)
    const plain = shownIn(await renderBody(ines, cast.spaces.riders, open.thread.body, open.thread))
    assert.equal(plain, url)
    assert.equal((await site.anyone.request(url)).headers.get('cross-origin-resource-policy'), 'cross-origin')
  }),
)

test(
  'whatever is written, edited and recalled, a public picture opens exactly while some text, now or in its history, shows it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const ines = cast.as(ctx, 'ines')
    const pictures = [
      await put(ctx, site, cast, 'ines', 'riders'),
      await put(ctx, site, cast, 'ines', 'riders'),
      await put(ctx, site, cast, 'ines', 'riders'),
    ]
    const shown = fc.subarray([0, 1, 2])
    const act = fc.oneof(
      fc.record({ do: fc.constant('reply' as const), shown, thread: fc.nat(1) }),
      fc.record({ do: fc.constant('edit' as const), shown, which: fc.nat(5) }),
      fc.record({ do: fc.constant('recall' as const), which: fc.nat(5) }),
      fc.record({ do: fc.constant('edit-thread' as const), shown, thread: fc.nat(1) }),
    )
    let gone = 0
    const back = new Error('taken back')
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 8 }), async (history) => {
        const run = ctx.transaction(async (inside) => {
          const me = inside.as(ines.viewer)
          const bodyOf = (of: readonly number[]) => `Look: ${of.map((at) => `![it](${pictures[at]!.url})`).join(' ')}.`
          const threads = []
          for (const title of ['One?', 'Two?'])
            threads.push((await ask(me, { space: 'riders', title, body: 'Here.', tags: [] })).thread)
          const replies: { id: never; thread: number; shows: Set<number>; recalled: boolean }[] = []
          const threadShows = [new Set<number>(), new Set<number>()]
          // Which thread was ever noted to use which picture: only what was used can be taken away.
          const used = [new Set<number>(), new Set<number>()]
          const deleted = new Set<number>()
          for (const one of history) {
            await inside.db.deleteFrom('rateLimits').execute()
            const mine = 'which' in one && replies.length > 0 ? replies[one.which % replies.length] : undefined
            const touched = 'thread' in one ? one.thread : mine?.thread
            if (one.do === 'reply') {
              const { id } = await addReply(me, threads[one.thread]!.id, { kind: 'answer', body: bodyOf(one.shown) })
              replies.push({ id: id as never, thread: one.thread, shows: new Set(one.shown), recalled: false })
            }
            if (one.do === 'edit' && mine && !mine.recalled) {
              await editReply(me, mine.id, bodyOf(one.shown))
              // What it said before stays readable in its history.
              for (const at of one.shown) mine.shows.add(at)
            }
            if (one.do === 'edit-thread') {
              await editThread(me, threads[one.thread]!.id, { title: 'New?', body: bodyOf(one.shown) })
              for (const at of one.shown) threadShows[one.thread]!.add(at)
            }
            await hearEverything(inside)
            const shownNow = (thread: number, at: number) =>
              threadShows[thread]!.has(at) ||
              replies.some((reply) => reply.thread === thread && !reply.recalled && reply.shows.has(at))
            if (touched !== undefined)
              for (const at of [0, 1, 2]) if (shownNow(touched, at) && !deleted.has(at)) used[touched]!.add(at)
            if (one.do === 'recall' && mine && !mine.recalled) {
              await recallReply(me, mine.id)
              mine.recalled = true
              await hearEverything(inside)
              for (const at of [0, 1, 2]) {
                if (!used[mine.thread]!.has(at) || shownNow(mine.thread, at)) continue
                used[mine.thread]!.delete(at)
                if (!used[1 - mine.thread]!.has(at)) deleted.add(at)
              }
            }
            for (const [at, { url }] of pictures.entries())
              assert.equal(await opens(site, url), !deleted.has(at), `${url} after ${JSON.stringify(one)}`)
          }
          gone += deleted.size
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      }),
      { numRuns: 20 },
    )
    assert.ok(gone > 0, 'no history ended a picture')
  }),
)

test(
  'a recalled thread takes its pictures with it, and forgetting by hand spares what is shown elsewhere',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const sara = cast.as(ctx, 'sara')
    const [own, shared] = [await put(ctx, site, cast, 'sara', 'riders'), await put(ctx, site, cast, 'sara', 'riders')]
    const start = (title: string, body: string) =>
      startThread(sara, cast.spaces.riders, { type: 'question', title, body })
    const thread = await start('One', `![a](${own.url}) ![b](${shared.url})`)
    await start('Two', `![b](${shared.url})`)
    await hearEverything(ctx)
    await forgetPictures(ctx, thread.id)
    assert.deepEqual([await opens(site, own.url), await opens(site, shared.url)], [true, true], 'both are shown')
    await recallThread(sara, thread.id)
    await hearEverything(ctx)
    assert.deepEqual([await opens(site, own.url), await opens(site, shared.url)], [false, true])
  }),
)

test(
  'what crosses into another space takes the pictures of its own space along under new keys, and leaves others behind',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const [own, again, foreign] = [
      await put(ctx, site, cast, 'lena', 'battery'),
      await put(ctx, site, cast, 'tomasz', 'battery'),
      await put(ctx, site, cast, 'lena', 'velund'),
    ]
    const { battery, riders } = cast.spaces
    const body = `![one](${own.url}) [two](${again.url}) ![one again](${own.url})\n![drawing](${foreign.url} "title") ${foreign.url}`
    const crossing = await crossingText(ctx, body, battery.id, riders.id)
    assert.deepEqual(
      crossing.pictures.map(({ from }) => from),
      [own.key, again.key],
    )
    for (const key of [own.key, again.key, foreign.key]) assert.ok(!crossing.body.includes(key))
    const [first, second] = crossing.pictures.map(({ to }) => to)
    assert.equal(
      crossing.body,
      `![one](/files/${first}) [two](/files/${second}) ![one again](/files/${first})\ndrawing `,
    )
    // The same text gives the same answer, another space gets other keys.
    assert.deepEqual(await crossingText(ctx, body, battery.id, riders.id), crossing)
    const testers = await crossingText(ctx, body, battery.id, cast.spaces.testers.id)
    assert.equal(new Set([...testers.pictures, ...crossing.pictures].map(({ to }) => to)).size, 4)
    assert.equal(await opens(site, `/files/${first}`), false, 'looking opens nothing')
    assert.deepEqual(await crossingText(ctx, 'No picture.', battery.id, riders.id), {
      body: 'No picture.',
      pictures: [],
    })

    const target = await startThread(cast.as(ctx, 'sara'), riders, {
      type: 'question',
      title: 'Published',
      body: crossing.body,
    })
    for (const who of ['visitor'] as const)
      assert.equal(
        await outcome(crossPictures(cast.as(ctx, who), crossing.pictures, riders, target.id)),
        'files.nobody',
      )
    assert.equal(await outcome(crossPictures(ctx, crossing.pictures, riders, target.id)), 'files.nobody')
    for (let time = 0; time < 2; time++) await crossPictures(cast.as(ctx, 'sara'), crossing.pictures, riders, target.id)
    assert.equal(await opens(site, `/files/${first}`), true)
    assert.equal(await opens(site, own.url), false, 'the inside stays closed')
    const { rows } = await sql<{ by: number; uses: number }>`select uploaded_by as by,
      (select count(*)::int from file_uses where file_id = files.id) as uses
      from files where key = ${first}`.execute(ctx.db)
    assert.deepEqual(rows, [{ by: cast.people.sara.id, uses: 1 }])
    await recallThread(cast.as(ctx, 'sara'), target.id)
    await hearEverything(ctx)
    assert.equal(await opens(site, `/files/${first}`), false)
    const signed = shownIn((await bodyRenderer(ctx, battery))(`![one](${own.url})`))
    assert.equal(await opens(site, signed), true, 'and keeps its own')
  }),
)

test(
  'a text notes only pictures of its own space, whatever addresses it names, and a text that is gone notes none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const secret = await put(ctx, site, cast, 'lena', 'battery')
    const near = await put(ctx, site, cast, 'ines', 'riders')
    const uses = async () =>
      (await sql<{ key: string }>`select key from file_uses join files on files.id = file_id`.execute(ctx.db)).rows
    const body = `![a](${secret.url}) ![b](${near.url}x) ![c](/files/${'A'.repeat(22)})`
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'A?', body, tags: [] })
    await hearEverything(ctx)
    assert.deepEqual(await uses(), [])
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, `![b](${near.url})`)
    await recallReply(cast.as(ctx, 'gustav'), reply.id)
    await hearEverything(ctx)
    assert.deepEqual(await uses(), [], 'recalled before anybody heard of it')
    assert.equal((await getThread(ctx, thread.id)).body.includes(secret.key), true)
    assert.equal(await opens(site, secret.url), false)
  }),
)

test(
  'a person adds pictures, in their own name: neither a visitor nor Tango itself, and nobody where they cannot write',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const image = await bytes
    for (const who of everybody) {
      for (const space of ['riders', 'battery', 'cells'] as const) {
        const got = await outcome(uploadPicture(cast.as(ctx, who), site.blobs, cast.spaces[space], image))
        const inside = who !== 'visitor' && cast.people[who].realm === 'inside'
        const writes =
          space === 'riders'
            ? who !== 'visitor' && who !== 'petra'
            : ({ battery: ['tomasz', 'aiko', 'lena'], cells: ['lena', 'petra'] } as const)[space].includes(who as never)
        assert.equal(got === 'done', writes, `${who} in ${space} (${inside}): ${got}`)
      }
    }
    assert.notEqual(await outcome(uploadPicture(ctx, site.blobs, cast.spaces.riders, image)), 'done')
  }),
)

test(
  'an address that is not quite one opens nothing, and a signature is good to its second',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { key, url } = await put(ctx, site, cast, 'lena', 'battery')
    const signer = await signerOf(ctx)
    const { until, sign } = signer.sign(key, cast.spaces.battery.id, ctx.now)
    const get = (given: { until: number; sign: string }, now = ctx.now) =>
      outcome(getPicture(makeCtx({ ...ctx, now }), site.blobs, key, given))
    assert.equal(await get({ until, sign }), 'done')
    assert.equal(await get({ until, sign }, new Date(until * 1000)), 'done')
    assert.equal(await get({ until, sign }, new Date(until * 1000 + 1)), 'files.not-found')
    for (const wrong of [
      { until: until + 1, sign },
      { until: Number.NaN, sign },
      { until: Infinity, sign },
      { until: until + 0.5, sign },
      { until, sign: '' },
      { until, sign: `${sign}=` },
      { until, sign: sign.slice(0, -1) },
      { until, sign: signer.sign(key, cast.spaces.velund.id, ctx.now).sign },
      { until, sign: signer.sign('A'.repeat(22), cast.spaces.battery.id, ctx.now).sign },
    ])
      assert.equal(await get(wrong), 'files.not-found', JSON.stringify(wrong))
    for (const path of [
      `${url}x`,
      url.slice(0, -1),
      `${url}?until=${until}`,
      `${url}?sign=${sign}`,
      `/files/${key}%00`,
    ])
      assert.equal(await opens(site, path), false, path)
    // The bytes are gone though the row is there: nothing to show, and no fault of the house.
    await ctx.db
      .updateTable('files')
      .set({ sha256: '0'.repeat(64) })
      .where('key', '=', key)
      .execute()
    assert.equal(await get({ until, sign }), 'files.not-found')
  }),
)

test('the pictures of a text are found each once, wherever in it they stand', () => {
  const [a, b] = ['a'.repeat(22), 'B_-4567890123456789012']
  assert.deepEqual(picturesIn(`![x](/files/${a}) <a href="/files/${b}?until=1"> /files/${a}`), [a, b])
  assert.deepEqual(picturesIn(`/files/${a}${a} /files/short /file/${a}`), [])
  assert.deepEqual(picturesIn(''), [])
})

test(
  'a text box asks for its preview and its pictures where its text will stand',
  inTransaction(async (ctx) => {
    const { spaces } = await getCast(ctx)
    const odd = { ...spaces.riders, slug: 'a&b' }
    assert.deepEqual(editorOf(spaces.battery, 'post:1'), {
      preview: '/preview?space=battery',
      upload: '/files?space=battery',
      suggest: '/suggest?space=battery',
      draft: 'post:1',
      keep: 'Save as draft',
    })
    assert.equal(editorOf(odd, 'd', { id: 12 as never }).preview, '/preview?space=a%26b&thread=12')
  }),
)

test(
  'a preview shows the pictures of its thread as the page will, only for whoever reads it, and not without end',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { url } = await put(ctx, site, cast, 'ines', 'riders')
    const body = `![a](${url})`
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'A?', body, tags: [], reach: 0 })
    await hearEverything(ctx)
    const preview = (who: 'ines' | 'gustav', query: string) =>
      site.as(who).post(`/preview?space=riders${query}`, { text: body })
    const shown = await preview('ines', `&thread=${thread.id}`)
    assert.equal(await opens(site, shownIn(shown.text)), true)
    assert.equal(await opens(site, shownIn((await preview('ines', '')).text)), false)
    assert.equal((await preview('gustav', `&thread=${thread.id}`)).status, 404)
    assert.equal((await site.as('ines').post('/preview?space=riders', { text: 'x'.repeat(60_001) })).status, 422)
    assert.equal((await site.as('ines').post('/preview?space=..%2F', { text: 'x' })).status, 404)
    const statuses: number[] = []
    for (let time = 0; time < 121; time++)
      statuses.push((await site.as('joost').post('/preview?space=riders', { text: 'x' })).status)
    assert.deepEqual([statuses[119], statuses[120]], [200, 429])
    assert.equal((await preview('gustav', '')).status, 200, 'each person by themselves')
  }),
)
