import { LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { type PersonCard, personPath } from '../accounts/accounts.ts'
import type { Group } from '../groups/groups.ts'
import { GroupTags } from '../groups/groups.parts.tsx'
import type { Day, HeldPlace, NodeId } from './axes.ts'
import { AsOf, Days, nodePath } from './axes.parts.tsx'
import { More } from './structure.page.tsx'
import { PeopleList } from './structure.parts.tsx'

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
  const { person, places, chosen } = props
  return (
    <div class="stack">
      <Card
        title={person.displayName}
        more={{ href: `/inside/structure/of/${person.id}`, label: 'All places over time' }}
      >
        {places.length === 0 ? (
          <p class="soft">Stands nowhere on this day.</p>
        ) : (
          <Table
            caption={`Places of ${person.displayName}`}
            columns={[{ label: 'Axis' }, { label: 'Place' }, { label: 'Role' }]}
            rows={places.map((place) => [
              place.axisTitle,
              <Way
                path={props.paths.get(place.nodeId) ?? [{ id: place.nodeId, title: place.nodeTitle }]}
                day={chosen}
              />,
              place.roleTitle,
            ])}
          />
        )}
        {props.groups.length > 0 ? (
          <div class="mt2">
            <GroupTags groups={props.groups} />
          </div>
        ) : null}
      </Card>
      <Card title="Who stands with them">
        {props.colleagues.length === 0 ? (
          <p class="soft">Nobody shares a place or a group with them on this day.</p>
        ) : (
          <Table
            caption="Colleagues with the most in common"
            columns={[{ label: 'Colleague' }, { label: 'Together in' }, { label: 'Shared', numeric: true }]}
            rows={props.colleagues.map((one) => [
              <a href={personPath(one.person)}>{one.person.displayName}</a>,
              one.places.join(', '),
              one.places.length,
            ])}
          />
        )}
      </Card>
    </div>
  )
}

function Way(props: { path: readonly { id: NodeId; title: string }[]; day: Day | undefined }) {
  return (
    <>
      {props.path.map((step, at) => (
        <>
          {at > 0 ? ' / ' : null}
          <a href={nodePath(step.id, props.day)}>{step.title}</a>
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
  const { person } = props
  return (
    <>
      <PageHead
        title={`Places of ${person.displayName}`}
        intro="Where they stood, stand and will stand, the newest first. Places are called as they were called then."
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Structure', href: '/inside/structure' }]} />}
        actions={<LinkButton href={personPath(person)}>Profile</LinkButton>}
      />
      {props.places.length === 0 ? (
        <Empty title="They were never placed" realm="inside" />
      ) : (
        <Table
          caption="Places over time"
          columns={[{ label: 'Place' }, { label: 'Axis' }, { label: 'Role' }, { label: 'Days' }]}
          rows={props.places.map((place) => [
            <a href={nodePath(place.nodeId, place.fromOn)}>{place.nodeTitle}</a>,
            place.axisTitle,
            place.roleTitle,
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
  return (
    <>
      <PageHead
        title={props.title}
        intro="People of the inside, by name."
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Structure', href: '/inside/structure' }]} />}
      />
      <div class="stack">
        <AsOf action="/inside/structure/people" day={props.day} keep={props.keep} />
        {props.people.length === 0 ? (
          <Empty title="Nobody stands there on this day" realm="inside" />
        ) : (
          <PeopleList people={props.people} />
        )}
        <More next={props.next} fields={{ ...props.keep, day: props.day }} path="/inside/structure/people" />
      </div>
    </>
  )
}
