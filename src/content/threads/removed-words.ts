import { type Say, said } from '../../platform/languages/languages.ts'

const removed = said('Removed by moderation')
const underRule = said('Removed by moderation under the rule “{rule}”.', { rule: '' }).text
const [before = '', after = ''] = underRule.split('{rule}')

/** What stands in the place of a removed text. It is kept in English, so that every program that asks reads words. */
export function removalMarker(rule: string): { title: string; body: string } {
  return { title: removed, body: `${before}${rule}${after}` }
}

/** The marker of a removed text in its reader's language. `rule` is a message itself. */
export function sayRemoved<Text extends { title: string; body: string; removedAt: Date | null }>(
  say: Say,
  text: Text,
): Text {
  const { title, body, removedAt } = text
  if (!removedAt) return text
  const rule = body.startsWith(before) && body.endsWith(after) ? body.slice(before.length, -after.length) : undefined
  return {
    ...text,
    title: title === removed ? say.again(removed) : title,
    body: rule === undefined ? body : say.again({ text: underRule, values: { rule: say.again(rule) } }),
  }
}
