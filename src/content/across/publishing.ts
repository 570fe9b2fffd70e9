import { loadPeople, namesIn } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound, unlessGone } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { plainText } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { type Audience, audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import { type BridgeId, findWaiting, getBridge, markReleased } from '../../realms/bridges/bridges.ts'
import {
  type Crossing,
  listStandingCopies,
  mayPublishFrom,
  publishOut,
  quoteText,
  sha256Of,
} from '../../realms/crossings/crossings.ts'
import { type Space, type SpaceId, getSpaceById } from '../../realms/spaces/spaces.ts'
import { type CrossingText, bodyRenderer, crossPictures, crossingText } from '../files/files.ts'
import { answer, getQuestion, maySpeakOfficially, postOfficialAnswer } from '../questions/questions.ts'
import { giveTags, readTags } from '../tags/tags.ts'
import {
  type Reply,
  type ReplyId,
  type Thread,
  type ThreadId,
  bodySchema,
  getReply,
  getThread,
  listReplies,
  startThread,
  titleSchema,
} from '../threads/threads.ts'
import { type TextThing, threadOf } from './texts.ts'

/** What leaves, and as what it will stand outside. */
export interface PublishChoice {
  readonly source: TextThing
  /** An update of the company in a space, or an answer to a question. */
  readonly to: { readonly spaceId: SpaceId } | { readonly questionId: ThreadId }
  /** Of an update; its own title unless told. */
  readonly title?: string
  /** Of an update: the product that it is about. */
  readonly product?: string
  /** Replies that were ticked, one by one: all others stay. */
  readonly replies: readonly ReplyId[]
  /** The standing bridge at which it waits, if it goes over one. */
  readonly bridgeId?: BridgeId
}

/** Exactly what would leave, where it would stand, who would read it, and what stays. */
export interface Publication {
  readonly source: { readonly thread: Thread; readonly reply: Reply | undefined; readonly space: Space }
  readonly space: Space
  readonly question: Thread | undefined
  /** Empty for an answer, which has none. */
  readonly title: string
  /** The tag of the product that was chosen for an update. */
  readonly product: string | undefined
  readonly text: CrossingText
  /** What is compared with what was posted: the text of the thing that will stand outside. */
  readonly bytes: string
  /** Has to come back with the confirmation. */
  readonly sha256: string
  /** The words as they will be rendered outside, with the pictures as the viewer may see them now. */
  readonly html: string
  readonly words: number
  readonly audience: Audience
  /** Names that stand in what leaves: of colleagues, of guests, and of whoever wrote in the thread. */
  readonly names: readonly string[]
  /** Every reply, and whether it was ticked. None of them leaves unless it was. */
  readonly replies: readonly { readonly reply: Reply; readonly by: string; readonly goes: boolean }[]
  /** Whether it will carry the mark of the company. */
  readonly isOfficial: boolean
}

/** The text inside or on a bridge that is to leave, for somebody who may publish out of its space. */
export async function publishable(ctx: Ctx, source: TextThing): Promise<Publication['source']> {
  const reply = source.kind === 'reply' ? await getReply(ctx, source.id) : undefined
  const thread = await getThread(ctx, reply ? reply.threadId : (source.id as ThreadId))
  const space = await getSpaceById(ctx, thread.spaceId)
  if (space.realm === 'outside') throw new NotFound('threads.not-found')
  demand(await mayPublishFrom(ctx, space.id))
  return { thread, reply, space }
}

/**
 * Everything that would leave under this choice. Nothing is written, and asked again it gives the same as long as nobody
 * changed the text. Throws NotFound, Forbidden (the right, a closed space), Invalid (`title`, `body`, `with`, `product`).
 */
export async function draftPublication(ctx: Ctx, choice: PublishChoice): Promise<Publication> {
  const source = await publishable(ctx, choice.source)
  const { thread, reply } = source
  const question = 'questionId' in choice.to ? (await getQuestion(ctx, choice.to.questionId)).thread : undefined
  const space = await getSpaceById(ctx, question ? question.spaceId : (choice.to as { spaceId: SpaceId }).spaceId)
  if (space.realm !== 'outside') throw new NotFound('spaces.not-found')
  const replies = reply ? [] : await listReplies(ctx, thread.id)
  const ticked = new Set<number>(choice.replies)
  const going = replies.filter((one) => ticked.has(one.id))
  if (going.length < ticked.size)
    throw new Invalid('across.no-such-reply', { with: said('A ticked reply is gone. Tick anew.') })
  const opening = reply ? reply.body : thread.body
  const whole = [opening, ...going.map((one) => quoted(one.body))].join('\n\n')
  const text = await crossingText(ctx, takeBody(whole), source.space.id, space.id)
  const title = question ? '' : takeTitle(choice.title ?? titleOf(thread, reply))
  const product = question ? undefined : await takeProduct(ctx, choice.product)
  const bytes = question ? text.body : quoteText({ title, body: text.body })
  const people = await loadPeople(ctx, [thread.authorId, ...replies.map((one) => one.authorId)])
  const plain = `${title}\n${plainText(text.body)}`
  return {
    ...{ source, space, question, title, product, text, bytes, sha256: sha256Of(bytes) },
    html: (await bodyRenderer(ctx, source.space))(takeBody(whole)),
    words: plainText(text.body).split(/\s+/).filter(Boolean).length,
    audience: await audienceOf(ctx, space, question && { kind: 'thread', id: question.id }),
    names: await namesIn(
      ctx,
      plain,
      [...people.values()].map((person) => person.displayName),
    ),
    replies: replies.map((one) => ({
      reply: one,
      by: people.get(one.authorId)?.displayName ?? ctx.say('a former colleague'),
      goes: ticked.has(one.id),
    })),
    isOfficial: maySpeakOfficially(ctx.viewer, space).allowed,
  }
}

/** The replies of what is to leave, none of them ticked. */
export async function listTickable(ctx: Ctx, source: Publication['source']): Promise<Publication['replies']> {
  const replies = source.reply ? [] : await listReplies(ctx, source.thread.id)
  const people = await loadPeople(
    ctx,
    replies.map((one) => one.authorId),
  )
  return replies.map((reply) => ({
    reply,
    by: people.get(reply.authorId)?.displayName ?? ctx.say('a former colleague'),
    goes: false,
  }))
}

/** A title for what has none: its first words. */
function titleOf(thread: Thread, reply: Reply | undefined): string {
  if (thread.title) return thread.title
  const words = plainText(reply ? reply.body : thread.body).replace(/\s+/g, ' ')
  return words.length <= 80 ? words : `${words.slice(0, 80).replace(/\s+\S*$/, '')} …`
}

/** A ticked reply, set apart. Whose it was is not said: a name leaves only where somebody wrote it. */
function quoted(body: string): string {
  return body
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')
}

function takeBody(text: string): string {
  const body = bodySchema.safeParse(text)
  if (!body.success) throw new Invalid('across.body', { with: body.error.issues[0]!.message })
  return body.data
}

function takeTitle(typed: string): string {
  const title = titleSchema.safeParse(typed)
  if (!title.success) throw new Invalid('across.title', { title: title.error.issues[0]!.message })
  return title.data
}

async function takeProduct(ctx: Ctx, product: string | undefined): Promise<string | undefined> {
  return (await readTags(ctx, { tags: '', product })).find((tag) => tag !== '')
}

/**
 * Publishes what was previewed: the text outside with its pictures, the record, and the mark at the bridge, or nothing.
 * Throws as `draftPublication`, Invalid (`reason`, and `crossing` when the text is another one by now), Conflict (nothing
 * waits at the bridge).
 */
export async function publish(
  ctx: Ctx,
  choice: PublishChoice,
  confirmed: { expectedSha256: string; reason: string },
): Promise<Crossing> {
  const draft = await draftPublication(ctx, choice)
  if (draft.sha256 !== confirmed.expectedSha256) {
    throw new Invalid('across.preview-differs', {
      crossing: said('The text is not the one that was previewed. Nothing was posted. Look at the preview again.'),
    })
  }
  await demandWaiting(ctx, choice, draft.space.id)
  const { thread } = draft.source
  return ctx.transaction(async (inside) => {
    const crossing =
      (await findStanding(inside, choice, draft)) ??
      (await publishOut(inside, {
        source: { ...choice.source, spaceId: thread.spaceId },
        ...{ targetSpaceId: draft.space.id, bytes: draft.bytes },
        ...{ reason: confirmed.reason, audience: audienceWords(draft.audience) },
        write: (writing) => write(writing, draft),
      }))
    if (choice.bridgeId) await markReleased(inside, { bridgeId: choice.bridgeId, threadId: thread.id }, crossing.id)
    return crossing
  })
}

/** The same text, published there already: a form that was sent twice publishes once. */
async function findStanding(ctx: Ctx, { source }: PublishChoice, draft: Publication): Promise<Crossing | undefined> {
  const copy = { ...source, targetSpaceId: draft.space.id, bytesSha256: draft.sha256 }
  for (const crossing of await listStandingCopies(ctx, copy)) {
    const { targetKind: kind, targetId: id } = crossing
    const there = await unlessGone(threadOf(ctx, { kind, id }))
    if (there && (draft.question === undefined || there.id === draft.question.id)) return crossing
  }
  return undefined
}

async function demandWaiting(ctx: Ctx, choice: PublishChoice, spaceId: SpaceId): Promise<void> {
  if (!choice.bridgeId) return
  const bridge = await getBridge(ctx, choice.bridgeId)
  const waits = choice.source.kind === 'thread' && (await findWaiting(ctx, bridge.id, choice.source.id))
  if (!waits || bridge.outerSpaceId !== spaceId) {
    throw new Conflict('across.nothing-waits', said('This does not wait at the bridge any more. Nothing was posted.'))
  }
}

async function write(ctx: Ctx, draft: Publication): Promise<TextThing> {
  const { space, question, title, product, text } = draft
  if (question) {
    const post = draft.isOfficial ? postOfficialAnswer : answer
    const posted = await post(ctx, question.id, text.body)
    await crossPictures(ctx, text.pictures, space, question.id)
    return { kind: 'reply', id: posted.id }
  }
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('across.nobody', said('This is done by a person, in their own name.'))
  const posted = await startThread(ctx, space, { type: 'update', title, body: text.body, byCrossing: true })
  if (product) await giveTags(ctx, posted.id, [product])
  await crossPictures(ctx, text.pictures, space, posted.id)
  return { kind: 'thread', id: posted.id }
}
