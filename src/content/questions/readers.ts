import { peopleWords, reachWords } from '../../people/connections/connections.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { type Audience, audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import type { AudienceWords } from '../../ui/realm.tsx'
import { type Reach, type Thread, countWouldRead, possibleReaches } from '../threads/threads.ts'

/** Who reads a post or a place outside, for the audience line. */
export function audienceLine(say: Say, audience: Audience): AudienceWords {
  const who = audience.everyone ? say('Anyone on the web') : audienceWords(audience, say)
  return { realm: 'outside', word: say('Outside'), who }
}

/** Who will read what is written, for the strip over a composer. */
function composerAudience(say: Say, audience: Audience, name: string): { word: string; who: string } {
  if (audience.everyone) {
    return {
      word: say('Public'),
      who: say('anyone on the web, search engines included. You write as {name}.', { name }),
    }
  }
  const who = say('{readers}. You write as {name}.', { readers: audienceWords(audience, say), name })
  return { word: say('Members'), who }
}

/** "Post publicly" where anyone reads, "Post to members" where members do. */
function postWords(say: Say, audience: Audience): string {
  return audience.everyone ? say('Post publicly') : say('Post to members')
}

/** A reach that is narrower than the space. */
type NarrowReach = Exclude<Reach, null>

/** Who reads a narrowed text, in words that fit after "Outside" and over a composer. */
interface Readers {
  readonly company: string
  /** Whose connections are meant; absent: the viewer's own. */
  readonly author?: string | undefined
  /** Members beside the author. Only the author is told: the number could give away a tie that is kept secret. */
  readonly count?: number | undefined
}

/** Who reads a text that reaches fewer than its space: `your 2nd degree, 64 people`. */
function readerWords(say: Say, reach: NarrowReach, readers: Readers): string {
  const { author, company } = readers
  const people = readers.count === undefined ? undefined : peopleWords(readers.count, say)
  const degree = say.again(reachWords[reach])
  if (reach === 0) return say('only you')
  if (reach === 4) {
    return people === undefined
      ? say('all members, and those who work at {company}', { company })
      : say('all members, {people}, and those who work at {company}', { people, company })
  }
  if (author !== undefined) return say('those near to {author}, up to the {degree}', { author, degree })
  return people === undefined ? say('your {degree}', { degree }) : say('your {degree}, {people}', { degree, people })
}

/** The same beside a label that names the reach already: `64 people`. */
function besideLabel(say: Say, reach: NarrowReach, readers: Readers): string {
  const { company } = readers
  if (reach === 0) return say('nobody else')
  if (readers.count === undefined) return readerWords(say, reach, readers)
  const people = peopleWords(readers.count, say)
  return reach === 4 ? say('{people}, and those who work at {company}', { people, company }) : people
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function narrowPostWords(say: Say, reach: NarrowReach, own: boolean): string {
  if (reach === 4) return say('Post to all members')
  if (reach === 0) return say('Post for yourself alone')
  return own
    ? say('Post to your {degree}', { degree: say.again(reachWords[reach]) })
    : say('Post to those who read this')
}

/** What stands over and under a composer outside. */
interface Writing {
  readonly audience: Audience
  readonly strip: { word: string; who: string }
  readonly postWords: string
  /** The line under the author of a text with these readers. */
  readonly line: AudienceWords
}

/**
 * Who will read what the viewer writes in a space, with the words for its composers. `as`: a reach that is chosen for a
 * new text, or the thread that the text stands in.
 */
export async function writingIn(
  ctx: Ctx,
  space: Space,
  as: { reach: Reach } | { thread: Thread; author: string | undefined } = { reach: null },
): Promise<Writing> {
  const { say } = ctx
  const audience = await audienceOf(ctx, space)
  const name = writerName(ctx, audience)
  const reach = 'thread' in as ? as.thread.reach : as.reach
  if (reach === null) {
    const strip = composerAudience(say, audience, name)
    return { audience, strip, postWords: postWords(say, audience), line: audienceLine(say, audience) }
  }
  const own = !('thread' in as) || (ctx.viewer.kind === 'account' && ctx.viewer.id === as.thread.authorId)
  const count = own ? (await countWouldRead(ctx, space, [reach])).get(reach) : undefined
  const author = 'thread' in as && !own ? (as.author ?? say('the author')) : undefined
  const readers = { company: audience.company, author, count }
  return {
    audience: { ...audience, everyone: false },
    strip: {
      word: say.again(reachWords[reach]),
      who: say('{readers}. You write as {name}.', { readers: besideLabel(say, reach, readers), name }),
    },
    postWords: narrowPostWords(say, reach, own),
    line: { realm: 'outside', word: say('Outside'), who: capital(readerWords(say, reach, readers)) },
  }
}

function writerName(ctx: Ctx, audience: Audience): string {
  const { say, viewer } = ctx
  if (viewer.kind !== 'account') return say('yourself')
  const { name } = viewer
  return viewer.realm === 'inside' ? say('{name}, for {company}', { name, company: audience.company }) : name
}

/** One choice of who may read a text. `value` is what travels in a form: `space` for as far as the space. */
export interface ReachChoice {
  readonly reach: Reach
  readonly value: string
  readonly label: string
  /** Who that is, with their number. */
  readonly who: string
}

/** What the viewer can choose from in a space, the widest first, each with the head-count of who would read. */
export async function reachChoices(ctx: Ctx, space: Space): Promise<readonly ReachChoice[]> {
  const { say } = ctx
  const audience = await audienceOf(ctx, space)
  const counts = await countWouldRead(ctx, space)
  return possibleReaches(ctx.viewer, space).map((reach) => {
    if (reach === null) {
      const { who } = audienceLine(say, audience)
      const label = say.again(reachWords[audience.everyone ? 5 : 4])
      return { reach, value: 'space', label, who: String(who) }
    }
    const who = capital(besideLabel(say, reach, { company: audience.company, count: counts.get(reach) }))
    return { reach, value: String(reach), label: say.again(reachWords[reach]), who }
  })
}

/** Reads a choice from an address or a form; undefined when it is none. Nothing chosen: as far as the space. */
export function readReach(text: string | undefined): Reach | undefined {
  if (text === undefined || text === '' || text === 'space') return null
  return /^[0-4]$/.test(text) ? (Number(text) as NarrowReach) : undefined
}
