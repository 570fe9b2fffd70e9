import { NotFound } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { askForOwnData, listExports, openExport } from './own-data.ts'
import { OwnDataPage } from './own-data.page.tsx'

const path = '/settings/data'

/** /settings/data — one's own data in one file; the middleware of the settings leads visitors to the doors. */
export const ownDataRoutes: Routes = (app) => {
  app.get(path, async (c) => {
    const { ctx } = c.var
    const exports = await listExports(ctx)
    if (ctx.viewer.kind !== 'account') throw new NotFound('own-data.not-found')
    const { id, realm, timeZone = 'UTC' } = ctx.viewer
    const outside = realm === 'outside'
    return c.render(<OwnDataPage exports={exports} outside={outside} clock={{ now: ctx.now, timeZone }} />, {
      title: ctx.say('Your data'),
      realm,
      nav: 'settings',
      styles: ['extra'],
      ...(outside && { width: 'narrow' as const }),
      indexed: false,
      live: [`account:${id}`],
      liveMode: 'now',
    })
  })

  app.post(path, async (c) => {
    await askForOwnData(c.var.ctx)
    return c.redirect(path, 303)
  })

  app.get(`${path}/:id{[0-9]+}`, async (c) => {
    const id = parseId<'own-data-export'>(c.req.param('id'))
    if (id === undefined) throw new NotFound('own-data.not-found')
    const { bytes, one } = await openExport(c.var.ctx, id)
    const day = one.askedAt.toISOString().slice(0, 10)
    return c.body(bytes, 200, {
      'content-type': 'application/gzip',
      'content-length': String(one.byteCount),
      'content-disposition': `attachment; filename="my-data-${day}.tar.gz"`,
      'cache-control': 'private, no-store',
    })
  })
}
