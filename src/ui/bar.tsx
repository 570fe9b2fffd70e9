import './elements.ts'
import type { ComponentChildren } from 'preact'
import { Avatar, type Face } from './avatar.tsx'
import { Badge } from './badge.tsx'
import { LinkButton } from './button.tsx'
import { Icon, Mark } from './icon.tsx'
import { Menu, type MenuEntry } from './overlay.tsx'
import { keysWords, paletteWords, wordsForScript } from './script-words.ts'
import { useWords } from './words.tsx'

/** What every frame needs. Frames return `<body>`; the page around it is written by the server, which adds the sprite. */
export type FrameBasics = {
  /** "Skip to the content" */
  skipLabel: string
  /** What has just happened: `Toast` elements, read out politely. */
  toasts?: ComponentChildren
  /** Custom elements and other things that belong to the page as a whole. */
  after?: ComponentChildren
  children: ComponentChildren
}

export type DoorwayWords = {
  /** "Which side of the wall" */
  label: string
  inside: { label: string; href: string }
  outside: { label: string; href: string }
  /** Neither on the bridge. */
  current?: 'inside' | 'outside'
}

export type NoticesWords = { href: string; /** "Notices, 3 new" */ label: string; count: number }

export type AccountWords = Face & {
  /** "Lena Brandt, your account" */
  label: string
  menu: (MenuEntry | 'rule')[]
  head?: ComponentChildren
}

/** The first stop of the keyboard on every page. */
export function SkipLink(props: { label: string }) {
  return (
    <a class="skip" href="#main">
      {props.label}
    </a>
  )
}

/** The two leaves: it moves the reader, never the content. */
export function Doorway(props: DoorwayWords) {
  return (
    <nav class="doorway" aria-label={props.label}>
      <a
        href={props.inside.href}
        data-realm="inside"
        data-key="g i"
        aria-current={props.current === 'inside' ? 'true' : undefined}
      >
        <Mark name="inside" />
        {props.inside.label}
      </a>
      <a
        href={props.outside.href}
        data-realm="outside"
        data-key="g o"
        aria-current={props.current === 'outside' ? 'true' : undefined}
      >
        <Mark name="outside" />
        {props.outside.label}
      </a>
    </nav>
  )
}

export type PaletteLinkWords = {
  /** The page of all places, for those without script. */
  href: string
  /** Answers the palette with places. */
  found: string
  /** Takes `?q=`. */
  search: string
  label: string
}

/** The way to every place: a link, on narrow screens drawn as the search; with script it opens the command palette. */
export function PaletteLink(props: PaletteLinkWords) {
  return (
    <tango-palette
      data-found={props.found}
      data-search={props.search}
      data-words={wordsForScript(useWords(), paletteWords)}
    >
      <a class="btn quiet icon narrow-only" href={props.href} aria-label={props.label} data-key="Ctrl K">
        <Icon name="magnifying-glass" large />
      </a>
    </tango-palette>
  )
}

/** The bell with what is new. */
export function NoticesLink(props: NoticesWords) {
  return (
    <a class="btn quiet icon" href={props.href} aria-label={props.label}>
      <Icon name="bell" large />
      {props.count > 0 ? (
        <span class="badge" aria-hidden="true">
          {props.count > 99 ? '99+' : props.count}
        </span>
      ) : null}
    </a>
  )
}

/** The reader's own avatar with the menu of the account. `named` also writes the name. */
export function AccountMenu(props: AccountWords & { named?: boolean }) {
  return (
    <>
      <button
        type="button"
        class={props.named ? 'btn quiet me' : 'btn quiet icon'}
        popovertarget="account-menu"
        aria-haspopup="true"
      >
        <Avatar id={props.id} name={props.name} who={props.who} size="s" />
        {props.named ? (
          <span class="wide-text" dir="auto">
            {props.name}
          </span>
        ) : null}
        <span class="vh">{props.label}</span>
      </button>
      <Menu id="account-menu" label={props.label} entries={props.menu} head={props.head} />
    </>
  )
}

/** Where toasts appear; empty at first, so that what is put there later is announced. */
export function Toasts(props: { children?: ComponentChildren }) {
  return (
    <div class="toasts" id="toasts" role="status" aria-live="polite">
      {props.children}
    </div>
  )
}

/** The write button of a bar: a link, so that it works without script; the key `c` presses it. */
export function WriteLink(props: { href: string; label: string }) {
  return (
    <LinkButton kind="quiet" icon="pencil-simple-line" extra="wide-only" href={props.href} data-key="c">
      {props.label}
    </LinkButton>
  )
}

/** The button under which the rest of the nav lies on a narrow screen. */
export function MoreButton(props: { label: string; opens: string; count?: number }) {
  return (
    <button type="button" popovertarget={props.opens}>
      <Icon name="list" />
      <span>{props.label}</span>
      {props.count ? <Badge>{props.count}</Badge> : null}
    </button>
  )
}

/** The languages of the site, each named in itself: buttons of a plain form. A whole page load, so that no part of the page before stays. */
export function LanguageSwitch(props: {
  action: string
  label: string
  languages: { tag: string; name: string; current: boolean }[]
}) {
  return (
    <form method="post" action={props.action} class="row tight languages" aria-label={props.label} data-turbo="false">
      {props.languages.map(({ tag, name, current }) => (
        <button class="btn quiet s" name="language" value={tag} lang={tag} aria-pressed={current ? 'true' : 'false'}>
          {name}
        </button>
      ))}
    </form>
  )
}

/** What stands at the end of every frame: toasts, the keyboard, and whatever the page adds. */
export function FrameEnd(props: Pick<FrameBasics, 'toasts' | 'after'>) {
  return (
    <>
      <Toasts>{props.toasts}</Toasts>
      <tango-keys data-words={wordsForScript(useWords(), keysWords)} />
      {props.after}
    </>
  )
}
