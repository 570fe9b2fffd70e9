import { DraftKeeper } from './draft-keeper.client.ts'
import { make } from './elements.client.ts'
import { type EditorWords, englishEditorWords } from './editor.shared.ts'
import { PictureTray } from './pictures.client.ts'
import { Suggestions } from './suggest.client.ts'

/**
 * `<tango-editor>` around a textarea: preview (`data-preview`), pictures pasted, dropped or picked (`data-upload`),
 * drafts (`data-draft`) kept until the form was posted, suggestions (`data-suggest`), and Ctrl Enter to send.
 */
export class TangoEditor extends HTMLElement {
  #leaving = new AbortController()
  #words: EditorWords = englishEditorWords
  #status = make('span', {})
  #keeper: DraftKeeper | undefined
  #tray: PictureTray | undefined
  #sending: Record<string, string> = {}

  connectedCallback(): void {
    const textarea = this.querySelector('textarea')
    if (!textarea) return
    this.#words = { ...englishEditorWords, ...JSON.parse(this.dataset['words'] ?? '{}') }
    this.#leaving = new AbortController()
    const { signal } = this.#leaving
    const { upload, draft, suggest } = this.dataset
    this.#tray = upload ? new PictureTray(textarea, upload, this.#words) : undefined
    this.#drawBar(textarea)
    if (suggest) new Suggestions(textarea, suggest, this.#words).start(signal)
    this.#tray?.accept(this, signal)
    const { form } = textarea
    if (form && draft) {
      this.#keeper = new DraftKeeper(form, draft, this.#words, (words, ...acts) => this.#say(words, acts))
      void this.#keeper.start(signal)
    }
    textarea.addEventListener('keydown', (event) => this.#sendOnCtrlEnter(event, textarea), { signal })
    form?.addEventListener('submit', (event) => this.#beforeSending(event, textarea), { signal, capture: true })
    form?.addEventListener('turbo:submit-end', (event) => this.#afterSending(event, textarea), { signal })
    // A page that refreshes itself must not touch what somebody is writing: the text, and what else they typed.
    form?.addEventListener('turbo:before-morph-element', (event) => keepWritten(event, this), { signal })
  }

  disconnectedCallback(): void {
    this.#keeper?.leave()
    this.#leaving.abort()
    const textarea = this.querySelector('textarea')
    for (const made of this.querySelectorAll('[data-made]')) made.remove()
    if (textarea) textarea.hidden = false
  }

  #drawBar(textarea: HTMLTextAreaElement): void {
    for (const made of this.querySelectorAll('[data-made]')) made.remove()
    const bar = make('div', { className: 'editor-bar' })
    bar.setAttribute('data-made', '')
    this.#status = make('span', { role: 'status' })
    if (this.dataset['upload']) this.#status.textContent = this.#words.pictureHint
    if (this.dataset['preview']) bar.append(this.#previewButton(textarea))
    if (this.#tray) bar.append(...this.#tray.button())
    bar.append(this.#status)
    this.append(...(this.#tray ? [this.#tray.list] : []), bar)
  }

  #say(words: string, acts: { label: string; act: () => void }[]): void {
    const buttons = acts.flatMap(({ label, act }) => {
      const button = make('button', { type: 'button', textContent: label })
      button.addEventListener('click', act)
      return [' · ', button]
    })
    this.#status.replaceChildren(words, ...buttons)
  }

  #previewButton(textarea: HTMLTextAreaElement): HTMLButtonElement {
    const button = make('button', { type: 'button', textContent: this.#words.preview })
    const close = () => {
      this.querySelector('.preview')?.remove()
      textarea.hidden = false
      button.textContent = this.#words.preview
    }
    // The browser can only complain about a field that is seen.
    textarea.addEventListener('invalid', close, { signal: this.#leaving.signal })
    button.addEventListener('click', async () => {
      if (this.querySelector('.preview')) {
        close()
        textarea.focus()
        return
      }
      const shown = make('div', { className: 'text preview', tabIndex: -1, role: 'region' })
      shown.setAttribute('data-made', '')
      shown.ariaLabel = this.#words.preview
      await this.#fillPreview(shown, textarea.value)
      textarea.after(shown)
      textarea.hidden = true
      button.textContent = this.#words.edit
      shown.focus()
    })
    return button
  }

  async #fillPreview(shown: HTMLElement, text: string): Promise<void> {
    if (text.trim() === '') {
      shown.textContent = this.#words.nothing
      return
    }
    try {
      const answer = await fetch(this.dataset['preview'] ?? '', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/html' },
        body: JSON.stringify({ text }),
      })
      if (!answer.ok) throw new Error(`The preview answered ${answer.status}`)
      shown.innerHTML = await answer.text()
    } catch {
      shown.textContent = this.#words.previewFailed
    }
  }

  #sendOnCtrlEnter(event: KeyboardEvent, textarea: HTMLTextAreaElement): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
    event.preventDefault()
    this.#send(textarea)
  }

  #send(textarea: HTMLTextAreaElement): void {
    // Never a crossing: such a form asks for a press of its own button. Nor the button that only saves.
    const button = textarea.form?.querySelector<HTMLButtonElement>(
      'button:not([type="button"]):not(.cross):not([formaction])',
    )
    if (button) textarea.form?.requestSubmit(button)
  }

  #beforeSending(event: Event, textarea: HTMLTextAreaElement): void {
    const tray = this.#tray
    if (tray && tray.uploading > 0) {
      event.preventDefault()
      event.stopImmediatePropagation()
      tray.whenAllHere = () => this.#send(textarea)
      this.#status.textContent = this.#words.uploading
      return
    }
    this.#sending = this.#keeper?.fields() ?? {}
    this.#keeper?.hold()
  }

  #afterSending(event: Event, textarea: HTMLTextAreaElement): void {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail
    if (!success) return this.#keeper?.resume()
    void this.#keeper?.posted(this.#sending)
    textarea.form?.reset()
    // What the page was drawn with may be a draft that is posted now.
    if (textarea.defaultValue === this.#sending[textarea.name]) textarea.value = ''
    this.#drawBar(textarea)
    textarea.hidden = false
  }
}

function keepWritten(event: Event, editor: HTMLElement): void {
  const { target } = event
  const isField = target instanceof HTMLInputElement && target.type !== 'hidden'
  if (target === editor || isField || target instanceof HTMLSelectElement) event.preventDefault()
}
