/** Ideas, problems and praise of the demo: written as sets, decided upon through the doors that people use. */
import { recountVotes } from '../../content/idea-votes/idea-votes.ts'
import { setStage } from '../../content/ideas/ideas.ts'
import { setProblemState } from '../../content/questions/questions.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import { flag } from '../../governance/flags/flags.ts'
import type { AccountViewer } from '../../platform/context.ts'
import { slugOf } from '../../platform/text/markdown.ts'
import { actAs, dayIn } from './acting.ts'
import * as queries from './demo.queries.ts'
import { type IdeaScript, ideaScripts, praiseScripts, problemScripts } from './idea-scripts.ts'
import { type FindIdea, growIdeas } from './growing.ts'
import { playModeration } from './moderation.ts'
import { playTwin } from './twin.ts'
import type { Stage } from './threads.ts'

const day = 86_400_000
/** The employee who speaks for the company outside. */
const voiceAt = 4

interface Text {
  readonly title: string
  readonly body: string
  readonly tags?: readonly string[]
  readonly daysAgo: number
}

interface Written {
  readonly id: number
  readonly author: AccountViewer
  readonly at: Date
}

/** Writes what riders ask for, report and praise, how it was received, and three flags that wait for a moderator. */
export async function writeIdeas(stage: Stage): Promise<void> {
  const ideas = await writeThreads(stage, 'idea', ideaScripts)
  await queries.insertReplies(
    stage.ctx,
    ideaScripts.flatMap((script, index) => commentsOf(stage, script, ideas[index]!)),
  )
  await queries.insertIdeaVotes(
    stage.ctx,
    ideaScripts.flatMap((script, index) => votesOf(stage, script, ideas[index]!)),
  )
  await recountVotes(
    stage.ctx,
    ideas.map(({ id }) => id as ThreadId),
  )
  for (const [index, { stages }] of ideaScripts.entries()) {
    for (const { daysAgo, answerIn, ...said } of stages) {
      const answerBy = answerIn === undefined ? undefined : dayIn(stage.ctx, answerIn)
      const voice = actAs(stage, stage.people.employees[voiceAt]!, daysAgo)
      await setStage(voice, ideas[index]!.id as ThreadId, { ...said, ...(answerBy && { answerBy }) })
    }
  }
  await writeProblems(stage)
  await writePraise(stage)
  await raiseFlags(stage, ideas)
  const find: FindIdea = (title) =>
    ideas[ideaScripts.findIndex((script) => script.title.startsWith(title))]!.id as ThreadId
  await playTwin(stage, find('Show the range'))
  await growIdeas(stage, find)
  await playModeration(stage, find('Throttle'))
}

async function writeThreads(
  { ctx, chance, places, writers }: Stage,
  type: 'idea' | 'problem' | 'praise',
  texts: readonly Text[],
): Promise<Written[]> {
  const space = places.riders
  const written = texts.map(({ daysAgo }) => ({
    author: chance.pick(writers.riders.filter(({ realm }) => realm === 'outside')),
    at: new Date(ctx.now.getTime() - daysAgo * day - chance.between(0, 600) * 60_000),
  }))
  const ids = await queries.insertThreads(
    ctx,
    texts.map(({ title, body, tags = [] }, index) => ({
      spaceId: space.id,
      realm: space.realm,
      type,
      authorId: written[index]!.author.id,
      title,
      slug: slugOf(title),
      body,
      createdAt: written[index]!.at,
      activeAt: written[index]!.at,
      tags,
    })),
  )
  return written.map((one, index) => ({ ...one, id: ids[index]! }))
}

function commentsOf({ ctx, chance, people }: Stage, { comments }: IdeaScript, idea: Written): queries.DemoReply[] {
  return comments.map((body) => ({
    threadId: idea.id,
    kind: 'comment' as const,
    parentId: null,
    authorId: chance.pick(people.riders.filter(({ id }) => id !== idea.author.id)).id,
    body,
    createdAt: between(idea.at, ctx.now, chance.next()),
  }))
}

/** The author's own vote stands from the start; the others came soon rather than late. */
function votesOf({ ctx, chance, people }: Stage, script: IdeaScript, idea: Written): queries.DemoVote[] {
  const others = people.riders.filter(({ id }) => id !== idea.author.id)
  const share = (percent: number) => Math.round((others.length * percent) / 100)
  const voters = chance.some(others, share(script.promoted + script.demoted))
  return [
    { ideaId: idea.id, accountId: idea.author.id, value: 1, at: idea.at },
    ...voters.map(({ id: accountId }, index) => ({
      ideaId: idea.id,
      accountId,
      value: index < share(script.promoted) ? (1 as const) : (-1 as const),
      at: between(idea.at, ctx.now, chance.next() ** 2),
    })),
  ]
}

async function writeProblems(stage: Stage): Promise<void> {
  const problems = await writeThreads(stage, 'problem', problemScripts)
  const { ctx, chance, people } = stage
  const waiting = problemScripts.flatMap(({ sameHere }, index) => {
    const { id: threadId, author, at } = problems[index]!
    const others = people.riders.filter(({ id }) => id !== author.id)
    return chance
      .some(others, sameHere)
      .map(({ id: accountId }) => ({ threadId, accountId, at: between(at, ctx.now, chance.next() ** 2) }))
  })
  await queries.insertSameHeres(ctx, waiting)
  for (const [index, { states }] of problemScripts.entries())
    for (const { daysAgo, ...said } of states)
      await setProblemState(actAs(stage, people.employees[0]!, daysAgo), problems[index]!.id as ThreadId, said)
}

async function writePraise(stage: Stage): Promise<void> {
  const praise = await writeThreads(stage, 'praise', praiseScripts)
  const { ctx, chance, people } = stage
  const thanks = praiseScripts.flatMap((script, index) => {
    const { id: threadId, author, at } = praise[index]!
    const others = people.riders.filter(({ id }) => id !== author.id)
    return chance
      .some(others, script.thanks)
      .map(({ id: accountId }) => ({ threadId, accountId, at: between(at, ctx.now, chance.next() ** 2) }))
  })
  await queries.insertPraiseThanks(ctx, thanks)
  const replies = praiseScripts.flatMap(({ reply: body }, index) => {
    const { id: threadId, at } = praise[index]!
    const createdAt = new Date(at.getTime() + day / 2)
    return body
      ? [{ threadId, kind: 'reply' as const, parentId: null, authorId: people.employees[0]!.id, body, createdAt }]
      : []
  })
  await queries.insertReplies(ctx, replies)
}

/** Two riders find the same comment out of place, a third one an idea: what a moderator meets on the first day. */
async function raiseFlags(stage: Stage, ideas: readonly Written[]): Promise<void> {
  const throttle = ideas[ideaScripts.findIndex(({ title }) => title.startsWith('Throttle'))]!
  const parts = ideas[ideaScripts.findIndex(({ title }) => title.startsWith('Spare parts'))]!
  const flaggers = stage.chance.some(
    stage.people.riders.filter(({ id }) => id !== throttle.author.id && id !== parts.author.id),
    3,
  )
  const flags = [
    { idea: throttle, rule: 'unlawful', words: 'This would need a plate.', hoursAgo: 30 },
    { idea: throttle, rule: 'off-topic', words: '', hoursAgo: 7 },
    { idea: parts, rule: 'spam', words: 'Reads as if it came from a dealer.', hoursAgo: 3 },
  ] as const
  for (const [index, { idea, rule, words, hoursAgo }] of flags.entries())
    await flag(actAs(stage, flaggers[index]!, hoursAgo / 24), 'thread', idea.id, { rule, words })
}

function between(from: Date, to: Date, share: number): Date {
  return new Date(from.getTime() + (to.getTime() - 1000 - from.getTime()) * share)
}
