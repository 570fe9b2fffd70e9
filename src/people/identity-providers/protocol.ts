/** OpenID Connect and OAuth 2.0 with one provider: where to send somebody, and what their return proves. */
import * as oidc from 'openid-client'
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { ProviderRow } from './identity-providers.queries.ts'
import type { Found } from './identity-providers.tables.ts'
import { isLoopback, outgoingFetch, outgoingLimits } from '../../platform/http/outgoing.ts'
import { appleSecret, githubPlaces, presets } from './presets.ts'

/** A provider with its secret in the open, for as long as a request takes. */
export interface OpenProvider extends ProviderRow {
  readonly secret: string | undefined
}

/** What a journey keeps to itself until its return. */
export interface Kept {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

const kept = new Map<string, { at: number; configuration: Promise<oidc.Configuration> }>()
const keptFor = 3_600_000

/** What a provider says of itself, asked once an hour. `plain`: http is taken of a provider on this machine. */
async function configurationOf(ctx: Ctx, provider: OpenProvider, plain: boolean): Promise<oidc.Configuration> {
  const key = `${provider.id} ${provider.changedAt.getTime()} ${provider.issuer}`
  const known = kept.get(key)
  if (known && Math.abs(ctx.now.getTime() - known.at) < keptFor) return known.configuration
  if (kept.size > 200) kept.clear()
  const configuration = discover(provider, plain)
  kept.set(key, { at: ctx.now.getTime(), configuration })
  configuration.catch(() => kept.delete(key))
  return configuration
}

async function discover(provider: OpenProvider, plain: boolean): Promise<oidc.Configuration> {
  const issuer = new URL(provider.issuer)
  const host = issuer.hostname.replace(/^\[|\]$/g, '')
  const isPlain = plain && issuer.protocol === 'http:' && isLoopback(host)
  const fetch = outgoingFetch(host, isPlain)
  const { plainOAuth = false } = presets[provider.preset]
  const execute = isPlain ? [oidc.allowInsecureRequests] : []
  const timeout = outgoingLimits.milliseconds / 1000
  const server: oidc.ServerMetadata = plainOAuth
    ? githubPlaces(provider.issuer)
    : (
        await oidc.discovery(issuer, provider.clientId, undefined, oidc.None(), {
          execute,
          timeout,
          [oidc.customFetch]: fetch,
        })
      ).serverMetadata()
  const configuration = new oidc.Configuration(server, provider.clientId, undefined, authOf(provider, server))
  configuration[oidc.customFetch] = fetch
  configuration.timeout = timeout
  for (const make of execute) make(configuration)
  // Without it a token that came straight from the provider is believed without looking at its signature.
  if (!plainOAuth) oidc.enableNonRepudiationChecks(configuration)
  return configuration
}

function authOf(provider: OpenProvider, server: oidc.ServerMetadata): oidc.ClientAuth {
  const { secret, clientId, issuer, teamId, keyId } = provider
  if (secret === undefined) return oidc.None()
  if (provider.preset === 'apple') {
    return (_server, _client, body) => {
      body.set('client_id', clientId)
      const client = { clientId, issuer, teamId: teamId ?? '', keyId: keyId ?? '' }
      body.set('client_secret', appleSecret(client, secret, new Date()))
    }
  }
  // What a provider does not say means basic (RFC 8414, section 2).
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const posts = provider.preset === 'github' || methods.includes('client_secret_post')
  return posts ? oidc.ClientSecretPost(secret) : oidc.ClientSecretBasic(secret)
}

/** The provider's page for somebody who signs in, and what must be kept until they come back. */
export async function departure(
  ctx: Ctx,
  provider: OpenProvider,
  way: { redirectUri: string; plain: boolean; loginHint?: string },
): Promise<{ address: string; kept: Kept }> {
  const configuration = await configurationOf(ctx, provider, way.plain)
  const { scope, answersByForm, plainOAuth } = presets[provider.preset]
  const kept = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() }
  const address = oidc.buildAuthorizationUrl(configuration, {
    response_type: 'code',
    redirect_uri: way.redirectUri,
    scope,
    state: kept.state,
    code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: 'S256',
    ...(plainOAuth ? {} : { nonce: kept.nonce }),
    ...(answersByForm ? { response_mode: 'form_post' } : {}),
    ...(way.loginHint === undefined ? {} : { login_hint: way.loginHint }),
  })
  return { address: address.href, kept }
}

/**
 * What a return proves: changes the code for tokens and checks signature, issuer, audience, times and nonce of the ID
 * token, and `iss` of the answer (RFC 9207). Throws whatever did not hold; `reasonOf` says it in words.
 */
export async function arrival(
  ctx: Ctx,
  provider: OpenProvider,
  came: { url: URL; kept: Kept; plain: boolean },
): Promise<Found> {
  const configuration = await configurationOf(ctx, provider, came.plain)
  const checks = { expectedState: came.kept.state, pkceCodeVerifier: came.kept.verifier }
  if (presets[provider.preset].plainOAuth) {
    const tokens = await oidc.authorizationCodeGrant(configuration, came.url, checks)
    return githubFound(configuration, provider, tokens.access_token)
  }
  const tokens = await oidc.authorizationCodeGrant(configuration, came.url, {
    ...checks,
    expectedNonce: came.kept.nonce,
    idTokenExpected: true,
  })
  const claims = tokens.claims()!
  const asks = claims.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
  const told = asks ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub) : claims
  return foundIn(provider, { issuer: claims.iss, subject: claims.sub }, told)
}

const personSchema = z.object({
  email: z.string().toLowerCase().max(254).includes('@').optional().catch(undefined),
  // Apple writes it as text.
  email_verified: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
    .optional()
    .catch(false),
  name: z.string().trim().max(120).optional().catch(undefined),
})

function foundIn(provider: OpenProvider, key: { issuer: string; subject: string }, told: unknown): Found {
  const { email, email_verified: verified, name } = personSchema.parse(told)
  // The owner said that the provider speaks for these domains; an address that it calls unproved is not proved by that.
  const speaksFor = verified === undefined && provider.domains.includes(email?.split('@')[1] ?? '')
  return {
    ...key,
    email: email ?? null,
    emailProved: email !== undefined && (verified === true || speaksFor),
    name: name || null,
  }
}

const githubUserSchema = z.object({ id: z.number().int().positive(), name: z.string().nullish() })
const githubEmailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** GitHub tells of somebody through its own interface; the number of the user is theirs for ever, the name is not. */
async function githubFound(configuration: oidc.Configuration, provider: OpenProvider, token: string): Promise<Found> {
  const places = githubPlaces(provider.issuer)
  const headers = new Headers({ accept: 'application/vnd.github+json', 'user-agent': 'Tango' })
  const ask = async (place: string): Promise<unknown> => {
    const answer = await oidc.fetchProtectedResource(configuration, token, new URL(place), 'GET', undefined, headers)
    if (!answer.ok) throw new Error('the interface refused')
    return answer.json()
  }
  const user = githubUserSchema.parse(await ask(places.user))
  const emails = githubEmailsSchema.parse(await ask(places.emails))
  const primary = emails.find((email) => email.primary)
  const told = { email: primary?.email, email_verified: primary?.verified, name: user.name ?? undefined }
  return foundIn(provider, { issuer: provider.issuer, subject: String(user.id) }, told)
}

/** Why a return was refused; safe for the log. */
export type Refusal =
  | 'state'
  | 'denied'
  | 'code'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'nonce'
  | 'signature'
  | 'answer'
  | 'unreachable'
  | 'closed'

/** Codes of the network, of names and of certificates, and the refusals of `outgoing.ts`. */
const noConnection =
  /TIMEOUT|ETIMEDOUT|ABORT|ECONN|EHOST|ENET|ENOTFOUND|EAI_AGAIN|EPIPE|CERT|UNABLE_TO_|not asked|too large/

const byClaim: Readonly<Record<string, Refusal>> = { iss: 'issuer', aud: 'audience', azp: 'audience', nonce: 'nonce' }

/** What did not hold, from what the library threw. Only the kind: its words may quote a token. */
export function reasonOf(error: unknown): Refusal {
  if (error instanceof oidc.AuthorizationResponseError) return error.error === 'access_denied' ? 'denied' : 'answer'
  if (error instanceof oidc.ResponseBodyError) return error.error === 'invalid_grant' ? 'code' : 'answer'
  const words = messagesOf(error)
  // First: a certificate that does not hold is no signature of an answer.
  if (noConnection.test(words)) return 'unreachable'
  // "unexpected JWT "aud" (audience) claim value", "response parameter "iss" (issuer) missing" and their kin.
  const known = byClaim[/"(iss|aud|azp|nonce)" /.exec(words)?.[1] ?? '']
  if (known) return known
  if (/timestamp|OAUTH_JWT_TIMESTAMP/.test(words)) return 'expired'
  if (/signature|"alg"|algorithm|KEY_SELECTION|JWS|JWT/i.test(words)) return 'signature'
  return error instanceof TypeError ? 'unreachable' : 'answer'
}

function messagesOf(error: unknown): string {
  const words: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    words.push(at.message, String((at as { code?: string }).code ?? ''))
  return words.join(' ')
}
