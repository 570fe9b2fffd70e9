import { type Day, type IdeaStage, getIdea, isOpenStage, maySetStage, setStage } from '../../content/ideas/ideas.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { cleanMarkdown, plainText } from '../../platform/text/markdown.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { type Audience, audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import { type Crossing, mayPublishFrom, publishOut, sha256Of } from '../../realms/crossings/crossings.ts'
import { getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { type Answer, answerText, withThanks } from './answer-words.ts'
import { twinWordsProposed, twinWordsPublished } from './twins.events.ts'
import * as queries from './twins.queries.ts'
import type { TwinId, TwinWordsId } from './twins.tables.ts'
import { type TwinWords, getTwin, getWritableTwin, listBothContributors } from './reading.ts'

/** Exactly what would go out, who would read it, and what stays. */
export interface PublicPreview {
  readonly words: TwinWords
  readonly answer: Answer
  /** What the log keeps, and what will stand outside, to the byte. */
  readonly bytes: string
  readonly sha256: string
  readonly audience: Audience
  /** Who is named in it, because they agreed. */
  readonly named: readonly string[]
  /** The stage that the inside idea has now differs from the one the words were written for. */
  readonly isOutdated: boolean
  readonly mayPublish: AccessVerdict
}

/**
 * Proposes public words for the stage that the inside idea has now; they take the place of those before. Throws NotFound,
 * Forbidden, Conflict (ended), Invalid (`reason`, `part`, `answerBy`).
 */
export async function proposeWords(
  ctx: Ctx,
  id: TwinId,
  typed: { reason: string; part?: string; answerBy?: string },
): Promise<TwinWordsId> {
  const { twin, inner, by } = await getWritableTwin(ctx, id)
  const words = readWords(ctx, inner.stage, typed)
  return ctx.transaction(async (inside) => {
    await queries.lockTwin(inside, id)
    const wordsId = await queries.insertWords(inside, { twinId: id, ...words, writtenBy: by })
    await announce(inside, twinWordsProposed, { twinId: id, wordsId })
    await touch(inside, `thread:${twin.innerId}`)
    return wordsId
  })
}

function readWords(ctx: Ctx, stage: IdeaStage, typed: { reason: string; part?: string; answerBy?: string }): Answer {
  const errors: Record<string, string> = {}
  const reason = cleanMarkdown(typed.reason).trim()
  const part = stage === 'partly-done' ? cleanMarkdown(typed.part ?? '').trim() : null
  const answerBy = isOpenStage(stage) ? (typed.answerBy ?? '') : null
  if (reason === '') errors.reason = said('Say why, in the words that everybody outside will read.')
  if (reason.length > 3000) errors.reason = said('Keep the reason under 3,000 characters.')
  if (part === '') errors.part = said('Say which part is done.')
  if (part && part.length > 500) errors.part = said('Keep this under 500 characters.')
  if (answerBy !== null && (!isDay(answerBy) || answerBy < dayOf(ctx.now)))
    errors.answerBy = said('Give today or a later day, by which you answer next.')
  if (Object.keys(errors).length > 0) throw new Invalid('twins.words', errors)
  return { stage, reason, part, answerBy }
}

function isDay(text: string): text is Day {
  const day = new Date(`${text}T00:00:00Z`)
  return /^2\d{3}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && dayOf(day) === text
}

function dayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10)
}

/** The newest public words of a twin, when they have not gone out; for whoever may read the twin. */
export async function previewWords(ctx: Ctx, id: TwinId): Promise<PublicPreview | undefined> {
  const twin = await getTwin(ctx, id)
  const [words] = await queries.selectWords(ctx, id)
  if (!words || words.crossingId !== null || twin.endedAt) return undefined
  const [inner, outer] = [await getIdea(ctx, twin.innerId), await getIdea(ctx, twin.outerId)]
  const space = await getSpaceById(ctx, outer.thread.spaceId)
  const isDone = words.stage === 'done' || words.stage === 'partly-done'
  const contributors = isDone ? await listBothContributors(ctx, twin) : []
  const named = contributors.flatMap((one) => (one.isNamed ? (one.person?.displayName ?? []) : []))
  const { stage, part, answerBy } = words
  const answer = { stage, part, answerBy, reason: withThanks(words.reason, named) }
  const bytes = answerText(answer)
  const publishing = await mayPublishFrom(ctx, inner.thread.spaceId)
  return {
    ...{ words, answer, bytes, named },
    sha256: sha256Of(bytes),
    audience: await audienceOf(ctx, space, { kind: 'thread', id: outer.id }),
    isOutdated: inner.stage !== words.stage,
    mayPublish: publishing.allowed ? maySetStage(ctx.viewer, space, await rightIn(ctx, space)) : publishing,
  }
}

/** How much of a reason stands in plain words, for the line that says what goes out. */
export function countWords(text: string): number {
  return plainText(text).split(/\s+/).filter(Boolean).length
}

/**
 * Carries stage and public reason over the wall: the answer outside, the crossing and the mark on the words, or nothing.
 * `expectedSha256` is the hash of what was previewed. Throws NotFound, Forbidden (the right to publish out, the official
 * voice), Conflict (nothing waits, `twins.stage-changed`, `twins.preview-differs`), Invalid (`reason`, `answerBy`).
 */
export async function publishWords(
  ctx: Ctx,
  id: TwinId,
  wordsId: TwinWordsId,
  confirmed: { expectedSha256: string; reason: string },
): Promise<Crossing> {
  const twin = await getTwin(ctx, id)
  const innerSpaceId = (await getIdea(ctx, twin.innerId)).thread.spaceId
  const outerSpaceId = (await getIdea(ctx, twin.outerId)).thread.spaceId
  demand(await mayPublishFrom(ctx, innerSpaceId))
  return ctx.transaction(async (inside) => {
    await queries.lockTwin(inside, id)
    const preview = await previewWords(inside, id)
    if (preview?.words.id !== wordsId)
      throw new Conflict(
        'twins.words-replaced',
        said('Other words have taken their place, or they went out. Look again.'),
      )
    demand(preview.mayPublish)
    if (preview.isOutdated)
      throw new Conflict(
        'twins.stage-changed',
        said('The stage inside has changed since. Write the public words for it anew.'),
      )
    if (preview.sha256 !== confirmed.expectedSha256)
      throw new Conflict(
        'twins.preview-differs',
        said('The words are not those that were previewed. Nothing was posted. Look at the preview again.'),
      )
    let changeId: number | undefined
    const crossing = await publishOut(inside, {
      source: { kind: 'thread', id: twin.innerId, spaceId: innerSpaceId },
      targetSpaceId: outerSpaceId,
      bytes: preview.bytes,
      reason: confirmed.reason,
      audience: audienceWords(preview.audience),
      write: async (writing) => {
        const { stage, reason, part, answerBy } = preview.answer
        const optional = { ...(part && { part }), ...(answerBy && { answerBy }) }
        changeId = (await setStage(writing, twin.outerId, { stage, reason, ...optional }, 'elsewhere')).id
        return { kind: 'idea-answer', id: changeId }
      },
    })
    if (changeId === undefined) throw new NotFound('twins.not-found')
    await queries.setPublished(inside, wordsId, { crossingId: crossing.id, changeId })
    await announce(inside, twinWordsPublished, { twinId: id, wordsId })
    return crossing
  })
}
