/**
 * Where the cast stands in Velund, for tests of rights by place. One axis, Function:
 *
 *   velund ─┬─ engineering (Daniel, manager) ─┬─ cells (Tomasz, manager; Mirela, member) ─── pack (Sara, member)
 *           │                                 └─ firmware (Aiko, member)
 *           ├─ product (Lena, manager)
 *           └─ care
 *
 * Jonas owns the house and stands nowhere. The group `range` is Mirela and Aiko, the group `quality` Lena. The space
 * `cells-page` stands at cells; Mirela looks after it, Tomasz, Daniel and Lena are members.
 */
import { sql } from 'kysely'
import type { Ctx } from '../src/platform/context.ts'
import type { Space } from '../src/realms/spaces/spaces.ts'
import { type PersonName, getCast } from './cast.ts'

const parents = {
  velund: null,
  engineering: 'velund',
  product: 'velund',
  care: 'velund',
  cells: 'engineering',
  firmware: 'engineering',
  pack: 'cells',
} as const
export type Unit = keyof typeof parents
export const units = Object.keys(parents) as readonly Unit[]

const standing = [
  ['daniel', 'manager', 'engineering'],
  ['tomasz', 'manager', 'cells'],
  ['mirela', 'member', 'cells'],
  ['sara', 'member', 'pack'],
  ['aiko', 'member', 'firmware'],
  ['lena', 'manager', 'product'],
] as const

export async function insertPositions(ctx: Ctx) {
  const cast = await getCast(ctx)
  const idOf = (who: PersonName) => cast.people[who].id
  const rowId = async (query: ReturnType<typeof sql<{ id: number }>>) => (await query.execute(ctx.db)).rows[0]!.id
  const nodes = {} as Record<Unit, number>
  for (const unit of units) {
    nodes[unit] = await rowId(sql`insert into axis_nodes (axis_id, code)
      select id, ${unit} from axes where key = 'function' returning id`)
    const above = parents[unit]
    await sql`insert into axis_node_versions (axis_id, node_id, parent_id, title, from_on)
      select axis_id, id, ${above === null ? null : nodes[above]}, ${unit}, '2026-01-01' from axis_nodes
      where id = ${nodes[unit]}`.execute(ctx.db)
  }
  for (const [who, role, unit] of standing) await place(ctx, { who: idOf(who), role, node: nodes[unit] })
  const group = async (slug: string, members: readonly PersonName[]): Promise<number> => {
    const id = await rowId(sql`insert into groups (kind, slug, title) values ('group', ${slug}, ${slug}) returning id`)
    for (const who of members)
      await sql`insert into group_members (group_id, account_id) values (${id}, ${idOf(who)})`.execute(ctx.db)
    return id
  }
  const groups = { range: await group('range', ['mirela', 'aiko']), quality: await group('quality', ['lena']) }
  const page = await makeSpace(ctx, 'cells-page')
  await placeSpace(ctx, { space: page.id, node: nodes.cells })
  for (const who of ['mirela', 'tomasz', 'daniel', 'lena'] as const)
    await ctx.db
      .insertInto('memberships')
      .values({ spaceId: page.id, accountId: idOf(who), role: who === 'mirela' ? 'steward' : 'member' })
      .execute()
  return { cast, nodes, groups, page }
}

/** An inside space of members only, that nobody is in. */
export async function makeSpace(ctx: Ctx, slug: string, set: Partial<Pick<Space, 'parentId' | 'stops'>> = {}) {
  return ctx.db
    .insertInto('spaces')
    .values({ realm: 'inside', access: 'members', slug, title: `The ${slug}`, ...set })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function place(ctx: Ctx, at: { who: number; role: string; node: number; from?: string; to?: string }) {
  await sql`insert into placements (node_id, account_id, role, from_on, to_on)
    values (${at.node}, ${at.who}, ${at.role}, ${at.from ?? '2026-01-01'}, ${at.to ?? null})`.execute(ctx.db)
}

export async function placeSpace(ctx: Ctx, at: { space: number; node: number }) {
  await sql`insert into placements (node_id, space_id, from_on) values (${at.node}, ${at.space}, '2026-01-01')`.execute(
    ctx.db,
  )
}
