/** Somebody of the cast who has just signed in: some pages change something only then. */
import type { Ctx } from '../src/platform/context.ts'
import { startSession } from '../src/people/sessions/sessions.ts'
import type { Browser, TestSite } from './browse.ts'
import { type PersonName, getCast } from './cast.ts'

/** The browser of somebody with a session that began at the time of `ctx`. */
export async function freshAs(ctx: Ctx, site: TestSite, who: PersonName): Promise<Browser> {
  const cast = await getCast(ctx)
  const { token } = await startSession(ctx, cast.people[who].id, { provedBy: 'setup', device: 'Test' })
  const own = { cookie: `tango=${token}` }
  const browser = site.as(who)
  return {
    get: (path, headers) => browser.get(path, { ...headers, ...own }),
    post: (path, fields, headers) => browser.post(path, fields, { ...headers, ...own }),
    request: (path, init = {}) => browser.request(path, { ...init, headers: { ...init.headers, ...own } }),
  }
}
