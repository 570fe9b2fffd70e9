/** The words of the list of keys. Handed to the browser as JSON, so that any language may be used. */
export type KeysWords = {
  title: string
  close: string
  search: string
  list: string
  next: string
  previous: string
  reply: string
  nextPane: string
  previousPane: string
  region: string
  post: string
  escape: string
  /** The switch under the list. */
  letters: string
}

export const englishKeysWords: KeysWords = {
  title: 'Keys',
  close: 'Close',
  search: 'Search',
  list: 'All keys',
  next: 'Next item',
  previous: 'Previous item',
  reply: 'Reply',
  nextPane: 'Next pane',
  previousPane: 'Previous pane',
  region: 'Next region of the page',
  post: 'Post to the audience shown',
  escape: 'Close; a draft is kept',
  letters: 'Keys of one letter are on',
}

/**
 * What a pressed key makes of the keys before it: a whole sequence that is known, the beginning of one, or nothing.
 * `known` holds sequences such as `c` and `g i`.
 */
export function followKeys(
  before: string,
  key: string,
  known: ReadonlySet<string>,
): { whole: string } | { begun: string } | 'nothing' {
  for (const sequence of before === '' ? [key] : [`${before} ${key}`, key]) {
    if (known.has(sequence)) return { whole: sequence }
    for (const other of known) if (other.startsWith(`${sequence} `)) return { begun: sequence }
  }
  return 'nothing'
}
