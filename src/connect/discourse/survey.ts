/** Reads the whole site once before anything is written: what there is, what may become public, what hangs on what. */
import { Unfit, addProblem } from '../import/import.ts'
import { type Bag, numberOf } from './fields.ts'
import {
  type ForeignCategory,
  type ForeignPost,
  type ForeignTopic,
  type Person,
  LeftOut,
  readCategory,
  readPost,
  readTopic,
} from './records.ts'
import { type DiscourseReport, type Kind, leaveOut } from './report.ts'
import type { Entry, Source } from './source.ts'

export interface Wishes {
  readonly privateMessages: boolean
  /** The operator answers for it that the posts of a CSV export may be public. */
  readonly vouched: boolean
}

export interface Survey {
  readonly categories: ReadonlyMap<number, ForeignCategory>
  /** The topics to be taken. */
  readonly topics: ReadonlyMap<number, ForeignTopic>
  /** Of each reply to a reply, by `topic/number`, the number that it replies to. */
  readonly repliesTo: ReadonlyMap<string, number>
  /** Everybody who wrote something that is taken, or whom a message that is taken was for, by `personKey`. */
  readonly people: ReadonlyMap<string, Person>
  /** The posts that solved their topic. */
  readonly solutions: ReadonlySet<string>
}

/** Reads an entry; what stays behind or cannot be read is counted, and gives undefined. */
export function readEntry<Value>(
  report: DiscourseReport,
  kind: Kind,
  entry: Entry,
  read: (bag: Bag) => Value,
): Value | undefined {
  try {
    return read(entry.values)
  } catch (error) {
    if (error instanceof LeftOut) leaveOut(report, kind, error.message)
    else if (error instanceof Unfit) skip(report, kind, entry, error.message)
    else throw error
    return undefined
  }
}

export function skip(report: DiscourseReport, kind: Kind, entry: Pick<Entry, 'file' | 'at'>, what: string): void {
  report.counts[kind].skipped += 1
  addProblem(report, { file: entry.file, at: entry.at, what })
}

/** Each record once: pages of an API overlap. */
export async function* once(
  entries: AsyncIterable<Entry>,
  report: DiscourseReport,
  kind: Kind,
  idOf: (bag: Bag) => number | string,
): AsyncGenerator<Entry> {
  const seen = new Set<number | string>()
  for await (const entry of entries) {
    let id: number | string
    try {
      id = idOf(entry.values)
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      report.counts[kind].read += 1
      skip(report, kind, entry, error.message)
      continue
    }
    if (seen.has(id)) continue
    seen.add(id)
    report.counts[kind].read += 1
    yield entry
  }
}

export async function surveySite(source: Source, report: DiscourseReport, wishes: Wishes): Promise<Survey> {
  const categories = await readCategories(source, report)
  const topics = await readTopics(source, report, wishes, categories)
  const repliesTo = new Map<string, number>()
  const solutions = new Set<string>()
  const people = new Map<string, Person>()
  for (const { allowed } of topics.values()) for (const person of allowed) people.set(personKey(person), person)
  for await (const { values } of source.posts()) {
    const post = readQuietly(values)
    if (!post || !topics.has(post.topicId)) continue
    people.set(personKey(post.author), post.author)
    if (post.replyTo !== undefined) repliesTo.set(`${post.topicId}/${post.number}`, post.replyTo)
    if (post.isAccepted) solutions.add(String(post.id))
  }
  for await (const { values } of source.solved()) {
    if (values.post_id !== undefined) solutions.add(String(values.post_id))
    else solutions.add(`${String(values.topic_id)}/${String(values.post_number)}`)
  }
  return { categories, topics, repliesTo, people, solutions }
}

/** Who somebody is: by number where the site gives one; in CSV by name alone. */
export function personKey({ id, username }: Person): string {
  return id === undefined ? `@${(username ?? '').toLowerCase()}` : String(id)
}

function readQuietly(values: Bag): ForeignPost | undefined {
  try {
    return readPost(values)
  } catch (error) {
    if (error instanceof LeftOut || error instanceof Unfit) return undefined
    throw error
  }
}

async function readCategories(source: Source, report: DiscourseReport): Promise<Map<number, ForeignCategory>> {
  const categories = new Map<number, ForeignCategory>()
  for await (const entry of once(source.categories(), report, 'categories', (bag) => numberOf(bag, 'id'))) {
    const category = readEntry(report, 'categories', entry, readCategory)
    if (!category) continue
    categories.set(category.id, category)
    if (category.isRestricted) leaveOut(report, 'categories', 'not open to everybody')
  }
  return categories
}

async function readTopics(
  source: Source,
  report: DiscourseReport,
  wishes: Wishes,
  categories: ReadonlyMap<number, ForeignCategory>,
): Promise<Map<number, ForeignTopic>> {
  const topics = new Map<number, ForeignTopic>()
  // A topic of a list is no topic yet: its own page has the posts.
  const listed = new Map<number, Entry>()
  const whole = new Set<number>()
  const own = async function* () {
    for await (const entry of source.topics()) {
      if (entry.values.is_listed_only !== true) yield entry
      else if (typeof entry.values.id === 'number') listed.set(entry.values.id, entry)
    }
  }
  for await (const entry of once(own(), report, 'topics', (bag) => numberOf(bag, 'id'))) {
    whole.add(numberOf(entry.values, 'id'))
    const topic = readEntry(report, 'topics', entry, readTopic)
    if (topic && mayBeTaken(topic, entry, { source, report, wishes, categories })) topics.set(topic.id, topic)
  }
  for (const [id, entry] of listed) {
    if (whole.has(id)) continue
    report.counts.topics.read += 1
    skip(report, 'topics', entry, `its own page (t/${id}.json) is not among the files`)
  }
  return topics
}

function mayBeTaken(
  topic: ForeignTopic,
  entry: Entry,
  of: { source: Source; report: DiscourseReport; wishes: Wishes; categories: ReadonlyMap<number, ForeignCategory> },
): boolean {
  const { report, wishes } = of
  if (topic.isMessage) {
    if (wishes.privateMessages) return true
    leaveOut(report, 'topics', 'private messages')
    return false
  }
  if (of.source.form === 'CSV export' && !wishes.vouched) {
    leaveOut(report, 'topics', 'from an export that does not tell hidden and deleted posts from others')
    return false
  }
  const category = topic.categoryId === null ? undefined : of.categories.get(topic.categoryId)
  if (!category) {
    skip(
      report,
      'topics',
      entry,
      topic.categoryId === null ? 'it has no category' : `its category ${topic.categoryId} is not there`,
    )
    return false
  }
  if (!category.isRestricted) return true
  leaveOut(report, 'topics', 'in categories that are not open to everybody')
  return false
}
