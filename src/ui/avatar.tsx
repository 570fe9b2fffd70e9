import type { ComponentChildren } from 'preact'
import { hueOf, initialsOf } from './avatar.shared.ts'
import { classes } from './classes.ts'

/** Shape and ring of an avatar: where the person belongs, and in which office they act. */
export type AvatarWho = 'employee' | 'official' | 'partner' | 'customer' | 'visitor'

export type Face = {
  /** What the hue is derived from: an id, never shown. */
  id: string
  /** What the initials are taken from. */
  name: string
  who: AvatarWho
}

/** Initials in the shape of the person's place. Decoration: the name stands beside it. */
export function Avatar(props: Face & { size?: 'xs' | 's' | 'l' | 'xl'; on?: 'here' | 'away' | 'busy' }) {
  const initials = props.who === 'visitor' ? '?' : initialsOf(props.name)
  return (
    <span
      class={classes('avatar', props.size, `h${hueOf(props.id)}`)}
      data-who={props.who}
      data-on={props.on}
      aria-hidden="true"
    >
      {initials}
    </span>
  )
}

/** A few avatars, one over the other. */
export function Avatars(props: { faces: Face[] }) {
  return (
    <span class="avatars">
      {props.faces.map((face) => (
        <Avatar {...face} size="s" />
      ))}
    </span>
  )
}

/** Who is here, side by side, with words after them. `names` is what assistive technology reads instead of the shapes. */
export function PeopleStrip(props: {
  faces: (Face & { on?: 'here' | 'away' | 'busy' })[]
  names: string
  children?: ComponentChildren
}) {
  return (
    <div class="people-strip">
      {props.faces.map((face) => (
        <Avatar {...face} size="s" />
      ))}
      <span class="vh" dir="auto">
        {props.names}
      </span>
      {props.children ? <span class="small muted">{props.children}</span> : null}
    </div>
  )
}
