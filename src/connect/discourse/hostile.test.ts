/** What a broken or ill-meant site does: a clear refusal before anything is written, or a counted record. */
import assert from 'node:assert/strict'
import { symlink } from 'node:fs/promises'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import '../../features.ts'
import { listReplies, listThreads } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { textOfPost } from './cooked.ts'
import { importDiscourse } from './discourse.ts'
import { bread, category, post, topic, withPages, zipOf } from './site.fixture.test.ts'

const site = 'forum.bread.example'

function imported(ctx: Ctx, pages: Readonly<Record<string, unknown>>) {
  return withPages(pages, (source) => importDiscourse(ctx, { source, site }))
}

const refused = (ctx: Ctx, pages: Readonly<Record<string, unknown>>, message: RegExp) =>
  assert.rejects(imported(ctx, pages), { name: 'StartError', message })

const archive = (ctx: Ctx, name: string, bytes: Uint8Array, message: RegExp) =>
  assert.rejects(
    withPages({ [name]: bytes }, (folder) => importDiscourse(ctx, { source: `${folder}/${name}`, site })),
    { name: 'StartError', message },
  )

async function runs(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from import_runs`.execute(ctx.db)
  return rows[0]!.n
}

test(
  'a page that is cut off, no JSON, not UTF-8, or a source that is no site stops before anything is written',
  inTransaction(async (ctx) => {
    await refused(ctx, { ...bread, 't/20.json': '{"post_stream": {"posts": [' }, /t\/20\.json is not JSON/)
    await refused(
      ctx,
      { ...bread, 't/99.json': Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
      /t\/99\.json holds bytes that are not UTF-8/,
    )
    await refused(ctx, { 'readme.txt': 'hello' }, /holds no site/)
    await refused(ctx, {}, /holds no site/)
    await assert.rejects(importDiscourse(ctx, { source: '/nowhere/at/all', site }), /There is nothing at/)
    assert.equal(await runs(ctx), 0)
  }),
)

test(
  'archives that are damaged, encrypted, cut off or packed otherwise are refused by name',
  inTransaction(async (ctx) => {
    const good = zipOf({ 'site.json': JSON.stringify({ categories: [] }) })
    const changed = (at: number, value: number) => {
      const copy = Buffer.from(good)
      copy[at] = value
      return copy
    }
    const directory = good.indexOf(Buffer.from('504b0102', 'hex'))
    await archive(ctx, 'a.zip', good.subarray(0, good.length - 30), /no directory at its end|cannot be read/)
    await archive(ctx, 'a.zip', changed(directory + 8, 1), /site\.json in it is encrypted/)
    await archive(ctx, 'a.zip', changed(directory + 10, 12), /packed by method 12/)
    await archive(ctx, 'a.zip', changed(directory, 0), /entry 1 of its directory is damaged/)
    await archive(ctx, 'a.zip', changed(0 + 45, 0xff), /cannot be unpacked|not JSON|not UTF-8/)
    await archive(ctx, 'a.zip', changed(good.length - 6, 0xff), /points past its end|damaged/)
    await archive(
      ctx,
      'a.tar.gz',
      gzipSync(Buffer.from('no tar at all'.repeat(100))),
      /cannot be unpacked|holds no site/,
    )
    assert.equal(await runs(ctx), 0)
  }),
)

test(
  'an archive that unpacks to a thousand times its size is left unread',
  inTransaction(async (ctx) => {
    const bomb = `{"users": [], "x": "${' '.repeat(66 * 1024 * 1024)}"}`
    await archive(ctx, 'bomb.zip', zipOf({ 'site.json': bomb }), /larger than 64 MB|200 times its size/)
    const line = gzipSync(Buffer.alloc(17 * 1024 * 1024, 'x'))
    await archive(ctx, 'line.sql.gz', line, /longer than 16 million signs/)
  }),
)

test(
  'names that climb out of an archive and links within a folder lead nowhere: nothing is unpacked or followed',
  inTransaction(async (ctx) => {
    const climbing = zipOf({
      '../../../../tmp/evil.json': JSON.stringify(bread['t/20.json']),
      'site.json': JSON.stringify(bread['site.json']),
    })
    const report = await withPages({ 'a.zip': climbing }, (folder) =>
      importDiscourse(ctx, { source: `${folder}/a.zip`, site, dryRun: true }),
    )
    assert.equal(report.counts.topics.added, 1)
    await withPages({ 'secret.json': bread['t/21.json'] }, (elsewhere) =>
      withPages(bread, async (folder) => {
        await symlink(`${elsewhere}/secret.json`, `${folder}/t/link.json`)
        await symlink(folder, `${folder}/loop`)
        const linked = await importDiscourse(ctx, { source: folder, site, dryRun: true })
        assert.equal(linked.counts.topics.read, 6)
      }),
    )
  }),
)

test(
  'records with odd, huge or contradicting values are skipped one by one, with their place and reason',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, {
      ...bread,
      't/40.json': topic(40, '', [post(400, 40, 1)]),
      't/41.json': topic(41, 'x'.repeat(201), [post(410, 41, 1)]),
      't/42.json': topic(42, 'Odd tags', [post(420, 42, 1)], { tags: 'crust' }),
      't/43.json': topic(43, 'Odd kind', [post(430, 43, 1)], { archetype: 'secret_chat' }),
      't/44.json': topic(44, 'Nowhere', [post(440, 44, 1)], { category_id: 404 }),
      't/45.json': topic(45, 'No first', [post(451, 45, 2)]),
      't/46.json': topic(46, 'Maybe hidden', [post(460, 46, 1, { hidden: 'perhaps' })]),
      't/47.json': topic(47, 'Far too long', [post(470, 47, 1, { cooked: `<p>${'word '.repeat(13_000)}</p>` })]),
      't/48.json': topic(48, 'Deep', [post(480, 48, 1, { cooked: '<div>'.repeat(2000) })]),
      't/49.json': topic(49, 'When', [post(490, 49, 1, { created_at: '0000-01-01T00:00:00Z' }), post(491, 49, 2)]),
      't/50.json': topic(50, 'Two firsts', [
        post(500, 50, 1),
        post(501, 50, 1),
        post(502, 50, -3),
        post('x' as unknown as number, 50, 2),
      ]),
      'latest.json': { topic_list: { topics: [{ id: 60, title: 'Not saved' }] } },
    })
    const found = Object.fromEntries(report.problems.map(({ at, what }) => [at, what]))
    assert.equal(found['topic 40'], 'the title is empty or longer than 200 characters')
    assert.equal(found['topic 41'], 'the title is empty or longer than 200 characters')
    assert.equal(found['topic 42'], 'tags is not a list')
    assert.equal(found['topic 43'], 'the archetype is secret_chat')
    assert.equal(found['topic 44'], 'its category 404 is not there')
    assert.equal(found['topic 45'], 'its first post is not there')
    assert.equal(found['topic 60'], 'its own page (t/60.json) is not among the files')
    assert.equal(found['post 460'], 'hidden is neither true nor false', 'a guess could publish what is hidden')
    assert.match(found['post 470']!, /the text has \d+ characters, 60000 are the most/)
    assert.equal(found['post 480'], 'its HTML is nested deeper than 150')
    assert.equal(found['post 490'], 'created_at is not a moment')
    assert.equal(found['post 491'], 'its topic 49 was not taken')
    assert.equal(found['post 502'], 'post_number is below 1')
    assert.equal(found['post x'], 'id is not a whole number')
    for (const [kind, { read, added, alreadyHere, leftOut, skipped }] of Object.entries(report.counts))
      assert.equal(read, added + alreadyHere + leftOut + skipped, kind)
    assert.equal(report.counts.topics.added, 3)
  }),
)

test(
  'replies that reply to themselves, to each other or to nobody do not lead in circles',
  inTransaction(async (ctx) => {
    await imported(ctx, {
      'site.json': { categories: [category(4, 'Dough')] },
      't/70.json': topic(70, 'Circles', [
        post(700, 70, 1, { reply_to_post_number: 1 }),
        post(701, 70, 2, { reply_to_post_number: 3, cooked: '<p>a</p>' }),
        post(702, 70, 3, { reply_to_post_number: 2, cooked: '<p>b</p>' }),
        post(703, 70, 4, { reply_to_post_number: 4, cooked: '<p>c</p>' }),
        post(704, 70, 5, { reply_to_post_number: 99, cooked: '<p>d</p>' }),
        post(705, 70, 6, { reply_to_post_number: 5, cooked: '<p>e</p>', hidden: true }),
        post(706, 70, 7, { reply_to_post_number: 3, cooked: '<p>f</p>' }),
      ]),
    })
    const [thread] = (await listThreads(ctx, {})).items
    const replies = await listReplies(ctx, thread!.id)
    const idOf = (body: string) => replies.find((reply) => reply.body === body)!.id
    assert.deepEqual(replies.map(({ body, kind, parentId }) => [body, kind, parentId]).toSorted(), [
      ['a', 'answer', null],
      ['b', 'comment', idOf('a')],
      ['c', 'answer', null],
      ['d', 'answer', null],
      ['f', 'comment', idOf('a')],
    ])
  }),
)

const shown = (cooked: string) => renderMarkdown(textOfPost({ html: cooked, raw: undefined }, site).body)

test('script, styles, frames and drawings of a post are cut out or become words and links', () => {
  for (const cooked of [
    '<p>Hi<script>alert(1)</script></p>',
    '<p>Hi</p><SCRIPT SRC=//evil.example/x.js></SCRIPT>',
    '<p>Hi</p><style>body{display:none}</style><svg><script>alert(1)</script></svg>',
    '<p>Hi</p><!-- <img src=x onerror=alert(1)> -->',
    '<p onclick="alert(1)">Hi</p>',
    '<p>Hi</p><script>never ended',
  ]) {
    assert.equal(shown(cooked).trim(), '<p>Hi</p>', cooked)
  }
  assert.doesNotMatch(shown('<a href="javascript:alert(1)">x</a>'), /href/)
  assert.doesNotMatch(shown('<p>&lt;img src=x onerror=alert(1)&gt;</p>'), /<img/)
  assert.match(
    shown('<iframe src="https://video.example/1" width="1"></iframe>'),
    /<a href="https:\/\/video\.example\/1"/,
  )
})

test('quotes keep who said it, mentions and uploads lead to the old site, emoji are words, faces are nothing', () => {
  assert.match(
    shown(
      '<aside class="quote" data-username="otto" data-post="1"><div class="title"><div class="quote-controls"></div><img class="avatar" src="/a.png"> otto:</div><blockquote><p>Fold it.</p></blockquote></aside><p>How?</p>',
    ),
    /otto:[^]*<blockquote>\s*<p>Fold it\.<\/p>\s*<\/blockquote>\s*<p>How\?<\/p>/,
  )
  assert.match(
    shown('<p><a class="mention" href="/u/otto">@otto</a> knows.</p>'),
    /<a href="https:\/\/forum\.bread\.example\/u\/otto"[^>]*>@otto<\/a> knows/,
  )
  assert.match(
    shown(
      '<p><a class="lightbox" href="/uploads/default/original/1X/a.png"><img src="/uploads/default/a_690.png" alt="loaf"><div class="meta"><span>loaf 1920×1080</span></div></a></p>',
    ),
    /href="https:\/\/forum\.bread\.example\/uploads\/default\/original\/1X\/a\.png"[^>]*>[^<]*loaf/,
  )
  assert.equal(shown('<p>Yes <img class="emoji" alt=":bread:" src="/e.png"></p>').trim(), '<p>Yes :bread:</p>')
})

test('whatever HTML a post holds, its text is safe, short enough and without tags of its own, or it is skipped', () => {
  const tags =
    '<p> </p> <b> </b> <a·href="/x"> </a> <!-- --> <script </script> <img <img·class="emoji"·alt="<b>"> <table><tr><td> </table> <div·class="meta"> <ul><li> " > < ` * \\ words'
  const piece = fc.constantFrom(
    ...tags.split(' ').map((tag) => tag.replaceAll('·', ' ')),
    '\u202e',
    '\ud800',
    ' ',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      let body: string
      try {
        body = textOfPost({ html: pieces.join(''), raw: undefined }, site).body
      } catch (error) {
        assert.equal((error as Error).constructor.name, 'Unfit')
        return
      }
      assert.ok(body.length > 0 && body.length <= 60_000)
      assert.doesNotMatch(renderMarkdown(body), /<(script|iframe|style|svg|object)|\son\w+=|javascript:|\u202e/i)
    }),
    { numRuns: 300 },
  )
})
