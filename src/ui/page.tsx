import type { ComponentChildren } from 'preact'
import { LinkButton } from './button.tsx'
import { Icon } from './icon.tsx'

export type Crumb = { label: ComponentChildren; href?: string }

/** Where the page stands, from the widest place to this one. `label` names the list. */
export function Crumbs(props: { label: string; crumbs: Crumb[] }) {
  return (
    <nav class="crumbs" aria-label={props.label}>
      {props.crumbs.map((crumb, index) => (
        <>
          {index > 0 ? <Icon name="caret-right" /> : null}
          {crumb.href === undefined ? (
            <bdi>{crumb.label}</bdi>
          ) : (
            <a href={crumb.href}>
              <bdi>{crumb.label}</bdi>
            </a>
          )}
        </>
      ))}
    </nav>
  )
}

/** The head of a page: its one `h1`, a sentence, and what can be done with all of it. */
export function PageHead(props: {
  title: ComponentChildren
  /** Public titles are set in the serif. */
  voice?: boolean
  intro?: ComponentChildren
  crumbs?: ComponentChildren
  actions?: ComponentChildren
}) {
  return (
    <div class="page-head">
      <div>
        {props.crumbs}
        <h1 class={props.voice ? 'voice-title' : undefined}>{props.title}</h1>
        {props.intro ? <p>{props.intro}</p> : null}
      </div>
      {props.actions ? <div class="row">{props.actions}</div> : null}
    </div>
  )
}

/** Content with a side column that falls below when there is no room. */
export function Columns(props: { children: ComponentChildren; aside?: ComponentChildren; asideLabel: string }) {
  return (
    <div class="cols">
      <div class="stack">{props.children}</div>
      {props.aside ? <aside aria-label={props.asideLabel}>{props.aside}</aside> : null}
    </div>
  )
}

/** A part of the side column on public pages. */
export function AsideSection(props: { title: ComponentChildren; children: ComponentChildren }) {
  return (
    <section>
      <h2 class="aside-h">{props.title}</h2>
      {props.children}
    </section>
  )
}

/** The way to what came before and after on a list that goes on. Nothing is drawn when there is neither. */
export function Pages(props: {
  label: string
  newer?: { href: string; label: string }
  older?: { href: string; label: string }
}) {
  if (!props.newer && !props.older) return null
  return (
    <nav class="pages" aria-label={props.label}>
      {props.newer ? (
        <LinkButton href={props.newer.href} rel="prev">
          {props.newer.label}
        </LinkButton>
      ) : null}
      {props.older ? (
        <LinkButton href={props.older.href} rel="next">
          {props.older.label}
        </LinkButton>
      ) : null}
    </nav>
  )
}
