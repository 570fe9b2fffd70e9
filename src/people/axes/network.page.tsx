import { LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { type PersonCard, personPath } from '../accounts/accounts.ts'
import type { Group } from '../groups/groups.ts'
import { GroupTags } from '../groups/groups.parts.tsx'
import type { Day, HeldPlace, NodeId } from './axes.ts'
import { AsOf, Days, nodePath } from './axes.parts.tsx'
import { More } from './structure.page.tsx'
import { PeopleList } from './structure.parts.tsx'
import { axisTitle, roleTitle } from './titles.ts'

export interface NetworkProps {
  readonly person: PersonCard
  readonly places: readonly HeldPlace[]
  readonly paths: ReadonlyMap<NodeId, readonly { id: NodeId; title: string }[]>
  readonly groups: readonly Group[]
  readonly colleagues: readonly { person: PersonCard; places: readonly string[] }[]
  readonly chosen: Day | undefined
}

/** One person at the centre: every axis, every group, and who shares them. */
export function NetworkView(props: NetworkProps) {
  const say = useWords()
  const { person, places, chosen } = props
  return (
    <div class="stack">
      <Card
        title={<bdi>{person.displayName}</bdi>}
        more={{ href: `/inside/structure/of/${person.id}`, label: say('All places over time') }}
      >
        {places.length === 0 ? (
          <p class="soft">{say('Stands nowhere on this day.')}</p>
        ) : (
          <Table
            caption={say('Places of {name}', { name: person.displayName })}
            columns={[{ label: say('Axis') }, { label: say('Place | in the structure') }, { label: say('Role') }]}
            rows={places.map((place) => [
              <bdi>{axisTitle(say, { key: place.axis, title: place.axisTitle })}</bdi>,
              <Way
                path={props.paths.get(place.nodeId) ?? [{ id: place.nodeId, title: place.nodeTitle }]}
                day={chosen}
              />,
              <RoleOf place={place} />,
            ])}
          />
        )}
        {props.groups.length > 0 ? (
          <div class="mt2">
            <GroupTags groups={props.groups} />
          </div>
        ) : null}
      </Card>
      <Card title={say('Who stands with them')}>
        {props.colleagues.length === 0 ? (
          <p class="soft">{say('Nobody shares a place or a group with them on this day.')}</p>
        ) : (
          <Table
            caption={say('Colleagues with the most in common')}
            columns={[
              { label: say('Colleague') },
              { label: say('Together in') },
              { label: say('Shared | how many places'), numeric: true },
            ]}
            rows={props.colleagues.map((one) => [
              <a dir="auto" href={personPath(one.person)}>
                {one.person.displayName}
              </a>,
              <bdi>{one.places.join(', ')}</bdi>,
              say.number(one.places.length),
            ])}
          />
        )}
      </Card>
    </div>
  )
}

function RoleOf(props: { place: HeldPlace }) {
  const say = useWords()
  const { role: key, roleTitle: title } = props.place
  return key === null || title === null ? null : <bdi>{roleTitle(say, { key, title })}</bdi>
}

function Way(props: { path: readonly { id: NodeId; title: string }[]; day: Day | undefined }) {
  return (
    <>
      {props.path.map((step, at) => (
        <>
          {at > 0 ? ' / ' : null}
          <a dir="auto" href={nodePath(step.id, props.day)}>
            {step.title}
          </a>
        </>
      ))}
    </>
  )
}

/** Every place of one person over time, the newest first. */
export function PersonHistoryPage(props: {
  person: PersonCard
  places: readonly HeldPlace[]
  next: string | undefined
}) {
  const say = useWords()
  const { person } = props
  return (
    <>
      <PageHead
        title={say('Places of {name}', { name: person.displayName })}
        intro={say(
          'Where they stood, stand and will stand, the newest first. Places are called as they were called then.',
        )}
        crumbs={
          <Crumbs label={say('You are here')} crumbs={[{ label: say('Structure'), href: '/inside/structure' }]} />
        }
        actions={<LinkButton href={personPath(person)}>{say('Profile')}</LinkButton>}
      />
      {props.places.length === 0 ? (
        <Empty title={say('They were never placed')} realm="inside" />
      ) : (
        <Table
          caption={say('Places over time')}
          columns={[
            { label: say('Place | in the structure') },
            { label: say('Axis') },
            { label: say('Role') },
            { label: say('Days | from which to which') },
          ]}
          rows={props.places.map((place) => [
            <a dir="auto" href={nodePath(place.nodeId, place.fromOn)}>
              {place.nodeTitle}
            </a>,
            <bdi>{axisTitle(say, { key: place.axis, title: place.axisTitle })}</bdi>,
            <RoleOf place={place} />,
            <Days {...place} />,
          ])}
        />
      )}
      <More next={props.next} fields={{}} path={`/inside/structure/of/${person.id}`} />
    </>
  )
}

/** Who stands in a crossing of places. */
export function CrossingPage(props: {
  title: string
  people: readonly PersonCard[]
  next: string | undefined
  keep: Record<string, string | undefined>
  day: Day
}) {
  const say = useWords()
  return (
    <>
      <PageHead
        title={props.title}
        intro={say('People of the inside, by name.')}
        crumbs={
          <Crumbs label={say('You are here')} crumbs={[{ label: say('Structure'), href: '/inside/structure' }]} />
        }
      />
      <div class="stack">
        <AsOf action="/inside/structure/people" day={props.day} keep={props.keep} />
        {props.people.length === 0 ? (
          <Empty title={say('Nobody stands there on this day')} realm="inside" />
        ) : (
          <PeopleList people={props.people} />
        )}
        <More next={props.next} fields={{ ...props.keep, day: props.day }} path="/inside/structure/people" />
      </div>
    </>
  )
}
