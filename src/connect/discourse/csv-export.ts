/** A site as its CSV exports: the list of users (`user-list…csv`) and the archives of people's own posts. */
import { StartError } from '../../platform/start-error.ts'
import { readCsv } from '../structure/structure.ts'
import type { Bag } from './fields.ts'
import { type Package, type PackedFile, readBytes } from './package.ts'
import type { Entry, Source } from './source.ts'

type Form = 'users' | 'posts'

interface Page {
  readonly form: Form
  readonly entries: readonly Entry[]
}

export async function openCsvExport(pack: Package): Promise<Source> {
  const categories = new Map<string, number>()
  const topics = new Map<number, Bag>()
  let others = 0
  for await (const file of pack.files()) {
    const page = await readPage(pack, file)
    if (!page) others += 1
    if (page?.form !== 'posts') continue
    for (const { values } of page.entries) {
      const place = placeOf(values)
      const name = String(values.categories ?? values.category ?? '')
      // The site writes a hyphen where the person may not see the category themselves.
      if (name !== '' && name !== '-' && !categories.has(name)) categories.set(name, categories.size + 1)
      if (place && !topics.has(place.topicId)) topics.set(place.topicId, topicOf(values, place, categories.get(name)))
    }
  }
  const pages = (form: Form) => entriesOf(pack, form)
  return {
    form: 'CSV export',
    users: async function* () {
      // Posts name their author and no number, so here people are told by name.
      for await (const { file, at, values } of pages('users'))
        yield { file, at, values: { username: values.username, created_at: values.created_at } }
    },
    categories: async function* () {
      for (const [name, id] of categories) {
        const short = name.split('|').join(' / ')
        yield { file: pack.name, at: `category ${short}`, values: { id, name: short, slug: name.split('|').at(-1) } }
      }
    },
    tags: async function* () {},
    topics: async function* () {
      for (const [id, values] of topics) yield { file: pack.name, at: `topic ${id}`, values }
    },
    async *posts() {
      for await (const entry of pages('posts')) yield { ...entry, values: postOf(entry.values) }
    },
    solved: async function* () {},
    notes: [
      'CSV exports name neither tags nor solved answers, and of a topic only the posts of the people who exported theirs.',
      ...(others > 0 ? [`Files that are neither a list of users nor an archive of posts: ${others}.`] : []),
    ],
  }
}

async function* entriesOf(pack: Package, form: Form): AsyncGenerator<Entry> {
  for await (const file of pack.files()) {
    const page = await readPage(pack, file)
    if (page?.form === form) yield* page.entries
  }
}

async function readPage(pack: Package, file: PackedFile): Promise<Page | undefined> {
  if (!/\.csv$/i.test(file.name)) return undefined
  const { columns, records, problems } = readCsv(await readBytes(file))
  const names = columns.map((name) => name.replaceAll('-', '_'))
  const form =
    names.includes('topic_title') && names.includes('url') ? 'posts' : names.includes('username') ? 'users' : undefined
  if (!form) return undefined
  const [first] = problems
  if (first) throw new StartError(`${file.name}, line ${first.line}: ${first.what} Nothing was imported.`)
  const username = form === 'posts' ? ownerOf(pack.name, file.name) : undefined
  const entries = records.map(({ line, values }) => ({
    file: file.name,
    at: `line ${line}`,
    values: {
      ...Object.fromEntries(names.map((name, index) => [name, values[index]!])),
      ...(username && { username }),
    },
  }))
  return { form, entries }
}

/** The site names the archive after its person: `user_archive-berta-260118-101500.zip`, or a folder of that name. */
function ownerOf(packName: string, fileName: string): string | undefined {
  for (const part of [...fileName.split('/').toReversed(), packName]) {
    const name = /^user_archive-(.+?)-\d{6}-\d{6}/.exec(part)?.[1]
    if (name !== undefined) return name
  }
  return undefined
}

interface Place {
  readonly topicId: number
  readonly number: number
  readonly slug: string
}

function placeOf(values: Bag): Place | undefined {
  const parts = /\/t\/(?:([^/]*)\/)?(\d{1,15})\/(\d{1,9})\/?$/.exec(String(values.url ?? ''))
  return parts ? { slug: parts[1] ?? '', topicId: Number(parts[2]), number: Number(parts[3]) } : undefined
}

function topicOf(values: Bag, place: Place, categoryId: number | undefined): Bag {
  return {
    id: place.topicId,
    title: values.topic_title,
    slug: place.slug,
    category_id: categoryId,
    // The word is in the language of the site: what is not a plain "No" is taken for a message.
    archetype: values.is_pm === 'No' ? 'regular' : 'private_message',
  }
}

function postOf(values: Bag): Bag {
  const place = placeOf(values)
  const {
    post_cooked: cooked,
    post_raw: raw = values.post,
    created_at: createdAt,
    like_count: likes,
    username,
  } = values
  return {
    // A post has no number of its own here: its place in its topic is as good.
    id: place && place.topicId * 100_000 + place.number,
    topic_id: place?.topicId,
    post_number: place?.number,
    username,
    cooked,
    raw,
    created_at: createdAt,
    like_count: likes,
  }
}
