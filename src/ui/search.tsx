import type { ComponentChildren } from 'preact'
import { Avatar, type Face } from './avatar.tsx'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { RealmMark, type RealmName } from './realm.tsx'

export type SearchWords = {
  action: string
  label: string
  placeholder?: string
  name?: string
  value?: string
  id?: string
  /** The key that leads here, shown at the end unless the box is large. */
  keys?: string
}

/** The search box; it works as a plain form. With `form` it belongs to that form of the page, and is sent with its fields. */
export function SearchForm(props: SearchWords & { large?: boolean; boxed?: boolean; form?: string }) {
  const id = props.id ?? 'search'
  const look = {
    class: classes('search', props.large && 'l', props.boxed && 'boxed'),
    role: 'search' as const,
    'aria-label': props.label,
  }
  const box = (
    <>
      <label class="vh" for={id}>
        {props.label}
      </label>
      <Icon name="magnifying-glass" />
      <input
        id={id}
        form={props.form}
        name={props.name ?? 'q'}
        type="search"
        value={props.value}
        placeholder={props.placeholder}
        autocomplete="off"
        data-key={props.keys}
      />
      {props.keys && !props.large ? <kbd aria-hidden="true">{props.keys}</kbd> : null}
    </>
  )
  if (props.form) return <div {...look}>{box}</div>
  return (
    <form {...look} method="get" action={props.action}>
      {box}
    </form>
  )
}

export type Result = {
  href: string
  /** May hold `<mark>` around what was found. */
  title: ComponentChildren
  note?: ComponentChildren
  active?: boolean
} & ({ realm: RealmName; realmWord: string } | { face: Face } | { icon: IconName })

/** What was found, in groups. Every hit carries its realm mark, a face or an icon. */
export function Results(props: {
  groups: { heading: string; results: Result[] }[]
  footer?: ComponentChildren
  level?: 2 | 3 | 4
}) {
  const Heading = `h${props.level ?? 3}` as 'h2' | 'h3' | 'h4'
  return (
    <div class="results">
      {props.groups.map((group) => (
        <>
          <Heading>{group.heading}</Heading>
          <ul role="list">
            {group.results.map((result) => (
              <li>
                <a href={result.href} class={result.active ? 'active' : undefined}>
                  <span>{resultSign(result)}</span>
                  <span>{result.title}</span>
                  {result.note ? <small>{result.note}</small> : <span />}
                </a>
              </li>
            ))}
          </ul>
        </>
      ))}
      {props.footer ? <footer>{props.footer}</footer> : null}
    </div>
  )
}

function resultSign(result: Result) {
  if ('realm' in result) return <RealmMark realm={result.realm} word={result.realmWord} />
  if ('face' in result) return <Avatar {...result.face} size="xs" />
  return <Icon name={result.icon} />
}
