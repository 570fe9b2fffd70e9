import { type Say, said } from '../../platform/languages/languages.ts'
import type { PersonCard } from '../accounts/accounts.ts'
import { personPath } from '../accounts/accounts.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Axis, Day, NodeLine, Role } from './axes.ts'
import { nodePath } from './axes.parts.tsx'
import { roleTitle } from './titles.ts'

/** The seven shapes of an organisation, and the axis that each of them reads. Their words are for `say.again`. */
export const shapes = {
  none: {
    label: said('None | a shape of an organisation'),
    intro: said('Everyone beside everyone, by name: no lines at all.'),
  },
  functional: { label: said('Functional'), axis: 'function', intro: said('By what people do.') },
  segment: { label: said('Segment'), axis: 'segment', intro: said('By the customers whom people work for.') },
  product: {
    label: said('Product | a shape of an organisation'),
    axis: 'product',
    intro: said('By what people build and look after.'),
  },
  geography: { label: said('Geography'), axis: 'geography', intro: said('By where people work.') },
  matrix: { label: said('Matrix'), intro: said('Two axes crossed: how many stand in both.') },
  networked: { label: said('Networked'), intro: said('One person at the centre, with every axis and group at once.') },
} as const satisfies Record<string, { label: string; axis?: string; intro: string }>

export type Shape = keyof typeof shapes

/** The way between the shapes and the company's own axes, all on the same day. */
export function ShapeTabs(props: { axes: readonly Axis[]; current: string; day: Day | undefined }) {
  const say = useWords()
  const known = new Set<string>(Object.values(shapes).flatMap((shape) => ('axis' in shape ? [shape.axis] : [])))
  const own = props.axes.filter((axis) => !known.has(axis.key))
  const address = (view: string) => `/inside/structure?${query({ view, day: props.day })}`
  return (
    <Tabs
      label={say('Shapes of the organisation')}
      tabs={[
        ...Object.entries(shapes).map(([view, { label }]) => ({ view, label: say.again(label) })),
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
  const say = useWords()
  return (
    <ul>
      {props.branches.map(({ line, below }) => (
        <li data-node={String(line.id)}>
          <a dir="auto" href={nodePath(line.id, props.day)}>
            {line.title}
          </a>{' '}
          <span class="small muted">{peopleWords(say, line)}</span>
          {below.length > 0 ? <Branches branches={below} day={props.day} /> : null}
        </li>
      ))}
    </ul>
  )
}

/** "12 people, 3 right here": the second part only where it differs. */
function peopleWords(say: Say, counts: { own: number; withBelow: number }): string {
  const { own: number, withBelow: count } = counts
  if (number === count) return say('{count} people', { count })
  return number === 0
    ? say('{count} people, none right here', { count })
    : say('{count} people, {number} right here', { count, number })
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

export function roleOptions(say: Say, roles: readonly Role[]) {
  return roles.map((role) => ({ value: role.key, label: roleTitle(say, role) }))
}

/** People by name, each leading to their profile. */
export function PeopleList(props: { people: readonly PersonCard[] }) {
  return (
    <ul role="list" class="people-list">
      {props.people.map((person) => (
        <li>
          <a dir="auto" href={personPath(person)}>
            {person.displayName}
          </a>
          <br />
          <span class="small muted" dir="auto">
            {person.organisation ?? person.jobTitle}
          </span>
        </li>
      ))}
    </ul>
  )
}
