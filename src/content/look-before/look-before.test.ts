/** Which threads are offered to somebody who is about to ask, and what is counted of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { getSpace } from '../../realms/spaces/spaces.ts'
import { acceptAnswer, answer, ask, postOfficialAnswer } from '../questions/questions.ts'
import { recallReply, startThread } from '../threads/threads.ts'
import { findLikely, getAnsweredBefore, sayAnswered, unsayAnswered } from './look-before.ts'
import { oneSlipAway } from './variants.ts'

const titles = {
  cold: 'Why does my battery lose range in the cold?',
  charger: 'The charger hums at night',
  belt: 'Which belt fits the Tide 3?',
  brake: 'The rear brake squeals in the rain',
  display: 'The display goes dark on long climbs',
}
type Name = keyof typeof titles
const askers = ['ines', 'joost', 'amina', 'daniel', 'tomasz'] as const

/** The questions above in a space, each asked by somebody else: who is new here may not ask much. */
async function plant(ctx: Ctx, space = 'riders', names = Object.keys(titles) as Name[]) {
  const cast = await getCast(ctx)
  const ids = {} as Record<Name, Awaited<ReturnType<typeof ask>>['thread']['id']>
  for (const [at, name] of names.entries()) {
    const asked = { space, title: titles[name], body: 'I would like to know.', tags: [] }
    ids[name] = (await ask(cast.as(ctx, askers[at]!), asked)).thread.id
  }
  return { cast, ids }
}

async function likely(ctx: Ctx, who: PersonName | 'visitor', text: string): Promise<string[]> {
  const cast = await getCast(ctx)
  return (await findLikely(cast.as(ctx, who), text)).map(({ thread }) => thread.title)
}

test(
  'the question that shares the rare words comes first, whatever the order and the ending of the words',
  inTransaction(async (ctx) => {
    await plant(ctx)
    for (const [typed, found] of [
      ['losing range when it is cold', titles.cold],
      ['My charger is humming', titles.charger],
      ['TIDE 3 belts?', titles.belt],
      ['squealing brakes', titles.brake],
      ['long climb, dark display', titles.display],
    ] as const)
      assert.equal((await likely(ctx, 'gustav', typed))[0], found, typed)
    for (const nothing of ['', '   ', 'the of and', 'kayak paddles', '"\'\\&|!():*<->', '\u0000', 'ü'.repeat(400)])
      assert.deepEqual(await likely(ctx, 'gustav', nothing), [], nothing)
  }),
)

test(
  'a slip of the keyboard and a word not finished yet find the same question',
  inTransaction(async (ctx) => {
    await plant(ctx)
    for (const [typed, found] of [
      ['my batery and the cold', titles.cold],
      ['chargre', titles.charger],
      ['sqeals', titles.brake],
      ['disqlay', titles.display],
      ['charg', titles.charger],
      ['the rear brak', titles.brake],
    ] as const)
      assert.equal((await likely(ctx, 'gustav', typed))[0], found, typed)
  }),
)

test(
  'of two alike the one with an accepted or official answer comes first, and its answer is shown; a recalled one is not',
  inTransaction(async (ctx) => {
    const { cast, ids } = await plant(ctx, 'riders', ['charger', 'cold'])
    const again = await ask(cast.as(ctx, 'joost'), {
      space: 'riders',
      title: titles.charger,
      body: 'Mine too.',
      tags: [],
    })
    const first = async () => (await findLikely(cast.as(ctx, 'gustav'), 'charger hums'))[0]!
    assert.equal((await first()).thread.id, again.thread.id, 'the newer of two equals')
    const reply = await answer(cast.as(ctx, 'gustav'), ids.charger, 'It is the **fan**.')
    assert.equal((await first()).thread.id, ids.charger, 'an answer weighs')
    await answer(cast.as(ctx, 'gustav'), again.thread.id, 'No idea.')
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    assert.deepEqual([(await first()).thread.id, (await first()).best?.text], [ids.charger, 'It is the fan.'])
    const official = await postOfficialAnswer(cast.as(ctx, 'mirela'), ids.charger, 'The fan runs until it is cool.')
    assert.deepEqual((await first()).best, {
      replyId: official.id,
      kind: 'official',
      text: 'The fan runs until it is cool.',
    })
    await recallReply(ctx, official.id)
    assert.equal((await first()).best?.kind, 'accepted')
  }),
)

test(
  'what only few may read is offered to them alone',
  inTransaction(async (ctx) => {
    const { cast } = await plant(ctx, 'testers', ['charger'])
    await plant(ctx, 'riders', ['brake'])
    const own = {
      space: 'riders',
      title: 'My charger hums a secret',
      body: 'Only I know.',
      tags: [],
      reach: 0 as const,
    }
    await ask(cast.as(ctx, 'joost'), own)
    const inside = { type: 'discussion', title: 'The charger hums because of us', body: 'Charger hums.' } as const
    await startThread(cast.as(ctx, 'tomasz'), await getSpace(cast.as(ctx, 'tomasz'), 'velund'), inside)
    const typed = 'charger hums'
    assert.deepEqual(await likely(ctx, 'visitor', typed), [])
    assert.deepEqual(await likely(ctx, 'petra', typed), [])
    for (const who of ['gustav', 'daniel'] as const)
      assert.deepEqual(await likely(ctx, who, typed), [titles.charger], who)
    assert.deepEqual(new Set(await likely(ctx, 'joost', typed)), new Set([titles.charger, own.title]))
    assert.deepEqual(await likely(ctx, 'visitor', 'chargre'), [], 'a slip finds nothing more')
  }),
)

test(
  'a word that everybody uses does not bury the one that matters',
  inTransaction(async (ctx) => {
    const { cast } = await plant(ctx, 'riders', ['belt'])
    const rows = Array.from({ length: 620 }, (_, at) => ({
      ...{ realm: 'outside' as const, spaceId: cast.spaces.riders.id, type: 'question' as const },
      ...{ authorId: cast.people.joost.id, title: `My bike and its battery, part ${at}`, slug: 'x', body: 'The bike.' },
    }))
    await ctx.db.insertInto('threads').values(rows).execute()
    assert.equal((await likely(ctx, 'gustav', 'my bike needs a belt'))[0], titles.belt)
    assert.equal((await likely(ctx, 'gustav', 'bike battery')).length, 5, 'common words alone still find something')
    assert.match((await likely(ctx, 'gustav', 'bike battery'))[0]!, /^My bike and its battery/)
  }),
)

test('every word one slip away is found from both ends, and none twice', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z]{6,10}$/),
      fc.nat(9),
      fc.constantFrom('drop', 'swap', 'wrong', 'more'),
      (word, place, slip) => {
        const at = place % (word.length - 1)
        const typed = {
          drop: word.slice(0, at) + word.slice(at + 1),
          swap: word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2),
          wrong: `${word.slice(0, at)}z${word.slice(at + 1)}`,
          more: `${word.slice(0, at)}q${word.slice(at)}`,
        }[slip]
        const found = oneSlipAway(typed)
        assert.ok(typed === word || found.includes(word), `${typed} leads to ${word}`)
        assert.equal(new Set(found).size, found.length)
        assert.ok(!found.includes(typed))
      },
    ),
  )
  for (const none of ['bike', 'Bicycle', 'räder', 'x'.repeat(30), "'or'1"])
    assert.deepEqual(oneSlipAway(none), [], none)
})

test(
  '"this answered it" is counted once for the same words, as a hash, and can be undone',
  inTransaction(async (ctx) => {
    const { cast, ids } = await plant(ctx)
    const gustav = cast.as(ctx, 'gustav')
    const said = { threadId: ids.charger, space: 'riders', typed: 'My charger hums' }
    const id = await sayAnswered(gustav, said)
    assert.equal(await sayAnswered(gustav, { ...said, typed: ' my CHARGER\n hums ' }), id)
    assert.notEqual(await sayAnswered(gustav, { ...said, typed: 'Another one' }), id)
    const rows = await ctx.db.selectFrom('deflections').selectAll().execute()
    assert.equal(rows.length, 2)
    assert.doesNotMatch(JSON.stringify(rows), /charger/i)
    assert.equal(rows[0]!.typedHash.length, 32)
    await unsayAnswered(cast.as(ctx, 'joost'), id)
    const undone = async () =>
      (await ctx.db.selectFrom('deflections').select('undoneAt').where('id', '=', id).executeTakeFirstOrThrow())
        .undoneAt
    assert.equal(await undone(), null, 'only their own')
    await unsayAnswered(gustav, id)
    await unsayAnswered(gustav, id)
    assert.ok(await undone())
    assert.notEqual(await sayAnswered(gustav, said), id, 'said again after undoing it counts again')
    await hearEverything(ctx)
  }),
)

test(
  'the measures of a space count week by week and thread by thread what was answered before it was asked',
  inTransaction(
    async (ctx) => {
      const { cast, ids } = await plant(ctx)
      const ago = (days: number, who: PersonName) =>
        makeCtx({ ...ctx, viewer: cast.viewer(who), now: new Date(ctx.now.getTime() - days * 86_400_000) })
      const say = (days: number, who: PersonName, name: Name, typed = 'x') =>
        sayAnswered(ago(days, who), { threadId: ids[name], space: 'riders', typed })
      await say(0, 'gustav', 'charger')
      await say(0, 'joost', 'charger')
      await say(8, 'gustav', 'cold')
      await say(100, 'gustav', 'belt')
      const undone = await say(0, 'amina', 'brake')
      await unsayAnswered(cast.as(ctx, 'amina'), undone)
      const report = await getAnsweredBefore(cast.as(ctx, 'sara'), 'riders')
      assert.deepEqual(
        report.threads.items.map(({ thread, count }) => [thread.title, count]),
        [
          [titles.charger, 2],
          [titles.cold, 1],
        ],
      )
      assert.equal(report.weeks.length, 12)
      assert.deepEqual(report.weeks[0], { week: '2026-11-16', answered: 2, asked: 5 })
      assert.deepEqual(report.weeks[1], { week: '2026-11-09', answered: 1, asked: 0 })
      const after = `2.${ids.charger}`
      const rest = await getAnsweredBefore(cast.as(ctx, 'sara'), 'riders', after)
      assert.deepEqual(
        rest.threads.items.map(({ thread }) => thread.title),
        [titles.cold],
      )
    },
    { now: new Date('2026-11-20T10:00:00Z') },
  ),
)
