/**
 * The people and places that every test knows, on both sides of the wall. Velund makes electric bikes.
 *
 * Inside: Daniel (service), Tomasz and Aiko (engineering), Lena (product), Mirela (official voice), Jonas (owner and
 * inside steward), Sara (outside steward). Outside: Ines (asks), Gustav and Joost (help), Amina. Bridge: Petra of
 * Kettenwerk, invited to one room, for whom Lena answers. Everyone's password is `castPassword`, hashed only where a test signs in.
 */
import { sql } from 'kysely'
import type { AccountViewer, Ctx, Db, Realm, Viewer } from '../src/platform/context.ts'
import type { Space } from '../src/realms/spaces/spaces.ts'
import '../src/features.ts'

export const castPassword = 'a horse, a battery and a staple'
export const canary = 'CANARY-7f3a-inside-only'

const people = {
  daniel: { realm: 'inside', name: 'Daniel Okafor', job: 'Service', offices: [] },
  tomasz: { realm: 'inside', name: 'Tomasz Wrona', job: 'Cells & BMS', offices: [] },
  aiko: { realm: 'inside', name: 'Aiko Tanaka', job: 'Firmware', offices: [] },
  lena: { realm: 'inside', name: 'Lena Brandt', job: 'Product, Tide', offices: [] },
  mirela: { realm: 'inside', name: 'Mirela Popescu', job: 'Rider care', offices: ['official-voice'] },
  jonas: { realm: 'inside', name: 'Jonas Weber', job: 'Managing director', offices: ['owner', 'inside-steward'] },
  sara: { realm: 'inside', name: 'Sara Lindqvist', job: 'Community', offices: ['outside-steward'] },
  ines: { realm: 'outside', name: 'Ines Carvalho', job: '', offices: [] },
  gustav: { realm: 'outside', name: 'Gustav Ek', job: '', offices: [] },
  joost: { realm: 'outside', name: 'Joost van Rijn', job: '', offices: [] },
  amina: { realm: 'outside', name: 'Amina Haddad', job: '', offices: [] },
  petra: { realm: 'bridge', name: 'Petra Kovač', job: 'Key accounts', organisation: 'Kettenwerk GmbH', offices: [] },
} as const satisfies Record<
  string,
  { realm: Realm; name: string; job: string; organisation?: string; offices: readonly string[] }
>

const places = {
  riders: { realm: 'outside', title: 'Velund Riders', access: 'public', members: [] },
  testers: { realm: 'outside', title: 'Beta testers', access: 'members', members: [] },
  velund: { realm: 'inside', title: 'Everyone at Velund', access: 'employees', members: [] },
  battery: { realm: 'inside', title: 'Battery & Range', access: 'members', members: ['tomasz', 'aiko', 'lena'] },
  cells: { realm: 'bridge', title: 'Cell supply room', access: 'invited', members: ['lena', 'petra'] },
} as const satisfies Record<string, { realm: Realm; title: string; access: string; members: readonly PersonName[] }>

export type PersonName = keyof typeof people
export type PlaceName = keyof typeof places

/** Everybody who may stand before a door in an access table: the whole cast and a visitor. */
export const everybody: readonly (PersonName | 'visitor')[] = ['visitor', ...(Object.keys(people) as PersonName[])]

export interface Cast {
  readonly people: Record<PersonName, AccountViewer>
  readonly spaces: Record<PlaceName, Space>
  /** The viewer that somebody is. */
  viewer(who: PersonName | 'visitor'): Viewer
  /** `ctx` seen by somebody. */
  as(ctx: Ctx, who: PersonName | 'visitor'): Ctx
}

/** Writes the cast straight into a migrated database: it must exist before any feature can make it. */
export async function insertCast(db: Db): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key: 'company', value: JSON.stringify('Velund') })
    .execute()
  await db
    .insertInto('settings')
    .values({ key: 'set-up-at', value: JSON.stringify('2026-01-01T08:00:00Z') })
    .execute()
  const ids = new Map<string, number>()
  for (const [handle, person] of Object.entries(people)) {
    const { id } = await db
      .insertInto('accounts')
      .values({
        realm: person.realm,
        handle,
        displayName: person.name,
        email: `${handle}@${person.realm === 'inside' ? 'velund.example' : 'people.example'}`,
        emailProvedAt: new Date('2026-01-01T08:00:00Z'),
        jobTitle: person.job,
        organisation: 'organisation' in person ? person.organisation : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    ids.set(handle, id)
    for (const office of person.offices) await db.insertInto('offices').values({ accountId: id, office }).execute()
  }
  for (const [slug, place] of Object.entries(places)) {
    const { id: spaceId } = await db
      .insertInto('spaces')
      .values({ realm: place.realm, slug, title: place.title, access: place.access })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const member of place.members) {
      await db
        .insertInto('memberships')
        .values({ spaceId, accountId: ids.get(member) as never })
        .execute()
      if (people[member].realm === 'bridge') {
        const [guest, sponsor] = [ids.get(member), ids.get('lena')]
        await sql`insert into sponsorships (guest_id, space_id, sponsor_id, lapses_at)
          values (${guest}, ${spaceId}, ${sponsor}, now() + interval '90 days')`.execute(db)
      }
    }
  }
}

/** The cast as it stands in this database. */
export async function getCast(ctx: Ctx): Promise<Cast> {
  const accounts = await ctx.db
    .selectFrom('accounts')
    .select(['id', 'handle', 'realm', 'displayName'])
    .where('handle', 'in', Object.keys(people))
    .execute()
  const spaces = await ctx.db.selectFrom('spaces').selectAll().where('slug', 'in', Object.keys(places)).execute()
  const viewers = Object.fromEntries(
    accounts.map(({ id, handle, realm, displayName }) => [
      handle,
      { kind: 'account', id, realm, name: displayName, offices: people[handle as PersonName].offices },
    ]),
  ) as unknown as Cast['people']
  const viewer: Cast['viewer'] = (who) => (who === 'visitor' ? { kind: 'visitor' } : viewers[who])
  return {
    people: viewers,
    spaces: Object.fromEntries(spaces.map((space) => [space.slug, space])) as unknown as Cast['spaces'],
    viewer,
    as: (ctx, who) => ctx.as(viewer(who)),
  }
}
