import type { Context } from 'hono'
import { z } from 'zod'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { interestFields, writeWithInterest } from '../../people/disclosure/disclosure.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound, unlessGone } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { getSpaceById } from '../../realms/spaces/spaces.ts'
import {
  type ProblemState,
  type Reply,
  type ReplyId,
  addressOfGone,
  getReply,
  getThread,
  listReplyHistory,
  mayEdit,
  replyAddress,
  threadAddress,
} from '../threads/threads.ts'
import type { Drawing } from './answers.parts.tsx'
import { EditPage } from './edit.page.tsx'
import { HistoryPage } from './history.page.tsx'
import { getPost } from './posting.ts'
import { questionId, siteOf, statusOf, versionsOf } from './questions.routes.tsx'
import { viewQuestion } from './question-view.tsx'
import { replyWords } from './reply-words.ts'
import { writingIn } from './readers.ts'
import {
  acceptAnswer,
  answer,
  comment,
  editAnswer,
  getQuestion,
  giveKudos,
  markOfficial,
  postOfficialAnswer,
  problemStates,
  sayHere,
  setProblemState,
  takeBackKudos,
  unsayHere,
  withdrawAcceptance,
} from './questions.ts'

type C = Context<WebEnv>

const bodySchema = z.object({
  body: z.string().default(''),
  official: z.string().optional(),
  answer: z.string().optional(),
  ...interestFields,
})

/** What is done on the page of a question; each ends where it began, at the place that changed. */
export const answerRoutes: Routes = (app) => {
  app.post('/questions/:id{[0-9]+}/answers', (c) =>
    takeForm(
      c,
      bodySchema,
      async ({ body, official, ...typed }) => {
        const post = official === 'yes' ? postOfficialAnswer : answer
        const write = (ctx: Ctx) => post(ctx, questionId(c), body)
        return backTo(c, await writeWithInterest(c.var.ctx, typed, write, refOf))
      },
      (form) => drawQuestion(c, form),
    ),
  )

  app.post('/questions/:id{[0-9]+}/comments', (c) =>
    takeForm(
      c,
      bodySchema,
      async (typed) => backTo(c, await comment(c.var.ctx, questionId(c), typed.body, parseId<'reply'>(typed.answer))),
      (form) => {
        const answerId = parseId<'reply'>(form.values.answer)
        return drawQuestion(c, emptyForm, { form, ...(answerId && { answerId }) })
      },
    ),
  )

  app.post('/problems/:id{[0-9]+}/-/state', (c) =>
    takeForm(
      c,
      z.object({
        state: z.enum(Object.keys(problemStates) as [ProblemState], said('Choose from the list.')),
        note: z.string(),
      }),
      async (typed) => {
        await setProblemState(c.var.ctx, questionId(c), typed)
        const { thread } = await getQuestion(c.var.ctx, questionId(c))
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawQuestion(c, emptyForm, undefined, form),
    ),
  )

  app.post('/questions/:id{[0-9]+}/same-here', async (c) => {
    const id = questionId(c)
    await (isBack(await readForm(c)) ? unsayHere : sayHere)(c.var.ctx, id)
    const { thread } = await getQuestion(c.var.ctx, id)
    return c.redirect(`${threadAddress(thread)}#question-${thread.id}`, 303)
  })

  app.post('/answers/:id/thanks', async (c) => {
    const id = answerId(c)
    await (isBack(await readForm(c)) ? takeBackKudos : giveKudos)(c.var.ctx, id)
    return backTo(c, await getReply(c.var.ctx, id))
  })

  app.post('/answers/:id/accept', async (c) => {
    const reply = await getReply(c.var.ctx, answerId(c))
    if (isBack(await readForm(c))) await withdrawAcceptance(c.var.ctx, reply.threadId)
    else await acceptAnswer(c.var.ctx, reply.id)
    return backTo(c, reply)
  })

  app.post('/answers/:id/official', async (c) => {
    const id = answerId(c)
    await markOfficial(c.var.ctx, id)
    return backTo(c, await getReply(c.var.ctx, id))
  })

  // The address of any reply, wherever it stands now.
  app.get('/answers/:id{[0-9]+}', async (c) => {
    const ctx = c.var.ctx
    const reply = await unlessGone(getReply(ctx, answerId(c)))
    if (!reply) return c.redirect(await addressOfGone(ctx, answerId(c)), 302)
    return c.redirect(replyAddress(await getThread(ctx, reply.threadId), reply), 302)
  })

  app.get('/answers/:id/edit', (c) => drawEdit(c, emptyForm))

  app.post('/answers/:id/edit', (c) =>
    takeForm(
      c,
      bodySchema,
      async ({ body, ...typed }) => {
        const write = (ctx: Ctx) => editAnswer(ctx, answerId(c), body)
        return backTo(c, await writeWithInterest(c.var.ctx, typed, write, refOf))
      },
      (form) => drawEdit(c, form),
    ),
  )

  app.get('/answers/:id/history', async (c) => {
    const ctx = c.var.ctx
    const reply = await getReply(ctx, answerId(c))
    if (reply.recalledAt) throw new NotFound('replies.recalled')
    const thread = await getPost(ctx, reply.threadId)
    const versions = await versionsOf(ctx, reply, await listReplyHistory(ctx, reply.id))
    return c.render(
      <HistoryPage
        title={ctx.say.again(replyWords[reply.kind].history)}
        back={{ href: replyAddress(thread, reply), label: thread.title }}
        versions={versions}
        now={ctx.now}
      />,
      {
        title: ctx.say('History: {title}', { title: thread.title }),
        realm: 'outside',
        nav: 'questions',
        indexed: false,
        width: 'narrow',
      },
    )
  })
}

function answerId(c: C): ReplyId {
  const id = parseId<'reply'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('replies.not-found')
  return id
}

const refOf = (reply: Reply) => ({ replyId: reply.id })

function isBack(form: Record<string, string>): boolean {
  return form.back === 'yes'
}

async function backTo(c: C, reply: Reply): Promise<Response> {
  const thread = await getPost(c.var.ctx, reply.threadId)
  return c.redirect(replyAddress(thread, reply), 303)
}

async function drawQuestion(c: C, form: FormState, comment?: Drawing['comment'], state?: FormState): Promise<Response> {
  const question = await getQuestion(c.var.ctx, questionId(c))
  const { content, page } = await viewQuestion(c.var.ctx, question, {
    site: siteOf(c),
    order: 'helpful',
    form,
    ...statusOf(comment?.form ?? state ?? form),
    ...(state && { state }),
    ...(comment && { comment }),
  })
  return c.render(content, page)
}

async function drawEdit(c: C, form: FormState): Promise<Response> {
  const ctx = c.var.ctx
  const reply = await getReply(ctx, answerId(c))
  const thread = await getPost(ctx, reply.threadId)
  const space = await getSpaceById(ctx, thread.spaceId)
  demand(mayEdit(ctx.viewer, space, reply.authorId))
  if (reply.recalledAt) throw new NotFound('replies.recalled')
  const author = (await loadPeople(ctx, [thread.authorId])).get(thread.authorId)?.displayName
  const { strip } = await writingIn(ctx, space, { thread, author })
  const address = replyAddress(thread, reply)
  return c.render(
    <EditPage reply={reply} space={space} thread={thread} address={address} audience={strip} form={form} />,
    {
      title: ctx.say.again(replyWords[reply.kind].change),
      realm: 'outside',
      nav: 'questions',
      indexed: false,
      width: 'narrow',
      ...statusOf(form),
    },
  )
}
