import type { OutsideType, ThreadState } from '../threads/threads.ts'
import { type PostType, problemStates } from './questions.ts'

/** One choice of what a list shows. */
export interface Show {
  readonly label: string
  readonly types: readonly OutsideType[] | undefined
  readonly state?: ThreadState
  /** What the list says when nothing fits. */
  readonly empty: string
}

/** A list with its choices; the first is what stands there without one. */
export interface Listing {
  readonly title: string
  /** What it lists, for "Older …". */
  readonly things: string
  readonly shows: Readonly<Record<string, Show>>
}

const questions = { types: ['question'] } as const
const problems = { types: ['problem'] } as const

const questionShows = {
  unanswered: {
    ...questions,
    label: 'Unanswered',
    state: 'unanswered',
    empty: 'Every question here has an answer',
  },
  owed: {
    ...questions,
    label: 'Overdue',
    state: 'owed',
    empty: 'Nothing is overdue here',
  },
  solved: { ...questions, label: 'Solved', state: 'answered', empty: 'Nothing is solved here yet' },
} as const satisfies Record<string, Show>

/** The lists of one type each, at `/questions`, `/problems` and `/praise`. */
export const listings: Readonly<Record<PostType, Listing & { path: string }>> = {
  question: {
    path: '/questions',
    title: 'Questions',
    things: 'questions',
    shows: {
      newest: { ...questions, label: 'Newest', empty: 'Nobody has asked anything here yet' },
      ...questionShows,
    },
  },
  problem: {
    path: '/problems',
    title: 'Problems',
    things: 'problems',
    shows: {
      newest: { ...problems, label: 'Newest', empty: 'Nobody has reported a problem here' },
      ...Object.fromEntries(
        (['reported', 'confirmed', 'workaround', 'fixed', 'no-fault'] as const).map((state): [string, Show] => [
          state,
          { ...problems, label: problemStates[state], state, empty: 'No problem here stands like this' },
        ]),
      ),
    },
  },
  praise: {
    path: '/praise',
    title: 'Praise',
    things: 'praise',
    shows: { newest: { types: ['praise'], label: 'Newest', empty: 'Nobody has praised anything here yet' } },
  },
}

/** The list of a space: every type together, or one. */
export const spaceListing: Listing = {
  title: 'Latest',
  things: 'conversations',
  shows: {
    newest: { types: undefined, label: 'Newest', empty: 'Nobody has written anything here yet' },
    ...questionShows,
    ideas: { types: ['idea'], label: 'Ideas', empty: 'Nobody has had an idea here yet' },
    problems: { ...problems, label: 'Problems', empty: 'Nobody has reported a problem here' },
    praise: { types: ['praise'], label: 'Praise', empty: 'Nobody has praised anything here yet' },
    updates: { types: ['update'], label: 'Updates', empty: 'No updates yet' },
  },
}

/** What narrows a list, as it stands in the address. */
export interface ListFilter {
  readonly show: string
  readonly tag?: string
  readonly space?: string
}

/** The choice that an address asks for; the first one when it asks for none that there is. */
export function showOf(listing: Listing, asked: string | undefined): string {
  return asked !== undefined && Object.hasOwn(listing.shows, asked) ? asked : 'newest'
}

/** The address of a list. */
export function listAddress(filter: Partial<ListFilter>, path = '/questions'): string {
  const query = new URLSearchParams()
  if (filter.show && filter.show !== 'newest') query.set('show', filter.show)
  if (filter.tag) query.set('tag', filter.tag)
  if (filter.space) query.set('space', filter.space)
  return query.size > 0 ? `${path}?${query}` : path
}

/** The words of the composer and of the ways to it, by what is written. */
export const composerWords = {
  question: {
    label: 'Question',
    write: 'Ask a question',
    change: 'Change your question',
    intro: 'One question at a time. Say what you did, what you expected and what happened.',
    title: 'Your question in one line',
    body: 'Your question in full',
    placeholder: 'What happened, and what you tried',
  },
  problem: {
    label: 'Problem',
    write: 'Report a problem',
    change: 'Change your problem',
    intro: 'Something does not work as it should. Say what you have, which version, and how it can be seen again.',
    title: 'The problem in one line',
    body: 'The problem in full',
    placeholder: 'What you have, what you did, what it does',
  },
  praise: {
    label: 'Praise',
    write: 'Give praise',
    change: 'Change your praise',
    intro: 'Somebody or something was good. Nothing is owed for it; whoever it is about will like to read it.',
    title: 'What was good, in one line',
    body: 'Tell it',
    placeholder: 'What happened, and what it was like',
  },
} as const satisfies Record<PostType, Record<string, string>>

/** The way to the composer. */
export function askAddress(type: PostType, fields: Readonly<Record<string, string | undefined>> = {}): string {
  const query = new URLSearchParams()
  if (type !== 'question') query.set('type', type)
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value)
  return query.size > 0 ? `/questions/ask?${query}` : '/questions/ask'
}
