import type { ComponentChildren } from 'preact'
import { Pill } from './badge.tsx'
import { Icon, Mark } from './icon.tsx'
import type { IconName } from './icons.ts'
import { Knot } from './seam.tsx'

type Level = 2 | 3 | 4

const headings = { 2: ['h2', 'h3'], 3: ['h3', 'h4'], 4: ['h4', 'h5'] } as const

type Wording = { heading: ComponentChildren } & ({ html: string } | { children: ComponentChildren })

/**
 * Exactly what leaves (or comes in): both wordings side by side, what goes, what stays, what may be added, and the line
 * that is logged. It stands inside the form that confirms it, or before it; nothing is sent by drawing it.
 */
export function CrossingPreview(props: {
  id?: string
  direction: 'out' | 'in'
  /** The level of its heading; 2 unless told. Those within are one deeper. */
  level?: Level
  title: string
  status?: { icon: IconName; label: ComponentChildren }
  note?: ComponentChildren
  inside: Wording
  outside: Wording
  goes: { heading: string; lines: ComponentChildren[] }
  stays: { heading: string; lines: ComponentChildren[] }
  choice?: { heading: string; children: ComponentChildren }
  /** What will be logged, and how it can be taken back. */
  log: ComponentChildren
  actions: ComponentChildren
}) {
  const id = props.id ?? 'crossing'
  const level = props.level ?? 2
  const [Title, Part] = headings[level]
  return (
    <section class="crossing-preview" id={id} aria-labelledby={`${id}-title`}>
      <header>
        <Title id={`${id}-title`}>{props.title}</Title>
        {props.status ? <Pill icon={props.status.icon}>{props.status.label}</Pill> : null}
        {props.note ? <span class="push small muted">{props.note}</span> : null}
      </header>
      <div class="sides">
        <WordingSide realm="inside" wording={props.inside} level={level} />
        <div class="thread-v" aria-hidden="true">
          <Knot direction={props.direction} />
        </div>
        <WordingSide realm="outside" wording={props.outside} level={level} />
      </div>
      <div class="cargo">
        <div class="goes">
          <CargoList {...props.goes} icon="check" level={level} />
        </div>
        <div>
          <CargoList {...props.stays} icon="lock-simple" level={level} />
        </div>
        {props.choice ? (
          <div>
            <Part>{props.choice.heading}</Part>
            {props.choice.children}
          </div>
        ) : null}
      </div>
      <footer>
        <span>{props.log}</span>
        <span class="push row tight">{props.actions}</span>
      </footer>
    </section>
  )
}

/** Words of the inside wording that do not leave. */
export function Stays(props: { children: ComponentChildren }) {
  return <del class="stays">{props.children}</del>
}

function WordingSide(props: { realm: 'inside' | 'outside'; wording: Wording; level: Level }) {
  const { wording } = props
  const Part = headings[props.level][1]
  return (
    <div class={props.realm === 'inside' ? 'side in' : 'side out'} data-realm={props.realm}>
      <Part>
        <Mark name={props.realm} />
        {wording.heading}
      </Part>
      {'html' in wording ? (
        <div class="text" dir="auto" dangerouslySetInnerHTML={{ __html: wording.html }} />
      ) : (
        <div class="text">{wording.children}</div>
      )}
    </div>
  )
}

function CargoList(props: { heading: string; lines: ComponentChildren[]; icon: IconName; level: Level }) {
  const Part = headings[props.level][1]
  return (
    <>
      <Part>{props.heading}</Part>
      <ul role="list">
        {props.lines.map((line) => (
          <li>
            <Icon name={props.icon} />
            <span>{line}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
