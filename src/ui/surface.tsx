import type { ComponentChildren } from 'preact'
import { classes } from './classes.ts'
import { Icon, Mark } from './icon.tsx'
import type { IconName } from './icons.ts'

/** A paper with a head. `plain` lies on the ground without a paper. */
export function Card(props: {
  title?: ComponentChildren
  more?: { href: string; label: string }
  plain?: boolean
  /** The level of its heading; 2 unless told. */
  level?: 2 | 3 | 4
  id?: string
  children: ComponentChildren
}) {
  const Heading = `h${props.level ?? 2}` as 'h2' | 'h3' | 'h4'
  return (
    <section class={classes('card', props.plain && 'plain')} id={props.id}>
      {props.title ? (
        <header>
          <Heading>{props.title}</Heading>
          {props.more ? <a href={props.more.href}>{props.more.label}</a> : null}
        </header>
      ) : null}
      {props.children}
    </section>
  )
}

/** A remark of the house about what stands around it. */
export function Notebox(props: {
  tone?: 'info' | 'warn' | 'bad' | 'ok'
  icon?: IconName
  role?: 'status' | 'alert' | 'note'
  children: ComponentChildren
}) {
  return (
    <div class={classes('notebox', props.tone)} role={props.role}>
      {props.icon ? (
        <div class="row">
          <Icon name={props.icon} />
          <div>{props.children}</div>
        </div>
      ) : (
        props.children
      )}
    </div>
  )
}

/** Nothing is here yet, and what to do about it. */
export function Empty(props: { title: string; realm?: 'inside' | 'outside' | 'bridge'; children?: ComponentChildren }) {
  return (
    <div class="empty" data-realm={props.realm}>
      <svg viewBox="0 0 56 38" aria-hidden="true">
        <rect x="2" y="4" width="30" height="30" rx="4" fill="none" stroke="var(--in)" stroke-width="2" />
        <circle
          cx="39"
          cy="19"
          r="15"
          fill="none"
          stroke="var(--out-line)"
          stroke-width="2"
          stroke-dasharray="0.1 5"
          stroke-linecap="round"
        />
      </svg>
      <b>{props.title}</b>
      {props.children}
    </div>
  )
}

/** Lines where text will stand; `lines` are their lengths in per cent. Only after 300 ms of waiting. */
export function Skeleton(props: { label: string; lines?: number[] }) {
  const lines = props.lines ?? [60, 100, 85, 40]
  return (
    <div class="skel" role="img" aria-label={props.label}>
      {lines.map((share) => (
        <i class={`p-${Math.round(share)}`} />
      ))}
    </div>
  )
}

/**
 * A part of a page that only some readers get, under the words for whom. A reader who does not get it is never sent it:
 * this part must not be drawn for them at all.
 */
export function Conditional(props: {
  realm: 'inside' | 'outside' | 'bridge'
  label: ComponentChildren
  children: ComponentChildren
}) {
  const looks = { inside: 'cond c-s', outside: 'cond', bridge: 'cond c-p' }
  return (
    <div class={looks[props.realm]}>
      <p class="cond-label">
        <Mark name={props.realm} />
        {props.label}
      </p>
      <div>{props.children}</div>
    </div>
  )
}
