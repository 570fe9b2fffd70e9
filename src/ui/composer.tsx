import './elements.ts'
import type { ComponentChildren, JSX } from 'preact'
import { useContext } from 'preact/hooks'
import { Button } from './button.tsx'
import { DraftFieldsContext, OpenedDraftContext } from './draft-fields.ts'
import { Icon, Mark } from './icon.tsx'
import type { RealmName } from './realm.tsx'
import { editorWords, wordsForScript } from './script-words.ts'
import { useWords } from './words.tsx'

export type EditorSettings = {
  /** Address that takes `{ text }` as JSON by POST and answers with html; the preview is absent without it. */
  preview?: string
  /** Address that takes a picture (multipart field `file`) and answers `{ url }` as JSON; pasting is absent without it. */
  upload?: string
  /** The place under which drafts are kept, such as `answer:417`; none is kept without it. */
  draft?: string
  /** On the button that keeps a draft where there is no script. */
  keep?: string
  /** Address that suggests people and tags for `?kind=people&q=in` as JSON; there are no suggestions without it. */
  suggest?: string
}

/**
 * A textarea for Markdown. With script it gains preview, pictures by paste and drop, drafts that save themselves,
 * suggestions and Ctrl Enter; without, it is the textarea. Needs `label` of its own elsewhere (`Field`, `Composer`).
 */
function EditorArea(
  props: EditorSettings &
    Omit<JSX.IntrinsicElements['textarea'], 'class' | 'children' | 'role'> & { plain?: boolean; version?: number },
) {
  const { preview, upload, draft, keep: _, suggest, plain, version, ...rest } = props
  return (
    <tango-editor
      data-preview={preview}
      data-upload={upload}
      data-draft={draft}
      data-suggest={suggest}
      data-words={wordsForScript(useWords(), editorWords)}
    >
      <textarea {...rest} class={plain ? undefined : 'textarea'} />
      {draft ? (
        <>
          <input type="hidden" name="draft-place" value={draft} />
          <input type="hidden" name="draft-version" value={version ?? ''} />
        </>
      ) : null}
    </tango-editor>
  )
}

export type ComposerAudience = {
  /** The word of the realm, such as "Inside" or "Public". */
  word: ComponentChildren
  who: ComponentChildren
  /** A way to change who reads. */
  change?: { label: string; href: string }
}

export type ComposerProps = {
  realm: RealmName
  action: string
  audience: ComposerAudience
  /** Names the form for those who do not see it. */
  formLabel: string
  /** Names the text box; hidden, the audience strip describes the box. */
  label: string
  /** The button says what happens and to whom: "Post publicly". */
  submit: string
  name?: string
  /** Must differ between composers of one page. */
  id?: string
  placeholder?: string
  value?: string
  error?: string | undefined
  /** Travel as hidden inputs. */
  fields?: Record<string, string>
  editor?: EditorSettings
  /** Buttons or links before the submit button. */
  tools?: ComponentChildren
  /** A remark beside the submit button. */
  note?: ComponentChildren
  /** A rule of the place, shown beneath. */
  guide?: ComponentChildren
  /** Further fields above the text, such as a title. */
  before?: ComponentChildren
}

/** Where people write: who will read stands above the first word. A draft that was opened for its place is in it. */
export function Composer(props: ComposerProps) {
  const name = props.name ?? 'text'
  const opened = useContext(OpenedDraftContext)
  const draft = opened && opened.place === props.editor?.draft ? opened : undefined
  const id = props.id ?? name
  const described = [`${id}-to`, props.error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <form class="composer" data-realm={props.realm} method="post" action={props.action} aria-label={props.formLabel}>
      <AudienceStrip id={`${id}-to`} realm={props.realm} audience={props.audience} />
      {Object.entries(props.fields ?? {}).map(([field, value]) => (
        <input type="hidden" name={field} value={value} />
      ))}
      {draft ? (
        <DraftFieldsContext.Provider value={draft.fields}>{props.before}</DraftFieldsContext.Provider>
      ) : (
        props.before
      )}
      <label class="vh" for={id}>
        {props.label}
      </label>
      <EditorArea
        {...props.editor}
        plain
        id={id}
        name={name}
        required
        value={draft?.fields[name] ?? props.value}
        {...(draft && { version: draft.version })}
        placeholder={props.placeholder}
        aria-describedby={described}
        aria-invalid={props.error ? 'true' : undefined}
      />
      {props.error ? (
        <p class="error" id={`${id}-error`}>
          <Icon name="warning-circle" />
          <span>{props.error}</span>
        </p>
      ) : null}
      <div class="tools">
        {props.tools}
        <span class="saved">{props.note}</span>
        <Button kind="primary">{props.submit}</Button>
        {props.editor?.draft && props.editor.keep ? (
          <span class="without-script">
            <Button kind="quiet" size="s" formaction="/drafts" formnovalidate>
              {props.editor.keep}
            </Button>
          </span>
        ) : null}
      </div>
      {props.guide ? (
        <p class="guide">
          <Icon name="info" />
          <span>{props.guide}</span>
        </p>
      ) : null}
    </form>
  )
}

/** The strip over everything that is written: `id` is what the text box is described by. */
export function AudienceStrip(props: { id: string; realm: RealmName; audience: ComposerAudience }) {
  const { audience } = props
  return (
    <p class="to" id={props.id}>
      <Mark name={props.realm} />
      <span>
        <b>{audience.word}</b> · {audience.who}
      </span>
      {audience.change ? <a href={audience.change.href}>{audience.change.label}</a> : null}
    </p>
  )
}
