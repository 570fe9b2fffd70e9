import type { Ctx } from '../../platform/context.ts'
import {
  type ReplyRow,
  findAddresses,
  findReferences,
  findReplies,
  findStanding,
  insertAcceptances,
  insertReplies,
  takeIds,
} from '../import/import.ts'
import { type Text, textOfPost } from './cooked.ts'
import { type Bag, numberOf } from './fields.ts'
import { findAuthors } from './people.ts'
import { type ForeignPost, LeftOut, readPost } from './records.ts'
import { leaveAlone } from './report.ts'
import { type Read, type Run, inTransactions, onlyNew, remember } from './run.ts'
import type { Entry } from './source.ts'
import { once, skip } from './survey.ts'
import { judgeTexts } from './topics.ts'

type Post = ForeignPost & { readonly text: Text }

/**
 * The posts after the first of each topic: what replies to the topic as an answer, then what replies to a reply as a
 * comment below the answer at the root of that exchange.
 */
export async function takeReplies(ctx: Ctx, run: Run): Promise<void> {
  const read = (bag: Bag): Post => {
    if (!run.survey.topics.has(numberOf(bag, 'topic_id'))) throw new LeftOut('in topics that are not taken')
    const post = readPost(bag)
    return { ...post, text: textOfPost(post, run.site) }
  }
  const held: Entry[] = []
  const first = async function* () {
    for await (const entry of once(later(run), run.report, 'replies', (bag) => numberOf(bag, 'id'))) {
      // What replies to a reply waits until that is written, whatever the order of the pages.
      if (isBelow(run, entry.values)) held.push(entry)
      else yield entry
    }
  }
  const take = (inside: Ctx, reads: readonly Read<Post>[]) => addReplies(inside, run, reads)
  await inTransactions(ctx, run, { kind: 'replies', entries: first(), read }, take)
  const rest = async function* () {
    yield* held
  }
  await inTransactions(ctx, run, { kind: 'replies', entries: rest(), read }, take)
}

async function* later(run: Run): AsyncGenerator<Entry> {
  for await (const entry of run.source.posts()) if (Number(entry.values.post_number) !== 1) yield entry
}

function isBelow(run: Run, values: Bag): boolean {
  return run.survey.repliesTo.has(`${String(values.topic_id)}/${String(values.post_number)}`)
}

/** The number of the post at the root of an exchange: the one that replies to the topic itself. */
function rootOf(run: Run, topicId: number, number: number): number {
  let root = number
  // Each step goes to a smaller number, so this ends.
  for (let above = run.survey.repliesTo.get(`${topicId}/${root}`); above !== undefined;) {
    root = above
    above = run.survey.repliesTo.get(`${topicId}/${root}`)
  }
  return root
}

async function addReplies(ctx: Ctx, run: Run, reads: readonly Read<Post>[]): Promise<void> {
  const key = (post: Post) => String(post.id)
  const fresh = await onlyNew(ctx, run, { kind: 'replies', reference: 'answer', idOf: key }, reads)
  const threads = await threadsOf(
    ctx,
    run,
    fresh.map(({ value }) => value.topicId),
  )
  const above = await parentsOf(
    ctx,
    run,
    fresh.map(({ value }) => value),
  )
  const kept = fresh.map((read, index) => ({ ...read, parent: above[index] }))
  const standing = kept.filter(({ entry, value, parent }) => {
    const thread = threads.get(value.topicId)
    if (!thread) skip(run.report, 'replies', entry, `its topic ${value.topicId} was not taken`)
    else if (thread.isGone || (isComment(run, value) && parent?.isGone)) leaveAlone(run.report, 'replies')
    else return true
    return false
  })
  const authors = await findAuthors(
    ctx,
    run,
    standing.map(({ value }) => ({ author: value.author, at: value.createdAt })),
  )
  const ids = await takeIds(ctx, 'replies', standing.length)
  const rows = standing.map(({ value, parent }, index): ReplyRow => {
    const below = isComment(run, value)
    const { threadId } = threads.get(value.topicId)!
    return {
      id: ids[index]!,
      threadId,
      kind: below ? 'comment' : 'answer',
      // What was made a thread of its own here takes nothing with it that comes later.
      parentId: below && parent?.threadId === threadId ? parent.id : null,
      authorId: authors[index]!,
      body: value.text.body,
      score: value.likes,
      createdAt: value.createdAt,
      editedAt: value.editedAt,
    }
  })
  await insertReplies(ctx, rows)
  await remember(
    ctx,
    run,
    'answer',
    standing.map(({ value }, index) => ({
      foreignId: key(value),
      localId: ids[index]!,
      addresses: [`t/${value.topicId}/${value.number}`, `p/${value.id}`].map((path) => ({
        path,
        kind: 'reply' as const,
        localId: ids[index]!,
      })),
    })),
  )
  run.report.counts.replies.added += standing.length
  judgeTexts(run, standing)
}

function isComment(run: Run, post: ForeignPost): boolean {
  return isBelow(run, { topic_id: post.topicId, post_number: post.number }) && !isSolution(run, post)
}

/** Where the topics stand here, each with the thread of its own. */
async function threadsOf(
  ctx: Ctx,
  run: Run,
  topicIds: readonly number[],
): Promise<Map<number, { ownId: number; threadId: number; isGone: boolean }>> {
  const own = await findReferences(ctx, run.references, 'question', topicIds.map(String))
  const standing = await findStanding(ctx, [...own.values()])
  return new Map([...own].map(([topicId, ownId]) => [Number(topicId), { ownId, ...standing.get(ownId)! }]))
}

function isSolution(run: Run, post: Pick<ForeignPost, 'id' | 'topicId' | 'number'>): boolean {
  return run.survey.solutions.has(String(post.id)) || run.survey.solutions.has(`${post.topicId}/${post.number}`)
}

/** The answers below which comments stand: those at the root of each exchange; undefined where that was left out. */
async function parentsOf(
  ctx: Ctx,
  run: Run,
  posts: readonly Post[],
): Promise<({ id: number; threadId: number; isGone: boolean } | undefined)[]> {
  const paths = posts.map(({ topicId, number }) => `t/${topicId}/${rootOf(run, topicId, number)}`)
  const places = await findAddresses(ctx, run.site, paths)
  const roots = await findReplies(
    ctx,
    [...places.values()].flatMap(({ kind, localId }) => (kind === 'reply' ? [localId] : [])),
  )
  return paths.map((path) => {
    const place = places.get(path)
    const root = place?.kind === 'reply' ? roots.get(place.localId) : undefined
    return root?.kind === 'answer' ? { ...root, id: place!.localId } : undefined
  })
}

/** Marks the solutions as accepted, by whoever asked, at the moment when they were written. */
export async function takeSolutions(ctx: Ctx, run: Run): Promise<void> {
  const entries = once(solutions(run), run.report, 'solved topics', (bag) => numberOf(bag, 'topic_id'))
  const read = (bag: Bag) => ({ topicId: numberOf(bag, 'topic_id'), post: readPost(bag) })
  await inTransactions(ctx, run, { kind: 'solved topics', entries, read }, async (inside, reads) => {
    const of = {
      kind: 'solved topics',
      reference: 'accepted',
      idOf: ({ topicId }: { topicId: number }) => String(topicId),
    } as const
    const fresh = await onlyNew(inside, run, of, reads)
    const answers = await findReferences(
      inside,
      run.references,
      'answer',
      fresh.map(({ value }) => String(value.post.id)),
    )
    const places = await findReplies(inside, [...answers.values()])
    const threads = await threadsOf(
      inside,
      run,
      fresh.map(({ value }) => value.topicId),
    )
    const pairs = fresh.flatMap(({ entry, value }) => {
      const answerId = answers.get(String(value.post.id))
      const place = answerId === undefined ? undefined : places.get(answerId)
      const thread = threads.get(value.topicId)
      if (place?.kind !== 'answer' || place.threadId !== thread?.threadId)
        skip(run.report, 'solved topics', entry, 'its solution was not taken')
      else if (place.isGone || thread.isGone) leaveAlone(run.report, 'solved topics')
      else return [{ topicId: value.topicId, threadId: thread.ownId, answerId: answerId! }]
      return []
    })
    await insertAcceptances(inside, pairs)
    await remember(
      inside,
      run,
      'accepted',
      pairs.map(({ topicId, answerId }) => ({ foreignId: String(topicId), localId: answerId, addresses: [] })),
    )
    run.report.counts['solved topics'].added += pairs.length
  })
}

async function* solutions(run: Run): AsyncGenerator<Entry> {
  for await (const entry of later(run)) {
    const { id, topic_id: topicId, post_number: number } = entry.values
    const isNamed =
      run.survey.solutions.has(String(id)) || run.survey.solutions.has(`${String(topicId)}/${String(number)}`)
    if (isNamed && run.survey.topics.has(Number(topicId))) yield entry
  }
}
