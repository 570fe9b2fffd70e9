import type { Generated } from 'kysely'
import type { BrowserId } from '../../people/sessions/sessions.ts'
import type { AccountId, Id } from '../../platform/ids.ts'

export type PushDeviceId = Id<'push-device'>

declare module '../../platform/tables.ts' {
  interface Tables {
    /** Browsers that show notices. */
    pushDevices: {
      id: Generated<PushDeviceId>
      accountId: AccountId
      /** Where its owner is signed in: it is told nothing while they are not. */
      browser: BrowserId
      /** The address that the browser's maker gave out for it. */
      endpoint: string
      /** Its public key and its secret, in base64url: what is sent opens there alone. */
      p256dh: string
      auth: string
      name: string
      addedAt: Generated<Date>
      lastToldAt: Date | null
    }
  }
}
