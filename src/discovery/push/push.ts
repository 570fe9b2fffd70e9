import { z } from 'zod'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import { findOwnBrowser } from '../../people/sessions/sessions.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { countUse } from '../../platform/rate-limits.ts'
import { demand } from '../../platform/verdict.ts'
import type { NoticeStep } from '../notices/notices.ts'
import { mayHaveDevices } from './push.access.ts'
import * as queries from './push.queries.ts'
import type { PushDeviceId } from './push.tables.ts'

export type { PushDeviceId } from './push.tables.ts'

export interface PushDevice {
  readonly id: PushDeviceId
  readonly name: string
  readonly addedAt: Date
  readonly lastToldAt: Date | null
}

const notTaken = said('This browser did not say how to reach it. Try again, or leave it.')

/** What a browser says of itself when notices are turned on in it. Where the address leads is judged at each sending. */
export const deviceSchema = z.object({
  endpoint: z
    .string(notTaken)
    .max(1000, notTaken)
    .refine((text) => URL.parse(text)?.protocol === 'https:', notTaken),
  p256dh: z.string(notTaken).refine((key) => isPoint(key), notTaken),
  auth: z.string(notTaken).refine((key) => Buffer.from(key, 'base64url').length === 16, notTaken),
  name: z
    .string()
    .transform((name) => name.replace(/\s+/g, ' ').trim().slice(0, 80))
    .transform((name) => name || 'A device'),
})

/** An uncompressed point of P-256, in base64url. */
function isPoint(key: string): boolean {
  const bytes = Buffer.from(key, 'base64url')
  return bytes.length === 65 && bytes[0] === 4
}

const adding = { name: 'push-devices', uses: 20, seconds: 3600 }

/**
 * Lets the browser of the session with this token show the viewer's notices, as long as they are signed in there: ended
 * from here or from anywhere, it shows nothing more. Turned on again it is the same device, of whoever did it last.
 * Throws Forbidden, TryLater.
 */
export async function addDevice(
  ctx: Ctx,
  device: z.output<typeof deviceSchema>,
  token: string | undefined,
): Promise<void> {
  const { id: accountId } = self(ctx)
  await countUse(ctx, adding, String(accountId))
  const browser = token === undefined ? undefined : await findOwnBrowser(ctx, token)
  if (!browser) throw new Forbidden('push.not-signed-in-there', said('Sign in on this device first.'))
  await queries.putDevice(ctx, { accountId, browser, ...device })
}

/** The viewer's devices on which they are signed in, the first first. */
export async function listDevices(ctx: Ctx): Promise<readonly PushDevice[]> {
  return queries.selectDevices(ctx, self(ctx).id)
}

/** Ends one of the viewer's devices: it shows nothing any more. Throws NotFound. */
export async function endDevice(ctx: Ctx, id: PushDeviceId): Promise<void> {
  if (!(await queries.deleteDevice(ctx, id, self(ctx).id))) throw new NotFound('push.no-device')
}

/** When somebody is told of a thing at once: each of their devices is told by a job of its own. */
export const tellDevices: NoticeStep = async (ctx, { id, accountId }) => {
  for (const device of await queries.selectDevices(ctx, accountId as AccountId))
    await enqueue(ctx, 'push-to-device', { deviceId: device.id, noticeId: id })
}

function self(ctx: Ctx): AccountViewer {
  demand(mayHaveDevices(ctx.viewer))
  return ctx.viewer as AccountViewer
}
