/** Random queries and posts over a small, nasty vocabulary, so that the property tests meet every construct often. */
import type { Post } from './post.ts'

const words = [
  'apple',
  'pear',
  'juice',
  'Apple',
  'apples',
  'nino',
  'niño',
  'NIÑO',
  "wendy's",
  'wendys',
  'wendy',
  '#snow',
  'snow',
  '@bob',
  '$abc',
  'abc',
  '👍',
  '❤️',
  'coca-cola',
  'cola',
  'coca',
  '東京',
  '東京タワー',
  'สวัสดี',
  'BT',
  'bt',
  'a',
  'b',
  'Über',
  'uber',
]
const wild = ['app*', 'appl?', 'ju?ce', 'ni*o', 'niñ*', 'wen*s', '#sn*', 'sn?w', 'co*a', 'über*', 'ab*']
const textNames = ['title', 'body', 'alt', 'lead', 'quote', 'bio', 'authorname']

type Source = () => number

/** One of a list. */
export function pick<T>(random: Source, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

const word = (random: Source): string => (random() < 0.8 ? pick(random, words) : pick(random, wild))

function phrase(random: Source): string {
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => word(random))
  if (random() < 0.3) return `"${parts.join(' ')}"~${Math.floor(random() * 4)}${random() < 0.4 ? 'f' : ''}`
  return random() < 0.2 ? `"${parts[0]} * ${parts.at(-1)}"` : `"${parts.join(' ')}"`
}

/** A word, phrase, OR-group of these, or nested NEAR: what may stand next to NEAR. */
function span(random: Source, depth: number): string {
  const kind = random()
  if (depth <= 0 || kind < 0.5) return word(random)
  if (kind < 0.65) return phrase(random)
  if (kind < 0.75) return `{${pick(random, ['BT', 'Apple', 'Wendy', 'apple juice', 'Über'])}}`
  if (kind < 0.9) return `(${span(random, depth - 1)} OR ${span(random, depth - 1)})`
  return `(${near(random, depth - 1)})`
}

function near(random: Source, depth: number): string {
  const within = pick(random, ['0', '1', '2', '5', 's', 'p', '1f'])
  const operator = within.endsWith('f') ? 'NEAR' : pick(random, ['NEAR', 'ONEAR'])
  return `${span(random, depth)} ${operator}/${within} ${span(random, depth)}`
}

const factQueries = [
  'country:us',
  'country:none',
  'country:(us OR de)',
  'lang:pt',
  'lang:pt-PT',
  'lang:none',
  'author:@Bob',
  'author:none',
  'site:example.org',
  'url:example.org/news',
  'links:example.org',
  'links:none',
  'hashtag:snow',
  'hashtag:none',
  'type:reply',
  'engagementType:RETWEET',
  'has:(image OR poll)',
  'is:question',
  'verified:true',
  'verified:none',
  'bot:no',
  'followers:>10',
  'followers:[5 TO 10]',
  'likes:none',
  'rating:3',
  'words:<4',
  'since:2026-02-01',
  'until:2026-02-01',
  'since:-7d',
  'added:2026-01-31..2026-02-01',
  'added:>-2d',
  'timeofday:22:00..06:00',
  'timeofday:[540 TO 720]',
  'geo:52.5,13.4,30km',
  'geo:none',
  'city:"São Paulo"',
  'raw:C++',
  'raw:"e\'s"',
  'title:raw:A',
  'thread:at://x/1',
  'status:open',
  'segment:vip',
  'to:acme',
]

/** A query text of random shape. */
export function randomQuery(random: Source, depth = 3): string {
  const kind = random()
  if (depth <= 0 || kind < 0.22) return word(random)
  if (kind < 0.3) return phrase(random)
  if (kind < 0.38) return near(random, 2)
  if (kind < 0.48) return pick(random, factQueries)
  if (kind < 0.54)
    return `${pick(random, textNames)}:(${random() < 0.5 ? near(random, 1) : `${word(random)} NOT ${word(random)}`})`
  if (kind < 0.56) return `{${pick(random, ['BT', 'apple', 'Wendy'])}}`
  if (kind < 0.66) return `NOT (${randomQuery(random, depth - 1)})`
  const parts = Array.from({ length: 2 + Math.floor(random() * 2) }, () => `(${randomQuery(random, depth - 1)})`)
  return parts.join(kind < 0.85 ? ' AND ' : ' OR ')
}

const joints = [
  ' ',
  ' ',
  ' ',
  ', ',
  '. ',
  '\n',
  '\n\n',
  '-',
  '! ',
  '? ',
  '."  ',
  '。',
  '/',
  '.',
  ' & ',
  ' – ',
  '…',
  ') ',
]
const textWords = [
  ...words.map((one) => one.replace("'", '’')),
  'juices',
  'customise',
  'C++',
  'of',
  'the',
  'AN',
  "o'neill",
  'me@bob',
  'x#snow',
  'cafe\u0301s',
]

function text(random: Source): string {
  const length = Math.floor(random() * 9)
  return Array.from({ length }, () => pick(random, textWords) + pick(random, joints)).join('')
}

const day = 86_400_000
/** The clock of the random posts: their times lie within two weeks before it, or around the end of January 2026. */
export const randomNow = Date.UTC(2026, 1, 10, 12)

/** A post in which every field is sometimes absent. */
export function randomPost(random: Source): Post {
  const maybe = <T>(value: () => T): T | undefined => (random() < 0.4 ? value() : undefined)
  const post = {
    body: random() < 0.9 ? text(random) : undefined,
    title: maybe(() => text(random)),
    alt: maybe(() => (random() < 0.5 ? text(random) : [text(random), text(random)])),
    lead: random() < 0.15 ? text(random) : undefined,
    quote: random() < 0.15 ? text(random) : undefined,
    bio: random() < 0.15 ? text(random) : undefined,
    authorname: random() < 0.15 ? text(random) : undefined,
    country: maybe(() => pick(random, ['us', 'US', 'de', 'fr'])),
    lang: maybe(() => pick(random, ['pt', 'pt-BR', 'pt-PT', ['en', 'pt-BR']])),
    author: maybe(() => pick(random, ['bob', ['@BOB', 'did:plc:1'], 'alice'])),
    site: maybe(() => pick(random, ['example.org', 'news.Example.org', 'badexample.org'])),
    url: maybe(() =>
      pick(random, [
        'https://www.example.org/news/1?utm_source=x',
        'http://example.org/',
        'https://x.org/example.org/news',
      ]),
    ),
    links: maybe(() => pick(random, [['https://example.org/a', 'https://x.org'], [], 'http://www.example.org'])),
    hashtag: maybe(() => pick(random, [['Snow'], ['#snow', 'ice'], []])),
    type: maybe(() => pick(random, ['reply', 'repost', 'post'])),
    has: maybe(() => pick(random, [['image'], ['poll', 'link'], []])),
    is: maybe(() => pick(random, ['question', 'original'])),
    verified: maybe(() => random() < 0.5),
    bot: maybe(() => random() < 0.5),
    followers: maybe(() => Math.floor(random() * 20)),
    likes: maybe(() => Math.floor(random() * 3)),
    rating: maybe(() => Math.floor(random() * 5)),
    time: maybe(() =>
      random() < 0.5 ? randomNow - random() * 14 * day : Date.UTC(2026, 0, 31 + Math.floor(random() * 2)),
    ),
    added: maybe(() => (random() < 0.5 ? randomNow - random() * 4 * day : Date.UTC(2026, 0, 30) + random() * 3 * day)),
    geo: maybe(() => ({ latitude: 52 + random(), longitude: 13 + random() })),
    city: maybe(() => pick(random, ['sao paulo', 'São Paulo', 'Lyon'])),
    thread: maybe(() => pick(random, ['at://x/1', 'at://x/2'])),
    status: maybe(() => pick(random, ['open', 'new'])),
    segment: maybe(() => pick(random, [['VIP', 'press'], 'press'])),
    to: maybe(() => pick(random, ['@acme', 'other'])),
  }
  return Object.fromEntries(Object.entries(post).filter(([, value]) => value !== undefined)) as Post
}
