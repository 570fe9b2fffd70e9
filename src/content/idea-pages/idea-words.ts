import type { Say } from '../../platform/languages/languages.ts'
import { type Day, type IdeaStage, stageWords } from '../ideas/ideas.ts'
import { type Thread, threadAddress } from '../threads/threads.ts'

/** Every stage, in the order in which they are chosen from. */
export const stages = Object.keys(stageWords) as readonly IdeaStage[]

/** `8 February`, with the year when it is another one. A day is the same day everywhere. */
export function dayWords(say: Say, day: Day, now: Date): string {
  const isThisYear = day.startsWith(`${now.getUTCFullYear()}-`)
  return new Intl.DateTimeFormat(say.language === 'en' ? 'en-GB' : say.language, {
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
}

/** The page of an idea. In rooms with guests an idea has the same page as inside. */
export function ideaAddress(thread: Pick<Thread, 'id' | 'slug' | 'realm' | 'type'>): string {
  return thread.realm === 'outside' ? threadAddress(thread) : `/inside/ideas/${thread.id}`
}

/** Where the forms on the page of an idea post to, and its pages beside it. */
export function actionBase(thread: Pick<Thread, 'id' | 'realm'>): string {
  return thread.realm === 'outside' ? `/ideas/${thread.id}/-` : `/inside/ideas/${thread.id}/-`
}

/** The board of a side. Rooms with guests have theirs at the address of the inside, told apart by what is asked for. */
export function boardPath(realm: Thread['realm']): string {
  return realm === 'outside' ? '/ideas' : '/inside/ideas'
}

/** What the address of a board, or of posting on it, is asked for before anything else. */
export function boardQuery(realm: Thread['realm']): Record<string, string> {
  return realm === 'bridge' ? { in: 'rooms' } : {}
}

/** Where an idea is posted on a side, in this space and about this product if they are given. */
export function newIdeaPath(
  realm: Thread['realm'],
  { space, product }: { readonly space?: string | undefined; readonly product?: string | undefined } = {},
): string {
  const query = new URLSearchParams({ ...boardQuery(realm), ...(space && { space }), ...(product && { product }) })
  return `${boardPath(realm)}/new${query.size > 0 ? `?${query}` : ''}`
}
