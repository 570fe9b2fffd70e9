/** Files for the tests of the import of an organisation, and everything that it writes; no test of its own. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Rows as a file of comma-separated values. */
export function csvOf(name: string, rows: readonly (readonly string[])[]): { name: string; bytes: Uint8Array } {
  const write = (value: string) => (/[",;\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  const text = rows.map((row) => row.map(write).join(',')).join('\n')
  return { name, bytes: new TextEncoder().encode(`${text}\n`) }
}

/** All rows that an import could touch, without the numbers and times by which two equal runs differ. */
export async function written(ctx: Ctx) {
  const { rows } = await sql`select
    (select json_agg(json_build_array(a.key, n.code, v.title, p.code, v.from_on, v.to_on)
      order by a.key, n.code, v.from_on)
      from axis_node_versions v join axis_nodes n on n.id = v.node_id join axes a on a.id = n.axis_id
        left join axis_nodes p on p.id = v.parent_id) as nodes,
    (select json_agg(json_build_array(accounts.display_name, n.code, p.role, p.from_on, p.to_on)
      order by accounts.display_name, n.code, p.role, p.from_on)
      from placements p join accounts on accounts.id = p.account_id join axis_nodes n on n.id = p.node_id) as placements,
    (select json_agg(json_build_array(display_name, job_title, state, realm, email) order by display_name, state)
      from accounts) as people,
    (select json_agg(json_build_array(s.email, accounts.display_name) order by s.email)
      from structure_people s join accounts on accounts.id = s.account_id) as known`.execute(ctx.db)
  return rows[0]
}
