import type { Context } from 'hono'
import { z } from 'zod'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { interestFields, writeWithInterest } from '../../people/disclosure/disclosure.ts'
import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { getSpaceById, listSpaces, givenSlug } from '../../realms/spaces/spaces.ts'
import { listProducts, readAbout, readTags, splitTags, tagsOf } from '../tags/tags.ts'
import { renderBody } from '../files/files.ts'
import {
  type ReplyPlace,
  type Thread,
  type ThreadId,
  listThreadHistory,
  listActs,
  mayEdit,
  narrowThread,
  openThread,
  startingReachIn,
  threadAddress,
  widthOf,
} from '../threads/threads.ts'
import { AskPage } from './ask.page.tsx'
import { HistoryPage } from './history.page.tsx'
import { type AnswerOrder, orders } from './answer-pages.ts'
import { signInTo } from './question.page.tsx'
import { viewQuestion } from './question-view.tsx'
import { ReachPage } from './reach.page.tsx'
import { reachChoices, readReach, writingIn } from './readers.ts'
import { type ListFilter, listAddress, listings, composerWords, pageWords, showOf } from './listings.ts'
import { type PostType, editPost, getPost, isPostType, post, postTypes } from './posting.ts'
import { QuestionsPage } from './questions.page.tsx'
import { findLike, listCommunity, questionOf } from './questions.ts'

type C = Context<WebEnv>

const askSchema = z.object({
  space: givenSlug,
  title: z.string().default(''),
  body: z.string().default(''),
  tags: z.string().default(''),
  product: z.string().optional(),
  reach: z.string().optional(),
  act: z.string().optional(),
  type: z.enum(postTypes).catch('question'),
  ...interestFields,
})

export const questionRoutes: Routes = (app) => {
  for (const type of postTypes) app.get(listings[type].path, (c) => drawList(c, type))

  app.get('/questions/ask', (c) => drawAsk(c, { values: c.req.query(), errors: {} }))

  app.post('/questions/ask', (c) =>
    takeForm(
      c,
      askSchema,
      async (asked) => {
        if (asked.act === 'preview') return drawAsk(c, { values: { ...asked, act: 'preview' }, errors: {} })
        const reach = readReach(asked.reach)
        if (reach === undefined) throw new Invalid('questions.reach', { reach: said('Choose who may read it.') })
        const thread = await writeWithInterest(
          c.var.ctx,
          asked,
          async (ctx) => post(ctx, asked.type, { ...asked, reach, tags: await readTags(ctx, asked) }),
          ({ id }) => ({ threadId: id }),
        )
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawAsk(c, form),
    ),
  )

  for (const type of ['question', 'problem'] as const) {
    const { path } = listings[type]
    app.get(`${path}/:id{[0-9]+}`, (c) => drawQuestion(c, type))
    app.get(`${path}/:id{[0-9]+}/:slug{[^/.]+}`, (c) => drawQuestion(c, type))
  }

  app.get('/questions/:id{[0-9]+}/-/edit', (c) => drawEdit(c, emptyForm))

  app.post('/questions/:id{[0-9]+}/-/edit', (c) =>
    takeForm(
      c,
      askSchema,
      async (changed) => {
        if (changed.act === 'preview') return drawEdit(c, { values: { ...changed, act: 'preview' }, errors: {} })
        const thread = await writeWithInterest(
          c.var.ctx,
          changed,
          async (ctx) => editPost(ctx, questionId(c), { ...changed, tags: await readTags(ctx, changed) }),
          ({ id }) => ({ threadId: id }),
        )
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawEdit(c, form),
    ),
  )

  app.get('/questions/:id{[0-9]+}/-/reach', (c) => drawReach(c, emptyForm))

  app.post('/questions/:id{[0-9]+}/-/reach', (c) =>
    takeForm(
      c,
      z.object({ reach: z.string(said('Choose who can still read it.')) }),
      async (typed) => {
        await getPost(c.var.ctx, questionId(c))
        const thread = await narrowThread(c.var.ctx, questionId(c), readReach(typed.reach) ?? null)
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawReach(c, form),
    ),
  )

  app.get('/questions/:id{[0-9]+}/-/history', async (c) => {
    const ctx = c.var.ctx
    const thread = await getPost(ctx, questionId(c))
    const versions = await versionsOf(ctx, thread, await listThreadHistory(ctx, thread.id))
    return c.render(
      <HistoryPage
        title={ctx.say.again(composerWords[thread.type as PostType].history)}
        back={{ href: threadAddress(thread), label: thread.title }}
        versions={versions}
        acts={await listActs(ctx, thread.id)}
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

/** The id of the question in the address; NotFound when it is none. */
export function questionId(c: C): ThreadId {
  const id = parseId<'thread'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('questions.not-found')
  return id
}

/** The address under which this site is known. */
export function siteOf(c: C): string {
  return c.var.config.publicUrl ?? new URL(c.req.url).origin
}

async function drawQuestion(c: C, type: 'question' | 'problem'): Promise<Response> {
  const { thread, elsewhere } = await openThread(c.var.ctx, questionId(c), { type, slug: c.req.param('slug') })
  if (elsewhere) return c.redirect(elsewhere + new URL(c.req.url).search, 301)
  const asked = c.req.query('order') ?? ''
  const order = (Object.hasOwn(orders, asked) ? asked : 'helpful') as AnswerOrder
  const question = await questionOf(c.var.ctx, thread, { order, place: placeIn(c) })
  const { content, page } = await viewQuestion(c.var.ctx, question, { site: siteOf(c), order, form: emptyForm })
  return c.render(content, page)
}

/** The part of a long thread that an address asks for. */
export function placeIn(c: C): ReplyPlace {
  const { at, after, before } = c.req.query()
  return { at: parseId<'reply'>(at), after, before }
}

async function drawList(c: C, type: PostType): Promise<Response> {
  const ctx = c.var.ctx
  const listing = listings[type]
  const { show, space: slug, after, q } = c.req.query()
  const spaces = await listSpaces(ctx, { realm: 'outside' })
  const space = spaces.find((one) => one.slug === slug)
  if (slug && !space) throw new NotFound('spaces.not-found')
  const products = await listProducts(ctx)
  const { about, isMoved } = readAbout(products, c.req.query())
  const filter: ListFilter = { show: showOf(listing, show), ...about, ...(space && { space: space.slug }) }
  if (isMoved) return c.redirect(listAddress(filter, listing.path), 302)
  const words = type === 'question' ? q?.trim() || undefined : undefined
  const { types, state } = listing.shows[filter.show]!
  const page = words
    ? { items: await findLike(ctx, words) }
    : await listCommunity(
        ctx,
        { ...(types && { types }), ...(state && { state }), ...about, ...(space && { spaceId: space.id }) },
        after,
        50,
      )
  const isPlain = !words && !after
  return c.render(
    <QuestionsPage
      type={type}
      filter={filter}
      spaces={spaces}
      products={products}
      page={page}
      now={ctx.now}
      later={Boolean(after)}
      {...(words && { words })}
    />,
    {
      title: words ? ctx.say('Questions like yours') : ctx.say.again(listing.title),
      realm: 'outside',
      nav: 'questions',
      // A visitor who only reads holds no connection open.
      ...(ctx.viewer.kind === 'account' && { live: spaces.slice(0, 10).map((one) => `space:${one.id}`) }),
      feed: { path: `${listing.path}/feed.atom`, title: ctx.say.again(pageWords[listing.things].newest) },
      ...(isPlain ? { canonical: listAddress(filter, listing.path) } : { indexed: false }),
    },
  )
}

async function drawAsk(c: C, form: FormState): Promise<Response> {
  const ctx = c.var.ctx
  const here = new URL(c.req.url)
  if (ctx.viewer.kind === 'visitor') return c.redirect(signInTo(here.pathname + here.search), 303)
  const asked = form.values.type ?? ''
  const type = isPostType(asked) ? asked : 'question'
  const spaces = await listSpaces(ctx, { realm: 'outside' })
  const space = form.values.space ? spaces.find((one) => one.slug === form.values.space) : spaces[0]
  if (!space) throw new NotFound('spaces.not-found')
  const choices = await reachChoices(ctx, space)
  const given = form.values.reach ? readReach(form.values.reach) : undefined
  const posts = type === 'praise' ? 'others' : 'questions'
  const wanted = given === undefined ? await startingReachIn(ctx, space, posts) : given
  const chosen = choices.find((one) => one.reach === wanted) ?? choices[0]!
  const { strip, postWords } = await writingIn(ctx, space, { reach: chosen.reach })
  const preview = form.values.act === 'preview' ? await renderBody(ctx, space, form.values.body ?? '') : undefined
  return c.render(
    <AskPage
      type={type}
      space={space}
      spaces={spaces}
      choices={choices}
      chosen={chosen}
      products={await listProducts(ctx)}
      audience={strip}
      form={form}
      submit={postWords}
      {...(preview !== undefined && { preview })}
    />,
    {
      title: ctx.say.again(composerWords[type].write),
      realm: 'outside',
      nav: 'ask',
      indexed: false,
      width: 'narrow',
      ...statusOf(form),
    },
  )
}

async function drawEdit(c: C, form: FormState): Promise<Response> {
  const ctx = c.var.ctx
  const thread = await getPost(ctx, questionId(c))
  const space = await getSpaceById(ctx, thread.spaceId)
  const products = await listProducts(ctx)
  const tags = splitTags(products, (await tagsOf(ctx, [thread.id])).get(thread.id) ?? [])
  const type = thread.type as PostType
  demand(mayEdit(ctx.viewer, space, thread.authorId))
  const { strip } = await writingIn(ctx, space, { thread, author: undefined })
  const values = { title: thread.title, body: thread.body, ...tags, ...form.values }
  const preview = form.values.act === 'preview' ? await renderBody(ctx, space, values.body, thread) : undefined
  return c.render(
    <AskPage
      type={type}
      space={space}
      spaces={[]}
      choices={[]}
      products={products}
      audience={strip}
      form={{ values, errors: form.errors }}
      changing={{ id: thread.id, address: threadAddress(thread) }}
      submit={ctx.say('Save the change')}
      {...(preview !== undefined && { preview })}
    />,
    {
      title: ctx.say.again(composerWords[type].change),
      realm: 'outside',
      nav: 'questions',
      indexed: false,
      width: 'narrow',
      ...statusOf(form),
    },
  )
}

async function drawReach(c: C, form: FormState): Promise<Response> {
  const ctx = c.var.ctx
  const thread = await getPost(ctx, questionId(c))
  const space = await getSpaceById(ctx, thread.spaceId)
  demand(mayEdit(ctx.viewer, space, thread.authorId))
  const { line } = await writingIn(ctx, space, { thread, author: undefined })
  const narrower = (await reachChoices(ctx, space)).filter(({ reach }) => widthOf(reach) < widthOf(thread.reach))
  const question = { id: thread.id, title: thread.title, address: threadAddress(thread) }
  return c.render(<ReachPage question={question} now={line} choices={narrower} form={form} />, {
    title: ctx.say('Let fewer people read it'),
    realm: 'outside',
    nav: 'questions',
    indexed: false,
    width: 'narrow',
    ...statusOf(form),
  })
}

/** 422 for a form that is shown again with what was wrong. */
export function statusOf(form: FormState): { status?: number } {
  return Object.keys(form.errors).length > 0 ? { status: 422 } : {}
}

/** The current text and the earlier ones, newest first, with the names of who wrote them. */
export async function versionsOf(
  ctx: Ctx,
  current: Pick<Thread, 'body' | 'authorId' | 'createdAt' | 'editedAt'> & { title?: string },
  earlier: Awaited<ReturnType<typeof listThreadHistory>>,
) {
  const people = await loadPeople(ctx, [current.authorId, ...earlier.map((one) => one.writtenBy)])
  const { body, authorId, createdAt, editedAt, title = null } = current
  return [{ title, body, writtenBy: authorId, writtenAt: editedAt ?? createdAt }, ...earlier].map((version) => ({
    title: version.title,
    body: version.body,
    writtenAt: version.writtenAt,
    writtenBy: people.get(version.writtenBy)?.displayName ?? ctx.say('a former member'),
  }))
}
