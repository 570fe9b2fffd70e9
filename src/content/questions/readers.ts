import { peopleWords, reachWords } from '../../people/connections/connections.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Audience, audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import type { AudienceWords } from '../../ui/realm.tsx'
import { type Reach, type Thread, countWouldRead, possibleReaches } from '../threads/threads.ts'

/** Who reads a post or a place outside, for the audience line. */
export function audienceLine(audience: Audience): AudienceWords {
  return { realm: 'outside', word: 'Outside', who: audience.everyone ? 'Anyone on the web' : audienceWords(audience) }
}

/** Who will read what is written, for the strip over a composer. */
function composerAudience(audience: Audience, name: string): { word: string; who: string } {
  const who = audience.everyone ? 'anyone on the web, search engines included' : audienceWords(audience)
  return {
    word: audience.everyone ? 'Public' : 'Members',
    who: `${who}. You write as ${name}.`,
  }
}

/** "Post publicly" where anyone reads, "Post to members" where members do. */
function postWords(audience: Audience): string {
  return audience.everyone ? 'Post publicly' : 'Post to members'
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
function readerWords(reach: NarrowReach, readers: Readers): string {
  const { author, company } = readers
  const counted = readers.count === undefined ? '' : `, ${peopleWords(readers.count)}`
  if (reach === 0) return 'only you'
  if (reach === 4) return `all members${counted}, and those who work at ${company}`
  if (author !== undefined) return `those near to ${author}, up to the ${reachWords[reach]}`
  return `your ${reachWords[reach]}${counted}`
}

/** The same beside a label that names the reach already: `64 people`. */
function besideLabel(reach: NarrowReach, readers: Readers): string {
  if (reach === 0) return 'nobody else'
  if (readers.count === undefined) return readerWords(reach, readers)
  const people = peopleWords(readers.count)
  return reach === 4 ? `${people}, and those who work at ${readers.company}` : people
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function narrowPostWords(reach: NarrowReach, own: boolean): string {
  if (reach === 4) return 'Post to all members'
  if (reach === 0) return 'Post for yourself alone'
  return own ? `Post to your ${reachWords[reach]}` : 'Post to those who read this'
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
  const audience = await audienceOf(ctx, space)
  const name = writerName(ctx, audience)
  const reach = 'thread' in as ? as.thread.reach : as.reach
  if (reach === null) {
    const strip = composerAudience(audience, name)
    return { audience, strip, postWords: postWords(audience), line: audienceLine(audience) }
  }
  const own = !('thread' in as) || (ctx.viewer.kind === 'account' && ctx.viewer.id === as.thread.authorId)
  const count = own ? (await countWouldRead(ctx, space, [reach])).get(reach) : undefined
  const author = 'thread' in as && !own ? (as.author ?? 'the author') : undefined
  const readers = { company: audience.company, author, count }
  return {
    audience: { ...audience, everyone: false },
    strip: { word: reachWords[reach], who: `${besideLabel(reach, readers)}. You write as ${name}.` },
    postWords: narrowPostWords(reach, own),
    line: { realm: 'outside', word: 'Outside', who: capital(readerWords(reach, readers)) },
  }
}

function writerName(ctx: Ctx, audience: Audience): string {
  if (ctx.viewer.kind !== 'account') return 'yourself'
  return ctx.viewer.realm === 'inside' ? `${ctx.viewer.name}, for ${audience.company}` : ctx.viewer.name
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
  const audience = await audienceOf(ctx, space)
  const counts = await countWouldRead(ctx, space)
  return possibleReaches(ctx.viewer, space).map((reach) => {
    if (reach === null) {
      const { who } = audienceLine(audience)
      return { reach, value: 'space', label: audience.everyone ? 'Everyone' : reachWords[4], who: String(who) }
    }
    const who = capital(besideLabel(reach, { company: audience.company, count: counts.get(reach) }))
    return { reach, value: String(reach), label: reachWords[reach], who }
  })
}

/** Reads a choice from an address or a form; undefined when it is none. Nothing chosen: as far as the space. */
export function readReach(text: string | undefined): Reach | undefined {
  if (text === undefined || text === '' || text === 'space') return null
  return /^[0-4]$/.test(text) ? (Number(text) as NarrowReach) : undefined
}
