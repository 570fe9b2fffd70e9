import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction, testDatabaseUrl, testPool } from '../../../test/database.ts'
import { listReplies, listThreads } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { importStackExchange, reportLines } from './import.ts'

type Rows = readonly Record<string, string | number>[]

const at = (day: number) => `2024-03-${String(day).padStart(2, '0')}T10:00:00.000`

/** A small made-up site about bread, with one of everything. */
const bread: Record<string, { root: string; rows: Rows }> = {
  Users: {
    root: 'users',
    rows: [
      { Id: -1, DisplayName: 'Community', CreationDate: at(1) },
      { Id: 7, DisplayName: 'Berta Mehl', CreationDate: at(1), AboutMe: '<p>secret hobby</p>' },
      { Id: 8, DisplayName: 'Berta Mehl', CreationDate: at(2) },
    ],
  },
  Tags: {
    root: 'tags',
    rows: [
      { Id: 1, TagName: 'Sourdough' },
      { Id: 2, TagName: 'crust' },
    ],
  },
  Posts: {
    root: 'posts',
    rows: [
      {
        Id: 12,
        PostTypeId: 2,
        ParentId: 10,
        OwnerUserId: 8,
        Score: -2,
        CreationDate: at(4),
        Body: '<p>Yes &amp; no.</p>',
      },
      {
        Id: 10,
        PostTypeId: 1,
        AcceptedAnswerId: 11,
        OwnerUserId: 7,
        Score: 5,
        CreationDate: at(3),
        LastActivityDate: at(9),
        LastEditDate: at(5),
        Title: 'Is 70 % water too wet?',
        Tags: '<sourdough><crust>',
        Body: '<p>My dough is <strong>soup</strong>.</p>',
      },
      {
        Id: 11,
        PostTypeId: 2,
        ParentId: 10,
        OwnerDisplayName: 'user99',
        Score: 9,
        CreationDate: at(4),
        Body: '<p>Fold it.</p>',
      },
      {
        Id: 13,
        PostTypeId: 1,
        OwnerUserId: 404,
        Score: 0,
        CreationDate: at(6),
        Title: 'Which flour?',
        Tags: '|crust|',
        Body: '<p>Rye?</p>',
      },
      { Id: 14, PostTypeId: 5, OwnerUserId: 7, Score: 0, CreationDate: at(6), Body: '<p>About crust.</p>' },
      {
        Id: 15,
        PostTypeId: 2,
        ParentId: 999,
        OwnerUserId: 7,
        Score: 0,
        CreationDate: at(6),
        Body: '<p>To nobody.</p>',
      },
    ],
  },
  Comments: {
    root: 'comments',
    rows: [
      { Id: 1, PostId: 10, UserId: 8, Score: 3, CreationDate: at(4), Text: '# of folds? `4`' },
      { Id: 2, PostId: 11, UserDisplayName: 'user99', Score: 0, CreationDate: at(5), Text: 'Three.' },
      { Id: 3, PostId: 998, UserId: 8, Score: 0, CreationDate: at(5), Text: 'Lost.' },
      { Id: 4, PostId: 10, UserId: 8, Score: 0, CreationDate: 'yesterday', Text: 'When?' },
    ],
  },
  PostLinks: {
    root: 'postlinks',
    rows: [
      { Id: 1, PostId: 13, RelatedPostId: 10, LinkTypeId: 3, CreationDate: at(7) },
      { Id: 2, PostId: 11, RelatedPostId: 13, LinkTypeId: 1, CreationDate: at(7) },
      { Id: 3, PostId: 12, RelatedPostId: 10, LinkTypeId: 1, CreationDate: at(7) },
    ],
  },
  Votes: {
    root: 'votes',
    rows: [
      { Id: 1, PostId: 11, VoteTypeId: 1, CreationDate: '2024-03-08T00:00:00.000' },
      { Id: 2, PostId: 10, VoteTypeId: 2, CreationDate: at(4) },
    ],
  },
  Badges: { root: 'badges', rows: [{ Id: 1, UserId: 7, Name: 'Baker', Date: at(3) }] },
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')

async function writeDump(site: typeof bread): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tango-dump-'))
  for (const [name, { root, rows }] of Object.entries(site)) {
    const lines = rows.map(
      (row) =>
        `  <row ${Object.entries(row)
          .map(([key, value]) => `${key}="${escaped(String(value))}"`)
          .join(' ')} />`,
    )
    await writeFile(
      join(folder, `${name}.xml`),
      `\ufeff<?xml version="1.0" encoding="utf-8"?>\n<${root}>\n${lines.join('\n')}\n</${root}>\n`,
    )
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

function withDump(work: (ctx: Ctx, folder: string) => Promise<void>, site = bread) {
  return inTransaction(async (ctx) => {
    const dump = await writeDump(site)
    try {
      await work(ctx, dump.folder)
    } finally {
      await dump.remove()
    }
  })
}

async function totals(ctx: Ctx): Promise<Record<string, number>> {
  const { rows } = await sql<
    Record<string, number>
  >`select (select count(*) from accounts) as accounts, (select count(*) from threads) as threads,
    (select count(*) from replies) as replies, (select count(*) from answer_acceptances) as accepted, (select count(*) from tags) as tags,
    (select count(*) from thread_links) as links, (select count(*) from import_references) as references, (select count(*) from import_runs) as runs`.execute(
    ctx.db,
  )
  return rows[0]!
}

test(
  'questions, answers and comments stand where they stood, with their people, scores, times and marks',
  withDump(async (ctx, folder) => {
    const cast = await getCast(ctx)
    await importStackExchange(ctx, { folder, space: 'riders' })
    const visitor = cast.as(ctx, 'visitor')
    const { items } = await listThreads(visitor, { spaceId: cast.spaces.riders.id, order: 'newest' })
    assert.deepEqual(
      items.map(({ title }) => title),
      ['Which flour?', 'Is 70 % water too wet?'],
    )
    const [, wet] = items
    assert.equal(wet!.body, 'My dough is **soup**.')
    assert.deepEqual([wet!.importedScore, wet!.answerCount, wet!.replyCount], [5, 2, 2])
    assert.deepEqual(
      [wet!.createdAt, wet!.activeAt, wet!.editedAt].map((moment) => moment?.getUTCDate()),
      [3, 9, 5],
    )
    const replies = await listReplies(visitor, wet!.id)
    const fold = replies.find(({ body }) => body === 'Fold it.')!
    assert.equal(replies.find(({ body }) => body === 'Yes & no.')!.importedScore, -2)
    assert.equal(replies.find(({ body }) => body.startsWith('\\# of folds'))!.parentId, null)
    assert.equal(replies.find(({ body }) => body === 'Three.')!.parentId, fold.id)
    assert.equal(
      replies.find(({ body }) => body === 'Three.')!.authorId,
      fold.authorId,
      'one former member for one name',
    )
    const { rows: accepted } = await sql<{
      answerId: number
      acceptedBy: number
      acceptedAt: Date
    }>`select * from answer_acceptances`.execute(ctx.db)
    assert.deepEqual(
      accepted.map((row) => [row.answerId, row.acceptedBy, row.acceptedAt.toISOString()]),
      [[fold.id, wet!.authorId, '2024-03-08T00:00:00.000Z']],
    )
    const { rows: links } = await sql<{ kind: string }>`select kind from thread_links order by kind`.execute(ctx.db)
    assert.deepEqual(links, [{ kind: 'duplicate' }, { kind: 'related' }])
    assert.equal((await listThreads(visitor, { tag: 'crust' })).items.length, 2)
  }),
)

test(
  'people come as unclaimed members with a name and nothing else, two of one name stay two',
  withDump(async (ctx, folder) => {
    await importStackExchange(ctx, { folder, space: 'riders' })
    const { rows } = await sql<
      Record<string, unknown>
    >`select realm, display_name, state, email, about, organisation from accounts where state = 'unclaimed' order by display_name, id`.execute(
      ctx.db,
    )
    assert.deepEqual(
      rows.map((row) => row.displayName),
      ['Berta Mehl', 'Berta Mehl', 'Community', 'Former member', 'user99'],
    )
    for (const row of rows)
      assert.deepEqual([row.realm, row.email, row.about, row.organisation], ['outside', null, '', null])
  }),
)

test(
  'rows that point nowhere or say nonsense are left out, counted, and named with file, line and Id',
  withDump(async (ctx, folder) => {
    const report = await importStackExchange(ctx, { folder, space: 'riders' })
    const problems = report.problems.map(({ file, line, row, what }) => `${file}:${line}:${row} ${what}`)
    assert.deepEqual(problems, [
      'Posts.xml:6:13 user 404 is not in Users.xml; shown as Former member',
      'Posts.xml:8:15 its question 999 is not there',
      'Comments.xml:6:4 CreationDate is not a moment',
      'Comments.xml:5:3 its post 998 is not there',
    ])
    assert.equal(report.problemCount, 4)
    assert.deepEqual(report.counts.comments, { rows: 4, added: 2, alreadyHere: 0, ignored: 0, skipped: 2 })
    assert.deepEqual(report.counts.links, { rows: 3, added: 2, alreadyHere: 0, ignored: 1, skipped: 0 })
    assert.deepEqual(report.counts['other posts'], { rows: 1, added: 0, alreadyHere: 0, ignored: 1, skipped: 0 })
    for (const [name, tally] of Object.entries(report.counts)) {
      assert.equal(tally.rows, tally.added + tally.alreadyHere + tally.ignored + tally.skipped, name)
    }
    assert.ok(reportLines(report).includes('  Posts.xml, line 8, row 15: its question 999 is not there'))
  }),
)

test(
  'a dry run reports the same and writes nothing; a second run adds nothing',
  withDump(async (ctx, folder) => {
    const before = await totals(ctx)
    const dry = await importStackExchange(ctx, { folder, space: 'riders', dryRun: true })
    assert.deepEqual(await totals(ctx), before)
    const first = await importStackExchange(ctx, { folder, space: 'riders' })
    assert.deepEqual(first.counts, dry.counts)
    assert.deepEqual(first.problems, dry.problems)
    const there = await totals(ctx)
    const second = await importStackExchange(ctx, { folder, space: 'riders', batch: 1 })
    assert.deepEqual(
      Object.values(second.counts).map(({ added }) => added),
      Array(11).fill(0),
    )
    assert.deepEqual({ ...(await totals(ctx)), runs: 0 }, { ...there, runs: 0 })
  }),
)

test(
  'what somebody changed here since the import is not changed back by a second run',
  withDump(async (ctx, folder) => {
    await importStackExchange(ctx, { folder, space: 'riders' })
    await sql`delete from answer_acceptances`.execute(ctx.db)
    await sql`update threads set title = 'Renamed here'`.execute(ctx.db)
    await importStackExchange(ctx, { folder, space: 'riders' })
    assert.equal((await totals(ctx)).accepted, 0)
    const { rows } = await sql<{ title: string }>`select distinct title from threads`.execute(ctx.db)
    assert.deepEqual(rows, [{ title: 'Renamed here' }])
  }),
)

test(
  'a missing, cut, odd or ill-encoded file stops the import before anything is written, with file and line',
  withDump(async (ctx, folder) => {
    const before = await totals(ctx)
    const refused = async (file: string, content: string | Buffer, message: RegExp) => {
      await writeFile(join(folder, file), content)
      await assert.rejects(importStackExchange(ctx, { folder, space: 'riders' }), { name: 'StartError', message })
    }
    await refused(
      'Badges.xml',
      '<badges>\n <row Id="1" />\n',
      /Badges\.xml, line 3: not well-formed XML \(unclosed tag: badges\)/,
    )
    await refused(
      'Badges.xml',
      '<badges>\n <row Id="1" Name=oops />\n</badges>',
      /Badges\.xml, line 2: not well-formed/,
    )
    await refused('Badges.xml', '<votes></votes>', /begins with <votes> where <badges> is expected/)
    await refused('Badges.xml', Buffer.from([...Buffer.from('<badges>\n<row Id="1" Name="'), 0xff, 0xfe]), /not UTF-8/)
    await rm(join(folder, 'Badges.xml'))
    await rm(join(folder, 'Tags.xml'))
    await assert.rejects(importStackExchange(ctx, { folder, space: 'riders' }), /Tags\.xml, Badges\.xml are missing/)
    assert.deepEqual(await totals(ctx), before)
  }),
)

test(
  'a dump goes into an outside space only',
  withDump(async (ctx, folder) => {
    await assert.rejects(importStackExchange(ctx, { folder, space: 'velund' }), { code: 'import.not-outside' })
    await assert.rejects(importStackExchange(ctx, { folder, space: 'nowhere' }), /There is no space nowhere/)
  }),
)

test('an import killed at any moment is completed by the next, with nothing twice', async () => {
  const ids = (count: number, from: number) => Array.from({ length: count }, (_, index) => from + index)
  const users = ids(400, 1).map((Id) => ({ Id, DisplayName: `Baker ${Id % 50}`, CreationDate: at(1) }))
  const questions = ids(600, 1).map((Id) => ({
    Id,
    PostTypeId: 1,
    AcceptedAnswerId: Id + 1000,
    OwnerUserId: (Id % 400) + 1,
    Score: 1,
    CreationDate: at(2),
    Title: `Question ${Id}`,
    Tags: '<crust>',
    Body: `<p>Text <em>${Id}</em></p>`,
  }))
  const answers = ids(900, 1001).map((Id) => ({
    Id,
    PostTypeId: 2,
    ParentId: ((Id - 1001) % 600) + 1,
    OwnerUserId: (Id % 400) + 1,
    Score: 1,
    CreationDate: at(3),
    Body: '<p>Answer</p>',
  }))
  const comments = ids(1500, 1).map((Id) => ({
    Id,
    PostId: (Id % 600) + 1,
    UserId: (Id % 400) + 1,
    Score: 0,
    CreationDate: at(4),
    Text: 'Comment',
  }))
  const site = {
    ...bread,
    Users: { root: 'users', rows: users },
    Posts: { root: 'posts', rows: [...questions, ...answers] },
    Comments: { root: 'comments', rows: comments },
    PostLinks: { root: 'postlinks', rows: [] },
  }
  const dump = await writeDump(site)
  const url = await testDatabaseUrl('cast')
  const script = `
    import { openPool, openDatabase } from '${join(import.meta.dirname, '../../platform/database.ts')}'
    import { makeCtx } from '${join(import.meta.dirname, '../../platform/context.ts')}'
    import { silentLog } from '${join(import.meta.dirname, '../../platform/log.ts')}'
    import { importStackExchange } from '${join(import.meta.dirname, 'import.ts')}'
    const pool = openPool(process.argv[1])
    const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db: openDatabase(pool), now: new Date(), log: silentLog })
    console.log('begun')
    await importStackExchange(ctx, { folder: process.argv[2], space: 'riders', batch: 20 })
    await pool.end()`
  const loader = join(import.meta.dirname, '../../platform/loader.ts')
  const db = openDatabase(await testPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  try {
    let killed = 0
    for (const wait of [120, 260, 400, 550]) {
      const child = spawn(
        process.execPath,
        ['--import', loader, '--input-type=module-typescript', '-e', script, url, dump.folder],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      const ended = once(child, 'exit')
      await once(child.stdout, 'data')
      await pause(wait)
      child.kill('SIGKILL')
      const [, signal] = await ended
      if (signal === 'SIGKILL') killed += 1
    }
    assert.ok(killed >= 2, 'the import was hit while it worked')
    const partial = await totals(ctx)
    const report = await importStackExchange(ctx, { folder: dump.folder, space: 'riders' })
    const { counts } = report
    assert.ok(counts.users.alreadyHere > 0 && partial.references! > 0, 'the killed runs had done something')
    for (const tally of Object.values(counts)) assert.equal(tally.added + tally.alreadyHere + tally.ignored, tally.rows)
    const whole = await totals(ctx)
    assert.deepEqual([whole.threads, whole.replies, whole.accepted], [600, 2400, 600])
    assert.equal(whole.references, 400 + 2 + 600 + 900 + 600 + 1500)
    const { rows } = await sql<{
      answers: number
      others: number
    }>`select sum(answer_count)::int as answers, sum(reply_count)::int as others from threads`.execute(ctx.db)
    assert.deepEqual(rows, [{ answers: 900, others: 1500 }])
  } finally {
    await dump.remove()
  }
})
