/** What grows out of ideas in the demo: categories and their reviewers, an extension, a union, an archive, a boost. */
import { recountVotes } from '../../content/idea-votes/idea-votes.ts'
import { type IdeaStage, addCategory, boostIdea, extendIdea, setStage } from '../../content/ideas/ideas.ts'
import { type ThreadId, addReply, mergeThread } from '../../content/threads/threads.ts'
import {
  archiveUntouched,
  guardCapacities,
  noteEffort,
  setCapacity,
} from '../../governance/idea-capacity/idea-capacity.ts'
import { slugOf } from '../../platform/text/markdown.ts'
import { actAs, actAsTango, cast, dayIn, daysBefore } from './acting.ts'
import * as queries from './demo.queries.ts'
import { ideaScripts } from './idea-scripts.ts'
import type { Stage } from './threads.ts'

/** The idea of a script, by the beginning of its title. */
export type FindIdea = (title: string) => ThreadId

/** On the bike or on the screen: by these tags an idea belongs to the second category. */
const onScreen = new Set(['app', 'display', 'lock'])

export async function growIdeas(stage: Stage, find: FindIdea): Promise<void> {
  await extend(stage, find('Lock the motor'))
  await archive(stage)
  await unite(stage, find('A charger'))
  const voice = actAs(stage, stage.people.employees[cast.mirela]!, 2)
  const reason = 'Aiko has two free days in January, and this fits into them.'
  await boostIdea(voice, find('Warmer colours'), { weight: 15, reason })
  await review(stage, find)
}

/** A comment that asked for more than the idea became an extension with an author and a stage of its own. */
async function extend(stage: Stage, ideaId: ThreadId): Promise<void> {
  const { people } = stage
  const body = 'When somebody moves it, tell me where it stands. The motor off does not help if the bike is gone.'
  const { id } = await addReply(actAs(stage, people.riders[2]!, 28), ideaId, { kind: 'comment', body })
  const title = 'Show where the bike is when somebody moves it'
  const extension = await extendIdea(actAs(stage, people.riders[2]!, 27), ideaId, id, title)
  const said = {
    stage: 'under-review' as IdeaStage,
    reason: 'Needs a part with a SIM card. We ask what it would cost you a month.',
  }
  const voice = actAs(stage, people.employees[cast.mirela]!, 19)
  await setStage(voice, extension.id, { ...said, answerBy: dayIn(stage.ctx, 18) })
  const others = people.riders.filter((one) => one.id !== people.riders[2]!.id)
  const votes = stage.chance.some(others, 37).map(({ id: accountId }) => ({
    ...{ ideaId: extension.id, accountId, value: 1 as const },
    at: daysBefore(stage.ctx, 26 * stage.chance.next()),
  }))
  await queries.insertIdeaVotes(stage.ctx, votes)
  await recountVotes(stage.ctx, [extension.id])
}

/** Asked for long ago, and nobody came back to it: the guard put it away as it does with all such. */
async function archive(stage: Stage): Promise<void> {
  const { ctx, chance, people, places } = stage
  const early = await queries.hereSince(ctx, daysBefore(ctx, 220))
  const old = people.riders.filter(({ id }) => early.has(id))
  const [author, ...voters] = chance.some(old, 5)
  const title = 'A cup holder that takes a flask'
  const createdAt = daysBefore(ctx, 215)
  const [ideaId] = await queries.insertThreads(ctx, [
    {
      ...{ spaceId: places.riders.id, realm: places.riders.realm, type: 'idea', authorId: author!.id },
      ...{ title, slug: slugOf(title), createdAt, activeAt: createdAt, tags: ['parts'] },
      body: 'Half a litre, on the handlebar, and it does not sing over cobbles.',
    },
  ])
  const vote = { ideaId: ideaId!, value: 1 as const }
  await queries.insertIdeaVotes(ctx, [
    { ...vote, accountId: author!.id, at: createdAt },
    ...voters.map(({ id: accountId }, index) => ({ ...vote, accountId, at: daysBefore(ctx, 214 - 3 * index) })),
  ])
  await recountVotes(ctx, [ideaId as ThreadId])
  await archiveUntouched(actAsTango(stage, 20))
  await archiveUntouched(actAsTango(stage, 5))
}

/** Two ask for the same in other words: the votes of both count there once. */
async function unite(stage: Stage, intoId: ThreadId): Promise<void> {
  const { ctx, chance, people, places } = stage
  const author = people.riders[4]!
  const title = 'A light charger for the road'
  const createdAt = daysBefore(ctx, 41)
  const [ideaId] = await queries.insertThreads(ctx, [
    {
      ...{ spaceId: places.riders.id, realm: places.riders.realm, type: 'idea', authorId: author.id },
      ...{ title, slug: slugOf(title), createdAt, activeAt: createdAt, tags: ['charger'] },
      body: 'The one in the box weighs a kilo. I leave it at home and hope.',
    },
  ])
  const voters = chance.some(
    people.riders.filter(({ id }) => id !== author.id),
    22,
  )
  await queries.insertIdeaVotes(ctx, [
    { ideaId: ideaId!, accountId: author.id, value: 1, at: createdAt },
    ...voters.map(({ id: accountId }) => ({
      ...{ ideaId: ideaId!, accountId, value: 1 as const },
      at: daysBefore(ctx, 40 - 3 * chance.next()),
    })),
  ])
  await recountVotes(ctx, [ideaId as ThreadId])
  await mergeThread(actAs(stage, people.employees[cast.sara]!, 35), ideaId as ThreadId, intoId)
}

/** Two categories, each with people and hours for review: one keeps up, one does not and says so. */
async function review(stage: Stage, find: FindIdea): Promise<void> {
  const { ctx, people } = stage
  const sara = actAs(stage, people.employees[cast.sara]!, 61)
  const screen = await addCategory(sara, 'outside', { title: 'App and display', answerDays: 21 })
  const bike = await addCategory(sara, 'outside', { title: 'Bike and parts' })
  const rows = ideaScripts.map(({ title, tags }) => ({
    ideaId: find(title),
    categoryId: tags.some((tag) => onScreen.has(tag)) ? screen.id : bike.id,
  }))
  await queries.fileIdeas(ctx, rows)
  const employee = (who: number) => people.employees[who]!.id
  await setCapacity(
    sara,
    { categoryId: screen.id },
    {
      ownerId: employee(cast.lena),
      reviewers: [
        { accountId: employee(cast.lena), hours: 1 },
        { accountId: employee(cast.aiko), hours: 0.5 },
      ],
    },
  )
  await setCapacity(
    sara,
    { categoryId: bike.id },
    {
      ownerId: employee(cast.jonas),
      reviewers: [{ accountId: employee(cast.jonas), hours: 0.25 }],
    },
  )
  for (const [title, minutes] of [
    ['A charger', 150],
    ['A bell', 40],
    ['Spare parts', 130],
    ['Throttle', 140],
    ['A charger', 95],
  ] as const)
    await noteEffort(actAs(stage, people.employees[cast.jonas]!, 8), find(title), minutes)
  await guardCapacities(ctx)
}
