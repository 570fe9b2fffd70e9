/** A site as its own backup: the data of a PostgreSQL dump, in text form. Uploads beside it stay packed. */
import { createGunzip } from 'node:zlib'
import { Readable } from 'node:stream'
import { StartError } from '../../platform/start-error.ts'
import type { Bag } from './fields.ts'
import type { Package, PackedFile } from './package.ts'
import type { Entry, Source } from './source.ts'

const longestLine = 16 * 1024 * 1024

const tables = {
  users: 'users',
  categories: 'categories',
  tags: 'tags',
  topics: 'topics',
  posts: 'posts',
} as const

/** What has to be known of other tables before the topics can be read. */
interface Joined {
  readonly tags: Map<string, string[]>
  readonly votes: Map<string, string>
  readonly solved: Map<string, string>
  readonly allowed: Map<string, string[]>
}

export async function openBackup(pack: Package): Promise<Source> {
  const joined = await join(pack)
  const list = (table: string) => rowsOf(pack, new Set([table]))
  return {
    form: 'backup',
    users: () => list(tables.users),
    categories: () => list(tables.categories),
    tags: () => list(tables.tags),
    async *topics() {
      for await (const entry of list(tables.topics)) {
        const id = String(entry.values.id)
        const allowed = (joined.allowed.get(id) ?? []).map((userId) => ({ id: userId }))
        yield {
          ...entry,
          values: {
            ...entry.values,
            tags: joined.tags.get(id) ?? [],
            vote_count: joined.votes.get(id),
            details: { allowed_users: allowed },
          },
        }
      }
    },
    posts: () => list(tables.posts),
    async *solved() {
      for (const [topicId, postId] of joined.solved)
        yield { file: 'dump.sql', at: `topic ${topicId}`, values: { topic_id: topicId, post_id: postId } }
    },
    notes: ['Of a backup the database is read; uploads, settings, mail, passwords and groups stay behind.'],
  }
}

/** Reads the whole dump once, which also tells that it is whole, and keeps the small tables that say what belongs together. */
async function join(pack: Package): Promise<Joined> {
  const names = new Map<string, string>()
  const [tagged, solvedBy, solutions]: [string[][], Map<string, string>, string[][]] = [[], new Map(), []]
  const joined: Joined = { tags: new Map(), votes: new Map(), solved: new Map(), allowed: new Map() }
  const text = (bag: Bag, name: string) => String(bag[name] ?? '')
  const take: Record<string, (bag: Bag) => void> = {
    tags: (bag) => names.set(text(bag, 'id'), text(bag, 'name')),
    topic_tags: (bag) => tagged.push([text(bag, 'topic_id'), text(bag, 'tag_id')]),
    topic_voting_topic_vote_count: (bag) => joined.votes.set(text(bag, 'topic_id'), text(bag, 'votes_count')),
    topic_allowed_users: (bag) => add(joined.allowed, text(bag, 'topic_id'), text(bag, 'user_id')),
    topic_custom_fields: (bag) => {
      if (bag.name === 'accepted_answer_post_id') joined.solved.set(text(bag, 'topic_id'), text(bag, 'value'))
    },
    discourse_solved_solved_topics: (bag) => {
      solvedBy.set(text(bag, 'id'), text(bag, 'topic_id'))
      if (bag.answer_post_id) joined.solved.set(text(bag, 'topic_id'), text(bag, 'answer_post_id'))
    },
    discourse_solved_topic_answers: (bag) =>
      solutions.push([text(bag, 'solved_topic_id'), text(bag, 'answer_post_id')]),
    users: () => {},
    topics: () => {},
    posts: () => {},
  }
  const seen = new Set<string>()
  for await (const { table, values } of rowsOf(pack, new Set(Object.keys(take)), seen)) take[table]!(values)
  const missing = ['users', 'topics', 'posts', 'categories'].filter((name) => !seen.has(name))
  if (missing.length > 0)
    throw new StartError(
      `The dump in ${pack.name} has no data of ${missing.join(', ')}: it is cut off, or no backup of a Discourse site. Nothing was imported.`,
    )
  for (const [topicId = '', tagId = ''] of tagged) if (names.has(tagId)) add(joined.tags, topicId, names.get(tagId)!)
  for (const [solvedId = '', postId = ''] of solutions) {
    const topicId = solvedBy.get(solvedId)
    if (topicId !== undefined && !joined.solved.has(topicId)) joined.solved.set(topicId, postId)
  }
  return joined
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

interface Block {
  readonly table: string
  readonly columns: readonly string[]
  readonly isWanted: boolean
}

/** The line that begins the rows of a table. */
function readHead(text: string, wanted: ReadonlySet<string>): Block | undefined {
  const head = /^COPY (?:"?public"?\.)?"?([a-z0-9_]+)"? \(([^)]*)\) FROM stdin;$/.exec(text)
  if (!head) return undefined
  const columns = head[2]!.split(', ').map((column) => column.replaceAll('"', ''))
  return { table: head[1]!, columns, isWanted: wanted.has(head[1]!) }
}

function readRow(text: string, { table, columns }: Block, place: string): Bag {
  const cells = text.split('\t')
  if (cells.length !== columns.length)
    throw new StartError(
      `${place}: has ${cells.length} values for ${columns.length} columns of ${table}. The dump is damaged; nothing was imported.`,
    )
  return Object.fromEntries(columns.map((column, index) => [column, unescaped(cells[index]!)]))
}

/** The rows of some tables of the dump, in its order. `seen` gathers the names of all tables that it has data of. */
async function* rowsOf(
  pack: Package,
  wanted: ReadonlySet<string>,
  seen = new Set<string>(),
): AsyncGenerator<Entry & { table: string }> {
  let block: Block | undefined
  let line = 0
  let file = ''
  for await (const { lines, name } of linesOf(pack)) {
    file = name
    for (const text of lines) {
      line += 1
      if (block && text === '\\.') block = undefined
      else if (!block) {
        block = readHead(text, wanted)
        if (block) seen.add(block.table)
      } else if (block.isWanted) {
        yield { file, at: `line ${line}`, values: readRow(text, block, `${name}, line ${line}`), table: block.table }
      }
    }
  }
  if (block) throw new StartError(`${file} ends in the middle of ${block.table}: it is cut off. Nothing was imported.`)
}

const signs: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A value as PostgreSQL writes it for COPY; null for `\N`. */
function unescaped(cell: string): string | null {
  if (cell === '\\N') return null
  if (!cell.includes('\\')) return cell
  return cell.replace(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))/gs, (_whole, octal, hex, sign) => {
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8))
    return hex !== undefined ? String.fromCharCode(parseInt(hex, 16)) : (signs[sign] ?? sign)
  })
}

async function* linesOf(pack: Package): AsyncGenerator<{ lines: readonly string[]; name: string }> {
  for await (const file of pack.files()) {
    if (!/\.sql(\.gz)?$/i.test(file.name)) continue
    const decoder = new TextDecoder('utf-8', { fatal: true })
    let rest = ''
    let count = 0
    const decode = (chunk?: Uint8Array) => {
      try {
        return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
      } catch {
        throw new StartError(`${file.name}, after line ${count}: holds bytes that are not UTF-8. Nothing was imported.`)
      }
    }
    for await (const chunk of contentOf(file)) {
      const text = decode(chunk)
      // A long line is put together once, at its end.
      const lines = text.includes('\n') ? (rest + text).split('\n') : []
      rest = lines.pop() ?? rest + text
      count += lines.length
      if (rest.length > longestLine)
        throw new StartError(`${file.name}, line ${count + 1}: is longer than 16 million signs. Nothing was imported.`)
      yield { lines, name: file.name }
    }
    rest += decode()
    if (rest !== '') yield { lines: [rest], name: file.name }
    return
  }
}

/** The dump lies packed within the archive. */
async function* contentOf(file: PackedFile): AsyncGenerator<Uint8Array> {
  if (!/\.gz$/i.test(file.name)) return yield* file.open()
  const gunzip = createGunzip()
  const source = Readable.from(file.open())
  source.on('error', (error) => gunzip.destroy(error))
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Uint8Array>
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`${file.name} cannot be unpacked: it is damaged or cut off. Nothing was imported.`)
  }
}
