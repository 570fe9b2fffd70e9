import { said } from '../../platform/languages/languages.ts'
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

/** The ways between the pages of a list, by what it lists. */
export const pageWords = {
  questions: { more: said('More questions'), newest: said('Newest questions'), older: said('Older questions') },
  conversations: {
    more: said('More conversations'),
    newest: said('Newest conversations'),
    older: said('Older conversations'),
  },
  unanswered: { more: said('More unanswered'), newest: said('Newest unanswered'), older: said('Older unanswered') },
  owed: { more: said('More overdue'), newest: said('Newest overdue'), older: said('Older overdue') },
  solved: { more: said('More solved'), newest: said('Newest solved'), older: said('Older solved') },
  ideas: { more: said('More ideas'), newest: said('Newest ideas'), older: said('Older ideas') },
  problems: { more: said('More problems'), newest: said('Newest problems'), older: said('Older problems') },
  praise: { more: said('More praise'), newest: said('Newest praise'), older: said('Older praise') },
  updates: { more: said('More updates'), newest: said('Newest updates'), older: said('Older updates') },
} as const
export type Things = keyof typeof pageWords

/** A list with its choices; the first is what stands there without one. */
export interface Listing {
  readonly title: string
  /** What it lists, for the ways to older ones. */
  readonly things: Things
  readonly shows: Readonly<Record<string, Show>>
}

const questions = { types: ['question'] } as const
const problems = { types: ['problem'] } as const

const questionShows = {
  unanswered: {
    ...questions,
    label: said('Unanswered'),
    state: 'unanswered',
    empty: said('Every question here has an answer'),
  },
  owed: {
    ...questions,
    label: said('Overdue'),
    state: 'owed',
    empty: said('Nothing is overdue here'),
  },
  solved: { ...questions, label: said('Solved'), state: 'answered', empty: said('Nothing is solved here yet') },
} as const satisfies Record<string, Show>

/** The lists of one type each, at `/questions`, `/problems` and `/praise`. */
export const listings: Readonly<Record<PostType, Listing & { path: string }>> = {
  question: {
    path: '/questions',
    title: said('Questions'),
    things: 'questions',
    shows: {
      newest: { ...questions, label: said('Newest'), empty: said('Nobody has asked anything here yet') },
      ...questionShows,
    },
  },
  problem: {
    path: '/problems',
    title: said('Problems'),
    things: 'problems',
    shows: {
      newest: { ...problems, label: said('Newest'), empty: said('Nobody has reported a problem here') },
      ...Object.fromEntries(
        (['reported', 'confirmed', 'workaround', 'fixed', 'no-fault'] as const).map((state): [string, Show] => [
          state,
          { ...problems, label: problemStates[state], state, empty: said('No problem here stands like this') },
        ]),
      ),
    },
  },
  praise: {
    path: '/praise',
    title: said('Praise'),
    things: 'praise',
    shows: {
      newest: { types: ['praise'], label: said('Newest'), empty: said('Nobody has praised anything here yet') },
    },
  },
}

/** The list of a space: every type together, or one. */
export const spaceListing: Listing = {
  title: said('Latest'),
  things: 'conversations',
  shows: {
    newest: { types: undefined, label: said('Newest'), empty: said('Nobody has written anything here yet') },
    ...questionShows,
    ideas: { types: ['idea'], label: said('Ideas'), empty: said('Nobody has had an idea here yet') },
    problems: { ...problems, label: said('Problems'), empty: said('Nobody has reported a problem here') },
    praise: { types: ['praise'], label: said('Praise'), empty: said('Nobody has praised anything here yet') },
    updates: { types: ['update'], label: said('Updates'), empty: said('No updates yet') },
  },
}

/** What narrows a list, as it stands in the address. */
export interface ListFilter {
  readonly show: string
  readonly tag?: string
  readonly product?: string
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
  if (filter.product) query.set('product', filter.product)
  if (filter.tag) query.set('tag', filter.tag)
  if (filter.space) query.set('space', filter.space)
  return query.size > 0 ? `${path}?${query}` : path
}

/** The words of the composer and of the ways to it, by what is written. */
export const composerWords = {
  question: {
    label: said('Question'),
    write: said('Ask a question'),
    change: said('Change your question'),
    history: said('How this question changed'),
    intro: said('One question at a time. Say what you did, what you expected and what happened.'),
    title: said('Your question in one line'),
    body: said('Your question in full'),
    placeholder: said('What happened, and what you tried'),
  },
  problem: {
    label: said('Problem'),
    write: said('Report a problem'),
    change: said('Change your problem'),
    history: said('How this problem changed'),
    intro: said(
      'Something does not work as it should. Say what you have, which version, and how it can be seen again.',
    ),
    title: said('The problem in one line'),
    body: said('The problem in full'),
    placeholder: said('What you have, what you did, what it does'),
  },
  praise: {
    label: said('Praise'),
    write: said('Give praise'),
    change: said('Change your praise'),
    history: said('How this praise changed'),
    intro: said('Somebody or something was good. Nothing is owed for it; whoever it is about will like to read it.'),
    title: said('What was good, in one line'),
    body: said('Tell it'),
    placeholder: said('What happened, and what it was like'),
  },
} as const satisfies Record<PostType, Record<string, string>>

/** The way to the composer. */
export function askAddress(type: PostType, fields: Readonly<Record<string, string | undefined>> = {}): string {
  const query = new URLSearchParams()
  if (type !== 'question') query.set('type', type)
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value)
  return query.size > 0 ? `/questions/ask?${query}` : '/questions/ask'
}
