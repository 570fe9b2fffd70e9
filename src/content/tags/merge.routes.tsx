import type { Context } from 'hono'
import { z } from 'zod'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { MergePage, MergesPage } from './merge.page.tsx'
import { listMerges, mergeTags, openForMerge, previewMerge, undoMerge } from './synonyms.ts'
import { type TagSide, tagAddress, tagsAddress } from './tags.ts'

type C = Context<WebEnv>

const mergeSchema = z.object({ into: z.string().default('') })

/** Which tags of a side mean the same: for its stewards. */
export const mergeRoutes: Routes = (app) => {
  for (const side of ['outside', 'inside'] as const) {
    const path = tagsAddress(side)
    app.get(`${path}/-/merges`, async (c) => {
      const { ctx } = c.var
      const after = c.req.query('after')
      const page = await listMerges(ctx, side, after)
      return c.render(<MergesPage side={side} page={page} later={Boolean(after)} now={ctx.now} />, {
        title: c.var.ctx.say('Tags that mean the same'),
        ...frameOf(side),
      })
    })
    app.post(`${path}/-/merges/:id{[0-9]+}/undo`, async (c) => {
      const id = parseId<'tag-merge'>(c.req.param('id'))
      if (id === undefined) throw new NotFound('tags.no-such-merge')
      await undoMerge(c.var.ctx, side, id)
      return c.redirect(`${path}/-/merges`, 303)
    })
    app.get(`${path}/:name/merge`, (c) => drawPreview(c, side))
    app.post(`${path}/:name/merge`, (c) =>
      takeForm(
        c,
        mergeSchema,
        async ({ into }) => {
          await mergeTags(c.var.ctx, side, nameIn(c), into)
          return c.redirect(tagAddress(nameIn(c), side), 303)
        },
        (form) => drawMerge(c, side, form),
      ),
    )
  }
}

function toldTo(c: C, error: Invalid): Record<string, string> {
  const { say } = c.var.ctx
  return Object.fromEntries(Object.entries(error.saidFields).map(([name, wrong]) => [name, say.again(wrong)]))
}

function nameIn(c: C): string {
  return c.req.param('name') ?? ''
}

function frameOf(side: TagSide) {
  return { realm: side, nav: side === 'inside' ? 'spaces' : 'questions', indexed: false, styles: ['extra'] } as const
}

/** What a merge would touch, once a tag is named: looking changes nothing. */
async function drawPreview(c: C, side: TagSide): Promise<Response> {
  const into = c.req.query('into')
  if (into === undefined) return drawMerge(c, side, emptyForm)
  const form = { values: { into }, errors: {} }
  try {
    return await drawMerge(c, side, form, await previewMerge(c.var.ctx, side, nameIn(c), into))
  } catch (error) {
    if (error instanceof Invalid) return drawMerge(c, side, { ...form, errors: toldTo(c, error) })
    throw error
  }
}

async function drawMerge(
  c: C,
  side: TagSide,
  form: FormState,
  preview?: Awaited<ReturnType<typeof previewMerge>>,
): Promise<Response> {
  const name = await openForMerge(c.var.ctx, side, nameIn(c))
  return c.render(<MergePage side={side} name={name} form={form} preview={preview} />, {
    title: c.var.ctx.say('The same as {tag}', { tag: name }),
    ...frameOf(side),
    ...(side === 'outside' && { width: 'narrow' as const }),
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}
