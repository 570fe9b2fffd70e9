import type { Ctx } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { PageProps } from '../../platform/http/env.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { type Audience, audienceOf } from '../../realms/audience/audience.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { bodyRenderer } from '../files/files.ts'
import { threadAddress } from '../threads/threads.ts'
import type { Drawing } from './answers.parts.tsx'
import { type AnswerOrder, QuestionPage } from './question.page.tsx'
import { audienceLine, composerAudience, postWords } from './questions.parts.tsx'
import type { Question } from './questions.ts'
import { drawOwnPanels, drawStaffPanels } from './staff-slot.ts'
import { qaPage } from './structured-data.ts'

/** Who will read what is written in a space, with the words for its composers. */
export async function writingIn(ctx: Ctx, space: Space) {
  const audience = await audienceOf(ctx, space)
  return { audience, strip: composerAudience(audience, writerName(ctx, audience)), postWords: postWords(audience) }
}

function writerName(ctx: Ctx, audience: Audience): string {
  if (ctx.viewer.kind !== 'account') return 'yourself'
  return ctx.viewer.realm === 'inside' ? `${ctx.viewer.name}, for ${audience.company}` : ctx.viewer.name
}

/** The page of a question for one viewer, and what it tells its frame. `site` is the public address. */
export async function viewQuestion(
  ctx: Ctx,
  question: Question,
  at: { site: string; order: AnswerOrder; form: FormState; comment?: Drawing['comment']; status?: number },
) {
  const { thread, space } = question
  const { audience, strip, postWords: words } = await writingIn(ctx, space)
  const render = await bodyRenderer(ctx, space)
  const [staff, own] = [await drawStaffPanels(ctx, thread.id), await drawOwnPanels(ctx, thread.id)]
  const page: PageProps = {
    title: thread.title,
    realm: 'outside',
    nav: 'questions',
    live: [`thread:${thread.id}`],
    ...(at.status && { status: at.status }),
    ...(audience.everyone
      ? {
          canonical: threadAddress(thread),
          description: excerpt(thread.body, 160),
          feed: { path: `/questions/${thread.id}/feed.atom`, title: `Answers to: ${thread.title}` },
          structuredData: qaPage(question, at.site),
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
        ...(at.comment && { comment: at.comment }),
      }}
      audience={{ ...audienceLine(audience), exactly: { label: 'Who exactly', href: `/readers/thread/${thread.id}` } }}
      order={at.order}
      form={at.form}
      staff={staff.length > 0 ? staff : null}
      own={own.length > 0 ? own : null}
    />
  )
  return { content, page }
}
