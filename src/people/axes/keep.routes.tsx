import type { Context } from 'hono'
import { z } from 'zod'
import { Invalid } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { AxesPage } from './axes.page.tsx'
import {
  type NodeId,
  changeNode,
  endAxis,
  findNodeByCode,
  getNode,
  listAxes,
  listRoles,
  listTree,
  makeAxis,
  makeNode,
  makeRole,
  mayKeepStructure,
  parseDay,
  renameAxis,
  renameRole,
  todayOf,
} from './axes.ts'
import { axisTitle } from './titles.ts'

type C = Context<WebEnv>

const text = z.string().default('')
export const parentSchema = z.object({ parent: z.string().optional(), parentCode: z.string().optional(), from: text })

/** Axes, places and roles, for whoever keeps them; read by every employee. */
export const keepRoutes: Routes = (app) => {
  const path = '/inside/structure/axes'
  app.get(path, (c) => draw(c, emptyForm))
  app.post(path, (c) =>
    take(c, z.object({ key: text, newTitle: text }), async ({ key, newTitle }) => {
      await named('newTitle', makeAxis(c.var.ctx, { key, title: newTitle }))
      return `${path}?axis=${key.trim().toLowerCase()}`
    }),
  )
  app.post(`${path}/:key`, (c) =>
    take(c, z.object({ axisTitle: text }), async ({ axisTitle }) => {
      await named('axisTitle', renameAxis(c.var.ctx, keyOf(c), axisTitle))
      return here(c)
    }),
  )
  app.post(`${path}/:key/end`, (c) =>
    take(c, z.object({}), async () => {
      await endAxis(c.var.ctx, keyOf(c))
      return path
    }),
  )
  app.post(`${path}/:key/nodes`, (c) =>
    take(c, parentSchema.extend({ code: text, title: text }), async ({ code, title, from, ...given }) => {
      const parent = (await parentOf(c, keyOf(c), given)) ?? null
      await makeNode(c.var.ctx, { axis: keyOf(c), code, title, parent, from })
      return here(c)
    }),
  )
  app.post(`${path}/:key/move`, (c) =>
    take(c, parentSchema.extend({ node: text }), async ({ node, from, ...given }) => {
      const id = parseId<'axis-node'>(node)
      if (id === undefined) throw new Invalid('structure.no-node', { node: said('Choose the place to move.') })
      await demandOn(c, id)
      await changeNode(c.var.ctx, id, { parent: (await parentOf(c, keyOf(c), given)) ?? null, from })
      return here(c)
    }),
  )
  app.post('/inside/structure/roles', (c) =>
    take(c, z.object({ roleKey: text, roleTitle: text, rank: text }), async ({ roleKey, roleTitle, rank }) => {
      const key = roleKey.trim().toLowerCase()
      const there = (await listRoles(c.var.ctx)).some((role) => role.key === key)
      const keeping = there
        ? renameRole(c.var.ctx, key, roleTitle)
        : makeRole(c.var.ctx, { key, title: roleTitle, rank })
      await named('roleTitle', keeping, 'roleKey')
      return path
    }),
  )
}

/** The place that a form names as parent: by number, or by code; null for the top, undefined when it says nothing. */
export async function parentOf(
  c: C,
  axis: string,
  given: { parent?: string; parentCode?: string },
): Promise<NodeId | null | undefined> {
  const code = given.parentCode?.trim()
  if (given.parent === undefined && code === undefined) return undefined
  if (given.parent !== undefined) {
    const id = parseId<'axis-node'>(given.parent)
    if (given.parent !== '' && id === undefined) throw noParent()
    return id ?? null
  }
  if (code === '') return undefined
  if (code === '-') return null
  const id = await findNodeByCode(c.var.ctx, axis, code!)
  if (id === undefined) throw noParent()
  return id
}

/** Refuses a place that stands on another axis than the one of this address. */
async function demandOn(c: C, id: NodeId): Promise<void> {
  const { ctx } = c.var
  const { axis: key, axisTitle: title } = await getNode(ctx, id)
  if (key === keyOf(c)) return
  const axis = axisTitle(ctx.say, { key, title })
  throw new Invalid('structure.other-axis', { node: said('That place stands on the axis {axis}.', { axis }) })
}

function noParent(): Invalid {
  return new Invalid('structure.no-parent', {
    parent: said('There is no such place on this axis. Choose one that stands.'),
  })
}

/** Lets a refusal of `title` (and `key`) stand at the field that this page has for it. */
async function named(title: string, work: Promise<unknown>, key = 'key'): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const names: Record<string, string> = { title, key }
    throw new Invalid(
      error.code,
      Object.fromEntries(Object.entries(error.saidFields).map(([field, words]) => [names[field] ?? field, words])),
    )
  }
}

function keyOf(c: C): string {
  return c.req.param('key') ?? ''
}

function here(c: C): string {
  return `/inside/structure/axes?axis=${encodeURIComponent(keyOf(c))}`
}

function take<Schema extends z.ZodType>(c: C, schema: Schema, act: (given: z.output<Schema>) => Promise<string>) {
  return takeForm(
    c,
    schema,
    async (given) => c.redirect(await act(given), 303),
    (form) => draw(c, form),
  )
}

async function draw(c: C, form: FormState) {
  const { ctx } = c.var
  const axes = await listAxes(ctx)
  const wanted = c.req.param('key') ?? c.req.query('axis')
  const axis = axes.find((one) => one.key === wanted) ?? axes[0]
  const chosen = parseDay(c.req.query('day'))
  const today = todayOf(ctx.now)
  const day = chosen ?? today
  const after = parseId<'axis-node'>(c.req.query('after'))
  const tree = axis ? await listTree(ctx, { axis: axis.key, day, after }) : { items: [] }
  const keeping = mayKeepStructure(ctx.viewer)
  return c.render(
    <AxesPage
      axes={axes}
      axis={axis}
      lines={tree.items}
      // On a later page too: its list alone would hide the places before it.
      next={tree.next ?? (after === undefined ? undefined : '')}
      roles={await listRoles(ctx)}
      day={day}
      today={today}
      chosen={chosen}
      mayKeep={keeping.allowed}
      because={ctx.say.again(keeping.because)}
      parent={c.req.query('parent')}
      form={form}
    />,
    { title: ctx.say('Axes and places'), realm: 'inside', nav: 'structure', status: form === emptyForm ? 200 : 422 },
  )
}
