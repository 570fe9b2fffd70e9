/** Each thing that somebody follows may have a pace of its own; none: the one that they chose for all of its kind. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import type { TagId } from '../../content/tags/tags.ts'
import type { Ctx } from '../../platform/context.ts'
import { type NoticePace, listNotices, setPace, stopMail } from '../notices/notices.ts'
import { makeStopToken } from '../notices/stop-token.ts'
import { type Subject, follow, listFollowed, setPaceOf, unfollow } from './following.ts'

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const write = async (title: string, tags: string[] = []) => {
    // Nobody writes so much in a minute.
    await ctx.db.deleteFrom('rateLimits').execute()
    return (await ask(cast.as(ctx, 'gustav'), { space: 'riders', title, body: 'Why?', tags })).thread
  }
  const first = await write('The first', ['hum'])
  const tag = await ctx.db.selectFrom('tags').select('id').where('name', '=', 'hum').executeTakeFirstOrThrow()
  const subjects = {
    space: { kind: 'space', id: cast.spaces.riders.id },
    tag: { kind: 'tag', id: tag.id as TagId },
    thread: { kind: 'thread', id: first.id },
    person: { kind: 'person', id: cast.people.gustav.id },
  } satisfies Record<string, Subject>
  /** How what somebody was told of a thread since goes on: its pace, `here`, or undefined when they are not told. */
  const told = async (who: PersonName, title: string) => {
    await hearEverything(ctx)
    const notice = (await listNotices(cast.as(ctx, who))).items.find((one) => one.title === title)
    if (!notice) return undefined
    const sending = ctx.db.selectFrom('noticeSendings').select('pace').where('noticeId', '=', notice.id)
    return (await sending.executeTakeFirst())?.pace ?? 'here'
  }
  await hearEverything(ctx)
  return { cast, ines: cast.as(ctx, 'ines'), first, subjects, write, told }
}

test(
  'what is new in a space, of a tag or of a person comes at the pace of that one thing, else at that of its kind',
  inTransaction(async (ctx) => {
    const { ines, subjects, write, told } = await scene(ctx)
    let n = 0
    for (const [name, tags] of [
      ['space', []],
      ['tag', ['hum']],
      ['person', []],
    ] as const) {
      const subject = subjects[name]
      const kind = name === 'person' ? 'followed-person' : 'followed-thread'
      await follow(ines, subject)
      for (const [own, ofKind, comes] of [
        [null, 'here', 'here'],
        [null, 'weekly', 'weekly'],
        ['daily', 'weekly', 'daily'],
        ['at-once', 'never', 'at-once'],
        ['here', 'daily', 'here'],
        ['never', 'daily', undefined],
        [null, 'never', undefined],
      ] as const) {
        await setPaceOf(ines, subject, own)
        await setPace(ines, kind, ofKind)
        const { title } = await write(`News ${++n}`, [...tags])
        assert.equal(await told('ines', title), comes, `${name}: ${own} before ${ofKind}`)
      }
      await setPace(ines, kind, 'here')
      await unfollow(ines, subject)
    }
  }),
)

test(
  'of several reasons the first that is not silenced holds; a conversation has a pace of its own too',
  inTransaction(async (ctx) => {
    const { cast, ines, first, subjects, write, told } = await scene(ctx)
    for (const subject of Object.values(subjects)) await follow(ines, subject)
    await setPaceOf(ines, subjects.person, 'never')
    await setPaceOf(ines, subjects.tag, 'weekly')
    await setPaceOf(ines, subjects.space, 'at-once')
    assert.equal(await told('ines', (await write('Tagged', ['hum'])).title), 'weekly')
    assert.equal(await told('ines', (await write('Plain')).title), 'at-once')
    await setPaceOf(ines, subjects.thread, 'daily')
    await answer(cast.as(ctx, 'joost'), first.id, 'Because.')
    assert.equal(await told('ines', 'The first'), 'daily')
  }),
)

test(
  'everybody sets the pace of what they follow themselves, and of nothing else',
  inTransaction(async (ctx) => {
    const { cast, subjects } = await scene(ctx)
    const pacesOf = async (who: PersonName) =>
      (await listFollowed(cast.as(ctx, who))).items.map(({ subject, pace }) => `${subject.kind} ${pace}`).toSorted()
    for (const who of ['ines', 'daniel'] as const)
      for (const subject of Object.values(subjects)) await follow(cast.as(ctx, who), subject)
    for (const who of everybody)
      for (const subject of Object.values(subjects)) {
        const follows = who === 'ines' || who === 'daniel'
        const code = who === 'visitor' ? 'following.sign-in-first' : follows ? 'ok' : 'following.not-followed'
        const pace: NoticePace = who === 'ines' ? 'weekly' : 'never'
        assert.equal(await outcome(setPaceOf(cast.as(ctx, who), subject, pace)), code, `${who}: ${subject.kind}`)
      }
    assert.deepEqual(await pacesOf('ines'), ['person weekly', 'space weekly', 'tag weekly', 'thread weekly'])
    assert.deepEqual(await pacesOf('daniel'), ['person never', 'space never', 'tag never', 'thread never'])
    await setPaceOf(cast.as(ctx, 'ines'), subjects.tag, null)
    assert.ok((await pacesOf('ines')).includes('tag null'))
  }),
)

test(
  'the link in a mail stops what has a pace of its own, too: of its kind, or of the digest; what waits does not go',
  inTransaction(async (ctx) => {
    const { cast, ines, subjects, write, told } = await scene(ctx)
    for (const subject of Object.values(subjects)) await follow(ines, subject)
    const set = async (of: Record<keyof typeof subjects, NoticePace>) => {
      for (const [name, pace] of Object.entries(of))
        await setPaceOf(ines, subjects[name as keyof typeof subjects], pace)
    }
    const paces = async () =>
      Object.fromEntries((await listFollowed(ines)).items.map(({ subject, pace }) => [subject.kind, pace]))
    const waiting = async () => (await ctx.db.selectFrom('noticeSendings').select('pace').execute()).length
    const own = { space: 'at-once', tag: 'daily', thread: 'daily', person: 'never' } as const
    await set(own)
    assert.equal(await told('ines', (await write('One', ['hum'])).title), 'daily')
    await stopMail(ctx, await makeStopToken(ctx, cast.people.ines.id, 'daily'))
    assert.deepEqual([await paces(), await waiting()], [{ ...own, tag: 'here', thread: 'here' }, 0])
    await set(own)
    assert.equal(await told('ines', (await write('Two')).title), 'at-once')
    await stopMail(ctx, await makeStopToken(ctx, cast.people.ines.id, 'followed-thread'))
    assert.deepEqual([await paces(), await waiting()], [{ ...own, space: 'here', tag: 'here' }, 0])
    await setPace(ines, 'followed-person', 'never')
    await set({ ...own, person: 'weekly' })
    await stopMail(ctx, await makeStopToken(ctx, cast.people.ines.id, 'followed-person'))
    assert.equal((await paces()).person, 'here')
  }),
)

test(
  'the page of all that one follows offers a pace beside each, without script, and leads back to the same page',
  inTransaction(async (ctx) => {
    const { ines, subjects } = await scene(ctx)
    for (const subject of Object.values(subjects)) await follow(ines, subject)
    const browser = (await openSite(ctx)).as('ines')
    const page = '/settings/following'
    const fields = { kind: 'tag', id: String(subjects.tag.id), pace: 'weekly' }
    assert.equal((await browser.post(page, { ...fields, back: `${page}?after=1.1` })).location, `${page}?after=1.1`)
    assert.equal((await browser.post(page, { ...fields, back: '//evil.example' })).location, page)
    const { text } = await browser.get(page)
    const chosen = [...text.matchAll(/<option[^>]*\bselected\b[^>]*>([^<]*)</g)].map((one) => one[1])
    assert.deepEqual(chosen, ['Weekly'])
    assert.match(text, /aria-label="How soon: hum"/)
    assert.equal((await browser.post(page, { ...fields, pace: '' })).status, 303)
    assert.doesNotMatch((await browser.get(page)).text, /\bselected\b/)
    for (const [wrong, status] of [
      [{ pace: 'hourly' }, 422],
      [{ kind: 'account' }, 404],
      [{ id: '0' }, 404],
      [{ id: '999999' }, 404],
    ] as const)
      assert.equal((await browser.post(page, { ...fields, ...wrong })).status, status, JSON.stringify(wrong))
  }),
)
