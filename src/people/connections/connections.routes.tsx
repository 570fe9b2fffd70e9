import type { Context } from 'hono'
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { findPerson, personPath } from '../accounts/accounts.ts'
import { ConnectionsPage, lists } from './connections.page.tsx'
import type { TieAct } from './connections.parts.tsx'
import {
  type OwnList,
  accept,
  ask,
  block,
  countOwn,
  decline,
  end,
  listOwn,
  setFollowing,
  setHidden,
  unblock,
  withdraw,
} from './connections.ts'

const acts: Readonly<Record<TieAct, Act>> = {
  ask,
  accept,
  decline,
  withdraw,
  end,
  hide: (ctx, id) => setHidden(ctx, id, true),
  show: (ctx, id) => setHidden(ctx, id, false),
  block,
  unblock,
  follow: (ctx, id) => setFollowing(ctx, id, true),
  unfollow: (ctx, id) => setFollowing(ctx, id, false),
}
const listNames = Object.keys(lists) as OwnList[]
const tieSchema = z.object({
  act: z.enum(Object.keys(acts) as TieAct[]),
  back: z.enum(listNames).optional(),
})

/** The lists of a member, and the one address of everything that two members can change between them. */
export const connectionRoutes: Routes = (app) => {
  app.get('/connections', drawConnections)

  app.post('/people/:id{[0-9]+}/tie', async (c) => {
    const { ctx } = c.var
    const id = parseId<'account'>(c.req.param('id'))
    const asked = tieSchema.safeParse(await readForm(c))
    const person = id === undefined ? undefined : await findPerson(ctx, id)
    if (!person || !asked.success) throw new NotFound('people.not-found')
    const { act, back } = asked.data
    await acts[act](ctx, person.id)
    return c.redirect(back === undefined ? personPath(person) : `/connections?show=${back}`, 303)
  })
}

async function drawConnections(c: Context<WebEnv>): Promise<Response> {
  const { ctx } = c.var
  if (ctx.viewer.kind === 'visitor') return c.redirect('/sign-in?next=%2Fconnections', 303)
  const { show, after } = c.req.query()
  const list = listNames.find((name) => name === show) ?? 'connected'
  const page = await listOwn(ctx, list, after)
  const counts = {} as Record<OwnList, number>
  for (const name of listNames) counts[name] = await countOwn(ctx, name)
  return c.render(<ConnectionsPage list={list} page={page} counts={counts} now={ctx.now} later={Boolean(after)} />, {
    title: ctx.say('People you know'),
    realm: 'outside',
    nav: 'connections',
    styles: ['extra'],
    indexed: false,
  })
}

type Act = (ctx: Ctx, id: AccountId) => Promise<void>
