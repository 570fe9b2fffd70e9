/** The forms of a page, read from its HTML as a browser without script would send them, and what a refusal says. */
import assert from 'node:assert/strict'
import type { Page } from './browse.ts'
import { attributesOf, plain } from './html.ts'

export interface PageForm {
  readonly method: string
  readonly action: string
  /** What would be sent as the page stands: filled fields, ticked boxes, chosen options. Buttons are left out. */
  readonly fields: Readonly<Record<string, string>>
  /** What the first button adds that has a name, as Enter would press it. */
  readonly button: Readonly<Record<string, string>>
  /** The fields into which somebody types. */
  readonly typed: readonly string[]
  /** Those of them that are never shown again. */
  readonly secret: readonly string[]
  /** The fields of which something is chosen, with everything that they offer. */
  readonly offered: Readonly<Record<string, readonly string[]>>
}

const tag = (name: string) => new RegExp(`<(${name})\\b((?:[^>"]|"[^"]*")*)>`, 'g')

/** The forms of a page, in its order. */
export function formsIn(page: Pick<Page, 'text'>, here = '/'): PageForm[] {
  const texts = [...page.text.matchAll(/<form\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/form>/g)]
  return texts.map(([, head, inner]) => readForm(attributesOf(head!), inner!, here))
}

function readForm(head: Record<string, string>, inner: string, here: string): PageForm {
  const fields: Record<string, string> = {}
  const offered: Record<string, string[]> = {}
  const typed: string[] = []
  const secret: string[] = []
  const offer = (name: string, value: string, chosen: boolean): void => {
    ;(offered[name] ??= []).push(value)
    if (chosen) fields[name] = value
  }
  for (const [, , attributes] of inner.matchAll(tag('input'))) {
    const { name, type = 'text', value, ...rest } = attributesOf(attributes!)
    if (!name || 'disabled' in rest) continue
    if (type === 'checkbox' || type === 'radio') offer(name, value ?? 'on', 'checked' in rest)
    else {
      fields[name] = value ?? ''
      if (type !== 'hidden' && type !== 'file') typed.push(name)
      if (type === 'password') secret.push(name)
    }
  }
  for (const [, attributes, text] of inner.matchAll(/<textarea\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/textarea>/g)) {
    const { name } = attributesOf(attributes!)
    if (!name) continue
    // HTML leaves out one line break right after the tag.
    fields[name] = plain(text!).replace(/^\n/, '')
    typed.push(name)
  }
  for (const [, attributes, options] of inner.matchAll(/<select\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/select>/g)) {
    const { name } = attributesOf(attributes!)
    if (!name) continue
    for (const [, , option] of options!.matchAll(tag('option'))) {
      const { value, ...rest } = attributesOf(option!)
      offer(name, value ?? '', 'selected' in rest)
    }
    fields[name] ??= offered[name]?.[0] ?? ''
  }
  const buttons = [...inner.matchAll(tag('button'))].map(([, , attributes]) => attributesOf(attributes!))
  const first = buttons.find((one) => one.type !== 'button' && one.name !== undefined)
  const button = first ? { [first.name!]: first.value ?? '' } : {}
  return { button, method: head.method ?? 'get', action: head.action || here, fields, typed, secret, offered }
}

/** The form of a page that is sent to `action`; fails when there is none. */
export function formTo(page: Pick<Page, 'text'>, action: string): PageForm {
  const form = formsIn(page).find((one) => one.action === action)
  assert.ok(form, `no form leads to ${action}`)
  return form
}

/**
 * What an error summary says, by field. Every line of it leads to something that is on the page; `own`: only lines about
 * these fields must, which are those that a person can mend.
 */
export function problemsOf(page: Pick<Page, 'text'>, own?: readonly string[]): Record<string, string> {
  const summary = /<div class="errors" role="alert"[\s\S]*?<\/ul>/.exec(page.text)?.[0] ?? ''
  const found = [...summary.matchAll(/<a href="#([^"]*)">([\s\S]*?)<\/a>/g)]
  const problems = Object.fromEntries(found.map(([, field, words]) => [plain(field!), plain(words!)]))
  for (const field of Object.keys(problems))
    if (!own || own.includes(field))
      assert.ok(page.text.includes(` id="${field}"`), `the summary leads to #${field}, which is not on the page`)
  return problems
}

/**
 * What a refused form says, by field: the page has status 422, its summary takes the focus, and what was typed stands
 * in the form again.
 */
export function refusal(page: Page, typed: Readonly<Record<string, string>> = {}): Record<string, string> {
  assert.equal(page.status, 422, page.text.slice(0, 2000))
  const problems = problemsOf(page)
  assert.ok(Object.keys(problems).length > 0, 'refused without a word')
  assert.match(page.text, /<div class="errors" role="alert"[^>]* tabindex="-1"/)
  const kept = formsIn(page).map((form) => form.fields)
  for (const [name, value] of Object.entries(typed))
    assert.ok(
      kept.some((fields) => fields[name] === value),
      `${name} was lost: ${JSON.stringify(kept.map((fields) => fields[name]))}`,
    )
  return problems
}

/** What stands at the fields of a page as wrong, by the id of the field. Each is tied to its control, which says so. */
export function fieldErrorsOf(page: Pick<Page, 'text'>): Record<string, string> {
  const found = [...page.text.matchAll(/<p class="error" id="([^"]*)-error">([\s\S]*?)<\/p>/g)]
  const errors = Object.fromEntries(found.map(([, id, inner]) => [id!, plain(inner!.replaceAll(/<[^>]*>/g, ''))]))
  for (const id of Object.keys(errors))
    assert.match(
      page.text,
      new RegExp(`aria-describedby="[^"]*\\b${id}-error"`),
      `nothing is described by #${id}-error`,
    )
  return errors
}
