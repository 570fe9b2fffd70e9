import type { PersonCard } from '../people/accounts/accounts.ts'
import { personPath } from '../people/accounts/accounts.ts'
import { excerpt } from '../platform/text/markdown.ts'
import { type Thread, threadAddress } from '../content/threads/threads.ts'
import type { Space } from '../realms/spaces/spaces.ts'
import { realmNames, spacePath } from '../realms/spaces/spaces.parts.tsx'
import { PageHead } from '../ui/page.tsx'
import { type Result, Results, SearchForm } from '../ui/search.tsx'
import { Empty } from '../ui/surface.tsx'
import type { Place } from './nav.ts'

export interface Destinations {
  readonly places: readonly Place[]
  readonly spaces: readonly Space[]
  readonly people: readonly PersonCard[]
  readonly threads: readonly Thread[]
}

/** Every place at a glance: what the command palette lists, as a page. */
export function GoPage(props: { text: string; found: Destinations }) {
  const { text, found } = props
  return (
    <>
      <PageHead title="Go to" intro="Every place that you can open. Type a few letters to find one." />
      <div class="stack thread-column">
        <SearchForm
          action="/go"
          label="Find a place"
          value={text}
          placeholder="A place, a person, a thread"
          id="go"
          boxed
        />
        {groupsOf(found).length === 0 ? <Empty title="Nothing by that name" /> : <FoundPlaces found={found} />}
        {text ? (
          <p>
            <a href={`/search?q=${encodeURIComponent(text)}`}>Search everything for “{text}”</a>
          </p>
        ) : null}
      </div>
    </>
  )
}

/** The groups alone, as the palette asks for them. */
export function FoundPlaces(props: { found: Destinations }) {
  return <Results groups={groupsOf(props.found)} level={2} />
}

function groupsOf(found: Destinations): { heading: string; results: Result[] }[] {
  const groups = [
    { heading: 'Places', results: found.places.map(({ href, label, icon }) => ({ href, title: label, icon })) },
    {
      heading: 'Spaces',
      results: found.spaces.map((space) => ({ href: spacePath(space), title: space.title, ...signOf(space) })),
    },
    {
      heading: 'People',
      results: found.people.map((person) => ({
        href: personPath(person),
        title: person.displayName,
        note: person.jobTitle || (person.organisation ?? realmNames[person.realm]),
        ...signOf(person),
      })),
    },
    {
      heading: 'Threads',
      results: found.threads.map((thread) => ({
        href: threadAddress(thread),
        title: thread.title || excerpt(thread.body, 80),
        ...signOf(thread),
      })),
    },
  ]
  return groups.filter(({ results }) => results.length > 0)
}

function signOf({ realm }: Pick<Space, 'realm'>) {
  return { realm, realmWord: realmNames[realm] }
}
