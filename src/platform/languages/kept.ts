/** What is written to somebody while they are not here: kept as a message and its values, and said when it is read. */
import type { Said, SaidWith } from './languages.ts'

const opening = '{"text":'

/** The text to keep: the message itself, or with its values as JSON. Only where nobody else's words are kept. */
export function keptWords(words: Said): string {
  return typeof words === 'string' ? words : JSON.stringify(words)
}

/** What was kept, for `say.again`. Words from before there were messages stay as they were written. */
export function readWords(kept: string): Said {
  if (!kept.startsWith(opening)) return kept
  const { text, values } = JSON.parse(kept) as SaidWith
  return { text, values }
}
