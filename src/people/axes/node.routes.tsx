import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { listPeople } from '../accounts/accounts.ts'
import {
  type NodeId,
  changeNode,
  closeNode,
  countStanding,
  endPlacement,
  findPlacement,
  getNode,
  listStanding,
  listTree,
  mayKeepStructure,
  nodeHistory,
  parseDay,
  pathOf,
  placePerson,
  reopenNode,
  rolesToGive,
  todayOf,
} from './axes.ts'
import { nodePath } from './axes.parts.tsx'
import { parentOf, parentSchema } from './keep.routes.tsx'
import { drawNodePanels } from './node-slot.ts'
import { NodePage } from './node.page.tsx'

type C = Context<WebEnv>

const text = z.string().default('')
const titleSchema = parentSchema.extend({ title: text })
const placeSchema = z.object({
  person: z.coerce.number(said('Choose somebody.')).int(said('Choose somebody.')).positive(said('Choose somebody.')),
  role: text,
  from: text,
  to: text,
})

/** The page of a place, and changing it and who stands there. */
export const nodeRoutes: Routes = (app) => {
  const path = '/inside/structure/nodes/:id'
  app.get(path, (c) => draw(c, emptyForm))
  app.post(`${path}/change`, (c) =>
    take(c, titleSchema, async (id, { title, from, ...given }) => {
      const { axis } = await getNode(c.var.ctx, id)
      await changeNode(c.var.ctx, id, { title, parent: await parentOf(c, axis, given), from })
    }),
  )
  app.post(`${path}/reopen`, (c) =>
    take(c, titleSchema, async (id, { title, from, ...given }) => {
      const { axis, parentId } = await getNode(c.var.ctx, id)
      const parent = await parentOf(c, axis, given)
      await reopenNode(c.var.ctx, id, { title, parent: parent === undefined ? parentId : parent, from })
    }),
  )
  app.post(`${path}/close`, (c) =>
    take(c, z.object({ from: text }), (id, { from }) => closeNode(c.var.ctx, id, { from })),
  )
  app.post(`${path}/place`, (c) =>
    take(c, placeSchema, async (id, { person, ...given }) => {
      await placePerson(c.var.ctx, { node: id, person: person as AccountId, ...given })
    }),
  )
  app.post('/inside/structure/placements/:id/end', endHere)
}

async function endHere(c: C) {
  const { ctx } = c.var
  const id = parseId<'placement'>(c.req.param('id'))
  const placement = id === undefined ? undefined : await findPlacement(ctx, id)
  // Where a space or a thread stands is ended there, by whoever may.
  if (!placement?.accountId) throw new NotFound('structure.no-placement')
  return takeForm(
    c,
    z.object({ on: text }),
    async ({ on }) => {
      await endPlacement(ctx, placement.id, { on })
      return c.redirect(nodePath(placement.nodeId), 303)
    },
    (form) => draw(c, form, placement.nodeId),
  )
}

function take<Schema extends z.ZodType>(
  c: C,
  schema: Schema,
  act: (id: NodeId, given: z.output<Schema>) => Promise<void>,
) {
  const id = idOf(c)
  return takeForm(
    c,
    schema,
    async (given) => {
      await act(id, given)
      return c.redirect(nodePath(id), 303)
    },
    (form) => draw(c, form),
  )
}

function idOf(c: C): NodeId {
  const id = parseId<'axis-node'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('structure.no-node')
  return id
}

async function draw(c: C, form: FormState, id = idOf(c)) {
  const { ctx } = c.var
  const today = todayOf(ctx.now)
  const chosen = parseDay(c.req.query('day'))
  const day = chosen ?? today
  const node = await getNode(ctx, id, day)
  const keep = mayKeepStructure(ctx.viewer)
  const giving = await rolesToGive(ctx, id)
  const part = c.req.query('part')
  const after = c.req.query('after')
  const withBelow = c.req.query('below') === '1'
  const role = c.req.query('role') || undefined
  const below = { axis: node.axis, day, under: id, after: part === 'tree' ? parseId<'axis-node'>(after) : undefined }
  const tree = await listTree(ctx, below)
  const standing = await listStanding(ctx, id, {
    day,
    withBelow,
    role,
    after: part === 'people' ? parseId<'placement'>(after) : undefined,
  })
  const places: Awaited<ReturnType<typeof listTree>> = keep.allowed
    ? await listTree(ctx, { axis: node.axis })
    : { items: [] }
  const find = (c.req.query('find') ?? '').trim().slice(0, 100)
  return c.render(
    <NodePage
      node={node}
      current={chosen === undefined ? node : await getNode(ctx, id)}
      path={(await pathOf(ctx, [id], day)).get(id) ?? []}
      below={tree.items}
      nextBelow={tree.next}
      standing={standing.items}
      nextStanding={standing.next}
      counts={await countStanding(ctx, id, day)}
      withBelow={withBelow}
      role={role}
      history={await nodeHistory(ctx, id, parseDay(c.req.query('before')))}
      panels={await drawNodePanels(ctx, id, day)}
      day={day}
      today={today}
      chosen={chosen}
      keep={keep}
      giving={giving}
      find={find}
      candidates={find && giving.length > 0 ? await candidates(c, find) : []}
      places={places.next === undefined ? places.items : undefined}
      form={form}
    />,
    { title: node.title, realm: 'inside', nav: 'structure', status: form === emptyForm ? 200 : 422 },
  )
}

/** Who could be placed: colleagues first, then guests and members outside, ten of each at most. */
async function candidates(c: C, name: string) {
  const found = []
  for (const realm of ['inside', 'bridge', 'outside'] as const) {
    found.push(...(await listPeople(c.var.ctx, { realm, name })).items.slice(0, 10))
  }
  return found
}
