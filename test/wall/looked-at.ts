/**
 * What a page looked at of the query string that it was asked with. A name that a route does not look at when nothing is
 * asked cannot change a byte of it alone, so its values need not be tried there.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { HonoRequest } from 'hono/request'
import { everything } from './addresses.ts'

const looking = new AsyncLocalStorage<Set<string>>()
/** Stands for every name: the whole query string was taken as it is. */
const everyName = '*'

const note = (name: unknown): void => void looking.getStore()?.add(String(name))

/** Whoever takes the names one by one is noted for those; whoever goes through them all, for all. */
const noting: ProxyHandler<Record<string, string>> = {
  get: (target, name) => (note(name), Reflect.get(target, name)),
  has: (target, name) => (note(name), Reflect.has(target, name)),
  ownKeys: (target) => (note(everyName), Reflect.ownKeys(target)),
}

/** What a request is asked for its query string: one name, or all of them. */
interface Asked {
  query(this: HonoRequest, name?: string): string | Record<string, string> | undefined
  queries(this: HonoRequest, name?: string): unknown
}

const asked = HonoRequest.prototype as unknown as Asked
const { query, queries } = asked
asked.query = function (name) {
  if (name === undefined) return new Proxy(query.call(this) as Record<string, string>, noting)
  note(name)
  return query.call(this, name)
}
asked.queries = function (name) {
  note(name ?? everyName)
  return queries.call(this, name)
}

const address = Object.getOwnPropertyDescriptor(URL.prototype, 'searchParams')!
Object.defineProperty(URL.prototype, 'searchParams', {
  ...address,
  get(this: URL): URLSearchParams {
    note(everyName)
    return address.get!.call(this) as URLSearchParams
  },
})

/** Does what asks for a page, and tells the names that the page looked at. */
export async function lookedAt(ask: () => Promise<unknown>): Promise<Set<string>> {
  const names = new Set<string>()
  await looking.run(names, ask)
  return names
}

/** Those query strings of which a page that looked at `names` looks at something. */
export function thoseRead(asked: readonly string[], names: ReadonlySet<string>): string[] {
  if (everything || names.has(everyName)) return [...asked]
  return asked.filter((query) => query.split('&').some((one) => names.has(one.split('=')[0]!)))
}
