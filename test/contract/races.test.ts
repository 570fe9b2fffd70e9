/**
 * The same act by several people at the same moment, on real connections that commit: what is once is once, whoever
 * comes second hears a reason in words, and nobody meets an error of the database.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bringInto } from '../../src/content/across/across.ts'
import { addCategory, getIdea, listStageChanges, postIdea, setStage, vote } from '../../src/content/ideas/ideas.ts'
import {
  acceptAnswer,
  answer,
  ask,
  getQuestion,
  giveKudos,
  listProblemChanges,
  post,
  sayHere,
  setProblemState,
} from '../../src/content/questions/questions.ts'
import { setTags } from '../../src/content/tags/tags.ts'
import type { ReplyId } from '../../src/content/threads/threads.ts'
import { call, join, listSwarmsOn, openSwarm } from '../../src/customers/swarms/swarms.ts'
import { joinTwin } from '../../src/customers/twins/twins.ts'
import { takeCase } from '../../src/governance/moderation/cases.ts'
import { makeAxis, makeRole } from '../../src/people/axes/axes.ts'
import { accept, ask as askToConnect, standingWith } from '../../src/people/connections/connections.ts'
import { addToGroup, listGroupMembers, makeGroup } from '../../src/people/groups/groups.ts'
import type { Ctx } from '../../src/platform/context.ts'
import { approveBridge, getBridge, proposeBridge } from '../../src/realms/bridges/bridges.ts'
import { listCrossings, recall } from '../../src/realms/crossings/crossings.ts'
import { createSpace, listSpaces, moveSpace } from '../../src/realms/spaces/spaces.ts'
import { type Cast, getCast } from '../cast.ts'
import { flagPost, makeModerator } from '../moderation.ts'
import { atOnce, committedCtx } from '../races.ts'

async function house(): Promise<{ ctx: Ctx; cast: Cast }> {
  const ctx = await committedCtx()
  await ctx.db.deleteFrom('rateLimits').execute()
  return { ctx, cast: await getCast(ctx) }
}

let asked = 0
/** A question of Ines with an answer of Gustav. */
async function talk(ctx: Ctx, cast: Cast) {
  const title = `Question ${(asked += 1)}`
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Why?', tags: [] })
  return { question: thread.id, given: (await answer(cast.as(ctx, 'gustav'), thread.id, 'So.')).id }
}

/** n times the same. */
const times = (n: number, work: (at: number) => Promise<unknown>) =>
  Array.from({ length: n }, (_, at) => () => work(at))

test('one address, one space; one key, one axis and one role; equal names of groups get addresses of their own', async () => {
  const { ctx, cast } = await house()
  const jonas = cast.as(ctx, 'jonas')
  const space = { realm: 'inside', slug: 'twice', title: 'Twice' } as const
  assert.deepEqual(await atOnce(times(3, () => createSpace(jonas, space))), [
    'ok',
    'spaces.slug-taken',
    'spaces.slug-taken',
  ])
  assert.equal((await listSpaces(jonas)).filter((one) => one.slug === 'twice').length, 1)
  const taken = (came: string[]) => {
    assert.equal(came.filter((one) => one === 'ok').length, 1, came.join())
    for (const code of came) assert.match(code, /^ok$|^structure\.[a-z-]+$/)
  }
  taken(await atOnce(times(3, () => makeAxis(jonas, { key: 'race', title: 'Race' }))))
  taken(await atOnce(times(3, () => makeRole(jonas, { key: 'racer', title: 'Racer', rank: 0 }))))
  const groups = await Promise.all(
    times(4, () => makeGroup(cast.as(ctx, 'daniel'), { title: 'Riders' })).map((make) => make()),
  )
  assert.equal(new Set(groups.map((group) => (group as { slug: string }).slug)).size, 4)
  const came = await atOnce(times(3, () => addCategory(jonas, 'outside', { title: 'Brakes' })))
  assert.deepEqual(came, ['ideas.category', 'ideas.category', 'ok'])
})

test('two spaces hung under each other at the same moment never make a circle', async () => {
  const { ctx, cast } = await house()
  const jonas = cast.as(ctx, 'jonas')
  for (let round = 0; round < 5; round++) {
    const make = (slug: string) => createSpace(jonas, { realm: 'inside', slug: `${slug}-${round}`, title: slug })
    const [one, other] = [await make('one'), await make('other')]
    const came = await atOnce([() => moveSpace(jonas, one.id, other.id), () => moveSpace(jonas, other.id, one.id)])
    assert.equal(came.filter((code) => code === 'ok').length, 1, came.join())
    assert.match(
      came.find((code) => code !== 'ok')!,
      /^spaces\.[a-z-]+$/,
    )
  }
})

test('one member is in a group once, however many add them', async () => {
  const { ctx, cast } = await house()
  const daniel = cast.as(ctx, 'daniel')
  const group = await makeGroup(daniel, { title: 'Winter' })
  const came = await atOnce(times(4, () => addToGroup(daniel, group.slug, cast.people.aiko.id)))
  for (const code of came) assert.match(code, /^ok$|^groups\.[a-z-]+$/)
  const { items } = await listGroupMembers(daniel, group.id)
  assert.deepEqual(items.map(({ person }) => person.handle).toSorted(), ['aiko', 'daniel'])
})

test('a mark is set once and counted once: same here, thanks, acceptance, votes, tags', async () => {
  const { ctx, cast } = await house()
  const { question, given } = await talk(ctx, cast)
  const gustav = cast.as(ctx, 'gustav')
  const joost = cast.as(ctx, 'joost')
  const ines = cast.as(ctx, 'ines')
  for (const [what, work] of Object.entries({
    'same here': () => sayHere(joost, question),
    thanks: () => giveKudos(joost, given),
    accepts: () => acceptAnswer(ines, given),
    tags: () => setTags(ines, question, ['cold', 'winter', 'cold-start']),
  }))
    assert.deepEqual(await atOnce(times(4, work)), ['ok', 'ok', 'ok', 'ok'], what)
  const seen = await getQuestion(gustav, question)
  assert.deepEqual([seen.sameHere.count, seen.answers[0]!.score, seen.tags], [1, 1, ['cold', 'cold-start', 'winter']])
  // Different tags of two threads that are both new: each is made once.
  const other = await talk(ctx, cast)
  const both = [question, other.question].map((id) => () => setTags(ines, id, ['brand-new', 'also-new', 'third-new']))
  assert.deepEqual(await atOnce(both), ['ok', 'ok'])
  const backwards = [question, other.question].map(
    (id, at) => () => setTags(ines, id, at === 0 ? ['aa', 'bb', 'cc'] : ['cc', 'bb', 'aa']),
  )
  assert.deepEqual(await atOnce(backwards), ['ok', 'ok'], 'in whatever order they are named')
  const { id } = await postIdea(ines, { space: 'riders', title: 'Warm grips', body: 'My hands.', tags: [] })
  const votes = (['gustav', 'joost', 'amina'] as const).flatMap((who) =>
    times(3, (at) => vote(cast.as(ctx, who), id, at === 1 ? -1 : 1)),
  )
  assert.deepEqual(new Set(await atOnce(votes)), new Set(['ok']))
  await atOnce((['gustav', 'joost', 'amina'] as const).map((who) => () => vote(cast.as(ctx, who), id, 1)))
  const idea = await getIdea(ines, id)
  assert.deepEqual([idea.votes.promoted, idea.votes.demoted], [4, 0], 'with the one of who had the idea')
})

test('the history of a state has no gaps and no forks, whoever says it at the same moment', async () => {
  const { ctx, cast } = await house()
  const words = { space: 'riders', title: 'It breaks', body: 'Always.', tags: [] }
  const { id } = await post(cast.as(ctx, 'ines'), 'problem', words)
  const states = ['confirmed', 'workaround', 'fixed', 'no-fault'] as const
  await atOnce(
    states.map(
      (state, at) => () => setProblemState(cast.as(ctx, 'sara'), id, { state, note: `Version ${at}` } as never),
    ),
  )
  const changes = (await listProblemChanges(ctx, id)) as readonly { fromState: string; toState: string }[]
  assert.ok(changes.length > 0)
  const chain = [...changes].toReversed()
  const ordered = chain[0]!.fromState === 'reported' ? chain : [...changes]
  for (const [at, change] of ordered.entries())
    assert.equal(change.fromState, at === 0 ? 'reported' : ordered[at - 1]!.toState, JSON.stringify(ordered))
  const idea = await postIdea(cast.as(ctx, 'ines'), { ...words, title: 'Better' })
  const stages = ['under-review', 'planned', 'not-planned'] as const
  const mirela = cast.as(ctx, 'mirela')
  const came = await atOnce(stages.map((stage) => () => setStage(mirela, idea.id, { stage, reason: 'So it is.' })))
  assert.deepEqual(came, ['ok', 'ok', 'ok'])
  const steps = await listStageChanges(cast.as(ctx, 'ines'), idea.id)
  assert.equal(steps.length, 3)
  const now = (await getIdea(mirela, idea.id)).stage
  assert.equal(steps.toSorted((one, other) => other.id - one.id)[0]!.stage, now, 'what stands is what was said last')
})

test('one swarm a question, one call and one place in it a colleague', async () => {
  const { ctx, cast } = await house()
  const { question } = await talk(ctx, cast)
  const openers = (['daniel', 'tomasz', 'aiko'] as const).map((who) => () => openSwarm(cast.as(ctx, who), question))
  const came = await atOnce(openers)
  assert.equal(came.filter((code) => code === 'ok').length, 1, came.join())
  for (const code of came) assert.match(code, /^ok$|^swarms\.[a-z-]+$/)
  const [swarm, ...others] = await listSwarmsOn(cast.as(ctx, 'daniel'), question)
  assert.deepEqual(others, [])
  const owner = cast.as(
    ctx,
    (['daniel', 'tomasz', 'aiko'] as const).find((who) => cast.people[who].id === swarm!.ownerId)!,
  )
  const calls = await atOnce(times(3, () => call(owner, swarm!.id, cast.people.lena.id, 'Knows the bike')))
  for (const code of calls) assert.match(code, /^ok$|^swarms\.[a-z-]+$/)
  assert.deepEqual(await atOnce(times(3, () => join(cast.as(ctx, 'lena'), swarm!.id))), ['ok', 'ok', 'ok'])
})

test('one yes an end and two people a bridge; a recall happens once; the log stays one chain', async () => {
  const { ctx, cast } = await house()
  const spaces = [cast.spaces.velund.id, cast.spaces.riders.id] as const
  const make = () =>
    proposeBridge(cast.as(ctx, 'jonas'), { spaces, bringsIn: true, publishesOut: false, title: 'B', reason: 'R' })
  assert.deepEqual(await atOnce(times(3, make)), ['bridges.standing', 'bridges.standing', 'ok'])
  const { id } = await ctx.db.selectFrom('bridges').select('id').where('endedAt', 'is', null).executeTakeFirstOrThrow()
  const yes = (who: 'jonas' | 'sara', end: 'inner' | 'outer') => () => approveBridge(cast.as(ctx, who), id, end)
  const came = await atOnce([yes('jonas', 'inner'), yes('jonas', 'outer'), yes('sara', 'outer'), yes('sara', 'outer')])
  assert.ok(came.filter((code) => code === 'ok').length <= 2, came.join())
  const bridge = await getBridge(cast.as(ctx, 'jonas'), id)
  assert.ok(bridge.innerApprovedBy === null || bridge.innerApprovedBy !== bridge.outerApprovedBy)
  const { question } = await talk(ctx, cast)
  const daniel = cast.as(ctx, 'daniel')
  const source = { kind: 'thread', id: question } as const
  const brought = await atOnce(times(4, () => bringInto(daniel, source, cast.spaces.velund.id, { reason: 'To see' })))
  for (const code of brought) assert.match(code, /^ok$|^(crossings|across)\.[a-z-]+$/)
  const { items } = await listCrossings(cast.as(ctx, 'jonas'))
  assert.equal(new Set(items.map((one) => one.place)).size, items.length, 'every record has its place')
  const first = items.find((one) => one.act === 'bring-in')!
  const back = await atOnce(times(3, () => recall(daniel, first.id, 'Enough')))
  assert.deepEqual(back, ['crossings.recalled-already', 'crossings.recalled-already', 'ok'])
})

test('one idea has one twin, from whichever side it is joined', async () => {
  const { ctx, cast } = await house()
  const words = { title: 'Warm grips', body: 'My hands freeze.', tags: [] }
  const outer = (await postIdea(cast.as(ctx, 'ines'), { ...words, space: 'riders' })).id
  const inner = (await postIdea(cast.as(ctx, 'daniel'), { ...words, space: cast.spaces.velund.id })).id
  const second = (await postIdea(cast.as(ctx, 'aiko'), { ...words, space: cast.spaces.velund.id })).id
  const pairs = [inner, inner, second].map(
    (one) => () => joinTwin(cast.as(ctx, 'daniel'), { inner: one, outer, reason: 'The same' }),
  )
  const came = await atOnce(pairs)
  assert.equal(came.filter((code) => code === 'ok').length, 1, came.join())
  for (const code of came) assert.match(code, /^ok$|^twins\.joined-already$|^crossings\.linked-already$/)
})

test('two who ask each other are connected once, and two moderators do not hold one case', async () => {
  const { ctx, cast } = await house()
  const [joost, amina] = [cast.as(ctx, 'joost'), cast.as(ctx, 'amina')]
  const asking = await atOnce([
    () => askToConnect(joost, cast.people.amina.id),
    () => askToConnect(amina, cast.people.joost.id),
  ])
  for (const code of asking) assert.match(code, /^ok$|^connections\.[a-z-]+$/)
  await atOnce([() => accept(joost, cast.people.amina.id), () => accept(amina, cast.people.joost.id)])
  const one = await standingWith(joost, cast.people.amina.id)
  const other = await standingWith(amina, cast.people.joost.id)
  assert.deepEqual([one?.tie, other?.tie], ['connected', 'connected'])
  const { given } = await talk(ctx, cast)
  const second = await makeModerator(ctx, cast, 'tomasz', 'outside')
  const id = await flagPost(cast.as(ctx, 'joost'), 'reply', given as ReplyId)
  const taking = await atOnce([() => takeCase(cast.as(ctx, 'sara'), id), () => takeCase(ctx.as(second), id)])
  assert.equal(taking.filter((code) => code === 'ok').length, 1, taking.join())
  assert.match(
    taking.find((code) => code !== 'ok')!,
    /^moderation\.[a-z-]+$/,
  )
})
