import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx, Realm, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { contentKind } from '../content-kind.ts'
import { type Reader, type Reasons, readerOf } from '../reader.access.ts'
import { type Space, type SpaceId, everyAccountOf, readableSpace, whySpace } from '../spaces/spaces.ts'

/** What an audience is asked of: a whole space, or one thing in it. */
export type AudienceTarget = { readonly space: number } | { readonly kind: string; readonly id: number }

/** The accounts for which the rule of reading holds: the same condition as every read, asked the other way round. */
function readsTarget(target: AudienceTarget, reader: Reader): RawBuilder<SqlBool> {
  if ('space' in target) {
    return sql<SqlBool>`exists (select from spaces where spaces.id = ${target.space} and ${readableSpace(reader)})`
  }
  const kind = contentKind(target.kind)
  const table = sql.table(kind.table)
  return sql<SqlBool>`exists (select from ${table} where ${table}.id = ${target.id} and ${kind.readable(reader)})`
}

/** The sentence that says why a reader reads it, from the same rule; null exactly if they do not. */
function whyTarget(target: AudienceTarget, reader: Reader): RawBuilder<Reasons | null> {
  if ('space' in target) {
    return sql<Reasons | null>`(select ${whySpace(reader)} from spaces where spaces.id = ${target.space})`
  }
  const kind = contentKind(target.kind)
  const table = sql.table(kind.table)
  return sql<Reasons | null>`(select ${kind.why(reader)} from ${table} where ${table}.id = ${target.id})`
}

/** Whose accounts can read on each side at all: the wall. So the rule need not be asked of every member outside. */
const sidesThatRead = {
  outside: ['inside', 'outside', 'bridge'],
  inside: ['inside'],
  bridge: ['inside', 'bridge'],
} as const satisfies Record<Realm, readonly Realm[]>

/** `space`: the one that is the target, or in which it stands. */
export async function countReaders(ctx: Ctx, space: Pick<Space, 'id' | 'realm'>, target: AudienceTarget) {
  return ctx.db
    .selectFrom('accounts')
    .select(['realm', 'organisation', (eb) => eb.fn.countAll<number>().as('people')])
    .where(
      'accounts.realm',
      'in',
      sidesThatRead[space.realm].map((side) => sql.lit(side)),
    )
    .where(readsTarget(target, everyAccountOf(space.id)))
    .groupBy(['realm', 'organisation'])
    .orderBy('realm')
    .orderBy('organisation')
    .execute()
}

/** One page of the readers, each with the reason. The reasons are asked for the page alone, not for all who read. */
export async function selectReaders(
  ctx: Ctx,
  target: AudienceTarget,
  page: { spaceId: SpaceId; realms: readonly Realm[]; afterAccount: number; limit: number },
) {
  const everyone = everyAccountOf(page.spaceId)
  return ctx.db
    .selectFrom((readers) =>
      readers
        .selectFrom('accounts')
        .selectAll('accounts')
        .where(readsTarget(target, everyone))
        .where('realm', 'in', page.realms)
        .where('id', '>', page.afterAccount as AccountId)
        .orderBy('id')
        .limit(page.limit)
        .as('accounts'),
    )
    .select(['id', 'displayName', 'handle', 'realm', 'organisation', 'jobTitle'])
    .select(whyTarget(target, everyone).$notNull().as('why'))
    .orderBy('id')
    .execute()
}

/** Whether anyone on the web may read it: the same rule, asked for a visitor. */
export async function isForEveryone(ctx: Ctx, target: AudienceTarget): Promise<boolean> {
  const { rows } = await sql<{
    everyone: boolean
  }>`select ${readsTarget(target, readerOf({ kind: 'visitor' }))} as everyone`.execute(ctx.db)
  return rows[0]!.everyone
}

/** Whether one viewer reads it, and why. A viewer may read exactly if there is a sentence. */
export async function selectWhy(ctx: Ctx, target: AudienceTarget, viewer: Viewer): Promise<Reasons | null> {
  const reader = readerOf(viewer)
  const { rows } = await sql<{ why: Reasons | null }>`
    select case when ${readsTarget(target, reader)} then ${whyTarget(target, reader)} end as why`.execute(ctx.db)
  return rows[0]!.why
}
