/** The same small site in each of its forms, and what a visitor finds of it afterwards. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import type { Ctx } from '../../platform/context.ts'
import { type DiscourseOptions, importDiscourse, reportLines } from './discourse.ts'
import { type Json, category, post, topic, withPages, zipOf } from './site.fixture.test.ts'

const site = 'forum.bread.example'
const moment = '2024-03-03 10:00:00'

const pages: Record<string, unknown> = {
  'site.json': { categories: [category(4, 'Dough')] },
  't/20.json': topic(20, 'Is it too wet?', [
    post(100, 20, 1, { cooked: '<p>My dough is soup.</p>' }),
    post(101, 20, 2, { cooked: '<p>Fold it.</p>', user_id: 8, username: 'otto' }),
    post(102, 20, 3, { cooked: '<p>SECRET</p>', hidden: true }),
  ]),
}

const table = (name: string, columns: string, ...rows: readonly (readonly string[])[]) =>
  `COPY public.${name} (${columns}) FROM stdin;\n${rows.map((row) => `${row.join('\t')}\n`).join('')}\\.\n\n`

const postColumns =
  'id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, deleted_at, like_count, user_deleted, post_type, hidden, version'
const row = (id: number, user: number, number: number, words: string, hidden = 'f') =>
  [id, user, 20, number, words, `<p>${words}</p>`, moment, moment, '\\N', 0, 'f', 1, hidden, 1].map(String)

const dump = [
  '-- PostgreSQL database dump\n\n',
  table('categories', 'id, name, slug, read_restricted, description', ['4', 'Dough', 'dough', 'f', '']),
  table(
    'posts',
    postColumns,
    row(100, 7, 1, 'My dough is soup.'),
    row(101, 8, 2, 'Fold it.'),
    row(102, 7, 3, 'SECRET', 't'),
  ),
  table('topics', 'id, title, slug, category_id, created_at, bumped_at, visible, archetype, deleted_at, user_id', [
    ...['20', 'Is it too wet?', 'is-it-too-wet', '4', moment, moment, 't', 'regular', '\\N', '7'],
  ]),
  table('users', 'id, username, name, created_at', ['7', 'berta', 'Berta Mehl', moment], ['8', 'otto', '\\N', moment]),
].join('')

const csvOf = (
  number: number,
  words: string,
) => `topic_title,categories,is_pm,post_raw,post_cooked,like_count,url,created_at
Is it too wet?,Dough,No,${words},<p>${words}</p>,0,https://${site}/t/is-it-too-wet/20/${number},${moment} UTC
`
const exports = zipOf({
  'user_archive-berta-240310-101500/user_archive.csv': csvOf(1, 'My dough is soup.'),
  'user_archive-otto-240310-101500/user_archive.csv': csvOf(2, 'Fold it.'),
})

/** What is given, under which name, and the options that this form needs. */
const forms: Record<string, { name: string; bytes: string | Uint8Array; more?: Partial<DiscourseOptions> }> = {
  'a ZIP archive of API pages': {
    name: 'pages.zip',
    bytes: zipOf(Object.fromEntries(Object.entries(pages).map(([path, page]) => [path, JSON.stringify(page)]))),
  },
  'a database dump': { name: 'dump.sql', bytes: dump },
  'a packed database dump': { name: 'bread-2024-03-10.sql.gz', bytes: gzipSync(dump) },
  'CSV exports of two members': { name: 'exports.zip', bytes: exports, more: { vouched: true } },
}

const imported = (ctx: Ctx, form: keyof typeof forms, more: Partial<DiscourseOptions> = {}) => {
  const { name, bytes, more: own } = forms[form]!
  return withPages({ [name]: bytes }, (folder) =>
    importDiscourse(ctx, { source: `${folder}/${name}`, site, ...own, ...more }),
  )
}

for (const form of Object.keys(forms)) {
  test(
    `from ${form} a visitor reads topic, answer and people, finds them at their old addresses, and nothing secret`,
    inTransaction(async (ctx) => {
      const dry = await imported(ctx, form, { dryRun: true })
      const report = await imported(ctx, form)
      assert.deepEqual(report.counts, dry.counts, 'a dry run tells the same')
      assert.deepEqual([report.counts.topics.added, report.counts.replies.added, report.counts.users.added], [1, 1, 2])
      const visitor = (await openSite(ctx)).as('visitor')
      const led = await visitor.get(`/from/${site}/t/is-it-too-wet/20/2`)
      assert.equal(led.status, 301)
      assert.match(led.location!, /^\/questions\/\d+\/is-it-too-wet#answer-\d+$/)
      const { status, text } = await visitor.get(led.location!.replace(/#.*/, ''))
      assert.equal(status, 200)
      for (const words of ['Is it too wet?', 'My dough is soup.', 'Fold it.', 'berta', 'otto'])
        assert.ok(text.includes(words), words)
      assert.doesNotMatch(text, /SECRET|Mehl/)
      assert.match((await visitor.get('/c/dough')).location ?? '', /^\/s\/dough$|^$/)
      assert.match((await visitor.get('/u/otto')).location!, /^\/people\/\d+-otto$/)
      assert.equal((await visitor.get('/t/20/9')).location, led.location!.replace(/#.*/, ''), 'a post that is not here')
    }),
  )

  test(
    `from ${form} a second run adds nothing, and a third in another form of the same site neither`,
    inTransaction(async (ctx) => {
      await imported(ctx, form)
      const count = async () =>
        (
          await sql<Json>`select (select count(*) from threads) as threads, (select count(*) from replies) as replies,
            (select count(*) from import_addresses) as addresses, (select count(*) from spaces) as spaces`.execute(
            ctx.db,
          )
        ).rows[0]
      const first = await count()
      const again = await imported(ctx, form)
      assert.deepEqual(await count(), first)
      assert.equal(again.counts.topics.alreadyHere, 1)
      assert.ok(
        reportLines(again).some((line) => /^replies +\d+ +0 +1 /.test(line)),
        reportLines(again).join('\n'),
      )
      // CSV numbers its posts and members otherwise, so it stands for itself.
      if (form.startsWith('CSV')) return
      for (const other of Object.keys(forms).filter((one) => !one.startsWith('CSV'))) {
        const report = await imported(ctx, other)
        assert.deepEqual(await count(), first, `after ${other}`)
        assert.deepEqual([report.counts.topics.alreadyHere, report.counts.replies.alreadyHere], [1, 1], other)
      }
    }),
  )
}
