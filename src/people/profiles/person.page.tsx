import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Office } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { type PersonCard, type PersonProfile, personPath } from '../accounts/accounts.ts'
import { PlacesOf } from '../axes/axes.parts.tsx'
import type { HeldPlace } from '../axes/axes.ts'
import { TieActions, TieWords } from '../connections/connections.parts.tsx'
import type { Standing } from '../connections/connections.ts'
import { officeWords } from '../offices/offices.ts'
import type { ShownField } from './fields.ts'
import { About, Known, shortFacts } from './fields.parts.tsx'
import { realmWords, standing, whoIs } from './profiles.parts.tsx'

export interface PersonPageProps {
  readonly person: PersonProfile
  readonly company: string
  readonly isSelf: boolean
  readonly now: Date
  /** What this reader may see of a member's fields. */
  readonly fields: readonly ShownField[]
  /** Whom the member knows, as far as this reader may see it. */
  readonly known: PageOf<PersonCard>
  /** Where an employee stands in the structure, for employees alone. */
  readonly places: readonly HeldPlace[]
  /** How the viewer stands to them; absent where nothing can be between the two. */
  readonly tie?: Standing | undefined
  /** Whom both know. */
  readonly mutual: { readonly people: readonly PersonCard[]; readonly count: number }
  /** What other features say about them. */
  readonly panels: readonly ComponentChildren[]
  /** The viewer may close this account. */
  readonly mayClose: boolean
}

/** One face of a person, on its own side. */
export function PersonPage(props: PersonPageProps) {
  const say = useWords()
  const { person, company } = props
  return (
    <>
      <PageHead
        voice={person.realm === 'outside'}
        crumbs={
          <div class="row">
            <Avatar id={String(person.id)} name={person.displayName} who={whoIs(person)} size="xl" />
            <RealmChip realm={person.realm}>{say.again(realmWords[person.realm])}</RealmChip>
          </div>
        }
        title={<bdi>{person.displayName}</bdi>}
        intro={<bdi>{standing(say, person, company)}</bdi>}
        actions={<Actions {...props} />}
      />
      <div class="stack">
        {props.tie ? <TieWords person={person} standing={props.tie} /> : null}
        <Mutual {...props.mutual} />
        {person.offices.length > 0 ? (
          <p class="row">
            {person.offices.map((office) => (
              <Office>{say.again(officeWords[office].name)}</Office>
            ))}
          </p>
        ) : null}
        {person.about ? (
          <About about={person.about} realm={person.realm} />
        ) : (
          <Empty
            title={
              props.isSelf
                ? say('You have not written about yourself yet')
                : say('Nothing written about themselves here')
            }
            realm={person.realm}
          />
        )}
        {props.panels}
        <Card title={say('At a glance')}>
          <Facts
            facts={[
              ...shortFacts(say, props.fields),
              {
                term: person.state === 'unclaimed' ? say('Wrote since') : say('Here since'),
                detail: <Time at={person.createdAt} now={props.now} />,
              },
              ...(person.state === 'unclaimed'
                ? [{ term: say('Account'), detail: say('Brought along from an earlier place, not claimed yet') }]
                : []),
            ]}
          />
        </Card>
        {props.places.length > 0 ? (
          <Card
            title={say('In the structure')}
            more={{ href: `/inside/structure/of/${person.id}`, label: say('Over time') }}
          >
            <PlacesOf places={props.places} />
          </Card>
        ) : null}
        <Known known={props.known} more={personPath(person)} />
      </div>
    </>
  )
}

function Actions(props: PersonPageProps) {
  const say = useWords()
  const { person } = props
  if (props.tie) return <TieActions person={person} standing={props.tie} />
  if (props.mayClose)
    return <LinkButton href={`/inside/people/${person.id}/close`}>{say('Close this account')}</LinkButton>
  if (!props.isSelf) return null
  return (
    <>
      <LinkButton href="/settings" icon="pencil-simple-line">
        {say('Edit your profile')}
      </LinkButton>
      {person.realm === 'outside' ? (
        <>
          <LinkButton href="/settings/privacy">{say('Who sees what')}</LinkButton>
          <LinkButton href="/connections">{say('People you know')}</LinkButton>
        </>
      ) : null}
    </>
  )
}

function Mutual(props: PersonPageProps['mutual']) {
  const say = useWords()
  const { people, count } = props
  if (count === 0) return null
  const more = count - people.length
  const names: ComponentChildren[] = people.map((person) => (
    <a href={personPath(person)}>
      <bdi>{person.displayName}</bdi>
    </a>
  ))
  if (more > 0) names.push(say('{count} more | people, after the names of some', { count: more }))
  return <p class="soft">{say.with('You both know {people}.', { people: drawnList(say, names) })}</p>
}

/** What is drawn, put together as a list is written: "a, b and c". */
function drawnList(say: Say, items: readonly ComponentChildren[]): ComponentChildren {
  const list = new Intl.ListFormat(say.language === 'en' ? 'en-GB' : say.language)
  return list
    .formatToParts(items.map((_, index) => String(index)))
    .map((part) => (part.type === 'element' ? items[Number(part.value)] : part.value))
}
