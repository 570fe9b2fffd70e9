import type { Realm } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { emptyForm } from '../../platform/http/form.ts'
import { spacesById } from '../../content/discussions/discussions.parts.tsx'
import { listStream } from '../../content/discussions/discussions.ts'
import { listThreads } from '../../content/threads/threads.ts'
import { listSwarms } from '../../customers/swarms/swarms.ts'
import { companyName } from '../../people/company.ts'
import { audienceOf } from '../../realms/audience/audience.ts'
import { isEmployee, listSpaces } from '../../realms/spaces/spaces.ts'
import { HomePage } from './home.page.tsx'

/** /inside — the home of an employee; a guest is shown to their one room. */
export const homeRoutes: Routes = (app) => {
  app.get('/inside', async (c) => {
    const { ctx } = c.var
    const spaces = await listSpaces(ctx)
    if (ctx.viewer.kind === 'account' && ctx.viewer.realm === 'bridge') {
      return c.redirect(spaces[0] ? `/inside/spaces/${spaces[0].slug}` : '/rooms', 302)
    }
    if (!isEmployee(ctx.viewer)) throw new NotFound()
    const realm = realmOf(c.req.query('realm'))
    const insideSpaces = spaces.filter((space) => space.realm === 'inside')
    const place = insideSpaces[0]
    const stream = await listStream(ctx, realm ? { realm } : {}, c.req.query('after'))
    const waiting = await listThreads(
      ctx,
      { realm: 'outside', types: ['question'], state: 'unanswered', order: 'newest' },
      { limit: 5 },
    )
    const swarms = await listSwarms(ctx, { open: true })
    return c.render(
      <HomePage
        realm={realm}
        threads={stream.items}
        people={stream.people}
        unread={stream.unread}
        next={stream.next}
        spaces={spacesById(spaces)}
        viewer={ctx.viewer}
        company={await companyName(ctx)}
        now={ctx.now}
        form={emptyForm}
        writing={place && { space: place, audience: await audienceOf(ctx, place) }}
        insideSpaces={insideSpaces}
        waiting={waiting.items}
        swarms={swarms.items.slice(0, 5)}
      />,
      {
        title: ctx.say('Stream'),
        realm: 'inside',
        nav: 'home',
        live: insideSpaces.slice(0, 10).map((space) => `space:${space.id}`),
      },
    )
  })
}

function realmOf(text: string | undefined): Realm | undefined {
  return text === 'inside' || text === 'outside' || text === 'bridge' ? text : undefined
}
