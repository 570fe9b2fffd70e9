import type { Ctx, Realm } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { demand } from '../../platform/verdict.ts'
import { type Space, type SpaceId, getSpace, getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { putVote } from '../idea-votes/idea-votes.ts'
import { giveTags, parseTags, setTags } from '../tags/tags.ts'
import { type Reach, type ThreadId, editThread, startThread } from '../threads/threads.ts'
import { findCategory, promisedDay } from './categories.ts'
import { mayVote } from './ideas.access.ts'
import { ideaPosted } from './ideas.events.ts'
import * as queries from './ideas.queries.ts'
import { type Idea, getIdea } from './reading.ts'

export type { CategoryId, Day, IdeaStage } from './ideas.tables.ts'
export type { IdeaFilter, IdeaOrder } from './ideas.queries.ts'
export { mayExtend, mayKeepIdeas, maySetStage, mayVote } from './ideas.access.ts'
export {
  type Idea,
  type IdeaLine,
  type ReviewDebt,
  type Votes,
  getIdea,
  listIdeas,
  listUnited,
  loadIdeas,
  reviewDebt,
} from './reading.ts'
export { stageInSentence, stageWords } from './stage-words.ts'
export { ownReasons, partTakenBack, saidReason } from './own-words.ts'
export { type StageElsewhere, registerStageGate, stageElsewhere } from './stage-elsewhere.ts'
export { type NewStage, type StageChange, isOpenStage, listStageChanges, setStage } from './stages.ts'
export {
  type Category,
  addCategory,
  answerDays,
  closeCategory,
  listCategories,
  promisedDay,
  setIdeaRules,
} from './categories.ts'
export { boostIdea, boostsOf, unboostIdea } from './boosts.ts'
export { type Contributor, agreeToBeNamed, listContributors } from './credits.ts'
export { extendIdea } from './extensions.ts'
export { type ImportedIdea, importIdeas } from './importing.ts'
export { separateIdeas, uniteIdeas } from './merging.ts'

const votingLimits: readonly RateLimit[] = [
  { name: 'idea-votes-minute', uses: 60, seconds: 60 },
  { name: 'idea-votes-day', uses: 2000, seconds: 86_400 },
]

/**
 * Posts an idea in a space, given by its address or id; its author's own vote stands from the start, once. `category`:
 * its address on the side of the space. Throws NotFound (the space), Forbidden, Invalid (`title`, `body`, `tags`,
 * `category`, `reach`), TryLater.
 */
export async function postIdea(
  ctx: Ctx,
  posted: {
    space: string | SpaceId
    title: string
    body: string
    tags: readonly string[]
    category?: string
    reach?: Reach
  },
): Promise<Idea> {
  const space =
    typeof posted.space === 'string' ? await getSpace(ctx, posted.space) : await getSpaceById(ctx, posted.space)
  parseTags(posted.tags)
  const category = posted.category ? await findCategory(ctx, space.realm, posted.category) : undefined
  if (posted.category && !category) {
    throw new Invalid('ideas.category', {
      category: said('There is no such category any more. Choose one of those shown.'),
    })
  }
  return ctx.transaction(async (inside) => {
    const { title, body, reach = null } = posted
    const thread = await startThread(inside, space, { type: 'idea', title, body, reach })
    await giveTags(inside, thread.id, posted.tags)
    const answerBy = await promisedDay(inside, category)
    await queries.updateIdea(inside, thread.id, { categoryId: category?.id ?? null, answerBy, firstAnswerBy: answerBy })
    await putVote(inside, thread.id, { accountId: thread.authorId, value: 1, fromStaff: isStaff(inside, space.realm) })
    await announce(inside, ideaPosted, { ideaId: thread.id })
    return getIdea(inside, thread.id)
  })
}

/** Changes title, text and tags of an idea; the earlier text stays readable in its history. Its votes stay. */
export async function editIdea(
  ctx: Ctx,
  id: ThreadId,
  changed: { title: string; body: string; tags: readonly string[] },
): Promise<Idea> {
  await getIdea(ctx, id)
  parseTags(changed.tags)
  return ctx.transaction(async (inside) => {
    await editThread(inside, id, changed)
    await setTags(inside, id, changed.tags)
    return getIdea(inside, id)
  })
}

/**
 * Gives the viewer's one vote: 1 promotes, -1 demotes, 0 takes it back. On an idea that was united with another it counts
 * there. Throws NotFound, Forbidden, TryLater; Conflict where the text was recalled.
 */
export async function vote(ctx: Ctx, ideaId: ThreadId, value: 1 | -1 | 0): Promise<Idea> {
  const idea = await getIdea(ctx, ideaId)
  const { accountId, space } = await demandVoter(ctx, idea.thread.spaceId)
  if (idea.thread.recalledAt)
    throw new Conflict('ideas.recalled', said('This idea was recalled. There is nothing to vote on.'))
  return ctx.transaction(async (inside) => {
    const fromStaff = isStaff(inside, space.realm)
    return getIdea(inside, await putVote(inside, ideaId, { accountId, value, fromStaff }))
  })
}

async function demandVoter(ctx: Ctx, spaceId: SpaceId): Promise<{ accountId: AccountId; space: Space }> {
  const space = await getSpaceById(ctx, spaceId)
  demand(mayVote(ctx.viewer, space, await rightIn(ctx, space)))
  if (ctx.viewer.kind !== 'account') throw new NotFound('ideas.not-found')
  for (const limit of votingLimits) await countUse(ctx, limit, String(ctx.viewer.id))
  return { accountId: ctx.viewer.id, space }
}

function isStaff(ctx: Ctx, realm: Realm): boolean {
  return realm === 'outside' && ctx.viewer.kind === 'account' && ctx.viewer.realm !== 'outside'
}
