import type { Vault } from '../../people/vault.ts'
import type { outgoingFetch } from '../../platform/http/outgoing.ts'
import { signedHeaders } from './webhook-signature.ts'
import type { Tried, WebhookRow } from './webhooks.queries.ts'
import type { SendingFailure } from './webhooks.tables.ts'

export type Ask = ReturnType<typeof outgoingFetch>

/** What is needed to send something. */
export interface Sending {
  readonly vault: Vault
  readonly ask: Ask
}

/** What its secrets are sealed for. */
export const purpose = 'webhook'

/**
 * Posts one message, signed with each secret that holds now. Gives what it came to; undefined when the secret cannot be
 * opened, which happens after a move without the key of the data folder.
 */
export async function postTo(
  hook: Pick<WebhookRow, 'address' | 'secretSealed' | 'oldSecretSealed' | 'oldSecretUntil'>,
  message: { readonly key: string; readonly at: Date; readonly body: string },
  { vault, ask }: Sending,
): Promise<Tried | undefined> {
  const secret = opened(vault, hook.secretSealed)
  if (secret === undefined) return undefined
  const { oldSecretSealed, oldSecretUntil } = hook
  const old =
    oldSecretSealed && oldSecretUntil && oldSecretUntil > message.at ? opened(vault, oldSecretSealed) : undefined
  const headers = {
    ...signedHeaders(old === undefined ? [secret] : [secret, old], message),
    'content-type': 'application/json',
    'user-agent': 'Tango webhooks',
  }
  return ask(hook.address, { method: 'POST', headers, body: message.body }).then(
    ({ status }) => ({ answered: status, failure: null }),
    (error: unknown) => ({ answered: null, failure: failureOf(error as NodeJS.ErrnoException) }),
  )
}

/** Whether what came back says that the message is taken. */
export function isTaken({ answered }: Tried): boolean {
  return answered !== null && answered >= 200 && answered < 300
}

function opened(vault: Vault, sealed: Buffer): string | undefined {
  try {
    return vault.open(purpose, sealed)
  } catch {
    return undefined
  }
}

const byCode: Readonly<Record<string, SendingFailure>> = {
  ABORT_ERR: 'no-answer',
  ETIMEDOUT: 'no-answer',
  ENOTFOUND: 'not-found',
  EAI_AGAIN: 'not-found',
  ECONNREFUSED: 'not-reached',
  EHOSTUNREACH: 'not-reached',
  ENETUNREACH: 'not-reached',
  EPRIVATE: 'private',
  ETOOLARGE: 'too-large',
}

function failureOf(error: NodeJS.ErrnoException): SendingFailure {
  const { code = '', name } = error
  if (name === 'TimeoutError' || name === 'AbortError') return 'no-answer'
  if (byCode[code]) return byCode[code]
  return /CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO/.test(code) ? 'not-safe' : 'broken'
}
