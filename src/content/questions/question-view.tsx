import type { Ctx } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { Keeping, PageProps } from '../../platform/http/env.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { bodyRenderer } from '../files/files.ts'
import { feedAddress, forumPosting, mayOpenKeeping } from '../threads/threads.ts'
import type { Drawing } from './answers.parts.tsx'
import { type AnswerOrder, answersAddress } from './answer-pages.ts'
import { QuestionPage } from './question.page.tsx'
import { writingIn } from './readers.ts'
import type { Question } from './questions.ts'
import { drawOwnPanels, drawStaffPanels } from './staff-slot.ts'
import { qaPage } from './structured-data.ts'

/** The page of a question for one viewer, and what it tells its frame. `site` is the public address. */
export async function viewQuestion(
  ctx: Ctx,
  question: Question,
  at: {
    site: string
    order: AnswerOrder
    form: FormState
    comment?: Drawing['comment']
    state?: FormState
    status?: number
  },
) {
  const { thread, space } = question
  const author = question.people.get(thread.authorId)?.displayName
  const { audience, strip, line, postWords: words } = await writingIn(ctx, space, { thread, author })
  const render = await bodyRenderer(ctx, space, thread)
  const [staff, own] = [await drawStaffPanels(ctx, thread.id), await drawOwnPanels(ctx, thread.id)]
  const type = thread.type === 'problem' ? 'problem' : 'question'
  // The same answers in another order are the same to a search engine: it is led to the first page, and on from there.
  const isMain = at.order === 'helpful' || !question.part.here
  const page: PageProps = {
    title: thread.title,
    realm: 'outside',
    nav: 'questions',
    live: [`thread:${thread.id}`],
    subject: { kind: 'thread', id: thread.id },
    ...(at.status && { status: at.status }),
    ...(audience.everyone && isMain
      ? {
          canonical: answersAddress(thread, { after: question.part.here }),
          description: excerpt(thread.body, 160),
          feed: {
            path: feedAddress({ id: thread.id, type }),
            title: ctx.say('Answers to: {title}', { title: thread.title }),
          },
          structuredData: type === 'question' ? qaPage(question, at.site) : problemPosting(question, at.site),
          keep: keepingOf(question, ctx.now),
        }
      : { indexed: false }),
  }
  const content = (
    <QuestionPage
      drawing={{
        question,
        viewer: ctx.viewer,
        company: audience.company,
        now: ctx.now,
        render,
        audience: strip,
        postWords: words,
        order: at.order,
        keeps: mayOpenKeeping(ctx.viewer, space, thread),
        ...(at.state && { state: at.state }),
        ...(at.comment && { comment: at.comment }),
      }}
      audience={
        thread.reach === null
          ? { ...line, exactly: { label: ctx.say('Who exactly'), href: `/readers/thread/${thread.id}` } }
          : line
      }
      form={at.form}
      staff={staff.length > 0 ? staff : null}
      own={own.length > 0 ? own : null}
    />
  )
  return { content, page }
}

function problemPosting(problem: Question, site: string) {
  const { thread, people, disclosures } = problem
  const replies = problem.answers.map((answer) => answer.reply)
  return forumPosting({ thread, people, disclosures, replies, likes: thread.sameHereCount }, site)
}

/** What a visitor's page of a question shows: itself, what is linked, what was merged, and where replies went. */
function keepingOf(question: Question, now: Date): Keeping {
  const { thread, near, merged, departed, promisedUntil } = question
  const others = [...near, ...merged, ...departed.flatMap(({ to }) => to ?? [])]
  return {
    threads: [...new Set([thread.id, ...others.map(({ id }) => id)])],
    until: promisedUntil && promisedUntil > now ? 'a minute' : 'midnight',
  }
}
