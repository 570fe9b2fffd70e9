/** Why somebody is told, as it is kept with a notice: as a message and its values, so that it is said when it is read. */
import type { Said, SaidWith } from '../../platform/languages/languages.ts'

const opening = '{"text":'

/** The text to keep: the message itself, or with its values as JSON. */
export function keptReason(because: Said): string {
  return typeof because === 'string' ? because : JSON.stringify(because)
}

/** What was kept, for `say.again`. Reasons from before there were messages stay in the words in which they were written. */
export function readReason(kept: string): Said {
  if (!kept.startsWith(opening)) return kept
  const { text, values } = JSON.parse(kept) as SaidWith
  return { text, values }
}
