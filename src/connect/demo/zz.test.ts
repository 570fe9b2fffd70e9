import { test } from 'node:test'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import { makeChance } from './chance.ts'
import * as queries from './demo.queries.ts'
import { makePeople } from './people.ts'
import { fillPlaces, makePlaces } from './places.ts'
import { buildStructure } from './structure.ts'
import { playSwarms } from './swarms.ts'
import { joinMembers } from './members.ts'
import { writeDiscussions, writeQuestions } from './threads.ts'
import { recountThreads } from '../doctor/doctor.ts'
test('t', inTransaction(async (ctx) => {
  let t = Date.now(); const lap = (w: string) => { console.log(w, Date.now() - t); t = Date.now() }
  const chance = makeChance(20_260_118)
  const people = await makePeople(ctx, chance); lap('people')
  const places = await makePlaces(ctx); lap('places')
  const writers = await fillPlaces(ctx, chance, places, people); lap('fill')
  const stage = { ctx, chance, company: 'V', people, places, writers }
  const { open } = await writeQuestions(stage); lap('questions')
  await writeDiscussions(stage); lap('disc')
  await playSwarms(stage, open); lap('swarms')
  await joinMembers({ ...stage, chance: makeChance(1) }); lap('members')
  await buildStructure(ctx, makeChance(20_260_301), people, places); lap('structure')
  await recountThreads(ctx); lap('recount')
  await queries.markActivity(ctx); lap('activity')
}, { kind: 'empty', now: new Date('2026-02-03T12:00:00Z') }))
