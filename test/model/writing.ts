/** What people write in the model, and how it crosses the wall. */
import { sql } from 'kysely'
import type { Ctx } from '../../src/platform/context.ts'
import type { Act } from './acts.ts'
import { type Rows, idOf } from './rows.ts'
import type { Crossing, Thread, World } from './rules.ts'

/** The words of a thread of the model, by its number. */
export const wordsOf = (thread: number): string => `Words of thread ${thread}`

/** Writes a thread to both and gives its number in the model. */
export async function write(
  ctx: Ctx,
  world: World,
  rows: Rows,
  thread: Pick<Thread, 'space' | 'author' | 'audience' | 'reach'>,
): Promise<number> {
  const { space, author, audience, reach } = thread
  const { realm } = world.spaces[space]!
  const number = world.threads.push({ space, author, audience, reach, participants: new Set(), hidden: false }) - 1
  rows.threads.push(
    await idOf(
      ctx,
      sql`insert into threads (realm, space_id, type, audience, author_id, title, slug, body, reach)
        values (${realm}, ${rows.spaces[space]!}, ${realm === 'outside' ? 'question' : 'discussion'}, ${audience},
          ${rows.people[author]!}, 'Title', 'title', ${wordsOf(number)}, ${reach}) returning id`,
    ),
  )
  return number
}

/** Publishes a text out, brings one in, or links two; nothing where the ends do not stand on the sides that it needs. */
export async function cross(ctx: Ctx, world: World, rows: Rows, one: Extract<Act, { do: 'cross' }>): Promise<void> {
  const { act, thread: source, other, space, person } = one
  const realmOf = (thread: number) => world.spaces[world.threads[thread]?.space ?? -1]?.realm
  const from = realmOf(source)
  const to = world.spaces[space]!.realm
  const made = { space, author: person, audience: 'space', reach: null } as const
  if (act === 'link-across') {
    if (from === 'inside' && realmOf(other) === 'outside')
      await record(ctx, world, rows, { act, source, target: other, recalls: null }, person)
  } else if (act === 'publish-out') {
    if ((from === 'inside' || from === 'bridge') && to === 'outside')
      await record(
        ctx,
        world,
        rows,
        { act, source, target: await write(ctx, world, rows, made), recalls: null },
        person,
      )
  } else if ((from === 'outside' || from === 'bridge') && to === 'inside')
    await record(ctx, world, rows, { act, source, target: await write(ctx, world, rows, made), recalls: null }, person)
}

/** Takes a crossing back: a record of its own, once. */
export async function recall(ctx: Ctx, world: World, rows: Rows, one: Extract<Act, { do: 'recall' }>): Promise<void> {
  const taken = world.crossings[one.at]
  if (!taken || taken.recalls !== null || world.crossings.some(({ recalls }) => recalls === one.at)) return
  await record(ctx, world, rows, { ...taken, recalls: one.at }, one.person)
  if (taken.act === 'publish-out')
    await sql`update threads set recalled_at = now(), body = '' where id = ${rows.threads[taken.target]!}`.execute(
      ctx.db,
    )
}

async function record(ctx: Ctx, world: World, rows: Rows, crossing: Crossing, person: number): Promise<void> {
  const { act, source, target, recalls } = crossing
  const end = (thread: number) =>
    sql`'thread', ${rows.threads[thread]!}::bigint, ${rows.spaces[world.threads[thread]!.space]!}::bigint`
  rows.crossings.push(
    await idOf(
      ctx,
      sql`insert into crossings (act, direction, source_kind, source_id, source_space_id, target_kind, target_id,
          target_space_id, acted_by, reason, bytes, bytes_sha256, audience, recalls)
        values (${recalls === null ? act : 'recall'}, ${act === 'bring-in' ? 'in' : 'out'}, ${end(source)}, ${end(target)},
          ${rows.people[person]!}, 'Because', 'Bytes', 'sha', 'Everybody',
          ${recalls === null ? null : rows.crossings[recalls]!}::bigint) returning id`,
    ),
  )
  world.crossings.push(crossing)
}
