import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { parseId } from '../../platform/ids.ts'
import { findSetting } from '../../platform/settings.ts'
import { makeToken } from '../../platform/tokens.ts'
import { keepFirstSetting } from './notices.queries.ts'

const keySetting = 'notice-key'

async function signingKey(ctx: Ctx): Promise<string> {
  const found = await findSetting<string>(ctx, keySetting)
  if (found) return found
  await keepFirstSetting(ctx, keySetting, makeToken())
  return (await findSetting<string>(ctx, keySetting))!
}

function sign(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

/** What stands in a mail so that its receiver can stop such mails without signing in: account, kind and a signature. */
export async function makeStopToken(ctx: Ctx, accountId: AccountId, kind: string): Promise<string> {
  const text = `${accountId}.${kind}`
  return `${text}.${sign(await signingKey(ctx), text)}`
}

/** What a stop token says; undefined when it is not one of ours. */
export async function readStopToken(
  ctx: Ctx,
  token: string | undefined,
): Promise<{ accountId: AccountId; kind: string } | undefined> {
  const [, id, kind, signature] = /^(\d{1,15})\.([a-z-]{1,40})\.([\w-]{43})$/.exec(token ?? '') ?? []
  const accountId = parseId<'account'>(id)
  if (!accountId || !kind || !signature) return undefined
  const right = sign(await signingKey(ctx), `${accountId}.${kind}`)
  return timingSafeEqual(Buffer.from(right), Buffer.from(signature)) ? { accountId, kind } : undefined
}
