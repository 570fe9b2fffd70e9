import type { ComponentChildren } from 'preact'
import { shareClass } from './classes.ts'
import { Icon } from './icon.tsx'
import { AudienceLine, RealmChip, type AudienceWords } from './realm.tsx'

export type KnotWords = {
  direction: 'out' | 'in'
  /** How far down the line, 0 to 100. */
  at: number
  /** The time, or a word for what is still to come. */
  label?: string
  title?: string
}

/** One logged crossing on the seam. Decoration: the crossing itself is told in words elsewhere on the page. */
export function Knot(props: Partial<KnotWords> & { direction: 'out' | 'in' }) {
  return (
    <span class={props.at === undefined ? 'knot' : `knot ${shareClass(props.at)}`} title={props.title}>
      <Icon name={props.direction === 'in' ? 'arrow-left' : 'arrow-right'} />
      {props.label ? <small>{props.label}</small> : null}
    </span>
  )
}

type Side = {
  /** What stands on this side: "Companion thread". */
  chip: ComponentChildren
  audience: AudienceWords
  /** The id of a heading on this side; the heading names the region. */
  headingId: string
  children: ComponentChildren
}

/** Two sides of the wall with the seam between: inside at the start, outside at the end. */
export function Seam(props: { inside: Side; outside: Side; knots?: KnotWords[] }) {
  return (
    <div class="seam swarm">
      <section class="side-in" data-realm="inside" aria-labelledby={props.inside.headingId}>
        <SideHead side={props.inside} realm="inside" />
        {props.inside.children}
      </section>
      <div class="line" aria-hidden="true">
        {(props.knots ?? []).map((knot) => (
          <Knot {...knot} />
        ))}
      </div>
      <section class="side-out" data-realm="outside" aria-labelledby={props.outside.headingId}>
        <SideHead side={props.outside} realm="outside" />
        {props.outside.children}
      </section>
    </div>
  )
}

function SideHead(props: { side: Side; realm: 'inside' | 'outside' }) {
  return (
    <header class="side-head">
      <RealmChip realm={props.realm}>{props.side.chip}</RealmChip>
      <p>
        <AudienceLine {...props.side.audience} inline />
      </p>
    </header>
  )
}

/** The seam lying down: the wall between two parts of a page. */
export function SeamRule() {
  return <hr class="seam-rule" />
}
