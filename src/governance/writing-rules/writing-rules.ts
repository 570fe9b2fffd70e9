import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { findSetting, putSetting } from '../../platform/settings.ts'
import type { Side } from '../moderation/moderation.ts'
import { type Score, type WritingRules, scoreText } from './spam-score.ts'
import { mayKeepRules } from './writing-rules.access.ts'

export type { Score, WritingRules } from './spam-score.ts'

const startingRules: WritingRules = {
  ...{ newDays: 3, newPosts: 3, newLinks: 3, newPerHour: 30, threshold: 10 },
  words: [],
}

const atLeast = { 0: said('At least 0.'), 1: said('At least 1.') } as const
const atMost = { 100: said('At most 100.'), 365: said('At most 365.'), 1000: said('At most 1,000.') } as const

const number = (least: keyof typeof atLeast, most: keyof typeof atMost) =>
  z.coerce
    .number(said('Give a number.'))
    .int(said('Give a whole number.'))
    .min(least, atLeast[least])
    .max(most, atMost[most])

export const rulesSchema = z.object({
  newDays: number(0, 365),
  newPosts: number(0, 100),
  newLinks: number(0, 100),
  newPerHour: number(1, 1000),
  threshold: number(1, 100),
  words: z.string().max(20_000, said('Keep the list under 20,000 characters.')).default(''),
})

/** A list of words as people type it: one a line, with its points after it; 5 unless told. Throws Invalid (`words`). */
export function parseWords(typed: string): WritingRules['words'] {
  const lines = typed
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim().toLowerCase())
    .filter((line) => line !== '')
  const words = new Map<string, number>()
  for (const line of lines) {
    const [, word, points] = /^(.*?)(?: (\d+))?$/.exec(line) ?? []
    const value = points === undefined ? 5 : Number(points)
    if (!word || word.length > 100 || value < 1 || value > 100) {
      const words = said('“{line}” does not fit: a word or a phrase, then its points from 1 to 100.', {
        line: line.slice(0, 60),
      })
      throw new Invalid('writing-rules.words', { words })
    }
    words.set(word, value)
  }
  return [...words].map(([word, points]) => ({ word, points }))
}

export function wordsAsText(words: WritingRules['words']): string {
  return words.map(({ word, points }) => `${word} ${points}`).join('\n')
}

const settingOf = (side: Side): string => `writing-rules-${side}`

/** The rules that hold on a side now. For the check at writing, and under the rights of the page for people. */
export async function rulesOf(ctx: Ctx, side: Side): Promise<WritingRules> {
  return { ...startingRules, ...(await findSetting<Partial<WritingRules>>(ctx, settingOf(side))) }
}

/** The rules of a side, for its moderators. NotFound for everybody else. */
export async function getRules(ctx: Ctx, side: Side): Promise<WritingRules> {
  demandKeeper(ctx, side)
  return rulesOf(ctx, side)
}

/** Sets the rules of a side from now on. Throws NotFound, Invalid (`words`). */
export async function putRules(ctx: Ctx, side: Side, given: z.output<typeof rulesSchema>): Promise<void> {
  demandKeeper(ctx, side)
  await putSetting(ctx, settingOf(side), { ...given, words: parseWords(given.words) } satisfies WritingRules)
}

/** What a text would score on a side, from somebody who joined just now or long ago. Nothing is kept. NotFound. */
export async function tryText(ctx: Ctx, side: Side, text: string, author: 'new' | 'known'): Promise<Score> {
  const rules = await getRules(ctx, side)
  const known = { days: 1000, posts: 100 }
  const facts = { ...(author === 'new' ? { days: 0, posts: 0 } : known) }
  const quiet = { postsInHour: 0, postsInTenMinutes: 0, sameText: 0 }
  return scoreText({ title: '', body: text }, { ...facts, ...quiet }, rules, await ownHost(ctx))
}

/** The host of this site, as it was set at the start. */
export async function ownHost(ctx: Ctx): Promise<string | undefined> {
  const site = await findSetting<string>(ctx, 'public-url')
  return site && URL.canParse(site) ? new URL(site).host : undefined
}

function demandKeeper(ctx: Ctx, side: Side): void {
  if (!mayKeepRules(ctx.viewer, side)) throw new NotFound('moderation.not-found')
}
