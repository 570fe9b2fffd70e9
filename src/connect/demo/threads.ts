import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { slugOf } from '../../platform/text/markdown.ts'
import type { Chance } from './chance.ts'
import * as queries from './demo.queries.ts'
import { type InsideTopic, bridgeTopics, insideTopics } from './inside-topics.ts'
import { outsideTopics } from './outside-topics.ts'
import type { DemoPeople } from './people.ts'
import { chooseSlots, closing, comments, companions, fill, opening } from './phrases.ts'
import type { DemoPlaces, PlaceName } from './places.ts'
import type { Topic } from './topic.ts'

const minute = 60_000
const hour = 60 * minute
const days = 90
const questionCount = 222
/** How often a title with a slot is tried again for another thread. */
const rounds = 4

/** What the threads are made of and for. */
export interface Stage {
  readonly ctx: Ctx
  readonly chance: Chance
  readonly company: string
  readonly people: DemoPeople
  readonly places: DemoPlaces
  readonly writers: Readonly<Record<PlaceName, readonly AccountViewer[]>>
}

/** A question before it is written, with what will stand under it. */
interface Draft {
  readonly variant: number
  readonly thread: queries.DemoThread
  readonly answers: readonly Omit<queries.DemoReply, 'threadId' | 'parentId'>[]
  readonly official: boolean
  readonly accepted: boolean
}

/** A moment within the last 90 days, mostly between six in the morning and eleven at night; the more `lately`, the later. */
function moment({ ctx, chance }: Stage, lately = 1.4): Date {
  const ago = hour + chance.next() ** lately * days * 24 * hour
  const at = new Date(ctx.now.getTime() - ago)
  const wanted = new Date(at)
  wanted.setUTCHours(chance.between(6, 22), chance.between(0, 59), chance.between(0, 59))
  return wanted < new Date(ctx.now.getTime() - hour) ? wanted : at
}

/** Some time after another moment, soon rather than late, never in the future. */
function later({ ctx, chance }: Stage, at: Date, most: number): Date {
  const room = Math.max(0, ctx.now.getTime() - 1000 - at.getTime())
  return new Date(at.getTime() + chance.next() ** 2 * Math.min(room, most))
}

/** A question in the main public space that has no official answer. */
export interface OpenQuestion {
  readonly threadId: number
  readonly topic: number
  /** Which of the topic's titles it has. */
  readonly variant: number
}

/** Writes the public questions with everything under them. Gives those without an official answer, newest first. */
export async function writeQuestions(stage: Stage): Promise<{ open: OpenQuestion[] }> {
  const titles = new Set<string>()
  const topics = Array.from({ length: questionCount }, (_, index) => index % outsideTopics.length)
  const drafts = topics.map((topic, index) =>
    // The first of each topic is the clearest one, lately asked in the main space: what a swarm is played on.
    draftQuestion(stage, outsideTopics[topic]!, titles, index < outsideTopics.length),
  )
  const threadIds = await queries.insertThreads(
    stage.ctx,
    drafts.map(({ thread }) => thread),
  )
  const answers = drafts.flatMap(({ answers: list }, index) =>
    list.map((answer) => ({ ...answer, threadId: threadIds[index]!, parentId: null })),
  )
  const answerIds = await queries.insertReplies(stage.ctx, answers)
  const idsOf = Map.groupBy(
    answers.map((answer, index) => ({ ...answer, id: answerIds[index]! })),
    ({ threadId }) => threadId,
  )
  await writeComments(stage, [...idsOf.values()].flat())
  await writeMarks(stage, drafts, threadIds, idsOf)
  const open = drafts.flatMap(({ official, thread, variant }, index) =>
    official || thread.spaceId !== stage.places.riders.id
      ? []
      : [{ threadId: threadIds[index]!, topic: topics[index]!, variant, at: thread.createdAt }],
  )
  return { open: open.toSorted((a, b) => b.at.getTime() - a.at.getTime()) }
}

function draftQuestion(stage: Stage, topic: Topic, titles: Set<string>, featured: boolean): Draft {
  const { chance, places, writers, people } = stage
  const place = featured || chance.next() < 0.82 ? 'riders' : chance.pick(['workshops', 'testers'] as const)
  let [slots, title, variant] = [choose(stage, topic.models), '', 0]
  for (let tries = 0; title === '' || (titles.has(title) && tries < 200); tries++) {
    slots = choose(stage, topic.models)
    variant = featured ? 0 : chance.between(0, topic.titles.length - 1)
    title = fill(topic.titles[variant]!, slots)
  }
  titles.add(title)
  const fitting = (list: readonly string[]) =>
    fill(topic.mixed ? chance.pick(list) : (list[variant] ?? chance.pick(closing)), slots)
  const [seen, tried, asks] = [topic.seen, topic.tried, topic.asks].map(fitting)
  const more =
    chance.next() < 0.35 && !topic.tags.includes('order')
      ? `\n\n- Bike: ${slots.model}\n- Ridden: ${slots.km} km\n- Where: ${slots.place}`
      : ''
  const body = `${opening(chance)}${seen} ${tried}\n\n${asks}${more}`
  const createdAt = featured
    ? new Date(stage.ctx.now.getTime() - chance.between(30 * 60, 80 * 60) * minute)
    : moment(stage)
  const author = chance.pick(writers[place])
  const fits = topic.mixed || variant === 0
  const official = !featured && topic.official !== undefined && fits && chance.next() < 0.65
  const answers = draftAnswers(stage, { topic, variant, slots, createdAt, author })
  const voice = people.employees[4]!
  const at = later(stage, createdAt, 4 * 24 * hour)
  if (official) answers.push({ kind: 'answer', authorId: voice.id, body: fill(topic.official!, slots), createdAt: at })
  const activeAt = answers.reduce(
    (latest, answer) => (answer.createdAt > latest ? answer.createdAt : latest),
    createdAt,
  )
  const space = places[place]
  const accepted = answers.length > 0 && chance.next() < 0.5
  return {
    variant,
    thread: {
      spaceId: space.id,
      realm: space.realm,
      type: 'question',
      authorId: author.id,
      title,
      slug: slugOf(title),
      body,
      createdAt,
      activeAt,
      tags: [...topic.tags, slugOf(slots.model!)],
    },
    answers,
    official,
    accepted,
  }
}

function choose({ chance, company }: Stage, models?: readonly string[]): Record<string, string> {
  return { ...chooseSlots(chance, { company }), ...(models && { model: chance.pick(models) }) }
}

function draftAnswers(
  stage: Stage,
  of: { topic: Topic; variant: number; slots: Record<string, string>; createdAt: Date; author: AccountViewer },
): Draft['answers'][number][] {
  const { chance, people } = stage
  const { answers } = of.topic
  const texts = of.topic.mixed
    ? chance.some(answers, chance.pick([0, 1, 1, 2, 2, 2, 3, 3, 4]))
    : chance.pick([[], answers, answers, answers, answers, answers]).slice(of.variant, of.variant + 1)
  if (texts.length > 0) texts.push(...chance.some(companions, chance.pick([0, 0, 0, 1, 1, 2])))
  // A few people answer most of it, as everywhere; one of them more than all others.
  const helpers = [...people.riders.slice(0, 40), ...Array.from({ length: 16 }, () => people.riders[1]!)]
  const here = new Set([of.author.id])
  return texts.map((text) => {
    const staff = chance.next() < 0.22
    const from = staff ? people.employees.slice(0, 20) : chance.next() < 0.6 ? helpers : people.riders
    // Nobody answers their own question, or the same one twice.
    const writer = chance.pick(from.filter(({ id }) => !here.has(id)))
    here.add(writer.id)
    return {
      kind: 'answer',
      authorId: writer.id,
      body: fill(text, of.slots),
      createdAt: later(stage, of.createdAt, 6 * 24 * hour),
    }
  })
}

type Written = queries.DemoReply & { readonly id: number }

async function writeComments(stage: Stage, answers: readonly Written[]): Promise<void> {
  const { chance, people } = stage
  const under = answers.filter(() => chance.next() < 0.45)
  const rows = under.map(({ id, threadId, createdAt }) => {
    const writer = chance.pick(people.riders)
    return {
      threadId,
      kind: 'comment' as const,
      parentId: id,
      authorId: writer.id,
      body: chance.pick(comments),
      createdAt: later(stage, createdAt, 2 * 24 * hour),
    }
  })
  await queries.insertReplies(stage.ctx, rows)
}

async function writeMarks(
  stage: Stage,
  drafts: readonly Draft[],
  threadIds: readonly number[],
  idsOf: ReadonlyMap<number, readonly Written[]>,
): Promise<void> {
  const { ctx, chance, people } = stage
  const marks: { accepted: queries.Mark[]; official: queries.Mark[] } = { accepted: [], official: [] }
  const closures: queries.DemoClosure[] = []
  const sameHeres: { threadId: number; accountId: number; at: Date }[] = []
  for (const [index, { thread, official, accepted }] of drafts.entries()) {
    const threadId = threadIds[index]!
    const answers = idsOf.get(threadId) ?? []
    const popular = thread.tags.includes('cold') ? 34 : 12
    const others = people.riders.filter(({ id }) => id !== thread.authorId)
    const here = chance
      .some(others, Math.floor(chance.next() ** 2.2 * popular))
      .map(({ id }) => ({ threadId, accountId: id, at: later(stage, thread.createdAt, 9 * 24 * hour) }))
    sameHeres.push(...here)
    const voiced = official ? answers.at(-1)! : undefined
    const chosen = accepted ? (voiced && chance.next() < 0.5 ? voiced : chance.pick(answers)) : undefined
    if (voiced) marks.official.push({ threadId, answerId: voiced.id, by: voiced.authorId, at: voiced.createdAt })
    if (chosen)
      marks.accepted.push({
        threadId,
        answerId: chosen.id,
        by: thread.authorId,
        at: later(stage, chosen.createdAt, 3 * 24 * hour),
      })
    const told = voiced ?? chosen
    if (told)
      closures.push(
        ...closuresOf(stage, { threadId, answerId: told.id, at: told.createdAt, asker: thread.authorId, here }),
      )
  }
  await queries.insertAcceptances(ctx, marks.accepted)
  await queries.insertOfficials(ctx, marks.official)
  await queries.insertSameHeres(ctx, sameHeres)
  await queries.insertClosures(ctx, closures)
  const answers = [...idsOf.values()].flat()
  const kudos = answers.flatMap((answer) =>
    chance
      .some(people.riders, Math.floor(chance.next() ** 3 * 14))
      .map(({ id }) => ({ replyId: answer.id, accountId: id, at: later(stage, answer.createdAt, 9 * 24 * hour) }))
      // Nobody thanks for their own answer.
      .filter(({ accountId }) => accountId !== answer.authorId),
  )
  await queries.insertKudos(ctx, kudos)
}

/** Who was told that there is an answer, and what they said: most say it helped, some not, some nothing. */
export function closuresOf(
  stage: Stage,
  of: { threadId: number; answerId: number; at: Date; asker: number; here: readonly { accountId: number }[] },
): queries.DemoClosure[] {
  const people = [
    { accountId: of.asker, because: 'asked' as const },
    ...of.here.map(({ accountId }) => ({ accountId, because: 'same-here' as const })),
  ]
  return people.map(({ accountId, because }) => {
    const toldAt = later(stage, of.at, 5 * minute)
    const helped = stage.chance.next() < 0.62 ? stage.chance.next() < 0.86 : null
    return {
      threadId: of.threadId,
      answerId: of.answerId,
      accountId,
      because,
      toldAt,
      helped,
      helpedAt: helped === null ? null : later(stage, toldAt, 2 * 24 * hour),
    }
  })
}

/** Writes what colleagues say among themselves, and with the supplier. No title comes twice. */
export async function writeDiscussions(stage: Stage): Promise<void> {
  const titles = new Set<string>()
  const drafts: { thread: queries.DemoThread; replies: readonly Omit<queries.DemoReply, 'threadId'>[] }[] = []
  for (let round = 0; round < rounds; round++) {
    for (const topic of [...insideTopics, ...bridgeTopics]) {
      for (const index of topic.titles.keys()) {
        const slots = choose(stage)
        const title = fill(topic.titles[index]!, slots)
        if (titles.has(title)) continue
        titles.add(title)
        drafts.push(draftDiscussion(stage, topic, { title, body: fill(topic.bodies[index]!, slots), slots }))
      }
    }
  }
  const ids = await queries.insertThreads(
    stage.ctx,
    drafts.map(({ thread }) => thread),
  )
  await queries.insertReplies(
    stage.ctx,
    drafts.flatMap(({ replies }, index) => replies.map((reply) => ({ ...reply, threadId: ids[index]! }))),
  )
}

function draftDiscussion(
  stage: Stage,
  topic: InsideTopic,
  text: { title: string; body: string; slots: Record<string, string> },
) {
  const { chance } = stage
  const place = chance.pick(topic.spaces) as PlaceName
  const space = stage.places[place]
  const writers = stage.writers[place]
  const createdAt = moment(stage, 3)
  const author = chance.pick(writers)
  const replies = chance.some(topic.replies, chance.between(0, 4)).map((body) => {
    const writer = chance.pick(writers.filter(({ id }) => id !== author.id))
    return {
      kind: 'reply' as const,
      parentId: null,
      authorId: writer.id,
      body: fill(body, text.slots),
      createdAt: later(stage, createdAt, 30 * hour),
    }
  })
  const activeAt = replies.reduce((latest, one) => (one.createdAt > latest ? one.createdAt : latest), createdAt)
  const { title, body } = text
  const where = { spaceId: space.id, realm: space.realm, type: 'discussion' as const, authorId: author.id }
  return { thread: { ...where, title, slug: slugOf(title), body, createdAt, activeAt, tags: topic.tags }, replies }
}
