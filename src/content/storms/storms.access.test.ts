import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { outcomeUndone } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { at, closesAt, hour, opensAt, scenes, startIn, submitAs, words } from './sessions.fixture.test.ts'
import {
  changeStorm,
  enterStorm,
  finishStorm,
  getStorm,
  listStormSpaces,
  listStorms,
  noteIdea,
  startStorm,
  submitIdea,
  voteInStorm,
} from './storms.ts'

type Who = PersonName | 'visitor'

/**
 * r: reads it. s: starts one there. i: submits. v: votes. n: writes a note. j: reads the notes. f: ends it. Each act at a
 * moment at which it can be done; at the others see the next tests. Daniel was added to the room as its judge; Jonas and
 * Sara administer, and do not read what they are not in.
 */
const tables: Record<keyof typeof scenes, Partial<Record<Who, string>>> = {
  riders: {
    visitor: 'r',
    ...{ ines: 'riv', gustav: 'riv', joost: 'riv', amina: 'riv' },
    ...{ daniel: 'r', tomasz: 'r', aiko: 'r', lena: 'rnj' },
    ...{ mirela: 'rsjf', jonas: 'rsj', sara: 'rsj' },
  },
  battery: { tomasz: 'rsivjf', aiko: 'riv', lena: 'rnj' },
  cells: { lena: 'rsivjf', petra: 'riv', daniel: 'rsnjf' },
}

for (const [place, may] of Object.entries(tables) as [keyof typeof scenes, (typeof tables)['riders']][]) {
  test(
    `every member of the cast against every act on a session in ${place}`,
    inTransaction(async (ctx) => {
      const cast = await getCast(ctx)
      const storm = await startIn(ctx, cast, place)
      const idea = await submitAs(ctx, cast, storm, scenes[place].partakers[0]!)
      const other = scenes[place].partakers.at(-1)!
      for (const who of everybody) {
        const can = may[who] ?? ''
        const act = (moment: number, work: (ctx: Ctx) => Promise<unknown>) =>
          outcomeUndone(ctx, (inside) => work(at(cast.as(inside, who), moment)))
        const open = opensAt + hour
        const result = { title: 'The result', body: 'One was chosen.', chosen: [idea] }
        const acts: Record<string, string> = {
          r: await act(open, (inside) => getStorm(inside, storm.id)),
          s: await act(open - 100 * hour, (inside) =>
            startStorm(inside, cast.spaces[place], { ...words, judges: cast.people[scenes[place].judge].name }),
          ),
          i: await act(open, (inside) => submitIdea(inside, storm.id, { title: 'An idea', body: 'Such as this' })),
          n: await act(open, (inside) => noteIdea(inside, storm.id, idea, { body: 'Good', chooses: true })),
          f: await act(closesAt, (inside) => finishStorm(inside, storm.id, result)),
        }
        if (who !== scenes[place].partakers[0] || other === who)
          acts.v = await act(open, (inside) => voteInStorm(inside, storm.id, idea, true))
        for (const [letter, code] of Object.entries(acts)) {
          assert.equal(code === 'ok', can.includes(letter), `${who}: ${letter} in ${place}: ${code}`)
          if (letter === 's' || code === 'ok') continue
          const refused = can.includes('r')
            ? /^(spaces\.sign-in-first|storms\.(company-asks|judge|not-a-judge|not-yours|not-official-voice))$/
            : /^storms\.not-found$/
          assert.match(code, refused, `${who}: ${letter} in ${place}`)
        }
        const listed = (await listStorms(cast.as(ctx, who))).items.some((one) => one.id === storm.id)
        assert.equal(listed, can.includes('r'), `${who}: list`)
        const offered = (await listStormSpaces(cast.as(ctx, who))).some((one) => one.slug === place)
        assert.equal(offered, can.includes('s') && can.includes('r'), `${who}: is offered to start one in ${place}`)
      }
    }),
  )
}

test(
  'the notes of the judges are read by the judges and by those who answer for the session, and by nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const place of Object.keys(scenes) as (keyof typeof scenes)[]) {
      const storm = await startIn(ctx, cast, place)
      const idea = await submitAs(ctx, cast, storm, scenes[place].partakers[0]!)
      const judge = at(cast.as(ctx, scenes[place].judge), opensAt + hour)
      await noteIdea(judge, storm.id, idea, { body: 'Between us', chooses: true })
      for (const who of everybody.filter((one) => tables[place][one]?.includes('r'))) {
        const room = await enterStorm(at(cast.as(ctx, who), closesAt), storm.id)
        assert.equal(room.notes.length, tables[place][who]!.includes('j') ? 1 : 0, `${who} in ${place}`)
      }
    }
  }),
)

test(
  'each act has its hours: before, open, with the judges, finished',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const idea = await submitAs(ctx, cast, storm, 'ines')
    const result = { title: 'The result', body: 'None was chosen.', chosen: [] }
    const acts = {
      change: (inside: Ctx) =>
        changeStorm(inside.as(cast.viewer('mirela')), storm.id, { ...words, judges: 'Lena Brandt' }),
      submit: (inside: Ctx) => submitIdea(inside.as(cast.viewer('gustav')), storm.id, { title: 'One', body: 'Two' }),
      vote: (inside: Ctx) => voteInStorm(inside.as(cast.viewer('gustav')), storm.id, idea, true),
      note: (inside: Ctx) => noteIdea(inside.as(cast.viewer('lena')), storm.id, idea, { body: 'x', chooses: false }),
      finish: (inside: Ctx) => finishStorm(inside.as(cast.viewer('mirela')), storm.id, result),
    }
    const codes = async (moment: number) => {
      const found: Record<string, string> = {}
      for (const [name, act] of Object.entries(acts))
        found[name] = await outcomeUndone(ctx, (inside) => act(at(inside, moment)))
      return found
    }
    const closed = { change: 'storms.opened', submit: 'storms.not-open', vote: 'storms.not-open' }
    const before = { ...closed, note: 'storms.not-judging', finish: 'storms.not-closed', change: 'ok' }
    const open = { change: 'storms.opened', submit: 'ok', vote: 'ok', note: 'ok', finish: 'storms.not-closed' }
    assert.deepEqual(await codes(opensAt - 1), before)
    assert.deepEqual(await codes(opensAt), open)
    assert.deepEqual(await codes(closesAt - 1), open)
    assert.deepEqual(await codes(closesAt), { ...closed, note: 'ok', finish: 'ok' })
    await finishStorm(at(cast.as(ctx, 'mirela'), closesAt + hour), storm.id, result)
    const finished = { note: 'storms.not-judging', finish: 'storms.finished' }
    assert.deepEqual(await codes(closesAt + 2 * hour), { ...closed, ...finished })
  }),
)

test(
  'nobody votes for their own idea, and an idea of another session is none of this one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const idea = await submitAs(ctx, cast, storm, 'ines')
    const open = (who: PersonName) => at(cast.as(ctx, who), opensAt + hour)
    await assert.rejects(voteInStorm(open('ines'), storm.id, idea, true), { code: 'storms.own-idea' })
    const again = await startIn(ctx, cast, 'riders')
    await assert.rejects(voteInStorm(open('gustav'), again.id, idea, true), { code: 'storms.no-such-idea' })
    const note = noteIdea(open('lena'), again.id, idea, { body: 'x', chooses: true })
    await assert.rejects(note, { code: 'storms.no-such-idea' })
  }),
)
