import type { LoopItems } from './loops.ts'

export type ItemsName = LoopItems | 'said' | 'helped'

/** What stands over the items behind each figure. */
export const itemWords: Record<ItemsName, { readonly title: string; readonly intro: string }> = {
  heard: { title: 'Heard', intro: 'Every question that was asked outside.' },
  touched: { title: 'Touched', intro: 'An employee wrote under the question.' },
  untouched: { title: 'Heard, left alone', intro: 'No employee wrote under the question.' },
  answered: { title: 'Answered', intro: 'Somebody other than the asker answered, and the answer stands.' },
  unanswered: { title: 'Not answered', intro: 'Nobody but the asker answered, or every answer was recalled.' },
  closed: { title: 'Came to an answer', intro: 'An accepted or official answer stands.' },
  told: { title: 'Told what came of it', intro: 'An accepted or official answer stands, and the asker was told.' },
  untold: { title: 'Not told yet', intro: 'An accepted or official answer stands, and the asker was not told.' },
  swarmed: { title: 'Swarmed', intro: 'Colleagues were called together, in a swarm that you may know of.' },
  bridged: { title: 'Swarmed, with a first word', intro: 'A colleague of the one who opened the swarm wrote in it.' },
  said: { title: 'Said whether it helped', intro: 'The last word of each person who was told.' },
  helped: { title: 'It helped', intro: 'People who were told and said that it helped.' },
}

export function isItemsName(text: string | undefined): text is ItemsName {
  return text !== undefined && Object.hasOwn(itemWords, text)
}

/** The address of the items behind a figure. */
export function itemsAddress(of: ItemsName, window: string): string {
  return `/inside/measures/items?of=${of}&window=${window}`
}

/** How each figure is computed; it stands on the board. */
export const formulas: readonly { readonly name: string; readonly formula: string; readonly source: string }[] = [
  { name: 'Heard', formula: 'N = questions asked outside in the window.', source: 'own' },
  { name: 'Touched', formula: 'Questions under which an employee wrote / N.', source: 'M44' },
  {
    name: 'Answered',
    formula: 'Questions with a standing answer by somebody other than the asker / N.',
    source: 'M40, turned round',
  },
  {
    name: 'Told back',
    formula: 'Questions with a standing accepted or official answer whose asker was told / those with such an answer.',
    source: 'M46',
  },
  {
    name: 'Helped',
    formula: 'People who said yes / people who were told and said yes or not yet; the last word of each counts.',
    source: 'M34, one question',
  },
  {
    name: 'First response',
    formula:
      'Time of the first standing answer by somebody other than the asker − time of asking; median and 90th percentile, interpolated.',
    source: 'M29',
  },
  {
    name: 'Bridge latency',
    formula:
      'Time of the first word in the swarm by a colleague of the one who opened it − time of asking outside; median and 90th percentile, for those swarmed.',
    source: 'M48',
  },
  {
    name: 'Iceberg',
    formula:
      'Assimilated a + touched t + untouched u = N. Assimilated: led within 90 days to an article, decision, accepted insight, planned idea or process change.',
    source: 'M44',
  },
]
