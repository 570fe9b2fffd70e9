import type { Context } from 'hono'
import { z } from 'zod'
import { companyName } from '../../people/company.ts'
import { interestFields, writeWithInterest } from '../../people/disclosure/disclosure.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { type BoostId, voteHalfLifeDays } from '../idea-votes/idea-votes.ts'
import {
  type CategoryId,
  type IdeaStage,
  addCategory,
  agreeToBeNamed,
  answerDays,
  boostIdea,
  closeCategory,
  extendIdea,
  getIdea,
  listCategories,
  mayKeepIdeas,
  maySetStage,
  promisedDay,
  setIdeaRules,
  setStage,
  stageElsewhere,
  unboostIdea,
  vote,
} from '../ideas/ideas.ts'
import { type ReplyId, addReply, getThread, replyAddress } from '../threads/threads.ts'
import { drawIdea } from './idea-drawing.tsx'
import { backTo, ideaId, statusOf } from './idea-pages.routes.tsx'
import { drawStageNotes } from './idea-slot.ts'
import { ideaAddress, stages } from './idea-words.ts'
import { RulesPage } from './rules.page.tsx'
import { StagePage } from './stage.page.tsx'

type C = Context<WebEnv>

const voteValues = { '1': 1, '0': 0, '-1': -1 } as const
const stageSchema = z.object({
  stage: z.enum(stages as [IdeaStage, ...IdeaStage[]], said('Choose a stage from the list.')),
  reason: z.string().default(''),
  part: z.string().default(''),
  answerBy: z.preprocess((value) => (value === '' ? undefined : value), z.string().optional()),
})
const extensionSchema = z.object({ reply: z.string().default(''), title: z.string().default('') })
const boostFields = z.object({ weight: z.string().default(''), reason: z.string().default('') })
const ruleFields = z.object({ halfLifeDays: z.string().default(''), answerDays: z.string().default('') })
const categoryFields = z.object({
  realm: z.enum(['inside', 'outside', 'bridge'], said('Choose a side.')),
  title: z.string().default(''),
  answerDays: z.string().default(''),
})

/** What is done on the page of an idea, on both sides; each ends on the page where it began. */
export const ideaActRoutes: Routes = (app) => {
  for (const base of ['/ideas/:id{[0-9]+}/-', '/inside/ideas/:id{[0-9]+}/-']) {
    app.post(`${base}/vote`, castVote)
    app.post(`${base}/comments`, (c) =>
      takeForm(
        c,
        z.object({ body: z.string().default(''), ...interestFields }),
        async (typed) => {
          const { thread } = await getIdea(c.var.ctx, ideaId(c))
          const write = (ctx: Ctx) => addReply(ctx, thread.id, { kind: 'comment', body: typed.body })
          const reply = await writeWithInterest(c.var.ctx, typed, write, (one) => ({ replyId: one.id }))
          const idea = await getIdea(c.var.ctx, reply.threadId)
          return c.redirect(replyAddress(idea.thread, reply), 303)
        },
        (form) => drawIdea(c, ideaId(c), form),
      ),
    )
    app.post(`${base}/extensions`, (c) =>
      takeForm(
        c,
        extensionSchema,
        async ({ reply, title }) => {
          const { thread } = await extendIdea(c.var.ctx, ideaId(c), replyOf(reply), title)
          return c.redirect(ideaAddress(thread), 303)
        },
        (form) => drawIdea(c, ideaId(c), emptyForm, { replyId: replyOf(form.values.reply), form }),
      ),
    )
    app.post(`${base}/named`, async (c) => {
      await agreeToBeNamed(c.var.ctx, ideaId(c), (await readForm(c)).named === 'yes')
      return toIdea(c, '#credits-of-idea')
    })
    app.get(`${base}/stage`, (c) => drawStage(c, emptyForm, emptyForm))
    app.post(`${base}/stage`, (c) =>
      takeForm(
        c,
        stageSchema,
        async ({ answerBy, ...typed }) => {
          const { id } = await setStage(c.var.ctx, ideaId(c), { ...typed, ...(answerBy && { answerBy }) })
          return toIdea(c, `#stage-${id}`)
        },
        (form) => drawStage(c, form, emptyForm),
      ),
    )
    app.post(`${base}/boosts`, (c) =>
      takeForm(
        c,
        boostFields,
        async (typed) => {
          await boostIdea(c.var.ctx, ideaId(c), typed)
          return toIdea(c)
        },
        (form) => drawStage(c, emptyForm, form),
      ),
    )
    app.post(`${base}/unboost`, async (c) => {
      const boostId = parseId<'idea-boost'>((await readForm(c)).boost) as BoostId | undefined
      if (!boostId) throw new NotFound('ideas.no-boost')
      await unboostIdea(c.var.ctx, ideaId(c), boostId)
      return toIdea(c)
    })
  }
  app.get('/inside/ideas/rules', (c) => drawRules(c, emptyForm, emptyForm))
  app.post('/inside/ideas/rules', (c) =>
    takeForm(
      c,
      ruleFields,
      async (typed) => {
        await setIdeaRules(c.var.ctx, typed)
        return c.redirect('/inside/ideas/rules', 303)
      },
      (form) => drawRules(c, form, emptyForm),
    ),
  )
  app.post('/inside/ideas/categories', (c) =>
    takeForm(
      c,
      categoryFields,
      async ({ realm, ...typed }) => {
        await addCategory(c.var.ctx, realm, typed)
        return c.redirect('/inside/ideas/rules', 303)
      },
      (form) => drawRules(c, emptyForm, form),
    ),
  )
  app.post('/inside/ideas/categories/:category{[0-9]+}', async (c) => {
    const id = parseId<'idea-category'>(c.req.param('category')) as CategoryId | undefined
    if (!id) throw new NotFound('ideas.no-category')
    await closeCategory(c.var.ctx, id, (await readForm(c)).closed === 'yes')
    return c.redirect('/inside/ideas/rules', 303)
  })
}

async function castVote(c: C): Promise<Response> {
  const typed = await readForm(c)
  const value = typed.value ?? ''
  if (!Object.hasOwn(voteValues, value)) throw new NotFound('ideas.no-vote')
  const idea = await vote(c.var.ctx, ideaId(c), voteValues[value as keyof typeof voteValues])
  const board = backTo(typed.back)
  return c.redirect(board ? `${board}#idea-${idea.id}` : ideaAddress(idea.thread), 303)
}

function replyOf(typed: string | undefined): ReplyId {
  const id = parseId<'reply'>(typed) as ReplyId | undefined
  if (!id) throw new NotFound('replies.not-found')
  return id
}

async function toIdea(c: C, place = ''): Promise<Response> {
  return c.redirect(ideaAddress(await getThread(c.var.ctx, ideaId(c))) + place, 303)
}

async function drawStage(c: C, stage: FormState, boost: FormState): Promise<Response> {
  const { ctx } = c.var
  const idea = await getIdea(ctx, ideaId(c))
  const { thread } = idea
  const space = await getSpaceById(ctx, thread.spaceId)
  demand(maySetStage(ctx.viewer, space, await rightIn(ctx, space)))
  const category = (await listCategories(ctx, thread.realm, true)).find((one) => one.id === idea.categoryId)
  return c.render(
    <StagePage
      idea={idea}
      nextDay={await promisedDay(ctx, category)}
      company={await companyName(ctx)}
      stage={stage}
      boost={boost}
      notes={await drawStageNotes(ctx, idea)}
      elsewhere={await stageElsewhere(ctx, idea.id)}
    />,
    {
      title: ctx.say('Change the stage'),
      realm: thread.realm,
      nav: 'ideas',
      indexed: false,
      ...statusOf(stage, boost),
    },
  )
}

async function drawRules(c: C, rules: FormState, category: FormState): Promise<Response> {
  const { ctx } = c.var
  const kept = (['outside', 'inside', 'bridge'] as const).filter(
    (realm: Realm) => mayKeepIdeas(ctx.viewer, realm).allowed,
  )
  if (kept.length === 0) throw new NotFound('ideas.no-rules')
  const sides = []
  for (const realm of kept) sides.push({ realm, categories: await listCategories(ctx, realm, true) })
  return c.render(
    <RulesPage
      halfLifeDays={await voteHalfLifeDays(ctx)}
      answerDays={await answerDays(ctx)}
      mayRule={kept.includes('outside')}
      sides={sides}
      rules={rules}
      category={category}
    />,
    { title: ctx.say('Rules of ideas'), realm: 'inside', nav: 'ideas', ...statusOf(rules, category) },
  )
}
