import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { TryLater } from './errors.ts'
import { type Said, said } from './languages/languages.ts'

/** So many uses in so many seconds; `code` and `message` are what the person is told. */
export interface RateLimit {
  readonly name: string
  readonly uses: number
  readonly seconds: number
}

/**
 * Counts one use by `whom` (an account id, an address of the network, a mail address: stored only as a hash) and
 * throws TryLater above the limit. The count is kept even if the caller's work fails: it must not run in a
 * transaction that is rolled back, so it is written before the work, through the pool.
 */
export async function countUse(ctx: Ctx, limit: RateLimit, whom: string): Promise<void> {
  const windowStart = new Date(Math.floor(ctx.now.getTime() / 1000 / limit.seconds) * limit.seconds * 1000)
  const bucket = `${limit.name}:${createHash('sha256').update(whom).digest('base64url').slice(0, 22)}`
  const { used } = await ctx.db
    .insertInto('rateLimits')
    .values({ bucket, windowStart, used: 1 })
    .onConflict((conflict) =>
      conflict.columns(['bucket', 'windowStart']).doUpdateSet({ used: sql`rate_limits.used + 1` }),
    )
    .returning('used')
    .executeTakeFirstOrThrow()
  if (used <= limit.uses) return
  const wait = Math.max(1, Math.ceil((windowStart.getTime() + limit.seconds * 1000 - ctx.now.getTime()) / 1000))
  throw new TryLater('too-many-tries', tooOften(wait), wait)
}

/** Forgets windows that no limit looks at any more (the longest is a day). */
export async function forgetOldUses(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('rateLimits')
    .where('windowStart', '<', new Date(ctx.now.getTime() - 2 * 86_400_000))
    .execute()
}

function tooOften(seconds: number): Said {
  if (seconds < 90) return said('That was too often in a short time. Try again in {count} seconds.', { count: seconds })
  return seconds < 5400
    ? said('That was too often in a short time. Try again in {count} minutes.', { count: Math.ceil(seconds / 60) })
    : said('That was too often in a short time. Try again in {count} hours.', { count: Math.ceil(seconds / 3600) })
}
