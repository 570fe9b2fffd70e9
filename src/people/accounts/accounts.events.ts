import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'

export const accountCreated = defineEvent<{ accountId: AccountId }>('account.created')
/** Name, job title, about or settings changed. */
export const profileChanged = defineEvent<{ accountId: AccountId }>('account.profile-changed')
export const passwordChanged = defineEvent<{ accountId: AccountId }>('account.password-changed')
/** They are not here any more; what they wrote stays, in their name. */
export const accountClosed = defineEvent<{ accountId: AccountId }>('account.closed')
