import { type Say, said } from '../../platform/languages/languages.ts'
import type { PageOf } from '../../platform/cursor.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { SearchForm } from '../../ui/search.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Segmented, Tabs } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import { AboutChoice } from '../tags/tags.parts.tsx'
import { type Product, aboutWords } from '../tags/tags.ts'
import type { PostType, QuestionLine } from './questions.ts'
import { type ListFilter, type Listing, askAddress, listAddress, listings, composerWords } from './listings.ts'
import { QuestionList } from './questions.parts.tsx'

export interface QuestionsPageProps {
  readonly type: PostType
  readonly filter: ListFilter
  readonly spaces: readonly Space[]
  readonly products: readonly Product[]
  readonly page: PageOf<QuestionLine>
  readonly now: Date
  readonly later: boolean
  /** The words that were looked for, in place of tabs. */
  readonly words?: string
}

/** All threads of one type outside that the viewer may read, newest first, with tabs and filters; or what words match. */
export function QuestionsPage(props: QuestionsPageProps) {
  const say = useWords()
  const { type, filter, words } = props
  const listing = listings[type]
  const place = props.spaces.find((space) => space.slug === filter.space)
  const ask = askAddress(type, { space: filter.space, product: filter.product, title: words })
  // A guest reads nothing outside, and asks nothing there.
  const mayAsk = props.spaces.length > 0
  return (
    <>
      <PageHead
        title={words === undefined ? titleOf(say, listing, filter, place) : say('Questions like yours')}
        voice
        actions={
          mayAsk ? (
            <LinkButton kind="primary" href={ask}>
              {words ? say('Ask it as a new question') : say.again(composerWords[type].write)}
            </LinkButton>
          ) : undefined
        }
      />
      {words === undefined ? (
        <Filters type={type} filter={filter} spaces={props.spaces} products={props.products} />
      ) : (
        <SearchForm action="/questions" name="q" id="like" label={say('Your question')} value={words} boxed />
      )}
      <QuestionList
        page={props.page}
        now={props.now}
        here={listAddress(filter, listing.path)}
        later={props.later}
        things={listing.things}
        empty={
          <Empty
            title={
              words === undefined ? say.again(listing.shows[filter.show]!.empty) : say('Nobody has asked this yet')
            }
            realm="outside"
          >
            {mayAsk ? (
              <p>
                <a href={ask}>{say.again(composerWords[type].write)}</a>
              </p>
            ) : null}
          </Empty>
        }
      />
    </>
  )
}

function titleOf(say: Say, listing: Listing, filter: ListFilter, place: Space | undefined): string {
  const list = say.again(listing.title)
  const tag = aboutWords(say, filter)
  if (tag && place) return say('{list} about {tag} in {space}', { list, tag, space: place.title })
  if (tag) return say('{list} about {tag}', { list, tag })
  return place ? say('{list} in {space}', { list, space: place.title }) : list
}

const kinds = [
  ...Object.entries(listings).map(([type, { path, title }]) => ({ type, path, title })),
  { type: 'idea', path: '/ideas', title: said('Ideas') },
  { type: 'update', path: '/updates', title: said('Updates') },
]

function Filters(props: {
  type: PostType
  filter: ListFilter
  spaces: readonly Space[]
  products: readonly Product[]
}) {
  const say = useWords()
  const { type, filter, spaces, products } = props
  const { path } = listings[type]
  return (
    <>
      <div class="mt3">
        <Segmented
          label={say('What is listed')}
          segments={kinds.map((kind) => ({
            href: listAddress(carried(kind.type, filter), kind.path),
            label: say.again(kind.title),
            current: kind.type === type,
          }))}
        />
      </div>
      <ShowTabs listing={listings[type]} filter={filter} path={path} />
      {spaces.length > 1 ? (
        <div class="mt3">
          <Segmented
            label={say('Space')}
            segments={[
              { href: listAddress({ ...filter, space: '' }, path), label: say('All spaces'), current: !filter.space },
              ...spaces.map((space) => ({
                href: listAddress({ ...filter, space: space.slug }, path),
                label: space.title,
                current: space.slug === filter.space,
              })),
            ]}
          />
        </div>
      ) : null}
      <AboutChoice products={products} about={filter} address={(about) => listAddress({ ...filter, ...about }, path)} />
    </>
  )
}

/** What a list of another type is narrowed to by this one's filter. */
function carried(type: string, filter: ListFilter): Partial<ListFilter> {
  if (type in listings) return { ...filter, show: '' }
  const { product = '', tag = '' } = filter
  return type === 'idea' ? { product } : { product, tag }
}

/** The choices of a list, of the same place and tag; nothing where there is only one. */
export function ShowTabs(props: {
  listing: Listing
  filter: Partial<ListFilter>
  counts?: Readonly<Record<string, number>>
  path: string
}) {
  const say = useWords()
  const { listing, filter } = props
  const shows = Object.entries(listing.shows)
  if (shows.length < 2) return null
  return (
    <Tabs
      label={say.again(listing.title)}
      tabs={shows.map(([show, { label }]) => ({
        href: listAddress({ ...filter, show }, props.path),
        label: say.again(label),
        current: show === (filter.show ?? 'newest'),
        ...(props.counts?.[show] !== undefined && { count: props.counts[show] }),
      }))}
    />
  )
}
