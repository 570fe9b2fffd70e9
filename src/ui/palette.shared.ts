/** The words of the command palette. Handed to the browser as JSON, so that any language may be used. */
export type PaletteWords = {
  title: string
  placeholder: string
  close: string
  /** Heads what the page itself offers. */
  here: string
  /** Said when nothing fits; the search still stands ready. */
  nothing: string
  /** Said when the places cannot be asked for. */
  unreachable: string
  /** `{count}` is how many there are to choose from. */
  count: string
  /** The last line; `{text}` is what was typed. */
  search: string
}

export const englishPaletteWords: PaletteWords = {
  title: 'Go to or do',
  placeholder: 'A place, a person, a thread',
  close: 'Close',
  here: 'On this page',
  nothing: 'Nothing by that name.',
  unreachable: 'The places cannot be reached just now.',
  count: '{count} to choose from',
  search: 'Search everything for “{text}”',
}

/** Whether every word that was typed stands somewhere in a label; whatever the case. */
export function fits(label: string, typed: string): boolean {
  const inside = label.toLocaleLowerCase()
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => inside.includes(word))
}
