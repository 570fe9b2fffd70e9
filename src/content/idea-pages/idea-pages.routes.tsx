import type { Context } from 'hono'
import { z } from 'zod'
import { interestFields, writeWithInterest } from '../../people/disclosure/disclosure.ts'
import { companyName } from '../../people/company.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { audienceOf } from '../../realms/audience/audience.ts'
import {
  type Space,
  isEmployee,
  listSpaces,
  listWritableSpaces,
  rightIn,
  givenSlug,
} from '../../realms/spaces/spaces.ts'
import { voteHalfLifeDays } from '../idea-votes/idea-votes.ts'
import {
  type Idea,
  type IdeaFilter,
  answerDays,
  editIdea,
  getIdea,
  listCategories,
  listIdeas,
  mayKeepIdeas,
  postIdea,
  reviewDebt,
} from '../ideas/ideas.ts'
import { type Reach, type ThreadId, mayEdit, openThread, possibleReaches, startingReachIn } from '../threads/threads.ts'
import { listProducts, productCalled, readTags, splitTags, tagsOf } from '../tags/tags.ts'
import { BoardPage } from './board.page.tsx'
import { boardAddress, readFilter } from './board-filter.ts'
import { boardPath, ideaAddress } from './idea-words.ts'
import { drawIdea } from './idea-drawing.tsx'
import { drawBoardNotes, listBoardLinks } from './idea-slot.ts'
import { WriteIdeaPage } from './write.page.tsx'

type C = Context<WebEnv>

const ideaSchema = z.object({
  space: givenSlug,
  title: z.string().default(''),
  body: z.string().default(''),
  tags: z.string().default(''),
  product: z.string().optional(),
  category: z.string().optional(),
  reach: z.string().optional(),
  ...interestFields,
})

/** The boards, the page of an idea, and where one is posted and changed; on both sides. */
export const ideaPageRoutes: Routes = (app) => {
  app.get('/ideas', (c) => drawBoard(c, 'outside'))
  app.get('/inside/ideas', (c) => drawBoard(c, innerRealm(c)))
  for (const [path, realmOf] of [
    ['/ideas/new', () => 'outside' as const],
    ['/inside/ideas/new', innerRealm],
  ] as const) {
    app.get(path, (c) => drawNew(c, realmOf(c), { values: c.req.query(), errors: {} }))
    app.post(path, (c) =>
      takeForm(
        c,
        ideaSchema,
        async ({ reach, category, tags, product, ...typed }) => {
          const write = async (ctx: Ctx) =>
            postIdea(ctx, {
              ...{ ...typed, ...(category && { category }), reach: readReach(reach) },
              tags: await readTags(ctx, { tags, product }),
            })
          const idea = await writeWithInterest(c.var.ctx, typed, write, (posted) => ({ threadId: posted.id }))
          return c.redirect(ideaAddress(idea.thread), 303)
        },
        (form) => drawNew(c, realmOf(c), form),
      ),
    )
  }
  app.get('/ideas/:id{[0-9]+}', (c) => drawOutside(c, undefined))
  app.get('/ideas/:id{[0-9]+}/:slug{[^/.]+}', (c) => drawOutside(c, c.req.param('slug')))
  app.get('/inside/ideas/:id{[0-9]+}', async (c) => {
    const idea = await getIdea(c.var.ctx, ideaId(c))
    if (idea.thread.realm === 'outside') throw new NotFound('ideas.not-found')
    return drawIdea(c, idea.id, emptyForm)
  })
  for (const base of ['/ideas', '/inside/ideas']) {
    app.get(`${base}/:id{[0-9]+}/-/edit`, (c) => drawEdit(c, emptyForm))
    app.post(`${base}/:id{[0-9]+}/-/edit`, (c) =>
      takeForm(
        c,
        ideaSchema,
        async ({ title, body, ...tagged }) => {
          const tags = await readTags(c.var.ctx, tagged)
          const idea = await editIdea(c.var.ctx, ideaId(c), { title, body, tags })
          return c.redirect(ideaAddress(idea.thread), 303)
        },
        (form) => drawEdit(c, form),
      ),
    )
  }
}

/** The id of the idea in the address; NotFound when it is none. */
export function ideaId(c: C): ThreadId {
  const id = parseId<'thread'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('ideas.not-found')
  return id
}

/** 422 for a form that is shown again with what was wrong. */
export function statusOf(...forms: readonly FormState[]): { status?: number } {
  return forms.some((form) => Object.keys(form.errors).length > 0) ? { status: 422 } : {}
}

/** Which board somebody has at /inside/ideas: employees that of the inside or of the rooms, guests that of their rooms. */
function innerRealm(c: C): Realm {
  const { viewer } = c.var.ctx
  if (viewer.kind !== 'account' || viewer.realm === 'outside') throw new NotFound('ideas.no-board')
  return viewer.realm === 'bridge' || c.req.query('in') === 'rooms' ? 'bridge' : 'inside'
}

async function drawOutside(c: C, slug: string | undefined): Promise<Response> {
  const { thread, elsewhere } = await openThread(c.var.ctx, ideaId(c), { type: 'idea', slug })
  if (elsewhere) return c.redirect(elsewhere + new URL(c.req.url).search, 301)
  return drawIdea(c, thread.id, emptyForm)
}

async function drawBoard(c: C, realm: Realm): Promise<Response> {
  const { ctx } = c.var
  const filter = readFilter(c.req.query())
  const after = c.req.query('after')
  // A closed category takes no new ideas; those that it has are still found, and still owed an answer.
  const [spaces, categories] = [await listSpaces(ctx, { realm }), await listCategories(ctx, realm, true)]
  const space = spaces.find((one) => one.slug === filter.space)
  const category = categories.find((one) => one.slug === filter.category)
  const products = realm === 'outside' ? await listProducts(ctx) : []
  const product = productCalled(products, filter.product)?.name
  const kept = { ...filter, space: space?.slug, category: category?.slug, product }
  // What is no product (any more) is still a tag.
  if (filter.product && !product)
    return c.redirect(boardAddress(realm, { ...kept, tag: filter.tag ?? filter.product }), 302)
  const asked: IdeaFilter = {
    realm,
    ...(filter.show === 'overdue' ? { overdue: true } : filter.show && { stage: filter.show }),
    ...(filter.order && { order: filter.order }),
    ...(filter.tag && { tag: filter.tag }),
    ...(product && { product }),
    ...(space && { spaceId: space.id }),
    ...(category && { categoryId: category.id }),
  }
  const page = await listIdeas(ctx, asked, { ...(after && { after }) })
  const writable = await writableIds(ctx, realm, spaces)
  return c.render(
    <BoardPage
      realm={realm}
      filter={kept}
      page={page}
      spaces={spaces}
      products={products}
      categories={categories.filter((one) => !one.closedAt || one.id === category?.id)}
      debt={await reviewDebt(ctx, { realm })}
      halfLifeDays={await voteHalfLifeDays(ctx)}
      answerDays={await answerDays(ctx)}
      company={await companyName(ctx)}
      viewer={ctx.viewer}
      now={ctx.now}
      after={after}
      mayVote={(line) => writable.has(line.thread.spaceId) && !line.thread.recalledAt}
      mayKeep={mayKeepIdeas(ctx.viewer, 'outside').allowed || mayKeepIdeas(ctx.viewer, 'inside').allowed}
      notes={after ? undefined : await drawBoardNotes(ctx, realm)}
      links={[...listBoardLinks(ctx.viewer, realm), ...(await otherBoard(ctx, realm))]}
    />,
    {
      title: ctx.say('Ideas'),
      realm,
      nav: 'ideas',
      ...(realm === 'outside' && { feed: { path: '/ideas/feed.atom', title: ctx.say('Newest ideas') } }),
      ...(realm === 'outside' && !after
        ? {
            canonical: boardAddress(realm, kept),
            description: ctx.say('What people would like, and what comes of it.'),
          }
        : { indexed: false }),
    },
  )
}

/** For an employee with rooms: from the board of the inside to that of the rooms, and back. */
async function otherBoard(ctx: Ctx, realm: Realm): Promise<{ href: string; label: string }[]> {
  if (realm === 'outside' || !isEmployee(ctx.viewer)) return []
  if (realm === 'bridge') return [{ href: boardPath('inside'), label: ctx.say('Ideas of the inside') }]
  const rooms = await listSpaces(ctx, { realm: 'bridge' })
  return rooms.length > 0 ? [{ href: boardAddress('bridge', {}), label: ctx.say('Ideas in rooms with guests') }] : []
}

/** The spaces of these in which the viewer may vote. */
async function writableIds(ctx: Ctx, realm: Realm, spaces: readonly Space[]): Promise<ReadonlySet<number>> {
  if (ctx.viewer.kind !== 'account') return new Set()
  const writable = realm === 'outside' ? spaces : await listWritableSpaces(ctx, realm)
  return new Set(writable.map((space) => space.id))
}

async function drawNew(c: C, realm: Realm, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const here = new URL(c.req.url)
  if (ctx.viewer.kind === 'visitor')
    return c.redirect(`/sign-in?next=${encodeURIComponent(here.pathname + here.search)}`, 303)
  const spaces = realm === 'outside' ? await listSpaces(ctx, { realm }) : await listWritableSpaces(ctx, realm)
  const asked = form.values.space
  const space = asked ? spaces.find((one) => one.slug === asked) : spaces[0]
  if (!space) throw new NotFound('spaces.not-found')
  return c.render(
    <WriteIdeaPage
      space={space}
      spaces={spaces}
      audience={await audienceOf(ctx, space)}
      categories={await listCategories(ctx, realm)}
      reaches={possibleReaches(ctx.viewer, space)}
      starts={await startingReachIn(ctx, space, 'others')}
      products={realm === 'outside' ? await listProducts(ctx) : []}
      form={form}
    />,
    {
      title: ctx.say('Post an idea'),
      realm: space.realm,
      nav: 'ideas',
      indexed: false,
      ...(realm === 'outside' && { width: 'narrow' as const }),
      ...statusOf(form),
    },
  )
}

async function drawEdit(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const idea: Idea = await getIdea(ctx, ideaId(c))
  const { thread } = idea
  const spaces = await listSpaces(ctx, { realm: thread.realm })
  const space = spaces.find((one) => one.id === thread.spaceId)
  if (!space) throw new NotFound('spaces.not-found')
  demand(mayEdit(ctx.viewer, space, thread.authorId, await rightIn(ctx, space)))
  const products = thread.realm === 'outside' ? await listProducts(ctx) : []
  const tags = splitTags(products, (await tagsOf(ctx, [thread.id])).get(thread.id) ?? [])
  const values = { title: thread.title, body: thread.body, ...tags, ...form.values }
  return c.render(
    <WriteIdeaPage
      space={space}
      spaces={[]}
      audience={await audienceOf(ctx, space, { kind: 'thread', id: thread.id })}
      categories={[]}
      reaches={[]}
      products={products}
      form={{ values, errors: form.errors }}
      changing={thread}
    />,
    { title: ctx.say('Change your idea'), realm: thread.realm, nav: 'ideas', indexed: false, ...statusOf(form) },
  )
}

/** Reads how far an idea reaches; what is no choice reaches as far as the space and is refused where that is not allowed. */
function readReach(text: string | undefined): Reach {
  return /^[0-4]$/.test(text ?? '') ? (Number(text) as Exclude<Reach, null>) : null
}

/** The way back to a board after a vote there, if it is one of ours. */
export function backTo(text: string | undefined): string | undefined {
  const isBoard = [boardPath('outside'), boardPath('inside')].some(
    (path) => text === path || text?.startsWith(`${path}?`),
  )
  return isBoard && !/[#\\\s]/.test(text!) ? text : undefined
}
