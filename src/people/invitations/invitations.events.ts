import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { InvitationId } from './invitations.tables.ts'

export const invitationSent = defineEvent<{ invitationId: InvitationId }>('invitation.sent')
/** `spaceId`: the bridge space that a guest came into. */
export const invitationAccepted = defineEvent<{
  invitationId: InvitationId
  accountId: AccountId
  spaceId: number | null
}>('invitation.accepted')
