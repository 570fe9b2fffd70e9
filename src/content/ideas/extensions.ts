import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { putVote } from '../idea-votes/idea-votes.ts'
import { giveTags, tagsOf } from '../tags/tags.ts'
import { type ReplyId, type ThreadId, getReply, startThread } from '../threads/threads.ts'
import { loadCategories, promisedDay } from './categories.ts'
import { mayExtend } from './ideas.access.ts'
import { ideaExtended } from './ideas.events.ts'
import * as queries from './ideas.queries.ts'
import { type Idea, getIdea } from './reading.ts'

/**
 * Makes a comment under an idea an extension of it: an idea of its own with the author of the comment, their vote, a
 * stage and a promise, that stands under the idea and on no board. Throws NotFound, Forbidden, Conflict (it is one
 * already, or was taken away), Invalid (`title`).
 */
export async function extendIdea(ctx: Ctx, ideaId: ThreadId, replyId: ReplyId, title: string): Promise<Idea> {
  const idea = await getIdea(ctx, ideaId)
  const comment = await getReply(ctx, replyId)
  if (comment.threadId !== ideaId || comment.kind !== 'comment') throw new NotFound('replies.not-found')
  const { thread } = idea
  const space = await getSpaceById(ctx, thread.spaceId)
  const right = await rightIn(ctx, space)
  demand(mayExtend(ctx.viewer, space, { ideaBy: thread.authorId, commentBy: comment.authorId, right }))
  if (thread.reach !== null || thread.audience !== 'space') {
    throw new Forbidden(
      'ideas.narrowed',
      said('Who reads this idea was chosen by its author. Its comments stay with it.'),
    )
  }
  if (idea.extendsId || idea.mergedInto) {
    throw new Conflict(
      'ideas.no-deeper',
      said('An extension has none of its own. Make it one of the idea that it extends.'),
    )
  }
  if (comment.recalledAt || comment.hiddenAt || comment.removedAt || comment.body === '')
    throw new Conflict('ideas.recalled', said('This comment was taken away.'))
  if (await queries.hasExtension(ctx, replyId)) {
    throw new Conflict('ideas.extended', said('This comment is an extension already.'))
  }
  const category = idea.categoryId ? (await loadCategories(ctx, [idea.categoryId])).get(idea.categoryId) : undefined
  const author = ctx.as(await authorViewer(ctx, comment.authorId))
  return ctx.transaction(async (inside) => {
    const asAuthor = inside.as(author.viewer)
    const { id } = await startThread(asAuthor, space, { type: 'idea', title, body: comment.body, byBridge: true })
    await giveTags(asAuthor, id, (await tagsOf(inside, [ideaId])).get(ideaId) ?? [])
    const answerBy = await promisedDay(inside, category)
    await queries.updateIdea(inside, id, {
      categoryId: idea.categoryId,
      extendsId: ideaId,
      fromReplyId: replyId,
      answerBy,
      firstAnswerBy: answerBy,
    })
    const fromStaff = space.realm === 'outside' && author.viewer.kind === 'account' && author.viewer.realm !== 'outside'
    await putVote(inside, id, { accountId: comment.authorId, value: 1, fromStaff })
    await announce(inside, ideaExtended, { ideaId, extensionId: id })
    await touch(inside, `thread:${ideaId}`)
    return getIdea(inside, id)
  })
}

async function authorViewer(ctx: Ctx, id: AccountId): Promise<AccountViewer> {
  const author = (await loadPeople(ctx, [id])).get(id)
  if (!author) throw new Conflict('ideas.recalled', said('Whoever wrote this comment is no longer here.'))
  return { kind: 'account', id, realm: author.realm, name: author.displayName, offices: [] }
}
