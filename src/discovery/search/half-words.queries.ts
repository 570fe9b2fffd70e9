import { type RawBuilder, sql } from 'kysely'
import type { WordGroup } from './asked.ts'
import { type HalfAsked, completions, languagesOf } from './half-words.ts'

/** What one group of words asks for, in whatever language a post is: a `tsquery`. */
export function groupQuery({ words, phrases, without }: WordGroup): RawBuilder<unknown> {
  return sql`search_query(${words.join(' ')}, ${phrases}::text[], ${without}::text[])`
}

/** The same of a search whose last word is half: a `tsquery`. */
export function halfQuery({ groups, beginning }: HalfAsked): RawBuilder<unknown> {
  const last = groups.at(-1)!
  // With no word to ask for, what is left out would be lost.
  const without = last.without.map((word) => sql`!!search_query('', ${[word]}::text[], '{}')`)
  const half = sql.join([groupQuery({ ...last, without: [] }), begun(beginning), ...without], sql` && `)
  return sql.join([...groups.slice(0, -1).map(groupQuery), sql`(${half})`], sql` || `)
}

/** A stem shorter than that stands in words of too many meanings. */
const shortestStem = 4

/**
 * Any word that begins so, in each language of its script: as stems begin, and as the stems of words that it may become.
 * `search_words` keeps every text without accents, too.
 */
function begun(beginning: string): RawBuilder<unknown> {
  const prefixes = ['', '-:', ...languagesOf(beginning).map((letter) => `${letter}:`)]
  return sql`(select string_agg(lexeme, ' | ')::tsquery from (
    select quote_literal(prefix || without_accents(lower(normalize(${beginning}::text, nfkc)))) || ':*' as lexeme
      from unnest(${prefixes}::text[]) prefix
    union select quote_literal(stem.lexeme) from unnest(${completions(beginning, 'english')}::text[]) word,
      unnest(to_tsvector('english', word)) stem where length(stem.lexeme) >= ${shortestStem}
    union select quote_literal('d:' || without_accents(stem.lexeme))
      from unnest(${completions(beginning, 'german')}::text[]) word,
      unnest(to_tsvector('german', word)) stem where length(stem.lexeme) >= ${shortestStem}) begun)`
}
