import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ExceptionId, Stewardship } from './offices.tables.ts'

/** Undefined when one is open for this person and office already. */
export async function insertException(
  ctx: Ctx,
  exception: { accountId: AccountId; office: Stewardship; reason: string; askedBy: AccountId },
): Promise<ExceptionId | undefined> {
  const row = await ctx.db
    .insertInto('officeExceptions')
    .values({ ...exception, askedAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['accountId', 'office']).where('decidedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

function selectExceptions(ctx: Ctx) {
  return ctx.db
    .selectFrom('officeExceptions')
    .innerJoin('accounts as person', 'person.id', 'officeExceptions.accountId')
    .innerJoin('accounts as asker', 'asker.id', 'officeExceptions.askedBy')
    .leftJoin('accounts as decider', 'decider.id', 'officeExceptions.decidedBy')
    .leftJoin('offices', 'offices.exceptionId', 'officeExceptions.id')
    .select([
      'officeExceptions.id',
      'officeExceptions.accountId',
      'officeExceptions.office',
      'officeExceptions.reason',
      'officeExceptions.askedBy',
      'officeExceptions.askedAt',
      'officeExceptions.decidedBy',
      'officeExceptions.decidedAt',
      'officeExceptions.approved',
      'officeExceptions.note',
      'person.displayName as personName',
      'asker.displayName as askerName',
      'decider.displayName as deciderName',
      'offices.endedAt as overSince',
    ])
}

/** Takes the request until the end of the transaction, so that two who decide come one after the other. */
export async function lockException(ctx: Ctx, id: ExceptionId) {
  const locked = await ctx.db
    .selectFrom('officeExceptions')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return locked && selectExceptions(ctx).where('officeExceptions.id', '=', id).executeTakeFirst()
}

export async function selectOpen(ctx: Ctx) {
  return selectExceptions(ctx).where('officeExceptions.decidedAt', 'is', null).orderBy('officeExceptions.id').execute()
}

/** What was decided, newest first. */
export async function selectDecided(ctx: Ctx) {
  return selectExceptions(ctx)
    .where('officeExceptions.decidedAt', 'is not', null)
    .orderBy('officeExceptions.decidedAt', 'desc')
    .orderBy('officeExceptions.id', 'desc')
    .limit(200)
    .execute()
}

export async function decide(
  ctx: Ctx,
  id: ExceptionId,
  decision: { decidedBy: AccountId; approved: boolean; note: string },
): Promise<void> {
  await ctx.db
    .updateTable('officeExceptions')
    .set({ ...decision, decidedAt: ctx.now })
    .where('id', '=', id)
    .execute()
}

/** Who could decide: active owners and holders of the office, besides who asked and who is concerned. With addresses. */
export async function selectApprovers(
  ctx: Ctx,
  exception: { office: Stewardship; accountId: AccountId; askedBy: AccountId },
) {
  return ctx.db
    .selectFrom('accounts')
    .innerJoin('offices', 'offices.accountId', 'accounts.id')
    .select(['accounts.id', 'accounts.displayName', 'accounts.email', 'accounts.emailProvedAt'])
    .distinct()
    .where('offices.endedAt', 'is', null)
    .where('offices.office', 'in', ['owner', exception.office])
    .where('accounts.state', '=', 'active')
    .where('accounts.realm', '=', 'inside')
    .where('accounts.id', 'not in', [exception.accountId, exception.askedBy])
    .orderBy('accounts.displayName')
    .orderBy('accounts.id')
    .execute()
}

/**
 * Everybody who holds both stewardships now. The office given last is the one that made it so: its exception, its marks
 * and its giver say how.
 */
export async function selectBothSides(ctx: Ctx) {
  return ctx.db
    .selectFrom('offices as last')
    .innerJoin('offices as first', (join) =>
      join
        .onRef('first.accountId', '=', 'last.accountId')
        .onRef('first.id', '<', 'last.id')
        .on('first.endedAt', 'is', null)
        .on('first.office', 'in', ['inside-steward', 'outside-steward']),
    )
    .innerJoin('accounts', 'accounts.id', 'last.accountId')
    .leftJoin('officeExceptions', 'officeExceptions.id', 'last.exceptionId')
    .leftJoin('accounts as asker', 'asker.id', 'officeExceptions.askedBy')
    .leftJoin('accounts as decider', 'decider.id', 'officeExceptions.decidedBy')
    .select([
      'accounts.id as accountId',
      'accounts.displayName',
      'last.office',
      'last.givenAt',
      'last.exceptionId',
      'last.beforeExceptions',
      'officeExceptions.reason',
      'officeExceptions.note',
      'officeExceptions.askedAt',
      'officeExceptions.decidedAt',
      'asker.displayName as askerName',
      'decider.displayName as deciderName',
    ])
    .where('last.endedAt', 'is', null)
    .where('last.office', 'in', ['inside-steward', 'outside-steward'])
    .orderBy(sql`lower(accounts.display_name)`)
    .orderBy('accounts.id')
    .execute()
}
