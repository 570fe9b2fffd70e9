import type { ComponentChildren } from 'preact'
import { classes } from './classes.ts'

type VoteWords = {
  count: ComponentChildren
  /** What the number means, and yours in it: "same here, you too". */
  label: ComponentChildren
  pressed?: boolean
  /** Where pressing goes: a form that posts, a page (a visitor is led to the sign-in), or nowhere. */
  action?: string
  href?: string
  fields?: Record<string, string>
}

/** A vote in a column of its own: number above word. */
export function VoteBox(props: VoteWords) {
  return <Vote {...props} look="votebox" />
}

/** "I have the same": number and word in one line. */
export function SameHere(props: VoteWords) {
  return <Vote {...props} look="votebox wide" />
}

function Vote(props: VoteWords & { look: string }) {
  const inner = (
    <>
      <span class="n">{props.count}</span>
      <span class="w">{props.label}</span>
    </>
  )
  if (props.href !== undefined) {
    return (
      <a class={props.look} href={props.href}>
        {inner}
      </a>
    )
  }
  if (props.action === undefined) return <span class={classes(props.look, 'still')}>{inner}</span>
  return (
    <form method="post" action={props.action} class="inline">
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button class={props.look} aria-pressed={props.pressed ? 'true' : 'false'}>
        {inner}
      </button>
    </form>
  )
}
