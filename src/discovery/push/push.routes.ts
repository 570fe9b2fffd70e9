import { Invalid, NotFound } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { type PushDeviceId, addDevice, deviceSchema, endDevice } from './push.ts'
import { deviceWords } from '../../people/sessions/sessions.ts'

const page = '/settings/notices'

/** Turning notices on in this browser, and off on any. */
export const pushRoutes: Routes = (app) => {
  app.post(`${page}/devices`, async (c) => {
    const { name, ...told } = await readForm(c)
    const device = deviceSchema.safeParse({ ...told, name: name?.trim() || deviceWords(c.req.header('user-agent')) })
    if (!device.success) throw new Invalid('push.not-reached', { endpoint: device.error.issues[0]!.message })
    await addDevice(c.var.ctx, device.data, c.var.sessionToken)
    return c.redirect(`${page}#devices`, 303)
  })
  app.post(`${page}/devices/:id/end`, async (c) => {
    const id = parseId<'push-device'>(c.req.param('id')) as PushDeviceId | undefined
    if (id === undefined) throw new NotFound('push.no-device')
    await endDevice(c.var.ctx, id)
    return c.redirect(`${page}#devices`, 303)
  })
}
