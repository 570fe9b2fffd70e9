/** How single values and records are read: by the same words from JSON, a dump or CSV, and never by a guess. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { bagsOf, countOf, findNumber, isSo, momentOf, numberOf, textOf } from './fields.ts'
import { LeftOut, readCategory, readPost, readTopic, readUser } from './records.ts'
import { emptyReport, leaveOut, reportLines } from './report.ts'
import { category, post, topic } from './site.fixture.test.ts'

const unfit = (read: () => unknown, message: RegExp) =>
  assert.throws(read, (error: Error) => error.constructor.name === 'Unfit' && message.test(error.message))

test('numbers, yes and no, and moments are read as JSON, a database and CSV write them', () => {
  for (const value of [12, '12']) assert.equal(numberOf({ id: value }, 'id'), 12)
  for (const value of [undefined, null, '']) assert.equal(findNumber({ id: value }, 'id'), undefined)
  for (const value of ['x', 1.5, Number.NaN, true, {}, '1e9', 2 ** 60])
    unfit(() => findNumber({ id: value }, 'id'), /whole number/)
  unfit(() => numberOf({}, 'id'), /missing/)
  for (const value of [true, 't', 'true']) assert.equal(isSo({ hidden: value }, 'hidden'), true)
  for (const value of [false, 'f', 'false', null, undefined, '']) assert.equal(isSo({ hidden: value }, 'hidden'), false)
  for (const value of ['yes', 1, 0, {}, 'FALSE'])
    unfit(() => isSo({ hidden: value }, 'hidden'), /neither true nor false/)
  const same = [
    '2024-03-03T10:00:00.123Z',
    '2024-03-03 10:00:00.123456',
    '2024-03-03 10:00:00.123 UTC',
    '2024-03-03 10:00:00.123+00',
  ]
  for (const at of same) assert.equal(momentOf({ at }, 'at').toISOString(), '2024-03-03T10:00:00.123Z', at)
  for (const at of [
    'yesterday',
    '2024-13-01 10:00:00',
    '0000-01-01T00:00:00Z',
    '2024-03-03',
    '2024-03-03 10:00:00 CET',
  ])
    unfit(() => momentOf({ at }, 'at'), /not a moment/)
  unfit(() => textOf({ title: 5 }, 'title'), /not a text/)
  assert.deepEqual([countOf({ n: -3 }, 'n'), countOf({ n: 10 ** 12 }, 'n'), countOf({}, 'n')], [0, 1_000_000_000, 0])
  assert.deepEqual(bagsOf([{ a: 1 }, null, 'x', [1], 2]), [{ a: 1 }])
  assert.deepEqual(bagsOf('x'), [])
})

test('whatever a value is, it is read as what it says or refused with the name of its field', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const read of [numberOf, isSo, momentOf, textOf, findNumber]) {
        try {
          read({ field: value }, 'field')
        } catch (error) {
          assert.equal((error as Error).constructor.name, 'Unfit')
          assert.match((error as Error).message, /^field /)
        }
      }
    }),
  )
})

test('a post that nobody may see is left out for that reason, even when it is odd besides', () => {
  const why = (more: object) => {
    try {
      readPost({ ...post(1, 2, 3), ...more })
      return 'taken'
    } catch (error) {
      assert.ok(error instanceof LeftOut, String(error))
      return error.message
    }
  }
  assert.equal(why({}), 'taken')
  assert.equal(why({ post_type: 2 }), 'taken', 'a moderator speaks in public')
  assert.equal(why({ deleted_at: '2024-03-03 10:00:00', created_at: 'odd' }), 'deleted posts')
  assert.equal(why({ user_deleted: 't' }), 'deleted posts')
  assert.equal(why({ hidden: 't' }), 'hidden posts')
  assert.equal(why({ hidden: false, hidden_at: '2024-03-03 10:00:00' }), 'hidden posts')
  assert.equal(why({ post_type: '4' }), 'whispers')
  assert.equal(why({ post_type: 3 }), 'notes of what was done to a topic')
  unfit(() => readPost({ ...post(1, 2, 3), post_type: 9 }), /post_type is 9/)
})

test('likes are counted from the actions or the column, an edit only where there was more than one version', () => {
  const read = (more: object) => readPost({ ...post(1, 2, 3), ...more })
  assert.equal(
    read({
      actions_summary: [
        { id: 3, count: 9 },
        { id: 2, count: 4 },
      ],
    }).likes,
    4,
  )
  assert.equal(read({ actions_summary: [{ id: 2 }] }).likes, 0)
  assert.equal(read({ like_count: '7', actions_summary: [{ id: 2, count: 4 }] }).likes, 7)
  assert.equal(read({ version: 1 }).editedAt, null)
  assert.equal(read({ version: '2' }).editedAt?.toISOString(), '2024-03-03T10:00:00.000Z')
  for (const [replyTo, expected] of [
    [null, undefined],
    [1, undefined],
    [2, 2],
    [3, undefined],
    [9, undefined],
    [-1, undefined],
  ] as const)
    assert.equal(read({ reply_to_post_number: replyTo }).replyTo, expected, `${replyTo}`)
})

test('topics, categories and users: names of one line, tags as texts or records, nothing that breaks an address', () => {
  const read = (more: object) => readTopic({ ...topic(5, 'Dough', []), ...more })
  assert.deepEqual(read({ tags: ['Crust', { id: 1, name: 'Rye' }, 'crust'] }).tags, ['crust', 'rye'])
  unfit(() => read({ tags: [{ id: 1 }] }), /name is missing/)
  unfit(() => read({ tags: ['two words'] }), /tag/)
  assert.equal(read({ title: ' A\n\tB\u202e ' }).title, 'A B')
  assert.throws(() => read({ visible: 'f' }), LeftOut)
  assert.throws(() => read({ deleted_at: 'whenever' }), LeftOut)
  unfit(() => read({ visible: 'perhaps' }), /visible/)
  assert.deepEqual(
    [read({ vote_count: '12' }).votes, read({}).votes, read({ category_id: null }).categoryId],
    [12, undefined, null],
  )
  assert.equal(readCategory(category(1, 'x'.repeat(120))).name.length, 120)
  unfit(() => readCategory(category(1, 'x'.repeat(121))), /longer than 120/)
  assert.equal(readCategory({ ...category(1, 'Dough'), read_restricted: 't' }).isRestricted, true)
  assert.equal(readUser({ id: 3, username: 'berta' }).createdAt, undefined)
  for (const username of ['a b', 'a/b', 'x'.repeat(61)]) unfit(() => readUser({ id: 3, username }), /not a user name/)
  unfit(() => readUser({ id: 3 }), /username is missing/)
})

test('a report lists its reasons in order and keeps to the first 200 problems', () => {
  const report = emptyReport({ site: 'a.example', form: 'backup', dryRun: false })
  leaveOut(report, 'replies', 'whispers')
  leaveOut(report, 'replies', 'hidden posts', 2)
  leaveOut(report, 'replies', 'whispers')
  assert.equal(report.counts.replies.leftOut, 4)
  assert.deepEqual(
    reportLines(report).filter((line) => line.startsWith('  left out')),
    ['  left out of replies: 2, hidden posts', '  left out of replies: 2, whispers'],
  )
})
