/** Front door: a company to look around in. */
import type { Ctx } from '../../platform/context.ts'
import { findSetting } from '../../platform/settings.ts'
import { recountThreads } from '../doctor/doctor.ts'
import { makeChance } from './chance.ts'
import * as queries from './demo.queries.ts'
import { writeIdeas } from './ideas.ts'
import { keepOrder } from './keeping.ts'
import { joinMembers } from './members.ts'
import { makePeople } from './people.ts'
import { fillPlaces, makePlaces } from './places.ts'
import { playStorms } from './storms.ts'
import { buildStructure } from './structure.ts'
import { playSwarms } from './swarms.ts'
import { writeDiscussions, writeQuestions } from './threads.ts'

/**
 * Fills a new Tango with a company that makes electric bikes: 60 employees, 241 riders, 3 guests, ten spaces and about
 * 360 threads of the last 90 days on both sides of the wall, with swarms and crossings, ideas with their sessions and a
 * twin, cases of moderation, a structure, and members who know each other. The same on every machine;
 * only the moments move with `ctx.now`. Nobody is notified and nothing is mailed.
 *
 * @param ctx as system, best inside a transaction: all of it or nothing.
 */
export async function buildDemo(ctx: Ctx): Promise<void> {
  await ctx.transaction(async (inside) => {
    const before = await queries.lastEvent(inside)
    const chance = makeChance(20_260_118)
    const company = (await findSetting<string>(inside, 'company')) ?? 'Velund'
    const people = await makePeople(inside, chance)
    const places = await makePlaces(inside)
    const writers = await fillPlaces(inside, chance, places, people)
    const stage = { ctx: inside, chance, company, people, places, writers }
    const { open } = await writeQuestions(stage)
    await writeDiscussions(stage)
    await playSwarms(stage, open)
    await writeIdeas({ ...stage, chance: makeChance(20_261_122) })
    await playStorms({ ...stage, chance: makeChance(20_260_912) })
    await keepOrder(stage)
    await joinMembers({ ...stage, chance: makeChance(20_260_405) })
    await buildStructure(inside, makeChance(20_260_301), people, places)
    await recountThreads(inside)
    await queries.markActivity(inside)
    await queries.forgetEventsAfter(inside, before)
  })
}
