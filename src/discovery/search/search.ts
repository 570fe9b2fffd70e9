import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { type PersonCard, listPeople } from '../../people/accounts/accounts.ts'
import type { Thread } from '../../content/threads/threads.ts'
import { selectMatches } from './search.queries.ts'

/** What a search found: threads by a page, and on the first page the people whose name begins so. */
export interface Found {
  readonly threads: PageOf<Thread>
  readonly people: readonly PersonCard[]
}

const longestSearch = 200

/**
 * Finds threads (title, text, replies) and people that the viewer may read. Words in quotes stay together, a minus
 * leaves out, `or` gives a choice. Nothing that may not be read is found, counted or suggested.
 */
export async function search(ctx: Ctx, text: string, after?: string): Promise<Found> {
  const words = text.trim().slice(0, longestSearch)
  if (words === '') return { threads: { items: [] }, people: [] }
  const threads = await selectMatches(ctx, words, readCursor(after), 20)
  return { threads, people: after ? [] : await findPeople(ctx, words) }
}

/** At most five people of each side whose name has a word that begins so. */
async function findPeople(ctx: Ctx, name: string): Promise<readonly PersonCard[]> {
  const found: PersonCard[] = []
  for (const realm of ['inside', 'bridge', 'outside'] as const)
    found.push(...(await listPeople(ctx, { realm, name })).items.slice(0, 5))
  return found
}
