import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { acceptAnswer, answer, ask, postOfficialAnswer } from '../../content/questions/questions.ts'
import { type ThreadId, recallReply, startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { matchColleagues } from './expertise.ts'

/** A world to ask in: who wrote what, and who is proposed for a question, as Daniel sees it. */
async function world(ctx: Ctx) {
  const cast = await getCast(ctx)
  const at = (minutes: number, who: PersonName) =>
    makeCtx({ viewer: cast.viewer(who), db: ctx.db, log: ctx.log, now: new Date(ctx.now.getTime() + minutes * 60_000) })
  const question = async (title: string, tags: string[], who: PersonName = 'ines', space = 'riders') =>
    (await ask(at(0, who), { space, title, body: 'Why?', tags })).thread
  return {
    cast,
    at,
    question,
    propose: async (thread: { id: ThreadId; title: string }, present: PersonName[] = [], without: ThreadId[] = []) =>
      matchColleagues(cast.as(ctx, 'daniel'), thread, {
        spaceId: cast.spaces.velund.id,
        present: present.map((who) => cast.people[who].id),
        without,
      }),
  }
}

const handles = (proposed: Awaited<ReturnType<typeof matchColleagues>>) => proposed.map(({ person }) => person.handle)

test(
  'marked answers weigh more than many others, and of equals who wrote last comes first',
  inTransaction(async (ctx) => {
    const { at, question, propose } = await world(ctx)
    const earlier = await question('Winter', ['battery'], 'gustav')
    await postOfficialAnswer(at(1, 'mirela'), earlier.id, 'Officially so.')
    await acceptAnswer(at(3, 'gustav'), (await answer(at(2, 'aiko'), earlier.id, 'Accepted so.')).id)
    await answer(at(4, 'lena'), earlier.id, 'Perhaps so.')
    await answer(at(5, 'jonas'), earlier.id, 'Perhaps not.')
    const proposed = await propose(await question('Summer', ['battery']))
    assert.deepEqual(handles(proposed), ['aiko', 'mirela', 'jonas', 'lena'])
    assert.deepEqual(
      proposed.map(({ reasons }) => reasons[0]!.sentence),
      [
        'Gave 1 accepted answer on battery',
        'Gave 1 official answer on battery',
        'Gave 1 answer on battery',
        'Gave 1 answer on battery',
      ],
    )
  }),
)

test(
  'five at most are proposed, with three reasons at most, each of which leads to something that can be opened',
  inTransaction(async (ctx) => {
    const { cast, at, question, propose } = await world(ctx)
    const earlier = await question('Winter range', ['battery', 'range'], 'gustav')
    for (const who of ['tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara'] as const)
      await answer(at(1, who), earlier.id, 'Winter halves the range.')
    const mine = await answer(at(2, 'tomasz'), earlier.id, 'Again.')
    await acceptAnswer(at(3, 'gustav'), mine.id)
    await postOfficialAnswer(at(4, 'mirela'), (await question('Range again', ['range'], 'gustav')).id, 'Officially.')
    const post = await startThread(at(5, 'tomasz'), cast.spaces.velund, {
      type: 'discussion',
      title: '',
      body: 'The winter range of the Tide',
    })
    const proposed = await propose(await question('Winter range of the Tide', ['battery', 'range']))
    assert.equal(proposed.length, 5)
    const tomasz = proposed.find(({ person }) => person.handle === 'tomasz')!
    assert.deepEqual(
      tomasz.reasons.map(({ sentence }) => sentence),
      [
        'Gave 1 accepted answer on battery, range',
        'Gave 1 answer on battery, range',
        'Wrote about “winter”, “range”, “tide”',
      ],
    )
    assert.deepEqual(tomasz.reasons.at(-1), {
      sentence: 'Wrote about “winter”, “range”, “tide”',
      link: `/inside/threads/${post.id}`,
      realm: 'inside',
    })
    assert.ok(proposed.every(({ reasons }) => reasons.length <= 3))
  }),
)

test(
  'what was recalled, what does not count, people who are in, who left, and who are no colleagues speak for nobody',
  inTransaction(async (ctx) => {
    const { cast, at, question, propose } = await world(ctx)
    const earlier = await question('Winter', ['battery'], 'gustav')
    await recallReply(ctx, (await answer(at(1, 'aiko'), earlier.id, 'Wrong.')).id)
    await answer(at(1, 'lena'), earlier.id, 'So.')
    await answer(at(1, 'sara'), earlier.id, 'So.')
    await answer(at(1, 'joost'), earlier.id, 'I am a customer.')
    const skipped = await startThread(at(1, 'jonas'), cast.spaces.velund, {
      type: 'discussion',
      title: '',
      body: 'Summer heat',
    })
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.sara.id).execute()
    assert.deepEqual(handles(await propose(await question('Summer heat', ['battery']), ['lena'], [skipped.id])), [])
    assert.deepEqual(handles(await propose(await question('Summer heat', ['battery']))), ['lena', 'jonas'])
  }),
)

test(
  'nothing that the viewer cannot read is evidence, and nobody is proposed who could not read the swarm',
  inTransaction(async (ctx) => {
    const { cast, at, question, propose } = await world(ctx)
    await startThread(at(1, 'tomasz'), cast.spaces.battery, {
      type: 'discussion',
      title: 'Winter cutoff',
      body: 'Secret',
    })
    await startThread(at(1, 'lena'), cast.spaces.cells, {
      type: 'discussion',
      title: 'Winter cutoff',
      body: 'Secret too',
    })
    await startThread(at(1, 'aiko'), cast.spaces.velund, {
      type: 'discussion',
      title: 'Winter cutoff',
      body: 'Between us',
      audience: 'participants',
    })
    const asked = await question('Winter cutoff', [])
    assert.deepEqual(handles(await propose(asked)), [])
    const inBattery = await matchColleagues(cast.as(ctx, 'tomasz'), asked, {
      spaceId: cast.spaces.battery.id,
      present: [],
      without: [],
    })
    assert.deepEqual(handles(inBattery), ['tomasz'])
    await answer(at(2, 'sara'), (await question('Winter', ['ice'], 'gustav')).id, 'So.')
    const icy = await question('Ice', ['ice'])
    assert.deepEqual(
      handles(
        await matchColleagues(cast.as(ctx, 'tomasz'), icy, {
          spaceId: cast.spaces.battery.id,
          present: [],
          without: [],
        }),
      ),
      [],
      'Sara cannot read Battery & Range',
    )
    assert.deepEqual(handles(await propose(icy)), ['sara'])
  }),
)

test(
  'a title of one word asks for that word, a title without meaning or with signs of the query language for nothing',
  inTransaction(async (ctx) => {
    const { cast, at, question, propose } = await world(ctx)
    await startThread(at(1, 'aiko'), cast.spaces.velund, {
      type: 'discussion',
      title: '',
      body: 'Braking is a matter of taste.',
    })
    const [found] = await propose(await question('Brakes?', []))
    assert.deepEqual([found?.person.handle, found?.reasons[0]?.sentence], ['aiko', 'Wrote about “brakes”'])
    for (const title of ['And so on', `!!! & | ' \\ :* <->`, '?'])
      assert.deepEqual(await propose(await question(title, [])), [], title)
    assert.equal((await propose(await question(`Brakes' & taste | matter:*`, []))).length, 1)
  }),
)
