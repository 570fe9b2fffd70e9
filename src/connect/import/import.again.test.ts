/** What an import says of what it did, and what later runs, other spaces and other sites make of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Command } from 'commander'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction, testPool } from '../../../test/database.ts'
import { type Site, answer, comment, day, question, user, withDump } from '../../../test/dump.ts'
import { folderBlobs } from '../../platform/blobs.ts'
import { readConfig } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { createSpace } from '../../realms/spaces/spaces.ts'
import { importCommands } from './import.commands.ts'
import { type ImportOptions, importStackExchange, reportLines } from './import.ts'
import { addProblem, emptyReport } from './report.ts'

const imported = (ctx: Ctx, site: Site, more: Partial<ImportOptions> = {}) =>
  withDump(site, (folder) => importStackExchange(ctx, { folder, space: 'riders', ...more }))

async function values<Value = unknown>(ctx: Ctx, statement: string): Promise<Value[]> {
  const { rows } = await sql<{ value: Value }>`select value from (${sql.raw(statement)}) of(value)`.execute(ctx.db)
  return rows.map(({ value }) => value)
}

const problems = ({ problems: all }: Awaited<ReturnType<typeof imported>>) =>
  all.map(({ row, what }) => `${row} ${what}`)
const vote = (Id: number, PostId: number, CreationDate: string, VoteTypeId = 1) => ({
  Id,
  PostId,
  VoteTypeId,
  CreationDate,
})

test(
  'an acceptance needs its question and an answer of that question; its day is that of the accepting vote',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, {
      Posts: [
        question(1, { AcceptedAnswerId: 11 }),
        question(2, { AcceptedAnswerId: 11 }),
        question(3, { AcceptedAnswerId: 99 }),
        question(4, { AcceptedAnswerId: 1 }),
        question(5, { AcceptedAnswerId: 15, Title: '' }),
        question(6, { AcceptedAnswerId: 16 }),
        question(7, { AcceptedAnswerId: 17 }),
        question(8, { AcceptedAnswerId: 'x' }),
        answer(11, 1),
        answer(16, 6, { CreationDate: '2024-03-05T10:00:00.000' }),
        answer(17, 7),
        question(9, { AcceptedAnswerId: 18 }),
        answer(18, 9),
      ],
      Votes: [
        vote(1, 11, '2024-03-09T00:00:00.000', 2),
        vote(2, 11, '2024-03-08T00:00:00.000'),
        vote(3, 16, '2024-03-05T00:00:00.000'),
        vote(4, 17, 'once'),
        vote(5, 17, '0000-03-05T00:00:00.000'),
        vote(6, 404, '2024-03-08T00:00:00.000'),
        vote(7, 18, '2024-03-08T00:00:00.000', 2),
      ],
    })
    assert.deepEqual(problems(report), [
      '5 the title is empty or longer than 200 characters',
      '8 AcceptedAnswerId is not a number',
      '2 the accepted answer 11 belongs to another question',
      '3 the accepted answer 99 is not there',
      '4 the accepted answer 1 is not there',
      '5 the question itself was left out',
    ])
    assert.deepEqual(report.counts['accepted answers'], { rows: 9, added: 4, alreadyHere: 0, ignored: 0, skipped: 5 })
    assert.deepEqual(
      (await values<Date>(ctx, 'select accepted_at from answer_acceptances order by thread_id')).map((at) =>
        at.toISOString(),
      ),
      ['2024-03-08T00:00:00.000Z', '2024-03-05T10:00:00.000Z', '2024-03-01T10:00:00.000Z', '2024-03-01T10:00:00.000Z'],
      'the day of an upvote is no day of an acceptance, and none is before its answer',
    )
    assert.deepEqual(report.counts.votes, { rows: 7, added: 0, alreadyHere: 0, ignored: 7, skipped: 0 })
  }),
)

test(
  'links to what is not here are named with what is missing, and comments of nobody have a name all the same',
  inTransaction(async (ctx) => {
    const link = (Id: number, PostId: number, RelatedPostId: number) => ({
      Id,
      PostId,
      RelatedPostId,
      LinkTypeId: 1,
      CreationDate: day,
    })
    const site: Site = {
      Posts: [question(1), question(2)],
      PostLinks: [link(1, 1, 2), link(2, 7, 1), link(3, 1, 8), link(4, 7, 8)],
      Comments: [
        comment(1, 1, { UserId: 404, UserDisplayName: 'Gone' }),
        comment(2, 1, { UserId: 405 }),
        { Id: 3, PostId: 1, Score: 0, CreationDate: day, Text: 'Whose?' },
        { Id: 4, PostId: 1, Score: 0, CreationDate: day, Text: 'Mine.', UserDisplayName: 'Gone' },
      ],
    }
    const report = await imported(ctx, site)
    assert.deepEqual(problems(report), [
      '1 user 404 is not in Users.xml; shown as Gone',
      '2 user 405 is not in Users.xml; shown as Former member',
      '2 post 7 is not there',
      '3 post 8 is not there',
      '4 post 7 is not there',
    ])
    assert.equal(report.formerMembers, 2)
    const writers = 'select display_name from replies join accounts on accounts.id = author_id order by replies.id'
    assert.deepEqual(await values(ctx, writers), ['Gone', 'Former member', 'Former member', 'Gone'])
    assert.equal(
      (await values(ctx, `select id from accounts where display_name = 'Gone'`)).length,
      1,
      'one name is one',
    )
    const again = await imported(ctx, site)
    assert.deepEqual(again.counts.links, { rows: 4, added: 0, alreadyHere: 1, ignored: 0, skipped: 3 })
    assert.deepEqual([again.counts.comments.alreadyHere, again.formerMembers], [4, 0])
  }),
)

test(
  'texts that lose marks are counted, texts that read otherwise are named',
  inTransaction(async (ctx) => {
    const [same, plainer, different] = [
      '<p>Plain <em>words</em>.</p>',
      '<p><b>a</b><b>b</b></p>',
      '<p><code>a</code><code>b</code></p>',
    ]
    const report = await imported(ctx, {
      Posts: [
        ...[same, plainer, different].map((Body, n) => question(n + 1, { Body })),
        ...[same, plainer, different].map((Body, n) => answer(n + 11, 1, { Body })),
        answer(19, 404, { Body: plainer }),
      ],
    })
    assert.equal(report.plainerTexts, 2, 'what is not taken is not counted')
    assert.deepEqual(problems(report), [
      '3 taken, but Markdown shows its text a little differently',
      '19 its question 404 is not there',
      '13 taken, but Markdown shows its text a little differently',
    ])
    assert.ok(
      report.notes.some((note) =>
        note.startsWith('Texts that lost some bold or links, which Markdown cannot say there: 2.'),
      ),
    )
    const plain = await imported(ctx, { Users: [user(9)], Posts: [question(1, { Body: same })] })
    assert.deepEqual([plain.plainerTexts, plain.notes.some((note) => note.startsWith('Texts that lost'))], [0, false])
  }),
)

test(
  'a later dump of the site adds what is new and nothing else; people are one over all spaces, posts are of their space',
  inTransaction(async (ctx) => {
    await createSpace(ctx, { realm: 'outside', slug: 'bread', title: 'Bread' })
    const early: Site = {
      Users: [user(1), user(2)],
      Posts: [question(1), answer(11, 1, { OwnerUserId: 2 })],
      Comments: [comment(1, 11)],
    }
    const late: Site = {
      Users: [user(1), user(2, 'Renamed'), user(3)],
      Posts: [
        question(1, { Title: 'Renamed' }),
        answer(11, 1),
        answer(12, 1, { OwnerUserId: 3 }),
        question(2, { OwnerUserId: 3 }),
      ],
      Comments: [comment(1, 11), comment(2, 12)],
    }
    await imported(ctx, early)
    const { counts } = await imported(ctx, late)
    const news = Object.fromEntries(
      Object.entries(counts).map(([name, { added, alreadyHere }]) => [name, [added, alreadyHere]]),
    )
    assert.deepEqual(
      { users: news.users, questions: news.questions, answers: news.answers, comments: news.comments },
      { users: [1, 2], questions: [1, 1], answers: [1, 1], comments: [1, 1] },
    )
    assert.deepEqual(await values(ctx, 'select title from threads order by id'), ['Question 1', 'Question 2'])
    assert.deepEqual(await values(ctx, 'select answer_count from threads order by id'), [2, 0])
    const people = () => values(ctx, `select display_name from accounts where state = 'unclaimed' order by id`)
    assert.deepEqual(await people(), ['Baker 1', 'Baker 2', 'Baker 3'])
    const other = await imported(ctx, late, { space: 'bread' })
    assert.deepEqual(
      [other.counts.users.alreadyHere, other.counts.questions.added, other.counts.comments.added],
      [3, 2, 2],
    )
    assert.equal((await people()).length, 3)
    const spaces = 'select spaces.slug from threads join spaces on spaces.id = space_id order by threads.id'
    assert.deepEqual(await values(ctx, spaces), ['riders', 'riders', 'bread', 'bread'])
    // Another site numbers its rows the same, and is another site all the same.
    const foreign = await imported(ctx, { ...late, Users: [user(1, 'Somebody else'), user(2), user(3)] })
    assert.deepEqual([foreign.counts.users.added, foreign.counts.questions.added], [3, 2])
    assert.equal((await values(ctx, `select id from import_runs where finished_at is null`)).length, 0)
    assert.equal((await values(ctx, `select count(distinct fingerprint) from import_runs`))[0], 2)
  }),
)

test(
  'an acceptance that somebody made here keeps its time when a later run brings the vote of the old one',
  inTransaction(async (ctx) => {
    const site: Site = { Posts: [question(1, { AcceptedAnswerId: 11 }), answer(11, 1)] }
    await imported(ctx, site)
    const times = async () =>
      (await values<Date>(ctx, 'select accepted_at from answer_acceptances')).map((at) => at.toISOString())
    assert.deepEqual(await times(), ['2024-03-01T10:00:00.000Z'])
    const here = '2024-03-20T00:00:00.000Z'
    await sql`update answer_acceptances set accepted_at = ${here}`.execute(ctx.db)
    await imported(ctx, { ...site, Votes: [vote(1, 11, '2024-03-08T00:00:00.000')] })
    assert.deepEqual(await times(), [here])
  }),
)

test(
  'tags of a question are made where the list of tags has none, in small letters and once',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, {
      Tags: [
        { Id: 1, TagName: 'Known' },
        { Id: 2, TagName: 'known' },
      ],
      Posts: [
        question(1, { Tags: '<known><New><new>' }),
        question(2, { Tags: '|new|other|' }),
        question(3, { Tags: '' }),
      ],
    })
    assert.deepEqual(await values(ctx, 'select name from tags order by name'), ['known', 'new', 'other'])
    assert.deepEqual(
      await values(
        ctx,
        `select title || ' ' || name from thread_tags join threads on threads.id = thread_id join tags on tags.id = tag_id order by 1`,
      ),
      ['Question 1 known', 'Question 1 new', 'Question 2 new', 'Question 2 other'],
    )
    assert.deepEqual(report.counts.tags, { rows: 2, added: 2, alreadyHere: 0, ignored: 0, skipped: 0 })
    assert.deepEqual(problems(report), [])
  }),
)

test(
  'the notes say what was left behind, and nothing of what was not there',
  inTransaction(async (ctx) => {
    const always =
      'PostHistory.xml is not read: earlier texts stay behind. Of people only their name and first day are taken.'
    assert.deepEqual((await imported(ctx, { Posts: [question(1)] })).notes, [always])
    const site: Site = {
      Users: [user(2)],
      Posts: [question(1, { OwnerUserId: 2 }), question(2, { OwnerUserId: 404 }), { ...question(3), PostTypeId: 4 }],
      PostLinks: [{ Id: 1, PostId: 1, RelatedPostId: 1, LinkTypeId: 1, CreationDate: day }],
      Votes: [vote(1, 1, day, 2)],
      Badges: [{ Id: 1 }],
    }
    const { notes } = await imported(ctx, site, { dryRun: true })
    assert.deepEqual(notes, [
      '1 accounts would be made for former members, one for each name.',
      'Votes are anonymous in a dump: the scores of the posts hold them. Their rows only date the acceptances.',
      'Badges are counted and left out: Tango has none.',
      'Other posts are texts about tags, elections and the like: left out.',
      'Links from a question to itself, and those said twice, are left out.',
      always,
    ])
    assert.equal((await imported(ctx, site)).notes[0], '1 accounts were made for former members, one for each name.')
  }),
)

test(
  'progress only grows, ends at the whole, and says what is being done',
  inTransaction(async (ctx) => {
    const told: [number, number, string][] = []
    await imported(ctx, { Posts: [question(1), answer(2, 1)] }, { onProgress: (...parts) => told.push(parts) })
    const [done, total] = [told.map(([one]) => one), new Set(told.map(([, one]) => one))]
    assert.equal(total.size, 1)
    assert.deepEqual(
      done,
      done.toSorted((a, b) => a - b),
    )
    assert.equal(done.at(-1), [...total][0])
    assert.equal(told[0]![2], 'Checking the files')
    assert.deepEqual(
      [...new Set(told.map(([, , what]) => what))].slice(1),
      [
        'users',
        'tags',
        'questions',
        'answers',
        'other posts',
        'accepted answers',
        'comments',
        'ideas and problems',
        'links',
        'votes',
        'badges',
      ].map((what) => `Importing ${what}`),
    )
  }),
)

test('a report names 200 rows at most and counts them all; one row is one row', () => {
  const report = emptyReport('Riders', false)
  const problem = (line: number) => ({ file: 'Posts.xml', line, row: String(line), what: 'is odd' })
  addProblem(report, problem(1))
  assert.ok(reportLines(report).includes('1 row needs a look:'))
  assert.ok(!reportLines(report).some((line) => line.includes('more')))
  for (let line = 2; line <= 203; line++) addProblem(report, problem(line))
  const lines = reportLines(report)
  assert.deepEqual([report.problemCount, report.problems.length], [203, 200])
  assert.ok(lines.includes('203 rows need a look:') && lines.includes('  Posts.xml, line 200, row 200: is odd'))
  assert.equal(lines.at(-1), '  and 3 more')
  report.counts.users.added = 2
  report.counts.tags.added = 3
  assert.ok(reportLines(report).includes('5 added to Riders.'))
  const dry = reportLines({ ...report, dryRun: true })
  assert.ok(dry.includes('5 would be added to Riders.') && dry[0]!.includes('would add'))
  assert.equal(dry.at(-1), 'Nothing was written: this was a dry run.')
})

test(
  'the command ends with 2 when rows need a look, draws only for somebody who looks, and writes nothing when dry',
  inTransaction(async (ctx) => {
    const { spaces } = await getCast(ctx)
    const call = async (site: Site, options: string[], seen: { json?: boolean; interactive?: boolean } = {}) => {
      const lines: string[] = []
      const drawn: string[] = []
      let code: number | void = undefined
      const program = new Command().exitOverride()
      const { json = false, interactive = false } = seen
      const pool = await testPool()
      const config = readConfig({})
      importCommands(program, async (work) => {
        const house = { ctx, pool, config, blobs: folderBlobs('/nowhere'), json, interactive }
        code = await work({ ...house, print: (line) => void lines.push(line) })
      })
      const { write } = process.stderr
      process.stderr.write = (text: string | Uint8Array) => drawn.push(String(text)) > 0
      try {
        await withDump(site, (folder) =>
          program.parseAsync(['import', 'stackexchange', folder, ...options], { from: 'user' }),
        )
      } finally {
        process.stderr.write = write
      }
      return { code, lines, drawn: drawn.join('') }
    }
    const good: Site = { Posts: [question(1)] }
    const riders = ['--space', 'riders']
    const dry = await call(good, [...riders, '--dry-run'])
    assert.deepEqual([dry.code, dry.drawn, dry.lines.at(-1)], [0, '', 'Nothing was written: this was a dry run.'])
    assert.deepEqual(await values(ctx, 'select id from threads'), [])
    const told = await call({ Posts: [question(1), answer(2, 99)] }, riders, { json: true })
    const report = JSON.parse(told.lines.join('\n'))
    assert.deepEqual([told.code, told.lines.length, report.problemCount, report.space], [2, 1, 1, spaces.riders.title])
    const looked = await call(good, riders, { interactive: true })
    assert.equal(looked.code, 0)
    assert.match(looked.drawn, /% {2}Checking the files/)
    assert.ok(looked.drawn.endsWith('\r\u001b[2K'), 'the bar is wiped')
    await assert.rejects(call(good, ['--space', 'nowhere'], { interactive: true }), /There is no space nowhere/)
  }),
)
