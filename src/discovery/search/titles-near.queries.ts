/** Threads whose title holds words that are written nearly as what was typed, of those that the searcher may read. */
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { type ThreadId, readableThread } from '../../content/threads/threads.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { readableSpaceIds } from '../../realms/spaces/spaces.ts'
import { literal, planned } from './plan.queries.ts'

/** The longest of what was typed are compared, so many words. */
const mostTyped = 4
const shortestTyped = 3
/** Of so many of the newest threads of each side it is counted how many titles hold a word. */
const sampled = 500

interface Variant {
  readonly typed: string
  /** A word of a title, written so much like it that it is shown: by its share of the same trigrams, at most 1. */
  readonly likeness: number
  /** As the index of words knows it where it stands in a title. */
  readonly lexeme: string
}

/**
 * Threads whose title holds what is written nearly as these words, at least half of them: those with all words first; of
 * one word, those most like it; then the last spoken in. Each step asks for titles that the viewer may read, so words of
 * others neither show nor push anything out. To be asked inside `forgiving`.
 */
export async function selectTitlesNear(ctx: Ctx, words: readonly string[], limit: number): Promise<ThreadId[]> {
  const typed = [...new Set(words.flatMap((word) => word.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []))]
    .filter((word) => word.length >= shortestTyped)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostTyped)
  if (typed.length === 0) return []
  const found = new Set<ThreadId>()
  for (const query of stepsOf(typed, await selectVariants(ctx, typed))) {
    if (found.size >= limit) break
    for (const id of await selectTitled(ctx, query, limit)) found.add(id)
  }
  return [...found].slice(0, limit)
}

/** The words of titles that are nearly as these, the most alike first. */
async function selectVariants(ctx: Ctx, typed: readonly string[]): Promise<Variant[]> {
  const { rows } = await sql<Variant>`
    select distinct typed.word as typed, word_similarity(typed.word, title_words.word) as likeness,
      regexp_replace(plainto_tsquery('english', title_words.word)::text, '(''(?:[^'']|'''')*'')', '\\1:A', 'g') as lexeme
    from unnest(${typed}::text[]) typed (word) join title_words on typed.word <% title_words.word
    where numnode(plainto_tsquery('english', title_words.word)) > 0
    order by likeness desc, lexeme`.execute(ctx.db)
  return rows
}

/** What is asked for, one after the other: with all words, of a single one by how much alike; then with half of them. */
function stepsOf(typed: readonly string[], variants: readonly Variant[]): string[] {
  const either = (some: readonly Variant[]) => `(${[...new Set(some.map(({ lexeme }) => `(${lexeme})`))].join(' | ')})`
  if (typed.length === 1)
    return [...new Set(variants.map(({ likeness }) => likeness))].map((likeness) =>
      either(variants.filter((one) => one.likeness === likeness)),
    )
  const known = typed.flatMap((word) => {
    const some = variants.filter((one) => one.typed === word)
    return some.length > 0 ? [either(some)] : []
  })
  const half = Math.ceil(typed.length / 2)
  const halves = (from: number, left: number): string[][] =>
    left === 0
      ? [[]]
      : known.slice(from).flatMap((one, at) => halves(from + at + 1, left - 1).map((more) => [one, ...more]))
  return [
    ...(known.length === typed.length ? [known.join(' & ')] : []),
    ...(known.length >= half
      ? [
          halves(0, half)
            .map((some) => `(${some.join(' & ')})`)
            .join(' | '),
        ]
      : []),
  ]
}

/** The last spoken in of the threads whose title holds it. */
async function selectTitled(ctx: Ctx, query: string, limit: number): Promise<readonly ThreadId[]> {
  const holds = sql`threads.words @@ ${literal(query)}`
  const newest = sql`order by threads.active_at desc, threads.id desc`
  const along = (
    of: RawBuilder<unknown>,
  ) => sql`(select count(*) from (select * from threads where threads.realm = side.realm
    ${newest} limit ${sampled}) threads where ${of})`
  const { rows: sides } = await planned(ctx, 'walk', (inside) =>
    sql<{ realm: string; found: number }>`select side.realm, ${along(holds)} as found
      from (select distinct spaces.realm from spaces
        where spaces.id in ${readableSpaceIds(readerOf(ctx.viewer))}) side`.execute(inside.db),
  )
  const readable = sql`threads.removed_at is null and ${readableThread(readerOf(ctx.viewer))}`
  // A few finds are met soon where the newest hold any; elsewhere they are looked up.
  const statements = { walk: [] as RawBuilder<unknown>[], 'look-up': [] as RawBuilder<unknown>[] }
  for (const { realm, found } of sides)
    if (found > 0)
      statements.walk.push(sql`(select threads.id, threads.active_at from threads
        where threads.realm = ${realm} and ${holds} and ${readable} ${newest} limit ${limit})`)
    else
      statements['look-up'].push(sql`(select readable.* from (select threads.id from threads
          where threads.realm || '' = ${realm} and ${holds} ${newest} offset 0) held,
        lateral (select threads.id, threads.active_at from threads where threads.id = held.id and ${readable} offset 0) readable
        limit ${limit})`)
  const found: { id: ThreadId; activeAt: Date }[] = []
  for (const plan of ['walk', 'look-up'] as const) {
    if (statements[plan].length === 0) continue
    const asked = sql<{ id: ThreadId; activeAt: Date }>`${sql.join(statements[plan], sql` union all `)}`
    found.push(...(await planned(ctx, plan, async (inside) => (await asked.execute(inside.db)).rows)))
  }
  return found
    .toSorted((a, b) => b.activeAt.getTime() - a.activeAt.getTime() || b.id - a.id)
    .slice(0, limit)
    .map(({ id }) => id)
}

/** Makes the kept words those of all titles, each once. */
export async function tidyTitleWords(ctx: Ctx): Promise<void> {
  const held = sql`select distinct word from threads, words_of_title(threads.title) word`
  // A word that comes to a title in this moment may be lost, until this is done again.
  await sql`insert into title_words ${held} except select word from title_words`.execute(ctx.db)
  await sql`delete from title_words kept where word not in (${held})
    or exists (select from title_words other where other.word = kept.word and other.ctid < kept.ctid)`.execute(ctx.db)
}
