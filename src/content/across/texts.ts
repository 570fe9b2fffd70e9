import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { findSetting } from '../../platform/settings.ts'
import { audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import { type Crossing, type CrossingThing, bringIn, linkAcross, quoteOf } from '../../realms/crossings/crossings.ts'
import { type SpaceId, getSpaceById, isEmployee } from '../../realms/spaces/spaces.ts'
import { type ReplyId, type Thread, type ThreadId, getReply, getThread, startThread } from '../threads/threads.ts'

/** A thread or a reply. */
export type TextThing =
  | { readonly kind: 'thread'; readonly id: ThreadId }
  | { readonly kind: 'reply'; readonly id: ReplyId }

/**
 * Brings a text into an inside space: a new discussion with the reason as its text and a live link to the source, and the
 * record of it, or neither. Throws NotFound, Forbidden, Invalid (`reason`), TryLater. `byBridge`: not counted among what
 * the viewer writes themselves.
 */
export async function bringInto(
  ctx: Ctx,
  source: TextThing,
  spaceId: SpaceId,
  of: { reason: string; byBridge?: true },
): Promise<{ thread: Thread; crossing: Crossing }> {
  const space = await getSpaceById(ctx, spaceId)
  let thread: Thread | undefined
  const crossing = await bringIn(ctx, {
    ...{ source, targetSpaceId: spaceId, reason: of.reason },
    audience: audienceWords(await audienceOf(ctx, space)),
    write: async (inside) => {
      const post = { type: 'discussion', title: '', body: of.reason.replace(/\s+/g, ' ').trim() } as const
      thread = await startThread(inside, space, { ...post, ...(of.byBridge && { byBridge: true }) })
      return { kind: 'thread', id: thread.id }
    },
  })
  return { thread: thread!, crossing }
}

/**
 * Links two texts across the wall, whichever of them stands outside. Throws as `linkAcross`; Invalid (`other`) when both
 * stand on one side.
 */
export async function linkTexts(
  ctx: Ctx,
  one: TextThing,
  other: TextThing,
  words: { name: string; reason: string },
): Promise<Crossing> {
  const [outside, otherOutside] = [await isOutside(ctx, one), await isOutside(ctx, other)]
  if (outside === otherOutside && isEmployee(ctx.viewer)) {
    throw new Invalid('crossings.wrong-sides', {
      other: said('A link across has one end outside and one inside or on a bridge.'),
    })
  }
  return linkAcross(ctx, { inner: outside ? other : one, outer: outside ? one : other, ...words })
}

async function isOutside(ctx: Ctx, thing: TextThing): Promise<boolean> {
  return (await getSpaceById(ctx, (await quoteOf(ctx, thing)).spaceId)).realm === 'outside'
}

/**
 * The text that a pasted address names: `/questions/12/…`, `/inside/threads/12#reply-4`, whole or without the site, or a
 * thread's number alone. Invalid (`field`) when it names none that the viewer may read, or one of another site.
 */
export async function textAt(ctx: Ctx, address: string, field: string): Promise<TextThing> {
  const typed = await withoutSite(ctx, address.trim())
  const reply = /#(?:answer|comment|reply)-([1-9][0-9]{0,14})$/.exec(typed)
  const thread =
    /(?:^|\/(?:questions|problems|praise|updates|ideas|threads|inside\/threads|inside\/ideas)\/)([1-9][0-9]{0,14})(?:[/?#]|$)/.exec(
      typed,
    )
  const thing: TextThing | undefined = reply
    ? { kind: 'reply', id: Number(reply[1]) as ReplyId }
    : thread
      ? { kind: 'thread', id: Number(thread[1]) as ThreadId }
      : undefined
  const refused = new Invalid('across.no-such-text', {
    [field]: said('Paste the address of a thread that you can read, as it stands in the bar of the browser.'),
  })
  if (!thing) throw refused
  await quoteOf(ctx, thing).catch((error: unknown) => {
    throw error instanceof NotFound ? refused : error
  })
  return thing
}

/** The path of an address at this site; nothing when it is one of another site, whose numbers say nothing here. */
async function withoutSite(ctx: Ctx, address: string): Promise<string> {
  const whole = /^(?:https?:)?\/\/([^/?#]+)(.*)$/i.exec(address)
  if (!whole) return address
  const own = await findSetting<string>(ctx, 'public-url')
  const [, host, path] = whole
  return own === undefined || new URL(own).host === host!.toLowerCase() ? path! : ''
}

/** The thread in which a text stands. */
export async function threadOf(ctx: Ctx, thing: CrossingThing): Promise<Thread> {
  const id = thing.kind === 'reply' ? (await getReply(ctx, thing.id as ReplyId)).threadId : (thing.id as ThreadId)
  return getThread(ctx, id)
}
