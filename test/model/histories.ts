/** Histories done to the plain model and to the database alike. */
import { sql } from 'kysely'
import type { Ctx } from '../../src/platform/context.ts'
import { type Act, employees, groupCount, members, nodeCount, rights, roles, spaceKinds } from './acts.ts'
import { type Grant, type World, forever, pair, pathOn } from './rules.ts'
import { type Rows, idOf } from './rows.ts'
import { cross, recall, write } from './writing.ts'

const day = (offset: number) => (offset === forever ? sql`null::date` : sql`(utc_today() + ${offset}::int)`)

/** People, an axis, groups and spaces before anything happened. */
export async function begin(ctx: Ctx): Promise<{ world: World; rows: Rows }> {
  const rows: Rows = {
    people: [],
    nodes: [],
    groups: [],
    spaces: [],
    placements: [],
    grants: [],
    sponsorships: [],
    threads: [],
    crossings: [],
  }
  const world: World = {
    people: [],
    nodes: [],
    placements: [],
    groups: [],
    spaces: [],
    members: new Map(),
    grants: [],
    sponsorships: [],
    ties: [],
    blocks: new Set(),
    threads: [],
    crossings: [],
  }
  for (let n = 0; n <= 12; n++) {
    const realm = employees.includes(n) ? 'inside' : members.includes(n) ? 'outside' : 'bridge'
    rows.people.push(
      await idOf(
        ctx,
        sql`insert into accounts (realm, handle, display_name, email)
      values (${realm}, ${`model-${n}`}, ${`Model ${n}`}, ${`model-${n}@people.example`}) returning id`,
      ),
    )
    const moderates = n === 0 ? 'outside' : n === 1 ? 'inside' : null
    world.people.push({ name: `Model ${n}`, realm, closed: false, moderates })
    if (moderates)
      await sql`insert into offices (account_id, office) values (${rows.people[n]!}, ${`${moderates}-steward`})`.execute(
        ctx.db,
      )
  }
  for (let n = 0; n < nodeCount; n++) {
    rows.nodes.push(
      await idOf(
        ctx,
        sql`insert into axis_nodes (axis_id, code) select id, ${`n${n}`} from axes where key = 'function' returning id`,
      ),
    )
    await sql`insert into axis_node_versions (axis_id, node_id, title, from_on)
      select axis_id, id, 'Node', ${day(-10)} from axis_nodes where id = ${rows.nodes[n]!}`.execute(ctx.db)
    world.nodes.push({ versions: [{ parent: null, from: -10, to: forever }] })
  }
  for (let n = 0; n < groupCount; n++) {
    rows.groups.push(
      await idOf(
        ctx,
        sql`insert into groups (kind, slug, title) values ('group', ${`model-${n}`}, 'Group') returning id`,
      ),
    )
    world.groups.push({ members: new Set(), ended: false })
  }
  for (const [n, { realm, access }] of spaceKinds.entries()) {
    rows.spaces.push(
      await idOf(
        ctx,
        sql`insert into spaces (realm, slug, title, access) values (${realm}, ${`model-${n}`}, 'Space', ${access}) returning id`,
      ),
    )
    world.spaces.push({ realm, access, parent: null, stops: null })
  }
  return { world, rows }
}

/** Does one act to both. What the model says cannot be, the database must refuse, and nothing changes. */
export async function perform(ctx: Ctx, world: World, rows: Rows, one: Act): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(ctx.db)
  switch (one.do) {
    case 'join': {
      const role = one.steward ? 'steward' : 'member'
      world.members.set(pair(one.space, one.person), role)
      await run(sql`insert into memberships (space_id, account_id, role) values (${rows.spaces[one.space]!}, ${rows.people[one.person]!}, ${role})
        on conflict (space_id, account_id) do update set role = excluded.role`)
      return
    }
    case 'leave':
      world.members.delete(pair(one.space, one.person))
      await run(
        sql`delete from memberships where space_id = ${rows.spaces[one.space]!} and account_id = ${rows.people[one.person]!}`,
      )
      return
    case 'place':
      return placeSomebody(ctx, world, rows, one)
    case 'unplace': {
      const at = world.placements[one.at]
      if (!at || at.to <= 0 || at.from >= 0) return
      at.to = 0
      await run(sql`update placements set to_on = ${day(0)} where id = ${rows.placements[one.at]!}`)
      return
    }
    case 'move-node':
      return moveNode(ctx, world, rows, one)
    case 'group': {
      const { members: inside } = world.groups[one.group]!
      if (one.into) inside.add(one.person)
      else inside.delete(one.person)
      const key = sql`${rows.groups[one.group]!}, ${rows.people[one.person]!}`
      await run(
        one.into
          ? sql`insert into group_members (group_id, account_id) values (${key}) on conflict do nothing`
          : sql`delete from group_members where (group_id, account_id) = (${key})`,
      )
      return
    }
    case 'end-group':
      world.groups[one.group]!.ended = true
      await run(sql`update groups set ended_at = now() where id = ${rows.groups[one.group]!}`)
      return
    case 'grant':
      return giveGrant(ctx, world, rows, one)
    case 'end-grant':
      if (!world.grants[one.at]) return
      world.grants[one.at]!.ended = true
      await run(sql`update grants set ended_at = now() where id = ${rows.grants[one.at]!}`)
      return
    case 'stop':
      world.spaces[one.space]!.stops = one.by
      await run(sql`update spaces set stops = ${one.by} where id = ${rows.spaces[one.space]!}`)
      return
    case 'move-space':
      return moveSpace(ctx, world, rows, one)
    case 'invite':
      return invite(ctx, world, rows, one)
    case 'lapse':
    case 'renew': {
      const at = world.sponsorships[one.at]
      // One that a later invitation replaced is over, and cannot be renewed.
      if (!at || rows.sponsorships[one.at] === -1) return
      at.lapsed = one.do === 'lapse'
      await run(
        sql`update sponsorships set lapses_at = now() + ${at.lapsed ? '-1 day' : '1 day'}::interval where id = ${rows.sponsorships[one.at]!}`,
      )
      return
    }
    case 'close': {
      world.people[one.person]!.closed = true
      // Who has left is nobody's connection any more.
      for (let n = world.ties.length - 1; n >= 0; n--)
        if (world.ties[n]!.one === one.person || world.ties[n]!.other === one.person) world.ties.splice(n, 1)
      await run(sql`update accounts set state = 'closed' where id = ${rows.people[one.person]!}`)
      return
    }
    case 'write': {
      const { realm } = world.spaces[one.space]!
      const reach = realm === 'outside' ? one.reach : null
      const audience = one.named && reach === null ? 'participants' : 'space'
      await write(ctx, world, rows, { space: one.space, author: one.author, audience, reach })
      return
    }
    case 'name': {
      const thread = world.threads[one.thread]
      if (thread?.audience !== 'participants') return
      thread.participants.add(one.person)
      await run(
        sql`insert into thread_participants (thread_id, account_id) values (${rows.threads[one.thread]!}, ${rows.people[one.person]!}) on conflict do nothing`,
      )
      return
    }
    case 'moderate': {
      const thread = world.threads[one.thread]
      if (!thread) return
      thread.hidden = one.hidden
      const at = sql`case when ${one.hidden}::boolean then now() end`
      await run(sql`update threads set hidden_at = ${at} where id = ${rows.threads[one.thread]!}`)
      return
    }
    case 'narrow': {
      const thread = world.threads[one.thread]
      if (!thread || world.spaces[thread.space]!.realm !== 'outside' || (thread.reach ?? 5) < one.reach) return
      thread.reach = one.reach
      await run(sql`update threads set reach = ${one.reach} where id = ${rows.threads[one.thread]!}`)
      return
    }
    case 'cross':
      return cross(ctx, world, rows, one)
    case 'recall':
      return recall(ctx, world, rows, one)
    default:
      return connect(ctx, world, rows, one)
  }
}

/** Runs what must be refused for the named reason, and leaves no trace of it. */
async function refused(ctx: Ctx, constraint: string, statement: ReturnType<typeof sql>): Promise<void> {
  const tried = ctx.transaction(async (inside) => {
    await statement.execute(inside.db)
    throw new Error(`${constraint} let it pass`)
  })
  await tried.catch((error: { constraint?: string }) => {
    if (error.constraint !== constraint) throw error
  })
}

async function placeSomebody(ctx: Ctx, world: World, rows: Rows, one: Extract<Act, { do: 'place' }>): Promise<void> {
  const role = roles[one.role]!
  const [from, to] = [one.from, one.days === null ? forever : one.from + one.days]
  const clash = world.placements.some(
    (at) => at.person === one.person && at.node === one.node && at.role === role && at.from < to && at.to > from,
  )
  const statement = sql`insert into placements (node_id, account_id, role, from_on, to_on)
    values (${rows.nodes[one.node]!}, ${rows.people[one.person]!}, ${role}, ${day(from)}, ${day(to)}) returning id`
  if (clash) return refused(ctx, 'placements_overlap', statement)
  rows.placements.push(await idOf(ctx, statement))
  world.placements.push({ person: one.person, node: one.node, role, from, to })
}

async function moveNode(ctx: Ctx, world: World, rows: Rows, one: Extract<Act, { do: 'move-node' }>): Promise<void> {
  const node = world.nodes[one.node]!
  if (one.under === one.node) return
  const kept = node.versions.filter((at) => at.from < one.from).map((at) => ({ ...at, to: Math.min(at.to, one.from) }))
  const after = { versions: [...kept, { parent: one.under, from: one.from, to: forever }] }
  const trial: World = { ...world, nodes: world.nodes.with(one.node, after) }
  const makesCycle = [...Array(8)].some((_, n) => {
    try {
      pathOn(trial, one.node, n - 4)
      return false
    } catch {
      return true
    }
  })
  const id = rows.nodes[one.node]!
  const write = async (inside: Ctx) => {
    await sql`delete from axis_node_versions where node_id = ${id} and from_on >= ${day(one.from)}`.execute(inside.db)
    await sql`update axis_node_versions set to_on = ${day(one.from)} where node_id = ${id} and (to_on is null or to_on > ${day(one.from)})`.execute(
      inside.db,
    )
    await sql`insert into axis_node_versions (axis_id, node_id, parent_id, title, from_on)
      select axis_id, id, ${one.under === null ? null : rows.nodes[one.under]!}::bigint, 'Node', ${day(one.from)} from axis_nodes where id = ${id}`.execute(
      inside.db,
    )
  }
  if (!makesCycle) {
    await write(ctx)
    node.versions = after.versions
    return
  }
  await ctx
    .transaction(async (inside) => {
      await write(inside)
      throw new Error('a node was put below itself')
    })
    .catch((error: { constraint?: string }) => {
      if (error.constraint !== 'axis_node_cycle') throw error
    })
}

async function giveGrant(ctx: Ctx, world: World, rows: Rows, one: Extract<Act, { do: 'grant' }>): Promise<void> {
  const as = (['author', 'manager', 'administrator'] as const)[one.as]!
  const person = employees[one.which % employees.length]!
  const node = one.which % nodeCount
  const role = roles[one.role] ?? null
  const to: Grant['to'] =
    one.to === 0 ? { person } : one.to === 1 ? { group: one.which % groupCount } : { node, role, below: one.below }
  const right = rights[one.right]!
  rows.grants.push(
    await idOf(
      ctx,
      sql`insert into grants (space_id, right_given, account_id, group_id, node_id, role, with_below, given_as)
    values (${rows.spaces[one.space]!}, ${right}, ${'person' in to ? rows.people[to.person]! : null}::bigint,
      ${'group' in to ? rows.groups[to.group]! : null}::bigint, ${'node' in to ? rows.nodes[to.node]! : null}::bigint,
      ${'node' in to ? to.role : null}, ${one.below}, ${as}) returning id`,
    ),
  )
  world.grants.push({ space: one.space, right, to, as, ended: false })
}

async function moveSpace(ctx: Ctx, world: World, rows: Rows, one: Extract<Act, { do: 'move-space' }>): Promise<void> {
  const { space, under } = one
  if (under === space || (under !== null && world.spaces[under]!.realm !== world.spaces[space]!.realm)) return
  const statement = sql`update spaces set parent_id = ${under === null ? null : rows.spaces[under]!} where id = ${rows.spaces[space]!}`
  for (let at = under; at !== null; at = world.spaces[at]!.parent)
    if (at === space) return refused(ctx, 'spaces_cycle', statement)
  await statement.execute(ctx.db)
  world.spaces[space]!.parent = under
}

async function invite(ctx: Ctx, world: World, rows: Rows, one: Extract<Act, { do: 'invite' }>): Promise<void> {
  const [guest, space] = [rows.people[one.guest]!, rows.spaces[one.space]!]
  world.members.set(pair(one.space, one.guest), 'member')
  await sql`insert into memberships (space_id, account_id) values (${space}, ${guest}) on conflict do nothing`.execute(
    ctx.db,
  )
  await sql`update sponsorships set ended_at = now() where guest_id = ${guest} and space_id = ${space} and ended_at is null`.execute(
    ctx.db,
  )
  for (const at of world.sponsorships) if (at.guest === one.guest && at.space === one.space) at.lapsed = true
  for (const [n, at] of world.sponsorships.entries())
    if (at.guest === one.guest && at.space === one.space) rows.sponsorships[n] = -1
  rows.sponsorships.push(
    await idOf(
      ctx,
      sql`insert into sponsorships (guest_id, space_id, sponsor_id, lapses_at)
    values (${guest}, ${space}, ${rows.people[one.sponsor]!}, now() + interval '90 days') returning id`,
    ),
  )
  world.sponsorships.push({ guest: one.guest, space: one.space, sponsor: one.sponsor, lapsed: false })
}

async function connect(ctx: Ctx, world: World, rows: Rows, one: Extract<Act, { one: number }>): Promise<void> {
  if (one.one === one.other || world.people[one.one]!.closed || world.people[one.other]!.closed) return
  const [a, b] = [rows.people[one.one]!, rows.people[one.other]!]
  const [low, high] = [Math.min(a, b), Math.max(a, b)]
  const at = world.ties.findIndex(
    (tie) =>
      pair(Math.min(tie.one, tie.other), Math.max(tie.one, tie.other)) ===
      pair(Math.min(one.one, one.other), Math.max(one.one, one.other)),
  )
  const own = sql.ref(a === low ? 'hidden_by_lower' : 'hidden_by_higher')
  const here = sql`lower_id = ${low} and higher_id = ${high}`
  if (one.do === 'tie' && at < 0) world.ties.push({ one: one.one, other: one.other, hiddenBy: new Set() })
  if (one.do === 'cut' && at >= 0) world.ties.splice(at, 1)
  if (one.do === 'hide') world.ties[at]?.hiddenBy.add(one.one)
  if (one.do === 'show') world.ties[at]?.hiddenBy.delete(one.one)
  if (one.do === 'block') world.blocks.add(pair(one.one, one.other))
  if (one.do === 'unblock') world.blocks.delete(pair(one.one, one.other))
  const statement = {
    tie: sql`insert into connections (lower_id, higher_id, asked_by, accepted_at) values (${low}, ${high}, ${a}, now()) on conflict do nothing`,
    cut: sql`delete from connections where ${here}`,
    hide: sql`update connections set ${own} = true where ${here}`,
    show: sql`update connections set ${own} = false where ${here}`,
    block: sql`insert into blocks (blocker_id, blocked_id) values (${a}, ${b}) on conflict do nothing`,
    unblock: sql`delete from blocks where blocker_id = ${a} and blocked_id = ${b}`,
  }[one.do]
  await statement.execute(ctx.db)
}
