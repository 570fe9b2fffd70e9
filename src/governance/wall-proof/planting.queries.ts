import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { type Field, codeOf, fields } from './canaries.ts'

/** SQL for the key of a row of each table whose key is not a number called `id`. */
const keys: Readonly<Record<string, string>> = {
  account_closings: 'account_id::text',
  leavings: 'account_id::text',
  profile_fields: `account_id || 'x' || array_position(array['about','organisation','place','website','email','phone','connections'], field)`,
  swarm_calls: `swarm_id || 'x' || account_id`,
  position_roles: 'abs(hashtext(key))::text',
  settings: '1::text',
  structure_people: 'account_id::text',
  import_references: 'local_id::text',
  idea_dormancies: 'idea_id::text',
  storm_notes: "thread_id || 'x' || judge_id",
  problems: 'thread_id::text',
  space_robots: 'space_id::text',
}

export function keyOf(table: string): string {
  return keys[table] ?? 'id::text'
}

/** Every column of Tango's own tables that holds text, JSON or bytes: `table.column`. */
export async function selectTextColumns(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ place: string }>`
    select columns.table_name || '.' || columns.column_name as place
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'bytea', 'tsvector', 'ARRAY', 'USER-DEFINED')
    order by 1`.execute(ctx.db)
  return rows.map((row) => row.place)
}

/** Plants its canary in every field of every row that has none yet. */
export async function plantAll(ctx: Ctx): Promise<void> {
  // This is a house that is torn down in minutes: its log may be written over once.
  await sql`alter table crossings disable trigger crossings_append_only`.execute(ctx.db)
  for (const [place, field] of Object.entries(fields)) if (!('exempt' in field)) await plantField(ctx, place, field)
  await sql`alter table crossings enable trigger crossings_append_only`.execute(ctx.db)
}

async function plantField(ctx: Ctx, place: string, field: Field): Promise<void> {
  const [table, column] = place.split('.') as [string, string]
  const canary = sql`('zqk' || ${sql.lit(codeOf(place))} || ${sql.raw(keyOf(table))} || 'z')`
  const own = sql.ref(column)
  const planted = {
    words: () => sql`left(${own}, ${sql.lit('most' in field && field.most ? field.most : 50_000)}) || ' ' || ${canary}`,
    slug: () => sql`left(${own}, ${sql.lit('most' in field && field.most ? field.most : 40)}) || '-' || ${canary}`,
    address: () => sql`${canary} || '@proof.example'`,
    object: () => sql`${own} || jsonb_build_object('proof', ${canary})`,
  }[field.as]()
  // The file of a text names its picture; whatever holds a canary of this very field has been planted.
  await sql`update ${sql.table(table)} set ${own} = ${planted}
    where ${sql.raw(field.where ?? 'true')} and ${own}::text not like ${sql.lit(`%zqk${codeOf(place)}%`)}`.execute(
    ctx.db,
  )
}
