import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'

/** What happened to the ways in of an account; its owner is told by mail. */
export type WayChange =
  | 'provider-linked'
  | 'provider-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'password-removed'
  | 'mail-codes-off'
  | 'mail-codes-on'
  | 'factor-on'
  | 'factor-off'
  | 'recovery-made'
  | 'recovery-used'
  | 'reset-stopped'
  | 'reset-done'

export const wayChanged = defineEvent<{ accountId: AccountId; change: WayChange }>('sign-in.way-changed')
