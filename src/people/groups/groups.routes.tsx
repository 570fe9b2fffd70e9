import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { listPeople } from '../accounts/accounts.ts'
import { GroupPage } from './group.page.tsx'
import { GroupsPage } from './groups.page.tsx'
import {
  addToGroup,
  describeGroup,
  endGroup,
  getGroup,
  groupSchema,
  listGroupMembers,
  listGroups,
  makeGroup,
  removeFromGroup,
  setGroupRole,
  standingIn,
} from './groups.ts'

type C = Context<WebEnv>

const accountSchema = z.object({
  account: z.coerce
    .number(said('Choose a colleague.'))
    .int(said('Choose a colleague.'))
    .positive(said('Choose a colleague.'))
    .transform((id) => id as AccountId),
})
const roleSchema = accountSchema.extend({ role: z.enum(['member', 'lead'], said('Choose lead or member.')) })

export const groupRoutes: Routes = (app) => {
  app.get('/inside/groups', (c) => drawGroups(c, emptyForm))
  app.post('/inside/groups', (c) =>
    takeForm(
      c,
      groupSchema,
      async (given) => c.redirect(`/inside/groups/${(await makeGroup(c.var.ctx, given)).slug}`, 303),
      (form) => drawGroups(c, form),
    ),
  )
  app.get('/inside/groups/:slug', (c) => drawGroup(c, emptyForm))
  app.post('/inside/groups/:slug', (c) =>
    take(c, groupSchema.omit({ kind: true }), (slug, given) => describeGroup(c.var.ctx, slug, given)),
  )
  app.post('/inside/groups/:slug/members', (c) =>
    take(c, accountSchema, (slug, { account }) => addToGroup(c.var.ctx, slug, account)),
  )
  app.post('/inside/groups/:slug/remove', (c) =>
    take(c, accountSchema, (slug, { account }) => removeFromGroup(c.var.ctx, slug, account)),
  )
  app.post('/inside/groups/:slug/role', (c) =>
    take(c, roleSchema, (slug, { account, role }) => setGroupRole(c.var.ctx, slug, account, role)),
  )
  app.post('/inside/groups/:slug/end', (c) => take(c, z.object({}), (slug) => endGroup(c.var.ctx, slug)))
}

function take<Schema extends z.ZodType>(
  c: C,
  schema: Schema,
  act: (slug: string, given: z.output<Schema>) => Promise<void>,
): Promise<Response> {
  const slug = slugOf(c)
  return takeForm(
    c,
    schema,
    async (given) => {
      await act(slug, given)
      return c.redirect(`/inside/groups/${slug}`, 303)
    },
    (form) => drawGroup(c, form),
  )
}

function slugOf(c: C): string {
  const slug = c.req.param('slug')
  if (!slug) throw new NotFound('groups.not-found')
  return slug
}

async function drawGroups(c: C, form: FormState) {
  const ended = c.req.query('show') === 'ended'
  const { items, next } = await listGroups(c.var.ctx, { ended, after: parseId<'group'>(c.req.query('after')) })
  return c.render(<GroupsPage groups={items} ended={ended} next={next} form={form} />, {
    title: c.var.ctx.say('Groups'),
    realm: 'inside',
    nav: 'groups',
    status: form === emptyForm ? 200 : 422,
  })
}

async function drawGroup(c: C, form: FormState) {
  const { ctx } = c.var
  const group = await getGroup(ctx, slugOf(c))
  const { verdict, role } = await standingIn(ctx, group)
  const { items, next } = await listGroupMembers(ctx, group.id, parseId<'account'>(c.req.query('after')))
  const find = (c.req.query('find') ?? '').trim().slice(0, 100)
  const found = find && verdict.allowed ? await listPeople(ctx, { realm: 'inside', name: find }) : { items: [] }
  return c.render(
    <GroupPage
      group={group}
      members={items}
      next={next}
      verdict={verdict}
      own={ctx.viewer.kind === 'account' ? { id: ctx.viewer.id, role } : undefined}
      find={find}
      candidates={found.items.slice(0, 10)}
      form={form}
      now={ctx.now}
    />,
    { title: group.title, realm: 'inside', nav: 'groups', status: form === emptyForm ? 200 : 422 },
  )
}
