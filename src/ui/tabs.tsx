import type { ComponentChildren } from 'preact'
import { Mark } from './icon.tsx'
import type { RealmName } from './realm.tsx'

export type Tab = { href: string; label: ComponentChildren; count?: number | string; current?: boolean }

/** Tabs change the subject of a page. They are links, so each has its own address. */
export function Tabs(props: { label: string; tabs: Tab[] }) {
  return (
    <nav class="tabs" aria-label={props.label}>
      {props.tabs.map((tab) => (
        <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
          <bdi>{tab.label}</bdi>
          {tab.count !== undefined ? <span class="n">{tab.count}</span> : null}
        </a>
      ))}
    </nav>
  )
}

export type Segment = { href: string; label: string; realm?: RealmName; current?: boolean }

/** Segments filter or order what the page shows. They are links too. */
export function Segmented(props: { label: string; segments: Segment[] }) {
  return (
    <nav class="segmented" aria-label={props.label}>
      {props.segments.map((segment) => (
        <a href={segment.href} aria-current={segment.current ? 'true' : undefined}>
          {segment.realm ? <Mark name={segment.realm} /> : null}
          <bdi>{segment.label}</bdi>
        </a>
      ))}
    </nav>
  )
}

/** The same as one choice of a form: `name` carries the value of the segment that is chosen. */
export function SegmentedChoice(props: {
  label?: string
  /** The id of the words beside it that name it, instead of `label`. */
  labelledBy?: string
  name: string
  value?: string
  choices: { value: string; label: string; realm?: RealmName }[]
}) {
  return (
    <div class="segmented" role="radiogroup" aria-label={props.label} aria-labelledby={props.labelledBy}>
      {props.choices.map((choice) => (
        <label>
          <input type="radio" name={props.name} value={choice.value} checked={choice.value === props.value} />
          {choice.realm ? <Mark name={choice.realm} /> : null}
          <bdi>{choice.label}</bdi>
        </label>
      ))}
    </div>
  )
}
