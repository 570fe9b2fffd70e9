import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Every mail that was not withdrawn, with all its words. */
export async function selectMails(ctx: Ctx): Promise<{ id: number; to: string; words: string }[]> {
  const { rows } = await sql<{ id: number; to: string; words: string }>`
    select id, to_address as to, concat_ws(' ', subject, body_text, body_html, headers::text) as words
    from mails where withdrawn_at is null order by id`.execute(ctx.db)
  return rows
}

/** Facts in the outbox and jobs that wait, each as one line. */
export async function selectOutbox(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select events::text as line from events union all select payload::text from graphile_worker._private_jobs`.execute(
    ctx.db,
  )
  return rows.map((row) => row.line)
}
