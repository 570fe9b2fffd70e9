import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import { type Disclosures, loadDisclosures } from '../../people/disclosure/disclosure.ts'
import { type Audience, audienceOf } from '../../realms/audience/audience.ts'
import { type Space, type SpaceRight, getSpaceById, mayWriteIn, rightIn } from '../../realms/spaces/spaces.ts'
import { type Boost, loadOwnVotes, voteHalfLifeDays } from '../idea-votes/idea-votes.ts'
import {
  type Contributor,
  type Idea,
  type IdeaLine,
  type ReviewDebt,
  type StageChange,
  boostsOf,
  getIdea,
  listContributors,
  listIdeas,
  listStageChanges,
  listUnited,
  mayExtend,
  maySetStage,
  mayVote,
  reviewDebt,
} from '../ideas/ideas.ts'
import { tagsOf } from '../tags/tags.ts'
import {
  type Reply,
  type ReplyPage,
  type ReplyPlace,
  type ThreadId,
  ideaCommentsAPage,
  mayEdit,
  mayOpenKeeping,
  readReplyPage,
} from '../threads/threads.ts'

/** An idea with all that its page shows to one viewer. */
export interface IdeaView {
  readonly idea: Idea
  readonly space: Space
  readonly tags: readonly string[]
  readonly audience: Audience
  readonly myVote: -1 | 0 | 1
  /** Oldest first. */
  readonly changes: readonly StageChange[]
  readonly boosts: readonly Boost[]
  readonly extensions: readonly IdeaLine[]
  /** The idea that this one extends. */
  readonly extended: Idea | undefined
  readonly united: Awaited<ReturnType<typeof listUnited>>
  readonly contributors: readonly Contributor[]
  readonly replies: readonly Reply[]
  /** The cursors of the comments before and after those shown. */
  readonly part: Pick<ReplyPage, 'previous' | 'next'>
  readonly people: ReadonlyMap<AccountId, PersonCard>
  readonly disclosures: Disclosures
  readonly debt: ReviewDebt
  readonly halfLifeDays: number
  readonly may: {
    readonly vote: boolean
    readonly write: boolean
    readonly edit: boolean
    readonly setStage: boolean
    /** Whether the page of its type and place is for them. */
    readonly keep: boolean
    /** Which comments can be made extensions. */
    readonly extend: (reply: Reply) => boolean
  }
}

const kinds = ['comment', 'answer', 'reply'] as const

/** The page of an idea that the viewer may read, with one part of its comments, oldest first. Throws NotFound. */
export async function viewIdea(ctx: Ctx, id: ThreadId, place: ReplyPlace = {}): Promise<IdeaView> {
  const idea = await getIdea(ctx, id)
  const { thread } = idea
  const space = await getSpaceById(ctx, thread.spaceId)
  const right = await rightIn(ctx, space)
  const { replies, ...part } = await readReplyPage(ctx, id, { kinds, order: 'oldest', place, size: ideaCommentsAPage })
  const [changes, boosts, united] = [
    await listStageChanges(ctx, id),
    await boostsOf(ctx, id),
    await listUnited(ctx, id),
  ]
  const extensions = idea.extendsId ? [] : (await listIdeas(ctx, { extends: id, order: 'votes' }, { limit: 50 })).items
  return {
    idea,
    space,
    tags: (await tagsOf(ctx, [id])).get(id) ?? [],
    audience: await audienceOf(ctx, space, { kind: 'thread', id }),
    myVote: (await loadOwnVotes(ctx, [id])).get(id) ?? 0,
    changes,
    boosts,
    extensions,
    extended: idea.extendsId ? await getIdea(ctx, idea.extendsId).catch(() => undefined) : undefined,
    united,
    contributors: await listContributors(ctx, id),
    replies,
    part,
    people: await loadPeople(ctx, [
      thread.authorId,
      ...replies.map((reply) => reply.authorId),
      ...changes.flatMap((change) => change.changedBy ?? []),
      ...boosts.map((boost) => boost.givenBy),
      ...united.map((one) => one.authorId),
    ]),
    disclosures: await loadDisclosures(ctx, { threadIds: [id], replyIds: replies.map((reply) => reply.id) }),
    debt: await reviewDebt(ctx, { realm: thread.realm }),
    halfLifeDays: await voteHalfLifeDays(ctx),
    may: mayOn(ctx, idea, space, right),
  }
}

function mayOn(ctx: Ctx, idea: Idea, space: Space, right: SpaceRight | undefined): IdeaView['may'] {
  const { viewer } = ctx
  const { thread } = idea
  const isWhole = thread.reach === null && thread.audience === 'space' && !idea.extendsId && !idea.mergedInto
  return {
    vote: mayVote(viewer, space, right).allowed && !thread.recalledAt,
    write: mayWriteIn(viewer, space, right).allowed && !thread.recalledAt,
    edit: mayEdit(viewer, space, thread.authorId, right).allowed && !thread.recalledAt,
    setStage: maySetStage(viewer, space, right).allowed && !idea.mergedInto,
    keep: thread.realm === 'outside' && mayOpenKeeping(viewer, space, thread),
    extend: (reply) =>
      isWhole &&
      reply.kind === 'comment' &&
      reply.body !== '' &&
      !reply.recalledAt &&
      !reply.hiddenAt &&
      !reply.removedAt &&
      mayExtend(viewer, space, { ideaBy: thread.authorId, commentBy: reply.authorId, right }).allowed,
  }
}
