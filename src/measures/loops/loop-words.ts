import { type Say, said } from '../../platform/languages/languages.ts'
import type { LoopItems } from './loops.ts'

export type ItemsName = LoopItems | 'said' | 'helped'

/** What stands over the items behind each figure. */
export const itemWords: Record<ItemsName, { readonly title: string; readonly intro: string }> = {
  heard: { title: said('Heard'), intro: said('Every question that was asked outside.') },
  touched: { title: said('Touched'), intro: said('An employee wrote under the question.') },
  untouched: { title: said('Heard, left alone'), intro: said('No employee wrote under the question.') },
  answered: { title: said('Answered'), intro: said('Somebody other than the asker answered, and the answer stands.') },
  unanswered: {
    title: said('Not answered'),
    intro: said('Nobody but the asker answered, or every answer was recalled.'),
  },
  closed: { title: said('Came to an answer'), intro: said('An accepted or official answer stands.') },
  told: {
    title: said('Told what came of it'),
    intro: said('An accepted or official answer stands, and the asker was told.'),
  },
  untold: {
    title: said('Not told yet'),
    intro: said('An accepted or official answer stands, and the asker was not told.'),
  },
  swarmed: { title: said('Swarmed'), intro: said('Colleagues were called together, in a swarm that you may know of.') },
  bridged: {
    title: said('Swarmed, with a first word'),
    intro: said('A colleague of the one who opened the swarm wrote in it.'),
  },
  said: { title: said('Said whether it helped'), intro: said('The last word of each person who was told.') },
  helped: { title: said('It helped'), intro: said('People who were told and said that it helped.') },
}

export function isItemsName(text: string | undefined): text is ItemsName {
  return text !== undefined && Object.hasOwn(itemWords, text)
}

/** For durations; plain "en" would write numbers the American way. */
export function localeOf(say: Say): string {
  return say.language === 'en' ? 'en-GB' : say.language
}

/** The address of the items behind a figure. */
export function itemsAddress(of: ItemsName, window: string): string {
  return `/inside/measures/items?of=${of}&window=${window}`
}

/** How each figure is computed; it stands on the board. */
export const formulas: readonly { readonly name: string; readonly formula: string; readonly source: string }[] = [
  { name: said('Heard'), formula: said('N = questions asked outside in the window.'), source: said('own') },
  { name: said('Touched'), formula: said('Questions under which an employee wrote / N.'), source: 'M44' },
  {
    name: said('Answered'),
    formula: said('Questions with a standing answer by somebody other than the asker / N.'),
    source: said('M40, turned round'),
  },
  {
    name: said('Told back'),
    formula: said(
      'Questions with a standing accepted or official answer whose asker was told / those with such an answer.',
    ),
    source: 'M46',
  },
  {
    name: said('Helped'),
    formula: said('People who said yes / people who were told and said yes or not yet; the last word of each counts.'),
    source: said('M34, one question'),
  },
  {
    name: said('First response'),
    formula: said(
      'Time of the first standing answer by somebody other than the asker − time of asking; median and 90th percentile, interpolated.',
    ),
    source: 'M29',
  },
  {
    name: said('Bridge latency'),
    formula: said(
      'Time of the first word in the swarm by a colleague of the one who opened it − time of asking outside; median and 90th percentile, for those swarmed.',
    ),
    source: 'M48',
  },
  {
    name: said('Iceberg'),
    formula: said(
      'Assimilated a + touched t + untouched u = N. Assimilated: led within 90 days to an article, decision, accepted insight, planned idea or process change.',
    ),
    source: 'M44',
  },
]
