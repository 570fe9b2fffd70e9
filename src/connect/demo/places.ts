import type { Ctx } from '../../platform/context.ts'
import { sponsor } from '../../people/sponsorships/sponsorships.ts'
import { type Space, type SpaceAccess, createSpace, listSpaces } from '../../realms/spaces/spaces.ts'
import type { Chance } from './chance.ts'
import * as queries from './demo.queries.ts'
import type { DemoPeople } from './people.ts'

const wanted = {
  everyone: { realm: 'inside', access: 'employees', title: 'Everyone', description: 'What concerns all of us.' },
  battery: {
    realm: 'inside',
    access: 'members',
    title: 'Battery & Range',
    description: 'Cells, packs, chargers, and what is left on a cold morning.',
  },
  firmware: {
    realm: 'inside',
    access: 'members',
    title: 'Firmware',
    description: 'What the bike thinks, version by version.',
  },
  'rider-care': {
    realm: 'inside',
    access: 'employees',
    title: 'Rider care',
    description: 'Those who answer, and everyone who helps them.',
  },
  product: { realm: 'inside', access: 'members', title: 'Product', description: 'What we build next and why.' },
  operations: { realm: 'inside', access: 'employees', title: 'Operations', description: 'Parts, dates, dealers.' },
  riders: {
    realm: 'outside',
    access: 'public',
    title: 'Riders',
    description: 'Questions and answers about riding, charging and mending.',
  },
  workshops: {
    realm: 'outside',
    access: 'public',
    title: 'Workshop corner',
    description: 'For those with oil on their hands.',
  },
  testers: {
    realm: 'outside',
    access: 'members',
    title: 'Beta testers',
    description: 'For members: what comes next, tried first.',
  },
  cells: { realm: 'bridge', access: 'invited', title: 'Cell supply room', description: 'Kettenwerk and we, one room.' },
} as const satisfies Record<string, { realm: Space['realm']; access: SpaceAccess; title: string; description: string }>

export type PlaceName = keyof typeof wanted
export type DemoPlaces = Readonly<Record<PlaceName, Space>>

/**
 * Makes the places of the demo. The first inside space that is open to all and the first public one outside, if the
 * owner made them already, take the parts of "everyone" and "riders": the demo then fills the owner's own spaces.
 */
export async function makePlaces(ctx: Ctx): Promise<DemoPlaces> {
  const there = await listSpaces(ctx)
  const taken = new Set(there.map((space) => space.slug))
  const own: Partial<Record<PlaceName, Space>> = {
    everyone: there.find((space) => space.realm === 'inside' && space.access === 'employees'),
    riders: there.find((space) => space.realm === 'outside' && space.access === 'public'),
  }
  const places: Partial<Record<PlaceName, Space>> = {}
  for (const [name, { realm, access, title, description }] of Object.entries(wanted) as [
    PlaceName,
    (typeof wanted)[PlaceName],
  ][]) {
    const slug = taken.has(name) ? `${name}-demo` : name
    places[name] = own[name] ?? (await createSpace(ctx, { realm, access, title, description, slug }))
  }
  return places as DemoPlaces
}

/** Puts people where membership is by name. Gives who may write in each space. */
export async function fillPlaces(
  ctx: Ctx,
  chance: Chance,
  places: DemoPlaces,
  people: DemoPeople,
): Promise<Readonly<Record<PlaceName, DemoPeople['employees']>>> {
  const { employees, riders, guests } = people
  const leads = employees.slice(0, 6)
  const crowd = (size: number) => [...leads, ...chance.some(employees.slice(6), size)]
  const members = {
    battery: crowd(14),
    firmware: crowd(11),
    product: crowd(16),
    cells: [...employees.slice(1, 4), ...chance.some(employees.slice(6), 4), ...guests],
  }
  const rows = (Object.keys(members) as (keyof typeof members)[]).flatMap((name) =>
    members[name].map(({ id }, index) => ({
      spaceId: places[name].id,
      accountId: id,
      role: index === 0 ? 'steward' : 'member',
    })),
  )
  // Everybody who works here reads rider care; Daniel looks after it.
  const keeper = { spaceId: places['rider-care'].id, accountId: leads[0]!.id, role: 'steward' }
  await queries.insertMemberships(ctx, [...rows, keeper])
  // Whoever looks after the room answers for its guests.
  const host = members.cells[0]!
  for (const { id } of guests) await sponsor(ctx, { guestId: id, spaceId: places.cells.id, sponsorId: host.id })
  const staff = { everyone: employees, 'rider-care': employees, operations: employees }
  return { ...members, ...staff, riders, workshops: riders, testers: riders }
}
