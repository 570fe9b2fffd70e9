import { dropDraft, keepDraft, readDraft } from './draft.client.ts'
import { englishEditorWords, insertBlock, pictureMarkdown, type EditorWords } from './editor.shared.ts'
import { uploadPicture } from './upload.client.ts'

const draftWait = 400

/**
 * `<tango-editor>` around a textarea: preview (`data-preview`), pictures pasted, dropped or picked (`data-upload`),
 * a draft kept on this device (`data-draft`) until the form was sent, and Ctrl Enter to send.
 */
export class TangoEditor extends HTMLElement {
  #leaving = new AbortController()
  #words: EditorWords = englishEditorWords
  #bar = document.createElement('div')
  #status = document.createElement('span')
  #uploads = document.createElement('ul')
  #uploading = 0
  #sendAfterUploads = false
  #draftTimer: ReturnType<typeof setTimeout> | undefined

  connectedCallback(): void {
    const textarea = this.querySelector('textarea')
    if (!textarea) return
    this.#words = { ...englishEditorWords, ...JSON.parse(this.dataset['words'] ?? '{}') }
    this.#leaving = new AbortController()
    const { signal } = this.#leaving
    this.#drawBar(textarea)
    this.#restoreDraft(textarea)
    textarea.addEventListener('input', () => this.#keepDraftSoon(textarea), { signal })
    textarea.addEventListener('keydown', (event) => this.#sendOnCtrlEnter(event, textarea), { signal })
    if (this.dataset['upload']) this.#acceptPictures(textarea, signal)
    textarea.form?.addEventListener('submit', (event) => this.#holdWhileUploading(event), { signal, capture: true })
    textarea.form?.addEventListener('turbo:submit-end', (event) => this.#afterSending(event, textarea), { signal })
    // A page that refreshes itself must not touch what somebody is writing.
    this.addEventListener('turbo:before-morph-element', keepAsItIs, { signal })
  }

  disconnectedCallback(): void {
    this.#leaving.abort()
    const textarea = this.querySelector('textarea')
    if (textarea && this.#draftTimer !== undefined) this.#keepDraftNow(textarea)
    for (const made of this.querySelectorAll('[data-made]')) made.remove()
    if (textarea) textarea.hidden = false
  }

  #drawBar(textarea: HTMLTextAreaElement): void {
    for (const made of this.querySelectorAll('[data-made]')) made.remove()
    this.#bar = makePart('div', 'editor-bar')
    this.#uploads = makePart('ul', 'uploads')
    this.#uploads.hidden = true
    this.#status = document.createElement('span')
    this.#status.setAttribute('role', 'status')
    this.#status.textContent = this.dataset['upload'] ? this.#words.pictureHint : ''
    if (this.dataset['preview']) this.#bar.append(this.#previewButton(textarea))
    if (this.dataset['upload']) this.#bar.append(...this.#pictureButton(textarea))
    this.#bar.append(this.#status)
    this.append(this.#uploads, this.#bar)
  }

  #previewButton(textarea: HTMLTextAreaElement): HTMLButtonElement {
    const button = plainButton(this.#words.preview)
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
      const shown = makePart('div', 'text preview')
      shown.tabIndex = -1
      shown.setAttribute('role', 'region')
      shown.setAttribute('aria-label', this.#words.preview)
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

  #pictureButton(textarea: HTMLTextAreaElement): HTMLElement[] {
    const button = plainButton(this.#words.addPicture)
    const picker = document.createElement('input')
    picker.type = 'file'
    picker.accept = 'image/*'
    picker.multiple = true
    picker.hidden = true
    picker.addEventListener('change', () => {
      this.#addPictures(textarea, [...(picker.files ?? [])])
      picker.value = ''
    })
    button.addEventListener('click', () => picker.click())
    return [button, picker]
  }

  #acceptPictures(textarea: HTMLTextAreaElement, signal: AbortSignal): void {
    textarea.addEventListener(
      'paste',
      (event) => {
        const files = [...(event.clipboardData?.files ?? [])]
        if (files.length === 0) return
        event.preventDefault()
        this.#addPictures(textarea, files)
      },
      { signal },
    )
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      this.toggleAttribute('data-dropping', true)
    }
    textarea.addEventListener('dragover', over, { signal })
    textarea.addEventListener('dragleave', () => this.removeAttribute('data-dropping'), { signal })
    textarea.addEventListener(
      'drop',
      (event) => {
        this.removeAttribute('data-dropping')
        const files = [...(event.dataTransfer?.files ?? [])]
        if (files.length === 0) return
        event.preventDefault()
        this.#addPictures(textarea, files)
      },
      { signal },
    )
  }

  #addPictures(textarea: HTMLTextAreaElement, files: File[]): void {
    for (const file of files) {
      if (file.type.startsWith('image/')) void this.#addPicture(textarea, file, document.createElement('li'))
      else this.#sayFailed(document.createElement('li'), `${file.name}: ${this.#words.notAPicture}`)
    }
  }

  async #addPicture(textarea: HTMLTextAreaElement, file: File, line: HTMLLIElement): Promise<void> {
    const progress = document.createElement('progress')
    progress.max = 1
    progress.value = 0
    progress.setAttribute('aria-label', `${this.#words.uploading}: ${file.name}`)
    line.replaceChildren(`${this.#words.uploading}: ${file.name}`, progress)
    this.#showLine(line)
    this.#uploading += 1
    const outcome = await uploadPicture(this.dataset['upload'] ?? '', file, (share) => (progress.value = share))
    this.#uploading -= 1
    if ('url' in outcome) {
      this.#dropLine(line)
      this.#insert(textarea, pictureMarkdown(file.name, outcome.url))
      if (this.#sendAfterUploads && this.#uploading === 0) this.#send(textarea)
      return
    }
    this.#sendAfterUploads = false
    const reason = outcome.reason === 'too-large' ? this.#words.tooLarge : (outcome.detail ?? this.#words.uploadFailed)
    const again = plainButton(this.#words.retry)
    again.addEventListener('click', () => void this.#addPicture(textarea, file, line))
    this.#sayFailed(line, `${file.name}: ${reason}`, again)
  }

  #sayFailed(line: HTMLLIElement, text: string, ...actions: HTMLElement[]): void {
    const words = document.createElement('span')
    words.className = 'failed'
    words.setAttribute('role', 'alert')
    words.textContent = text
    const away = plainButton(this.#words.remove)
    away.addEventListener('click', () => this.#dropLine(line))
    line.replaceChildren(words, ...actions, away)
    this.#showLine(line)
  }

  #showLine(line: HTMLLIElement): void {
    this.#uploads.append(line)
    this.#uploads.hidden = false
  }

  #dropLine(line: HTMLLIElement): void {
    line.remove()
    this.#uploads.hidden = this.#uploads.childElementCount === 0
  }

  #insert(textarea: HTMLTextAreaElement, piece: string): void {
    const selection = { start: textarea.selectionStart, end: textarea.selectionEnd }
    const { text, caret } = insertBlock(textarea.value, piece, selection)
    textarea.value = text
    textarea.setSelectionRange(caret, caret)
    textarea.dispatchEvent(new Event('input', { bubbles: true }))
  }

  #sendOnCtrlEnter(event: KeyboardEvent, textarea: HTMLTextAreaElement): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
    event.preventDefault()
    this.#send(textarea)
  }

  #send(textarea: HTMLTextAreaElement): void {
    // Never a crossing: such a form asks for a press of its own button.
    const button = textarea.form?.querySelector<HTMLButtonElement>('button:not([type="button"]):not(.cross)')
    if (button) textarea.form?.requestSubmit(button)
  }

  #holdWhileUploading(event: Event): void {
    if (this.#uploading === 0) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#sendAfterUploads = true
    this.#status.textContent = this.#words.uploading
  }

  #restoreDraft(textarea: HTMLTextAreaElement): void {
    const name = this.dataset['draft']
    const draft = name ? readDraft(name) : undefined
    if (!name || draft === undefined || textarea.value !== '') return
    textarea.value = draft
    const afresh = plainButton(this.#words.discard)
    afresh.addEventListener('click', () => {
      dropDraft(name)
      textarea.value = ''
      this.#status.textContent = ''
      textarea.focus()
    })
    this.#status.replaceChildren(`${this.#words.draftRestored} · `, afresh)
  }

  #keepDraftSoon(textarea: HTMLTextAreaElement): void {
    clearTimeout(this.#draftTimer)
    if (this.dataset['draft']) this.#draftTimer = setTimeout(() => this.#keepDraftNow(textarea), draftWait)
  }

  #keepDraftNow(textarea: HTMLTextAreaElement): void {
    clearTimeout(this.#draftTimer)
    this.#draftTimer = undefined
    const name = this.dataset['draft']
    if (name && keepDraft(name, textarea.value)) this.#status.textContent = this.#words.draftKept
  }

  #afterSending(event: Event, textarea: HTMLTextAreaElement): void {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail
    if (!success) return
    clearTimeout(this.#draftTimer)
    this.#draftTimer = undefined
    if (this.dataset['draft']) dropDraft(this.dataset['draft'])
    textarea.form?.reset()
    this.#drawBar(textarea)
    textarea.hidden = false
  }
}

function keepAsItIs(event: Event): void {
  if (event.target === event.currentTarget) event.preventDefault()
}

function makePart<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.className = className
  element.setAttribute('data-made', '')
  return element
}

function plainButton(words: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = words
  return button
}
