/** What grows out of ideas: they are united and taken apart, comments become extensions, contributors are named. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { mergeThread, retypeThread, unmergeThread } from '../threads/keeping.ts'
import { type ThreadId, addReply } from '../threads/threads.ts'
import {
  addCategory,
  agreeToBeNamed,
  boostIdea,
  boostsOf,
  extendIdea,
  getIdea,
  listContributors,
  listIdeas,
  listUnited,
  postIdea,
  setIdeaRules,
  setStage,
  vote,
} from './ideas.ts'

const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

async function two(ctx: Ctx, cast: Cast): Promise<[ThreadId, ThreadId]> {
  const words = { space: 'riders', body: 'b', tags: [] }
  const one = await postIdea(cast.as(ctx, 'joost'), { ...words, title: 'Warm grips' })
  const other = await postIdea(cast.as(ctx, 'ines'), { ...words, title: 'Heated handles' })
  return [one.id, other.id]
}

test(
  'united ideas have one vote of each person, both authors named and told, and the address of the one leads to the other',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [one, other] = await two(ctx, cast)
    await vote(cast.as(ctx, 'gustav'), one, 1)
    await vote(cast.as(later(ctx, 1), 'gustav'), other, -1)
    await vote(cast.as(ctx, 'amina'), one, 1)
    await mergeThread(cast.as(ctx, 'sara'), one, other)
    const united = await getIdea(ctx, other)
    assert.deepEqual([united.votes.promoted, united.votes.demoted], [3, 1], 'Gustav’s newest vote, once')
    assert.deepEqual(
      (await listUnited(cast.as(ctx, 'visitor'), other)).map((row) => row.title),
      ['Warm grips'],
    )
    assert.deepEqual(
      (await listIdeas(ctx)).items.map((line) => line.id),
      [other],
    )
    const site = await openSite(ctx)
    assert.equal((await site.as('visitor').get(`/ideas/${one}/warm-grips`)).location, `/ideas/${other}/heated-handles`)
    const page = await site.as('visitor').get(`/ideas/${other}/heated-handles`)
    assert.match(page.text, /United with this idea[^]*Warm grips[^]*Joost van Rijn/)
    await hearEverything(ctx)
    assert.match((await site.as('joost').get('/notices')).text, /Your idea was united with this one/)
    assert.match((await site.as('ines').get('/notices')).text, /An idea like yours was united with it/)
    const late = await vote(cast.as(later(ctx, 2), 'gustav'), one, 1)
    assert.deepEqual(
      [late.id, late.votes.promoted, late.votes.demoted],
      [other, 4, 0],
      'an old form votes where it counts',
    )
    const moved = setStage(cast.as(ctx, 'mirela'), one, { stage: 'planned', reason: 'r' })
    assert.equal(await codeOf(moved), 'ideas.merged')
  }),
)

test(
  'taken apart again each idea has the votes that were given to it and not changed since',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [one, other] = await two(ctx, cast)
    await vote(cast.as(ctx, 'gustav'), one, 1)
    await vote(cast.as(ctx, 'amina'), one, -1)
    await mergeThread(cast.as(ctx, 'sara'), one, other)
    await vote(cast.as(later(ctx, 1), 'amina'), other, 1)
    await unmergeThread(cast.as(ctx, 'sara'), one)
    const [first, second] = [await getIdea(ctx, one), await getIdea(ctx, other)]
    assert.deepEqual([first.votes.promoted, first.votes.demoted, first.mergedInto], [2, 0, null])
    assert.deepEqual([second.votes.promoted, second.votes.demoted], [2, 0], 'Amina changed her mind on the united one')
    assert.equal((await listIdeas(ctx)).items.length, 2)
  }),
)

test(
  'of imported scores that nobody can tell apart the larger alone counts in a union',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [one, other] = await two(ctx, cast)
    await ctx.db.updateTable('threads').set({ importedScore: 12 }).where('id', '=', one).execute()
    await ctx.db.updateTable('threads').set({ importedScore: 30 }).where('id', '=', other).execute()
    await mergeThread(cast.as(ctx, 'sara'), one, other)
    assert.equal((await getIdea(ctx, other)).votes.imported, 30)
  }),
)

test(
  'a question that becomes an idea is on the board with its replies, and its votes wait while it is a question again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [id] = await two(ctx, cast)
    await vote(cast.as(ctx, 'gustav'), id, 1)
    const reply = await addReply(cast.as(ctx, 'amina'), id, { kind: 'comment', body: 'Yes, in winter.' })
    await retypeThread(cast.as(ctx, 'sara'), id, 'question')
    assert.equal(await codeOf(getIdea(ctx, id)), 'ideas.not-found')
    assert.equal(await codeOf(vote(cast.as(ctx, 'amina'), id, 1)), 'ideas.not-found')
    assert.equal((await listIdeas(ctx)).items.length, 1)
    await retypeThread(cast.as(ctx, 'sara'), id, 'idea')
    assert.equal((await getIdea(ctx, id)).votes.score, 2)
    const page = await (await openSite(ctx)).as('visitor').get(`/ideas/${id}/warm-grips`)
    assert.match(page.text, new RegExp(`id="comment-${reply.id}"`))
  }),
)

test(
  'an extension has its own author, vote, stage and promise, and the tags and category of its idea',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Grips', answerDays: 5 })
    const words = { space: 'riders', title: 'Warm grips', body: 'b', tags: ['winter'], category: category.slug }
    const { id } = await postIdea(cast.as(ctx, 'joost'), words)
    const comment = await addReply(cast.as(ctx, 'amina'), id, { kind: 'comment', body: 'For the saddle too.' })
    const made = await extendIdea(cast.as(ctx, 'joost'), id, comment.id, 'Warm saddle')
    assert.deepEqual(
      [made.thread.authorId, made.extendsId, made.stage, made.categoryId, made.votes.score, made.thread.body],
      [cast.people.amina.id, id, 'new', category.id, 1, 'For the saddle too.'],
    )
    await setStage(cast.as(ctx, 'mirela'), made.id, { stage: 'already-offered', reason: 'See the winter set.' })
    assert.equal((await getIdea(ctx, id)).stage, 'new')
    const lines = (await listIdeas(cast.as(ctx, 'visitor'), { extends: id })).items
    assert.deepEqual(
      lines.map((line) => [line.thread.title, line.stage, line.tags, line.author?.displayName]),
      [['Warm saddle', 'already-offered', ['winter'], 'Amina Haddad']],
    )
    const again = await addReply(cast.as(ctx, 'amina'), made.id, { kind: 'comment', body: 'And the bell.' })
    assert.equal(await codeOf(extendIdea(cast.as(ctx, 'amina'), made.id, again.id, 'Bell')), 'ideas.no-deeper')
    assert.equal(await codeOf(extendIdea(cast.as(ctx, 'joost'), id, comment.id, 'Twice')), 'ideas.extended')
    const untitled = await addReply(cast.as(ctx, 'gustav'), id, { kind: 'comment', body: 'Hm.' })
    assert.equal(await codeOf(extendIdea(cast.as(ctx, 'joost'), id, untitled.id, ' ')), 'threads.text')
  }),
)

test(
  'contributors are the authors of an idea, of those united with it and of its extensions, each once, as they agreed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [one, other] = await two(ctx, cast)
    await mergeThread(cast.as(ctx, 'sara'), one, other)
    for (const who of ['amina', 'ines'] as const) {
      const comment = await addReply(cast.as(ctx, who), other, { kind: 'comment', body: `From ${who}.` })
      await extendIdea(cast.as(ctx, who), other, comment.id, `Extension of ${who}`)
    }
    await agreeToBeNamed(cast.as(ctx, 'amina'), other, true)
    await agreeToBeNamed(cast.as(ctx, 'joost'), other, true)
    await agreeToBeNamed(cast.as(ctx, 'joost'), other, false)
    const contributors = await listContributors(cast.as(ctx, 'visitor'), other)
    assert.deepEqual(
      contributors.map((one) => [one.person?.displayName, one.brought, one.isNamed]),
      [
        ['Ines Carvalho', 'author', undefined],
        ['Joost van Rijn', 'united', false],
        ['Amina Haddad', 'extension', true],
      ],
    )
  }),
)

test(
  'a boost lifts an idea in the order of heat alone, and a new half-life counts everything anew',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [one, other] = await two(ctx, cast)
    await vote(cast.as(ctx, 'gustav'), one, 1)
    const first = async () => (await listIdeas(ctx)).items[0]!.id
    assert.equal(await first(), one)
    await boostIdea(cast.as(ctx, 'mirela'), other, { weight: 5, reason: 'Asked for by the shops.' })
    assert.equal(await first(), other)
    assert.equal((await listIdeas(ctx, { order: 'votes' })).items[0]!.id, one)
    assert.deepEqual(
      (await boostsOf(cast.as(ctx, 'visitor'), other)).map((boost) => [boost.weight, boost.reason]),
      [[5, 'Asked for by the shops.']],
    )
    const before = (await getIdea(ctx, one)).heat
    await setIdeaRules(cast.as(ctx, 'sara'), { halfLifeDays: 14, answerDays: 30 })
    await hearEverything(ctx)
    assert.notEqual((await getIdea(ctx, one)).heat, before)
    await setIdeaRules(cast.as(ctx, 'sara'), { halfLifeDays: 90, answerDays: 30 })
    await hearEverything(ctx)
    assert.equal((await getIdea(ctx, one)).heat, before)
  }),
)
