import { picturesIn } from '../../content/files/files.ts'
import { bodyRenderer } from '../../content/files/files.ts'
import { answer, getQuestion, maySpeakOfficially, postOfficialAnswer } from '../../content/questions/questions.ts'
import { bodySchema, getThread, listParticipants } from '../../content/threads/threads.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { plainText } from '../../platform/text/markdown.ts'
import { audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import { type Crossing, mayPublishFrom, publishOut, sha256Of } from '../../realms/crossings/crossings.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { isAgreed } from './swarms.access.ts'
import { wordingProposed, wordingPublished } from './swarms.events.ts'
import * as queries from './swarms.queries.ts'
import type { SwarmId, WordingId } from './swarms.tables.ts'

/** A public wording proposed in a swarm. It never changes: another wording is another row, and only the newest counts. */
export interface Wording extends queries.WordingRow {
  /** Who agreed, in order of time; never its writer. */
  readonly agreedBy: readonly AccountId[]
}

/** Exactly what would leave, where it would stand, who would read it and be told, and what stays. */
export interface WordingPreview {
  readonly wording: Wording
  /** The words as they will be rendered outside. */
  readonly html: string
  /** Has to come back with the confirmation. */
  readonly sha256: string
  readonly words: number
  readonly audience: string
  readonly askedBy: string
  /** How many said "same here" and will be told beside the asker. */
  readonly sameHere: number
  /** Names of people in the swarm that stand in the text. */
  readonly namesInText: readonly string[]
  readonly stays: { readonly messages: number; readonly people: number; readonly wordings: number }
  readonly agreed: AccessVerdict
  readonly mayPublish: AccessVerdict
}

async function getOpenSwarm(ctx: Ctx, id: SwarmId): Promise<queries.SwarmRow> {
  const swarm = await queries.findSwarm(ctx, id)
  if (!swarm) throw new NotFound('swarms.not-found')
  if (swarm.closedAt)
    throw new Conflict('swarms.closed', said('This swarm is closed. It can be read, and nothing is added any more.'))
  return swarm
}

function me(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('swarms.nobody', said('This is done by a person, in their own name.'))
  return ctx.viewer.id
}

/** Proposes a public wording; it takes the place of the one before. Throws NotFound, Conflict (closed), Invalid (`wording`). */
export async function proposeWording(ctx: Ctx, swarmId: SwarmId, body: string): Promise<WordingId> {
  const swarm = await getOpenSwarm(ctx, swarmId)
  const writtenBy = me(ctx)
  const text = bodySchema.safeParse(body)
  if (!text.success) throw new Invalid('swarms.wording', { wording: text.error.issues[0]!.message })
  // A picture belongs to the space that it was put into: outside, its address would lead nowhere.
  if (picturesIn(text.data).length > 0) {
    throw new Invalid('swarms.picture', {
      wording: said(
        'A picture does not cross with a wording. Say it in words, or add the picture to the answer outside.',
      ),
    })
  }
  return ctx.transaction(async (inside) => {
    // Waits for somebody who publishes right now: their wording is the newest until they are done.
    await queries.lockSwarm(inside, swarmId)
    const wordingId = await queries.insertWording(inside, swarmId, text.data, writtenBy)
    await queries.markJoined(inside, swarmId, writtenBy)
    await announce(inside, wordingProposed, { swarmId, wordingId })
    await touch(inside, `thread:${swarm.companionId}`)
    return wordingId
  })
}

/** Agrees to the newest wording of a swarm. Its writer cannot; agreeing twice is harmless. */
export async function agree(ctx: Ctx, wordingId: WordingId): Promise<void> {
  const accountId = me(ctx)
  const found = await queries.findWording(ctx, wordingId)
  if (!found) throw new NotFound('swarms.no-wording')
  const swarm = await getOpenSwarm(ctx, found.swarmId)
  if (found.writtenBy === accountId)
    throw new Forbidden('swarms.own-wording', said('You wrote this. Somebody else in the swarm agrees to it.'))
  await ctx.transaction(async (inside) => {
    await demandNewest(inside, swarm.id, wordingId)
    await queries.insertAgreement(inside, wordingId, accountId)
    await queries.markJoined(inside, swarm.id, accountId)
    await touch(inside, `thread:${swarm.companionId}`)
  })
}

async function demandNewest(ctx: Ctx, swarmId: SwarmId, wordingId: WordingId): Promise<Wording> {
  await queries.lockSwarm(ctx, swarmId)
  const [newest] = await listWordings(ctx, swarmId)
  if (newest?.id !== wordingId)
    throw new Conflict('swarms.wording-replaced', said('A newer wording has taken its place. Read that one first.'))
  if (newest.crossingId) throw new Conflict('swarms.published-already', said('This wording was published already.'))
  return newest
}

/** The wordings of a swarm with who agreed, newest first; the caller has read the swarm. */
export async function listWordings(ctx: Ctx, swarmId: SwarmId): Promise<readonly Wording[]> {
  const rows = await queries.selectWordings(ctx, swarmId)
  const agreements = await queries.selectAgreements(
    ctx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    ...row,
    agreedBy: agreements.filter((one) => one.wordingId === row.id).map((one) => one.accountId),
  }))
}

/** The preview of the newest wording that has not left; undefined when there is none. For those in the swarm. */
export async function previewWording(ctx: Ctx, swarmId: SwarmId): Promise<WordingPreview | undefined> {
  const swarm = await queries.findSwarm(ctx, swarmId)
  if (!swarm) throw new NotFound('swarms.not-found')
  const wordings = await listWordings(ctx, swarmId)
  const wording = wordings[0]
  if (!wording || wording.crossingId || swarm.closedAt) return undefined
  const { thread: question, space } = await getQuestion(ctx, swarm.questionId)
  const companion = await getThread(ctx, swarm.companionId)
  const participants = await listParticipants(ctx, swarm.companionId)
  const people = await loadPeople(ctx, [question.authorId, ...participants])
  const text = plainText(wording.body)
  return {
    wording,
    html: (await bodyRenderer(ctx, space, question))(wording.body),
    sha256: sha256Of(wording.body),
    words: text.split(/\s+/).filter(Boolean).length,
    audience: audienceWords(await audienceOf(ctx, space), ctx.say),
    askedBy: people.get(question.authorId)?.displayName ?? ctx.say('the person who asked'),
    sameHere: question.sameHereCount,
    namesInText: participants.flatMap((id) => people.get(id)?.displayName ?? []).filter((name) => text.includes(name)),
    stays: { messages: companion.replyCount + 1, people: participants.length, wordings: wordings.length - 1 },
    agreed: isAgreed(wording.writtenBy, wording.agreedBy, participants),
    mayPublish: await mayPublishFrom(ctx, companion.spaceId),
  }
}

/**
 * Carries the newest wording over the wall as the official answer: answer, crossing and the mark on the wording, or
 * nothing. `expectedSha256` is the hash of what was previewed. Throws Forbidden (the office, not agreed), Conflict
 * (closed, replaced, published already, `swarms.preview-differs`), Invalid (`reason`), NotFound.
 */
export async function publishOutWording(
  ctx: Ctx,
  swarmId: SwarmId,
  wordingId: WordingId,
  confirmed: { expectedSha256: string; reason: string },
): Promise<Crossing> {
  const swarm = await getOpenSwarm(ctx, swarmId)
  const companion = await getThread(ctx, swarm.companionId)
  demand(await mayPublishFrom(ctx, companion.spaceId))
  const { space } = await getQuestion(ctx, swarm.questionId)
  const audience = audienceWords(await audienceOf(ctx, space))
  return ctx.transaction(async (inside) => {
    const wording = await demandNewest(inside, swarmId, wordingId)
    demand(isAgreed(wording.writtenBy, wording.agreedBy, await listParticipants(inside, swarm.companionId)))
    if (sha256Of(wording.body) !== confirmed.expectedSha256) {
      throw new Conflict(
        'swarms.preview-differs',
        said('The wording is not the one that was previewed. Nothing was posted. Look at the preview again.'),
      )
    }
    const crossing = await publishOut(inside, {
      source: { kind: 'thread', id: companion.id, spaceId: companion.spaceId },
      targetSpaceId: space.id,
      bytes: wording.body,
      reason: confirmed.reason,
      audience,
      write: async (writing) => {
        // Who publishes by a grant, without the office, answers as an employee: the company's mark is the office's.
        const post = maySpeakOfficially(writing.viewer, space).allowed ? postOfficialAnswer : answer
        return { kind: 'reply', id: (await post(writing, swarm.questionId, wording.body)).id }
      },
    })
    await queries.setCrossing(inside, wordingId, crossing.id)
    await announce(inside, wordingPublished, { swarmId, wordingId })
    return crossing
  })
}
