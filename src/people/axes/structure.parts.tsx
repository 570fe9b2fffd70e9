import type { PersonCard } from '../accounts/accounts.ts'
import { personPath } from '../accounts/accounts.ts'
import { Tabs } from '../../ui/tabs.tsx'
import type { Axis, Day, NodeLine, Role } from './axes.ts'
import { nodePath } from './axes.parts.tsx'

/** The seven shapes of an organisation, and the axis that each of them reads. */
export const shapes = {
  none: { label: 'None', intro: 'Everyone beside everyone, by name: no lines at all.' },
  functional: { label: 'Functional', axis: 'function', intro: 'By what people do.' },
  segment: { label: 'Segment', axis: 'segment', intro: 'By the customers whom people work for.' },
  product: { label: 'Product', axis: 'product', intro: 'By what people build and look after.' },
  geography: { label: 'Geography', axis: 'geography', intro: 'By where people work.' },
  matrix: { label: 'Matrix', intro: 'Two axes crossed: how many stand in both.' },
  networked: { label: 'Networked', intro: 'One person at the centre, with every axis and group at once.' },
} as const satisfies Record<string, { label: string; axis?: string; intro: string }>

export type Shape = keyof typeof shapes

/** The way between the shapes and the company's own axes, all on the same day. */
export function ShapeTabs(props: { axes: readonly Axis[]; current: string; day: Day | undefined }) {
  const known = new Set<string>(Object.values(shapes).flatMap((shape) => ('axis' in shape ? [shape.axis] : [])))
  const own = props.axes.filter((axis) => !known.has(axis.key))
  const address = (view: string) => `/inside/structure?${query({ view, day: props.day })}`
  return (
    <Tabs
      label="Shapes of the organisation"
      tabs={[
        ...Object.entries(shapes).map(([view, { label }]) => ({ view, label })),
        ...own.map((axis) => ({ view: `axis-${axis.key}`, label: axis.title })),
      ].map(({ view, label }) => ({ href: address(view), label, current: view === props.current }))}
    />
  )
}

/** A query string without what is absent. */
export function query(fields: Record<string, string | number | undefined>): string {
  const given = Object.entries(fields).filter((entry): entry is [string, string | number] => entry[1] !== undefined)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}

interface Branch {
  readonly line: NodeLine
  readonly below: Branch[]
}

/** Lines that stand each before what is below it, as branches; what hangs on an earlier page begins a branch itself. */
function grow(lines: readonly NodeLine[]): Branch[] {
  const branches = new Map(lines.map((line) => [line.id, { line, below: [] as Branch[] }]))
  const top: Branch[] = []
  for (const branch of branches.values()) {
    const above = branch.line.parentId === null ? undefined : branches.get(branch.line.parentId)
    ;(above?.below ?? top).push(branch)
  }
  return top
}

/** A tree of places as nested lists, with how many people stand at and below each. */
export function Tree(props: { lines: readonly NodeLine[]; label: string; day: Day | undefined }) {
  return (
    <div class="scroll-x" tabindex={0} role="region" aria-label={props.label}>
      <Branches branches={grow(props.lines)} day={props.day} />
    </div>
  )
}

function Branches(props: { branches: readonly Branch[]; day: Day | undefined }) {
  return (
    <ul>
      {props.branches.map(({ line, below }) => (
        <li data-node={String(line.id)}>
          <a href={nodePath(line.id, props.day)}>{line.title}</a> <span class="small muted">{peopleWords(line)}</span>
          {below.length > 0 ? <Branches branches={below} day={props.day} /> : null}
        </li>
      ))}
    </ul>
  )
}

/** "12 people, 3 right here": the second part only where it differs. */
export function peopleWords(counts: { own: number; withBelow: number }): string {
  const all = counts.withBelow === 1 ? '1 person' : `${counts.withBelow} people`
  return counts.own === counts.withBelow ? all : `${all}, ${counts.own || 'none'} right here`
}

/** Lines as options of a select, indented as deep as they stand. */
export function nodeOptions(lines: readonly NodeLine[], top?: string) {
  return [
    ...(top === undefined ? [] : [{ value: '', label: top }]),
    ...lines.map((line) => ({
      value: String(line.id),
      label: `${'\u2003'.repeat(line.depth)}${line.title} (${line.code})`,
    })),
  ]
}

export function roleOptions(roles: readonly Role[]) {
  return roles.map((role) => ({ value: role.key, label: role.title }))
}

/** People by name, each leading to their profile. */
export function PeopleList(props: { people: readonly PersonCard[] }) {
  return (
    <ul role="list" class="people-list">
      {props.people.map((person) => (
        <li>
          <a href={personPath(person)}>{person.displayName}</a>
          <br />
          <span class="small muted">{person.organisation ?? person.jobTitle}</span>
        </li>
      ))}
    </ul>
  )
}
