import { sayRemoved } from '../../content/threads/threads.ts'
import type { Say } from '../../platform/languages/languages.ts'
import type { NoticeRow } from './notices.queries.ts'

/**
 * The title of what a notice is about, in its reader's language where moderation left words in its place; undefined when
 * it is about a person.
 */
export function titleOf(say: Say, { title, removedAt }: NoticeRow): string | undefined {
  return title === null ? undefined : sayRemoved(say, { title, body: '', removedAt }).title
}

/** The same for what leaves the house: where nothing stands around it, a discussion without a title says so. */
export function titleAway(say: Say, row: NoticeRow): string | undefined {
  const title = titleOf(say, row)
  return title === '' ? say('A discussion without a title') : title
}
