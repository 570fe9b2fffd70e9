import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { countAccounts, findPerson, listPeople, personPath } from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import { placesToInvite } from '../invitations/invitations.ts'
import { PeoplePage } from './people.page.tsx'
import { PersonPage } from './person.page.tsx'

type C = Context<WebEnv>

const realmSchema = z.enum(['inside', 'outside', 'bridge']).catch('inside')

export const profileRoutes: Routes = (app) => {
  app.get('/people/:person', drawPerson)
  app.get('/inside/people', drawPeople)
}

async function drawPerson(c: C) {
  const { ctx } = c.var
  const id = parseId<'account'>(/^\d+(?=-|$)/.exec(c.req.param('person') ?? '')?.[0])
  const person = id === undefined ? undefined : await findPerson(ctx, id)
  if (!person) throw new NotFound('people.not-found')
  const isSelf = ctx.viewer.kind === 'account' && ctx.viewer.id === person.id
  return c.render(<PersonPage person={person} company={await companyName(ctx)} isSelf={isSelf} now={ctx.now} />, {
    title: person.displayName,
    realm: person.realm,
    nav: 'people',
    canonical: personPath(person),
    // People are not made findable on the web by an accident of the standard setting.
    indexed: false,
  })
}

async function drawPeople(c: C) {
  const { ctx } = c.var
  // Also keeps everybody but employees away: for them there is no such page.
  const places = await placesToInvite(ctx)
  const realm = realmSchema.parse(c.req.query('realm'))
  const name = (c.req.query('name') ?? '').trim().slice(0, 100)
  const { items, next } = await listPeople(ctx, { realm, name, after: parseId<'account'>(c.req.query('after')) })
  return c.render(
    <PeoplePage
      people={items}
      realm={realm}
      name={name}
      next={next}
      company={await companyName(ctx)}
      count={await countAccounts(ctx, realm)}
      mayInvite={places.inside || places.rooms.length > 0}
    />,
    { title: 'People', realm: 'inside', nav: 'people' },
  )
}
