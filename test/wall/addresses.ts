/** Every address that Tango answers, filled with everything that the database knows. */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import type { Ctx } from '../../src/platform/context.ts'
import type { WebApp } from '../../src/platform/http/env.ts'

/** A route's path cut at its parameters: `/questions/:id/:slug` is three texts with two gaps. */
export interface Shape {
  readonly route: string
  readonly texts: readonly string[]
}

export function shapesOf(app: WebApp, method: 'GET' | 'POST'): Shape[] {
  const paths = new Set(app.routes.filter((route) => route.method === method).map((route) => route.path))
  return [...paths].filter((path) => !path.startsWith('/*')).map((route) => ({ route, texts: cut(route) }))
}

/** A parameter is `:name`, with a pattern in braces (which may hold braces) and a question mark after it or not. */
function cut(route: string): string[] {
  const texts: string[] = ['']
  for (let at = 0; at < route.length; at++) {
    if (route[at] === '*') texts.push('')
    else if (route[at] === ':') {
      at += /^:\w+/.exec(route.slice(at))![0].length
      for (let depth = 0; at < route.length && (depth > 0 || route[at] === '{'); at++)
        depth += route[at] === '{' ? 1 : route[at] === '}' ? -1 : 0
      if (route[at] !== '?') at--
      texts.push('')
    } else texts[texts.length - 1] += route[at]
  }
  return texts
}

/** The path with `at` in one gap and `other` in the rest. */
export function fill({ texts }: Shape, gap: number, at: string, other: string): string {
  return texts.reduce((path, text, n) => path + encodeURIComponent(n - 1 === gap ? at : other) + text)
}

const share = Number(process.env.TANGO_SHARE ?? 3)
/** `npm run prove-canaries`: every address with every name, also where nothing can come of it. */
export const everything = share === 1

/**
 * What an address is filled with: each third of all names, another third than the next address; names of one kind stand
 * side by side, so that it meets some of each.
 */
export const shareOf = (all: readonly string[], { route }: Shape): string[] =>
  all.filter((_, at) => (at + route.length) % share === 0)

/**
 * Says which paths of one shape are worth asking for: all that a route takes, and of the others, which are answered
 * without a look at what they name, one with each kind of name.
 */
export function worthAsking(app: WebApp, method: 'GET' | 'POST'): (path: string, name: string) => boolean {
  const nowhere = new Set<string>()
  return (path, name) => {
    const [found] = app.router.match(method, decodeURI(path))
    if (everything || found.some(([[, route]]) => route.method === method)) return true
    const kind = nobodysName(name).replace(/-.*/, '-')
    return !nowhere.has(kind) && nowhere.add(kind).size > 0
  }
}

/** Names of query parameters that some route reads, found in the sources, so that new ones are tried as well. */
export function queryNames(): string[] {
  const root = resolve(import.meta.dirname, '../../src')
  const found = ['q', 'after', 'tag', 'space', 'realm', 'name', 'topics', 'id', 'page', 'show', 'order']
  for (const file of globSync('**/*.routes.ts*', { cwd: root })) {
    const source = readFileSync(resolve(root, file), 'utf8')
    for (const [, name] of source.matchAll(/\bquery\('(\w+)'\)/g)) found.push(name!)
    for (const [, names] of source.matchAll(/\{([^{}]*)\} = c\.req\.query\(\)/g))
      found.push(...names!.split(',').map((name) => /\w+/.exec(name)![0]))
  }
  return [...new Set(found)]
}

interface Row {
  readonly value: string
}

/**
 * Everything inside, on a bridge, or between other people that an address could name: numbers, slugs, handles, tags,
 * keys. For a visitor, or the member outside whose account is given, none of it exists.
 */
export async function hiddenNames(ctx: Ctx, member: number | null = null): Promise<string[]> {
  const closed = sql`(select id from threads where realm <> 'outside' or (audience = 'participants'
    and not exists (select from thread_participants p where p.thread_id = threads.id and p.account_id = ${member})))`
  const spaces = sql`(select id from spaces where realm <> 'outside')`
  const { rows } = await sql<Row>`
    select id::text as value from threads where id in ${closed}
    union all select id::text from replies where thread_id in ${closed}
    union all select id::text from revisions where thread_id in ${closed} or reply_id in (select id from replies where thread_id in ${closed})
    union all select slug from spaces where id in ${spaces}
    union all select id::text from spaces where id in ${spaces} and id > 1000
    union all select id::text from swarms
    union all select id::text from swarm_wordings
    union all select id::text from crossings
    union all select id::text from invitations
    union all select id::text from notices where thread_id in ${closed}
    union all select id::text from mails
    union all select id::text from files where space_id in ${spaces}
    union all select key from files where space_id in ${spaces}
    union all select id || '-' || handle from accounts where realm <> 'outside' and id > 1000
    union all select handle from accounts where realm <> 'outside' and id > 1000
    union all select name from tags where exists (select from thread_tags where tag_id = tags.id)
      and not exists (select from thread_tags where tag_id = tags.id and thread_id not in ${closed})`.execute(ctx.db)
  return [...new Set(rows.map((row) => row.value))]
}

/** The same kinds of names for things that everybody may read. */
export async function openNames(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<Row>`
    select id::text as value from threads where realm = 'outside' and audience = 'space' and space_id in (select id from spaces where access = 'public')
    union all select slug from threads where realm = 'outside' and audience = 'space' and space_id in (select id from spaces where access = 'public')
    union all select r.id::text from replies r join threads t on t.id = r.thread_id join spaces s on s.id = t.space_id
      where s.access = 'public' and t.audience = 'space'
    union all select slug from spaces where access = 'public'
    union all select id || '-' || handle from accounts where realm = 'outside'
    union all select name from tags where name in ('winter', 'cold', 'charger')`.execute(ctx.db)
  return [...new Set(rows.map((row) => row.value))]
}

/** A name of the same shape that nothing ever had. */
export function nobodysName(name: string): string {
  if (/^\d+$/.test(name)) return '987000001'
  const [, number, rest] = /^(\d+)(-.*)$/.exec(name) ?? []
  if (number) return `987000001${rest}`
  return name.length === 22 ? 'AAAAAAAAAAAAAAAAAAAAAA' : 'neverwasanything'
}
