import type { ComponentChildren, JSX } from 'preact'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

type Look = {
  /** One `primary` per region; `danger` destroys; `quiet` has no ground until it is pointed at. */
  kind?: 'primary' | 'quiet' | 'danger'
  size?: 's' | 'l'
  icon?: IconName
  /** Draw only the icon; `label` then names the button. */
  iconOnly?: boolean
  /** Spoken instead of the content; needed with `iconOnly`. */
  label?: string
  /** Further layout classes, such as `push` or `wide-only`. */
  extra?: string
  children?: ComponentChildren
}

export type ButtonProps = Look &
  Omit<JSX.IntrinsicElements['button'], 'class' | 'size' | 'icon' | 'children' | 'label' | 'role'>
export type LinkButtonProps = Look &
  Omit<JSX.IntrinsicElements['a'], 'class' | 'size' | 'icon' | 'children' | 'label' | 'role'> & { href: string }

/** A button. Its words say what happens. Other attributes (`name`, `value`, `type`, `formaction` …) pass through. */
export function Button(props: ButtonProps) {
  const { kind, size, icon, iconOnly, label, extra, children, ...rest } = props
  return (
    <button {...rest} class={lookClass({ kind, size, iconOnly, extra })} aria-label={label}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton(props: LinkButtonProps) {
  const { kind, size, icon, iconOnly, label, extra, children, ...rest } = props
  return (
    <a {...rest} class={lookClass({ kind, size, iconOnly, extra })} aria-label={label}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </a>
  )
}

type CrossingLook = {
  /** Out turns the cap to the outside, in to the inside. */
  direction: 'out' | 'in'
  children: ComponentChildren
}

/**
 * The only two-coloured button: it goes through the wall, and opens the preview first.
 * With `href` it is a link to the preview page, which the key `x` follows; without, a button of a form, which no key
 * presses.
 */
export function CrossingButton(
  props: CrossingLook & Omit<JSX.IntrinsicElements['button'], 'class' | 'children' | 'role'> & { href?: string },
) {
  const { direction, children, href, ...rest } = props
  const look = direction === 'in' ? 'btn cross in' : 'btn cross'
  const cap = (
    <span class="cap">
      <Icon name={direction === 'in' ? 'arrow-left' : 'arrow-right'} />
    </span>
  )
  if (href !== undefined) {
    return (
      <a class={look} href={href} id={props.id} data-key="x">
        {children}
        {cap}
      </a>
    )
  }
  return (
    <button {...rest} class={look}>
      {children}
      {cap}
    </button>
  )
}

/** Buttons that belong together, drawn as one. */
export function ButtonGroup(props: { children: ComponentChildren }) {
  return <span class="btn-group">{props.children}</span>
}

/** A form of one button that posts: signing out, following, undoing. */
export function ActionButton(props: {
  action: string
  fields?: Record<string, string>
  children: ComponentChildren
  kind?: 'primary' | 'quiet' | 'danger'
  size?: 's' | 'l'
  icon?: IconName
  pressed?: boolean
  label?: string
  /** What is posted is answered with a page, shown once, and with no way to another: scripts leave it to the browser. */
  showsOnce?: boolean
}) {
  return (
    <form method="post" action={props.action} class="inline" data-turbo={props.showsOnce ? 'false' : undefined}>
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button
        kind={props.kind}
        size={props.size}
        icon={props.icon}
        label={props.label}
        aria-pressed={props.pressed === undefined ? undefined : props.pressed ? 'true' : 'false'}
      >
        {props.children}
      </Button>
    </form>
  )
}

function lookClass(look: Look): string {
  return classes('btn', look.kind, look.iconOnly && 'icon', look.size, look.extra)
}
