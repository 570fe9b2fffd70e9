import { createPrivateKey, sign } from 'node:crypto'
import { said } from '../../platform/languages/languages.ts'
import type { Preset } from './identity-providers.tables.ts'

interface PresetFacts {
  readonly name: string
  readonly scope: string
  /** Fixed for providers that have one place in the world. */
  readonly issuer?: string
  /** What the owner types beside client id and secret. */
  readonly asks: readonly ('issuer' | 'tenant' | 'teamId' | 'keyId')[]
  /** Apple posts its answer when it is asked for name and address. */
  readonly answersByForm?: boolean
  /** Speaks OAuth 2.0 without ID tokens. */
  readonly plainOAuth?: boolean
}

/** What is known of each kind of provider, so that its owner types as little as can be. */
export const presets: Readonly<Record<Preset, PresetFacts>> = {
  google: { name: 'Google', scope: 'openid email profile', issuer: 'https://accounts.google.com', asks: [] },
  microsoft: { name: 'Microsoft', scope: 'openid email profile', asks: ['tenant'] },
  apple: {
    name: 'Apple',
    scope: 'openid name email',
    issuer: 'https://appleid.apple.com',
    asks: ['teamId', 'keyId'],
    answersByForm: true,
  },
  github: {
    name: 'GitHub',
    scope: 'read:user user:email',
    issuer: 'https://github.com',
    asks: [],
    plainOAuth: true,
  },
  generic: { name: said('Another provider'), scope: 'openid email profile', asks: ['issuer'] },
}

/** Microsoft's issuer of one tenant; the number of the tenant is asked for, as "common" is nobody's issuer. */
export function microsoftIssuer(tenant: string): string {
  return `https://login.microsoftonline.com/${tenant.toLowerCase()}/v2.0`
}

/**
 * Where GitHub (or a GitHub Enterprise Server at `issuer`) takes its requests: github.com has its programs' side at
 * another host, a server of one's own below /api/v3.
 */
export function githubPlaces(issuer: string) {
  const programs = issuer === 'https://github.com' ? 'https://api.github.com' : `${issuer}/api/v3`
  return {
    issuer: `${issuer}/login/oauth`,
    authorization_endpoint: `${issuer}/login/oauth/authorize`,
    token_endpoint: `${issuer}/login/oauth/access_token`,
    user: `${programs}/user`,
    emails: `${programs}/user/emails`,
  }
}

/**
 * Apple's client secret: a JWT for five minutes, signed (ES256) with the key that the owner got from Apple. Throws when
 * `privateKey` is no key in PEM form. See developer.apple.com, "Creating a client secret".
 */
export function appleSecret(
  client: { teamId: string; keyId: string; clientId: string; issuer: string },
  privateKey: string,
  now: Date,
): string {
  const at = Math.floor(now.getTime() / 1000)
  const header = { alg: 'ES256', kid: client.keyId, typ: 'JWT' }
  const claims = { iss: client.teamId, iat: at, exp: at + 300, aud: client.issuer, sub: client.clientId }
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const key = createPrivateKey(privateKey)
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
