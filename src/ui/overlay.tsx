import './elements.ts'
import type { ComponentChildren } from 'preact'
import { Button, type ButtonProps } from './button.tsx'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

/**
 * The button that opens a `Menu` or `Popover` (native `popover`, no script). Takes what `Button` takes, and `opens`: the id.
 */
export function PopoverButton(props: Omit<ButtonProps, 'type'> & { opens: string }) {
  const { opens, ...rest } = props
  return <Button {...rest} type="button" popovertarget={opens} />
}

export type MenuEntry = {
  label: ComponentChildren
  icon?: IconName
  /** The key that does the same, shown at the end; a link it also follows. */
  keys?: string
  danger?: boolean
} & (
  | { href: string; /** Opening it changes something, so it is not fetched before it is pressed. */ acts?: boolean }
  /** A button that posts; `fields` travel as hidden inputs. */
  | {
      action: string
      fields?: Record<string, string>
      /** Signing out: drafts on this device go too. */ forgetsDrafts?: boolean
    }
  /** A button of a form elsewhere on the page, or one that opens a dialog (`commandfor`). */
  | { dialog: string }
)

/** Things to do or places to go, in a popover. `id` is what `PopoverButton` opens. `rule` in the list draws a line. */
export function Menu(props: {
  id: string
  label: string
  entries: (MenuEntry | 'rule')[]
  head?: ComponentChildren
  side?: 'start' | 'end'
}) {
  return (
    <div class="menu" popover id={props.id} role="group" aria-label={props.label} data-side={props.side}>
      {props.head ? <header>{props.head}</header> : null}
      <MenuList entries={props.entries} />
    </div>
  )
}

/** The same list lying open on the page. */
export function OpenMenu(props: { label: string; entries: (MenuEntry | 'rule')[] }) {
  return (
    <div class="menu" role="group" aria-label={props.label}>
      <MenuList entries={props.entries} />
    </div>
  )
}

function MenuList(props: { entries: (MenuEntry | 'rule')[] }) {
  return (
    <ul role="list">
      {props.entries.map((entry) =>
        entry === 'rule' ? <li class="rule" aria-hidden="true" /> : <li>{menuEntry(entry)}</li>,
      )}
    </ul>
  )
}

function menuEntry(entry: MenuEntry) {
  const words = (
    <>
      {entry.icon ? <Icon name={entry.icon} /> : null}
      <span>{entry.label}</span>
      {entry.keys ? <kbd>{entry.keys}</kbd> : null}
    </>
  )
  const look = entry.danger ? 'danger' : undefined
  if ('href' in entry) {
    return (
      <a href={entry.href} class={look} data-key={entry.keys} data-turbo-prefetch={entry.acts ? 'false' : undefined}>
        {words}
      </a>
    )
  }
  if ('dialog' in entry) {
    return (
      <button type="button" class={look} command="show-modal" commandfor={entry.dialog}>
        {words}
      </button>
    )
  }
  return (
    <form method="post" action={entry.action} data-forgets-drafts={entry.forgetsDrafts ? '' : undefined}>
      {Object.entries(entry.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button class={look}>{words}</button>
    </form>
  )
}

/** An explanation beside what it explains. `id` is what opens it (`PopoverButton`, `AudienceLine`). */
export function Popover(props: { id: string; title: string; children: ComponentChildren; side?: 'start' | 'end' }) {
  return (
    <div class="pop" popover id={props.id} role="dialog" aria-labelledby={`${props.id}-title`} data-side={props.side}>
      <h3 id={`${props.id}-title`}>{props.title}</h3>
      {props.children}
    </div>
  )
}

type DialogWords = {
  id: string
  title: string
  /** Names the button that closes it without doing anything. */
  closeLabel: string
  children: ComponentChildren
  /** Buttons at the foot; one of them primary. */
  footer?: ComponentChildren
  /** Carries the hatch: something would cross. */
  crossing?: boolean
  wide?: boolean
}

/**
 * A native modal dialog. Opened by any button with `command="show-modal" commandfor={id}` (see `DialogButton`).
 * `open` shows it at once without being modal: the form of a page that works without script.
 */
export function Dialog(props: DialogWords & { open?: boolean }) {
  return (
    <dialog
      class={classes('dialog', props.crossing && 'crossing', props.wide && 'wide')}
      id={props.id}
      aria-labelledby={`${props.id}-title`}
      open={props.open}
    >
      <header>
        <h2 id={`${props.id}-title`}>{props.title}</h2>
        <form method="dialog">
          <Button kind="quiet" iconOnly size="s" icon="x" label={props.closeLabel} />
        </form>
      </header>
      <div class="body">{props.children}</div>
      {props.footer ? <footer>{props.footer}</footer> : null}
    </dialog>
  )
}

/** The button that opens a `Dialog`. */
export function DialogButton(props: Omit<ButtonProps, 'type'> & { opens: string }) {
  const { opens, ...rest } = props
  return <Button {...rest} type="button" command="show-modal" commandfor={opens} aria-haspopup="dialog" />
}

/** What has just happened, in the words of the button that did it; `children` may hold an undo form. */
export function Toast(props: { icon?: IconName; text: ComponentChildren; children?: ComponentChildren }) {
  return (
    <tango-toast class="toast">
      <Icon name={props.icon ?? 'check-circle'} />
      <span>{props.text}</span>
      {props.children}
    </tango-toast>
  )
}
