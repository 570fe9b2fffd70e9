/** The fields of the language: canonical names, accepted spellings, what a value looks like, and what it means for anchors. */

export const textFields = ['title', 'body', 'alt', 'lead', 'quote', 'bio', 'authorname'] as const
export type TextField = (typeof textFields)[number]

/**
 * How values compare. `name`: lower case, marks removed. `handle`: lower case without a leading @. `id`: as is.
 * `lang`, `site`, `url`, `moment`, `minute`, `geo`: by their own rules. `choice`: one of a list. `flag`: true or false.
 */
type ValueType =
  | 'name'
  | 'handle'
  | 'id'
  | 'number'
  | 'flag'
  | 'choice'
  | 'lang'
  | 'site'
  | 'url'
  | 'moment'
  | 'minute'
  | 'geo'

type FactSpec = {
  type: ValueType
  spellings?: readonly string[]
  choices?: readonly string[]
  /** A positive test of it is rare enough to collect by, on an open source. */
  anchor?: boolean
  /** Posts often come without it, so NOT deserves a warning. */
  unknowns?: boolean
  /** Comes from us, not from the source; in a collection query it is evaluated at arrival. */
  late?: boolean
}

const known = {
  author: { type: 'handle', spellings: ['from'], anchor: true },
  mentions: { type: 'handle', spellings: ['at_mentions', 'mention'], anchor: true },
  to: { type: 'handle' },
  followers: { type: 'number', spellings: ['authorFollowers'], unknowns: true },
  verified: { type: 'flag', spellings: ['authorVerified'], unknowns: true },
  bot: { type: 'flag', unknowns: true },
  person: { type: 'handle', unknowns: true, late: true },
  org: { type: 'name', spellings: ['company'], unknowns: true, late: true },
  segment: { type: 'name', unknowns: true, late: true },
  list: { type: 'name' },
  employee: { type: 'flag', unknowns: true },
  source: { type: 'id' },
  network: { type: 'name' },
  sourcetype: { type: 'name', unknowns: true },
  site: { type: 'site', spellings: ['domain', 'domainurl'], anchor: true },
  url: { type: 'url', anchor: true },
  links: { type: 'url', anchor: true },
  channel: { type: 'name', spellings: ['channelId', 'subreddit', 'instance', 'room', 'feed'], anchor: true },
  country: { type: 'name', spellings: ['sourcecountry'], unknowns: true },
  region: { type: 'name', unknowns: true },
  city: { type: 'name', unknowns: true },
  geo: { type: 'geo', unknowns: true },
  type: {
    type: 'choice',
    spellings: ['engagementType'],
    choices: [
      'post',
      'reply',
      'quote',
      'repost',
      'comment',
      'article',
      'review',
      'dm',
      'mail',
      'chat',
      'question',
      'answer',
      'idea',
    ],
  },
  is: { type: 'choice', choices: ['question', 'original', 'edited', 'sensitive', 'owned'] },
  has: { type: 'choice', choices: ['media', 'image', 'video', 'link', 'poll', 'location'] },
  lang: { type: 'lang', spellings: ['language'], unknowns: true },
  hashtag: { type: 'name', spellings: ['hashtags'], anchor: true },
  tag: { type: 'name' },
  category: { type: 'name', unknowns: true },
  rating: { type: 'number', unknowns: true },
  sentiment: { type: 'choice', choices: ['positive', 'neutral', 'negative'], unknowns: true },
  topic: { type: 'name', unknowns: true },
  intent: { type: 'name', unknowns: true },
  id: { type: 'id', spellings: ['guid'], anchor: true },
  parent: { type: 'id', spellings: ['parentPostId', 'engagingWithGuid'] },
  thread: { type: 'id', spellings: ['rootPostId'], anchor: true },
  replyto: { type: 'handle', spellings: ['engagingWith'] },
  since: { type: 'moment' },
  until: { type: 'moment' },
  added: { type: 'moment' },
  timeofday: { type: 'minute', spellings: ['minuteOfDay'] },
  likes: { type: 'number', unknowns: true },
  reposts: { type: 'number', unknowns: true },
  replies: { type: 'number', unknowns: true },
  views: { type: 'number', unknowns: true },
  engagement: { type: 'number', unknowns: true },
  reach: { type: 'number', unknowns: true },
  words: { type: 'number' },
  status: { type: 'choice', choices: ['new', 'open', 'waiting', 'done', 'ignored'], late: true },
  priority: { type: 'number', unknowns: true },
  assigned: { type: 'handle', unknowns: true, late: true },
  team: { type: 'name', unknowns: true },
  checked: { type: 'flag' },
  case: { type: 'id', unknowns: true },
  query: { type: 'id' },
} as const satisfies Record<string, FactSpec>

export type FactField = keyof typeof known
export const facts: Readonly<Record<FactField, FactSpec>> = known
export const factFields = Object.keys(known) as FactField[]

const textSpellings: Readonly<Record<string, TextField>> = {
  text: 'body',
  content: 'body',
  ingress: 'lead',
  authorbio: 'bio',
}

export type FieldName = { text: TextField } | { fact: FactField }

const byName = new Map<string, FieldName>()
for (const name of textFields) byName.set(name, { text: name })
for (const [spelling, name] of Object.entries(textSpellings)) byName.set(spelling, { text: name })
for (const name of factFields) {
  byName.set(name, { fact: name })
  for (const spelling of facts[name].spellings ?? []) byName.set(spelling.toLowerCase(), { fact: name })
}

/** Every accepted spelling in lower case, `raw` included, for suggestions. */
export const spellings: readonly string[] = [...byName.keys(), 'raw']

/** The field behind a spelling (upper or lower case), or undefined. */
export function fieldOf(spelling: string): FieldName | undefined {
  return byName.get(spelling.toLowerCase())
}

/** The words other tools use for a kind of post, accepted only after `engagementType:`. */
export const engagementTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    comment: 'reply',
    reply: 'reply',
    retweet: 'repost',
    quote: 'quote',
  }),
)
