import type { Ctx } from '../../platform/context.ts'
import { slugOf } from '../../platform/text/markdown.ts'
import {
  type ThreadRow,
  Unfit,
  addProblem,
  findReferences,
  insertParticipants,
  insertThreads,
  takeIds,
  typeOf,
} from '../import/import.ts'
import { type Text, textOfPost } from './cooked.ts'
import { type Bag, findNumber, numberOf } from './fields.ts'
import { findAllowed, findAuthors } from './people.ts'
import { messageSpace } from './places.ts'
import { type ForeignPost, type ForeignTopic, LeftOut, readPost } from './records.ts'
import { type Read, type Run, inTransactions, remember } from './run.ts'
import type { Entry } from './source.ts'
import { skip } from './survey.ts'

type First = ForeignPost & { readonly topic: ForeignTopic; readonly text: Text }

/** The topics with their first posts, as threads of the type that their category or tags mean. */
export async function takeTopics(ctx: Ctx, run: Run): Promise<void> {
  const left = new Map(run.survey.topics)
  const read = (bag: Bag): First => {
    const topic = run.survey.topics.get(numberOf(bag, 'topic_id'))!
    const post = readFirst(bag)
    return { ...post, topic, text: textOfPost(post, run.site) }
  }
  const entries = firstPosts(run, left)
  await inTransactions(ctx, run, { kind: 'topics', entries, read }, (inside, reads) => addTopics(inside, run, reads))
  for (const topic of left.values())
    skip(run.report, 'topics', { file: run.site, at: `topic ${topic.id}` }, 'its first post is not there')
}

function readFirst(bag: Bag): ForeignPost {
  try {
    return readPost(bag)
  } catch (error) {
    throw error instanceof LeftOut ? new LeftOut(`topics whose first post is among the ${error.message}`) : error
  }
}

/** The first posts of the topics to be taken, each once; what was found is taken out of `left`. */
async function* firstPosts(run: Run, left: Map<number, ForeignTopic>): AsyncGenerator<Entry> {
  for await (const entry of run.source.posts()) {
    const { values } = entry
    if (Number(values.post_number) !== 1) continue
    const topicId = quietly(() => findNumber(values, 'topic_id'))
    if (topicId !== undefined && left.delete(topicId)) yield entry
  }
}

function quietly<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unfit) return undefined
    throw error
  }
}

async function addTopics(ctx: Ctx, run: Run, reads: readonly Read<First>[]): Promise<void> {
  const key = ({ value }: Read<First>) => String(value.topic.id)
  const known = await findReferences(ctx, run.references, 'question', reads.map(key))
  run.report.counts.topics.alreadyHere += known.size
  const fresh = reads.filter((read) => !known.has(key(read)))
  const authors = await findAuthors(
    ctx,
    run,
    fresh.map(({ value }) => ({ author: value.author, at: value.createdAt })),
  )
  const ids = await takeIds(ctx, 'threads', fresh.length)
  const spaces = await spacesOf(ctx, run, fresh)
  const threads = fresh.map(({ value }, index) =>
    threadOf(run, value, { id: ids[index]!, authorId: authors[index]!, spaceId: spaces[index]! }),
  )
  await insertThreads(ctx, threads)
  await remember(
    ctx,
    run,
    'question',
    fresh.map((read, index) => ({
      foreignId: key(read),
      localId: ids[index]!,
      addresses: [`t/${read.value.topic.id}`, `t/${read.value.topic.id}/1`, `p/${read.value.id}`].map((path) => ({
        path,
        kind: 'thread' as const,
        localId: ids[index]!,
      })),
    })),
  )
  for (const [index, { value }] of fresh.entries()) {
    if (!value.topic.isMessage) continue
    const allowed = [authors[index]!, ...(await findAllowed(ctx, run, value.topic.allowed))]
    await insertParticipants(
      ctx,
      allowed.map((accountId) => ({ threadId: ids[index]!, accountId })),
    )
  }
  run.report.counts.topics.added += fresh.length
  for (const { type } of threads) run.report.types[type] = (run.report.types[type] ?? 0) + 1
  judgeTexts(run, fresh)
}

async function spacesOf(ctx: Ctx, run: Run, reads: readonly Read<First>[]): Promise<number[]> {
  const ids = reads.map(({ value }) => String(value.topic.categoryId))
  const spaces = await findReferences(ctx, run.references, 'category', ids)
  const messages = reads.some(({ value }) => value.topic.isMessage) ? await messageSpace(ctx, run) : undefined
  return reads.map(({ value }, index) => (value.topic.isMessage ? messages! : spaces.get(ids[index]!)!))
}

function threadOf(
  run: Run,
  { topic, text, likes, createdAt, editedAt }: First,
  of: Pick<ThreadRow, 'id' | 'authorId' | 'spaceId'>,
): ThreadRow {
  const category = run.survey.categories.get(topic.categoryId ?? Number.NaN)
  return {
    ...of,
    type: topic.isMessage ? 'question' : typeOf([...topic.tags, category?.slug ?? '', category?.name ?? '']),
    audience: topic.isMessage ? 'participants' : 'space',
    title: topic.title,
    slug: slugOf(topic.title),
    body: text.body,
    score: topic.votes ?? likes,
    createdAt,
    activeAt: topic.activeAt && topic.activeAt > createdAt ? topic.activeAt : createdAt,
    editedAt,
    tags: topic.tags,
  }
}

/** Says which texts read a little differently now. */
export function judgeTexts(run: Run, reads: readonly Read<{ text: Text }>[]): void {
  for (const { entry, value } of reads) {
    if (value.text.isPlainer) run.report.plainerTexts += 1
    if (value.text.isDifferent)
      addProblem(run.report, {
        file: entry.file,
        at: entry.at,
        what: 'taken, but Markdown shows its text a little differently',
      })
  }
}
