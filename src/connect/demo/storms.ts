/** Sessions for ideas, played through the doors that people use; votes are written as sets. */
import { recountVotes } from '../../content/idea-votes/idea-votes.ts'
import { setStage } from '../../content/ideas/ideas.ts'
import { type StormId, finishStorm, noteIdea, startStorm, submitIdea } from '../../content/storms/storms.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import { actAs, cast, dayIn } from './acting.ts'
import * as queries from './demo.queries.ts'
import { type StormScript, stormScripts } from './storm-scripts.ts'
import type { Stage } from './threads.ts'

const zone = 'Europe/Amsterdam'

interface Hours {
  readonly opens: string
  readonly closes: string
  readonly from: Date
  /** The closing, or now. */
  readonly until: Date
}

/** Plays every session, each as far as it has come today. */
export async function playStorms(stage: Stage): Promise<void> {
  for (const script of stormScripts) await play(stage, script)
  await queries.markStormsTold(stage.ctx)
}

async function play(stage: Stage, script: StormScript): Promise<void> {
  const { people, places } = stage
  const hours = hoursOf(stage.ctx, script)
  // With the number: the house may have people of the same name.
  const names = script.judges.map((judge) => `${people.employees[judge]!.name} #${people.employees[judge]!.id}`)
  const keeper = actAs(stage, people.employees[script.by]!, script.opens + 2)
  const { question, body, rules } = script
  const storm = await startStorm(keeper, places[script.place], {
    ...{ question, body, rules, zone, opens: hours.opens, closes: hours.closes, judges: names.join('\n') },
  })
  const ideas = await submitIdeas(stage, script, storm.id, hours)
  for (const { judge, idea, body: words, chooses } of script.notes) {
    const at = new Date(hours.until.getTime() - 60_000)
    await noteIdea(atMoment(stage, people.employees[judge]!, at), storm.id, ideas[idea]!, { body: words, chooses })
  }
  if (script.result) await finish(stage, script, storm.id, ideas)
}

/** From nine in the morning until six in the evening of their days. */
function hoursOf(ctx: Ctx, script: StormScript): Hours {
  const today = Temporal.Instant.fromEpochMilliseconds(ctx.now.getTime()).toZonedDateTimeISO(zone)
  const on = (daysAgo: number, hour: number) => today.subtract({ days: daysAgo }).withPlainTime({ hour })
  const [opens, closes] = [on(script.opens, 9), on(script.closes, 18)]
  const local = (moment: Temporal.ZonedDateTime) => moment.toPlainDateTime().toString({ smallestUnit: 'minute' })
  const closing = Math.min(closes.epochMilliseconds, ctx.now.getTime())
  return {
    opens: local(opens),
    closes: local(closes),
    from: new Date(opens.epochMilliseconds),
    until: new Date(closing - 1000),
  }
}

async function submitIdeas(stage: Stage, script: StormScript, id: StormId, hours: Hours): Promise<ThreadId[]> {
  const { ctx, chance } = stage
  const judges = new Set(script.judges.map((judge) => stage.people.employees[judge]!.id))
  const crowd = stage.writers[script.place].filter((one) => !judges.has(one.id))
  const authors = chance.some(crowd, script.ideas.length)
  const votes: queries.DemoVote[] = []
  const ids: ThreadId[] = []
  for (const [index, idea] of script.ideas.entries()) {
    const at = share(hours, (index + 1) / (2 * script.ideas.length + 2))
    const author = authors[index]!
    const thread = await submitIdea(atMoment(stage, author, at), id, { title: idea.title, body: idea.body })
    ids.push(thread.id)
    const others = crowd.filter((one) => one.id !== author.id)
    for (const { id: accountId } of chance.some(others, idea.votes))
      votes.push({ ideaId: thread.id, accountId, value: 1, at: share({ from: at, until: hours.until }, chance.next()) })
  }
  await queries.insertIdeaVotes(ctx, votes)
  await recountVotes(ctx, ids)
  return ids
}

async function finish(stage: Stage, script: StormScript, id: StormId, ideas: readonly ThreadId[]): Promise<void> {
  const { title, body, chosen, daysAgo } = script.result!
  const voice = actAs(stage, stage.people.employees[cast.mirela]!, daysAgo)
  await finishStorm(voice, id, { title, body, chosen: chosen.map((index) => ideas[index]!) })
  for (const [index, { stage: said }] of script.ideas.entries()) {
    if (!said) continue
    const { answerIn, ...words } = said
    await setStage(voice, ideas[index]!, { ...words, ...(answerIn && { answerBy: dayIn(stage.ctx, answerIn) }) })
  }
}

function atMoment({ ctx }: Stage, viewer: AccountViewer, now: Date): Ctx {
  return makeCtx({ viewer, db: ctx.db, now, log: ctx.log })
}

function share({ from, until }: Pick<Hours, 'from' | 'until'>, part: number): Date {
  return new Date(from.getTime() + (until.getTime() - from.getTime()) * part)
}
