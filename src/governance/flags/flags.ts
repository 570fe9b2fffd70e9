import { z } from 'zod'
import { flagFactor } from '../../content/standing/standing.ts'
import { type Post, type ReplyId, type ThreadId, getReply, getThread, hasPower } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { type CaseId, conductRules, openCase, ruleKeys, sideOfRealm } from '../moderation/moderation.ts'
import { mayFlag } from './flags.access.ts'
import * as queries from './flags.queries.ts'

/** By what flags are limited and weighed beside their rule; published at /about/moderation. */
export const flagRules = {
  /** Of one person. */
  perHour: 15,
  perDay: 50,
  /** So many times a flag weighs whose sender earned it by helping. */
  factor: flagFactor,
  /** For so many days a flag is looked at as an answer to one the other way. */
  retaliationDays: 14,
} as const

const limits: readonly RateLimit[] = [
  { name: 'flags-hour', uses: flagRules.perHour, seconds: 3600 },
  { name: 'flags-day', uses: flagRules.perDay, seconds: 86_400 },
]

export const flagSchema = z.object({
  rule: z.enum(ruleKeys, said('Choose what is wrong with it.')),
  words: z
    .string()
    .default('')
    .transform((text) => cleanMarkdown(text).trim())
    .pipe(z.string().max(1000, said('Keep it under 1,000 characters.'))),
})

/** A post that the viewer may flag: what it says, who wrote it, where it stands. */
export interface Flaggable {
  readonly post: Post
  readonly thread: Awaited<ReturnType<typeof getThread>>
  readonly reply?: Awaited<ReturnType<typeof getReply>>
  readonly title: string
  readonly body: string
}

/** A post as the viewer reads it, for flagging. NotFound; Forbidden with the reason for who may not flag it. */
export async function getFlaggable(ctx: Ctx, kind: 'thread' | 'reply', id: number): Promise<Flaggable> {
  const reply = kind === 'reply' ? await getReply(ctx, id as ReplyId) : undefined
  const thread = await getThread(ctx, reply ? reply.threadId : (id as ThreadId))
  demand(mayFlag(ctx.viewer, reply ?? thread))
  const post = { threadId: thread.id, replyId: reply?.id ?? null }
  return { post, thread, ...(reply && { reply }), title: reply ? '' : thread.title, body: (reply ?? thread).body }
}

/**
 * Flags a post for the moderators of its side. Everybody once for each time that it is looked at; after a decision
 * again when its text has changed. Throws NotFound, Forbidden, Conflict (flagged already), TryLater.
 */
export async function flag(
  ctx: Ctx,
  kind: 'thread' | 'reply',
  id: number,
  given: z.output<typeof flagSchema>,
): Promise<Flaggable> {
  const found = await getFlaggable(ctx, kind, id)
  if (ctx.viewer.kind !== 'account') throw new NotFound()
  const by = ctx.viewer.id
  const { authorId } = found.reply ?? found.thread
  const refusal = await findRefusal(ctx, found)
  if (refusal) throw refusal
  for (const limit of limits) await countUse(ctx, limit, String(by))
  const since = new Date(ctx.now.getTime() - flagRules.retaliationDays * 86_400_000)
  const retaliates = await queries.findRetaliation(ctx, by, authorId, since)
  const ofStanding = await hasPower(ctx, 'flag', found.thread.spaceId)
  await ctx.transaction(async (inside) => {
    const weight = retaliates ? 0 : conductRules[given.rule].weight * (ofStanding ? flagRules.factor : 1)
    const caseId = await openCase(inside, found.post, { side: sideOfRealm(found.thread.realm), authorId, weight })
    const shown = { shownTitle: found.title, shownBody: found.body }
    if (!(await queries.insertFlag(inside, { caseId, flaggedBy: by, ...given, ...shown, retaliates, ofStanding })))
      throw already()
  })
  return found
}

/** Why the viewer cannot flag a post once more now; undefined when they can. */
export async function findRefusal(ctx: Ctx, found: Flaggable): Promise<Conflict | undefined> {
  if (ctx.viewer.kind !== 'account') return undefined
  const before = await queries.findOwnFlag(ctx, found.post, ctx.viewer.id)
  if (!before) return undefined
  if (!before.closedAt) return already()
  const { editedAt } = found.reply ?? found.thread
  if (editedAt && editedAt > before.closedAt) return undefined
  return new Conflict(
    'flags.decided',
    said('A moderator looked at this after you flagged it. You can flag it again when its text changes.'),
  )
}

function already(): Conflict {
  return new Conflict('flags.already', said('You flagged this already. A moderator will look at it.'))
}

export type Outcome = queries.OutcomeRow

/** What came of a flag of the viewer. NotFound for everybody who did not flag in this case, and until it is decided. */
export async function getOutcome(ctx: Ctx, caseId: CaseId): Promise<Outcome> {
  const found = ctx.viewer.kind === 'account' ? await queries.findOutcome(ctx, caseId, ctx.viewer.id) : undefined
  if (!found) throw new NotFound('flags.not-found')
  return found
}

/** Everybody who flagged in a case, with the space in which its text stands. For the notice of the outcome. */
export const listFlagged = queries.selectFlagged
