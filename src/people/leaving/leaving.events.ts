import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'

/** Somebody closed their own account. Until `account.closed` follows they can come back. */
export const accountLeft = defineEvent<{ accountId: AccountId }>('account.left')

/** Somebody who had left opened their account again. */
export const accountCameBack = defineEvent<{ accountId: AccountId }>('account.came-back')
