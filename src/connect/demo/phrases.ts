import type { Chance } from './chance.ts'
import { allModels } from './topic.ts'

const lists: Record<string, readonly string[]> = {
  model: allModels,
  temp: ['2', '3', '0', '−2', '4', '−4', '1'],
  percent: ['38', '40', '41', '45', '47', '33', '52'],
  km: ['1,100', '1,850', '2,900', '3,400', '4,200', '6,300', '8,000', '640'],
  place: ['Groningen', 'Porto', 'Utrecht', 'Malmö', 'Ghent', 'Bremen', 'Lyon', 'Graz', 'Aarhus', 'Basel'],
  when: ['last week', 'on Sunday', 'in November', 'two weeks ago', 'after the holidays', 'yesterday'],
  since: ['last week', 'November', 'Sunday', 'the holidays', 'the first frost', 'the last update'],
  route: [
    'the hill to the hospital',
    'the dyke road',
    'my 14 km to work',
    'the cobbles at the harbour',
    'the bridge in the wind',
    'the way to the school',
    'the forest track',
  ],
  lot: ['5', '6', '7', '8'],
  city: ['Utrecht', 'Porto', 'Malmö', 'Wrocław', 'Graz'],
}

/** What the slots of one text stand for: the same word wherever the slot stands. */
export type Slots = Readonly<Record<string, string>>

export function chooseSlots(chance: Chance, given: Slots): Slots {
  return { ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, chance.pick(list)])), ...given }
}

/** A text with its slots filled. Throws when it names a slot that there is not. */
export function fill(text: string, slots: Slots): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const word = slots[name]
    if (word === undefined) throw new Error(`no slot is named ${name}`)
    return word
  })
}

const openings = ['', '', '', 'Hello all. ', 'Good morning. ', 'Short question. ', 'Hi. ']

export function opening(chance: Chance): string {
  return chance.pick(openings)
}

/** What people add under an answer. */
export const comments = [
  'Thank you, I will try that tonight.',
  'That was it. I feel a little silly and very happy.',
  'Did not help with mine, but I learnt something.',
  'Which year is your bike?',
  'Same here, and I had given up looking.',
  'Could you put up a photo of it?',
  'I would not do that while it is under guarantee.',
  'Worked on the second try.',
  'How long has it held so far?',
  'The workshop told me the same.',
  'Good to know that I am not alone with it.',
  'I went the other way and it was worse.',
  'It also depends on the tyres.',
  'For the Porter it is the other screw.',
]

/** Answers that fit under any question, beside those that know. */
export const companions = [
  'Second that. It worked for me on a {model} with {km} km.',
  'I asked at the workshop in {place}: they said the same, and that they hear it every week.',
  'No answer from me, but I have the same and will follow this.',
  'I wrote to rider care about it and they rang back the next day. Put what they say here, then all of us have it.',
  'Depends on the year of the bike. Mine is from the first series and I never had it.',
  'I had that {when}. I left it alone for a week and looked again with fresh eyes, which was half of the solution.',
]

/** What people ask at the end when nothing more exact comes to mind. */
export const closing = ['What would you do?', 'Any idea?', 'Who has been there?', 'What helped you?']
