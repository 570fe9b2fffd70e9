import { make } from './elements.client.ts'
import { quoteMarkdown } from './editor.shared.ts'

const seenAfter = 800
const reportAfter = 1000
const mostSeen = 500
const replies = 'main :is([id^="answer-"], [id^="comment-"], [id^="reply-"])'
const openings = ['question', 'idea', 'praise', 'thread']
const replyId = /^(?:answer|comment|reply)-(\d+)$/

/**
 * `<tango-read data-thread="12">` on the page of a thread: tells which replies were on the screen, and offers to quote
 * each of them, and what opens the thread, where the page has a box to write in.
 */
export class TangoRead extends HTMLElement {
  #leaving = new AbortController()
  #watch: IntersectionObserver | undefined
  #timers = new Map<Element, ReturnType<typeof setTimeout>>()
  #seen = new Set<number>()
  #report: ReturnType<typeof setTimeout> | undefined

  connectedCallback(): void {
    this.#leaving = new AbortController()
    const { signal } = this.#leaving
    this.#watch = new IntersectionObserver((entries) => this.#look(entries), { threshold: [0, 0.5, 1] })
    this.#begin()
    document.addEventListener('turbo:render', () => this.#begin(), { signal })
    document.addEventListener('visibilitychange', () => document.hidden && this.#tell(), { signal })
    addEventListener('pagehide', () => this.#tell(), { signal })
    // That the thread was opened is told even where it has no replies.
    this.#tellSoon()
  }

  disconnectedCallback(): void {
    if (this.#report !== undefined) this.#tell()
    this.#leaving.abort()
    this.#watch?.disconnect()
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  #begin(): void {
    this.#watch?.disconnect()
    for (const reply of document.querySelectorAll<HTMLElement>(replies)) {
      if (!replyId.test(reply.id)) continue
      this.#watch?.observe(wordsOf(reply))
      const words = wordsOf(reply)
      if (words === reply || reply.id.startsWith('comment-')) continue
      offerQuote(words, `/quote/${replyId.exec(reply.id)![1]}`)
    }
    const { thread } = this.dataset
    const places = openings.map((name) => `main #${name}-${thread} .text, main #${name}-${thread} + .text`)
    const opening = document.querySelector(places.join())
    if (opening && !opening.closest(replies)) offerQuote(opening, `/quote/thread/${thread}`)
  }

  #look(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
      const isSeen = isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2)
      const timer = this.#timers.get(target)
      if (isSeen && timer === undefined) {
        this.#timers.set(
          target,
          setTimeout(() => this.#saw(target), seenAfter),
        )
      } else if (!isSeen && timer !== undefined) {
        clearTimeout(timer)
        this.#timers.delete(target)
      }
    }
  }

  #saw(words: Element): void {
    const id = Number(replyId.exec(words.closest(replies)?.id ?? '')?.[1])
    if (!id || document.hidden || this.#seen.has(id)) return
    this.#seen.add(id)
    this.#tellSoon()
  }

  #tellSoon(): void {
    this.#report ??= setTimeout(() => this.#tell(), reportAfter)
  }

  #tell(): void {
    if (this.#report === undefined) return
    clearTimeout(this.#report)
    this.#report = undefined
    // All that this page showed: a report that was lost is made up for by the next.
    const seen = [...this.#seen].sort((a, b) => a - b).slice(0, mostSeen)
    const body = JSON.stringify({ seen })
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
    void fetch(`/read/${this.dataset['thread']}`, { method: 'POST', headers, body, keepalive: true }).catch(() => {})
  }
}

/** An answer holds its comments; only its own words are what was read. */
function wordsOf(reply: HTMLElement): Element {
  const words = reply.querySelector('.text')
  return words && words.closest(replies) === reply ? words : reply
}

/** `address` gives the whole of these words, with who wrote them and where. */
function offerQuote(words: Element, address: string): void {
  const post = words.parentElement
  if (!post || post.querySelector(':scope > .quote, :scope > :is(footer, [data-acts]) .quote') || !boxToQuoteIn())
    return
  const textContent = document.querySelector<HTMLElement>('tango-read')?.dataset['quote'] ?? 'Quote'
  const button = make('button', { type: 'button', className: 'btn quiet s quote', textContent })
  // Pressing the button must not end the selection that is to be quoted.
  button.addEventListener('pointerdown', (event) => event.preventDefault())
  button.addEventListener('click', () => void quote(words, address))
  const further = post.querySelector(':scope > footer .push')
  const acts = post.querySelector(':scope > :is(footer, [data-acts])')
  if (further) further.prepend(button)
  else if (acts) acts.append(button)
  else words.after(button)
}

function boxToQuoteIn(): HTMLTextAreaElement | undefined {
  return [...document.querySelectorAll<HTMLTextAreaElement>('main form.composer textarea')].findLast(
    (box) => !box.closest('details'),
  )
}

/** Puts what is selected of these words, or all of them, into the box of the page, with who wrote it and where. */
async function quote(words: Element, address: string): Promise<void> {
  const box = boxToQuoteIn()
  const selection = getSelection()
  const selected =
    selection && !selection.isCollapsed && words.contains(selection.anchorNode) ? selection.toString() : ''
  const answer = await fetch(address, { headers: { Accept: 'application/json' } }).catch(() => undefined)
  if (!box || !answer?.ok) return
  const { author, path, body } = (await answer.json()) as { author: string; path: string; body: string }
  const before = box.value.slice(0, box.selectionEnd)
  const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  box.setRangeText(gap + quoteMarkdown(selected || body, author, path), box.selectionEnd, box.selectionEnd, 'end')
  box.focus()
  box.scrollIntoView({ block: 'nearest' })
  box.dispatchEvent(new Event('input', { bubbles: true }))
}
