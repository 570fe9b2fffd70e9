import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { companyName } from '../company.ts'
import { GuestsPage } from './guests.page.tsx'
import { RoomsPage } from './rooms.page.tsx'
import {
  type GuestIn,
  listGuests,
  ownRooms,
  renewSponsorship,
  takeOverSponsorship,
  withdrawSponsorship,
} from './sponsorships.ts'

type C = Context<WebEnv>

/** /inside/guests for employees; /rooms for a guest. */
export const sponsorshipRoutes: Routes = (app) => {
  app.get('/inside/guests', async (c) => {
    const { ctx } = c.var
    const wantsAll = c.req.query('show') === 'all'
    const from = parseId(c.req.query('from')) ?? 0
    const { guests, next, mayAll } = await listGuests(ctx, { all: wantsAll, from })
    return c.render(<GuestsPage guests={guests} next={next} all={wantsAll && mayAll} mayAll={mayAll} now={ctx.now} />, {
      title: ctx.say('Guests'),
      realm: 'inside',
      nav: 'guests',
    })
  })
  for (const [verb, act] of [
    ['renew', renewSponsorship],
    ['take-over', takeOverSponsorship],
    ['end', withdrawSponsorship],
  ] as const) {
    app.post(`/inside/guests/${verb}`, async (c) => {
      await act(c.var.ctx, await guestOf(c))
      return c.redirect('/inside/guests', 303)
    })
  }
  app.get('/rooms', async (c) => {
    const { ctx } = c.var
    const rooms = await ownRooms(ctx)
    return c.render(<RoomsPage rooms={rooms} company={await companyName(ctx)} now={ctx.now} />, {
      title: ctx.say('Your rooms'),
      realm: 'bridge',
      nav: 'rooms',
      indexed: false,
    })
  })
}

async function guestOf(c: C): Promise<GuestIn> {
  const form = await readForm(c)
  const guestId = parseId<'account'>(form.guest)
  const spaceId = parseId(form.space)
  if (guestId === undefined || spaceId === undefined) throw new NotFound('sponsorships.not-found')
  return { guestId, spaceId }
}
