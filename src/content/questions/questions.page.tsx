import type { PageOf } from '../../platform/cursor.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { SearchForm } from '../../ui/search.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Segmented, Tabs } from '../../ui/tabs.tsx'
import type { QuestionLine } from './questions.ts'
import { QuestionList } from './questions.parts.tsx'

export const shows = { newest: 'Newest', unanswered: 'Unanswered', solved: 'Solved' } as const
export type Show = keyof typeof shows

/** What narrows a list of questions, as it stands in the address. */
export interface ListFilter {
  readonly show: Show
  readonly tag?: string
  readonly space?: string
}

/** The address of a list of questions. */
export function listAddress(filter: Partial<ListFilter>, path = '/questions'): string {
  const query = new URLSearchParams()
  if (filter.show && filter.show !== 'newest') query.set('show', filter.show)
  if (filter.tag) query.set('tag', filter.tag)
  if (filter.space) query.set('space', filter.space)
  return query.size > 0 ? `${path}?${query}` : path
}

/** All questions outside that the viewer may read, newest first, with tabs and filters; or those that match words. */
export function QuestionsPage(props: {
  filter: ListFilter
  spaces: readonly Space[]
  page: PageOf<QuestionLine>
  now: Date
  later: boolean
  /** The words that were looked for, in place of tabs. */
  words?: string
}) {
  const { filter, words } = props
  const place = props.spaces.find((space) => space.slug === filter.space)
  const ask = filter.space ? `/questions/ask?space=${encodeURIComponent(filter.space)}` : '/questions/ask'
  return (
    <>
      <PageHead
        title={words === undefined ? titleOf(filter, place) : 'Questions like yours'}
        voice
        actions={
          <LinkButton kind="primary" href={words ? `/questions/ask?title=${encodeURIComponent(words)}` : ask}>
            {words ? 'Ask it as a new question' : 'Ask a question'}
          </LinkButton>
        }
      />
      {words === undefined ? (
        <Filters filter={filter} spaces={props.spaces} />
      ) : (
        <SearchForm action="/questions" name="q" id="like" label="Your question" value={words} boxed />
      )}
      <QuestionList
        page={props.page}
        now={props.now}
        here={listAddress(filter)}
        later={props.later}
        empty={
          <Empty title={words === undefined ? emptyWords[filter.show] : 'Nobody has asked this yet'} realm="outside">
            <p>
              <a href={ask}>Ask a question</a>
            </p>
          </Empty>
        }
      />
    </>
  )
}

/** What a list says when nothing fits it. */
export const emptyWords: Record<Show, string> = {
  newest: 'Nobody has asked anything here yet',
  unanswered: 'Every question here has an answer',
  solved: 'Nothing is solved here yet',
}

function titleOf(filter: ListFilter, place: Space | undefined): string {
  return `Questions${filter.tag ? ` about ${filter.tag}` : ''}${place ? ` in ${place.title}` : ''}`
}

function Filters(props: { filter: ListFilter; spaces: readonly Space[] }) {
  const { filter, spaces } = props
  return (
    <>
      <ShowTabs filter={filter} />
      {spaces.length > 1 ? (
        <div class="mt3">
          <Segmented
            label="Space"
            segments={[
              { href: listAddress({ ...filter, space: '' }), label: 'All spaces', current: !filter.space },
              ...spaces.map((space) => ({
                href: listAddress({ ...filter, space: space.slug }),
                label: space.title,
                current: space.slug === filter.space,
              })),
            ]}
          />
        </div>
      ) : null}
      {filter.tag ? (
        <p class="mt3 small">
          Only with the tag <b>{filter.tag}</b>. <a href={listAddress({ ...filter, tag: '' })}>Show all tags</a>
        </p>
      ) : null}
    </>
  )
}

/** Newest, unanswered, solved: of the same place and tag. */
export function ShowTabs(props: {
  filter: Partial<ListFilter>
  counts?: Partial<Record<Show, number>>
  path?: string
}) {
  const { filter } = props
  return (
    <Tabs
      label="Questions"
      tabs={(Object.keys(shows) as Show[]).map((show) => ({
        href: listAddress({ ...filter, show }, props.path),
        label: shows[show],
        current: show === (filter.show ?? 'newest'),
        ...(props.counts?.[show] !== undefined && { count: props.counts[show] }),
      }))}
    />
  )
}
