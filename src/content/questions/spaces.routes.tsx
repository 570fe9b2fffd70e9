import type { Context } from 'hono'
import { z } from 'zod'
import { companyName } from '../../people/company.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { audienceOf } from '../../realms/audience/audience.ts'
import { type Space, getSpace, isEmployee, listSpaces, rightIn } from '../../realms/spaces/spaces.ts'
import { Empty } from '../../ui/surface.tsx'
import { drawFollowButton, listProducts, readAbout } from '../tags/tags.ts'
import { audienceLine } from './readers.ts'
import { listAddress, showOf, spaceListing } from './listings.ts'
import { PromisePage } from './promise.page.tsx'
import { mayPromise } from './promises.access.ts'
import { debtIn, listCommunity, mayPromiseIn, promiseAnswers, promiseIn } from './questions.ts'
import { HomeMasthead, SpacePage } from './space.page.tsx'

type C = Context<WebEnv>

/** The home of the community and the pages of its places. */
export const outsideSpaceRoutes: Routes = (app) => {
  app.get('/', async (c) => {
    const { viewer } = c.var.ctx
    // A guest has one room and nothing outside.
    if (viewer.kind === 'account' && viewer.realm === 'bridge') {
      const [room] = await listSpaces(c.var.ctx)
      return c.redirect(room ? `/inside/spaces/${room.slug}` : '/rooms', 302)
    }
    const [space] = await listSpaces(c.var.ctx, { realm: 'outside' })
    if (space) return drawSpace(c, space, true)
    const title = await companyName(c.var.ctx)
    return c.render(<Empty title={c.var.ctx.say('Nothing is public here yet')} realm="outside" />, {
      title,
      realm: 'outside',
      nav: 'start',
      indexed: false,
    })
  })

  app.get('/s/:slug{[a-z0-9-]+}', async (c) => {
    const space = await getSpace(c.var.ctx, c.req.param('slug'))
    if (space.realm !== 'outside') return c.redirect(`/inside/spaces/${space.slug}`, 302)
    return drawSpace(c, space, false)
  })

  app.get('/s/:slug{[a-z0-9-]+}/-/promise', async (c) => drawPromise(c, emptyForm))

  app.post('/s/:slug{[a-z0-9-]+}/-/promise', (c) =>
    takeForm(
      c,
      promiseSchema,
      async ({ hours }) => {
        const space = await settingsOf(c)
        await promiseAnswers(c.var.ctx, space, hours)
        return c.redirect(`/s/${space.slug}`, 303)
      },
      (form) => drawPromise(c, form),
    ),
  )
}

const promiseSchema = z.object({
  hours: z
    .string()
    .trim()
    .regex(/^[0-9]{0,5}$/, said('Give whole hours, or leave it empty.'))
    .transform((text) => (text === '' ? null : Number.parseInt(text, 10))),
})

async function outsideSpace(c: C): Promise<Space> {
  const space = await getSpace(c.var.ctx, c.req.param('slug') ?? '')
  if (space.realm !== 'outside') throw new NotFound('spaces.not-found')
  return space
}

/** The space whose promise the viewer may set. For whom it is not to set there is no such page. */
async function settingsOf(c: C): Promise<Space> {
  const { ctx } = c.var
  const space = await outsideSpace(c)
  const verdict = mayPromise(ctx.viewer, space, await rightIn(ctx, space))
  if (!verdict.allowed && ctx.viewer.kind === 'account') throw new NotFound('spaces.not-found')
  demand(verdict)
  return space
}

async function drawPromise(c: C, form: FormState): Promise<Response> {
  const ctx = c.var.ctx
  const space = await settingsOf(c)
  const promise = await promiseIn(ctx, space)
  return c.render(<PromisePage space={space} promise={promise} company={await companyName(ctx)} form={form} />, {
    title: ctx.say('What is promised here'),
    realm: 'outside',
    nav: 'questions',
    indexed: false,
    width: 'narrow',
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}

async function drawSpace(c: C, space: Space, home: boolean): Promise<Response> {
  const ctx = c.var.ctx
  const { show: asked, after } = c.req.query()
  const show = showOf(spaceListing, asked)
  const { types, state } = spaceListing.shows[show]!
  const path = home ? '/' : `/s/${space.slug}`
  const products = await listProducts(ctx)
  const { about, isMoved } = readAbout(products, c.req.query())
  if (isMoved) return c.redirect(listAddress({ show, ...about }, path), 302)
  const audience = await audienceOf(ctx, space)
  const others = (await listSpaces(ctx, { realm: 'outside' })).filter((other) => other.id !== space.id)
  const isPublic = audience.everyone
  const page = await listCommunity(
    ctx,
    { spaceId: space.id, ...(types && { types }), ...(state && { state }), ...about },
    after,
  )
  const isPlain = !after && show === 'newest' && Object.keys(about).length === 0
  return c.render(
    <SpacePage
      space={space}
      {...{ show, about, products, page }}
      later={Boolean(after)}
      now={ctx.now}
      company={audience.company}
      {...await debtIn(ctx, space)}
      mayPromise={await mayPromiseIn(ctx, space)}
      isEmployee={isEmployee(ctx.viewer)}
      others={others}
      audience={audienceLine(ctx.say, audience)}
      home={home}
      follow={await drawFollowButton(ctx, { kind: 'space', id: space.id }, path)}
    />,
    {
      title: space.title,
      realm: 'outside',
      nav: home ? 'start' : 'questions',
      subject: { kind: 'space', id: space.id },
      ...(home && { masthead: <HomeMasthead space={space} /> }),
      ...(isPublic && isPlain
        ? {
            canonical: path,
            description: space.description || ctx.say('Questions and answers in {space}.', { space: space.title }),
          }
        : { indexed: false }),
      ...(isPublic && { feed: { path: `/s/${space.slug}/feed.atom`, title: space.title } }),
    },
  )
}
