import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type ProviderId = Id<'identity-provider'>
export type IdentityId = Id<'identity'>
export type JourneyId = Id<'provider-journey'>
export type Preset = 'google' | 'microsoft' | 'apple' | 'github' | 'generic'
/** The sides on which a provider may open a door. */
export type ProviderRealm = 'inside' | 'outside'

/** What a provider said of somebody, once it was proved. */
export interface Found {
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  /** The provider says so, or speaks for the domain. */
  readonly emailProved: boolean
  readonly name: string | null
}

declare module '../../platform/tables.ts' {
  interface Tables {
    identityProviders: {
      id: Generated<ProviderId>
      preset: Preset
      label: string
      issuer: string
      clientId: string
      secret: Buffer | null
      teamId: string | null
      keyId: string | null
      forOutside: boolean
      forInside: boolean
      makesAccounts: boolean
      checksSecondFactor: boolean
      isOn: Generated<boolean>
      createdAt: Generated<Date>
      changedAt: Generated<Date>
    }
    providerDomains: { domain: string; providerId: ProviderId }
    identities: {
      id: Generated<IdentityId>
      accountId: AccountId
      realm: ProviderRealm
      issuer: string
      subject: string
      label: string
      shownAs: string | null
      linkedAt: Generated<Date>
      lastUsedAt: Date | null
    }
    providerJourneys: {
      id: Generated<JourneyId>
      providerId: ProviderId
      realm: ProviderRealm
      purpose: 'enter' | 'link'
      stateHash: Buffer
      browserHash: Buffer
      sealed: Buffer
      nextPath: string | null
      createdAt: Generated<Date>
      expiresAt: Date
      returnedAt: Date | null
      found: unknown
      finishedAt: Date | null
    }
  }
}
