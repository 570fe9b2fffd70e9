import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type InvitationId = Id<'invitation'>

declare module '../../platform/tables.ts' {
  interface Tables {
    invitations: {
      id: Generated<InvitationId>
      realm: 'inside' | 'bridge'
      email: string
      displayName: string
      organisation: string | null
      spaceId: number | null
      tokenHash: Buffer
      invitedBy: AccountId
      /** Who is to answer for the guest; null for colleagues. */
      sponsorId: AccountId | null
      createdAt: Generated<Date>
      expiresAt: Date
      acceptedAt: Date | null
      acceptedBy: AccountId | null
      withdrawnAt: Date | null
    }
  }
}
