import type { QAPage, WithContext } from 'schema-dts'
import { plainText } from '../../platform/text/markdown.ts'
import { replyAddress, threadAddress } from '../threads/threads.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Answer, Question } from './questions.ts'

/** A question as schema.org/QAPage, for search engines. Recalled answers are not in it. `site`: the public address. */
export function qaPage(question: Question, site: string): WithContext<QAPage> {
  const { thread, people, disclosures } = question
  const url = site + threadAddress(thread)
  const person = (id: AccountId, told: readonly string[]) => ({
    '@type': 'Person' as const,
    name: people.get(id)?.displayName ?? 'Former member',
    ...(told.length > 0 && { description: told.join(' ') }),
  })
  const answer = ({ reply, score }: Answer) => ({
    '@type': 'Answer' as const,
    text: plainText(reply.body),
    datePublished: reply.createdAt.toISOString(),
    upvoteCount: score,
    url: site + replyAddress(thread, reply),
    author: person(reply.authorId, disclosures.atReply(reply.id)),
  })
  const standing = question.answers.filter((one) => !one.reply.recalledAt)
  const best = standing.filter((one) => one.accepted || one.official)
  const others = standing.filter((one) => !best.includes(one))
  return {
    '@context': 'https://schema.org',
    '@type': 'QAPage',
    mainEntity: {
      '@type': 'Question',
      name: thread.title,
      text: plainText(thread.body),
      answerCount: thread.answerCount,
      upvoteCount: thread.importedScore + thread.sameHereCount,
      datePublished: thread.createdAt.toISOString(),
      ...(thread.editedAt && { dateModified: thread.editedAt.toISOString() }),
      url,
      author: person(thread.authorId, disclosures.atThread(thread.id)),
      ...(best.length > 0 && { acceptedAnswer: best.map(answer) }),
      ...(others.length > 0 && { suggestedAnswer: others.map(answer) }),
    },
  }
}
