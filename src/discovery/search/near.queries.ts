/** What is found beside threads, and what was typed nearly right. Everything here is asked under the searcher's rights. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { metTag } from '../../content/tags/tags.ts'

const mostTagsFound = 8

/**
 * Asks with the share of trigrams of what was typed that must stand in a word or title (`pg_trgm`): one wrong letter of
 * six leaves four of seven, and its own 0.6 would not forgive it.
 */
export async function forgiving<Result>(ctx: Ctx, ask: (inside: Ctx) => Promise<Result>): Promise<Result> {
  return ctx.transaction(async (inside) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', '0.45', true)`.execute(inside.db)
    return ask(inside)
  })
}

/** Tags that begin with any of these words, the shortest first. */
export async function selectTagsNamed(ctx: Ctx, words: readonly string[]): Promise<string[]> {
  if (words.length === 0) return []
  const starts = words.map((word) => `${word.replace(/[\\%_]/g, '\\$&')}%`)
  const { rows } = await sql<{ name: string }>`
    select tags.name from tags where tags.name like any(${starts}::text[]) and ${metTag(ctx.viewer, sql`tags.id`)}
    order by length(tags.name), tags.name limit ${mostTagsFound}`.execute(ctx.db)
  return rows.map((row) => row.name)
}

/** Tags that are written nearly as this. */
export async function selectTagsNear(ctx: Ctx, word: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tags.name from tags where ${word} <% tags.name and ${metTag(ctx.viewer, sql`tags.id`)}
    order by word_similarity(${word}, tags.name) desc, tags.name limit ${mostTagsFound}`.execute(ctx.db)
  return rows.map((row) => row.name)
}

/** A text as a search shows it. */
export interface Marked {
  readonly title: string
  readonly text: string
}

// Signs that no text keeps: `unmarked` takes them out of what is handed in.
const markStart = '\u0001'
const markEnd = '\u0002'

/** The same texts with signs around each word that has the stem of a word that was asked for, each text in its language. */
export async function selectMarked(ctx: Ctx, texts: readonly Marked[], words: string): Promise<Marked[]> {
  if (texts.length === 0) return []
  const marks = `HighlightAll=true, StartSel="${markStart}", StopSel="${markEnd}"`
  const { rows } = await sql<Marked>`
    select ts_headline(config, title, query, ${marks}) as title, ts_headline(config, text, query, ${marks}) as text
    from unnest(${texts.map((one) => one.title)}::text[], ${texts.map((one) => one.text)}::text[])
      with ordinality shown (title, text, place),
      lateral (select stems(coalesce(nullif(left(languages_of(title || E'\n' || text), 1), ''), 'e')) as config offset 0) told,
      lateral (select replace(plainto_tsquery(config, ${words})::text, ' & ', ' | ')::tsquery as query offset 0) asked
    order by place`.execute(ctx.db)
  return rows
}
