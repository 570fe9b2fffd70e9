import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { ThreadId } from '../threads/threads.ts'
import { readableIdea } from './ideas.access.ts'

export interface ContributorRow {
  readonly accountId: AccountId
  readonly brought: 'author' | 'united' | 'extension'
  readonly isNamed: boolean | null
}

/** Authors of an idea, of those united with it and of its extensions, as far as the viewer may read these; each once. */
export async function selectContributors(ctx: Ctx, ideaId: ThreadId): Promise<ContributorRow[]> {
  const { rows } = await sql<ContributorRow>`
    with recursive united (thread_id) as (
      select ${ideaId}::bigint union select ideas.thread_id from united join ideas on ideas.merged_into = united.thread_id
    ), brought as (
      select distinct on (threads.author_id) threads.author_id, threads.id, case
          when threads.id = ${ideaId} then 0 when ideas.extends_id is null then 1 else 2 end as how
      from ideas join threads on threads.id = ideas.thread_id
      where (ideas.thread_id in (select thread_id from united) or ideas.extends_id in (select thread_id from united))
        and ${readableIdea(readerOf(ctx.viewer))}
      order by threads.author_id, how, threads.id
    )
    select brought.author_id as account_id, (array['author', 'united', 'extension'])[brought.how + 1] as brought,
      idea_credits.is_named
    from brought left join idea_credits on idea_credits.idea_id = ${ideaId} and idea_credits.account_id = brought.author_id
    order by brought.how, brought.id limit 200`.execute(ctx.db)
  return rows
}

export async function putCredit(ctx: Ctx, ideaId: ThreadId, accountId: AccountId, isNamed: boolean): Promise<void> {
  const row = { ideaId, accountId, isNamed, saidAt: ctx.now }
  await ctx.db
    .insertInto('ideaCredits')
    .values(row)
    .onConflict((conflict) => conflict.columns(['ideaId', 'accountId']).doUpdateSet(row))
    .execute()
}
