import type { Context } from 'hono'
import { NotFound, TryLater } from '../../platform/errors.ts'
import type { PageSubject, Routes, WebEnv } from '../../platform/http/env.ts'
import { isKept } from '../../platform/http/kept.ts'
import { parseId } from '../../platform/ids.ts'
import { findSubject } from './subjects.ts'
import { keptCard } from './kept-cards.ts'

/** The pictures of link previews: of what visitors read, for everybody alike. */
export const cardRoutes: Routes = (app) => {
  app.get('/cards/:kind/:key/:file{[A-Za-z0-9_-]{16}\\.png}', async (c) => {
    const asked = subjectIn(c)
    const subject = await findSubject(c.var.ctx, asked)
    if (!subject) throw new NotFound('cards.not-found')
    const version = c.req.param('file').slice(0, -'.png'.length)
    // What it says has changed since: there is one picture of a thing, that of now.
    if (!subject.cardPath.endsWith(`/${version}.png`)) return c.redirect(subject.cardPath, 302)
    // Asked before each use, as feeds: what was recalled is gone everywhere at once. Asked again it costs no picture.
    c.header('cache-control', 'public, no-cache')
    c.header('etag', `"${version}"`)
    if (isKept(c.req.header('if-none-match'), `"${version}"`)) return c.body(null, 304)
    const picture = await keptCard(version, subject.card)
    if (!picture) throw new TryLater('cards.busy', 'Many pictures are being drawn. Try again in a moment.', 5)
    return c.body(new Uint8Array(picture), 200, { 'content-type': 'image/png' })
  })
}

function subjectIn(c: Context<WebEnv>): PageSubject | undefined {
  const [kind, key = ''] = [c.req.param('kind'), c.req.param('key')]
  if (kind === 'community' && key === '0') return undefined
  if (kind === 'tag') return { kind, name: key }
  const id = parseId(key)
  if (id === undefined || (kind !== 'thread' && kind !== 'space' && kind !== 'person'))
    throw new NotFound('cards.not-found')
  return { kind, id }
}
