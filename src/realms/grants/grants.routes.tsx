import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { placeByForm, placeSchema, placementOf, placementSchema, todayOf } from '../../people/axes/axes.ts'
import {
  type RightsSpace,
  type SpaceId,
  archiveSpace,
  describeSpace,
  endPlaceOfSpace,
  getRightsSpace,
  isEmployee,
  liftStop,
  listAbove,
  listBelow,
  listPlacesOfSpace,
  listPossibleParents,
  listRightsSpaces,
  listPlaceableFor,
  moveSpace,
  narrowSpace,
  placeSpace,
  reopenSpace,
  settingsOf,
  standingOf,
  stopFlow,
  wordsSchema,
} from '../spaces/spaces.ts'
import {
  endGrant,
  giveGrant,
  grantChoices,
  grantSchema,
  listGrants,
  listHolders,
  listStory,
  mayGiveIn,
} from './grants.ts'
import type { GrantId } from './grants.tables.ts'
import { RightsListPage } from './rights.list.page.tsx'
import { RightsPage } from './rights.page.tsx'

type C = Context<WebEnv>
const paths = ['/inside/spaces/:slug/rights', '/inside/rights/:id'] as const

const endSchema = z.object({ grant: z.string() })
const moveSchema = z.object({ parent: z.string().default('') })
const stopSchema = z.object({ as: z.enum(['', 'manager', 'administrator'], said('Choose a stop.')) })
const narrowSchema = z.object({ access: z.enum(['employees', 'members', 'public', 'invited']) })

/** The rights of a space, at its own address and, for administrators of spaces that they do not read, by number. */
export const grantRoutes: Routes = (app) => {
  app.get('/inside/rights', async (c) => {
    const { ctx } = c.var
    if (!isEmployee(ctx.viewer)) throw new NotFound()
    const spaces = await listRightsSpaces(ctx, parseId(c.req.query('after')) ?? 0)
    const next = spaces.length === 100 ? spaces.at(-1)!.id : undefined
    return c.render(<RightsListPage spaces={spaces} next={next} />, {
      title: ctx.say('Rights'),
      realm: 'inside',
      nav: 'rights',
    })
  })
  for (const path of paths) {
    app.get(path, (c) => draw(c, emptyForm))
    const on = <Schema extends z.ZodType>(
      what: string,
      schema: Schema,
      act: (c: C, space: RightsSpace, values: z.output<Schema>) => Promise<unknown>,
    ) =>
      app.post(path + what, (c) =>
        takeForm(
          c,
          schema,
          async (values) => {
            await act(c, await spaceOf(c), values)
            return c.redirect(pathOf(c), 303)
          },
          (form) => draw(c, form),
        ),
      )
    on('', grantSchema, (c, space, values) => giveGrant(c.var.ctx, space.id, values))
    on('/end', endSchema, (c, _space, values) => {
      const id = parseId<'grant'>(values.grant)
      if (!id) throw new NotFound()
      return endGrant(c.var.ctx, id as GrantId)
    })
    on('/move', moveSchema, (c, space, { parent }) =>
      // Nothing that is no number can be a space: 0 is none, and is refused as such.
      moveSpace(c.var.ctx, space.id, parent === '' ? null : ((parseId(parent) ?? 0) as SpaceId)),
    )
    on('/stop', stopSchema, (c, space, { as }) =>
      as === '' ? liftStop(c.var.ctx, space.id) : stopFlow(c.var.ctx, space.id, as),
    )
    on('/places', placeSchema, (c, space, given) =>
      placeByForm(given, (input) => placeSpace(c.var.ctx, space.id, input)),
    )
    on('/places/end', placementSchema, (c, space, given) => endPlaceOfSpace(c.var.ctx, space.id, placementOf(given)))
    on('/words', wordsSchema, (c, space, values) => describeSpace(c.var.ctx, space.id, values))
    on('/narrow', narrowSchema, (c, space, { access }) => narrowSpace(c.var.ctx, space.id, access))
    on('/archive', z.object({}), (c, space) => archiveSpace(c.var.ctx, space.id))
    on('/reopen', z.object({}), (c, space) => reopenSpace(c.var.ctx, space.id))
  }
}

async function spaceOf(c: C): Promise<RightsSpace> {
  const slug = c.req.param('slug')
  if (slug === undefined) {
    const id = parseId<'space'>(c.req.param('id'))
    if (!id) throw new NotFound('spaces.not-found')
    return getRightsSpace(c.var.ctx, { id: id as SpaceId })
  }
  const space = await getRightsSpace(c.var.ctx, { slug })
  if (space.realm === 'outside') throw new NotFound('spaces.not-found')
  return space
}

/** The page that a form on it returns to. */
function pathOf(c: C): string {
  const slug = c.req.param('slug')
  return slug === undefined ? `/inside/rights/${c.req.param('id')}` : `/inside/spaces/${slug}/rights`
}

async function draw(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const space = await spaceOf(c)
  const find = (form.values.find ?? c.req.query('find') ?? '').trim().slice(0, 120)
  const holders = await listHolders(ctx, space, parseId(c.req.query('after')) ?? 0)
  const giving = await mayGiveIn(ctx, space)
  return c.render(
    <RightsPage
      space={space}
      reads={(await standingOf(ctx, space)).reads}
      path={pathOf(c)}
      above={await listAbove(ctx, space)}
      below={await listBelow(ctx, space)}
      grants={await listGrants(ctx, space)}
      places={await listPlacesOfSpace(ctx, space)}
      placeable={await listPlaceableFor(ctx, space)}
      today={todayOf(ctx.now)}
      holders={holders.items}
      nextHolder={holders.next}
      story={await listStory(ctx, space)}
      refusal={giving.verdict.allowed ? undefined : giving.verdict.because}
      choices={await grantChoices(ctx, space, find)}
      find={find}
      settings={await settingsOf(ctx, space)}
      parents={await listPossibleParents(ctx, space)}
      form={form}
      now={ctx.now}
    />,
    {
      title: ctx.say('Rights in {space}', { space: space.title }),
      realm: space.realm === 'outside' ? 'inside' : space.realm,
      nav: 'spaces',
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}
