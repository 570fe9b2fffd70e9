import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptDays } from '../measures/inbound-links/inbound-links.ts'
import { sideOf } from '../platform/context.ts'
import type { Routes } from '../platform/http/env.ts'
import { PageHead } from '../ui/page.tsx'
import { Facts } from '../ui/table.tsx'

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string
}

/** /about — what this site runs on. */
export const aboutRoutes: Routes = (app) => {
  app.get('/about', (c) => {
    const { say } = c.var.ctx
    return c.render(
      <>
        <PageHead
          title={say('Runs on Tango')}
          intro={say(
            'A social business platform that companies run themselves: what customers say in public, and what colleagues say among themselves, in one program with a wall between them.',
          )}
        />
        <Facts
          facts={[
            { term: say('Version'), detail: version },
            { term: say('Licence'), detail: 'Apache-2.0' },
            {
              term: say('Tracking'),
              detail: say(
                'None. One cookie keeps you signed in, another the language that you chose; a visitor who chooses nothing gets no cookie at all.',
              ),
            },
            {
              term: say('Links from other sites'),
              detail: say(
                'Who follows a link to a page here is counted: the site that the link stands on, the page and the day, for {days} days. Nothing about who it was.',
                { days: keptDays },
              ),
            },
          ]}
        />
      </>,
      { title: say('Runs on Tango'), realm: sideOf(c.var.ctx.viewer), indexed: false },
    )
  })
}
