/** How much a text looks like spam, as a sum of plain reasons. A score is no verdict: a person looks at what is held. */

import { type Said, said } from '../../platform/languages/languages.ts'

/** What the moderators of a side set on their page. */
export interface WritingRules {
  /** Somebody is new for so many days, and until so many posts. */
  readonly newDays: number
  readonly newPosts: number
  /** The most links to other sites that a post of somebody new may hold. */
  readonly newLinks: number
  /** The most posts of somebody new within an hour. */
  readonly newPerHour: number
  /** From this score on a post waits for a moderator. */
  readonly threshold: number
  /** Words and phrases in small letters, each with what it adds to the score. */
  readonly words: readonly { readonly word: string; readonly points: number }[]
}

/** What is known of the author of a text. */
export interface AuthorFacts {
  /** Age of the account in days. */
  readonly days: number
  /** How many posts of theirs stand. */
  readonly posts: number
  readonly postsInHour: number
  readonly postsInTenMinutes: number
  /** How often they posted these very words within a day. */
  readonly sameText: number
}

export interface Reason {
  readonly points: number
  readonly says: Said
}

export interface Score {
  readonly points: number
  readonly reasons: readonly Reason[]
}

/** Shorter texts are said again and again in good faith: "Thank you", "Same here". In characters. */
const repeatedFrom = 60

export function isNew(author: AuthorFacts, rules: WritingRules): boolean {
  return author.days < rules.newDays || author.posts < rules.newPosts
}

/** The links in a text that lead to other sites; `ownHost` is the host of this one. */
export function foreignLinks(body: string, ownHost: string | undefined): readonly string[] {
  const found = body.matchAll(
    /\b(?:https?:\/\/[^\s/<>()[\]"']+|(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|shop|xyz|top|online|site|ru|cn|io|co)\b)/gi,
  )
  return [...found].map(([link]) => link.toLowerCase().replace(/^https?:\/\//, '')).filter((host) => host !== ownHost)
}

/** The score of a text with its reasons, the heaviest first. The same text, author and rules always give the same score. */
export function scoreText(
  text: { readonly title: string; readonly body: string },
  author: AuthorFacts,
  rules: WritingRules,
  ownHost?: string,
): Score {
  const whole = `${text.title}\n${text.body}`
  const reasons: Reason[] = []
  const add = (points: number, says: Said) => {
    if (points > 0) reasons.push({ points, says })
  }
  const links = foreignLinks(whole, ownHost).length
  add(Math.min(links, 10) * (isNew(author, rules) ? 2 : 1), said('{count} links to other sites', { count: links }))
  for (const { word, points } of rules.words)
    if (holds(whole, word)) add(points, said('Holds “{word}” from the word list', { word }))
  const isLong = text.body.length >= repeatedFrom
  add(isLong ? Math.min(author.sameText, 3) * 4 : 0, said('Posted with the same words before'))
  add(repeats(whole) ? 3 : 0, said('Says the same again and again'))
  add(shouts(whole) ? 2 : 0, said('Mostly capital letters'))
  add(
    author.days < 1 ? 2 : author.days < rules.newDays ? 1 : 0,
    author.days < 1 ? said('Joined today') : said('Joined lately'),
  )
  const hurried = Math.max(0, author.postsInTenMinutes - 3)
  add(Math.min(hurried, 5), said('{count} posts within ten minutes', { count: author.postsInTenMinutes }))
  return {
    points: reasons.reduce((sum, reason) => sum + reason.points, 0),
    reasons: reasons.toSorted((a, b) => b.points - a.points),
  }
}

/** Whether a text holds a word or a phrase, whole and in any case. */
function holds(text: string, word: string): boolean {
  const at = text.toLowerCase()
  for (let from = at.indexOf(word); from >= 0; from = at.indexOf(word, from + 1)) {
    if (!isLetter(at[from - 1]) && !isLetter(at[from + word.length])) return true
  }
  return false
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}

function repeats(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length >= 20 && new Set(words).size < words.length * 0.3
}

function shouts(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  return (
    letters.length >= 40 && letters.filter((letter) => letter !== letter.toLowerCase()).length > letters.length * 0.7
  )
}
