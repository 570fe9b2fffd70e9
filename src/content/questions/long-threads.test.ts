import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Page, openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { counting } from '../../../test/statements.ts'
import type { Ctx } from '../../platform/context.ts'
import { markSeen } from '../read-positions/read-positions.ts'
import { type ReplyId, type ThreadId, getReply, recallReply, replyAddress } from '../threads/threads.ts'
import { acceptAnswer, answer, comment, getQuestion, giveKudos, markOfficial, post } from './questions.ts'

/** A question or a problem with so many answers, each a minute after the one before. */
async function openLong(ctx: Ctx, answers: number, type: 'question' | 'problem' = 'question') {
  const cast = await getCast(ctx)
  const { id, slug } = await post(cast.as(ctx, 'ines'), type, {
    ...{ space: 'riders', title: 'Why below zero', body: 'It stops.', tags: ['cold'] },
  })
  const ids = await write(ctx, id, { kind: 'answer', by: cast.people.gustav.id, count: answers })
  return { cast, id, ids, path: `/${type}s/${id}/${slug}` }
}

async function write(
  ctx: Ctx,
  threadId: ThreadId,
  what: { kind: 'answer' | 'comment' | 'reply'; by: number; count: number; under?: ReplyId },
): Promise<ReplyId[]> {
  const { kind, by, count, under = null } = what
  const { rows } = await sql<{
    id: ReplyId
  }>`insert into replies (thread_id, kind, parent_id, author_id, body, created_at)
    select ${threadId}, ${kind}, ${under}::bigint, ${by}, ${kind} || ' number ' || n, ${ctx.now}::timestamptz + n * interval '1 minute'
    from generate_series(1, ${count}::int) n returning id`.execute(ctx.db)
  await sql`update threads set answer_count = answer_count + ${kind === 'answer' ? count : 0}::int,
    reply_count = reply_count + ${kind === 'answer' ? 0 : count}::int where id = ${threadId}`.execute(ctx.db)
  return rows.map((row) => row.id).toSorted((a, b) => a - b)
}

function shown(page: Page, kind = 'answer'): number[] {
  return [...page.text.matchAll(new RegExp(`id="${kind}-(\\d+)"`, 'g'))].map((found) => Number(found[1]))
}

/** Where a link with these words leads, without its place on the page. */
function link(page: Page, words: string): string | undefined {
  const found = [...page.text.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([^<]*)/g)].find((one) => one[2] === words)
  return found?.[1]!.replaceAll('&amp;', '&')
}

const range = (from: number, to: number, of: readonly number[]) => of.slice(from - 1, to)

test(
  'a question of many answers is read 25 at a time, forth and back, and each page tells where it stands',
  inTransaction(async (ctx) => {
    for (const type of ['question', 'problem'] as const) {
      const { ids, path } = await openLong(ctx, 60, type)
      const site = (await openSite(ctx)).as('visitor')
      const first = await site.get(path)
      assert.deepEqual(shown(first), range(1, 25, ids))
      assert.match(first.text, /60 answers.*1 to 25 of 60/s)
      assert.equal(link(first, 'Answers before these'), undefined)
      const second = await site.get(link(first, 'More answers')!)
      assert.deepEqual(shown(second), range(26, 50, ids))
      const third = await site.get(link(second, 'More answers')!)
      assert.deepEqual(shown(third), range(51, 60, ids))
      assert.equal(link(third, 'More answers'), undefined)
      assert.match(third.text, /51 to 60 of 60/)
      const back = await site.get(link(third, 'Answers before these')!)
      assert.deepEqual(shown(back), range(26, 50, ids))
      assert.deepEqual(shown(await site.get(link(back, 'Answers before these')!)), range(1, 25, ids))
    }
  }),
)

test(
  'search engines find every part at one address, and the parts by next and prev',
  inTransaction(async (ctx) => {
    const { ids, path } = await openLong(ctx, 60)
    const site = (await openSite(ctx)).as('visitor')
    const canonical = (page: Page) => /rel="canonical" href="http:\/\/localhost:3000([^"]+)"/.exec(page.text)?.[1]
    const first = await site.get(path)
    assert.equal(canonical(first), path)
    assert.match(first.text, /<a [^>]*rel="next"/)
    assert.doesNotMatch(first.text, /<a [^>]*rel="prev"/)
    const next = link(first, 'More answers')!
    const second = await site.get(next)
    const own = next.replace('#answers', '')
    assert.equal(canonical(second), own)
    assert.match(second.text, /rel="prev".*rel="next"/s)
    const third = await site.get(link(second, 'More answers')!)
    for (const same of [link(third, 'Answers before these')!, `${path}?at=${ids[30]}`])
      assert.equal(canonical(await site.get(same)), own, same)
    assert.equal(canonical(await site.get(`${path}?at=${ids[3]}`)), path)
    const newest = await site.get(`${path}?order=newest`)
    assert.equal(canonical(newest), path)
    const other = await site.get(link(newest, 'More answers')!)
    assert.equal(canonical(other), undefined)
    assert.match(other.text, /<meta name="robots" content="noindex/)
  }),
)

test(
  'official, accepted and most helpful stand first in every order, and once; what was recalled stands last',
  inTransaction(async (ctx) => {
    const { cast, id, ids } = await openLong(ctx, 58)
    const ours = await answer(cast.as(ctx, 'daniel'), id, 'From us.')
    await markOfficial(cast.as(ctx, 'mirela'), ours.id)
    await acceptAnswer(cast.as(ctx, 'ines'), ids[40]!)
    for (const who of ['ines', 'joost', 'amina'] as const) await giveKudos(cast.as(ctx, who), ids[50]!)
    for (const who of ['ines', 'joost'] as const) await giveKudos(cast.as(ctx, who), ids[55]!)
    await sql`update replies set recalled_at = ${ctx.now}, body = '' where id = ${ids[0]}`.execute(ctx.db)
    const pinned = [ours.id, ids[40], ids[50]]
    const walk = async (order: 'helpful' | 'oldest' | 'newest') => {
      const all: number[] = []
      let after: string | undefined
      do {
        const { answers, part } = await getQuestion(cast.as(ctx, 'visitor'), id, { order, place: { after } })
        all.push(...answers.map((one) => one.reply.id))
        after = part.next
      } while (after)
      return all
    }
    const rest = ids.filter((one) => !pinned.includes(one))
    const helpful = await walk('helpful')
    assert.deepEqual(helpful.slice(0, 4), [...pinned, ids[55]])
    assert.equal(helpful.at(-1), ids[0])
    assert.deepEqual(await walk('oldest'), [...pinned, ...rest])
    assert.deepEqual(await walk('newest'), [...pinned, ...rest.toReversed()])
    const { official, part } = await getQuestion(ctx, id, { order: 'newest', place: { at: ids[1]! } })
    assert.deepEqual([official?.answerId, part.first?.id], [ours.id, ids[1]], 'beside a later page all is told too')
  }),
)

test(
  'whatever is written, thanked for or taken away meanwhile, going on from a cursor passes over no other answer',
  inTransaction(async (ctx) => {
    const { cast, id, ids } = await openLong(ctx, 60)
    let met = 0
    const act = fc.record({
      does: fc.constantFrom('write', 'thank', 'recall' as const),
      which: fc.nat(59),
      order: fc.constantFrom('oldest', 'newest', 'helpful' as const),
    })
    await fc.assert(
      fc.asyncProperty(act, async ({ does, which, order }) => {
        const before = (await getQuestion(ctx, id, { order })).part
        const seen = (await getQuestion(ctx, id, { order })).answers.map((one) => one.reply.id)
        const changed = ids[which]!
        if (does === 'write') await answer(cast.as(ctx, 'lena'), id, 'One more.')
        else if (does === 'recall')
          await sql`update replies set recalled_at = coalesce(recalled_at, ${ctx.now}) where id = ${changed}`.execute(
            ctx.db,
          )
        else await sql`update replies set imported_score = imported_score + 1 where id = ${changed}`.execute(ctx.db)
        await ctx.db.deleteFrom('rateLimits').execute()
        let after = before.next
        while (after) {
          const { answers, part } = await getQuestion(ctx, id, { order, place: { after } })
          for (const one of answers) {
            if (one.reply.id !== changed) assert.ok(!seen.includes(one.reply.id), `${does}: shown twice`)
            seen.push(one.reply.id)
          }
          after = part.next
        }
        for (const one of ids)
          if (one !== changed || order !== 'helpful') assert.ok(seen.includes(one), `${does}: lost`)
        met++
      }),
      { numRuns: 25 },
    )
    assert.ok(met > 20)
  }),
)

test(
  'the address of an answer, of a comment on it or on the question leads to the page that shows it',
  inTransaction(async (ctx) => {
    const { cast, id, ids, path } = await openLong(ctx, 60)
    const gustav = cast.people.gustav.id
    const deep = await write(ctx, id, { kind: 'comment', by: gustav, count: 250, under: ids[44]! })
    const asides = await write(ctx, id, { kind: 'comment', by: gustav, count: 8 })
    const site = (await openSite(ctx)).as('visitor')
    const { thread } = await getQuestion(ctx, id)
    for (const replyId of [ids[0], ids[24], ids[25], ids[59], deep[0], deep[99], deep[100], deep[249], asides[7]]) {
      const reply = await getReply(ctx, replyId!)
      const led = await site.get(`/answers/${replyId}`)
      assert.deepEqual([led.status, led.location], [302, replyAddress(thread, reply)])
      assert.equal(led.location, `${path}?at=${replyId}#${reply.kind}-${replyId}`)
      assert.ok((await site.get(led.location!)).text.includes(`id="${reply.kind}-${replyId}"`), led.location!)
    }
    const old = await site.get(`/questions/${id}?at=${ids[59]}`)
    assert.equal(old.location, `${path}?at=${ids[59]}`, 'a shorter address keeps what is asked for')
  }),
)

test(
  'of many comments the first five are shown, then a hundred at a time, each other answer keeping its own',
  inTransaction(async (ctx) => {
    const { cast, id, ids, path } = await openLong(ctx, 3)
    const by = cast.people.gustav.id
    const many = await write(ctx, id, { kind: 'comment', by, count: 230, under: ids[1]! })
    const five = await write(ctx, id, { kind: 'comment', by, count: 5, under: ids[2]! })
    const site = (await openSite(ctx)).as('visitor')
    const closed = await site.get(path)
    assert.deepEqual(shown(closed, 'comment'), [...range(1, 5, many), ...five])
    assert.equal(closed.text.match(/Show all/g)?.length, 1, 'five need no way to more')
    const opened = await site.get(link(closed, 'Show all 230 comments')!)
    assert.deepEqual(shown(opened, 'comment'), [...range(1, 100, many), ...five])
    assert.match(opened.text, /1 to 100 of 230/)
    const later = await site.get(link(opened, 'Later comments')!)
    assert.deepEqual(shown(later, 'comment'), [...range(101, 200, many), ...five])
    const last = await site.get(link(later, 'Later comments')!)
    assert.deepEqual(shown(last, 'comment'), [...range(201, 230, many), ...five])
    assert.equal(link(last, 'Later comments'), undefined)
    const back = await site.get(link(last, 'Earlier comments')!)
    assert.deepEqual(shown(back, 'comment'), [...range(101, 200, many), ...five])
  }),
)

test(
  'a reply that the reader may not see counts nowhere, and its number opens nothing',
  inTransaction(async (ctx) => {
    const { cast, id, ids, path } = await openLong(ctx, 60)
    const under = await write(ctx, id, { kind: 'comment', by: cast.people.joost.id, count: 7, under: ids[50]! })
    for (const one of [ids[0]!, under[6]!])
      await sql`update replies set hidden_at = ${ctx.now} where id = ${one}`.execute(ctx.db)
    const site = await openSite(ctx)
    const visitor = await getQuestion(cast.as(ctx, 'visitor'), id)
    assert.deepEqual([visitor.part.total, visitor.answers[0]!.reply.id], [59, ids[1]])
    assert.equal((await getQuestion(cast.as(ctx, 'gustav'), id)).part.total, 60, 'its author still reads it')
    assert.equal((await site.as('visitor').get(`/answers/${ids[0]}`)).status, 404)
    const closed = await site.as('visitor').get(`${path}?at=${under[6]}`)
    assert.deepEqual(shown(closed), range(2, 26, ids), 'not even under which answer it stands')
    assert.match((await site.as('joost').get(`${path}?at=${under[6]}`)).text, new RegExp(`id="comment-${under[6]}"`))
    const rest = await site.as('visitor').get(`${path}?at=${under[5]}`)
    assert.deepEqual(shown(rest, 'comment'), range(1, 6, under))
    assert.match((await site.as('visitor').get(`${path}?at=${ids[50]}`)).text, /Show all 6 comments/)
  }),
)

test(
  'what is no place of this question shows its first page',
  inTransaction(async (ctx) => {
    const { ids, path, cast } = await openLong(ctx, 30)
    const other = await openLong(ctx, 30)
    const first = range(1, 25, ids)
    for (const asked of [
      'at=999999999',
      'at=x',
      `at=${other.ids[29]}`,
      'after=',
      'after=3.x',
      'after=9.0.0.0',
      'after=3.0.zzzzzzzzzzz.1',
      'after=%00',
      'before=-1',
      'before=0.0.0.0',
    ]) {
      const page = await (await openSite(ctx)).as('visitor').get(`${path}?${asked}`)
      assert.equal(page.status, 200, asked)
      assert.deepEqual(shown(page), first, asked)
    }
    const late = await getQuestion(cast.as(ctx, 'visitor'), other.id, {
      place: { after: '4.zzzzzz.zzzzzzzzz.zzzzzzzzz' },
    })
    assert.deepEqual(
      late.answers.map((one) => one.reply.id),
      range(26, 30, other.ids),
      'after the end the last page is shown',
    )
  }),
)

test(
  'the first unread reply is led to wherever it stands, and what was served counts as read',
  inTransaction(async (ctx) => {
    const { cast, id, ids, path } = await openLong(ctx, 40)
    const joost = cast.as(ctx, 'joost')
    await markSeen(joost, id, ids)
    const new1 = await comment(cast.as(ctx, 'amina'), id, 'Also mine.', ids[33]!)
    const new2 = await answer(cast.as(ctx, 'daniel'), id, 'Keep it warm.')
    const site = (await openSite(ctx)).as('joost')
    const first = await site.get(path)
    assert.match(first.text, /2 new since you were here/)
    const way = link(first, '2 new since you were here. Go to the first')!
    assert.equal(way, `${path}?at=${new1.id}#comment-${new1.id}`)
    const serve = async (where: string, place: string) => {
      const page = await site.get(where)
      assert.ok(page.text.includes(`id="${place}"`), where)
      await site.get(/<noscript><img src="([^"]+)"/.exec(page.text)![1]!.replaceAll('&amp;', '&'))
    }
    await serve(way, `comment-${new1.id}`)
    const again = link(await site.get(path), '1 new since you were here. Go to the first')!
    assert.equal(again, `${path}?at=${new2.id}#answer-${new2.id}`, 'the new answer stood on another page')
    await serve(again, `answer-${new2.id}`)
    assert.doesNotMatch((await site.get(path)).text, /new since you were here/)
  }),
)

test(
  'opening a question of 10,000 replies takes as many statements as one of ten, and sends little',
  inTransaction(async (plain) => {
    const { ctx, take } = counting(plain)
    const { cast, id, ids, path } = await openLong(ctx, 5_000)
    await write(ctx, id, { kind: 'comment', by: cast.people.joost.id, count: 2_500, under: ids[0]! })
    await write(ctx, id, { kind: 'comment', by: cast.people.joost.id, count: 2_500 })
    const small = await openLong(ctx, 10)
    const site = await openSite(ctx)
    const cost = async (where: string, who: 'visitor' | 'gustav') => {
      take()
      const page = await site.as(who).get(where)
      assert.equal(page.status, 200, where)
      return { statements: take(), page }
    }
    for (const who of ['visitor', 'gustav'] as const) {
      const least = (await cost(small.path, who)).statements
      for (const where of [path, `${path}?at=${ids[4_000]}`, `${path}?order=newest`]) {
        const { statements, page } = await cost(where, who)
        // A link to a reply asks once more: whether its author took it back.
        const most = least + (where.includes('?at=') ? 1 : 0)
        assert.ok(statements <= most, `${where} as ${who}: ${statements}, not ${most}`)
        assert.equal(shown(page).length, 25)
        assert.ok(page.text.length < 250_000, `${page.text.length} characters`)
      }
    }
  }),
)

test(
  'an answer that was recalled keeps its page, and the way from its comments',
  inTransaction(async (ctx) => {
    const { cast, id, ids, path } = await openLong(ctx, 30)
    const said = await comment(cast.as(ctx, 'amina'), id, 'Thanks.', ids[2]!)
    await recallReply(ctx.asSystem('test'), ids[2]!)
    const page = await (await openSite(ctx)).as('visitor').get(`${path}?at=${said.id}`)
    assert.match(page.text, new RegExp(`id="comment-${said.id}"`))
    assert.equal(shown(page).at(-1), ids[2], 'the last of the last page')
  }),
)
