import type { ComponentChildren } from 'preact'
import {
  AccountMenu,
  Doorway,
  FrameEnd,
  NoticesLink,
  PaletteLink,
  SkipLink,
  type AccountWords,
  type DoorwayWords,
  type FrameBasics,
  type NoticesWords,
  type PaletteLinkWords,
} from './bar.tsx'
import { LinkButton } from './button.tsx'
import { Icon, Mark } from './icon.tsx'
import { SearchForm, type SearchWords } from './search.tsx'

export type OutsideNavLink = {
  href: string
  label: string
  current?: boolean
  /** Such as `g q` or `c`. */ keys?: string
}

export type OutsideFrameProps = FrameBasics & {
  brand: {
    href: string
    name: string
    /** The thinner second part of the name. */
    note?: string
    /** A drawing instead of the logo mark. */
    logo?: ComponentChildren
  }
  nav: { label: string; links: OutsideNavLink[] }
  search?: SearchWords
  /** Also the search of a narrow screen, where there is no room for the box. */
  palette?: PaletteLinkWords
  signIn?: { href: string; label: string }
  join?: { href: string; label: string }
  notices?: NoticesWords
  account?: AccountWords
  /** Employees only; a visitor sees no trace that an inside exists. */
  doorway?: DoorwayWords
  /** In which office an employee writes here. */
  office?: ComponentChildren
  masthead?: ComponentChildren
  footer: {
    note: ComponentChildren
    links: { href: string; label: string }[]
    /** The switch of languages. */
    after?: ComponentChildren
  }
  /** A single narrow column: forms, settings. */
  narrow?: boolean
}

/** One centred column under a bright bar. Reading pages need no script here. */
export function OutsideFrame(props: OutsideFrameProps) {
  const { brand } = props
  return (
    <body class="public" data-realm="outside">
      <SkipLink label={props.skipLabel} />
      <header class="topbar public-bar">
        <a class="brand" href={brand.href}>
          {brand.logo ?? <Mark name="outside" />}
          <span class="word" dir="auto">
            {brand.name}
            {brand.note ? <span class="thin"> {brand.note}</span> : null}
          </span>
        </a>
        {props.doorway ? <Doorway {...props.doorway} /> : null}
        <nav class="public-nav" aria-label={props.nav.label}>
          {props.nav.links.map((link) => (
            <a href={link.href} aria-current={link.current ? 'page' : undefined} data-key={link.keys}>
              {link.label}
            </a>
          ))}
        </nav>
        {props.search ? <SearchForm {...props.search} keys={props.search.keys ?? '/'} /> : null}
        <div class="tools">
          {props.palette ? <PaletteLink {...props.palette} /> : null}
          {props.signIn ? (
            <LinkButton kind="quiet" href={props.signIn.href}>
              {props.signIn.label}
            </LinkButton>
          ) : null}
          {props.join ? (
            <LinkButton kind="primary" extra="join" href={props.join.href}>
              {props.join.label}
            </LinkButton>
          ) : null}
          {props.notices ? <NoticesLink {...props.notices} /> : null}
          {props.account ? <AccountMenu {...props.account} named /> : null}
        </div>
        {props.office ? (
          <p class="office-line">
            <Icon name="seal-check-f" /> {props.office}
          </p>
        ) : null}
      </header>
      {props.masthead}
      <main id="main" class={props.narrow ? 'plain-main' : undefined}>
        {props.children}
      </main>
      <footer class="public-foot">
        <div>
          <p>
            <Mark name="outside" />
            {props.footer.note}
          </p>
          <ul role="list" class="row">
            {props.footer.links.map((link) => (
              <li>
                <a href={link.href}>{link.label}</a>
              </li>
            ))}
          </ul>
          {props.footer.after}
        </div>
      </footer>
      <FrameEnd toasts={props.toasts} after={props.after} />
    </body>
  )
}

/** The bright head of a home page outside: one sentence, one box to ask or search. */
export function Masthead(props: {
  label: string
  title: ComponentChildren
  search: SearchWords
  note?: ComponentChildren
  /** Beside the sentence: products, pictures. */
  beside?: ComponentChildren
}) {
  return (
    <section class="masthead" aria-label={props.label}>
      <div>
        <div class="mast-copy">
          <h1>{props.title}</h1>
          <SearchForm {...props.search} keys={props.search.keys ?? '/'} large />
          {props.note ? <p>{props.note}</p> : null}
        </div>
        {props.beside}
      </div>
    </section>
  )
}
