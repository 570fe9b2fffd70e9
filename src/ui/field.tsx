import type { ComponentChildren, JSX } from 'preact'
import { useContext } from 'preact/hooks'
import { DraftFieldsContext, readerFields } from './draft-fields.ts'
import { Icon } from './icon.tsx'

/** What every field says about itself. `id` must be unique on the page; it defaults to the name. */
export type FieldWords = {
  label: ComponentChildren
  hint?: ComponentChildren
  error?: string | undefined
}

type Own<Tag extends keyof JSX.IntrinsicElements> = Omit<
  JSX.IntrinsicElements[Tag],
  'class' | 'label' | 'children' | 'id' | 'name' | 'role' | 'size' | 'type'
> & { name: string; id?: string }

/** The kinds of one-line fields; tick boxes and pickers are parts of their own. */
export type InputKind =
  | 'text'
  | 'email'
  | 'password'
  | 'search'
  | 'url'
  | 'tel'
  | 'number'
  | 'date'
  | 'datetime-local'
  | 'time'
  | 'file'

type Described = { id: string; hint: boolean; error: boolean }

function describedBy(field: Described): string | undefined {
  const ids = [field.hint && `${field.id}-hint`, field.error && `${field.id}-error`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

/** What ties a control to its hint and error: spread it on a control that you draw yourself inside `Field`. */
export function controlOf(field: { id: string; hint?: unknown; error?: unknown }) {
  const described = { id: field.id, hint: Boolean(field.hint), error: Boolean(field.error) }
  return {
    id: field.id,
    'aria-describedby': describedBy(described),
    'aria-invalid': described.error ? ('true' as const) : undefined,
  }
}

/** Label above, the control, hint and error below. `Input`, `Textarea` and `Select` draw it themselves. */
export function Field(props: FieldWords & { id: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.children}
      <HintAndError id={props.id} hint={props.hint} error={props.error} />
    </div>
  )
}

function HintAndError(props: { id: string; hint?: ComponentChildren; error?: string | undefined }) {
  return (
    <>
      {props.hint ? (
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      ) : null}
      {props.error ? (
        <p class="error" id={`${props.id}-error`}>
          <Icon name="warning-circle" />
          <span>{props.error}</span>
        </p>
      ) : null}
    </>
  )
}

/** One line of text with its label. Other attributes (`type`, `autocomplete`, `required` …) pass through. */
export function Input(props: FieldWords & Own<'input'> & { type?: InputKind }) {
  const { label, hint, error, id: given, ...rest } = props
  const id = given ?? props.name
  const drafted = useContext(DraftFieldsContext)?.[props.name]
  const value = drafted === undefined ? {} : { value: drafted }
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input {...(rest as object)} {...value} {...controlOf({ id, hint, error })} class="input" />
    </Field>
  )
}

/** Several lines of text; grows with what is written. `value` is the text at first. */
export function Textarea(props: FieldWords & Own<'textarea'> & { value?: string }) {
  const { label, hint, error, id: given, ...rest } = props
  const id = given ?? props.name
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea {...rest} {...controlOf({ id, hint, error })} class="textarea" />
    </Field>
  )
}

export type Option = { value: string; label: string; disabled?: boolean }

/** One of several, from a list. */
export function Select(props: FieldWords & Own<'select'> & { options: Option[]; value?: string }) {
  const { label, hint, error, id: given, options, value: shown, ...rest } = props
  const id = given ?? props.name
  const drafted = useContext(DraftFieldsContext)?.[props.name]
  const value = drafted === undefined || readerFields.includes(props.name) ? shown : drafted
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select {...rest} {...controlOf({ id, hint, error })} class="select">
        {options.map((option) => (
          <option value={option.value} dir="auto" selected={option.value === value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

type Choice = Omit<JSX.IntrinsicElements['input'], 'class' | 'label' | 'type' | 'children' | 'role'> & {
  label: ComponentChildren
  /** A smaller second line. */
  note?: ComponentChildren
}

/** A box to tick, with its words. */
export function Check(props: Choice) {
  const { label, note, ...rest } = props
  return (
    <label class="check">
      <input {...(rest as object)} type="checkbox" />
      <span>
        {label}
        {note ? <small>{note}</small> : null}
      </span>
    </label>
  )
}

/** One of several, side by side; put them in a `Fieldset` that asks the question. */
export function Radio(props: Choice) {
  const { label, note, ...rest } = props
  return (
    <label class="check">
      <input {...(rest as object)} type="radio" />
      <span>
        {label}
        {note ? <small>{note}</small> : null}
      </span>
    </label>
  )
}

/** Something that is on or off at once. */
export function Switch(props: Choice) {
  const { label, note, ...rest } = props
  return (
    <label class="switch">
      <input {...(rest as object)} type="checkbox" role="switch" />
      <span>
        {label}
        {note ? <small class="muted"> {note}</small> : null}
      </span>
    </label>
  )
}

/** A question with several choices (`Check` or `Radio`). */
export function Fieldset(props: FieldWords & { id: string; children: ComponentChildren }) {
  const { hint, error } = props
  const described = describedBy({ id: props.id, hint: Boolean(hint), error: Boolean(error) })
  return (
    <fieldset class="field" id={props.id} aria-describedby={described}>
      <legend>{props.label}</legend>
      <div class="choices">{props.children}</div>
      <HintAndError id={props.id} hint={hint} error={error} />
    </fieldset>
  )
}

/**
 * Everything that is wrong with a form, first on the page after sending it: each line leads to its field.
 * `errors` maps the id of a field to its message; nothing is drawn when there are none.
 */
export function ErrorSummary(props: { id?: string; title: string; errors: Record<string, string | undefined> }) {
  const entries = Object.entries(props.errors).filter((entry): entry is [string, string] => Boolean(entry[1]))
  if (entries.length === 0) return null
  const id = props.id ?? 'errors'
  return (
    <div class="errors" role="alert" aria-labelledby={`${id}-title`} id={id} tabindex={-1}>
      <h2 id={`${id}-title`}>
        <Icon name="warning-circle" />
        {props.title}
      </h2>
      <ul role="list">
        {entries.map(([field, message]) => (
          <li>
            <a href={`#${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
