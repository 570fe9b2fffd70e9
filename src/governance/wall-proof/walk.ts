/** Every address that the program answers, asked by everybody: what is found is judged word by word. */
import type { Facts, Row } from './facts.queries.ts'
import type { Judgement } from './incidents.ts'
import { type Answer, type ProofSite, type Walker, ask, forAll, linksIn, origin } from './site.ts'

export interface WalkSize {
  /** How many addresses of the same shape are followed. */
  readonly alike: number
  /** How many numbers, names and slugs of each kind are put into an address that takes one. */
  readonly names: number
  /** How many words are looked for, and how many other values a question in an address is given. */
  readonly words: number
  /** The share of all combinations that is asked, from 0 to 1; chance chooses. */
  readonly share: number
}

export interface WalkParts {
  readonly site: ProofSite
  readonly facts: Facts
  readonly judgement: Judgement
  readonly size: WalkSize
  readonly chance: () => number
}

/** What is walked: addresses asked, and answers read. */
export interface Walked {
  readonly addresses: number
  readonly answers: number
}

/** Addresses that end a session, that never end, or that only say whether the program stands. */
const skipped = /^\/(live|health|sign-out|assets\/|favicon)|^\/files\/[^?]*\?until=/

/** Walks as each reader, and then asks each for what the others found. */
export async function walk(parts: WalkParts, walkers: readonly Walker[]): Promise<Walked> {
  const count = { addresses: new Set<string>(), answers: 0 }
  const names = namesOf(parts)
  const found = new Set<string>()
  for (const who of walkers) for (const path of await walkAs(parts, who, names, count)) found.add(path)
  const everywhere = spread(
    [...found].filter((path) => !skipped.test(path)),
    parts.size.alike,
  )
  // Everybody has walked everywhere along their own links already; here chance may take more than elsewhere.
  const wider = { ...parts, size: { ...parts.size, share: Math.sqrt(parts.size.share) } }
  for (const who of walkers) {
    await forAll(taken(wider, everywhere), async (path) => {
      if (!count.addresses.has(`${who.name} ${path}`)) await look(parts, who, path, count)
    })
  }
  return {
    addresses: new Set([...count.addresses].map((one) => one.slice(one.indexOf(' /') + 1))).size,
    answers: count.answers,
  }
}

type Count = { readonly addresses: Set<string>; answers: number }

async function look(
  parts: WalkParts,
  who: Walker,
  path: string,
  count: Count,
  init: RequestInit = {},
): Promise<Answer> {
  const answer = await ask(parts.site, who, path, init)
  count.answers++
  if (!init.method) count.addresses.add(`${who.name} ${path}`)
  parts.judgement.answer(who, `${init.method ?? 'GET'} ${path}`, answer, askedIn(path))
  return answer
}

/** What an address says itself. */
function askedIn(path: string): string {
  return `${path} ${path.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))}`
}

/**
 * One reader: from every address without parts, along all links and forms that ask; then by names, words and mistakes.
 * Whatever chance leaves out, those who may read least open each kind of page once.
 */
async function walkAs(parts: WalkParts, who: Walker, names: Names, count: Count): Promise<Set<string>> {
  const { site, size } = parts
  const gets = site.routes.filter((route) => route.method === 'GET').map((route) => route.path)
  const plain = gets.filter((path) => !/[:*]/.test(path) && !skipped.test(path))
  const seen = await crawl(parts, who, plain, count)
  const filled = gets.filter((path) => /:/.test(path)).flatMap((path) => fillings(path, names, size.names))
  const once = readsLeast.test(who.name)
    ? gets.filter((path) => /:/.test(path)).flatMap((path) => ofKind(path, names))
    : []
  await forAll(new Set([...once, ...taken(parts, new Set(filled))]), async (path) => {
    if (!seen.has(path) && !skipped.test(path)) await look(parts, who, path, count)
  })
  await forAll(taken(parts, questions(plain, names, parts)), async (path) => void (await look(parts, who, path, count)))
  await mistakes(parts, who, { filled, seen }, count)
  return seen
}

/** Those who may read least of their side: they are shown most that is wrong by a page that shows everything. */
const readsLeast = /visitor|whom nobody knows|for whom nobody answers|in no unit/

/** The share of some addresses that is asked. */
function* taken({ size, chance }: WalkParts, paths: Iterable<string>): Generator<string> {
  for (const path of paths) if (size.share >= 1 || chance() < size.share) yield path
}

async function crawl(parts: WalkParts, who: Walker, start: readonly string[], count: Count): Promise<Set<string>> {
  const seen = new Set<string>()
  const shapes = new Map<string, number>()
  let next = new Set(start)
  while (next.size > 0) {
    const links = new Set<string>()
    await forAll(next, async (path) => {
      seen.add(path)
      for (const link of linksIn(await look(parts, who, path, count))) links.add(link)
    })
    next = new Set(
      [...links].filter((path) => {
        if (seen.has(path) || /^\/(assets|live|health|sign-out)|[?&]next=/.test(path)) return false
        const shape = shapeOf(path)
        shapes.set(shape, (shapes.get(shape) ?? 0) + 1)
        return shapes.get(shape)! <= parts.size.alike
      }),
    )
  }
  return seen
}

/** An address without what tells one thing from another of its kind. */
function shapeOf(path: string): string {
  const [place, query = ''] = path.split('?', 2) as [string, string?]
  const parts = place
    .split('/')
    .map((part) => (/\d|zqk/.test(part) ? '#' : part))
    .join('/')
  return `${parts}?${query.replaceAll(/=[^&]*/g, '=')}`
}

/** At most `most` addresses of each shape. */
function spread(paths: readonly string[], most: number): string[] {
  const shapes = new Map<string, number>()
  return paths.filter((path) => {
    const shape = shapeOf(path)
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1)
    return shapes.get(shape)! <= most
  })
}

/** Names of things by kind, of each some that are readable to some: what an address may be given. */
type Names = ReadonlyMap<string, readonly string[]>

function namesOf({ facts, chance, size }: WalkParts): Names {
  const some = (table: string, text: (row: Row) => unknown, which: (row: Row) => boolean = () => true): string[] => {
    const left = fullestFirst(facts, table, facts.rows(table).filter(which))
    const taken = left.splice(0, 1).map((row) => String(text(row)))
    while (left.length > 0 && taken.length < size.names * 3)
      taken.push(String(text(left.splice(Math.floor(chance() * left.length), 1)[0]!)))
    return taken
  }
  const id = (row: Row) => row.id
  const isHidden = (row: Row) => row.realm !== 'outside' || row.reach !== null
  return new Map(
    Object.entries({
      thread: some('threads', id, isHidden),
      question: some('threads', id, (row) => row.type === 'question'),
      reply: some('replies', id),
      space: some('spaces', id, isHidden),
      slug: some('spaces', (row) => row.slug, isHidden),
      person: some('accounts', (row) => `${row.id}-${row.handle}`),
      account: some('accounts', id, (row) => row.realm !== 'outside'),
      group: some('groups', (row) => row.slug),
      axis: some('axes', (row) => row.key),
      node: some('axis_nodes', id),
      bridge: some('bridges', id),
      crossing: some('crossings', id),
      swarm: some('swarms', id),
      notice: some('notices', id),
      invitation: some('invitations', id),
      tag: some('tags', (row) => row.name),
      file: some('files', (row) => row.key),
    }),
  )
}

/** Where rows say to which thing they belong: a list of them stands on its page. */
const hangs: Readonly<Record<string, readonly [table: string, column: string]>> = {
  threads: ['replies', 'thread_id'],
  spaces: ['threads', 'space_id'],
  accounts: ['threads', 'author_id'],
  groups: ['group_members', 'group_id'],
  axis_nodes: ['placements', 'node_id'],
  tags: ['thread_tags', 'tag_id'],
  bridges: ['bridge_queue', 'bridge_id'],
  files: ['file_uses', 'file_id'],
}

/** Things of one kind, first the one that most hangs on: on its page there is most to find. */
function fullestFirst(facts: Facts, table: string, rows: readonly Row[]): Row[] {
  const [other, column] = hangs[table] ?? []
  if (!other || !column) return [...rows]
  // What people stand for is known to every colleague; of a place the threads count.
  const counts = Map.groupBy(
    facts.rows(other).filter((row) => other !== 'placements' || row.thread_id !== null),
    (row) => row[column],
  )
  const countOf = (row: Row) => counts.get(row.id)?.length ?? 0
  return rows.toSorted((a, b) => countOf(b) - countOf(a))
}

/** Which kinds of names belong into which addresses; into all others goes one of each. */
const belongs: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/inside\/threads|^\/updates|readers\/:kind/, ['thread', 'question', 'reply']],
  [/^\/questions/, ['question', 'thread']],
  [/^\/answers/, ['reply']],
  [/^\/s\/|^\/inside\/(spaces|rights)/, ['slug']],
  [/readers\/space/, ['space']],
  [/people/, ['person', 'account']],
  [/structure/, ['axis', 'node', 'account']],
  [/groups/, ['group']],
  [/bridges/, ['bridge']],
  [/crossings/, ['crossing']],
  [/swarms/, ['swarm']],
  [/notices/, ['notice']],
  [/tags/, ['tag']],
  [/files/, ['file']],
]

/** The address with names in its parts: `most` of those that belong there three times over, and one of every other kind. */
function fillings(path: string, names: Names, most: number): string[] {
  const natural = naturalIn(path)
  const values = [...names].flatMap(([kind, all]) =>
    all.slice(0, natural.includes(kind) ? most * 3 : Math.floor(most / 2)),
  )
  if (natural.length === 0) values.push(...[...names.values()].flatMap((all) => all.slice(0, 1)))
  return withNames(path, values)
}

/** The page once for each kind of things that belongs there (else a thread), of the one on which there is most to find. */
function ofKind(path: string, names: Names): string[] {
  const natural = naturalIn(path)
  const kinds = natural.length > 0 ? natural : ['thread', 'question']
  return withNames(
    path,
    kinds.flatMap((kind) => names.get(kind)!.slice(0, 1)),
  )
}

function naturalIn(path: string): readonly string[] {
  return belongs.find(([shape]) => shape.test(path))?.[1] ?? []
}

function withNames(path: string, values: readonly string[]): string[] {
  const kinds = /:kind\{([^}]*)\}/.exec(path)?.[1]?.split('|') ?? ['']
  return kinds.flatMap((kind) =>
    values.map((value) => {
      let isFirst = true
      // Parameters: `:name`, with a pattern in braces (which may hold braces) and a question mark after it or not.
      return path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^}]*\})*\})?\??/g, (_, name: string) => {
        if (name === 'kind' && kind) return kind
        const text = isFirst ? value : 'x'
        isFirst = false
        return encodeURIComponent(text)
      })
    }),
  )
}

/** Questions in addresses: words that stand in hidden things, their beginnings, and hidden things as what to choose by. */
function* questions(plain: readonly string[], names: Names, { facts, size, chance }: WalkParts): Generator<string> {
  const texts = [
    ...facts.rows('threads').map((row) => String(row.title)),
    ...facts.rows('replies').map((row) => String(row.body)),
    ...['accounts.display_name', 'spaces.title', 'groups.title', 'axis_node_versions.title', 'tags.name'].flatMap(
      (place) => {
        const [table, column] = place.split('.') as [string, string]
        return facts.rows(table).map((row) => String(row[column]))
      },
    ),
  ].filter((text) => /zqk/.test(text))
  const words = Array.from({ length: size.words }, () => texts[Math.floor(chance() * texts.length)]!).flatMap(
    (text) => {
      const word = /zqk\w+/.exec(text)![0]
      return [word, word.slice(0, 7)]
    },
  )
  const searches = plain.filter((path) =>
    /search|^\/go|people|questions$|groups|spaces$|connections|bring-in|link|offices|^\/$/.test(path),
  )
  for (const path of searches)
    for (const word of ['battery', 'zqk', 'emp', ...words])
      for (const name of ['q', 'name']) yield `${path}?${name}=${encodeURIComponent(word)}`
  const first = (kind: string) => names.get(kind)?.slice(0, Math.max(1, Math.floor(size.words / 4))) ?? []
  const choices: readonly (readonly [string, readonly string[]])[] = [
    ['tag', first('tag')],
    ['space', [...first('slug'), ...first('space')]],
    ['realm', ['inside', 'bridge']],
    ['after', ['1', '999999999', 'x']],
    ['thread', first('thread')],
    ['reply', first('reply')],
    ['as', first('account')],
    ['account', first('account')],
    ['person', first('account')],
    ['node', first('node')],
    ['group', first('group')],
    ['kind', ['thread']],
    ['on', ['2020-01-01']],
    ['from', first('thread')],
  ]
  for (const path of plain) {
    if (/^\/(welcome|robots|sitemap)/.test(path)) continue
    for (const [name, values] of choices)
      for (const value of values.slice(0, size.words)) yield `${path}?${name}=${encodeURIComponent(value)}`
  }
}

/** Wrong methods, other kinds of answers, posts from elsewhere, empty forms, and numbers that are none. */
async function mistakes(
  parts: WalkParts,
  who: Walker,
  paths: { filled: readonly string[]; seen: ReadonlySet<string> },
  count: Count,
): Promise<void> {
  const { site, size } = parts
  const asking = spread([...paths.filled, ...paths.seen], Math.max(1, Math.floor(size.alike / 3))).filter(
    (path) => !skipped.test(path),
  )
  await forAll(taken(parts, asking), async (path) => {
    await look(parts, who, path, count, { method: 'HEAD' })
    await look(parts, who, path, count, { headers: { accept: 'application/json' } })
  })
  const wrong = ['0', '99999999999999999999', '%00', '%E0%A4%A', "1'", '-1'].flatMap((bad) =>
    ['/questions/', '/inside/threads/', '/people/', '/inside/spaces/', '/files/'].map((path) => path + bad),
  )
  await forAll(taken(parts, wrong), async (path) => void (await look(parts, who, path, count)))
  // Whoever stands inside changes things by posting; what they are answered is what they may have anyway.
  if (who.viewer.kind === 'account' && who.viewer.realm === 'inside') return
  const posts = site.routes.filter((route) => route.method === 'POST').map((route) => route.path)
  const names = namesOf(parts)
  const hidden = posts.filter((path) => /:/.test(path)).flatMap((path) => fillings(path, names, 1))
  const targets = [...hidden, ...posts.filter((path) => !/:/.test(path))].filter(
    (path) => !/sign-out|sessions|password|settings|read-all|welcome/.test(path),
  )
  await forAll(taken(parts, targets), async (path) => {
    const id = names.get('thread')![0]!
    const body = new URLSearchParams({
      id,
      thread: id,
      space: names.get('slug')![0]!,
      place: names.get('space')![0]!,
      body: '',
    })
    await look(parts, who, path, count, { method: 'POST', body, headers: { origin } })
  })
}
