import { make } from './elements.client.ts'
import { type EditorWords, insertBlock, pictureMarkdown } from './editor.shared.ts'
import { uploadPicture } from './upload.client.ts'

/** Pictures that are pasted, dropped or picked: how much is sent, what failed, and the question what each shows. */
export class PictureTray {
  readonly list = make('ul', { className: 'uploads', hidden: true })
  uploading = 0
  /** Called when the last picture has arrived. */
  whenAllHere: (() => void) | undefined
  readonly textarea: HTMLTextAreaElement
  readonly address: string
  readonly words: EditorWords

  constructor(textarea: HTMLTextAreaElement, address: string, words: EditorWords) {
    this.textarea = textarea
    this.address = address
    this.words = words
    this.list.setAttribute('data-made', '')
  }

  /** The button that opens the choice of files, and the field behind it. */
  button(): HTMLElement[] {
    const button = make('button', { type: 'button', textContent: this.words.addPicture })
    const picker = make('input', { type: 'file', accept: 'image/*', multiple: true, hidden: true })
    picker.addEventListener('change', () => {
      this.#addAll([...(picker.files ?? [])])
      picker.value = ''
    })
    button.addEventListener('click', () => picker.click())
    return [button, picker]
  }

  accept(editor: HTMLElement, signal: AbortSignal): void {
    const { textarea } = this
    const take = (event: Event, files: File[]): void => {
      if (files.length === 0) return
      event.preventDefault()
      this.#addAll(files)
    }
    const on = <Name extends 'paste' | 'dragover' | 'dragleave' | 'drop'>(
      name: Name,
      hear: (event: HTMLElementEventMap[Name]) => void,
    ): void => textarea.addEventListener(name, hear, { signal })
    on('paste', (event) => take(event, [...(event.clipboardData?.files ?? [])]))
    on('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      editor.toggleAttribute('data-dropping', true)
    })
    on('dragleave', () => editor.removeAttribute('data-dropping'))
    on('drop', (event) => {
      editor.removeAttribute('data-dropping')
      take(event, [...(event.dataTransfer?.files ?? [])])
    })
  }

  #addAll(files: File[]): void {
    for (const file of files) {
      if (file.type.startsWith('image/')) void this.#add(file, document.createElement('li'))
      else this.#sayFailed(document.createElement('li'), `${file.name}: ${this.words.notAPicture}`)
    }
  }

  async #add(file: File, line: HTMLLIElement): Promise<void> {
    const progress = make('progress', { max: 1, value: 0, ariaLabel: `${this.words.uploading}: ${file.name}` })
    line.replaceChildren(`${this.words.uploading}: ${file.name}`, progress)
    this.#show(line)
    this.uploading += 1
    const outcome = await uploadPicture(this.address, file, (share) => (progress.value = share))
    this.uploading -= 1
    if ('url' in outcome) {
      const markdown = pictureMarkdown(file.name, outcome.url)
      this.#insert(markdown)
      if (this.whenAllHere && this.uploading === 0) return this.whenAllHere()
      return this.#askWords(line, file.name, markdown)
    }
    this.whenAllHere = undefined
    const reason = outcome.reason === 'too-large' ? this.words.tooLarge : (outcome.detail ?? this.words.uploadFailed)
    const again = make('button', { type: 'button', textContent: this.words.retry })
    again.addEventListener('click', () => void this.#add(file, line))
    this.#sayFailed(line, `${file.name}: ${reason}`, again)
  }

  /** Who does not see the picture hears these words; the name of a file says nothing. */
  #askWords(line: HTMLLIElement, name: string, markdown: string): void {
    const input = make('input', { className: 'input', type: 'text', maxLength: 300 })
    const label = make('label', {}, make('span', { textContent: `${name}: ${this.words.describe}` }), input)
    const done = make('button', { type: 'button', textContent: this.words.described })
    const url = /\(([^)]*)\)$/.exec(markdown)![1]!
    let before = markdown
    const write = (): void => {
      const after = pictureMarkdown(input.value.trim() || name, url)
      if (this.textarea.value.includes(before)) {
        this.textarea.value = this.textarea.value.replace(before, () => after)
        before = after
        this.textarea.dispatchEvent(new Event('input', { bubbles: true }))
      }
    }
    const leave = (): void => {
      write()
      this.#drop(line)
      this.textarea.focus()
    }
    input.addEventListener('change', write)
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return
      event.preventDefault()
      leave()
    })
    done.addEventListener('click', leave)
    line.replaceChildren(label, done)
  }

  #sayFailed(line: HTMLLIElement, text: string, ...actions: HTMLElement[]): void {
    const words = make('span', { className: 'failed', role: 'alert', textContent: text })
    const away = make('button', { type: 'button', textContent: this.words.remove })
    away.addEventListener('click', () => this.#drop(line))
    line.replaceChildren(words, ...actions, away)
    this.#show(line)
  }

  #show(line: HTMLLIElement): void {
    this.list.append(line)
    this.list.hidden = false
  }

  #drop(line: HTMLLIElement): void {
    line.remove()
    this.list.hidden = this.list.childElementCount === 0
  }

  #insert(piece: string): void {
    const { textarea } = this
    const selection = { start: textarea.selectionStart, end: textarea.selectionEnd }
    const { text, caret } = insertBlock(textarea.value, piece, selection)
    textarea.value = text
    textarea.setSelectionRange(caret, caret)
    textarea.dispatchEvent(new Event('input', { bubbles: true }))
  }
}
