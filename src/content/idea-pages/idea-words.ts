import type { Day, IdeaStage } from '../ideas/ideas.ts'
import { type Thread, threadAddress } from '../threads/threads.ts'

/** What a stage is called. */
export const stageWords: Readonly<Record<IdeaStage, string>> = {
  new: 'New',
  'under-review': 'Under review',
  planned: 'Planned',
  'partly-done': 'Partly done',
  'already-offered': 'Already offered',
  done: 'Done',
  'not-planned': 'Not planned',
  archived: 'Archived',
}

export const stages = Object.keys(stageWords) as readonly IdeaStage[]

/** `8 February`, with the year when it is another one. A day is the same day everywhere. */
export function dayWords(day: Day, now: Date): string {
  const isThisYear = day.startsWith(`${now.getUTCFullYear()}-`)
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
}

/** `1 vote`, `2 votes`. */
export function counted(count: number, one: string): string {
  return `${count} ${count === 1 || count === -1 ? one : `${one}s`}`
}

/** The page of an idea. In rooms with guests an idea has the same page as inside. */
export function ideaAddress(thread: Pick<Thread, 'id' | 'slug' | 'realm' | 'type'>): string {
  return thread.realm === 'outside' ? threadAddress(thread) : `/inside/ideas/${thread.id}`
}

/** Where the forms on the page of an idea post to, and its pages beside it. */
export function actionBase(thread: Pick<Thread, 'id' | 'realm'>): string {
  return thread.realm === 'outside' ? `/ideas/${thread.id}/-` : `/inside/ideas/${thread.id}/-`
}

/** The board of a side. */
export function boardPath(realm: Thread['realm']): string {
  return realm === 'outside' ? '/ideas' : '/inside/ideas'
}
