import type { Ctx, Realm } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, type Say, english, said } from '../../platform/languages/languages.ts'
import { findPerson } from '../../people/accounts/accounts.ts'
import { companyName } from '../../people/company.ts'
import { bridgesFor } from '../bridges/bridges.ts'
import { contentKind } from '../content-kind.ts'
import type { Reasons } from '../reader.access.ts'
import { type Space, getSpaceById, isEmployee } from '../spaces/spaces.ts'
import * as queries from './audience.queries.ts'
import type { AudienceTarget } from './audience.queries.ts'

export type { AudienceTarget } from './audience.queries.ts'

/** The exact set that may read, counted by the condition that enforces reading. */
export interface Audience {
  readonly realm: Realm
  readonly place: string
  /** True when no account is needed: anyone on the web. */
  readonly everyone: boolean
  /**
   * Outside, for one thing: its author keeps it for some. They are not counted here, because the number could give away a
   * tie or a block that is kept secret; the author is told the number where they write.
   */
  readonly some?: true
  readonly employees: number
  readonly members: number
  /** Guests by organisation: outsiders in the room. */
  readonly outsiders: readonly { readonly organisation: string; readonly people: number }[]
  readonly company: string
  /** What standing bridges do with what is written here, in sentences; for those who read their other ends. */
  readonly bridges?: readonly Said[]
  /** The spaces outside to which a post may ask to go over a bridge. */
  readonly goesTo?: readonly string[]
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
  const everyone = isPublic && ('space' in target || (await queries.isForEveryone(ctx, target)))
  const base = { realm: space.realm, place: space.title, everyone, company, ...(await bridgesOf(ctx, space)) }
  if (space.realm === 'outside' && 'kind' in target && (await contentKind(target.kind).isNarrowed?.(ctx, target.id))) {
    return { ...base, some: true, employees: 0, members: 0, outsiders: [] }
  }
  // Anyone on the web needs no counting, and counting would grow with the site.
  if (everyone) return { ...base, employees: 0, members: 0, outsiders: [] }
  const groups = await queries.countReaders(ctx, space, target)
  const sum = (realm: Realm) =>
    groups.filter((group) => group.realm === realm).reduce((total, group) => total + group.people, 0)
  const outsiders = groups
    .filter((group) => group.realm === 'bridge')
    .map((group) => ({ organisation: group.organisation ?? noOrganisation, people: group.people }))
  return { ...base, employees: sum('inside'), members: sum('outside'), outsiders }
}

async function bridgesOf(ctx: Ctx, space: Space): Promise<Pick<Audience, 'bridges' | 'goesTo'>> {
  // Nobody outside may learn that there is another end, so for them nothing is even asked.
  if (!isEmployee(ctx.viewer)) return {}
  const { sentences: bridges, goesTo } = await bridgesFor(ctx, space.id)
  return { ...(bridges.length > 0 && { bridges }), ...(goesTo.length > 0 && { goesTo }) }
}

/** The audience in a few words, as it stands on the audience line: `Battery & Range, 38 people, no guests`. */
export function audienceWords(audience: Audience, say: Say = english): string {
  const { place, company, members, employees } = audience
  if (audience.everyone) return say('Anyone on the web, search engines included')
  if (audience.some) return say('{place}, those for whom its author meant it', { place })
  if (audience.realm === 'outside')
    return say('{place}, {count} members and {number} from {company}', {
      place,
      count: members,
      number: employees,
      company,
    })
  if (audience.realm === 'inside') return say('{place}, {count} people, no guests', { place, count: employees })
  const groups = [
    say('{number} from {organisation}', { number: employees, organisation: company }),
    ...audience.outsiders.map(({ people, organisation: name }) => {
      const organisation = name === noOrganisation ? say('no organisation') : name
      return say('{number} from {organisation}', { number: people, organisation })
    }),
  ]
  return say('{place}, {readers}', { place, readers: groups.join(', ') })
}

/** Stands for the organisation of guests who have none. */
const noOrganisation = 'no organisation'

/** The audience before a new thread is written: the readers, and what standing bridges do with it. */
export function audienceBeforeWriting(audience: Audience, say: Say = english): string {
  const words = audienceWords(audience, say)
  return audience.bridges ? `${words}. ${audience.bridges.map((one) => say.again(one)).join(' ')}` : words
}

/**
 * The readers by name, each with the sentence that says why, in order of account, 100 at a time: for those inside the
 * room only. Outside, names are not listed.
 */
export async function listReaders(ctx: Ctx, spaceId: Space['id'], target: AudienceTarget, afterAccount = 0) {
  const space = await getSpaceById(ctx, spaceId)
  if (space.realm === 'outside') return []
  const readers = await queries.selectReaders(ctx, target, {
    ...{ spaceId, afterAccount, limit: 100 },
    realms: ['inside', 'bridge'],
  })
  const isGuest = ctx.viewer.kind === 'account' && ctx.viewer.realm === 'bridge'
  // On what ground an employee reads a room names places and people inside, which a guest does not know of.
  return isGuest
    ? readers.map((one) => (one.realm === 'inside' ? { ...one, why: [said('Works here.')] } : one))
    : readers
}

/** Why the viewer reads what they are reading, in sentences without a subject. Undefined when they do not. */
export async function whyIRead(ctx: Ctx, target: AudienceTarget): Promise<Reasons | undefined> {
  return (await queries.selectWhy(ctx, target, ctx.viewer)) ?? undefined
}

/** What somebody else would see of a thing: whether they read it, and the sentence for it. */
export interface Preview {
  readonly name: string
  readonly isVisitor?: true
  /** Why they read it; undefined: they do not, and find nothing there. */
  readonly because: Reasons | undefined
}

/**
 * Looks at a space or a thing, which the viewer reads, as somebody else: a visitor, or a person whom they see. About one
 * thing outside no member can be asked: distance and blocks may decide there, and who is near to whom, or blocked by
 * whom, is nobody else's business (the author has "view as" in the privacy settings). Throws NotFound then.
 */
export async function previewAs(ctx: Ctx, target: AudienceTarget, who: 'visitor' | AccountId): Promise<Preview> {
  if (who === 'visitor') {
    const because = await queries.selectWhy(ctx, target, { kind: 'visitor' })
    return { name: 'A visitor', isVisitor: true, because: because ?? undefined }
  }
  const person = await findPerson(ctx, who)
  if (!person || (person.realm === 'outside' && !('space' in target))) throw new NotFound('accounts.not-found')
  const viewer = { kind: 'account', id: who, realm: person.realm, name: person.displayName, offices: [] } as const
  const because = person.state === 'active' ? await queries.selectWhy(ctx, target, viewer) : null
  return { name: person.displayName, because: because ?? undefined }
}
