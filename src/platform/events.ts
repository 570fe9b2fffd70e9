import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { enqueue } from './jobs.ts'
import { describeError } from './log.ts'

/** A kind of fact, such as `question.asked`. The payload carries ids, never text: listeners read under their own rights. */
export interface EventType<Payload> {
  readonly name: string
  readonly __payload?: Payload
}

export function defineEvent<Payload extends Record<string, unknown>>(name: string): EventType<Payload> {
  return { name }
}

/** Something that hears a kind of fact. `name` is stored with each delivery: never rename it, never reuse it. */
export interface Listener {
  readonly event: string
  readonly name: string
  readonly hear: (ctx: Ctx, payload: never, at: Date) => Promise<void>
}

/**
 * Makes a listener. It runs after the commit, as system, at least once: it must be harmless to run twice
 * (its own writes and the record of its delivery share one transaction, so a crash in between repeats both).
 */
export function listen<Payload>(
  event: EventType<Payload>,
  name: string,
  hear: (ctx: Ctx, payload: Payload, at: Date) => Promise<void>,
): Listener {
  return { event: event.name, name, hear: hear as Listener['hear'] }
}

/** Writes the fact to the outbox, in the transaction of `ctx`. Listeners hear it after the commit. */
export async function announce<Payload>(ctx: Ctx, event: EventType<Payload>, payload: Payload): Promise<void> {
  const { id } = await ctx.db
    .insertInto('events')
    .values({ name: event.name, payload: JSON.stringify(payload), happenedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await enqueue(ctx, 'deliver-event', { eventId: id })
}

/**
 * Lets every listener of one fact hear it that has not heard it yet, in the order of the list. One that throws holds
 * nobody up: the others hear the fact, then its error is thrown (several: as an AggregateError), to be tried again.
 */
export async function deliverEvent(ctx: Ctx, eventId: number, listeners: readonly Listener[]): Promise<void> {
  const event = await ctx.db.selectFrom('events').selectAll().where('id', '=', eventId).executeTakeFirst()
  if (!event) return
  const failures: unknown[] = []
  for (const listener of listeners.filter((one) => one.event === event.name)) {
    await ctx
      .transaction(async (inside) => {
        const first = await inside.db
          .insertInto('eventDeliveries')
          .values({ eventId, listener: listener.name })
          .onConflict((conflict) => conflict.doNothing())
          .returning('eventId')
          .executeTakeFirst()
        if (first)
          await listener.hear(inside.asSystem(`listener ${listener.name}`), event.payload as never, event.happenedAt)
      })
      .catch((error: unknown) => {
        ctx.log.error('listener failed', { listener: listener.name, ...describeError(error) })
        failures.push(error)
      })
  }
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} listeners failed`)
  if (failures.length === 1) throw failures[0]
}

/**
 * Tells open pages that something changed: the topic and nothing else. Sent by PostgreSQL at the commit, heard by
 * every Tango process; a page that shows the topic then asks again under its own viewer's rights.
 */
export async function touch(ctx: Ctx, ...topics: string[]): Promise<void> {
  for (const topic of topics) await sql`select pg_notify('tango_live', ${topic})`.execute(ctx.db)
}
