import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { Select } from '../../ui/field.tsx'
import { findPerson, listPeople } from '../accounts/accounts.ts'
import { listGroups } from '../groups/groups.ts'
import {
  type Axis,
  type Day,
  type NodeId,
  getAxis,
  getNode,
  listAxes,
  listChildren,
  listColleagues,
  listCrossing,
  listPlacesOf,
  listTree,
  mayKeepStructure,
  parseDay,
  pathOf,
  pivot,
  placesHistory,
  todayOf,
} from './axes.ts'
import { keepRoutes } from './keep.routes.tsx'
import { CrossingPage, NetworkView, PersonHistoryPage } from './network.page.tsx'
import { nodeRoutes } from './node.routes.tsx'
import { AxisView, FlatView, MatrixView, StructurePage } from './structure.page.tsx'
import { type Shape, shapes } from './structure.parts.tsx'
import { axisTitle } from './titles.ts'

type C = Context<WebEnv>

/** Every address of the structure. */
export const axisRoutes: Routes = (app) => {
  app.get('/inside/structure', drawStructure)
  app.get('/inside/structure/people', drawCrossing)
  app.get('/inside/structure/of/:id', drawHistory)
  keepRoutes(app)
  nodeRoutes(app)
}

interface View {
  readonly c: C
  readonly axes: readonly Axis[]
  readonly day: Day
  readonly chosen: Day | undefined
}

async function drawStructure(c: C) {
  const { ctx } = c.var
  const chosen = parseDay(c.req.query('day'))
  const view = c.req.query('view') ?? 'functional'
  // An axis that was ended has no tab, but whoever asks for it reads its past.
  const axes = (await listAxes(ctx, { ended: true })).filter(
    (axis) => axis.endedAt === null || axis.key === axisKeyOf(view),
  )
  const seen = { c, axes, day: chosen ?? todayOf(ctx.now), chosen }
  const drawn = await drawView(seen, view)
  return c.render(
    <StructurePage
      view={drawn.view}
      intro={drawn.intro}
      axes={axes}
      day={seen.day}
      chosen={chosen}
      keep={drawn.keep}
      fields={drawn.fields}
      mayKeep={mayKeepStructure(ctx.viewer).allowed}
    >
      {drawn.content}
    </StructurePage>,
    { title: ctx.say('Structure'), realm: 'inside', nav: 'structure' },
  )
}

async function drawView(seen: View, view: string) {
  const shape = Object.hasOwn(shapes, view) ? (view as Shape) : undefined
  if (shape === 'none') return drawFlat(seen)
  if (shape === 'matrix') return drawMatrix(seen)
  if (shape === 'networked') return drawNetwork(seen)
  const axis = seen.axes.find((one) => one.key === axisKeyOf(view))
  return axis ? drawAxis(seen, axis) : drawFlat(seen)
}

/** The axis whose tree a view shows; undefined where it shows none. */
function axisKeyOf(view: string): string | undefined {
  if (!Object.hasOwn(shapes, view)) return view.startsWith('axis-') ? view.slice('axis-'.length) : undefined
  const shape = shapes[view as Shape]
  return 'axis' in shape ? shape.axis : undefined
}

async function drawFlat({ c, chosen }: View) {
  const { items, next } = await listPeople(c.var.ctx, {
    realm: 'inside',
    after: parseId<'account'>(c.req.query('after')),
  })
  const content = <FlatView people={items} next={next} chosen={chosen} />
  return { view: 'none', intro: shapes.none.intro, keep: {}, fields: undefined, content }
}

async function drawAxis({ c, day, chosen }: View, axis: Axis) {
  const { ctx } = c.var
  const known = Object.entries(shapes).find(([, shape]) => 'axis' in shape && shape.axis === axis.key)
  const view = known?.[0] ?? `axis-${axis.key}`
  const { items, next } = await listTree(ctx, {
    axis: axis.key,
    day,
    after: parseId<'axis-node'>(c.req.query('after')),
  })
  const { unplaced } = await pivot(ctx, { rows: axis.key, day })
  const content = <AxisView axis={axis} lines={items} next={next} view={view} chosen={chosen} unplaced={unplaced} />
  return {
    view,
    intro: known?.[1].intro ?? said('By {axis}.', { axis: axis.title }),
    keep: {},
    fields: undefined,
    content,
  }
}

async function drawMatrix({ c, axes, day, chosen }: View) {
  const { ctx } = c.var
  const keyOf = (name: string, standard: number) => {
    const asked = c.req.query(name)
    return (axes.find((axis) => axis.key === asked) ?? axes[standard] ?? axes[0])?.key
  }
  const [rows, columns] = [keyOf('rows', 0), keyOf('columns', 1)]
  const node = (name: string) => parseId<'axis-node'>(c.req.query(name))
  const rowsUnder = node('rowsUnder') ?? (await onlyTop(c, rows, day))
  const columnsUnder = node('columnsUnder') ?? (await onlyTop(c, columns, day))
  const keep = { rows, columns, rowsUnder: rowsUnder?.toString(), columnsUnder: columnsUnder?.toString() }
  const matrix =
    rows === undefined || columns === undefined
      ? undefined
      : await pivot(ctx, {
          rows,
          columns,
          day,
          rowsUnder,
          columnsUnder,
          rowsAfter: node('rowsAfter'),
          columnsAfter: node('columnsAfter'),
        })
  const options = axes.map((axis) => ({ value: axis.key, label: axisTitle(ctx.say, axis) }))
  const fields = (
    <>
      <Select name="rows" label={ctx.say('Rows')} options={options} value={rows} />
      <Select name="columns" label={ctx.say('Columns')} options={options} value={columns} />
    </>
  )
  const content = matrix ? (
    <MatrixView
      matrix={matrix}
      below={{ rows: await titleOf(c, rowsUnder, day), columns: await titleOf(c, columnsUnder, day) }}
      chosen={chosen}
      keep={keep}
    />
  ) : (
    <p>{ctx.say('There is no axis to cross.')}</p>
  )
  return { view: 'matrix', intro: shapes.matrix.intro, keep: {}, fields, content }
}

/** The place under which all of an axis hangs: a crossing begins below it. Undefined when several stand at the top. */
async function onlyTop(c: C, axis: string | undefined, day: Day): Promise<NodeId | undefined> {
  if (axis === undefined) return undefined
  const { items } = await listChildren(c.var.ctx, { axis, day }, 2)
  return items.length === 1 && items[0]!.below > 0 ? items[0]!.id : undefined
}

async function titleOf(c: C, id: NodeId | undefined, day: Day): Promise<string | undefined> {
  return id === undefined ? undefined : (await getNode(c.var.ctx, id, day)).title
}

async function drawNetwork({ c, day, chosen }: View) {
  const { ctx } = c.var
  const asked = c.req.query('person')
  const own = ctx.viewer.kind === 'account' ? ctx.viewer.id : undefined
  const id = asked === undefined ? own : parseId<'account'>(asked)
  const person = await personOf(c, id)
  const places = await listPlacesOf(ctx, { accountId: person.id }, day)
  const nodes = places.map((place) => place.nodeId)
  const content = (
    <NetworkView
      person={person}
      places={places}
      paths={await pathOf(ctx, nodes, day)}
      groups={(await listGroups(ctx, { member: person.id })).items}
      colleagues={await listColleagues(ctx, person.id, day)}
      chosen={chosen}
    />
  )
  return { view: 'networked', intro: shapes.networked.intro, keep: { person: asked }, fields: undefined, content }
}

async function personOf(c: C, id: AccountId | undefined) {
  const person = id === undefined ? undefined : await findPerson(c.var.ctx, id)
  if (!person) throw new NotFound('people.not-found')
  return person
}

async function drawCrossing(c: C) {
  const { ctx } = c.var
  const day = parseDay(c.req.query('day')) ?? todayOf(ctx.now)
  const nodes = (c.req.query('nodes') ?? '')
    .split(',')
    .slice(0, 4)
    .map((text) => parseId<'axis-node'>(text))
    .filter((id): id is NodeId => id !== undefined)
  const not = c.req.query('not')
  const axis = not === undefined ? undefined : await getAxis(ctx, not)
  const titles = await Promise.all(nodes.map(async (id) => (await getNode(ctx, id, day)).title))
  const { items, next } = await listCrossing(ctx, {
    nodes,
    notOn: axis?.id,
    day,
    after: parseId<'account'>(c.req.query('after')),
  })
  const title = crossingTitle(ctx.say, titles, axis)
  const keep = { nodes: nodes.length > 0 ? nodes.join(',') : undefined, not }
  return c.render(<CrossingPage title={title} people={items} next={next} keep={keep} day={day} />, {
    title,
    realm: 'inside',
    nav: 'structure',
  })
}

function crossingTitle(say: Say, titles: readonly string[], not: Axis | undefined): string {
  const places = say.list(titles)
  if (not === undefined) return places || say('Everyone')
  const axis = axisTitle(say, not)
  return places ? say('{places}, nowhere on {axis}', { places, axis }) : say('Everyone, nowhere on {axis}', { axis })
}

async function drawHistory(c: C) {
  const { ctx } = c.var
  // Asked first: for whoever does not work here there is no such page, whatever number stands in its address.
  await listAxes(ctx)
  const person = await personOf(c, parseId<'account'>(c.req.param('id')))
  const { items, next } = await placesHistory(ctx, { accountId: person.id }, parseId<'placement'>(c.req.query('after')))
  return c.render(<PersonHistoryPage person={person} places={items} next={next} />, {
    title: ctx.say('Places of {name}', { name: person.displayName }),
    realm: 'inside',
    nav: 'structure',
  })
}
