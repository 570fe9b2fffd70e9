import type { Vault } from '../../people/vault.ts'
import type { Ctx } from '../../platform/context.ts'
import { findSetting } from '../../platform/settings.ts'
import { forgetKeys, keepFirstKeys } from './push.queries.ts'

const setting = 'push-keys'
const purpose = 'push keys'

interface KeptKeys {
  readonly publicKey: string
  /** The private key as a JWK, sealed, in base64. */
  readonly sealed: string
}

export interface PushKeys {
  /** What browsers are given: the uncompressed point, in base64url. */
  readonly publicKey: string
  readonly privateJWK: JsonWebKey
}

/** By what the makers of browsers know this installation (VAPID, RFC 8292): made once, kept sealed. */
export async function pushKeys(ctx: Ctx, vault: Vault): Promise<PushKeys> {
  const kept = (await findSetting<KeptKeys>(ctx, setting)) ?? (await makeKeys(ctx, vault))
  return open(kept, vault) ?? (await beginAnew(ctx, vault))
}

function open({ publicKey, sealed }: KeptKeys, vault: Vault): PushKeys | undefined {
  try {
    return { publicKey, privateJWK: JSON.parse(vault.open(purpose, Buffer.from(sealed, 'base64'))) as JsonWebKey }
  } catch {
    return undefined
  }
}

/** After a move without the key of the data folder: devices know the old key alone, so each has to be turned on again. */
async function beginAnew(ctx: Ctx, vault: Vault): Promise<PushKeys> {
  ctx.log.warn('the push keys could not be opened: new ones are made, and devices have to be turned on again', {})
  return ctx.transaction(async (inside) => {
    await forgetKeys(inside, setting)
    return open(await makeKeys(inside, vault), vault)!
  })
}

async function makeKeys(ctx: Ctx, vault: Vault): Promise<KeptKeys> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const publicKey = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url')
  const jwk = JSON.stringify(await crypto.subtle.exportKey('jwk', pair.privateKey))
  await keepFirstKeys(ctx, setting, { publicKey, sealed: vault.seal(purpose, jwk).toString('base64') })
  return (await findSetting<KeptKeys>(ctx, setting))!
}
