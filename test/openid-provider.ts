/**
 * A real OpenID provider (oidc-provider) on this machine, for tests of signing in: `const idp = await openProvider(t)`,
 * `idp.says = { sub: 'ada', email: … }` decides who is at its keyboard, `await idp.visit(address)` goes there as a
 * browser would and gives the address that it is sent back to. `idp.forge` changes its ID tokens on their way out.
 */
import { type KeyObject, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { Provider } from 'oidc-provider'

/** What the library says of every provider that is none in earnest; whatever else it warns of is heard. */
const noNews =
  /^oidc-provider WARNING: (Unsupported runtime|a quick start .* in-memory adapter|already parsed request body)/s
const warn = console.warn
console.warn = (...words: unknown[]) => {
  if (typeof words[0] !== 'string' || !noNews.test(words[0])) warn(...words)
}
// Only now: it speaks when it is loaded.
const library = await import('oidc-provider')

export interface Claims {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
}

export type Token = { header: Record<string, unknown>; claims: Record<string, unknown> }

export interface TestProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly privateKey: KeyObject
  /** Who signs in there. */
  says: Claims
  /** What becomes of an ID token before it is sent; undefined: nothing. */
  forge: ((token: Token) => string) | undefined
  /** Called with each form that is sent to the token endpoint; what it returns is taken instead. */
  atTokens: ((form: URLSearchParams) => URLSearchParams) | undefined
  /** How often its token endpoint was asked. */
  readonly asked: () => number
  /** Goes to an address of the provider and on, until the provider sends back: as a redirect, or as a form that is posted. */
  visit(address: string): Promise<{ url: URL; form: URLSearchParams | undefined }>
}

/** An RS256 token over any header and claims, signed with `key`. */
export function signed(token: Token, key: KeyObject): string {
  const text = unsigned(token)
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

/** Header and claims as they are signed. */
export function unsigned({ header, claims }: Token): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
}

/** An HS256 token, made with whatever is taken for a secret. */
export function signedWithSecret(token: Token, secret: string): string {
  const text = unsigned(token)
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

export async function openProvider(t: TestContext, redirectUris: readonly string[]): Promise<TestProvider> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end()
  const server = createServer((request, response) => handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let asked = 0
  const idp: TestProvider = {
    issuer,
    clientId: 'tango',
    clientSecret: 'a secret between the two of them',
    privateKey,
    says: { sub: 'nobody' },
    forge: undefined,
    atTokens: undefined,
    asked: () => asked,
    visit: (address) => visit(address, redirectUris),
  }
  const provider = makeProvider(idp, redirectUris)
  provider.use(async (context, next) => {
    await next()
    const body = context.body as { id_token?: string } | undefined
    if (context.path !== '/token' || !body?.id_token || !idp.forge) return
    const [header, claims] = body.id_token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>)
    context.body = { ...body, id_token: idp.forge({ header: header!, claims: claims! }) }
  })
  const answer = provider.callback()
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/')) return void agree(provider, idp, request, response)
    if (request.url !== '/token') return void answer(request, response)
    asked++
    void readAll(request).then((text) => {
      const form = new URLSearchParams(text)
      // The library takes a body that was read before it.
      Object.assign(request, { body: (idp.atTokens?.(form) ?? form).toString() })
      return answer(request, response)
    })
  }
  return idp
}

function makeProvider(idp: TestProvider, redirectUris: readonly string[]): Provider {
  return new library.Provider(idp.issuer, {
    clients: [
      {
        client_id: idp.clientId,
        client_secret: idp.clientSecret,
        redirect_uris: [...redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...idp.privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
    cookies: { keys: ['test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    scopes: ['openid', 'email', 'profile', 'name'],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...idp.says }) }),
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
  })
}

/** Signs in and agrees to everything, as whoever is at the keyboard. */
async function agree(provider: Provider, idp: TestProvider, request: IncomingMessage, response: ServerResponse) {
  const { params } = await provider.interactionDetails(request, response)
  const grant = new provider.Grant({ accountId: idp.says.sub, clientId: String(params['client_id']) })
  grant.addOIDCScope(String(params['scope']))
  const result = { login: { accountId: idp.says.sub }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

async function visit(address: string, back: readonly string[]) {
  const jar = new Map<string, string>()
  let url = new URL(address)
  for (let steps = 0; steps < 12; steps++) {
    if (back.includes(url.origin + url.pathname)) return { url, form: undefined }
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      jar.set(name!, value!)
    }
    const location = response.headers.get('location')
    const text = await response.text()
    if (location) url = new URL(location, url)
    else {
      const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1]
      if (!action || !back.includes(action)) throw new Error(`the provider says: ${text.slice(0, 300)}`)
      const fields = [...text.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)]
      return { url: new URL(action), form: new URLSearchParams(fields.map(([, name, value]) => [name!, value!])) }
    }
  }
  throw new Error('the provider never sends back')
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString()
}
