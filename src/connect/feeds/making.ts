import { presentAllMentions } from '../../content/mentions/mentions.ts'
import { bodyRenderer } from '../../content/files/files.ts'
import { type Question, getQuestion } from '../../content/questions/questions.ts'
import { isTag, tagAddress, tagsOf } from '../../content/tags/tags.ts'
import {
  type OutsideType,
  type Reply,
  type Thread,
  type ThreadId,
  feedAddress,
  loadThreads,
  openThread,
  readReplyPage,
  lastingReplyAddress,
  threadAddress,
} from '../../content/threads/threads.ts'
import { findPerson, loadPeople, personPath } from '../../people/accounts/accounts.ts'
import { companyName } from '../../people/company.ts'
import { loadDisclosures } from '../../people/disclosure/disclosure.ts'
import type { Ctx } from '../../platform/context.ts'
import { installationWords, speaking } from '../../platform/languages/installation.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { type Space, getSpace, getSpaceById } from '../../realms/spaces/spaces.ts'
import { robotsOf } from '../robots/robots.ts'
import { type Feed, type FeedEntry, xml } from './atom.ts'
import * as queries from './feeds.queries.ts'

const entriesInFeed = 30

/**
 * Feeds are what a visitor reads, in the language of the installation, whoever asks: they are kept and passed on by
 * programs that know neither rights nor readers.
 */
async function forVisitors(ctx: Ctx): Promise<Ctx> {
  return speaking(ctx.as({ kind: 'visitor' }), await installationWords(ctx))
}

interface List {
  readonly path: string
  readonly title: string
  /** The title of what is said under one of them. */
  readonly under: (say: Say, title: string) => string
}

const lists: Readonly<Record<OutsideType, List>> = {
  question: {
    path: '/questions',
    title: said('Newest questions'),
    under: (say, title) => say('Answers to: {title}', { title }),
  },
  idea: {
    path: '/ideas',
    title: said('Newest ideas'),
    under: (say, title) => say('Said about the idea: {title}', { title }),
  },
  problem: {
    path: '/problems',
    title: said('Newest problems'),
    under: (say, title) => say('Answers to the problem: {title}', { title }),
  },
  praise: {
    path: '/praise',
    title: said('Newest praise'),
    under: (say, title) => say('Replies to: {title}', { title }),
  },
  update: {
    path: '/updates',
    title: said('Newest updates'),
    under: (say, title) => say('Said about the update: {title}', { title }),
  },
}

/** The newest public threads of every type. */
export async function communityFeed(ctx: Ctx): Promise<Feed> {
  const visitor = await forVisitors(ctx)
  const title = visitor.say('{company}, everything public', { company: await companyName(ctx) })
  return feedOf(
    visitor,
    { title, self: '/feed.atom', page: '/' },
    await queries.selectFeedIds(visitor, {}, entriesInFeed),
  )
}

/** The newest public threads of one type. */
export async function typeFeed(ctx: Ctx, type: OutsideType): Promise<Feed> {
  const visitor = await forVisitors(ctx)
  const { path, title } = lists[type]
  const ids = await queries.selectFeedIds(visitor, { type }, entriesInFeed)
  return feedOf(visitor, { title: visitor.say.again(title), self: `${path}/feed.atom`, page: path }, ids)
}

/** The newest public threads with a tag. NotFound when there are none. */
export async function tagFeed(ctx: Ctx, tag: string): Promise<Feed> {
  const visitor = await forVisitors(ctx)
  const ids = isTag(tag) ? await queries.selectFeedIds(visitor, { tag }, entriesInFeed) : []
  if (ids.length === 0) throw new NotFound('tags.not-found')
  const page = tagAddress(tag)
  return feedOf(visitor, { title: visitor.say('About {tag}', { tag }), self: `${page}/feed.atom`, page }, ids)
}

/** The newest threads of one public space. NotFound where visitors do not read, or search engines may not list. */
export async function spaceFeed(ctx: Ctx, slug: string): Promise<Feed> {
  const visitor = await forVisitors(ctx)
  const space = await getSpace(visitor, slug)
  await demandListed(visitor, space.id)
  return spaceFeedOf(visitor, space, {
    title: space.title,
    self: `/s/${space.slug}/feed.atom`,
    page: `/s/${space.slug}`,
  })
}

/** The newest threads of a space outside, as the viewer reads it: for an address that its owner alone knows. */
export async function membersSpaceFeed(ctx: Ctx, space: Space, self: string): Promise<Feed> {
  const about = { title: space.title, self, page: `/s/${space.slug}` }
  const feed = await spaceFeedOf(ctx, space, about, { unlisted: true })
  return { ...feed, personal: true }
}

async function spaceFeedOf(ctx: Ctx, space: Space, about: About, options: { unlisted?: true } = {}): Promise<Feed> {
  return feedOf(ctx, about, await queries.selectFeedIds(ctx, { spaceId: space.id }, entriesInFeed, options))
}

async function demandListed(ctx: Ctx, spaceId: Space['id']): Promise<void> {
  if (!(await robotsOf(ctx, spaceId)).listed) throw new NotFound('feeds.not-listed')
}

/** What a member outside wrote in public, newest first. NotFound for everybody whose profile visitors do not see. */
export async function personFeed(ctx: Ctx, id: AccountId): Promise<Feed> {
  const visitor = await forVisitors(ctx)
  const person = await findPerson(visitor, id)
  if (!person) throw new NotFound('people.not-found')
  const about = { title: person.displayName, self: `/people/${person.id}/feed.atom`, page: personPath(person) }
  const started = await feedOf(visitor, about, await queries.selectFeedIds(visitor, { authorId: id }, entriesInFeed))
  const rows = await queries.selectRepliesOf(visitor, id, entriesInFeed)
  const threads = await loadThreads(
    visitor,
    rows.map((reply) => reply.threadId),
  )
  const replies = await replyEntries(
    visitor,
    rows.flatMap((reply) => {
      const thread = threads.get(reply.threadId)
      return thread ? [{ thread, reply }] : []
    }),
  )
  const entries = [...started.entries, ...replies]
    .toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
    .slice(0, entriesInFeed)
  const { language } = visitor.say
  return { ...about, language, entries, updatedAt: newestOf(entries, person.createdAt) }
}

/**
 * What is said under a public thread, oldest first: of a question or problem its newest answers and those that stand
 * first on its page, of anything else its newest replies. No recalled one is in it. `elsewhere`: where the feed of this
 * thread stands, when it is of another type now. That of a duplicate is the feed of what it was merged into.
 */
export async function threadFeed(
  ctx: Ctx,
  id: ThreadId,
  type: OutsideType,
): Promise<{ feed: Feed; elsewhere?: undefined } | { elsewhere: string }> {
  const visitor = await forVisitors(ctx)
  const { thread } = await openThread(visitor, id, { type, slug: undefined })
  const { type: own } = thread
  if (thread.recalledAt || own === 'discussion') throw new NotFound('threads.not-found')
  // A merge may be undone: who follows the duplicate reads the other there, and is not sent away for good.
  if (thread.id === id && own !== type) return { elsewhere: feedAddress({ id, type: own }) }
  await demandListed(visitor, thread.spaceId)
  const replies = await repliesUnder(visitor, thread)
  const entries = await replyEntries(
    visitor,
    replies.map((reply) => ({ thread, reply })),
  )
  return {
    feed: {
      language: visitor.say.language,
      title: lists[own].under(visitor.say, thread.title),
      self: feedAddress({ id: thread.id, type: own }),
      page: threadAddress(thread),
      updatedAt: newestOf(entries, thread.editedAt ?? thread.createdAt),
      entries,
    },
  }
}

async function repliesUnder(ctx: Ctx, thread: Thread): Promise<readonly Reply[]> {
  if (thread.type === 'question' || thread.type === 'problem')
    return answersIn(await getQuestion(ctx, thread.id, { order: 'newest' }))
  const kinds = ['answer', 'comment', 'reply'] as const
  const { replies } = await readReplyPage(ctx, thread.id, { kinds, order: 'newest' })
  return inOrder(replies)
}

function answersIn(question: Question): readonly Reply[] {
  return inOrder(question.answers.map((answer) => answer.reply))
}

function inOrder(replies: readonly Reply[]): readonly Reply[] {
  return replies
    .filter((reply) => !reply.recalledAt)
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id)
}

async function replyEntries(
  ctx: Ctx,
  replies: readonly { thread: Thread; reply: queries.FeedReply }[],
): Promise<FeedEntry[]> {
  const people = await loadPeople(
    ctx,
    replies.map(({ reply }) => reply.authorId),
  )
  const disclosures = await loadDisclosures(ctx, { replyIds: replies.map(({ reply }) => reply.id) })
  const renderers = new Map<Space['id'], (text: string) => string>()
  for (const { thread } of replies) {
    if (!renderers.has(thread.spaceId))
      renderers.set(thread.spaceId, await bodyRenderer(ctx, await getSpaceById(ctx, thread.spaceId)))
  }
  const entries = replies.map(({ thread, reply }) => ({
    lasting: `/threads/${thread.id}#${reply.kind}-${reply.id}`,
    path: lastingReplyAddress(thread, reply),
    title:
      reply.kind === 'answer'
        ? ctx.say('Answer to: {title}', { title: thread.title })
        : ctx.say('Reply to: {title}', { title: thread.title }),
    isTitleTold: true as const,
    author: people.get(reply.authorId)?.displayName ?? ctx.say('Former member'),
    publishedAt: reply.createdAt,
    updatedAt: reply.editedAt ?? reply.createdAt,
    html: told(disclosures.atReply(reply.id)) + renderers.get(thread.spaceId)!(reply.body),
    tags: [],
  }))
  return presented(ctx, entries)
}

/** Entries with the people whom their texts name called as they are now. */
async function presented(ctx: Ctx, entries: readonly FeedEntry[]): Promise<FeedEntry[]> {
  const shown = await presentAllMentions(
    ctx,
    entries.map((entry) => entry.html),
  )
  return entries.map((entry, index) => ({ ...entry, html: shown[index]! }))
}

/** What readers are told of the author's interest: it stands before the text, also where the page is not seen. */
function told(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<p><em>${xml(lines.join(' '))}</em></p>`
}

type About = Pick<Feed, 'title' | 'self' | 'page'>

async function feedOf(ctx: Ctx, about: About, ids: readonly ThreadId[]): Promise<Feed> {
  const loaded = await loadThreads(ctx, ids)
  const threads = ids.flatMap((id) => loaded.get(id) ?? [])
  const [tags, disclosures, people] = [
    await tagsOf(ctx, ids),
    await loadDisclosures(ctx, { threadIds: ids }),
    await loadPeople(
      ctx,
      threads.map((thread) => thread.authorId),
    ),
  ]
  const entries = threads.map((thread): FeedEntry => ({
    lasting: `/threads/${thread.id}`,
    path: threadAddress(thread),
    title: thread.title || ctx.say.again(lists.update.title),
    author: people.get(thread.authorId)?.displayName ?? ctx.say('Former member'),
    publishedAt: thread.createdAt,
    updatedAt: thread.editedAt ?? thread.createdAt,
    html: told(disclosures.atThread(thread.id)) + renderMarkdown(thread.body),
    tags: tags.get(thread.id) ?? [],
  }))
  const { language } = ctx.say
  return { ...about, language, updatedAt: newestOf(entries, new Date(0)), entries: await presented(ctx, entries) }
}

/** When the newest of some entries changed. */
function newestOf(entries: readonly FeedEntry[], otherwise: Date): Date {
  return entries.reduce((newest, entry) => (entry.updatedAt > newest ? entry.updatedAt : newest), otherwise)
}
