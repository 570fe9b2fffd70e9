import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { linesOf } from '../questions/questions.ts'
import { type Thread, type ThreadId, findRetagged, threadAddress } from '../threads/threads.ts'
import { mergeRoutes } from './merge.routes.tsx'
import { productRoutes } from './products.routes.tsx'
import { RetagPage } from './retag.page.tsx'
import {
  type OpenTag,
  listTagThreads,
  listTags,
  meetsTag,
  openTag,
  readTagFacts,
  seesBothSides,
  tagShows,
} from './tag-pages.ts'
import { InsideLines, OutsideLines, TagPage } from './tag.page.tsx'
import { mayMergeTags, mayNameProducts } from './tags.access.ts'
import { TagsPage } from './tags.page.tsx'
import { type TagSide, drawFollowButton, openTags, setTags, tagAddress, tagsAddress } from './tags.ts'

type C = Context<WebEnv>

export const tagRoutes: Routes = (app) => {
  mergeRoutes(app)
  productRoutes(app)
  app.get('/tags', (c) => drawTags(c, 'outside'))
  app.get('/inside/tags', (c) => drawTags(c, 'inside'))
  app.get('/tags/:name', (c) => drawTag(c, 'outside'))
  app.get('/inside/tags/:name', (c) => drawTag(c, 'inside'))

  app.get('/threads/:id{[0-9]+}/tags', (c) => drawRetag(c, emptyForm))

  app.post('/threads/:id{[0-9]+}/tags', (c) =>
    takeForm(
      c,
      z.object({ tags: z.string().default('') }),
      async ({ tags }) => {
        const { thread } = await openTags(c.var.ctx, threadId(c))
        await setTags(c.var.ctx, thread.id, tags.split(','))
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawRetag(c, form),
    ),
  )
}

function threadId(c: C): ThreadId {
  const id = parseId<'thread'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('threads.not-found')
  return id
}

async function drawRetag(c: C, form: FormState): Promise<Response> {
  const { thread, tags } = await openTags(c.var.ctx, threadId(c))
  const retagged = await findRetagged(c.var.ctx, thread.id)
  return c.render(<RetagPage thread={thread} tags={tags} retagged={retagged} now={c.var.ctx.now} form={form} />, {
    title: c.var.ctx.say('Tags: {title}', { title: thread.title }),
    realm: 'outside',
    nav: 'questions',
    indexed: false,
    width: 'narrow',
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}

/** Those who work here see the inside, its guests the bridge. */
function realmOf({ viewer }: Ctx, side: TagSide): Realm {
  return side === 'inside' && viewer.kind === 'account' && viewer.realm === 'bridge' ? 'bridge' : side
}

async function drawTags(c: C, side: TagSide): Promise<Response> {
  const { ctx } = c.var
  const { q: beginning = '', after } = c.req.query()
  const page = await listTags(ctx, side, { beginning, after })
  const plain = !after && !beginning
  return c.render(
    <TagsPage
      side={side}
      page={page}
      beginning={beginning}
      later={Boolean(after)}
      bothSides={seesBothSides(ctx.viewer)}
      mayMerge={mayMergeTags(ctx.viewer, side).allowed}
      mayName={side === 'outside' && mayNameProducts(ctx.viewer).allowed}
    />,
    {
      title: c.var.ctx.say('Tags'),
      realm: realmOf(ctx, side),
      nav: 'tags',
      ...(plain && side === 'outside' ? { canonical: tagsAddress(side) } : { indexed: false }),
    },
  )
}

async function drawTag(c: C, side: TagSide): Promise<Response> {
  const { ctx } = c.var
  const { show: asked = 'all', after } = c.req.query()
  const typed = c.req.param('name') ?? ''
  const both = seesBothSides(ctx.viewer)
  const other: TagSide = side === 'outside' ? 'inside' : 'outside'
  const tag = await openTag(ctx, side, typed).catch(async (error: unknown) => {
    // Those who work here find a tag by its plain address also when it stands inside alone.
    if (error instanceof NotFound && side === 'outside' && both && (await meetsTag(ctx, other, typed))) return undefined
    throw error
  })
  if (!tag) return c.redirect(tagAddress(typed.toLowerCase(), other), 302)
  // Not for good: a merge can be undone.
  if (tag.isOtherName) return c.redirect(tagAddress(tag.name, side) + new URL(c.req.url).search, 302)
  const show = Object.hasOwn(tagShows[side], asked) ? asked : 'all'
  const page = await listTagThreads(ctx, tag, show, after)
  const here = tagAddress(tag.name, side)
  const otherSide = both && (await meetsTag(ctx, other, tag.name)) ? tagAddress(tag.name, other) : undefined
  const indexed = side === 'outside' && !after && show === 'all'
  return c.render(
    <TagPage
      tag={tag}
      show={show}
      facts={await readTagFacts(ctx, tag)}
      next={page.next}
      later={Boolean(after)}
      now={ctx.now}
      follow={await drawFollowButton(ctx, { kind: 'tag', id: tag.id }, here)}
      mayMerge={mayMergeTags(ctx.viewer, side).allowed}
      mayName={mayNameProducts(ctx.viewer).allowed}
      otherSide={otherSide}
    >
      {page.items.length === 0 ? null : await linesOn(ctx, tag, page.items)}
    </TagPage>,
    {
      title: tag.name,
      realm: realmOf(ctx, side),
      nav: side === 'outside' ? 'questions' : 'tags',
      ...(otherSide && { counterpart: otherSide }),
      ...(side === 'outside' && {
        description: ctx.say('Questions, ideas and answers about {tag}.', { tag: tag.name }),
        subject: { kind: 'tag', name: tag.name },
        feed: { path: `${here}/feed.atom`, title: ctx.say('About {tag}', { tag: tag.name }) },
      }),
      ...(indexed ? { canonical: here } : { indexed: false }),
    },
  )
}

async function linesOn(ctx: Ctx, tag: OpenTag, threads: readonly Thread[]) {
  if (tag.family.side === 'outside') return <OutsideLines lines={await linesOf(ctx, threads)} now={ctx.now} tag={tag} />
  const people = await loadPeople(
    ctx,
    threads.map((thread) => thread.authorId),
  )
  return <InsideLines threads={threads} people={people} now={ctx.now} />
}
