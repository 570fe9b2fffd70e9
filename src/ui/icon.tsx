import { classes } from './classes.ts'
import { markViewBoxes, type IconName, type MarkName } from './icons.ts'

/** Icons that point along the line: in a script that runs from right to left they point the other way. */
const pointing: ReadonlySet<IconName> = new Set([
  ...(['arrow-left', 'arrow-right', 'caret-left', 'caret-right', 'arrow-square-in', 'arrow-square-out'] as const),
  ...(['sign-in', 'sign-out', 'paper-plane-tilt', 'list-bullets'] as const),
])

/**
 * One icon, 1.2 em, in the colour of the text. It stands beside a word; where it stands alone, `label` says what it means.
 * Draws only a reference: the page carries the drawing once (see `withSprite`).
 */
export function Icon(props: { name: IconName; label?: string; large?: boolean }) {
  const shape = classes('i', props.large && 'lg', pointing.has(props.name) && 'turns')
  const use = <use href={`#i-${props.name}`} />
  if (props.label) {
    return (
      <svg class={shape} role="img" aria-label={props.label}>
        {use}
      </svg>
    )
  }
  return (
    <svg class={shape} aria-hidden="true">
      {use}
    </svg>
  )
}

/** A two-colour mark. Always decoration: the word beside it (or hidden text) is the information. */
export function Mark(props: { name: MarkName }) {
  return (
    <svg class="mark" viewBox={markViewBoxes[props.name]} aria-hidden="true">
      <use href={`#m-${props.name}`} />
    </svg>
  )
}
