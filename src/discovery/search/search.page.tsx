import { personPath } from '../../people/accounts/accounts.ts'
import { tagAddress } from '../../content/tags/tags.ts'
import { type Thread, threadAddress } from '../../content/threads/threads.ts'
import { realmNames, spacePath } from '../../realms/spaces/spaces.parts.tsx'
import { excerpt } from '../../platform/text/markdown.ts'
import { Button } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { ThreadCard, ThreadList } from '../../ui/post.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { SearchForm } from '../../ui/search.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { LinkList } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { filterNames, isChoices, stateChoices, typeChoices, writeAsked } from './asked.ts'
import type { Filters, Found, FoundThread, Near, NoFilter, Piece, SearchOrder } from './search.ts'

export interface SearchPageProps {
  /** The line as it was typed. */
  readonly text: string
  readonly order: SearchOrder
  readonly found: Found
  readonly now: Date
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
  const { text, order, found, now } = props
  const { threads, people, tags, spaces, near, asked } = found
  const isNothing = threads.items.length + people.length + tags.length + spaces.length === 0
  const isAsked = asked.groups.length > 0 || threads.items.length > 0
  return (
    <>
      <PageHead title="Search" />
      <div class="stack">
        <SearchForm action="/search" label="Search again" value={text} id="search-page" boxed form="search-controls" />
        <FilterForm text={text} order={order} filters={asked.filters} />
        {asked.unknown.map((one) => (
          <UnknownFilter one={one} />
        ))}
        <Beside found={found} />
        {threads.items.length > 0 ? (
          <section aria-labelledby="found-threads" class="stack-s">
            <h2 id="found-threads">Threads</h2>
            {asked.groups.length > 0 ? <Order text={text} order={order} /> : null}
            <ThreadList>
              {threads.items.map((thread) => (
                <FoundCard thread={thread} now={now} />
              ))}
            </ThreadList>
          </section>
        ) : null}
        {isNothing && (text !== '' || isAsked) ? (
          <Empty title="Nothing found">Try fewer words, or another way to say it.</Empty>
        ) : null}
        <CloseTo near={near} now={now} />
        <Pages
          label="More results"
          older={
            threads.next
              ? {
                  href: searchAddress(text, order, threads.next),
                  label: order === 'best' ? 'More results' : 'Older results',
                }
              : undefined
          }
        />
        {props.looksAfter.map((side) => (
          <p class="small">
            <a href={`/search/nothing/${side}`}>Searches that found nothing: {realmNames[side].toLowerCase()}</a>
          </p>
        ))}
      </div>
    </>
  )
}

function Order(props: { text: string; order: SearchOrder }) {
  const { text, order } = props
  return (
    <div>
      <Segmented
        label="Order"
        segments={[
          { href: searchAddress(text, 'best'), label: 'Best match first', current: order === 'best' },
          { href: searchAddress(text, 'newest'), label: 'Newest first', current: order === 'newest' },
        ]}
      />
      <p class="small soft mt1">
        {order === 'best'
          ? 'Words in a title count most, then the text, then replies; answered and younger threads come before others.'
          : 'Every thread that holds the words, the last spoken in first.'}
      </p>
    </div>
  )
}

function FoundCard(props: { thread: FoundThread; now: Date }) {
  const { thread, now } = props
  const count = thread.answerCount + thread.replyCount
  return (
    <ThreadCard
      kind={thread.type}
      kindLabel={thread.type}
      title={thread.title ? <Marked pieces={thread.marked} /> : excerpt(thread.body, 80)}
      href={threadAddress(thread)}
      snippet={
        <>
          {thread.isInReply ? <span class="soft">In a reply: </span> : null}
          <Marked pieces={thread.fragment} />
        </>
      }
      meta={
        <>
          <RealmChip realm={thread.realm}>{realmNames[thread.realm]}</RealmChip>
          <Time at={thread.activeAt} now={now} />
        </>
      }
      counts={[{ value: count, label: count === 1 ? 'reply' : 'replies' }]}
    />
  )
}

function Marked(props: { pieces: readonly Piece[] }) {
  return <>{props.pieces.map(({ text, isMarked }) => (isMarked ? <mark>{text}</mark> : text))}</>
}

/** People, tags and spaces, each with its side where it has one. */
function Beside(props: { found: Found }) {
  const { people, tags, spaces } = props.found
  return (
    <>
      {people.length > 0 ? (
        <section aria-labelledby="found-people" class="stack-s">
          <h2 id="found-people">People</h2>
          <People people={people} />
        </section>
      ) : null}
      {spaces.length > 0 ? (
        <section aria-labelledby="found-spaces" class="stack-s">
          <h2 id="found-spaces">Spaces</h2>
          <LinkList
            links={spaces.map((space) => ({
              href: spacePath(space),
              label: space.title,
              note: <RealmChip realm={space.realm}>{realmNames[space.realm]}</RealmChip>,
            }))}
          />
        </section>
      ) : null}
      {tags.length > 0 ? (
        <section aria-labelledby="found-tags" class="stack-s">
          <h2 id="found-tags">Tags</h2>
          <LinkList links={tags.map((tag) => ({ href: tagAddress(tag), label: `#${tag}` }))} />
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
        label: person.displayName,
        note: (
          <>
            <RealmChip realm={person.realm}>{realmNames[person.realm]}</RealmChip>{' '}
            {person.jobTitle || person.organisation}
          </>
        ),
      }))}
    />
  )
}

function CloseTo(props: { near: Near; now: Date }) {
  const { threads, people, tags } = props.near
  if (threads.length + people.length + tags.length === 0) return null
  return (
    <section aria-labelledby="found-near" class="stack-s">
      <h2 id="found-near">Close to what you typed</h2>
      {people.length > 0 ? <People people={people} /> : null}
      {threads.length + tags.length > 0 ? (
        <LinkList
          links={[
            ...tags.map((tag) => ({ href: tagAddress(tag), label: `#${tag}` })),
            ...threads.map((thread) => ({ href: threadAddress(thread), label: thread.title, note: sideOf(thread) })),
          ]}
        />
      ) : null}
    </section>
  )
}

function sideOf({ realm }: Pick<Thread, 'realm'>) {
  return <RealmChip realm={realm}>{realmNames[realm]}</RealmChip>
}

function UnknownFilter(props: { one: NoFilter }) {
  const { typed, what, choices } = props.one
  return (
    <Notebox role="status">
      {what ? (
        <>
          “{typed}” was searched as text: <b>{what}:</b> takes {choices!.length > 1 ? '' : 'a day such as '}
          {choices!.join(', ')}.
        </>
      ) : (
        <>
          “{typed}” was searched as text. Filters are {filterNames.map((name) => `${name}:`).join(', ')}.
        </>
      )}
    </Notebox>
  )
}

const choice = (value: string) => ({
  value,
  label: value.replaceAll('-', ' ').replace(/^./, (one) => one.toUpperCase()),
})
const isWords: Record<(typeof isChoices)[number], string> = {
  official: 'Officially answered',
  accepted: 'Answer accepted',
  mine: 'Written by me',
}

/** The filters as controls. They and the box say the same: sent together, whichever was changed decides. */
function FilterForm(props: { text: string; order: SearchOrder; filters: Filters }) {
  const { text, order, filters } = props
  const isNarrowed = Object.values(filters).some((value) => value.length > 0)
  return (
    <details>
      <summary>{isNarrowed ? `Filters: ${writeAsked('', filters)}` : 'Filters'}</summary>
      <form id="search-controls" method="get" action="/search" class="stack-s mt3">
        <input type="hidden" name="was" value={text} />
        {order === 'newest' ? <input type="hidden" name="order" value={order} /> : null}
        <div class="grid">
          <Select
            label="Type"
            name="type"
            value={filters.type ?? ''}
            options={[{ value: '', label: 'Any type' }, ...typeChoices.map(choice)]}
          />
          <Select
            label="State"
            name="state"
            value={filters.state ?? ''}
            options={[{ value: '', label: 'Any state' }, ...stateChoices.map(choice)]}
          />
          <Select
            label="Only"
            name="is"
            value={filters.is ?? ''}
            options={[{ value: '', label: 'All' }, ...isChoices.map((value) => ({ value, label: isWords[value] }))]}
          />
          <Input label="Tags" name="tag" value={filters.tags.join(' ')} autocomplete="off" />
          <Input label="Written by" name="by" value={filters.by ?? ''} hint="The name in their address" />
          <Input label="In the space" name="in" value={filters.in ?? ''} hint="The name in its address" />
          <Input label="Posted on or after" name="from" type="date" value={filters.after ?? ''} />
          <Input label="Posted before" name="until" type="date" value={filters.before ?? ''} />
        </div>
        <div class="row">
          <Button type="submit">Show these</Button>
        </div>
      </form>
    </details>
  )
}
