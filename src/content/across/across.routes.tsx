import type { Context } from 'hono'
import { z } from 'zod'
import { companyName } from '../../people/company.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { contentKind } from '../../realms/content-kind.ts'
import type { BridgeId } from '../../realms/bridges/bridges.ts'
import { quoteOf } from '../../realms/crossings/crossings.ts'
import { type SpaceId, getSpaceById, isEmployee, listWritableSpaces } from '../../realms/spaces/spaces.ts'
import { bodyRenderer } from '../files/files.ts'
import { listProducts } from '../tags/tags.ts'
import { type ReplyId, type ThreadId, threadAddress } from '../threads/threads.ts'
import {
  type PublishChoice,
  type TextThing,
  bringInto,
  draftPublication,
  linkTexts,
  listTickable,
  publish,
  publishable,
  textAt,
  threadOf,
} from './across.ts'
import { BringInPage, LinkPage } from './bring-in.page.tsx'
import { PublishPage, type PublishPageProps } from './publish.page.tsx'

type C = Context<WebEnv>

const bringSchema = z.object({
  thread: z.string().optional(),
  reply: z.string().optional(),
  space: z.string(),
  reason: z.string(),
})
const linkSchema = z.object({ from: z.string(), other: z.string(), name: z.string(), reason: z.string() })
const publishSchema = z.object({ sha256: z.string(), reason: z.string() })

/** Bringing in, linking across, and publishing out what stands inside: the pages for employees. */
export const acrossRoutes: Routes = (app) => {
  app.get('/inside/bring-in', (c) => drawBringIn(c, { thread: c.req.query('thread'), reply: c.req.query('reply') }))
  app.post('/inside/bring-in', (c) =>
    takeForm(
      c,
      bringSchema,
      async ({ space, reason, ...source }) => {
        const spaceId = parseId<'space'>(space)
        if (!spaceId) throw new Invalid('across.space', { space: said('Choose a space from the list.') })
        const { thread } = await bringInto(c.var.ctx, thingOf(source), spaceId, { reason })
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawBringIn(c, form.values, form),
    ),
  )
  app.get('/inside/link', (c) => drawLink(c, c.req.query('from') ?? '', emptyForm))
  app.post('/inside/link', (c) =>
    takeForm(
      c,
      linkSchema,
      async ({ from, other, name, reason }) => {
        const { ctx } = c.var
        const [one, two] = [await textAt(ctx, from, 'from'), await textAt(ctx, other, 'other')]
        await linkTexts(ctx, one, two, { name, reason })
        return c.redirect(await contentKind(one.kind).addressOf(ctx, one.id), 303)
      },
      (form) => drawLink(c, form.values.from ?? '', form),
    ),
  )
  for (const [kind, path] of [
    ['thread', '/inside/threads/:id/publish'],
    ['reply', '/inside/replies/:id/publish'],
  ] as const) {
    app.get(path, (c) => drawPublish(c, sourceOf(c, kind), askedIn(c), emptyForm))
    app.post(path, (c) =>
      takeForm(
        c,
        publishSchema.loose(),
        async ({ sha256, reason, ...rest }) => {
          const source = sourceOf(c, kind)
          const choice = await choiceOf(c, source, askedOf(rest as Record<string, string>))
          if (!choice) throw new Invalid('across.nowhere', { space: said('Choose where it will stand.') })
          const crossing = await publish(c.var.ctx, choice, { expectedSha256: sha256, reason })
          return c.redirect(await contentKind(crossing.targetKind).addressOf(c.var.ctx, crossing.targetId), 303)
        },
        (form) => drawPublish(c, sourceOf(c, kind), askedOf(form.values), form),
      ),
    )
  }
}

function thingOf(given: { thread?: string | undefined; reply?: string | undefined }): TextThing {
  const [thread, reply] = [parseId<'thread'>(given.thread), parseId<'reply'>(given.reply)]
  if (reply) return { kind: 'reply', id: reply }
  if (thread) return { kind: 'thread', id: thread }
  throw new NotFound('threads.not-found')
}

function sourceOf(c: C, kind: TextThing['kind']): TextThing {
  if (!isEmployee(c.var.ctx.viewer)) throw new NotFound()
  return thingOf({ [kind]: c.req.param('id') })
}

async function drawBringIn(
  c: C,
  given: { thread?: string | undefined; reply?: string | undefined },
  form: FormState = emptyForm,
): Promise<Response> {
  const { ctx } = c.var
  if (!isEmployee(ctx.viewer)) throw new NotFound()
  const source = thingOf(given)
  const quote = await quoteOf(ctx, source)
  const space = await getSpaceById(ctx, quote.spaceId)
  if (space.realm === 'inside') throw new NotFound('threads.not-found')
  const { title } = await threadOf(ctx, source)
  return c.render(
    <BringInPage
      source={source}
      title={title || ctx.say('A discussion without a title')}
      href={await contentKind(source.kind).addressOf(ctx, source.id)}
      html={(await bodyRenderer(ctx, space))(quote.body)}
      spaces={await listWritableSpaces(ctx, 'inside')}
      form={form}
    />,
    { title: ctx.say('Bring in'), realm: 'inside', nav: 'crossings', width: 'rail', status: statusOf(form) },
  )
}

async function drawLink(c: C, from: string, form: FormState): Promise<Response> {
  const { ctx } = c.var
  if (!isEmployee(ctx.viewer)) throw new NotFound()
  const thing = await textAt(ctx, from, 'from').catch(() => {
    throw new NotFound('threads.not-found')
  })
  const thread = await threadOf(ctx, thing)
  const end = {
    title: thread.title || ctx.say('A discussion without a title'),
    href: await contentKind(thing.kind).addressOf(ctx, thing.id),
    address: from,
    isOutside: thread.realm === 'outside',
  }
  return c.render(<LinkPage from={end} form={form} />, {
    title: ctx.say('Link across the wall'),
    realm: 'inside',
    nav: 'crossings',
    status: statusOf(form),
  })
}

type Asked = PublishPageProps['asked']

function askedIn(c: C): Asked {
  const query = (name: string) => c.req.query(name) ?? ''
  return askedOf({
    ...{ as: query('as'), space: query('space'), question: query('question'), title: query('title') },
    ...{ product: query('product'), bridge: query('bridge'), with: (c.req.queries('with') ?? []).join(',') },
  })
}

function askedOf(typed: Readonly<Record<string, string>>): Asked {
  return {
    as: typed.as === 'answer' ? 'answer' : 'update',
    space: typed.space ?? '',
    question: typed.question ?? '',
    title: typed.title ?? '',
    product: typed.product ?? '',
    bridge: typed.bridge ?? '',
    with: (typed.with ?? '').split(',').filter(Boolean),
  }
}

/** What was chosen; undefined as long as it is not said where it will stand. */
async function choiceOf(c: C, source: TextThing, asked: Asked): Promise<PublishChoice | undefined> {
  const bridgeId = parseId<'bridge'>(asked.bridge) as BridgeId | undefined
  const rest = {
    source,
    replies: asked.with.flatMap((id) => (parseId<'reply'>(id) as ReplyId | undefined) ?? []),
    ...(asked.title.trim() && { title: asked.title }),
    ...(asked.product && { product: asked.product }),
    ...(bridgeId && { bridgeId }),
  }
  if (asked.as === 'answer') {
    if (asked.question.trim() === '') return undefined
    const question = await textAt(c.var.ctx, asked.question, 'question')
    const thread = await threadOf(c.var.ctx, question)
    if (thread.type !== 'question' || thread.realm !== 'outside')
      throw new Invalid('across.no-question', {
        question: said('This is no question outside. Paste the address of one.'),
      })
    return { ...rest, to: { questionId: thread.id as ThreadId } }
  }
  const spaceId = parseId<'space'>(asked.space) as SpaceId | undefined
  return spaceId && { ...rest, to: { spaceId } }
}

async function drawPublish(c: C, thing: TextThing, asked: Asked, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const source = await publishable(ctx, thing)
  let drawn = form
  const draft = await choiceOf(c, thing, asked)
    .then((choice) => choice && draftPublication(ctx, choice))
    .catch((error: unknown) => {
      // What cannot be chosen so is said at its field; whoever only looks is told as well.
      if (!(error instanceof Invalid)) throw error
      const told = Object.entries(error.saidFields).map(([name, words]) => [name, ctx.say.again(words)] as const)
      drawn = { ...form, errors: { ...Object.fromEntries(told), ...form.errors } }
      return undefined
    })
  return c.render(
    <PublishPage
      source={source}
      path={`/inside/${thing.kind === 'reply' ? 'replies' : 'threads'}/${thing.id}/publish`}
      href={await contentKind(thing.kind).addressOf(ctx, thing.id)}
      asked={asked}
      spaces={await listWritableSpaces(ctx, 'outside')}
      products={await listProducts(ctx)}
      replies={draft?.replies ?? (await listTickable(ctx, source))}
      draft={draft}
      publisher={ctx.viewer.kind === 'account' ? ctx.viewer.name : ''}
      company={await companyName(ctx)}
      form={drawn}
    />,
    { title: ctx.say('Publish out'), realm: 'inside', nav: 'crossings', width: 'rail', status: statusOf(drawn) },
  )
}

function statusOf(form: FormState): number {
  return Object.keys(form.errors).length > 0 ? 422 : 200
}
