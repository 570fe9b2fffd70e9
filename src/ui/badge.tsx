import type { ComponentChildren } from 'preact'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

/** A count or a very short word. `spoken` is read after it ("7" + " open"). */
export function Badge(props: { children: ComponentChildren; tone?: 'hot' | 'new' | 'due'; spoken?: string }) {
  return (
    <span class={classes('badge', props.tone)}>
      {props.children}
      {props.spoken ? <span class="vh"> {props.spoken}</span> : null}
    </span>
  )
}

export type Tone = 'ok' | 'warn' | 'bad' | 'info'

/** A state: icon and word, never the colour alone. */
export function Pill(props: { icon: IconName; tone?: Tone; children: ComponentChildren }) {
  return (
    <span class={classes('pill', props.tone)}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  )
}

/** Somebody's own word for it. A link to everything that carries the same word, or plain text without `href`. */
export function Tag(props: { href?: string; children: ComponentChildren }) {
  if (props.href === undefined)
    return (
      <span class="tag" dir="auto">
        {props.children}
      </span>
    )
  return (
    <a class="tag" href={props.href} rel="tag" dir="auto">
      {props.children}
    </a>
  )
}

/** Several tags in a row. */
export function Tags(props: { tags: { label: string; href?: string }[] }) {
  if (props.tags.length === 0) return null
  return (
    <span class="row tight">
      {props.tags.map((tag) => (
        <Tag href={tag.href}>{tag.label}</Tag>
      ))}
    </span>
  )
}

/** In which office somebody speaks, beside the name. */
export function Office(props: {
  kind?: 'official' | 'executive' | 'employee' | 'champion' | 'partner'
  children: ComponentChildren
}) {
  const kind = props.kind ?? 'official'
  const icons = {
    official: 'seal-check-f',
    executive: 'buildings',
    employee: 'identification-badge',
    champion: 'medal',
    partner: 'handshake',
  } as const
  return (
    <span class={classes('office', kind !== 'official' && kind)}>
      <Icon name={icons[kind]} />
      {props.children}
    </span>
  )
}
