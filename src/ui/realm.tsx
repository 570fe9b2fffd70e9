import type { ComponentChildren } from 'preact'
import { Mark } from './icon.tsx'

/** The three grounds that the design knows. Colour, shape, pattern and typeface follow from it. */
export type RealmName = 'inside' | 'outside' | 'bridge'

/** The bare mark with its word as hidden text, for places where only the mark fits (search results, lists). */
export function RealmMark(props: { realm: RealmName; word: string }) {
  return (
    <>
      <Mark name={props.realm} />
      <span class="vh">{props.word}</span>
    </>
  )
}

/** Mark and word on the soft colour of the realm. */
export function RealmChip(props: { realm: RealmName; children: ComponentChildren }) {
  return (
    <span class="realm-chip" data-realm={props.realm}>
      <Mark name={props.realm} />
      {props.children}
    </span>
  )
}

/** Mark and word without a ground: the head of a door. */
export function RealmWord(props: { realm: RealmName; children: ComponentChildren }) {
  return (
    <p class="realm">
      <Mark name={props.realm} />
      {props.children}
    </p>
  )
}

export type AudienceWords = {
  realm: RealmName
  /** The word of the realm, or another that names the line better, such as "Private line". */
  word: ComponentChildren
  /** Who reads, in words: "Battery & Range · 38 people", "Anyone on the web". */
  who: ComponentChildren
  /** Where the exact list stands; `label` such as "Who exactly". */
  exactly?: { label: string } & ({ href: string } | { popover: string })
}

/**
 * Who reads this: mark, word, who, and a way to the exact list (a link, or the id of a `Popover` on the page).
 * Stands directly under the author of every post. `inline` makes it a span, for use inside a paragraph.
 */
export function AudienceLine(props: AudienceWords & { id?: string; inline?: boolean }) {
  const { exactly } = props
  const line = (
    <>
      <Mark name={props.realm} />
      <b>{props.word}</b> <span>{props.who}</span>
      {exactly ? ' ' : null}
      {exactly && 'href' in exactly ? <a href={exactly.href}>{exactly.label}</a> : null}
      {exactly && 'popover' in exactly ? (
        <button type="button" popovertarget={exactly.popover} aria-haspopup="dialog">
          {exactly.label}
        </button>
      ) : null}
    </>
  )
  if (props.inline) {
    return (
      <span class="audience" data-realm={props.realm} id={props.id}>
        {line}
      </span>
    )
  }
  return (
    <p class="audience" data-realm={props.realm} id={props.id}>
      {line}
    </p>
  )
}
