/** Who follows a person, a tag, a space or a conversation is told of what is new there, once, for the first reason that holds. */
import { replyAdded, threadStarted } from '../../content/threads/threads.events.ts'
import { type ReplyId, type ThreadId, getReply, getThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { defineJob, enqueue } from '../../platform/jobs.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type StopStep, defineNoticeKind, notify } from '../notices/notices.ts'
import { type FollowerRow, selectFollowersOfNew, selectFollowersOfReply } from './audience.queries.ts'
import type { FollowKind } from './following.tables.ts'
import { stopPaces } from './following.queries.ts'

/** So many followers are told in one transaction. */
const portion = 100

const everywhere = ['outside', 'inside', 'bridge'] as const

const personNotice = defineNoticeKind({
  name: 'followed-person',
  about: 'following',
  label: said('New conversations of people whom you follow'),
  realms: everywhere,
  pace: 'here',
  says: (actor) =>
    actor === undefined ? said('Somebody began a conversation') : said('{actor} began a conversation', { actor }),
})

const threadNotice = defineNoticeKind({
  name: 'followed-thread',
  about: 'following',
  label: said('New conversations in tags and spaces that you follow'),
  realms: everywhere,
  pace: 'here',
  says: (actor) =>
    actor === undefined ? said('Somebody began a conversation') : said('{actor} began a conversation', { actor }),
})

const replyNotice = defineNoticeKind({
  name: 'followed-reply',
  about: 'following',
  label: said('New replies in conversations that you follow'),
  realms: everywhere,
  pace: 'here',
  says: (actor) => (actor === undefined ? said('Somebody replied') : said('{actor} replied', { actor })),
})

interface Telling {
  readonly threadId: ThreadId
  readonly replyId: ReplyId | null
  /** Followers up to this account are told already. */
  readonly afterAccount: number
}

function because({ kind, name }: FollowerRow['reasons'][number]): Said {
  if (kind === 'person') return said('because you follow them')
  return kind === 'tag'
    ? said('because you follow the tag {name}', { name })
    : said('because you follow {name}', { name })
}

const kindsOfMail: Readonly<Record<string, readonly FollowKind[]>> = {
  [personNotice.name]: ['person'],
  [threadNotice.name]: ['tag', 'space'],
  [replyNotice.name]: ['thread'],
}

/** The link in a mail stops also what had a pace of its own. */
export const stopFollowed: StopStep = async (ctx, accountId, stopped) => {
  const kinds = 'kind' in stopped ? kindsOfMail[stopped.kind] : []
  if (kinds) await stopPaces(ctx, accountId, 'pace' in stopped ? { pace: stopped.pace } : { kinds })
}

/** One portion of the followers, in order of account, and the next one put off: both in the transaction of `ctx`. */
async function tellFollowers(ctx: Ctx, telling: Telling): Promise<void> {
  const told =
    telling.replyId === null ? await tellOfThread(ctx, telling) : await tellOfReply(ctx, telling.replyId, telling)
  if (told.length < portion) return
  const next = { ...telling, afterAccount: told.at(-1)! }
  const key = `tell-followers:${next.threadId}:${next.replyId ?? ''}:${next.afterAccount}`
  await enqueue(ctx, 'tell-followers', next, { key })
}

async function tellOfThread(ctx: Ctx, { threadId, afterAccount }: Telling): Promise<AccountId[]> {
  const thread = await getThread(ctx, threadId)
  if (thread.recalledAt || thread.removedAt || thread.hiddenAt || thread.mergedIntoId) return []
  const kinds = [personNotice.name, threadNotice.name]
  const followers = await selectFollowersOfNew(ctx, thread, { afterAccount, limit: portion, kinds })
  for (const { accountId, reasons, isApart, isTold } of followers) {
    if (isApart || isTold) continue
    for (const reason of reasons) {
      const kind = reason.kind === 'person' ? personNotice : threadNotice
      // Who wants nothing of one reason may want to know for the next.
      const pace = reason.pace ?? undefined
      if (await notify(ctx, { accountId, kind, because: because(reason), threadId, actorId: thread.authorId, pace }))
        break
    }
  }
  return followers.map((one) => one.accountId)
}

async function tellOfReply(ctx: Ctx, replyId: ReplyId, { afterAccount }: Telling): Promise<AccountId[]> {
  const reply = await getReply(ctx, replyId)
  if (reply.recalledAt || reply.removedAt || reply.hiddenAt) return []
  const { threadId, authorId: actorId } = reply
  const { authorId: askedBy } = await getThread(ctx, threadId)
  const followers = await selectFollowersOfReply(ctx, reply, { afterAccount, limit: portion, kind: replyNotice.name })
  for (const { accountId, pace, isApart, isTold } of followers) {
    // Whoever asked is told of every answer for another reason.
    if (isApart || isTold || (reply.kind === 'answer' && accountId === askedBy)) continue
    await notify(ctx, {
      accountId,
      kind: replyNotice,
      because: said('because you follow it'),
      threadId,
      replyId,
      actorId,
      pace: pace ?? undefined,
    })
  }
  return followers.map((one) => one.accountId)
}

/** Goes on telling followers, a portion in each transaction. Harmless to run twice. */
export const tellFollowersOn = defineJob('tell-followers', (ctx, telling: Telling) =>
  unlessGone(ctx.transaction((inside) => tellFollowers(inside, telling))),
)

export const followingListeners: readonly Listener[] = [
  listen(threadStarted, 'following.tell-of-thread', (ctx, { threadId }) =>
    unlessGone(tellFollowers(ctx, { threadId, replyId: null, afterAccount: 0 })),
  ),
  listen(replyAdded, 'following.tell-of-reply', (ctx, { threadId, replyId }) =>
    unlessGone(tellFollowers(ctx, { threadId, replyId, afterAccount: 0 })),
  ),
]
