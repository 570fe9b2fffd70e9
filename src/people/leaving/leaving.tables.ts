import type { AccountId } from '../../platform/ids.ts'

/** How somebody was called, kept for as long as they can come back. */
export interface Called {
  readonly displayName: string
  readonly handle: string
  readonly organisation: string | null
  readonly jobTitle: string
}

declare module '../../platform/tables.ts' {
  interface Tables {
    leavings: {
      accountId: AccountId
      keepsName: boolean
      called: Called | string | null
      leftAt: Date
      until: Date
      destroyedAt: Date | null
    }
  }
}
