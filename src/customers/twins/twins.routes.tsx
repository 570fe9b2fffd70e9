import type { Context } from 'hono'
import { z } from 'zod'
import { bodyRenderer } from '../../content/files/files.ts'
import { type ThreadId, threadAddress } from '../../content/threads/threads.ts'
import { companyName } from '../../people/company.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { isEmployee } from '../../realms/spaces/spaces.ts'
import { PublishPage } from './publish.page.tsx'
import { TwinPage } from './twin.page.tsx'
import { JoinPage, TwinsPage } from './twins.page.tsx'
import {
  type TwinId,
  type TwinWordsId,
  endTwin,
  enterTwin,
  joinTwin,
  listTwins,
  noteTwin,
  previewWords,
  proposeWords,
  publishWords,
} from './twins.ts'

type C = Context<WebEnv>

const joinSchema = z.object({ inner: z.string(), outer: z.string(), reason: z.string() })
const noteSchema = z.object({ kind: z.enum(['feasibility', 'cost', 'risk'], said('Choose one.')), body: z.string() })
const wordsSchema = z.object({ reason: z.string(), part: z.string().optional(), answerBy: z.string().optional() })
const publishSchema = z.object({ words: z.string(), sha256: z.string(), reason: z.string() })
const endSchema = z.object({ reason: z.string() })

/** /inside/twins: the list, the two-sided page of one idea, and everything done on it. */
export const twinRoutes: Routes = (app) => {
  app.get('/inside/twins', async (c) => {
    const after = c.req.query('after')
    const page = await listTwins(c.var.ctx, after)
    return c.render(<TwinsPage page={page} now={c.var.ctx.now} isFirst={after === undefined} />, {
      title: c.var.ctx.say('Twins'),
      realm: 'inside',
      nav: 'twins',
    })
  })

  app.get('/inside/twins/new', (c) => {
    const { inner, outer } = c.req.query()
    return drawJoin(c, { values: { ...(inner && { inner }), ...(outer && { outer }) }, errors: {} })
  })
  app.post('/inside/twins', (c) =>
    takeForm(
      c,
      joinSchema,
      async ({ inner, outer, reason }) => {
        const twin = await joinTwin(c.var.ctx, {
          inner: ideaAt(inner, 'inner'),
          outer: ideaAt(outer, 'outer'),
          reason,
        })
        return c.redirect(`/inside/twins/${twin.id}`, 303)
      },
      (form) => drawJoin(c, form),
    ),
  )

  app.get('/inside/twins/:id{[0-9]+}', (c) => drawTwin(c, emptyForm))

  app.post('/inside/twins/:id{[0-9]+}/notes', (c) =>
    takeForm(
      c,
      noteSchema,
      async (note) => {
        await noteTwin(c.var.ctx, twinId(c), note)
        return backTo(c)
      },
      (form) => drawTwin(c, form),
    ),
  )

  app.post('/inside/twins/:id{[0-9]+}/words', (c) =>
    takeForm(
      c,
      wordsSchema,
      async ({ reason, part, answerBy }) => {
        await proposeWords(c.var.ctx, twinId(c), { reason, ...(part && { part }), ...(answerBy && { answerBy }) })
        return backTo(c, '#words')
      },
      (form) => drawTwin(c, form),
    ),
  )

  app.get('/inside/twins/:id{[0-9]+}/publish', (c) => drawPublish(c, emptyForm))
  app.post('/inside/twins/:id{[0-9]+}/publish', (c) =>
    takeForm(
      c,
      publishSchema,
      async ({ words, sha256, reason }) => {
        const id = parseId<'twin-words'>(words)
        if (!id) throw new NotFound('twins.not-found')
        await publishWords(c.var.ctx, twinId(c), id as TwinWordsId, { expectedSha256: sha256, reason })
        return backTo(c)
      },
      (form) => drawPublish(c, form),
    ),
  )

  app.post('/inside/twins/:id{[0-9]+}/end', (c) =>
    takeForm(
      c,
      endSchema,
      async ({ reason }) => {
        await endTwin(c.var.ctx, twinId(c), reason)
        return backTo(c)
      },
      (form) => drawTwin(c, form),
    ),
  )
}

function drawJoin(c: C, form: FormState): Response | Promise<Response> {
  if (!isEmployee(c.var.ctx.viewer)) throw new NotFound('twins.not-found')
  return c.render(<JoinPage form={form} />, {
    title: c.var.ctx.say('Join two ideas'),
    realm: 'inside',
    nav: 'twins',
    status: statusOf(form),
  })
}

async function drawTwin(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const room = await enterTwin(ctx, twinId(c))
  return c.render(
    <TwinPage
      room={room}
      preview={await previewWords(ctx, room.twin.id)}
      viewer={ctx.viewer}
      company={await companyName(ctx)}
      now={ctx.now}
      renderInside={await bodyRenderer(ctx, room.innerSpace, room.inner.thread)}
      renderOutside={await bodyRenderer(ctx, room.outerSpace, room.outer.thread)}
      form={form}
    />,
    {
      title: room.inner.thread.title,
      realm: 'inside',
      nav: 'twins',
      width: 'rail',
      counterpart: threadAddress(room.outer.thread),
      live: [`thread:${room.inner.id}`, `thread:${room.outer.id}`],
      status: statusOf(form),
    },
  )
}

async function drawPublish(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const room = await enterTwin(ctx, twinId(c))
  const preview = await previewWords(ctx, room.twin.id)
  if (!preview || preview.isOutdated)
    throw new Conflict(
      'twins.nothing-to-publish',
      said('No public words wait for the stage of this idea. Propose them first.'),
    )
  demand(preview.mayPublish)
  return c.render(
    <PublishPage
      room={room}
      preview={preview}
      publisher={ctx.viewer.kind === 'account' ? ctx.viewer.name : ''}
      render={await bodyRenderer(ctx, room.outerSpace, room.outer.thread)}
      form={form}
    />,
    { title: ctx.say('Change the public stage'), realm: 'inside', nav: 'twins', width: 'rail', status: statusOf(form) },
  )
}

/** The idea that a pasted address names: its number stands after the last word of the path. */
function ideaAt(typed: string, field: string): ThreadId {
  const id = parseId<'thread'>(/(?:^|\/(?:ideas|threads)\/)([1-9][0-9]{0,14})(?:[/?#]|$)/.exec(typed.trim())?.[1])
  if (!id) throw new Invalid('twins.no-such-idea', { [field]: said('Paste the address of an idea that you can read.') })
  return id
}

function statusOf(form: FormState): number {
  return Object.keys(form.errors).length > 0 ? 422 : 200
}

function backTo(c: C, anchor = ''): Response {
  return c.redirect(`/inside/twins/${twinId(c)}${anchor}`, 303)
}

function twinId(c: C): TwinId {
  const id = parseId<'twin'>(c.req.param('id'))
  if (!id) throw new NotFound('twins.not-found')
  return id
}
