import type { Ctx, Realm } from '../../platform/context.ts'
import { companyName } from '../../people/company.ts'
import { type Space, getSpaceById } from '../spaces/spaces.ts'
import { type AudienceTarget, countReaders, isForEveryone, selectReaders } from './audience.queries.ts'

export type { AudienceTarget } from './audience.queries.ts'

/** The exact set that may read, counted by the condition that enforces reading. */
export interface Audience {
  readonly realm: Realm
  readonly place: string
  /** True when no account is needed: anyone on the web. */
  readonly everyone: boolean
  readonly employees: number
  readonly members: number
  /** Guests by organisation: outsiders in the room. */
  readonly outsiders: readonly { readonly organisation: string; readonly people: number }[]
  readonly company: string
}

/** Who will read what is written in this space, or who reads this thing. The caller must have read it first. */
export async function audienceOf(
  ctx: Ctx,
  space: Space,
  target: AudienceTarget = { space: space.id },
): Promise<Audience> {
  const company = await companyName(ctx)
  const isPublic = space.realm === 'outside' && space.access === 'public'
  // A thing in a public space may still name its readers; a whole public space needs no question.
  const everyone = isPublic && ('space' in target || (await isForEveryone(ctx, target)))
  const base = { realm: space.realm, place: space.title, everyone, company }
  // Anyone on the web needs no counting, and counting would grow with the site.
  if (everyone) return { ...base, employees: 0, members: 0, outsiders: [] }
  const groups = await countReaders(ctx, target)
  const sum = (realm: Realm) =>
    groups.filter((group) => group.realm === realm).reduce((total, group) => total + group.people, 0)
  const outsiders = groups
    .filter((group) => group.realm === 'bridge')
    .map((group) => ({ organisation: group.organisation ?? 'no organisation', people: group.people }))
  return { ...base, employees: sum('inside'), members: sum('outside'), outsiders }
}

/** The audience in a few words, as it stands on the audience line: `Battery & Range, 38 people, no guests`. */
export function audienceWords(audience: Audience): string {
  if (audience.everyone) return 'Anyone on the web, search engines included'
  if (audience.realm === 'outside')
    return `${audience.place}, ${audience.members === 1 ? '1 member' : `${audience.members} members`} and ${audience.employees} from ${audience.company}`
  if (audience.realm === 'inside') return `${audience.place}, ${people(audience.employees)}, no guests`
  const guests = audience.outsiders.map((group) => `${group.people} from ${group.organisation}`)
  return [`${audience.place}, ${audience.employees} from ${audience.company}`, ...guests].join(', ')
}

/** The readers by name, in order of account, 100 at a time: for those inside the room only. Outside, names are not listed. */
export async function listReaders(ctx: Ctx, spaceId: Space['id'], target: AudienceTarget, afterAccount = 0) {
  const space = await getSpaceById(ctx, spaceId)
  if (space.realm === 'outside') return []
  return selectReaders(ctx, target, ['inside', 'bridge'], afterAccount, 100)
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}
