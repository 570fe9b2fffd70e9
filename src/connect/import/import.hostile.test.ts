/** Dumps that are odd, huge or made to do harm: what can be taken is taken, the rest is named, and nothing else happens. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { type Row, type Site, answer, comment, day, question, user, withDump } from '../../../test/dump.ts'
import { displayNameSchema } from '../../people/accounts/accounts.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { textOfHtml } from './html-text.ts'
import { markdownOfHtml } from './html-to-markdown.ts'
import { importStackExchange } from './import.ts'
import { shownName } from './stackexchange.rows.ts'
import { readXmlRows } from './xml-rows.ts'

const imported = (ctx: Ctx, site: Site) =>
  withDump(site, (folder) => importStackExchange(ctx, { folder, space: 'riders' }))

const problems = ({ problems: all }: Awaited<ReturnType<typeof imported>>) =>
  all.map(({ file, line, row, what }) => `${file}:${line}:${row} ${what}`)

async function values(ctx: Ctx, statement: string): Promise<unknown[]> {
  const { rows } = await sql<{ value: unknown }>`select value from (${sql.raw(statement)}) of(value)`.execute(ctx.db)
  return rows.map(({ value }) => value)
}

test(
  'each value that is missing or nonsense is a reason at its own row, and every other row comes in',
  inTransaction(async (ctx) => {
    const { Title: _title, ...untitled } = question(16)
    const report = await imported(ctx, {
      Users: [user(1), user(2, ' \u200b '), { Id: 3, CreationDate: day }, { DisplayName: 'No Id', CreationDate: day }],
      Tags: [
        { Id: 1, TagName: 'a,b' },
        { Id: 2, TagName: '' },
        { Id: 3 },
        { Id: 4, TagName: 'x'.repeat(51) },
        { Id: 5, TagName: 'Fine' },
      ],
      Posts: [
        question(10),
        question(11, { Title: '   ' }),
        question(12, { Title: 'x'.repeat(201) }),
        question(13, { Score: 'many' }),
        question(14, { LastEditDate: '2024-13-01T00:00:00.000' }),
        question(15, { Tags: '<a b>' }),
        untitled,
        question(17, { CreationDate: '0000-01-01T00:00:00.000' }),
        question(18, { Body: `<p>${'y'.repeat(60_001)}</p>` }),
        { ...question(19), PostTypeId: 'x' },
        { ...question(20), Id: 'abc' },
        answer(30, 10, { ParentId: '' }),
        answer(31, 30),
        answer(32, 10),
      ],
      Comments: [comment(1, 10, { Text: 'z'.repeat(60_001) }), comment(2, 32), comment(3, 10, { PostId: '1e3' })],
      PostLinks: [{ Id: 1, PostId: 10, RelatedPostId: 32, LinkTypeId: 7, CreationDate: day }],
    })
    assert.deepEqual(problems(report), [
      'Users.xml:4:2 DisplayName is empty',
      'Users.xml:5:3 DisplayName is missing',
      'Users.xml:6:without an Id Id is missing',
      'Tags.xml:3:1 the tag “a,b” is empty, too long, or has a space or comma',
      'Tags.xml:4:2 the tag “” is empty, too long, or has a space or comma',
      'Tags.xml:5:3 TagName is missing',
      `Tags.xml:6:4 the tag “${'x'.repeat(51)}” is empty, too long, or has a space or comma`,
      'Posts.xml:4:11 the title is empty or longer than 200 characters',
      'Posts.xml:5:12 the title is empty or longer than 200 characters',
      'Posts.xml:6:13 Score is not a number',
      'Posts.xml:7:14 LastEditDate is not a moment',
      'Posts.xml:8:15 the tag “a b” is empty, too long, or has a space or comma',
      'Posts.xml:9:16 Title is missing',
      'Posts.xml:10:17 CreationDate is not a moment',
      'Posts.xml:11:18 the text has 60001 characters, 60000 are the most',
      'Posts.xml:13:abc Id is not a number',
      'Posts.xml:14:30 ParentId is not a number',
      'Posts.xml:15:31 its question 30 is not there',
      'Posts.xml:12:19 PostTypeId is missing or not a number',
      'Comments.xml:3:1 the text has 60001 characters, 60000 are the most',
      'Comments.xml:5:3 PostId is not a number',
      'PostLinks.xml:3:1 LinkTypeId is neither 1 (related) nor 3 (duplicate)',
    ])
    for (const [name, tally] of Object.entries(report.counts))
      assert.equal(tally.rows, tally.added + tally.alreadyHere + tally.ignored + tally.skipped, name)
    assert.deepEqual(await values(ctx, 'select title from threads'), ['Question 10'])
    assert.deepEqual(await values(ctx, 'select body from replies order by id'), ['So.', 'Indeed.'])
    assert.deepEqual(await values(ctx, `select display_name from accounts where state = 'unclaimed'`), ['Baker 1'])
  }),
)

test(
  'of two rows with one Id the first counts; of two links that say the same, one is made and one counted',
  inTransaction(async (ctx) => {
    const link = (Id: number, PostId: number, LinkTypeId = 1): Row => ({
      Id,
      PostId,
      RelatedPostId: 20,
      LinkTypeId,
      CreationDate: day,
    })
    const report = await imported(ctx, {
      Posts: [question(10), question(10, { Title: 'Twice' }), question(20), answer(30, 10)],
      PostLinks: [link(1, 10), link(2, 30), link(3, 10, 3), link(4, 20)],
    })
    assert.deepEqual(problems(report), ['Posts.xml:4:10 another row of this file has the Id 10 too'])
    assert.deepEqual(await values(ctx, 'select title from threads order by id'), ['Question 10', 'Question 20'])
    const made = await values(ctx, 'select kind from thread_links order by kind')
    assert.deepEqual(made, ['duplicate', 'related'])
    assert.deepEqual(report.counts.links, { rows: 4, added: made.length, alreadyHere: 0, ignored: 2, skipped: 0 })
    assert.ok(
      report.notes.some((note) => note.includes('said twice')),
      report.notes.join('\n'),
    )
  }),
)

test(
  'signs that the database reads otherwise than a script, in names, tags and texts, break no import',
  inTransaction(async (ctx) => {
    const odd = ['\u0085', '\u00a0', '\ufeff', '\u180e', '\u3000', '\u200b', '\u0958', 'İ', 'ΟΔΟΣ', 'ẞ', '😀', '\u0301']
    const report = await imported(ctx, {
      Users: [user(1), ...odd.map((sign, n) => user(n + 2, sign.repeat(120))), user(99, '\u0958'.repeat(200))],
      Tags: odd.map((sign, n) => ({ Id: n + 1, TagName: `a${sign}b` })),
      Posts: odd.map((sign, n) =>
        question(n + 10, {
          Title: `${sign}T${sign}`,
          Tags: `<${sign}x>`,
          Body: `<p>${sign}&#99999999;&#0;&#55357;</p>`,
        }),
      ),
      Comments: odd.map((sign, n) => comment(n + 1, n + 10, { Text: `${sign} text`, UserDisplayName: sign })),
    })
    for (const [name, tally] of Object.entries(report.counts))
      assert.equal(tally.rows, tally.added + tally.alreadyHere + tally.ignored + tally.skipped, name)
    assert.ok(report.counts.questions.added >= 6 && report.counts.users.added >= 8, JSON.stringify(report.counts))
  }),
)

test('a number in HTML that names no sign is shown as the mark of doubt, as in a browser', () => {
  for (const html of ['<p>a&#99999999;b</p>', '<p>a&#1114112;b</p>', '<p>a&#x110000;b</p>']) {
    assert.equal(textOfHtml(html), 'a\ufffdb', html)
    assert.deepEqual(markdownOfHtml(html), { markdown: 'a\ufffdb', fidelity: 'same' }, html)
  }
  assert.equal(textOfHtml('&#65;&#x42;&#1114111;'), 'AB\u{10ffff}')
})

test('no text of a page makes the converter fail, and what it gives shows no script', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<a href="javascript:alert(1)">x</a>',
      '&#',
      '&#x',
      '&;',
      '&#99999999999;',
      '<p',
      '</p>',
      '<![CDATA[',
      '<!--',
      '<table><tr>',
      '<pre><code>',
      '```',
      '<ul><li>',
      '<svg onload=x>',
      '\u0000',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const { markdown } = markdownOfHtml(pieces.join(''))
      const html = renderMarkdown(markdown)
      assert.doesNotMatch(html, /<(script|svg|img)\b|<[^>]* on\w+=|href="javascript:/i)
    }),
  )
})

test('a shown name is always one that an account can have', () => {
  fc.assert(
    fc.property(
      fc
        .array(
          fc.tuple(
            fc.oneof(
              fc.constantFrom('\u0958', '\u{1d160}', 'é', 'e\u0301', ' ', '\u2028', '\u009f', '\ufb2c', '😀'),
              fc.string({ unit: 'binary', maxLength: 3 }),
            ),
            fc.nat({ max: 130 }),
          ),
          { maxLength: 4 },
        )
        .map((parts) => parts.map(([sign, times]) => sign.repeat(times)).join('')),
      (name) => {
        const shown = shownName(name)
        if (shown === undefined) return
        const parsed = displayNameSchema.safeParse(shown)
        assert.ok(parsed.success, JSON.stringify(shown))
      },
    ),
  )
})

const rowsOf = async (content: string | Buffer): Promise<Readonly<Record<string, string>>[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'tango-xml-'))
  try {
    await writeFile(join(folder, 'X.xml'), content)
    let bytes = 0
    const rows = []
    for await (const { values: row } of readXmlRows(join(folder, 'X.xml'), 'x', (count) => (bytes += count)))
      rows.push({ ...row })
    assert.equal(bytes, Buffer.byteLength(content), 'every byte was told')
    return rows
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('a row of many megabytes comes whole, and signs of several bytes are never cut where a read ends', async () => {
  const huge = '電池🔋'.repeat(300_000)
  for (const shift of ['', 'a', 'ab', 'abc']) {
    const rows = await rowsOf(`<x>${shift ? `<row A="${shift}"/>` : ''}<row A="${huge}" B="&lt;&#x1F50B;"/></x>`)
    const { A, B } = rows.at(-1)!
    assert.ok(A === huge && B === '<🔋', shift)
  }
  assert.equal((await rowsOf(`<x>${'<row A="1"/>\n'.repeat(60_000)}</x>`)).length, 60_000)
})

test('a file of another form, or one that would unfold into more than it is, is refused', async () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}"><!ENTITY b "&a;&a;&a;&a;">]>\n<x><row A="&b;"/></x>`
  const outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>\n<x><row A="&f;"/></x>'
  for (const [content, why] of [
    [bomb, /line 2: not well-formed XML/],
    [outside, /line 2: not well-formed XML/],
    ['<x><rows A="1"/></x>', /holds <rows> where <row> is expected/],
    ['<x><row><more/></row></x>', /holds <more> inside a row/],
    ['<y><row/></y>', /begins with <y> where <x> is expected/],
    ['<x><row A="1" A="2"/></x>', /not well-formed/],
    ['<x><row A="&#0;"/></x>', /not well-formed/],
    ['<x></x><x></x>', /not well-formed/],
    ['', /not well-formed/],
    [Buffer.from([...Buffer.from('<x><row A="'), 0xe9, 0x9b]), /not UTF-8/],
    [Buffer.from('\ufeff<x/>', 'utf16le'), /X\.xml, line 1/],
  ] as const)
    await assert.rejects(rowsOf(content as string), { name: 'StartError', message: why }, String(content).slice(0, 60))
  assert.deepEqual(await rowsOf('<x>\n text between <row A=" 1 "/> <!-- <row/> --></x>'), [{ A: ' 1 ' }])
})

test(
  'a dump without anybody in it is refused before anything is written',
  inTransaction(async (ctx) => {
    const empty = imported(ctx, { Users: [], Posts: [question(1)] })
    await assert.rejects(empty, {
      name: 'StartError',
      message: 'Users.xml, line 1: holds no rows. Nothing was imported.',
    })
    assert.deepEqual(await values(ctx, 'select id from import_runs'), [])
  }),
)

test('two imports at once add nothing twice', async () => {
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(await freshPool('cast')), now: new Date(), log: silentLog })
  const numbers = Array.from({ length: 60 }, (_, n) => n + 1)
  const site: Site = {
    Users: numbers.map((n) => user(n)),
    Posts: [
      ...numbers.map((n) => question(n, { OwnerUserId: n })),
      ...numbers.map((n) => answer(n + 100, n, { OwnerDisplayName: 'gone' })),
    ],
    Comments: numbers.map((n) => comment(n, n + 100)),
  }
  await withDump(site, async (folder) => {
    const both = [1, 2].map(() => importStackExchange(ctx, { folder, space: 'riders', batch: 7 }))
    const [one, two] = await Promise.all(both)
    for (const what of ['users', 'questions', 'answers', 'comments'] as const)
      assert.equal(one!.counts[what].added + two!.counts[what].added, 60, what)
  })
  assert.deepEqual(await values(ctx, 'select count(*) from threads union all select count(*) from replies'), [60, 120])
})
