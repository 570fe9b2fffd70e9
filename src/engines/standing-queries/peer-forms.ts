/** The bench's samples and posts in the forms that PostgreSQL and Lucene Monitor take. */
import type { Sample, SamplePost } from './workload.ts'

const quoted = (word: string): string => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`

function lexeme(word: string): string {
  return word.endsWith('*') ? `${quoted(word.slice(0, -1))}:*` : quoted(word)
}

/** A sample as PostgreSQL's text query; NEAR/5 is every distance up to six, both ways. */
export function tsquery({ groups, not, phrase, near, fact }: Sample): string {
  const parts = groups.map((group) => `(${group.map(lexeme).join(' | ')})`)
  if (phrase) parts.push(`(${phrase.map(quoted).join(' <-> ')})`)
  if (near) {
    const [left, right] = near.map(quoted)
    parts.push(
      `(${[1, 2, 3, 4, 5, 6].flatMap((far) => [`${left} <${far}> ${right}`, `${right} <${far}> ${left}`]).join(' | ')})`,
    )
  }
  if (fact) parts.push(quoted(`=${fact.field}=${fact.value}`))
  if (not) parts.push(`!${quoted(not)}`)
  return parts.join(' & ')
}

/** Every value by which a fact of a post can be asked for. */
function factsOf(post: SamplePost): { lang: string[]; site: string[] } {
  const parts = post.site.split('.')
  return {
    lang: [...new Set([post.lang.toLowerCase(), post.lang.slice(0, 2)])],
    site: parts.map((_, at) => parts.slice(at).join('.')),
  }
}

/** A post as PostgreSQL's text vector. Facts begin with a sign, so that no prefix of a word finds them. */
export function tsvector(post: SamplePost): string {
  const { lang, site } = factsOf(post)
  const words = post.body.split(' ').map((word, at) => `${quoted(word)}:${at + 1}`)
  const facts = [`=author=${post.author}`, ...lang.map((tag) => `=lang=${tag}`), ...site.map((host) => `=site=${host}`)]
  return [...words, ...facts.map(quoted)].join(' ')
}

/** The rarest group of a query that must be there. */
export function anchorsOf(sample: Sample, counts: ReadonlyMap<string, number>): string[] {
  const choices = [
    ...sample.groups,
    ...(sample.phrase ?? []).map((word) => [word]),
    ...(sample.near ?? []).map((word) => [word]),
  ]
  if (sample.fact) choices.push([`${sample.fact.field}=${sample.fact.value}`])
  const cost = (group: string[]): number => group.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0)
  return choices.reduce((best, group) => (cost(group) < cost(best) ? group : best))
}

/** Every key of a post by which an anchor can be found: words, prefixes, facts. */
export function keysOf(post: SamplePost): string[] {
  const { lang, site } = factsOf(post)
  const words = new Set(post.body.split(' '))
  const prefixes = [...words].flatMap((word) => [2, 3, 4, 5, 6].map((length) => `${word.slice(0, length)}*`))
  return [
    ...new Set([
      ...words,
      ...prefixes,
      `author=${post.author}`,
      ...lang.map((tag) => `lang=${tag}`),
      ...site.map((host) => `site=${host}`),
    ]),
  ]
}

/** A line of the Lucene driver: id, groups, not, phrase, near, field=value, parted by tabs. */
export function luceneQuery({ groups, not, phrase, near, fact }: Sample, id: number): string {
  const parts = [
    id,
    groups.map((group) => group.join(' ')).join(';'),
    not ?? '',
    phrase?.join(' ') ?? '',
    near?.join(' ') ?? '',
    fact ? `${fact.field}=${fact.value}` : '',
  ]
  return parts.join('\t')
}

/** A line of the Lucene driver: body, author, languages, sites. */
export function lucenePost(post: SamplePost): string {
  const { lang, site } = factsOf(post)
  return [post.body, post.author, lang.join(' '), site.join(' ')].join('\t')
}
