import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { countAccounts, drawPersonPanels, findPerson, listPeople, mayClose, personPath } from '../accounts/accounts.ts'
import { listPlacesOf } from '../axes/axes.ts'
import { companyName } from '../company.ts'
import { listKnown, mutualWith, standingWith } from '../connections/connections.ts'
import { placesToInvite } from '../invitations/invitations.ts'
import { listFields } from './fields.ts'
import { PeoplePage } from './people.page.tsx'
import { PersonPage } from './person.page.tsx'
import { profilePage } from './structured-data.ts'

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
  const fields = await listFields(ctx, person.id)
  // A place in the structure is for those who work here: of a colleague, and to a colleague.
  const isColleague = person.realm === 'inside' && ctx.viewer.kind === 'account' && ctx.viewer.realm === 'inside'
  const site = c.var.config.publicUrl ?? new URL(c.req.url).origin
  return c.render(
    <PersonPage
      person={person}
      company={await companyName(ctx)}
      isSelf={isSelf}
      now={ctx.now}
      fields={fields}
      known={await listKnown(ctx, person.id, undefined, parseId(c.req.query('known')))}
      places={isColleague ? await listPlacesOf(ctx, { accountId: person.id }) : []}
      tie={await standingWith(ctx, person.id)}
      mutual={await mutualWith(ctx, person.id)}
      panels={await drawPersonPanels(ctx, person)}
      mayClose={mayClose(ctx, person).allowed}
    />,
    {
      title: person.displayName,
      realm: person.realm,
      nav: 'people',
      canonical: personPath(person),
      // People are not made findable on the web by an accident of the standard setting.
      indexed: false,
      ...(person.realm === 'outside' && {
        subject: { kind: 'person', id: person.id },
        feed: { path: `/people/${person.id}/feed.atom`, title: ctx.say('By {name}', { name: person.displayName }) },
        structuredData: profilePage(person, fields, site),
        styles: ['extra'],
      }),
    },
  )
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
    { title: ctx.say('People'), realm: 'inside', nav: 'people' },
  )
}
