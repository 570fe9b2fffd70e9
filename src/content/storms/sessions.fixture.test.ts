/** Sessions for the tests of this folder, with hours around a moment that the tests choose. */
import type { Cast, PersonName, PlaceName } from '../../../test/cast.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'
import { type Storm, startStorm, submitIdea } from './storms.ts'

export const hour = 3_600_000
/** Every session of these tests opens at 10:00 and closes at 16:00 UTC of this day. */
export const opensAt = Date.parse('2030-03-05T10:00:00Z')
export const closesAt = opensAt + 6 * hour

/** The same context at another moment. */
export function at(ctx: Ctx, moment: number): Ctx {
  return makeCtx({ ...ctx, now: new Date(moment) })
}

export const words = {
  question: 'What keeps you from riding in winter?',
  body: 'Anything counts.',
  rules: 'The judges choose three. We build one.',
  opens: '2030-03-05T11:00',
  closes: '2030-03-05T17:00',
  zone: 'Europe/Berlin',
}

/** Who starts a session in each space of the cast, who judges it, and who takes part. */
export const scenes: Record<
  'riders' | 'battery' | 'cells',
  { starter: PersonName; judge: PersonName; partakers: readonly PersonName[] }
> = {
  riders: { starter: 'mirela', judge: 'lena', partakers: ['ines', 'gustav', 'joost', 'amina'] },
  battery: { starter: 'tomasz', judge: 'lena', partakers: ['tomasz', 'aiko'] },
  cells: { starter: 'lena', judge: 'daniel', partakers: ['lena', 'petra'] },
}

/** A session in a space, started long before it opens. */
export async function startIn(ctx: Ctx, cast: Cast, place: keyof typeof scenes & PlaceName): Promise<Storm> {
  const { starter, judge } = scenes[place]
  if (place === 'battery') await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
  if (place === 'cells') await addMember(ctx, cast.spaces.cells, cast.people.daniel.id)
  const judges = cast.people[judge].name
  return startStorm(at(cast.as(ctx, starter), opensAt - 100 * hour), cast.spaces[place], { ...words, judges })
}

/** An idea of somebody in a session, submitted in its first hour. */
export async function submitAs(ctx: Ctx, cast: Cast, storm: Storm, who: PersonName): Promise<ThreadId> {
  const text = { title: `Idea of ${who}`, body: `What ${who} thinks.` }
  return (await submitIdea(at(cast.as(ctx, who), opensAt + hour / 2), storm.id, text)).id
}
