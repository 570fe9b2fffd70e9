/** What the structure keeps, and what its pages say, for tests that look at both; no test of its own. */
import { sql } from 'kysely'
import type { Page } from '../../../test/browse.ts'
import type { Ctx } from '../../platform/context.ts'

/** Everything that the structure keeps: the same before and after when nothing was changed. */
export async function structureOf(ctx: Ctx) {
  const { rows } = await sql`select
    (select json_agg(v order by v.id) from axis_node_versions v) as versions,
    (select json_agg(n order by n.node_id, n.ancestor_id, n.from_on) from node_paths n) as paths,
    (select json_agg(p order by p.id) from placements p) as placements,
    (select json_agg(n order by n.id) from axis_nodes n) as nodes,
    (select json_agg(a order by a.id) from axes a) as axes,
    (select json_agg(r order by r.key) from position_roles r) as roles,
    (select json_agg(g order by g.id) from groups g) as groups,
    (select json_agg(m order by m.group_id, m.account_id) from group_members m) as members,
    (select count(*) from events) as events`.execute(ctx.db)
  return rows[0]
}

/** The message that stands at a field, by the id of the field. */
export function errorAt(page: Page, id: string): string | undefined {
  return new RegExp(`id="${id}-error">(?:<svg[^]*?</svg>)?<span>([^<]+)<`).exec(page.text)?.[1]
}

/** The fields to which the summary of what is wrong leads and that are not on the page. */
export function lostWays(page: Page): string[] {
  const summary = /<div class="errors"[^]*?<\/ul>/.exec(page.text)?.[0] ?? ''
  const ids = [...summary.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]!)
  return ids.filter((id) => !page.text.includes(` id="${id}"`))
}

/** The ids that stand twice on a page: a label would lead to the wrong field. */
export function twiceOn(page: Page): string[] {
  const ids = [...page.text.matchAll(/<(?!symbol)[a-z-]+[^>]* id="([^"]+)"/g)].map((match) => match[1]!)
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) < at))]
}

/** The words of the main part of a page, one after the other. */
export function textOf(page: Page): string {
  const main = page.text.slice(page.text.indexOf('<main'))
  return main
    .replace(/<[^>]+>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
}
