import { listNotices } from '../../discovery/notices/notices.ts'
import { wordsFor } from '../../people/accounts/accounts.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { speaking } from '../../platform/languages/installation.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { hashToken, makeToken } from '../../platform/tokens.ts'
import { demand } from '../../platform/verdict.ts'
import { type Space, getSpaceById, listSpaces } from '../../realms/spaces/spaces.ts'
import { type Feed, type FeedEntry, membersSpaceFeed } from '../feeds/feeds.ts'
import { mayFeedSpace, mayHaveFeeds } from './personal-feeds.access.ts'
import * as queries from './personal-feeds.queries.ts'
import type { PersonalFeedId } from './personal-feeds.tables.ts'

export type { PersonalFeedId } from './personal-feeds.tables.ts'

/** A feed that somebody can have an address for. */
export interface PersonalFeed {
  /** Undefined: their notices. */
  readonly space?: Space
  /** Set while there is an address. */
  readonly address?: { readonly id: PersonalFeedId; readonly madeAt: Date; readonly readAt: Date | null }
}

const making: RateLimit = { name: 'personal-feeds', uses: 30, seconds: 3600 }

function me(ctx: Ctx): AccountViewer {
  if (!mayHaveFeeds(ctx.viewer)) throw new Forbidden('personal-feeds.sign-in-first', said('Sign in to see your feeds.'))
  return ctx.viewer
}

/** What the viewer can read in a feed reader: their notices first, then the spaces outside that are for members. */
export async function listPersonalFeeds(ctx: Ctx): Promise<readonly PersonalFeed[]> {
  const rows = await queries.selectFeeds(ctx, me(ctx).id)
  const feed = (space: Space | undefined): PersonalFeed => {
    const row = rows.find((one) => one.spaceId === (space?.id ?? null))
    return { ...(space && { space }), ...(row && { address: { id: row.id, madeAt: row.madeAt, readAt: row.readAt } }) }
  }
  const spaces = (await listSpaces(ctx, { realm: 'outside' })).filter((space) => mayFeedSpace(space).allowed)
  return [feed(undefined), ...spaces.map(feed)]
}

/**
 * Gives the viewer's notices, or a members' space by its number, a new secret address and ends the old one. Returns the
 * path, which is never shown again. Throws Forbidden, Invalid (`space`), TryLater.
 */
export async function makeFeedAddress(ctx: Ctx, spaceId: Space['id'] | undefined): Promise<string> {
  const { id: accountId } = me(ctx)
  await countUse(ctx, making, String(accountId))
  const space = spaceId === undefined ? undefined : await getSpaceById(ctx, spaceId).catch(absent)
  if (spaceId !== undefined && !space)
    throw new Invalid('personal-feeds.no-space', { space: said('Choose one of the spaces that are shown.') })
  if (space) demand(mayFeedSpace(space))
  const token = makeToken()
  await ctx.transaction((inside) =>
    queries.putFeed(inside, { accountId, spaceId: space?.id ?? null, tokenHash: hashToken(token) }),
  )
  return pathOf(token)
}

/** Ends one of the viewer's addresses; it answers nothing from the next request on. NotFound for anybody else's. */
export async function endFeedAddress(ctx: Ctx, id: PersonalFeedId): Promise<void> {
  if ((await queries.deleteFeeds(ctx, me(ctx).id, { id })) === 0) throw new NotFound('personal-feeds.not-found')
}

/**
 * What stands at a secret address now, by the rights that its owner has now. NotFound for an address that was ended or
 * never was, for a closed account, and where the right to read is lost.
 */
export async function readPersonalFeed(ctx: Ctx, token: string): Promise<Feed> {
  const found = await queries.findFeed(ctx, hashToken(token))
  if (!found) throw new NotFound('personal-feeds.not-found')
  const theirs = speaking(ctx.as(found.viewer), await wordsFor(ctx, found.viewer.id))
  const self = pathOf(token)
  const feed = found.spaceId === null ? await noticesFeed(theirs, self) : await spaceFeed(theirs, found.spaceId, self)
  const isLongAgo = !found.readAt || ctx.now.getTime() - found.readAt.getTime() > 3_600_000
  if (isLongAgo) await queries.touchFeed(ctx, found.id)
  return feed
}

async function spaceFeed(theirs: Ctx, spaceId: Space['id'], self: string): Promise<Feed> {
  const space = await getSpaceById(theirs, spaceId)
  if (!mayFeedSpace(space).allowed) throw new NotFound('personal-feeds.not-found')
  return membersSpaceFeed(theirs, space, self)
}

/** Notices say that something happened, and who did it; to read it, one comes here. No text of anybody is in them. */
async function noticesFeed(theirs: Ctx, self: string): Promise<Feed> {
  const { items } = await listNotices(theirs, undefined, 30)
  const entries = items.map((notice): FeedEntry => ({
    lasting: `/notices/${notice.id}`,
    path: `/notices/${notice.id}`,
    title: notice.says,
    isTitleTold: true,
    author: 'Tango',
    publishedAt: notice.madeAt,
    updatedAt: notice.madeAt,
    html: '',
    tags: [],
  }))
  return {
    language: theirs.say.language,
    title: theirs.say('Your notices'),
    self,
    page: '/notices',
    updatedAt: entries[0]?.updatedAt ?? new Date(0),
    entries,
    personal: true,
  }
}

function pathOf(token: string): string {
  return `/feeds/${token}.atom`
}

function absent(error: unknown): undefined {
  if (!(error instanceof NotFound)) throw error
}
