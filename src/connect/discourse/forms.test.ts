/** The other forms of a site: archives of pages, the backup's database, CSV exports. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import { listReplies, listThreads } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { type DiscourseOptions, importDiscourse } from './discourse.ts'
import { bread, withPages, zipOf } from './site.fixture.test.ts'

const site = 'forum.bread.example'

/** Imports one file under a name of its own. */
function imported(ctx: Ctx, name: string, bytes: string | Uint8Array, more: Partial<DiscourseOptions> = {}) {
  return withPages({ [name]: bytes }, (folder) => importDiscourse(ctx, { source: `${folder}/${name}`, site, ...more }))
}

async function tarOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const archive = pack()
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content as string))
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const asText = Object.fromEntries(Object.entries(bread).map(([path, page]) => [path, JSON.stringify(page)]))

test(
  'the same pages in a folder, a ZIP archive or a packed tar archive are the same site',
  inTransaction(async (ctx) => {
    const zip = await imported(ctx, 'site.zip', zipOf(asText), { dryRun: true })
    const tar = await imported(ctx, 'site.tar.gz', gzipSync(await tarOf(asText)), { dryRun: true })
    const folder = await withPages(bread, (source) => importDiscourse(ctx, { source, site, dryRun: true }))
    assert.deepEqual(folder.counts.topics, { read: 6, added: 2, alreadyHere: 0, leftOut: 4, skipped: 0 })
    assert.deepEqual([zip.counts, zip.leftOut], [folder.counts, folder.leftOut])
    assert.deepEqual([tar.counts, tar.leftOut], [folder.counts, folder.leftOut])
  }),
)

const block = (table: string, columns: string, rows: readonly string[]) =>
  `COPY public.${table} (${columns}) FROM stdin;\n${rows.map((row) => `${row}\n`).join('')}\\.\n\n`
const at = '2024-03-03 10:00:00.123456'

/** The tables of a backup, in the order of a dump: posts before topics before users. */
const tables = {
  categories: block('categories', 'id, name, slug, read_restricted, description', [
    '4\tDough\tdough\tf\tAll about it',
    '6\tStaff\tstaff\tt\t\\N',
  ]),
  solved: block('discourse_solved_solved_topics', 'id, topic_id, created_at', [`1\t20\t${at}`]),
  solutions: block('discourse_solved_topic_answers', 'solved_topic_id, answer_post_id', ['1\t101']),
  posts: block(
    'posts',
    'id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, reply_to_post_number, deleted_at, like_count, user_deleted, post_type, hidden, version',
    [
      `101\t8\t20\t2\tFold it.\t<p>Fold <em>it</em>.</p>\t${at}\t${at}\t\\N\t\\N\t9\tf\t1\tf\t1`,
      `100\t7\t20\t1\tline one\\nline two\\ttab \\\\ back\t\t${at}\t${at}\t\\N\t\\N\t5\tf\t1\tf\t1`,
      `102\t7\t20\t3\tx\t<p>SECRET</p>\t${at}\t${at}\t\\N\t\\N\t0\tf\t4\tf\t1`,
      `103\t7\t20\t4\tx\t<p>SECRET</p>\t${at}\t${at}\t\\N\t${at}\t0\tf\t1\tf\t1`,
      `104\t7\t20\t5\tx\t<p>SECRET</p>\t${at}\t${at}\t\\N\t\\N\t0\tf\t1\tt\t1`,
      `110\t7\t21\t1\tx\t<p>SECRET</p>\t${at}\t${at}\t\\N\t\\N\t0\tf\t1\tf\t1`,
      `120\t7\t22\t1\tx\t<p>For otto.</p>\t${at}\t${at}\t\\N\t\\N\t0\tf\t1\tf\t1`,
    ],
  ),
  tags: block('tags', 'id, name', ['1\tcrust', '2\tflour']),
  allowed: block('topic_allowed_users', 'id, user_id, topic_id', ['1\t8\t22', '2\t7\t22']),
  tagged: block('topic_tags', 'id, topic_id, tag_id', ['1\t20\t1', '2\t20\t404']),
  votes: block('topic_voting_topic_vote_count', 'topic_id, votes_count', ['20\t12']),
  topics: block(
    'topics',
    'id, title, slug, category_id, created_at, bumped_at, visible, archetype, deleted_at, user_id',
    [
      `20\tIs it too wet?\tis-it-too-wet\t4\t${at}\t2024-03-09 10:00:00\tt\tregular\t\\N\t7`,
      `21\tSECRET\tsecret\t6\t${at}\t${at}\tt\tregular\t\\N\t7`,
      `22\tBetween us\tbetween-us\t\\N\t${at}\t${at}\tt\tprivate_message\t\\N\t7`,
    ],
  ),
  users: block('users', 'id, username, name, created_at, password_hash', [
    `7\tberta\tBerta Mehl\t2024-01-01 08:00:00\tSECRET`,
    `8\totto\t\\N\t2024-01-02 08:00:00\t\\N`,
    `9\tmute\t\\N\t2024-01-02 08:00:00\t\\N`,
  ]),
}

const dump = (of: Readonly<Record<string, string>> = tables) =>
  `-- PostgreSQL database dump\nSET x = 1;\n\n${Object.values(of).join('')}`

for (const [name, bytes] of [
  [
    'bread-2024-03-10-v20240310.tar.gz',
    async () => gzipSync(await tarOf({ 'uploads/x.png': 'png', 'dump.sql.gz': gzipSync(dump()) })),
  ],
  ['bread-2024-03-10.sql.gz', async () => gzipSync(dump())],
] as const) {
  test(
    `a backup (${name.replace(/^[^.]+/, '…')}) gives topics, posts, people, tags, votes, solutions, and no secret of it`,
    inTransaction(async (ctx) => {
      const report = await imported(ctx, name, await bytes(), { privateMessages: true })
      assert.deepEqual(report.counts.topics, { read: 3, added: 2, alreadyHere: 0, leftOut: 1, skipped: 0 })
      assert.deepEqual(report.counts.replies, { read: 4, added: 1, alreadyHere: 0, leftOut: 3, skipped: 0 })
      assert.deepEqual(report.counts.users, { read: 3, added: 2, alreadyHere: 0, leftOut: 1, skipped: 0 })
      const { items } = await listThreads(ctx, { order: 'newest' })
      const wet = items.find(({ title }) => title === 'Is it too wet?')!
      assert.deepEqual([wet.body, wet.importedScore], ['line one\nline two\ttab \\ back', 12])
      assert.equal(wet.createdAt.toISOString(), '2024-03-03T10:00:00.123Z')
      const [fold] = await listReplies(ctx, wet.id)
      assert.deepEqual([fold!.body, fold!.importedScore], ['Fold *it*.', 9])
      const { rows } = await sql<{ tag: string; accepted: number }>`select tags.name as tag,
        (select answer_id from answer_acceptances) as accepted from thread_tags join tags on tags.id = tag_id`.execute(
        ctx.db,
      )
      assert.deepEqual(rows, [{ tag: 'crust', accepted: fold!.id }])
      const { rows: message } = await sql<{ n: number }>`select count(*)::int as n from thread_participants`.execute(
        ctx.db,
      )
      assert.deepEqual(message, [{ n: 2 }])
      const { rows: words } = await sql`select from threads full join replies on true full join accounts on true
        where concat(title, replies.body, threads.body, display_name) ilike '%secret%'`.execute(ctx.db)
      assert.equal(words.length, 0)
      assert.ok(report.notes.some((note) => note.startsWith('Of a backup the database is read')))
    }),
  )
}

test(
  'a backup of an older site marks solutions in another table',
  inTransaction(async (ctx) => {
    const { solved: _solved, solutions: _solutions, ...rest } = tables
    const older = {
      ...rest,
      fields: block('topic_custom_fields', 'id, topic_id, name, value', [
        '1\t20\taccepted_answer_post_id\t101',
        '2\t20\tother\t100',
      ]),
    }
    assert.equal((await imported(ctx, 'b.sql', dump(older))).counts['solved topics'].added, 1)
    const flat = {
      ...rest,
      fields: block('discourse_solved_solved_topics', 'id, topic_id, answer_post_id', ['1\t20\t101']),
    }
    assert.equal((await imported(ctx, 'b.sql', dump(flat))).counts['solved topics'].alreadyHere, 1)
  }),
)

test(
  'a backup that is cut off, of another program, damaged or ill-encoded stops before anything is written',
  inTransaction(async (ctx) => {
    const refused = (name: string, bytes: string | Uint8Array, message: RegExp) =>
      assert.rejects(imported(ctx, name, bytes), { name: 'StartError', message })
    await refused('b.sql', dump().slice(0, -4), /ends in the middle of users/)
    await refused('b.sql', dump({ ...tables, topics: '' }), /no data of topics/)
    await refused(
      'b.sql',
      dump({ ...tables, odd: block('users', 'id, username', ['1']) }),
      /1 values for 2 columns of users/,
    )
    await refused('b.sql', Buffer.concat([Buffer.from(dump()), Buffer.from([0xff, 0xfe, 0x0a])]), /not UTF-8/)
    await refused('b.sql.gz', gzipSync(dump()).subarray(0, 300), /cannot be unpacked|ends in the middle|no data of/)
    await refused('b.tar.gz', gzipSync(await tarOf({ 'a.sql': dump(), 'b.sql': dump() })), /holds 2 database dumps/)
    await refused('b.tar.gz', Buffer.from('1f8b0800ffff', 'hex'), /cannot be unpacked/)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from import_runs`.execute(ctx.db)
    assert.deepEqual(rows, [{ n: 0 }])
  }),
)

const posts = `topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at
Is it too wet?,Dough,No,Soup.,"<p>My dough is ""soup"".</p>",5,1,https://forum.bread.example/t/is-it-too-wet/20/1,2024-03-03 10:00:00 UTC
Is it too wet?,Dough,No,Thanks.,<p>Thanks.</p>,0,0,https://forum.bread.example/t/is-it-too-wet/20/4,2024-03-05 10:00:00 UTC
Rye,Flour|Dark,No,Which?,<p>Which?</p>,0,0,https://forum.bread.example/t/rye/30/1,2024-03-05 10:00:00 UTC
Between us,-,Yes,SECRET,<p>SECRET</p>,0,0,https://forum.bread.example/t/between-us/22/1,2024-03-05 10:00:00 UTC
Zwischen uns,-,Ja,SECRET,<p>SECRET</p>,0,0,https://forum.bread.example/t/zwischen/23/1,2024-03-05 10:00:00 UTC
Somebody else began,Dough,No,Me too.,<p>Me too.</p>,0,0,https://forum.bread.example/t/else/31/3,2024-03-05 10:00:00 UTC
`
const users = `id,name,username,email,created_at
7,Berta Mehl,berta,berta@bread.example,2024-01-01 08:00:00 UTC
9,Moritz Mute,mute,mute@bread.example,2024-01-02 08:00:00 UTC
`
const exported = zipOf({
  'user_archive-berta-240310-101500/user_archive.csv': posts,
  'user_archive-berta-240310-101500/preferences.json': '{}',
  'user-list-240310.csv': users,
})

test(
  'posts of a CSV export stay behind unless somebody answers for them: it does not tell deleted ones from others',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, 'export.zip', exported)
    assert.deepEqual(report.counts.topics, { read: 5, added: 0, alreadyHere: 0, leftOut: 5, skipped: 0 })
    assert.deepEqual(report.leftOut.topics, {
      'from an export that does not tell hidden and deleted posts from others': 3,
      'private messages': 2,
    })
  }),
)

test(
  'a vouched CSV export gives the topics and posts of its person; what is not a plain No counts as a private message',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, 'export.zip', exported, { vouched: true })
    assert.deepEqual(report.counts.topics, { read: 5, added: 2, alreadyHere: 0, leftOut: 2, skipped: 1 })
    assert.deepEqual(
      report.problems.map(({ at: place, what }) => `${place}: ${what}`),
      ['topic 31: its first post is not there', 'line 7: its topic 31 was not taken'],
    )
    const { items } = await listThreads(ctx, { order: 'newest' })
    assert.deepEqual(
      items.map(({ title, body }) => [title, body]),
      [
        ['Rye', 'Which?'],
        ['Is it too wet?', 'My dough is "soup".'],
      ],
    )
    const { rows } = await sql<{
      name: string
      day: Date
    }>`select display_name as name, created_at as day from accounts where state = 'unclaimed'`.execute(ctx.db)
    assert.deepEqual(
      rows.map(({ name, day }) => [name, day.toISOString().slice(0, 10)]),
      [['berta', '2024-01-01']],
    )
    const { rows: spaces } = await sql<{
      title: string
      slug: string
    }>`select title, slug from spaces where slug in ('dough', 'dark') order by slug`.execute(ctx.db)
    assert.deepEqual(spaces, [
      { title: 'Flour / Dark', slug: 'dark' },
      { title: 'Dough', slug: 'dough' },
    ])
    assert.deepEqual((await imported(ctx, 'export.zip', exported, { vouched: true })).counts.replies.added, 0)
  }),
)
