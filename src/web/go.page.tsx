import type { PersonCard } from '../people/accounts/accounts.ts'
import type { Say } from '../platform/languages/languages.ts'
import { personPath } from '../people/accounts/accounts.ts'
import { Excerpt } from '../content/mentions/mentions.parts.tsx'
import { type Thread, threadAddress } from '../content/threads/threads.ts'
import type { Space } from '../realms/spaces/spaces.ts'
import { realmNames, spacePath } from '../realms/spaces/spaces.parts.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Result, Results, SearchForm } from '../ui/search.tsx'
import { Empty } from '../ui/surface.tsx'
import { useWords } from '../ui/words.tsx'
import type { Place } from './nav.ts'

export interface Destinations {
  readonly places: readonly Place[]
  readonly spaces: readonly Space[]
  readonly people: readonly PersonCard[]
  readonly threads: readonly Thread[]
}

/** Every place at a glance: what the command palette lists, as a page. */
export function GoPage(props: { text: string; found: Destinations }) {
  const say = useWords()
  const { text, found } = props
  return (
    <>
      <PageHead title={say('Go to')} intro={say('Every place that you can open. Type a few letters to find one.')} />
      <div class="stack thread-column">
        <SearchForm
          action="/go"
          label={say('Find a place')}
          value={text}
          placeholder={say('A place, a person, a thread')}
          id="go"
          boxed
        />
        {groupsOf(say, found).length === 0 ? (
          <Empty title={say('Nothing by that name')} />
        ) : (
          <FoundPlaces found={found} />
        )}
        {text ? (
          <p>
            <a href={`/search?q=${encodeURIComponent(text)}`}>{say('Search everything for “{text}”', { text })}</a>
          </p>
        ) : null}
      </div>
    </>
  )
}

/** The groups alone, as the palette asks for them. */
export function FoundPlaces(props: { found: Destinations }) {
  return <Results groups={groupsOf(useWords(), props.found)} level={2} />
}

function groupsOf(say: Say, found: Destinations): { heading: string; results: Result[] }[] {
  const groups = [
    { heading: say('Places'), results: found.places.map(({ href, label, icon }) => ({ href, title: label, icon })) },
    {
      heading: say('Spaces'),
      results: found.spaces.map((space) => ({
        href: spacePath(space),
        title: <bdi>{space.title}</bdi>,
        ...signOf(say, space),
      })),
    },
    {
      heading: say('People'),
      results: found.people.map((person) => ({
        href: personPath(person),
        title: <bdi>{person.displayName}</bdi>,
        note:
          person.jobTitle || person.organisation ? (
            <bdi>{person.jobTitle || person.organisation}</bdi>
          ) : (
            say.again(realmNames[person.realm])
          ),
        ...signOf(say, person),
      })),
    },
    {
      heading: say('Threads'),
      results: found.threads.map((thread) => ({
        href: threadAddress(thread),
        title: <bdi>{thread.title || <Excerpt of={thread.body} length={80} />}</bdi>,
        ...signOf(say, thread),
      })),
    },
  ]
  return groups.filter(({ results }) => results.length > 0)
}

function signOf(say: Say, { realm }: Pick<Space, 'realm'>) {
  return { realm, realmWord: say.again(realmNames[realm]) }
}
