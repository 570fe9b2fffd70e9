import { personPath } from '../../people/accounts/accounts.ts'
import { type Product, tagAddress } from '../../content/tags/tags.ts'
import { ThreadLine } from '../../content/threads/threads.parts.tsx'
import { type Thread, threadAddress } from '../../content/threads/threads.ts'
import { realmNames, spacePath } from '../../realms/spaces/spaces.parts.tsx'
import { said } from '../../platform/languages/languages.ts'
import { Button } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { ThreadList } from '../../ui/post.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { SearchForm } from '../../ui/search.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { LinkList } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { bold, linkTo, useWords } from '../../ui/words.tsx'
import { filterNames, isChoices, stateChoices, typeChoices, writeAsked } from './asked.ts'
import type { Filters, Found, FoundThread, Near, NoFilter, Piece, SearchOrder } from './search.ts'

export interface SearchPageProps {
  /** The line as it was typed. */
  readonly text: string
  readonly order: SearchOrder
  readonly found: Found
  readonly now: Date
  readonly products: readonly Product[]
  /** The sides whose searches without finds the viewer looks after. */
  readonly looksAfter: readonly ('inside' | 'outside')[]
}

/** Where a search stands; `after` is the cursor of a further page. */
export function searchAddress(text: string, order: SearchOrder, after?: string): string {
  const query = new URLSearchParams({ q: text })
  if (order === 'newest') query.set('order', order)
  if (after) query.set('after', after)
  return `?${query}`
}

export function SearchPage(props: SearchPageProps) {
  const say = useWords()
  const { text, order, found, now } = props
  const { threads, people, tags, spaces, near, asked } = found
  const isNothing = threads.items.length + people.length + tags.length + spaces.length === 0
  const isAsked = asked.groups.length > 0 || threads.items.length > 0
  return (
    <>
      <PageHead title={say('Search')} />
      <div class="stack">
        <SearchForm
          action="/search"
          label={say('Search again')}
          value={text}
          id="search-page"
          boxed
          form="search-controls"
        />
        <FilterForm text={text} order={order} filters={asked.filters} products={props.products} />
        {asked.unknown.map((one) => (
          <UnknownFilter one={one} />
        ))}
        <Beside found={found} />
        <LeftOut count={found.leftOut} text={asked.text} order={order} />
        {threads.items.length > 0 ? (
          <section aria-labelledby="found-threads" class="stack-s">
            <h2 id="found-threads">{say('Threads')}</h2>
            {found.begun === undefined ? null : (
              <p>
                {say.with('Nothing holds <b>{word}</b> as a whole word. These hold words that begin so.', {
                  ...{ b: bold, word: <bdi>{found.begun}</bdi> },
                })}
              </p>
            )}
            {asked.groups.length > 0 ? <Order text={text} order={order} /> : null}
            <ThreadList>
              {threads.items.map((thread) => (
                <FoundCard thread={thread} now={now} />
              ))}
            </ThreadList>
          </section>
        ) : null}
        {isNothing && (text !== '' || isAsked) ? (
          <Empty title={say('Nothing found')}>{say('Try fewer words, or another way to say it.')}</Empty>
        ) : null}
        <CloseTo near={near} now={now} />
        <Pages
          label={say('More results')}
          older={
            threads.next
              ? {
                  href: searchAddress(text, order, threads.next),
                  label: order === 'best' ? say('More results') : say('Older results'),
                }
              : undefined
          }
        />
        {props.looksAfter.map((side) => (
          <p class="small">
            <a href={`/search/nothing/${side}`}>
              {side === 'inside'
                ? say('Searches that found nothing: inside')
                : say('Searches that found nothing: outside')}
            </a>
          </p>
        ))}
      </div>
    </>
  )
}

/** That filters narrow people, tags and spaces, too, and the way to all of them; nothing where none is left out. */
function LeftOut(props: { count: number; text: string; order: SearchOrder }) {
  const say = useWords()
  const { count } = props
  if (count === 0) return null
  return (
    <p class="small soft">
      {say.with(
        'Left out among people, tags and spaces: {number}. Nothing of theirs passes the filters. <a>Search without filters</a>',
        { number: say.number(count), a: linkTo(searchAddress(props.text, props.order)) },
      )}
    </p>
  )
}

function Order(props: { text: string; order: SearchOrder }) {
  const say = useWords()
  const { text, order } = props
  return (
    <div>
      <Segmented
        label={say('Order | of what was found')}
        segments={[
          { href: searchAddress(text, 'best'), label: say('Best match first'), current: order === 'best' },
          { href: searchAddress(text, 'newest'), label: say('Newest first'), current: order === 'newest' },
        ]}
      />
      <p class="small soft mt1">
        {order === 'best'
          ? say(
              'Words in a title count most, then the text, then replies; answered and younger threads come before others.',
            )
          : say('Every thread that holds the words, the last spoken in first.')}
      </p>
    </div>
  )
}

function FoundCard(props: { thread: FoundThread; now: Date }) {
  const say = useWords()
  const { thread, now } = props
  return (
    <ThreadLine
      thread={thread}
      level={3}
      title={thread.title ? <Marked pieces={thread.marked} /> : undefined}
      snippet={
        <>
          {thread.isInReply ? <span class="soft">{say('In a reply:')} </span> : null}
          <bdi>
            <Marked pieces={thread.fragment} />
          </bdi>
        </>
      }
      meta={
        <>
          {sideOf(thread)}
          <Time at={thread.activeAt} now={now} />
        </>
      }
    />
  )
}

function Marked(props: { pieces: readonly Piece[] }) {
  return <>{props.pieces.map(({ text, isMarked }) => (isMarked ? <mark>{text}</mark> : text))}</>
}

/** People, tags and spaces, each with its side where it has one. */
function Beside(props: { found: Found }) {
  const say = useWords()
  const { people, tags, spaces } = props.found
  return (
    <>
      {people.length > 0 ? (
        <section aria-labelledby="found-people" class="stack-s">
          <h2 id="found-people">{say('People')}</h2>
          <People people={people} />
        </section>
      ) : null}
      {spaces.length > 0 ? (
        <section aria-labelledby="found-spaces" class="stack-s">
          <h2 id="found-spaces">{say('Spaces')}</h2>
          <LinkList
            links={spaces.map((space) => ({
              href: spacePath(space),
              label: <bdi>{space.title}</bdi>,
              note: <Side realm={space.realm} />,
            }))}
          />
        </section>
      ) : null}
      {tags.length > 0 ? (
        <section aria-labelledby="found-tags" class="stack-s">
          <h2 id="found-tags">{say('Tags')}</h2>
          <LinkList links={tags.map(tagLink)} />
        </section>
      ) : null}
    </>
  )
}

function People(props: { people: Found['people'] }) {
  return (
    <LinkList
      links={props.people.map((person) => ({
        href: personPath(person),
        label: <bdi>{person.displayName}</bdi>,
        note: (
          <>
            <Side realm={person.realm} /> {belongs(person) ? <bdi>{belongs(person)}</bdi> : null}
          </>
        ),
      }))}
    />
  )
}

function belongs({ jobTitle, organisation }: Found['people'][number]) {
  return jobTitle || organisation
}

function tagLink(tag: string) {
  return { href: tagAddress(tag), label: <bdi>#{tag}</bdi> }
}

function CloseTo(props: { near: Near; now: Date }) {
  const say = useWords()
  const { threads, people, tags } = props.near
  if (threads.length + people.length + tags.length === 0) return null
  return (
    <section aria-labelledby="found-near" class="stack-s">
      <h2 id="found-near">{say('Close to what you typed')}</h2>
      {people.length > 0 ? <People people={people} /> : null}
      {threads.length + tags.length > 0 ? (
        <LinkList
          links={[
            ...tags.map(tagLink),
            ...threads.map((thread) => ({
              href: threadAddress(thread),
              label: <bdi>{thread.title}</bdi>,
              note: sideOf(thread),
            })),
          ]}
        />
      ) : null}
    </section>
  )
}

function sideOf({ realm }: Pick<Thread, 'realm'>) {
  return <Side realm={realm} />
}

function Side(props: Pick<Thread, 'realm'>) {
  return <RealmChip realm={props.realm}>{useWords().again(realmNames[props.realm])}</RealmChip>
}

function UnknownFilter(props: { one: NoFilter }) {
  const say = useWords()
  const { typed, what, choices = [] } = props.one
  const values = choices.join(', ')
  if (!what) {
    const filters = filterNames.map((name) => `${name}:`).join(', ')
    return (
      <Notebox role="status">
        {say('“{typed}” was searched as text. Filters are {filters}.', { typed, filters })}
      </Notebox>
    )
  }
  if (what === 'product' && choices.length === 0) {
    return <Notebox role="status">{say('“{typed}” was searched as text: no tag is a product yet.', { typed })}</Notebox>
  }
  return (
    <Notebox role="status">
      {what !== 'before' && what !== 'after'
        ? say.with('“{typed}” was searched as text: <b>{what}:</b> takes {values}.', { typed, what, values, b: bold })
        : say.with('“{typed}” was searched as text: <b>{what}:</b> takes a day such as {values}.', {
            ...{ typed, what, values },
            b: bold,
          })}
    </Notebox>
  )
}

const choiceWords: Readonly<Record<(typeof typeChoices | typeof stateChoices | typeof isChoices)[number], string>> = {
  question: said('Question'),
  idea: said('Idea'),
  problem: said('Problem'),
  praise: said('Praise'),
  update: said('Update'),
  discussion: said('Discussion'),
  open: said('Open | how a thread stands'),
  answered: said('Answered'),
  unanswered: said('Unanswered'),
  reported: said('Reported'),
  confirmed: said('Confirmed'),
  workaround: said('Workaround'),
  fixed: said('Fixed'),
  'no-fault': said('No fault'),
  new: said('New | how an idea stands'),
  'under-review': said('Under review'),
  'already-offered': said('Already offered'),
  planned: said('Planned'),
  'partly-done': said('Partly done'),
  done: said('Done | how an idea stands'),
  'not-planned': said('Not planned'),
  archived: said('Archived'),
  official: said('Officially answered'),
  accepted: said('Answer accepted'),
  mine: said('Written by me'),
}

/** The filters as controls. They and the box say the same: sent together, whichever was changed decides. */
function FilterForm(props: { text: string; order: SearchOrder; filters: Filters; products: readonly Product[] }) {
  const say = useWords()
  const choice = (value: keyof typeof choiceWords) => ({ value, label: say.again(choiceWords[value]) })
  const { text, order, filters, products } = props
  const isNarrowed = Object.values(filters).some((value) => value.length > 0)
  return (
    <details>
      <summary>{isNarrowed ? say('Filters: {filters}', { filters: writeAsked('', filters) }) : say('Filters')}</summary>
      <form id="search-controls" method="get" action="/search" class="stack-s mt3">
        <input type="hidden" name="was" value={text} />
        {order === 'newest' ? <input type="hidden" name="order" value={order} /> : null}
        <div class="grid">
          <Select
            label={say('Type | of a thread')}
            name="type"
            value={filters.type ?? ''}
            options={[{ value: '', label: say('Any type') }, ...typeChoices.map(choice)]}
          />
          {products.length > 0 ? (
            <Select
              label={say('Product')}
              name="product"
              value={filters.product ?? ''}
              options={[
                { value: '', label: say('Any product') },
                ...products.map(({ name }) => ({ value: name, label: name })),
              ]}
            />
          ) : null}
          <Select
            label={say('State | how a thread stands')}
            name="state"
            value={filters.state ?? ''}
            options={[{ value: '', label: say('Any state') }, ...stateChoices.map(choice)]}
          />
          <Select
            label={say('Only | these finds')}
            name="is"
            value={filters.is ?? ''}
            options={[{ value: '', label: say('All') }, ...isChoices.map(choice)]}
          />
          <Input label={say('Tags')} name="tag" value={filters.tags.join(' ')} autocomplete="off" />
          <Input label={say('Written by')} name="by" value={filters.by ?? ''} hint={say('The name in their address')} />
          <Input label={say('In the space')} name="in" value={filters.in ?? ''} hint={say('The name in its address')} />
          <Input label={say('Posted on or after')} name="from" type="date" value={filters.after ?? ''} />
          <Input label={say('Posted before')} name="until" type="date" value={filters.before ?? ''} />
        </div>
        <div class="row">
          <Button type="submit">{say('Show these')}</Button>
        </div>
      </form>
    </details>
  )
}
