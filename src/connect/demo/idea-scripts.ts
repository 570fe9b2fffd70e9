/** What riders of the demo ask for, report and praise, and what the company said to it. Days count back from today. */
import type { IdeaStage } from '../../content/ideas/ideas.ts'

export interface IdeaScript {
  readonly title: string
  readonly body: string
  readonly tags: readonly string[]
  readonly daysAgo: number
  /** Share of all riders who promoted it, and who demoted it, in percent. */
  readonly promoted: number
  readonly demoted: number
  readonly stages: readonly {
    readonly stage: IdeaStage
    readonly reason: string
    readonly part?: string
    readonly daysAgo: number
    /** The day by which the company answers next, from today; below zero it is overdue. */
    readonly answerIn?: number
  }[]
  readonly comments: readonly string[]
}

export const ideaScripts: readonly IdeaScript[] = [
  {
    title: 'Show the range that is left in this cold, not the range in May',
    body: 'The display says 60 km and gives me 38. It knows how cold it is. Let it count with that.\n\nI would rather plan with an honest 38.',
    tags: ['cold', 'display'],
    daysAgo: 62,
    promoted: 46,
    demoted: 2,
    // What follows comes from inside, through its twin.
    stages: [{ stage: 'under-review', reason: 'We look at what the sensors can tell.', daysAgo: 55, answerIn: 10 }],
    comments: [
      'And please say that it is because of the cold, so that nobody takes the pack for broken.',
      'This. I carry the charger all winter.',
    ],
  },
  {
    title: 'A bell that does not rattle on cobbles',
    body: 'Every bell that I tried rings by itself in the old town. There must be one that does not.',
    tags: ['bell'],
    daysAgo: 80,
    promoted: 21,
    demoted: 4,
    stages: [
      { stage: 'under-review', reason: '', daysAgo: 70, answerIn: 5 },
      { stage: 'done', reason: 'The new bell has a soft stop. It is in the shop and on every new bike.', daysAgo: 12 },
    ],
    comments: ['Mounted it on Saturday. Silence.'],
  },
  {
    title: 'Lock the motor from the app',
    body: 'If somebody takes the bike, the motor should stay off until I say so.',
    tags: ['app', 'lock'],
    daysAgo: 75,
    promoted: 33,
    demoted: 5,
    stages: [
      {
        stage: 'partly-done',
        reason: 'The rest needs a part that older bikes do not have. We say more when we know which.',
        part: 'The motor can be locked on bikes from 2025 on.',
        daysAgo: 30,
        answerIn: 25,
      },
    ],
    comments: ['Works on mine. My partner has the 2023 one and waits.'],
  },
  {
    title: 'Throttle without pedalling',
    body: 'For starting uphill with a child in the back I would like a throttle.',
    tags: ['motor'],
    daysAgo: 58,
    promoted: 17,
    demoted: 19,
    stages: [
      {
        stage: 'not-planned',
        reason:
          'With a throttle it would be a moped by law: helmet, plate, no cycle paths. We do not want that for you. Walk assist helps at 6 km/h.',
        daysAgo: 44,
      },
    ],
    comments: ['Fair. I did not know about the plate.'],
  },
  {
    title: 'Export my rides as a file',
    body: 'GPX, so that I can put them where I like.',
    tags: ['app'],
    daysAgo: 40,
    promoted: 14,
    demoted: 1,
    stages: [
      {
        stage: 'already-offered',
        reason: 'App, Rides, the three dots, “Save as file”. We made the words clearer.',
        daysAgo: 36,
      },
    ],
    comments: ['Found it. Thank you.'],
  },
  {
    title: 'A charger that fits into a jersey pocket',
    body: 'Slow is fine. Small is what counts on a tour.',
    tags: ['charger'],
    daysAgo: 52,
    promoted: 29,
    demoted: 3,
    // Promised and not kept: the board says so.
    stages: [
      { stage: 'under-review', reason: 'We ask our supplier what is possible below 300 g.', daysAgo: 48, answerIn: -9 },
    ],
    comments: ['Any news?', 'I would pay for that.'],
  },
  {
    title: 'Spare parts list with drawings',
    body: 'So that my village mechanic can order the right bearing the first time.',
    tags: ['parts'],
    daysAgo: 9,
    promoted: 11,
    demoted: 0,
    stages: [],
    comments: [],
  },
  {
    title: 'Warmer colours for the display at night',
    body: 'The white is bright on dark forest roads.',
    tags: ['display'],
    daysAgo: 3,
    promoted: 5,
    demoted: 1,
    stages: [],
    comments: ['Dim helps a little, until then.'],
  },
]

export interface ProblemScript {
  readonly title: string
  readonly body: string
  readonly tags: readonly string[]
  readonly daysAgo: number
  readonly sameHere: number
  readonly states: readonly {
    readonly state: 'confirmed' | 'workaround' | 'fixed' | 'no-fault'
    readonly note: string
    readonly daysAgo: number
  }[]
}

export const problemScripts: readonly ProblemScript[] = [
  {
    title: 'Rear light goes out over cobbles since 4.2',
    body: 'It comes back when I press the button. Two rides, both times in the same street.',
    tags: ['light', 'update'],
    daysAgo: 21,
    sameHere: 18,
    states: [
      { state: 'confirmed', note: 'Seen in our workshop with 4.2.', daysAgo: 19 },
      { state: 'workaround', note: 'Push the plug at the rear light in until it clicks twice.', daysAgo: 15 },
    ],
  },
  {
    title: 'App forgets the bike after every update of the phone',
    body: 'I pair it anew each month.',
    tags: ['app'],
    daysAgo: 45,
    sameHere: 9,
    states: [
      { state: 'confirmed', note: '', daysAgo: 40 },
      { state: 'fixed', note: 'Fixed in app 7.1.', daysAgo: 17 },
    ],
  },
  {
    title: 'Motor hums while the bike stands still',
    body: 'Very quietly, for a minute after switching off.',
    tags: ['motor'],
    daysAgo: 30,
    sameHere: 6,
    states: [
      {
        state: 'no-fault',
        note: 'That is the fan of the controller. It stops when the controller is cool.',
        daysAgo: 27,
      },
    ],
  },
  {
    title: 'Child seat bolt was missing in the box',
    body: 'Order from last week, one M6 short.',
    tags: ['order'],
    daysAgo: 2,
    sameHere: 0,
    states: [],
  },
]

export interface PraiseScript {
  readonly title: string
  readonly body: string
  readonly daysAgo: number
  readonly thanks: number
  readonly reply?: string
}

export const praiseScripts: readonly PraiseScript[] = [
  {
    title: 'Service in Utrecht mended my lock in ten minutes',
    body: 'I came without an appointment, five minutes before they closed. They smiled.',
    daysAgo: 11,
    thanks: 12,
    reply: 'I read this to the whole workshop this morning. Thank you.',
  },
  {
    title: '9,000 km, one chain, no complaint',
    body: 'Rain, salt, two children. It simply goes.',
    daysAgo: 33,
    thanks: 23,
  },
  {
    title: 'The answer about cold packs saved my commute',
    body: 'Warm it indoors. That was all.',
    daysAgo: 5,
    thanks: 4,
  },
]
