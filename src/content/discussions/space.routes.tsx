import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { said } from '../../platform/languages/languages.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import type { AccountId } from '../../platform/ids.ts'
import { parseId } from '../../platform/ids.ts'
import { type PersonCard, listPeople } from '../../people/accounts/accounts.ts'
import { sponsorsIn } from '../../people/sponsorships/sponsorships.ts'
import type { Ctx } from '../../platform/context.ts'
import { audienceOf } from '../../realms/audience/audience.ts'
import {
  type Space,
  addMember,
  getSpace,
  listMembers,
  mayAddTo,
  mayWriteIn,
  removeMember,
  rightIn,
} from '../../realms/spaces/spaces.ts'
import { drawFollowButton } from '../tags/tags.ts'
import { threadAddress } from '../threads/threads.ts'
import { spacesById } from './discussions.parts.tsx'
import { listStream, startDiscussion } from './discussions.ts'
import { MembersPage } from './members.page.tsx'
import { SpacePage } from './space.page.tsx'

const postSchema = z.object({ title: z.string().optional(), body: z.string(), over: z.string().optional() })
const memberSchema = z.object({
  account: z
    .string()
    .trim()
    .regex(/^[1-9][0-9]{0,14}/, said('Choose somebody from the list of people.'))
    .transform((text) => parseInt(text, 10) as AccountId),
})

/** /inside/spaces/:slug — one space inside or on the bridge, its posts and its members. */
export const spacePageRoutes: Routes = (app) => {
  app.get('/inside/spaces/:slug', (c) => drawSpace(c, emptyForm))
  app.post('/inside/spaces/:slug/threads', (c) =>
    takeForm(
      c,
      postSchema,
      async ({ over, ...post }) => {
        const thread = await startDiscussion(c.var.ctx, await wallSpace(c), { ...post, overBridge: over === 'yes' })
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawSpace(c, form),
    ),
  )
  app.get('/inside/spaces/:slug/members', (c) => drawMembers(c, emptyForm))
  app.post('/inside/spaces/:slug/members', (c) =>
    takeForm(
      c,
      memberSchema,
      async ({ account }) => {
        const space = await wallSpace(c)
        await addMember(c.var.ctx, space, account)
        return c.redirect(`/inside/spaces/${space.slug}/members`, 303)
      },
      (form) => drawMembers(c, form),
    ),
  )
  app.post('/inside/spaces/:slug/members/:id/remove', async (c) => {
    const space = await wallSpace(c)
    const id = parseId<'account'>(c.req.param('id'))
    if (!id) throw new NotFound()
    await removeMember(c.var.ctx, space, id)
    const { viewer } = c.var.ctx
    return c.redirect(
      viewer.kind === 'account' && viewer.id === id ? '/inside/spaces' : `/inside/spaces/${space.slug}/members`,
      303,
    )
  })
}

/** The space of the address, if it stands inside or on the bridge; outside spaces have addresses of their own. */
async function wallSpace(c: Context<WebEnv>): Promise<Space> {
  const space = await getSpace(c.var.ctx, c.req.param('slug') ?? '')
  if (space.realm === 'outside') throw new NotFound('spaces.not-found')
  return space
}

async function drawSpace(c: Context<WebEnv>, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const space = await wallSpace(c)
  const [page, audience] = [
    await listStream(ctx, { spaceId: space.id }, c.req.query('after')),
    await audienceOf(ctx, space),
  ]
  return c.render(
    <SpacePage
      space={space}
      audience={audience}
      threads={page.items}
      people={page.people}
      unread={page.unread}
      spaces={spacesById([space])}
      viewer={ctx.viewer}
      mayWrite={mayWriteIn(ctx.viewer, space, await rightIn(ctx, space)).allowed}
      company={audience.company}
      now={ctx.now}
      form={form}
      next={page.next}
      follow={await drawFollowButton(ctx, { kind: 'space', id: space.id }, `/inside/spaces/${space.slug}`)}
    />,
    {
      title: space.title,
      realm: space.realm,
      nav: 'spaces',
      live: [`space:${space.id}`],
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}

async function drawMembers(c: Context<WebEnv>, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const space = await wallSpace(c)
  const members = await listMembers(ctx, space, parseId<'account'>(c.req.query('after')) ?? 0)
  const verdict = await mayAddTo(ctx, space)
  const find = (c.req.query('find') ?? '').trim().slice(0, 120)
  const candidates = verdict.allowed && find ? await findCandidates(ctx, space, find) : []
  const next = members.length === 100 ? members.at(-1)!.id : undefined
  const sponsors = space.realm === 'bridge' ? await sponsorsIn(ctx, space.id) : undefined
  const isGuest = ctx.viewer.kind === 'account' && ctx.viewer.realm === 'bridge'
  const guests = sponsors && { sponsors, isGuest, now: ctx.now }
  return c.render(<MembersPage {...{ space, members, verdict, form, find, candidates, next, guests }} />, {
    title: ctx.say('Members of {space}', { space: space.title }),
    realm: space.realm,
    nav: 'spaces',
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}

/** People whose name begins so and who may be added: employees, on the bridge guests too. */
async function findCandidates(ctx: Ctx, space: Space, name: string): Promise<readonly PersonCard[]> {
  const inside = await listPeople(ctx, { realm: 'inside', name })
  const guests = space.realm === 'bridge' ? (await listPeople(ctx, { realm: 'bridge', name })).items : []
  return [...inside.items.slice(0, 10), ...guests.slice(0, 10)]
}
