import { sql } from 'kysely'
import { type BrowserId, comesBackThere, signedInThere } from '../../people/sessions/sessions.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { PushDeviceId } from './push.tables.ts'

export interface NewDevice {
  readonly accountId: AccountId
  readonly browser: BrowserId
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
  readonly name: string
}

/** One browser has one address: whoever turned it on last has it. */
export async function putDevice(ctx: Ctx, device: NewDevice): Promise<void> {
  await ctx.db
    .insertInto('pushDevices')
    .values({ ...device, addedAt: ctx.now })
    .onConflict((conflict) =>
      conflict.column('endpoint').doUpdateSet({ ...device, addedAt: ctx.now, lastToldAt: null }),
    )
    .execute()
}

/** Those that are told: on which their owner is signed in. */
export async function selectDevices(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('pushDevices')
    .select(['id', 'name', 'addedAt', 'lastToldAt'])
    .where('accountId', '=', accountId)
    .where(signedInThere('push_devices', ctx.now))
    .orderBy('id')
    .execute()
}

/** A device on which its owner is signed in at this moment. */
export async function findDevice(ctx: Ctx, id: PushDeviceId) {
  return ctx.db
    .selectFrom('pushDevices')
    .selectAll()
    .where('id', '=', id)
    .where(signedInThere('push_devices', ctx.now))
    .executeTakeFirst()
}

export async function noteTold(ctx: Ctx, id: PushDeviceId): Promise<void> {
  await ctx.db.updateTable('pushDevices').set({ lastToldAt: ctx.now }).where('id', '=', id).execute()
}

/** Gives whether there was such a device (of this account, when one is named). */
export async function deleteDevice(ctx: Ctx, id: PushDeviceId, accountId?: AccountId): Promise<boolean> {
  let query = ctx.db.deleteFrom('pushDevices').where('id', '=', id)
  if (accountId !== undefined) query = query.where('accountId', '=', accountId)
  return Number((await query.executeTakeFirst()).numDeletedRows) > 0
}

/** Forgets devices on which nobody comes back without turning them on again. */
export async function deleteSignedOut(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('pushDevices')
    .where(sql<boolean>`not ${comesBackThere('push_devices')}`)
    .execute()
}

/** Writes a setting unless it is there: two processes that start together agree on the first one's value. */
export async function keepFirstKeys(ctx: Ctx, key: string, value: unknown): Promise<void> {
  await sql`insert into settings (key, value, changed_at) values (${key}, ${JSON.stringify(value)}, ${ctx.now})
    on conflict do nothing`.execute(ctx.db)
}

/** Forgets keys that are worth nothing any more, and the devices that know no others. */
export async function forgetKeys(ctx: Ctx, key: string): Promise<void> {
  await ctx.db.deleteFrom('settings').where('key', '=', key).execute()
  await ctx.db.deleteFrom('pushDevices').execute()
}
