import type { ComponentChildren } from 'preact'
import { Badge } from './badge.tsx'
import {
  AccountMenu,
  Doorway,
  MoreButton,
  FrameEnd,
  NoticesLink,
  PaletteLink,
  SkipLink,
  WriteLink,
  type AccountWords,
  type DoorwayWords,
  type FrameBasics,
  type NoticesWords,
  type PaletteLinkWords,
} from './bar.tsx'
import { Icon, Mark } from './icon.tsx'
import type { IconName } from './icons.ts'
import { SearchForm, type SearchWords } from './search.tsx'

export type NavItem = {
  href: string
  label: string
  /** A shorter word for the rail. */
  short?: string
  icon: IconName
  count?: number
  /** Read after the count: "open". */
  countLabel?: string
  current?: boolean
  /** Stands among the foot tabs of a narrow screen; at most four. */
  tab?: boolean
  /** The second key after `g`, such as `h`. */
  key?: string
}

export type NavGroup = { heading?: string; items: NavItem[] }

export type InsideFrameProps = FrameBasics & {
  brand: { name: string; company: string; href: string; /** "Tango, Velund, home" */ label: string }
  doorway?: DoorwayWords
  search?: SearchWords
  /** Also the search of a narrow screen, where there is no room for the box. */
  palette?: PaletteLinkWords
  write?: { href: string; label: string }
  notices?: NoticesWords
  account?: AccountWords
  nav: { label: string; groups: NavGroup[]; more: string }
  /** Work pages need the width: the nav shrinks to a rail. */
  rail?: boolean
  /** The page draws its own edges (panes). */
  flush?: boolean
  /** At the end of the bar, before the tools. */
  bar?: ComponentChildren
}

/** Bar across, nav at the start, page beside it; under 768 px the nav becomes tabs at the foot. */
export function InsideFrame(props: InsideFrameProps) {
  const { brand, search } = props
  return (
    <body class="app" data-realm="inside" data-nav={props.rail ? 'rail' : undefined}>
      <SkipLink label={props.skipLabel} />
      <header class="topbar">
        <a class="brand" href={brand.href} aria-label={brand.label}>
          <Mark name="logo" />
          <span class="word">{brand.name}</span>{' '}
          <small class="wide-only" dir="auto">
            {brand.company}
          </small>
        </a>
        {props.doorway ? <Doorway {...props.doorway} /> : null}
        {search ? <SearchForm {...search} keys={search.keys ?? '/'} /> : null}
        {props.bar}
        <div class="tools">
          {props.palette ? <PaletteLink {...props.palette} /> : null}
          {props.write ? <WriteLink {...props.write} /> : null}
          {props.notices ? <NoticesLink {...props.notices} /> : null}
          {props.account ? <AccountMenu {...props.account} /> : null}
        </div>
      </header>
      <SideNav {...props.nav} rail={props.rail ?? false} />
      <main id="main" class={props.flush ? 'flush' : undefined}>
        {props.children}
      </main>
      <FrameEnd toasts={props.toasts} after={props.after} />
    </body>
  )
}

/** The nav of the inside: groups with headings; what a person may not use is absent. */
export function SideNav(props: { label: string; groups: NavGroup[]; more: string; rail: boolean }) {
  const groups = props.groups.filter((group) => group.items.length > 0)
  const hidden = groups.map((group) => ({ ...group, items: group.items.filter((item) => !item.tab) }))
  return (
    <nav class="sidenav" aria-label={props.label}>
      {groups.map((group) => (
        <section>
          {group.heading ? <h2>{group.heading}</h2> : null}
          <ul role="list" class="nav-list">
            {group.items.map((item) => (
              <li class={item.tab ? 'tab' : undefined}>
                <NavLink item={item} rail={props.rail} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section class="more">
        <ul role="list">
          <li class="tab">
            <MoreButton label={props.more} opens="more-nav" />
          </li>
        </ul>
      </section>
      <div class="menu" popover id="more-nav" role="group" aria-label={props.more}>
        {hidden
          .filter((group) => group.items.length > 0)
          .map((group) => (
            <>
              {group.heading ? <h2>{group.heading}</h2> : null}
              <ul role="list">
                {group.items.map((item) => (
                  <li>
                    <NavLink item={{ ...item, key: undefined }} rail={false} />
                  </li>
                ))}
              </ul>
            </>
          ))}
      </div>
    </nav>
  )
}

function NavLink(props: { item: Omit<NavItem, 'key'> & { key?: string | undefined }; rail: boolean }) {
  const { item } = props
  return (
    <a href={item.href} aria-current={item.current ? 'page' : undefined} data-key={item.key && `g ${item.key}`}>
      <Icon name={item.icon} />
      <span>{props.rail ? (item.short ?? item.label) : item.label}</span>
      {item.count ? <Badge spoken={item.countLabel}>{item.count}</Badge> : null}
    </a>
  )
}
