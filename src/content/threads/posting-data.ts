import type { DiscussionForumPosting, WithContext } from 'schema-dts'
import type { Disclosures } from '../../people/disclosure/disclosure.ts'
import { plainText } from '../../platform/text/markdown.ts'
import { replyAddress, threadAddress } from './address.ts'
import type { Reply, Thread } from './reading.ts'

/** How a person is named: whoever left is a former member. */
type Named = ReadonlyMap<Thread['authorId'], { readonly displayName: string }>

/** What a public thread says to search engines, beside its own text. */
export interface Posting {
  readonly thread: Thread
  readonly people: Named
  /** Those that stand on the page. */
  readonly replies: readonly Reply[]
  /** How many people agreed, voted for it or thanked. */
  readonly likes?: number
  /** What readers are told of the interests of those who wrote. */
  readonly disclosures?: Disclosures
}

/** An idea, problem, praise or update as schema.org/DiscussionForumPosting. Recalled replies are not in it. `site`: the public address. */
export function forumPosting(posting: Posting, site: string): WithContext<DiscussionForumPosting> {
  const { thread, people, replies, likes, disclosures } = posting
  const author = (id: Thread['authorId'], told: readonly string[] = []) => ({
    '@type': 'Person' as const,
    name: people.get(id)?.displayName ?? 'Former member',
    ...(told.length > 0 && { description: told.join(' ') }),
  })
  const url = site + threadAddress(thread)
  return {
    '@context': 'https://schema.org',
    '@type': 'DiscussionForumPosting',
    '@id': url,
    url,
    headline: thread.title,
    text: plainText(thread.body),
    author: author(thread.authorId, disclosures?.atThread(thread.id)),
    datePublished: thread.createdAt.toISOString(),
    ...(thread.editedAt && { dateModified: thread.editedAt.toISOString() }),
    commentCount: thread.replyCount + thread.answerCount,
    ...(likes !== undefined && {
      interactionStatistic: {
        '@type': 'InteractionCounter',
        interactionType: { '@type': 'LikeAction' },
        userInteractionCount: likes,
      },
    }),
    comment: replies
      .filter((reply) => !reply.recalledAt)
      .map((reply) => ({
        '@type': 'Comment' as const,
        url: site + replyAddress(thread, reply),
        text: plainText(reply.body),
        author: author(reply.authorId, disclosures?.atReply(reply.id)),
        datePublished: reply.createdAt.toISOString(),
        ...(reply.editedAt && { dateModified: reply.editedAt.toISOString() }),
      })),
  }
}
