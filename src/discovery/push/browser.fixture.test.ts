/** A browser of somebody who is signed in there: what it says of itself, and how it opens what it is sent. */
import { createECDH, randomBytes } from 'node:crypto'
import ece from 'http_ece'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { startSession } from '../../people/sessions/sessions.ts'
import type { Ctx } from '../../platform/context.ts'
import { addDevice } from './push.ts'

export const maker = 'https://push.example'

export function browser(name: string) {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  const auth = randomBytes(16)
  const base64 = (bytes: Buffer) => bytes.toString('base64url')
  const said = { endpoint: `${maker}/to/${name}`, p256dh: base64(keys.getPublicKey()), auth: base64(auth), name }
  const open = (bytes: Buffer): unknown =>
    JSON.parse(ece.decrypt(bytes, { version: 'aes128gcm', privateKey: keys, authSecret: base64(auth) }).toString())
  return { said, open }
}

/** Signs somebody in there (`replaces`: where they are already) and turns their notices on; gives the session's token. */
export async function turnOn(
  ctx: Ctx,
  who: PersonName,
  { said }: Pick<ReturnType<typeof browser>, 'said'>,
  replaces?: string,
): Promise<string> {
  const cast = await getCast(ctx)
  const session = { provedBy: 'password', device: said.name, ...(replaces && { replaces }) } as const
  const { token } = await startSession(ctx, cast.people[who].id, session)
  await addDevice(cast.as(ctx, who), said, token)
  return token
}
