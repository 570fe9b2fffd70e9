import type { ComponentChildren } from 'preact'
import {
  AccountMenu,
  FrameEnd,
  NoticesLink,
  PaletteLink,
  SkipLink,
  type AccountWords,
  type FrameBasics,
  type NoticesWords,
  type PaletteLinkWords,
} from './bar.tsx'
import { Mark } from './icon.tsx'
import { RealmWord } from './realm.tsx'

export type { AccountWords, DoorwayWords, FrameBasics, NoticesWords } from './bar.tsx'
export { InsideFrame, type InsideFrameProps, type NavGroup, type NavItem } from './inside-frame.tsx'
export { LanguageSwitch } from './bar.tsx'
export { Masthead, OutsideFrame, type OutsideFrameProps } from './outside-frame.tsx'

export type BridgeFrameProps = FrameBasics & {
  brandLabel: string
  /** The one room that a guest may enter. */
  room: { label: string; href: string }
  /** "Bridge, Velund and Kettenwerk GmbH" */
  place: ComponentChildren
  palette?: PaletteLinkWords
  notices?: NoticesWords
  account?: AccountWords
}

/** For guests: one room in the bar, and nothing else in sight. */
export function BridgeFrame(props: BridgeFrameProps) {
  return (
    <body class="guest" data-realm="bridge">
      <SkipLink label={props.skipLabel} />
      <header class="topbar">
        <span class="brand" role="img" aria-label={props.brandLabel}>
          <Mark name="logo" />
        </span>
        <a class="room" href={props.room.href} dir="auto">
          {props.room.label}
        </a>
        <span class="small wide-only">
          <Mark name="bridge" /> {props.place}
        </span>
        <div class="tools">
          {props.palette ? <PaletteLink {...props.palette} /> : null}
          {props.notices ? <NoticesLink {...props.notices} /> : null}
          {props.account ? <AccountMenu {...props.account} /> : null}
        </div>
      </header>
      <main id="main">{props.children}</main>
      <FrameEnd toasts={props.toasts} after={props.after} />
    </body>
  )
}

export type SeamFrameProps = FrameBasics & {
  /** `doors` for signing in, `setup` for the first start. */
  look: 'doors' | 'setup'
  brand: { name: string; note?: ComponentChildren; href?: string }
  /** At the end of the bar: the server and its version. */
  aside?: ComponentChildren
  footer?: ComponentChildren
}

/** Pages that stand on neither side: the two doors, the first start. */
export function SeamFrame(props: SeamFrameProps) {
  const { brand } = props
  const inner = (
    <>
      <Mark name="logo" />
      <span class="word">{brand.name}</span> {brand.note ? <small dir="auto">{brand.note}</small> : null}
    </>
  )
  return (
    <body class={props.look === 'doors' ? 'signin' : 'setup'} data-realm="bridge">
      <SkipLink label={props.skipLabel} />
      <header class="seam-top">
        {brand.href ? (
          <a class="brand" href={brand.href}>
            {inner}
          </a>
        ) : (
          <span class="brand">{inner}</span>
        )}
        {props.aside ? <p class="push small">{props.aside}</p> : null}
      </header>
      <main id="main" class={props.look === 'doors' ? 'doors' : 'welcome'}>
        {props.children}
      </main>
      {props.footer ? <footer class="door-foot">{props.footer}</footer> : null}
      <FrameEnd toasts={props.toasts} after={props.after} />
    </body>
  )
}

/** One of the two doors of a `SeamFrame` with `look="doors"`; put `DoorSeam` between two of them. */
export function Door(props: {
  realm: 'inside' | 'outside'
  id: string
  word: ComponentChildren
  title: ComponentChildren
  intro?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <section
      class={props.realm === 'inside' ? 'door in' : 'door out'}
      data-realm={props.realm}
      aria-labelledby={props.id}
    >
      <div class="door-in">
        <RealmWord realm={props.realm}>{props.word}</RealmWord>
        <h2 id={props.id} class={props.realm === 'outside' ? 'voice-title' : undefined}>
          {props.title}
        </h2>
        {props.intro ? <p class="soft">{props.intro}</p> : null}
        {props.children}
      </div>
    </section>
  )
}

/** The wall between two doors. */
export function DoorSeam() {
  return <div class="door-seam" aria-hidden="true" />
}

/** "or", on a line between two ways of doing something. */
export function Or(props: { children: ComponentChildren }) {
  return (
    <div class="or">
      <span>{props.children}</span>
    </div>
  )
}
