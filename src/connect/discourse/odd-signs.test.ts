/** Signs, names and numbers that one database keeps and another does not: no record of them ends a run. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import '../../features.ts'
import type { Ctx } from '../../platform/context.ts'
import { importDiscourse, siteName } from './discourse.ts'
import { findText } from './fields.ts'
import { type Json, category, post, topic, withPages } from './site.fixture.test.ts'

const site = 'forum.bread.example'

function imported(ctx: Ctx, pages: Readonly<Record<string, unknown>>) {
  return withPages(pages, (source) => importDiscourse(ctx, { source, site }))
}

async function lines(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`select title || '|' || body as line from threads
    union all select body from replies union all select title || '|' || description from spaces where slug ~ '^(dough|topics|x)'
    union all select display_name from accounts where state = 'unclaimed' union all select name from tags order by 1`.execute(
    ctx.db,
  )
  return rows.map(({ line }) => line)
}

// JSON writes them as escapes, so that a page of valid UTF-8 holds them.
const half = '\ud83d'
const nothing = '\u0000'

test(
  'half a sign and the sign of nothing, wherever they stand, come as the mark of doubt or not at all',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, {
      'site.json': {
        categories: [
          category(4, 'Dough', { slug: `dou${nothing}gh${half}`, description_text: `All${nothing} about${half}` }),
          category(5, `X${nothing}`, { slug: nothing }),
        ],
      },
      'tags.json': { tags: [{ id: `ta${half}g`, text: `ta${half}g` }, { id: nothing }] },
      't/20.json': topic(
        20,
        `Title${half} of${nothing} it`,
        [
          post(100, 20, 1, { cooked: `<p>Words${half}${nothing}</p>`, username: `ber${half}ta` }),
          post(101, 20, 2, { cooked: null, raw: `Raw${nothing}${half}`, username: `${nothing}otto`, user_id: 8 }),
        ],
        { slug: half + nothing, tags: ['plain'] },
      ),
      't/21.json': topic(21, 'Odd tag', [post(110, 21, 1)], { tags: [`cru${nothing}st`] }),
      'u/x.json': { user: { id: 7, username: `ber${half}ta`, created_at: '2024-01-01T00:00:00Z' } },
    })
    const all = (await lines(ctx)).join('\n')
    assert.match(all, /^Title\ufffd of it\|Words\ufffd/m)
    assert.match(all, /^Raw\ufffd$/m)
    assert.match(all, /^Dough\|All about\ufffd$/m)
    assert.match(all, /^ber\ufffdta$/m)
    assert.match(all, /^otto$/m)
    assert.ok(report.counts.topics.added >= 1)
    const again = await imported(ctx, { 'site.json': { categories: [category(4, 'Dough')] } })
    assert.equal(again.counts.categories.alreadyHere, 1)
  }),
)

test('a text is what the database can hold, whatever was in it, and the same when it is read twice', () => {
  let mended = 0
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\ud83d', '\ude00', '\u0000', 'é', ' ') }), (value) => {
      const text = findText({ value }, 'value')!
      if (text !== value) mended++
      assert.ok(text.isWellFormed() && !text.includes('\u0000'))
      assert.equal(findText({ value: text }, 'value'), text)
      assert.equal(JSON.parse(JSON.stringify(text)), text)
    }),
    { numRuns: 200 },
  )
  assert.ok(mended > 50, String(mended))
})

test(
  'names of categories that make no address, or all the same one, have spaces of their own all the same',
  inTransaction(async (ctx) => {
    const names = ['Dough', 'DOUGH!', 'dough?', '面团', 'тесто', '-', 'Ünïcode', 'x'.repeat(120)]
    const report = await imported(ctx, {
      'site.json': { categories: names.map((name, at) => category(at + 10, name, { slug: at % 2 ? '' : name })) },
    })
    assert.deepEqual([report.counts.categories.added, report.counts.categories.skipped], [names.length, 0])
    const { rows } = await sql<{
      title: string
      slug: string
      realm: string
      access: string
    }>`select title, slug, realm, access
      from spaces where id in (select local_id from import_references where kind = 'category') order by id`.execute(
      ctx.db,
    )
    assert.deepEqual(
      rows.map(({ title }) => title),
      names,
    )
    assert.equal(new Set(rows.map(({ slug }) => slug)).size, names.length)
    for (const { slug, realm, access } of rows) {
      assert.match(slug, /^[a-z0-9][a-z0-9-]*$/)
      assert.deepEqual([realm, access], ['outside', 'public'])
    }
  }),
)

test(
  'categories that are odd are skipped by name, and those below them with their topics',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, {
      'site.json': {
        categories: [
          category(4, 'Dough'),
          category(5, ''),
          category(6, 'x'.repeat(121)),
          category(7, 'Maybe', { read_restricted: 'sometimes' }),
          { name: 'No number', read_restricted: false },
          category(4, 'Dough again'),
          'no category',
          null,
        ],
      },
      't/1.json': topic(1, 'In none', [post(10, 1, 1)], { category_id: null }),
      't/2.json': topic(2, 'In an odd one', [post(20, 2, 1)], { category_id: 7 }),
      't/3.json': topic(3, 'Good', [post(30, 3, 1)]),
    })
    assert.deepEqual(report.counts.categories, { read: 5, added: 1, alreadyHere: 0, leftOut: 0, skipped: 4 })
    assert.deepEqual(report.counts.topics, { read: 3, added: 1, alreadyHere: 0, leftOut: 0, skipped: 2 })
    const said = report.problems.map(({ at, what }) => `${at}: ${what}`)
    for (const line of [
      'category 5: the name is empty or longer than 120 characters',
      'category 6: the name is empty or longer than 120 characters',
      'category 7: read_restricted is neither true nor false',
      'category No number: id is missing',
      'topic 1: it has no category',
      'topic 2: its category 7 is not there',
    ])
      assert.ok(said.includes(line), `${line}\nin\n${said.join('\n')}`)
  }),
)

test(
  'what a member may name themselves: those who look alike or have no name are kept apart',
  inTransaction(async (ctx) => {
    const people: Json[] = [
      { user_id: 1, username: 'berta' },
      { user_id: 2, username: 'Berta' },
      { user_id: 3, username: '<b>x</b>' },
      { user_id: -1, username: 'system' },
      { user_id: 5, username: '' },
      { user_id: null, username: null },
      { user_id: undefined, username: undefined },
    ]
    const posts = people.map((person, at) => post(100 + at, 20, at + 1, person))
    const report = await imported(ctx, {
      'site.json': { categories: [category(4, 'Dough')] },
      't/20.json': topic(20, 'Who', posts),
    })
    assert.equal(report.counts.replies.added + report.counts.topics.added, people.length - report.problemCount)
    const { rows } = await sql<{
      name: string
      n: number
    }>`select display_name as name, count(*)::int as n from accounts
      where state = 'unclaimed' group by 1`.execute(ctx.db)
    const names = rows.map(({ name, n }) => `${name} ${n}`)
    for (const name of ['Berta 1', 'berta 1', 'system 1', 'former-member 1', 'former-member-5 1'])
      assert.ok(names.includes(name), `${name} in ${names.join(', ')}`)
    assert.ok(report.problems.some(({ what }) => what === 'username is not a user name'))
  }),
)

test('the name of a site is its host, however it is written; what is none is refused in words', () => {
  for (const [text, host] of [
    ['forum.example.com', 'forum.example.com'],
    [' HTTPS://Forum.Example.com/ ', 'forum.example.com'],
    ['http://localhost:3000//', 'localhost:3000'],
    ['xn--bcker-gra.example', 'xn--bcker-gra.example'],
  ] as const)
    assert.equal(siteName(text), host)
  for (const text of [
    '',
    ' ',
    'https://',
    '-x.example',
    'bäcker.example',
    'a b',
    'a/b',
    'a:',
    'a:1234567',
    '../x',
    'x'.repeat(300),
    'a\nb',
  ])
    assert.throws(() => siteName(text), { name: 'StartError', message: /is no site\. Give its host/ }, text)
})
