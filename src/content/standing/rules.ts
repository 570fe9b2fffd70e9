/**
 * The rules of standing, published at /about/standing from these same numbers. Changing one changes what is earned;
 * the job of the night computes everybody anew.
 */
import { type Said, said } from '../../platform/languages/languages.ts'

/** For each thanks that counts in full. */
export const thanksPoints = 2
/** For each thanks of somebody whom one thanks as often: what two people do for each other counts half. */
export const mutualPoints = 1
/** So many thanks of one and the same person count, no more. */
export const mostThanksOfOne = 10
/** For each answer that somebody else accepted. */
export const acceptedPoints = 15
/** So many accepted answers of one and the same person count, no more. */
export const mostAcceptedOfOne = 5
/** For each answer that the company made its own. */
export const endorsedPoints = 15

/** So many times the flag of a member of level 2 or 3 counts in a public space, when moderators see what to look at first. */
export const flagFactor = 2

export type Level = 0 | 1 | 2 | 3

/** What is needed for a level: points, and thanks from so many different people. */
export interface LevelRule {
  readonly level: Level
  readonly name: string
  readonly points: number
  readonly people: number
  /** What a member of this level may do that others may not. */
  readonly may: Said
}

export const levelRules: readonly LevelRule[] = [
  { level: 0, name: said('Member'), points: 0, people: 0, may: said('Ask, answer, thank and flag.') },
  { level: 1, name: said('Helper'), points: 20, people: 3, may: said('Nothing more: it says thank you.') },
  {
    level: 2,
    name: said('Guide'),
    points: 100,
    people: 5,
    may: said('In public spaces: flags count {factor} times.', { factor: flagFactor }),
  },
  {
    level: 3,
    name: said('Champion'),
    points: 300,
    people: 10,
    may: said('In public spaces: flags count {factor} times; retag, move and retype what others wrote.', {
      factor: flagFactor,
    }),
  },
]

/** What members of each level may do with the texts of others; each level has what those below it have. */
export const powersOf: Readonly<Record<Level, readonly Power[]>> = {
  0: [],
  1: [],
  2: ['flag'],
  3: ['flag', 'retag', 'move', 'retype'],
}

export type Power = 'retag' | 'move' | 'retype' | 'flag'

/** What somebody has to show. */
export interface Earned {
  /** Thanks that count. */
  readonly thanks: number
  /** From so many different people. */
  readonly people: number
  /** Of these thanks, those that were given back as often and count half. */
  readonly mutual: number
  /** Accepted answers that count. */
  readonly accepted: number
  /** Answers that the company made its own. */
  readonly endorsed: number
}

export function pointsOf(earned: Omit<Earned, 'people'>): number {
  return (
    thanksPoints * (earned.thanks - earned.mutual) +
    mutualPoints * earned.mutual +
    acceptedPoints * earned.accepted +
    endorsedPoints * earned.endorsed
  )
}

export function levelOf(earned: Earned): Level {
  const points = pointsOf(earned)
  return levelRules.findLast((rule) => points >= rule.points && earned.people >= rule.people)?.level ?? 0
}
