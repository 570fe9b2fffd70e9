/** What is asked of every text before it is posted: may its author write now, and does it look like spam. */
import type { WritingCheck } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid, TryLater } from '../../platform/errors.ts'
import { keptWords } from '../../platform/languages/kept.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Side, holdPost, restraintsOn, sideOfRealm } from '../moderation/moderation.ts'
import { type AuthorFacts, type Score, type WritingRules, foreignLinks, isNew, scoreText } from './spam-score.ts'
import { isLookedAt } from './writing-rules.access.ts'
import { lastPostAt, readAuthor } from './writing-rules.queries.ts'
import { ownHost, rulesOf } from './writing-rules.ts'

/** The day in UTC, for a message: each reader's language writes it. */
function dayOf(at: Date): { day: string } {
  return { day: at.toISOString().slice(0, 10) }
}

/** Registered in features.ts. Throws Forbidden (suspended), TryLater (slowed down, new and quick), Invalid (links). */
export const checkWriting: WritingCheck = async (ctx, writing) => {
  const { authorId, space, act, title, body } = writing
  const side = sideOfRealm(space.realm)
  await demandUnrestrained(ctx, authorId, side, act === 'edit')
  if (!isLookedAt(ctx.viewer)) return undefined
  const [rules, host] = [await rulesOf(ctx, side), await ownHost(ctx)]
  const author = await readAuthor(ctx, authorId, body)
  if (isNew(author, rules))
    demandWithinFirstDays(author, rules, act === 'edit', foreignLinks(`${title}\n${body}`, host))
  const score = scoreText({ title, body }, author, rules, host)
  if (score.points < rules.threshold) return undefined
  return (inside, post) =>
    holdPost(inside, post, {
      ...{ side, authorId, rule: 'spam', isNew: act !== 'edit' },
      reason: keptWords(whyHeld(score, rules.threshold)),
    })
}

/** What a text is held for, with what each of the heaviest five reasons weighs: said to its author in their language. */
function whyHeld({ points, reasons }: Score, threshold: number): Said {
  const each = reasons.slice(0, 5).map((one) => said('{reason} ({points})', { reason: one.says, points: one.points }))
  const [first, ...others] = each
  const all = others.reduce<Said>((before, next) => said('{before}; {next}', { before, next }), first ?? '')
  return said(
    'A check without a person held it until a moderator has looked: {points} points, from {threshold} on. {reasons}.',
    { points, threshold, reasons: all },
  )
}

async function demandUnrestrained(ctx: Ctx, authorId: AccountId, side: Side, isEdit: boolean): Promise<void> {
  const restraints = await restraintsOn(ctx, authorId, side)
  const suspended = restraints.find((one) => one.measure === 'suspend')
  if (suspended)
    throw new Forbidden(
      'writing.suspended',
      said(
        'A moderator decided that you write here again from {day} on. Your notices say why, and how to contest it.',
        { day: dayOf(suspended.untilAt) },
      ),
    )
  const slowed = restraints.find((one) => one.measure === 'slow')
  if (!slowed || isEdit) return
  const last = await lastPostAt(ctx, authorId, side)
  const hours = Math.max(...restraints.map((one) => one.everyHours ?? 0))
  const wait = last ? Math.ceil((last.getTime() + hours * 3_600_000 - ctx.now.getTime()) / 1000) : 0
  if (wait > 0)
    throw new TryLater(
      'writing.slowed',
      said(
        'A moderator decided that you write once in {count} hours until {day}. Your notices say why, and how to contest it.',
        { count: hours, day: dayOf(slowed.untilAt) },
      ),
      wait,
    )
}

function demandWithinFirstDays(
  author: AuthorFacts,
  rules: WritingRules,
  isEdit: boolean,
  links: readonly string[],
): void {
  if (links.length > rules.newLinks)
    throw new Invalid('writing.new-links', {
      body: said(
        'In your first days here a text holds up to {count} links to other sites. Leave out {over}, and post it.',
        { count: rules.newLinks, over: links.length - rules.newLinks },
      ),
    })
  if (!isEdit && author.postsInHour >= rules.newPerHour)
    throw new TryLater(
      'writing.new-quick',
      said('In your first days here you can write {count} times an hour. Your next text can go out in a while.', {
        count: rules.newPerHour,
      }),
      3600,
    )
}
