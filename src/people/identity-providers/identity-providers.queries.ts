import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { canEnter } from '../accounts/accounts.ts'
import type { Found, IdentityId, JourneyId, Preset, ProviderId, ProviderRealm } from './identity-providers.tables.ts'

export interface ProviderRow {
  readonly id: ProviderId
  readonly preset: Preset
  readonly label: string
  readonly issuer: string
  readonly clientId: string
  readonly teamId: string | null
  readonly keyId: string | null
  readonly forOutside: boolean
  readonly forInside: boolean
  readonly makesAccounts: boolean
  readonly checksSecondFactor: boolean
  readonly isOn: boolean
  readonly changedAt: Date
  readonly domains: readonly string[]
  readonly hasSecret: boolean
}

function selectProviders(ctx: Ctx) {
  return ctx.db
    .selectFrom('identityProviders')
    .select(['id', 'preset', 'label', 'issuer', 'clientId', 'teamId', 'keyId', 'forOutside', 'forInside'])
    .select(['makesAccounts', 'checksSecondFactor', 'isOn', 'changedAt'])
    .select(sql<boolean>`secret is not null`.as('hasSecret'))
    .select(
      sql<string[]>`array(select domain from provider_domains
        where provider_id = identity_providers.id order by domain)`.as('domains'),
    )
    .orderBy('id')
}

export async function listProviders(ctx: Ctx): Promise<ProviderRow[]> {
  return selectProviders(ctx).execute()
}

export async function findProvider(ctx: Ctx, id: ProviderId): Promise<ProviderRow | undefined> {
  return selectProviders(ctx).where('id', '=', id).executeTakeFirst()
}

/** The sealed secret, which no page ever shows. */
export async function findSecret(ctx: Ctx, id: ProviderId): Promise<Buffer | null> {
  const row = await ctx.db.selectFrom('identityProviders').select('secret').where('id', '=', id).executeTakeFirst()
  return row?.secret ?? null
}

export type NewProvider = Omit<ProviderRow, 'id' | 'changedAt' | 'domains' | 'hasSecret'>

export async function insertProvider(ctx: Ctx, provider: NewProvider): Promise<ProviderId> {
  const { id } = await ctx.db
    .insertInto('identityProviders')
    .values({ ...provider, secret: null, createdAt: ctx.now, changedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateProvider(ctx: Ctx, id: ProviderId, change: Partial<NewProvider> & { secret?: Buffer }) {
  const { numUpdatedRows } = await ctx.db
    .updateTable('identityProviders')
    .set({ ...change, changedAt: ctx.now })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteProvider(ctx: Ctx, id: ProviderId): Promise<boolean> {
  const { numDeletedRows } = await ctx.db.deleteFrom('identityProviders').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

/** Gives a provider its domains; returns those that another one speaks for already. */
export async function putDomains(ctx: Ctx, providerId: ProviderId, domains: readonly string[]): Promise<string[]> {
  await ctx.db.deleteFrom('providerDomains').where('providerId', '=', providerId).execute()
  if (domains.length === 0) return []
  const written = await ctx.db
    .insertInto('providerDomains')
    .values(domains.map((domain) => ({ domain, providerId })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('domain')
    .execute()
  const done = new Set(written.map((row) => row.domain))
  return domains.filter((domain) => !done.has(domain))
}

/** The provider that opens the inside to addresses of a domain. */
export async function findByDomain(ctx: Ctx, domain: string): Promise<ProviderRow | undefined> {
  return selectProviders(ctx)
    .where('isOn', '=', true)
    .where('forInside', '=', true)
    .where(sql<boolean>`id in (select provider_id from provider_domains where domain = ${domain})`)
    .executeTakeFirst()
}

export interface NewJourney {
  readonly providerId: ProviderId
  readonly realm: ProviderRealm
  readonly purpose: 'enter' | 'link'
  readonly stateHash: Buffer
  readonly browserHash: Buffer
  readonly sealed: Buffer
  readonly nextPath: string | null
  readonly expiresAt: Date
}

export async function insertJourney(ctx: Ctx, journey: NewJourney): Promise<void> {
  await ctx.db
    .insertInto('providerJourneys')
    .values({ ...journey, createdAt: ctx.now })
    .execute()
}

/** Takes the one return of a journey; undefined when it was taken, is too old, or began in another browser. */
export async function takeReturn(ctx: Ctx, stateHash: Buffer, browserHash: Buffer) {
  return ctx.db
    .updateTable('providerJourneys')
    .set({ returnedAt: ctx.now })
    .where('stateHash', '=', stateHash)
    .where('browserHash', '=', browserHash)
    .where('returnedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .returning(['id', 'providerId', 'realm', 'purpose', 'sealed', 'nextPath'])
    .executeTakeFirst()
}

/** The provider that a state belongs to, whichever browser asks. */
export async function providerOfState(ctx: Ctx, stateHash: Buffer): Promise<ProviderId | undefined> {
  const row = await ctx.db
    .selectFrom('providerJourneys')
    .select('providerId')
    .where('stateHash', '=', stateHash)
    .executeTakeFirst()
  return row?.providerId
}

export async function putFound(ctx: Ctx, id: JourneyId, found: Found, expiresAt: Date): Promise<void> {
  await ctx.db
    .updateTable('providerJourneys')
    .set({ found: JSON.stringify(found), expiresAt })
    .where('id', '=', id)
    .execute()
}

export async function findFound(ctx: Ctx, id: JourneyId, browserHash: Buffer) {
  const row = await ctx.db
    .selectFrom('providerJourneys')
    .select(['id', 'providerId', 'realm', 'nextPath', 'found'])
    .where('id', '=', id)
    .where('browserHash', '=', browserHash)
    .where('found', 'is not', null)
    .where('finishedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .executeTakeFirst()
  return row && { ...row, found: row.found as Found }
}

/** True for the one who finishes it; what was found is forgotten with it. */
export async function finishJourney(ctx: Ctx, id: JourneyId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('providerJourneys')
    .set({ finishedAt: ctx.now, found: null })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteOldJourneys(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.deleteFrom('providerJourneys').where('createdAt', '<', before).execute()
}

/** The account that an identity enters on a side. */
export async function findIdentity(ctx: Ctx, key: { realm: ProviderRealm; issuer: string; subject: string }) {
  return ctx.db
    .selectFrom('identities')
    .innerJoin('accounts', 'accounts.id', 'identities.accountId')
    .select(['identities.id', 'identities.accountId'])
    .where('identities.realm', '=', key.realm)
    .where('identities.issuer', '=', key.issuer)
    .where('identities.subject', '=', key.subject)
    .where(canEnter)
    .executeTakeFirst()
}

export async function markIdentityUsed(ctx: Ctx, id: IdentityId): Promise<void> {
  await ctx.db.updateTable('identities').set({ lastUsedAt: ctx.now }).where('id', '=', id).execute()
}

/** False when the identity enters an account on this side already. */
export async function insertIdentity(
  ctx: Ctx,
  identity: {
    accountId: AccountId
    realm: ProviderRealm
    issuer: string
    subject: string
    label: string
    shownAs: string | null
  },
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('identities')
    .values({ ...identity, linkedAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['realm', 'issuer', 'subject']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The identities of an account, each with whether one of the providers opens the door to it now. */
export async function selectIdentities(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('identities')
    .select(['id', 'label', 'shownAs', 'linkedAt', 'lastUsedAt'])
    .select(
      sql<boolean>`exists (select from identity_providers p where rtrim(p.issuer, '/') = rtrim(identities.issuer, '/') and p.is_on
        and case identities.realm when 'inside' then p.for_inside else p.for_outside end)`.as('works'),
    )
    .where('accountId', '=', accountId)
    .orderBy('id')
    .execute()
}

export async function deleteIdentity(ctx: Ctx, accountId: AccountId, id: IdentityId): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('identities')
    .where('accountId', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function deleteIdentitiesOf(ctx: Ctx, accountId: AccountId): Promise<void> {
  await ctx.db.deleteFrom('identities').where('accountId', '=', accountId).execute()
}
