/**
 * Posts and queries made from a seed, for benches and tests: words by Zipf's law, and the mix of queries that the target
 * figures were set with: 22 % AND, 28 % AND of ORs with NOT, 15 % phrase, 10 % NEAR/5, 10 % prefix, 15 % author, language or site.
 */
/** A query in a form that other engines can be given too. `text` is the query language. */
export type Sample = {
  text: string
  /** Each group needs one of its words. A word that ends in * is a prefix. */
  groups: string[][]
  not?: string
  phrase?: string[]
  near?: [string, string]
  fact?: { field: 'author' | 'lang' | 'site'; value: string }
}

export type SamplePost = { body: string; author: string; lang: string; site: string }

/** A random number source in [0, 1) from a seed (mulberry32, Ettinger 2017). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const syllables =
  'ba be bi bo bu ca ce co da de di do fa fe fi ga go ha he hi ho ja ka ke la le li lo lu ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to tu va ve vi vo wa wi za zo'.split(
    ' ',
  )

/** The word of a rank (0 is the commonest): short for common ones, each different. */
export function wordOfRank(rank: number): string {
  let word = ''
  let rest = rank + 1
  while (rest > 0) {
    word += syllables[rest % syllables.length]
    rest = Math.floor(rest / syllables.length)
  }
  return rank % 3 === 0 ? `${word}n` : rank % 3 === 1 ? `${word}s` : word
}

/** Draws ranks below `size` by Zipf's law with the given exponent, by inverting the continuous distribution. */
function zipfFrom(random: () => number, size: number, exponent: number): () => number {
  const power = 1 - exponent
  const top = Math.abs(power) < 1e-9 ? Math.log(size + 1) : (size + 1) ** power - 1
  return () => {
    const drawn = random() * top
    const value = Math.abs(power) < 1e-9 ? Math.exp(drawn) : (drawn + 1) ** (1 / power)
    return Math.min(size - 1, Math.floor(value) - 1)
  }
}

const languages = ['en', 'es', 'pt-BR', 'ja', 'de', 'fr', 'it', 'nl', 'tr', 'pl']

/** Posts of `words` words over a vocabulary of 200,000, with author, language and site. */
export function makePosts(count: number, seed: number, words = 20): SamplePost[] {
  const random = randomFrom(seed)
  const rank = zipfFrom(random, 200_000, 1.05)
  return Array.from({ length: count }, () =>
    withFacts(Array.from({ length: words }, () => wordOfRank(rank())).join(' '), random),
  )
}

/** Adds an author of 20,000, a language and a site of 2,000 to a text. */
export function withFacts(body: string, random: () => number): SamplePost {
  return {
    body,
    author: `user${Math.floor(random() ** 2 * 20_000)}`,
    lang: languages[Math.floor(random() ** 2 * languages.length)] as string,
    site: `news.site${Math.floor(random() ** 2 * 2_000)}.example`,
  }
}

/** Queries of the mix. Words come from the posts (phrases are real ones), the commonest 50 words left out. */
export function makeQueries(count: number, seed: number, posts: readonly SamplePost[]): Sample[] {
  const random = randomFrom(seed)
  const counts = new Map<string, number>()
  for (const { body } of posts) for (const word of body.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1)
  const ranked = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1))
  const rank = zipfFrom(random, Math.max(1, ranked.length - 50), 0.75)
  const word = (): string => ranked[Math.min(ranked.length - 1, 50 + rank())] as string
  const common = new Set(ranked.slice(0, 500))
  return Array.from({ length: count }, () => makeQuery(random, word, common, posts))
}

/** A phrase of some post, with at least one word that is not among the commonest; the last try is taken as it is. */
function phraseOf(random: () => number, common: ReadonlySet<string>, posts: readonly SamplePost[]): string[] {
  for (let tries = 0; ; tries++) {
    const words = posts[Math.floor(random() * posts.length)]!.body.split(' ')
    const length = Math.min(words.length, random() < 0.7 ? 2 : 3)
    const from = Math.floor(random() * (words.length - length + 1))
    const phrase = words.slice(from, from + length)
    if (tries === 20 || phrase.some((word) => !common.has(word))) return phrase
  }
}

function makeQuery(
  random: () => number,
  word: () => string,
  common: ReadonlySet<string>,
  posts: readonly SamplePost[],
): Sample {
  const kind = random()
  const longWord = (): string => {
    for (let tries = 0; ; tries++) {
      const found = word()
      if (found.length >= 4 || tries === 50) return found.padEnd(4, 'x')
    }
  }
  const any = (): SamplePost => posts[Math.floor(random() * posts.length)] as SamplePost
  const several = (least: number, most: number): string[] => [
    ...new Set(Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, word)),
  ]
  if (kind < 0.22) return written({ groups: several(2, 3).map((one) => [one]) })
  if (kind < 0.5) return written({ groups: [several(2, 4), several(2, 4)], not: word() })
  if (kind < 0.65) return written({ groups: [], phrase: phraseOf(random, common, posts) })
  if (kind < 0.75) {
    const [left, right] = [word(), word()]
    return written(left === right ? { groups: [[left]] } : { groups: [], near: [left, right] })
  }
  if (kind < 0.85)
    return written({ groups: [[`${longWord().slice(0, 4 + Math.floor(random() * 3))}*`], several(1, 2)] })
  const from = any()
  const field = kind < 0.9 ? 'author' : kind < 0.95 ? 'lang' : 'site'
  const value = { author: from.author, lang: from.lang.slice(0, 2), site: from.site.replace('news.', '') }[field]
  return written({ groups: several(1, 2).map((one) => [one]), fact: { field, value } })
}

function written(sample: Omit<Sample, 'text'>): Sample {
  const parts = sample.groups.map((group) => (group.length === 1 ? group[0] : `(${group.join(' OR ')})`))
  if (sample.phrase) parts.push(`"${sample.phrase.join(' ')}"`)
  if (sample.near) parts.push(sample.near.join(' NEAR/5 '))
  if (sample.fact) parts.push(`${sample.fact.field}:${sample.fact.value}`)
  if (sample.not) parts.push(`NOT ${sample.not}`)
  return { ...sample, text: parts.join(' AND ') }
}
