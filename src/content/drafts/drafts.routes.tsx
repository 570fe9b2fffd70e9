import type { Context } from 'hono'
import { z } from 'zod'
import { sideOf } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { OpenedDraftContext } from '../../ui/draft-fields.ts'
import {
  type Draft,
  type DraftId,
  bringBack,
  draftsAt,
  forgetPosted,
  getDraft,
  listDrafts,
  saveDraft,
  throwAway,
} from './drafts.ts'
import { DraftsPage } from './drafts.page.tsx'
import { NewerPage } from './newer.page.tsx'
import { linesOf } from './places.ts'

type C = Context<WebEnv>

const sentSchema = z.object({
  place: z.string(),
  path: z.string(),
  fields: z.record(z.string(), z.string()),
  base: z.number().int().optional(),
})
const postedSchema = z.object({
  place: z.string(),
  version: z.number().int().optional(),
  fields: z.record(z.string(), z.string()),
})

/** Drafts: their list, what the composer saves while somebody types, and what every composer's post leaves behind. */
export const draftRoutes: Routes = (app) => {
  // Before every other address: a form that was posted takes its draft with it, whatever feature it belongs to.
  app.use(async (c, next) => {
    if (c.req.method === 'GET' && c.req.query('draft')) await openDraft(c)
    await next()
    if (c.req.method === 'POST' && c.res.status === 303 && isForm(c) && !c.req.path.startsWith('/drafts')) {
      await forgetDraftOf(c)
    }
  })

  app.get('/drafts', async (c) => {
    const { ctx } = c.var
    if (ctx.viewer.kind === 'visitor') return c.redirect('/sign-in?next=%2Fdrafts', 303)
    const after = c.req.query('after')
    const page = await listDrafts(ctx, after)
    return c.render(
      <DraftsPage
        page={{ ...page, items: await linesOf(ctx, page.items) }}
        now={ctx.now}
        later={after !== undefined}
        thrown={parseId<'draft'>(c.req.query('thrown'))}
      />,
      pageOf(c, ctx.say('Your drafts')),
    )
  })

  app.post('/drafts', saveByForm)

  app.get('/drafts/here', async (c) => {
    const found = await draftsAt(c.var.ctx, (c.req.query('places') ?? '').split(','))
    return c.json(found.map(forComposer))
  })

  app.post('/drafts/save', async (c) => {
    const sent = sentSchema.safeParse(await c.req.json().catch(() => undefined))
    if (!sent.success) throw unreadable()
    const saved = await saveDraft(c.var.ctx, sent.data)
    return 'newer' in saved ? c.json(forComposer(saved.newer), 409) : c.json(saved)
  })

  app.post('/drafts/forget', async (c) => {
    const sent = postedSchema.safeParse(await c.req.json().catch(() => undefined))
    if (!sent.success) throw unreadable()
    await forgetPosted(c.var.ctx, sent.data)
    return c.body(null, 204)
  })

  app.get('/drafts/:id', async (c) => {
    const draft = await getDraft(c.var.ctx, draftId(c))
    if (draft.thrownAt) throw new NotFound('drafts.not-found')
    return c.redirect(addressOf(draft), 303)
  })

  app.post('/drafts/:id/throw-away', async (c) => {
    const { id } = await throwAway(c.var.ctx, draftId(c))
    return c.redirect(`/drafts?thrown=${id}`, 303)
  })

  app.post('/drafts/:id/back', async (c) => {
    const { id } = await bringBack(c.var.ctx, draftId(c))
    return c.redirect(`/drafts#draft-${id}`, 303)
  })
}

/** What was typed where there is no script. Where a newer draft stands, both are shown. */
async function saveByForm(c: C): Promise<Response> {
  const { 'draft-place': place = '', 'draft-version': version = '', 'draft-path': path, ...fields } = await readForm(c)
  const { ctx } = c.var
  const text = { place, path: path ?? refererPath(c), fields, base: Number(version) || undefined }
  const saved = await saveDraft(ctx, text)
  if ('version' in saved) return c.redirect('/drafts', 303)
  return c.render(<NewerPage text={text} newer={saved.newer} now={ctx.now} />, {
    ...pageOf(c, ctx.say('A newer draft stands here')),
    status: 409,
  })
}

/** Draws the page with the viewer's draft in the composer of its place; as it is when there is no such draft. */
async function openDraft(c: C): Promise<void> {
  const id = parseId<'draft'>(c.req.query('draft'))
  const draft = id && (await getDraft(c.var.ctx, id).catch(() => undefined))
  if (!draft || draft.thrownAt) return
  const { place, version, fields } = draft
  const render = c.render
  c.render = ((content, page) =>
    render(
      <OpenedDraftContext.Provider value={{ place, version, fields }}>{content}</OpenedDraftContext.Provider>,
      page,
    )) as typeof c.render
}

async function forgetDraftOf(c: C): Promise<void> {
  const { 'draft-place': place, 'draft-version': version = '', ...fields } = await readForm(c)
  if (place) await forgetPosted(c.var.ctx, { place, version: Number(version) || undefined, fields })
}

function isForm(c: C): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(c.req.header('content-type') ?? '')
}

/** The page that a form stood on, told by the browser (the policy of these pages lets it, to this site only). */
function refererPath(c: C): string {
  const from = URL.parse(c.req.header('referer') ?? '')
  return from && from.host === new URL(c.req.url).host ? from.pathname + from.search : '/drafts'
}

function addressOf(draft: Draft): string {
  const url = new URL(draft.path, 'http://draft.invalid')
  url.searchParams.set('draft', String(draft.id))
  return url.pathname + url.search + url.hash
}

function forComposer(draft: Draft) {
  const { id, place, version, fields, savedAt } = draft
  return { id, place, version, fields, savedAt: savedAt.getTime() }
}

function pageOf(c: C, title: string): PageProps {
  return { title, realm: sideOf(c.var.ctx.viewer), nav: 'drafts', indexed: false, width: 'narrow' }
}

function draftId(c: C): DraftId {
  const id = parseId<'draft'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('drafts.not-found')
  return id
}

function unreadable(): Invalid {
  return new Invalid('drafts.unreadable', {
    form: said('This draft could not be read. Open the page and write it there.'),
  })
}
