/**
 * A mention is a person's number; the name in it is as it was typed. Whatever is drawn shows how they are called now:
 * who has left under "Former member" is called so, and the link of somebody who cannot be opened any more leads nowhere.
 */
import { presentNames } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'

type Names = Awaited<ReturnType<typeof presentNames>>

const nobody = 'Former member'
const drawn = /<a href="\/people\/([1-9]\d{0,14})(?:-[^"]*)?">@([^<]{1,400})<\/a>/g
/** As it stands in Markdown, also where that is shown in a page. */
const written = /\[@([^\]\n]{1,400})\]\(\/people\/([1-9]\d{0,14})((?:-[^)\s]*)?)\)/g
/** In the beginning of a text, in a list (`mentions.parts.tsx`). */
const inExcerpt = /<span data-person="([1-9]\d{0,14})">@([^<]{1,400})<\/span>/g
const data = /<script type="application\/ld\+json"[^>]*>[^<]*<\/script>/g
const descriptions = /<meta [^>]*content="[^"]*@[^"]*"[^>]*>/g

/** HTML as it is drawn for the viewer, with every mention under the present name. One query, where there are any. */
export async function presentMentions(ctx: Ctx, html: string): Promise<string> {
  return (await presentAllMentions(ctx, [html]))[0]!
}

/** Several texts as `presentMentions` gives one, in one query for all. */
export async function presentAllMentions(ctx: Ctx, htmls: readonly string[]): Promise<readonly string[]> {
  const names = await namesIn(ctx, htmls)
  return names ? htmls.map((html) => presented(html, names)) : htmls
}

function presented(html: string, names: Names): string {
  const changed = new Map<string, string>()
  const shown = html
    .replace(drawn, (whole, number: string, old: string) => {
      const person = personOf(names, number)
      const name = person.name === undefined ? old : escaped(person.name)
      if (name !== old) changed.set(unescaped(old), unescaped(name))
      if (person.name === undefined) return whole
      return person.leads ? `<a href="/people/${number}">@${name}</a>` : `@${name}`
    })
    .replace(inExcerpt, (_whole, number: string, old: string) => {
      const { name } = personOf(names, number)
      return `@${name === undefined ? old : escaped(name)}`
    })
    .replace(written, (whole, old: string, number: string, rest: string) => {
      const { name } = personOf(names, number)
      return name === undefined ? whole : `[@${escaped(bare(name)) || old}](/people/${number}${rest})`
    })
  if (changed.size === 0) return shown
  // What search engines read carries the words of a text without its links.
  return shown
    .replace(data, (words) => renamed(words, changed, inJson))
    .replace(descriptions, (words) => renamed(words, changed, escaped))
}

/** Markdown as it is given away (quotes, exports), with every mention under the name that the viewer may read now. */
export async function presentWritten(ctx: Ctx, markdown: string): Promise<string> {
  return (await presentAllWritten(ctx, [markdown]))[0]!
}

/** Several texts as `presentWritten` gives one, in one query for all. */
export async function presentAllWritten(ctx: Ctx, texts: readonly string[]): Promise<readonly string[]> {
  const names = await namesIn(ctx, texts)
  if (!names) return texts
  return texts.map((text) =>
    text.replace(written, (whole, _old: string, number: string, rest: string) => {
      const { name } = personOf(names, number)
      return name === undefined ? whole : `[@${bare(name)}](/people/${number}${rest})`
    }),
  )
}

async function namesIn(ctx: Ctx, texts: readonly string[]): Promise<Names | undefined> {
  // Most pages name nobody: they are not searched twice.
  const naming = texts.filter((text) => text.includes('>@') || text.includes('[@'))
  const numbers = naming.flatMap((text) => [
    ...[...text.matchAll(drawn)].map((match) => match[1]!),
    ...[...text.matchAll(inExcerpt)].map((match) => match[1]!),
    ...[...text.matchAll(written)].map((match) => match[2]!),
  ])
  if (numbers.length === 0) return undefined
  return presentNames(
    ctx,
    [...new Set(numbers)].map((number) => Number(number) as AccountId),
  )
}

function personOf(names: Names, number: string): { name: string | undefined; leads: boolean } {
  return names.get(Number(number) as AccountId) ?? { name: nobody, leads: false }
}

function renamed(words: string, changed: ReadonlyMap<string, string>, write: (name: string) => string): string {
  let text = words
  for (const [old, now] of changed) {
    const pattern = new RegExp(`@${RegExp.escape(write(old))}(?![\\p{L}\\p{N}-])`, 'gu')
    text = text.replace(pattern, () => `@${write(now)}`)
  }
  return text
}

function inJson(name: string): string {
  return JSON.stringify(name).slice(1, -1).replaceAll('<', '\\u003c')
}

/** A name as it can stand between the brackets of a mention. */
function bare(name: string): string {
  return name.replace(/[[\]\\`\r\n]/g, ' ')
}

function escaped(name: string): string {
  return name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function unescaped(name: string): string {
  return name.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
}
