import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, listPeople, loadPeople } from '../../people/accounts/accounts.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { tagAddress } from '../tags/tags.ts'
import type { ThreadId } from '../threads/threads.ts'
import * as queries from './mentions.queries.ts'

export { excerptPieces } from './excerpts.ts'
export { areBlocked } from './mentions.queries.ts'
export { presentAllMentions, presentAllWritten, presentMentions, presentWritten } from './present.ts'

const mostSuggested = 8
const mostNamed = 20

/** Somebody who can be named in a text. */
export interface SuggestedPerson {
  readonly person: PersonCard
  /** False when they would not be told, because they cannot read it. Absent where the viewer may not learn that. */
  readonly reads?: boolean
}

/**
 * People whom the viewer may know of and can name in a space, by the beginning of a word of their name: first those who
 * wrote in the thread, then those of this side. On a page outside nobody of the inside is suggested who has not written
 * there themselves. Whether somebody reads it is told inside and on the bridge, where readers know each other; outside,
 * distance and blocks may decide it, which are nobody else's business.
 */
export async function suggestPeople(
  ctx: Ctx,
  space: Space,
  beginning: string,
  threadId?: ThreadId,
): Promise<readonly SuggestedPerson[]> {
  if (ctx.viewer.kind !== 'account') return []
  const name = beginning.trim().slice(0, 60)
  const me = ctx.viewer.id
  const authors = threadId === undefined ? [] : await queries.selectAuthors(ctx, threadId)
  const cards = await loadPeople(ctx, authors)
  const here = authors.flatMap((id) => cards.get(id) ?? []).filter((person) => isCalled(person, name))
  const others: PersonCard[] = []
  if (name !== '') for (const realm of realmsOf(space)) others.push(...(await listPeople(ctx, { realm, name })).items)
  const people = [...new Map([...here, ...others].map((person) => [person.id, person])).values()]
    .filter((person) => person.id !== me)
    .slice(0, mostSuggested)
  if (space.realm === 'outside') return people.map((person) => ({ person }))
  const ids = people.map((person) => person.id)
  const readers = await queries.selectReadersAmong(ctx, ids, space.id, threadId)
  return people.map((person) => ({ person, reads: readers.has(person.id) }))
}

/** Whom a text in this space can name: the people of its side; on the bridge those of both. */
function realmsOf(space: Space): readonly Realm[] {
  return space.realm === 'bridge' ? ['inside', 'bridge'] : [space.realm]
}

function isCalled(person: PersonCard, beginning: string): boolean {
  return ` ${person.displayName.toLowerCase()}`.includes(` ${beginning.toLowerCase()}`)
}

/** Tags that begin so, of what the viewer may read outside: only texts there are found by tags. */
export async function suggestTags(ctx: Ctx, space: Space, beginning: string): Promise<readonly string[]> {
  const start = beginning.normalize('NFKC').toLowerCase().slice(0, 50)
  if (ctx.viewer.kind !== 'account' || space.realm !== 'outside' || start === '') return []
  return queries.selectTagsLike(ctx, start, mostSuggested)
}

/** A name as it stands in a text: a link by number, so that it leads to the person whatever they are called later. */
export function mentionOf(person: Pick<PersonCard, 'id' | 'displayName'>): string {
  return `[@${person.displayName.replace(/[[\]\\`\r\n]/g, ' ')}](/people/${person.id})`
}

/** A tag as it stands in a text. */
export function tagMention(name: string): string {
  return `[#${name}](${tagAddress(name)})`
}

/** The people whom a text names, in its order, each once, 20 at most; what stands as code names nobody. */
export function mentionsIn(body: string): readonly AccountId[] {
  const words = body
    .replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1|(?![\s\S]))/gm, '')
    .replace(/(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
  const ids = [...words.matchAll(/(?<!\\)\[@[^\]\n]{1,130}\]\(\/people\/([1-9]\d{0,14})(?:-[^)\s]*)?\)/g)]
  return [...new Set(ids.map((match) => Number(match[1]) as AccountId))].slice(0, mostNamed)
}
