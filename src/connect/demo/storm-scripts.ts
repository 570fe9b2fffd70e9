/** Sessions of the demo: one open, one ended with a result, one closed that waits for it, and one in the shared room. */
import type { IdeaStage } from '../../content/ideas/ideas.ts'
import { cast } from './acting.ts'
import type { PlaceName } from './places.ts'

export interface StormIdeaScript {
  readonly title: string
  readonly body: string
  /** How many of those who may take part stood for it. */
  readonly votes: number
  /** What the company said to it at the end. */
  readonly stage?: { readonly stage: IdeaStage; readonly reason: string; readonly answerIn?: number }
}

export interface StormScript {
  readonly place: PlaceName
  /** An employee by place among the leads; judges by the same. */
  readonly by: number
  readonly judges: readonly number[]
  /** Days before today on which it opens (at nine) and closes (at six); below zero still to come. */
  readonly opens: number
  readonly closes: number
  readonly question: string
  readonly body: string
  readonly rules: string
  readonly ideas: readonly StormIdeaScript[]
  readonly notes: readonly {
    readonly judge: number
    readonly idea: number
    readonly body: string
    readonly chooses: boolean
  }[]
  readonly result?: {
    readonly daysAgo: number
    readonly title: string
    readonly body: string
    readonly chosen: readonly number[]
  }
}

export const stormScripts: readonly StormScript[] = [
  {
    place: 'riders',
    by: cast.mirela,
    judges: [cast.lena, cast.tomasz],
    opens: 58,
    closes: 44,
    question: 'Which small thing would make you ride one day more a week?',
    body: 'We have one team and eight weeks. Tell us the small thing, not the big one.',
    rules:
      '- It can be built in eight weeks.\n- It helps more than one model.\n- Votes tell us what matters to you. The judges choose, and say why.',
    ideas: [
      {
        title: 'A hook for a wet jacket under the saddle',
        body: 'So that it drips on the floor and not into my bag.',
        votes: 31,
        stage: {
          stage: 'planned',
          reason: 'First place in the session. Drawn, and in the workshop for tests.',
          answerIn: 30,
        },
      },
      {
        title: 'Mudguards that reach lower',
        body: 'Ten centimetres more, and my shoes stay dry.',
        votes: 44,
        stage: {
          stage: 'planned',
          reason: 'Second place in the session. A longer flap comes as a spare part.',
          answerIn: 60,
        },
      },
      {
        title: 'Wake me when the road is dry',
        body: 'The app knows the rain and my way to work.',
        votes: 12,
        stage: { stage: 'not-planned', reason: 'Weather apps do this well. We would do it worse.' },
      },
      {
        title: 'A light that shows drivers how wide I am',
        body: 'Two thin lines on the road beside me.',
        votes: 19,
        stage: {
          stage: 'already-offered',
          reason: 'The side lights in the shop do this. We link to them from the lights page now.',
        },
      },
    ],
    notes: [
      { judge: cast.lena, idea: 0, body: 'Cheap, and fits every saddle post. I want this.', chooses: true },
      { judge: cast.tomasz, idea: 0, body: 'Four parts, no tool. Yes.', chooses: true },
      { judge: cast.lena, idea: 1, body: 'The most wanted. The flap alone is doable.', chooses: true },
      { judge: cast.tomasz, idea: 2, body: 'Not ours to build.', chooses: false },
    ],
    result: {
      daysAgo: 40,
      title: 'Your small things: a jacket hook first, longer mudguards second',
      body: 'You sent ideas for two weeks, and voted for each other’s.\n\nWe chose **the jacket hook** first: it fits every model, and we can build it by spring. **Longer mudguards** had the most votes; a flap that reaches lower comes as a spare part.\n\nThank you to everybody who took part. What was not chosen has an answer too, each at its own page.',
      chosen: [0, 1],
    },
  },
  {
    place: 'riders',
    by: cast.mirela,
    judges: [cast.lena, cast.aiko],
    opens: 6,
    closes: -8,
    question: 'What should the display show when it is freezing?',
    body: 'The range is one thing. What else do you need to know below zero, and what should stay away from the screen?',
    rules:
      '- One thought each; send a second one if you have two.\n- It must be readable with gloves on, in two seconds.\n- We promise a result within two weeks after the closing.',
    ideas: [
      { title: 'Minutes until the battery is warm', body: 'Then I know whether to wait for coffee.', votes: 24 },
      { title: 'A plain word for ice', body: 'Not a picture. The word.', votes: 17 },
      {
        title: 'Nothing but speed and charge',
        body: 'Everything else can come when I stop. My glasses are fogged anyway.',
        votes: 29,
      },
      { title: 'The next warm place on my way', body: 'A bakery counts.', votes: 8 },
    ],
    notes: [
      { judge: cast.aiko, idea: 0, body: 'The sensor is there. A guess within five minutes is honest.', chooses: true },
    ],
  },
  {
    place: 'rider-care',
    by: cast.daniel,
    judges: [cast.lena],
    opens: 20,
    closes: 3,
    question: 'How do we answer half of all riders on the same day?',
    body: 'We are at a third. What would you change first, with the people that we have?',
    rules: '- Starts on a Monday, without new tools.\n- Rider care agrees to try it for a month.',
    ideas: [
      {
        title: 'Everybody answers one question before lunch',
        body: 'One each. Sixty people are sixty answers.',
        votes: 9,
      },
      {
        title: 'The first answer is written where the fault is known',
        body: 'Firmware says what 4.2 does. Rider care makes it friendly.',
        votes: 6,
      },
      { title: 'A rota for Saturdays', body: 'Two people, every sixth week. Questions come on Saturdays.', votes: 3 },
    ],
    notes: [{ judge: cast.lena, idea: 0, body: 'Tried it with my team last week: it worked.', chooses: true }],
  },
  {
    place: 'cells',
    by: cast.tomasz,
    judges: [cast.lena],
    opens: 2,
    closes: -12,
    question: 'How can we leave out a third of the packaging?',
    body: 'Kettenwerk and we, both sides of the same box.',
    rules:
      '- No cell travels less safely than today.\n- Both houses count: what saves there and costs here is no gain.',
    ideas: [
      { title: 'Trays that go back', body: 'They stack flat, and the lorry drives back empty anyway.', votes: 4 },
      { title: 'One label instead of three', body: 'Ours, yours and the carrier’s say the same.', votes: 3 },
    ],
    notes: [],
  },
]
