/** A site as saved pages of its own API: `site.json`, `categories.json`, `latest.json`, `c/…`, `t/12.json`, `u/….json`. */
import { StartError } from '../../platform/start-error.ts'
import { type Bag, bagOf, bagsOf } from './fields.ts'
import { type Package, readText } from './package.ts'
import type { Entry, Source } from './source.ts'

type Kind = 'users' | 'categories' | 'tags' | 'topics' | 'posts' | 'solved'
type Found = readonly (readonly [Kind, Bag])[]

/** What a page is is told by what it holds, so that it may be saved under any name. */
export async function openApiPages(pack: Package): Promise<Source> {
  let others = 0
  // Every page is read once before anything is written: a broken one leaves nothing half done.
  for await (const { found } of pages(pack)) if (found.length === 0) others += 1
  const list = (kind: Kind) => entriesOf(pack, kind)
  return {
    form: 'API pages',
    users: () => list('users'),
    categories: () => list('categories'),
    tags: () => list('tags'),
    topics: () => list('topics'),
    posts: () => list('posts'),
    solved: () => list('solved'),
    notes: others > 0 ? [`Files that hold no users, categories, tags, topics or posts: ${others}.`] : [],
  }
}

async function* entriesOf(pack: Package, kind: Kind): AsyncGenerator<Entry> {
  const word = { users: 'user', categories: 'category', tags: 'tag', topics: 'topic', posts: 'post', solved: 'topic' }
  for await (const { file, found } of pages(pack)) {
    for (const [is, values] of found) {
      const id = String(values.id ?? values.topic_id ?? values.name ?? '?').slice(0, 40)
      if (is === kind) yield { file, at: `${word[kind]} ${id}`, values }
    }
  }
}

async function* pages(pack: Package): AsyncGenerator<{ file: string; found: Found }> {
  for await (const file of pack.files()) {
    if (!/\.json$/i.test(file.name)) continue
    const text = await readText(file)
    let page: unknown
    try {
      page = JSON.parse(text)
    } catch (error) {
      const why = (error as Error).message.replace(/\s+/g, ' ').slice(0, 120)
      throw new StartError(`${file.name} is not JSON (${why}). Mend the file, then run the import again.`)
    }
    yield { file: file.name, found: recordsOf(page) }
  }
}

function recordsOf(page: unknown): Found {
  if (Array.isArray(page))
    return bagsOf(page).flatMap((bag) => (typeof bag.username === 'string' ? [['users', bag] as const] : []))
  const bag = bagOf(page)
  if (!bag) return []
  if (bagOf(bag.post_stream)) return topicPage(bag)
  return [
    ...bagsOf(bag.users).map((one) => ['users', one] as const),
    ...bagsOf(bag.directory_items).flatMap((one) => named('users', bagOf(one.user))),
    ...named('users', bagOf(bag.user)),
    ...categoriesOf(bag.categories ?? bagOf(bag.category_list)?.categories),
    ...bagsOf(bag.tags).map((one) => ['tags', { ...one, name: one.name ?? one.text ?? one.id }] as const),
    ...bagsOf(bagOf(bag.topic_list)?.topics).map((one) => ['topics', { ...one, is_listed_only: true }] as const),
    ...bagsOf(bag.latest_posts).map((one) => ['posts', one] as const),
  ]
}

function named(kind: Kind, bag: Bag | undefined): Found {
  return bag ? [[kind, bag]] : []
}

function categoriesOf(value: unknown): Found {
  // A stack, not recursion: categories nested without end must not end the program.
  const found: (readonly [Kind, Bag])[] = []
  const waiting = bagsOf(value).toReversed()
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const { subcategory_list: below, ...category } = one
    found.push(['categories', category])
    waiting.push(...bagsOf(below).toReversed())
  }
  return found
}

/** `t/12.json` names its topic; further chunks of its posts (`t/12/posts.json`) do not. */
function topicPage(bag: Bag): Found {
  const { post_stream: stream, ...topic } = bag
  const posts = bagsOf(bagOf(stream)?.posts).map((post) => ({ topic_id: bag.id, ...post }))
  const solved = bagOf(bag.accepted_answer)
  return [
    ...(bag.title !== undefined ? [['topics', topic] as const] : []),
    ...posts.map((one) => ['posts', one] as const),
    ...(solved ? [['solved', { topic_id: bag.id, post_number: solved.post_number }] as const] : []),
  ]
}
