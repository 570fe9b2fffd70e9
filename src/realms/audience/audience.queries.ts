import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { contentKind } from '../content-kind.ts'
import { type Reader, everyAccount, readerOf } from '../reader.access.ts'
import { readableSpace } from '../spaces/spaces.ts'

/** What an audience is asked of: a whole space, or one thing in it. */
export type AudienceTarget = { readonly space: number } | { readonly kind: string; readonly id: number }

/** The accounts for which the rule of reading holds: the same condition as every read, asked the other way round. */
function readsTarget(target: AudienceTarget, reader: Reader = everyAccount): RawBuilder<SqlBool> {
  if ('space' in target) {
    return sql<SqlBool>`exists (select from spaces where spaces.id = ${target.space} and ${readableSpace(reader)})`
  }
  const kind = contentKind(target.kind)
  const table = sql.table(kind.table)
  return sql<SqlBool>`exists (select from ${table} where ${table}.id = ${target.id} and ${kind.readable(reader)})`
}

export async function countReaders(ctx: Ctx, target: AudienceTarget) {
  return ctx.db
    .selectFrom('accounts')
    .select(['realm', 'organisation', (eb) => eb.fn.countAll<number>().as('people')])
    .where(readsTarget(target))
    .groupBy(['realm', 'organisation'])
    .orderBy('realm')
    .orderBy('organisation')
    .execute()
}

export async function selectReaders(
  ctx: Ctx,
  target: AudienceTarget,
  realms: readonly Realm[],
  afterAccount: number,
  limit: number,
) {
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'displayName', 'handle', 'realm', 'organisation', 'jobTitle'])
    .where(readsTarget(target))
    .where('realm', 'in', realms)
    .where('id', '>', afterAccount as AccountId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Whether anyone on the web may read it: the same rule, asked for a visitor. */
export async function isForEveryone(ctx: Ctx, target: AudienceTarget): Promise<boolean> {
  const { rows } = await sql<{
    everyone: boolean
  }>`select ${readsTarget(target, readerOf({ kind: 'visitor' }))} as everyone`.execute(ctx.db)
  return rows[0]!.everyone
}
