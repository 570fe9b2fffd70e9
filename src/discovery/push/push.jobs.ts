import { openVault } from '../../people/vault.ts'
import type { Config } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { outgoingFetch } from '../../platform/http/outgoing.ts'
import { type Job, defineJob, enqueue } from '../../platform/jobs.ts'
import { type NoticeId, countUnread, findUnread, whomToTell } from '../notices/notices.ts'
import { sealMessage, vapidHeader } from './push-seal.ts'
import { pushKeys } from './push.keys.ts'
import * as queries from './push.queries.ts'
import type { PushDeviceId } from './push.tables.ts'

interface Push {
  readonly deviceId: PushDeviceId
  /** Absent: what quiet hours kept back is told in one number. */
  readonly noticeId?: NoticeId
}

/** What is shown. Nothing that somebody wrote, no name, no title: the page is read under rights. */
interface PushMessage {
  readonly title: string
  readonly body: string
  readonly path: string
}

type Ask = ReturnType<typeof outgoingFetch>

/** So long the maker of the browser keeps a message for a device that is off, in seconds. */
const keptFor = 12 * 3600

/**
 * Tells one device of one notice, if it is still unread, may still be read and it is not quiet. Addresses of devices
 * come from outside: nothing is asked in a private network. A device that is gone is forgotten.
 * One on which its owner is not signed in any more is told nothing.
 */
export function pushJob(
  config: Pick<Config, 'dataFolder' | 'environment' | 'publicUrl'>,
  ask: Ask = outgoingFetch(undefined, false),
): Job {
  return defineJob<Push>('push-to-device', async (ctx, push) => {
    const device = await queries.findDevice(ctx, push.deviceId)
    const person = device && (await whomToTell(ctx, device.accountId))
    if (!person) return
    const { theirs, quiet } = person
    if (quiet) return hold(ctx, device.id, quiet)
    const message = await messageFor(theirs, push.noticeId)
    if (!message) return
    const { endpoint } = device
    const contact = contactOf(config.publicUrl)
    const keys = await pushKeys(ctx, await openVault(config))
    const { status } = await ask(endpoint, {
      method: 'POST',
      headers: {
        authorization: vapidHeader(keys, { endpoint, contact, now: ctx.now }),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(keptFor),
        topic: `notice-${push.noticeId ?? 'all'}`,
        urgency: 'normal',
      },
      body: sealMessage(device, JSON.stringify(message)),
    })
    if (status < 300) return queries.noteTold(ctx, device.id)
    if (status === 404 || status === 410) return void (await queries.deleteDevice(ctx, device.id))
    if (status === 429 || status >= 500) throw new Error('the push service asks for patience')
    ctx.log.warn('a push was refused', { status })
  })
}

/** Devices on which somebody signed out are told nothing from that moment; here they are forgotten. */
export const forgetSignedOutDevices = defineJob('forget-signed-out-devices', queries.deleteSignedOut, {
  cron: '47 3 * * *',
})

/** One push at the end of the quiet, however many were kept back. */
async function hold(ctx: Ctx, deviceId: PushDeviceId, until: Date): Promise<void> {
  await enqueue(ctx, 'push-to-device', { deviceId }, { runAt: until, key: `push-after-quiet-${deviceId}` })
}

async function messageFor(theirs: Ctx, noticeId: NoticeId | undefined): Promise<PushMessage | undefined> {
  const { say } = theirs
  if (noticeId !== undefined) {
    const notice = await findUnread(theirs, noticeId)
    return (
      notice && {
        title: say('You have a new notice'),
        body: say.again(notice.kind.label),
        path: `/notices/${notice.id}`,
      }
    )
  }
  const count = await countUnread(theirs)
  if (count === 0) return undefined
  const body = say('{count} that you have not read', { count })
  return { title: say('You have notices'), body, path: '/notices' }
}

/** Whom the maker of a browser writes to when something is wrong (RFC 8292). */
function contactOf(publicUrl: string | undefined): string {
  if (publicUrl?.startsWith('https:')) return publicUrl
  return `mailto:tango@${URL.parse(publicUrl ?? '')?.hostname ?? 'localhost'}`
}
