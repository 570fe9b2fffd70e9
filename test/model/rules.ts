/**
 * The rights of Tango as a plain model: what issue and docs say, written once more in the slowest and plainest way, with
 * lists and searches and without SQL. The real rule is compared with it after every random history.
 */
export type Realm = 'inside' | 'outside' | 'bridge'
export type Right = 'read' | 'write' | 'moderate' | 'manage' | 'publish-out'
export type Stop = 'manager' | 'administrator' | null

export interface Person {
  readonly name: string
  readonly realm: Realm
  closed: boolean
  /** Of which side they are a moderator. */
  readonly moderates: 'inside' | 'outside' | null
}
export interface Version {
  readonly parent: number | null
  from: number
  to: number
}
export interface Node {
  versions: Version[]
}
export interface Placement {
  readonly person: number
  readonly node: number
  readonly role: 'member' | 'lead' | 'manager'
  readonly from: number
  to: number
}
export interface Space {
  readonly realm: Realm
  readonly access: 'employees' | 'members' | 'public' | 'invited'
  parent: number | null
  stops: Stop
}
export interface Grant {
  readonly space: number
  readonly right: Right
  readonly to:
    | { readonly person: number }
    | { readonly group: number }
    | { readonly node: number; readonly role: string | null; readonly below: boolean }
  readonly as: 'author' | 'manager' | 'administrator'
  ended: boolean
}
export interface Sponsorship {
  readonly guest: number
  readonly space: number
  sponsor: number
  lapsed: boolean
}
export interface Tie {
  readonly one: number
  readonly other: number
  readonly hiddenBy: Set<number>
}
export interface Thread {
  readonly space: number
  readonly author: number
  audience: 'space' | 'participants'
  readonly participants: Set<number>
  reach: number | null
  /** By moderation: its author and the moderators of its side alone still read it. */
  hidden: boolean
}

export type CrossingAct = 'publish-out' | 'bring-in' | 'link-across'
/** A record in the log of crossings: of threads by their numbers, and of the record that it takes back. */
export interface Crossing {
  readonly act: CrossingAct
  readonly source: number
  readonly target: number
  /** A recall is a record of its own, with the ends of what it takes back. */
  readonly recalls: number | null
}

export interface World {
  readonly people: Person[]
  readonly nodes: Node[]
  readonly placements: Placement[]
  readonly groups: { readonly members: Set<number>; ended: boolean }[]
  readonly spaces: Space[]
  readonly members: Map<string, 'member' | 'steward'>
  readonly grants: Grant[]
  readonly sponsorships: Sponsorship[]
  readonly ties: Tie[]
  readonly blocks: Set<string>
  readonly threads: Thread[]
  readonly crossings: Crossing[]
}

export const pair = (a: number, b: number): string => `${a} ${b}`
export const forever = 1e9

/** Day 0 is today. */
export function parentOn(node: Node, day: number): number | null | undefined {
  return node.versions.find((one) => one.from <= day && day < one.to)?.parent
}

/** The node and what stands above it on a day; empty when it does not exist then. */
export function pathOn(world: World, node: number, day: number): number[] {
  const path: number[] = []
  let at: number | null = node
  while (at !== null) {
    const parent: number | null | undefined = parentOn(world.nodes[at]!, day)
    if (parent === undefined) break
    if (path.includes(at)) throw new Error('a cycle in the model')
    path.push(at)
    at = parent
  }
  return path
}

/** Whether somebody stands, today, where a grant to a place reaches. */
function standsAt(world: World, person: number, to: { node: number; role: string | null; below: boolean }): boolean {
  return world.placements.some((one) => {
    if (one.person !== person || one.from > 0 || one.to <= 0) return false
    if (to.role !== null && one.role !== to.role) return false
    const path = pathOn(world, one.node, 0)
    return to.below ? path.includes(to.node) : path[0] === to.node
  })
}

/**
 * Which grants count in a space: its own and those of the spaces above. A manager's stop lets only administrators' rules
 * through from above. An administrator's stop lets nothing through, and from there down only administrators' count.
 */
export function grantsThatReach(world: World, space: number): Grant[] {
  const chain: { space: number; stopped: boolean }[] = []
  let stopped = false
  let fixed = false
  let at: number | null = space
  while (at !== null && !fixed) {
    const here: Space = world.spaces[at]!
    chain.push({ space: at, stopped })
    stopped ||= here.stops === 'manager'
    fixed = here.stops === 'administrator'
    at = here.parent
  }
  return world.grants.filter((grant) => {
    const source = chain.find((one) => one.space === grant.space)
    return !grant.ended && source !== undefined && (grant.as === 'administrator' || (!fixed && !source.stopped))
  })
}

function reachesPerson(world: World, grant: Grant, person: number): boolean {
  if ('person' in grant.to) return grant.to.person === person
  if ('group' in grant.to) {
    const group = world.groups[grant.to.group]!
    return !group.ended && group.members.has(person)
  }
  return standsAt(world, person, grant.to)
}

export function heldRights(world: World, person: number, space: number): Set<Right> {
  return new Set(
    grantsThatReach(world, space)
      .filter((grant) => reachesPerson(world, grant, person))
      .map((grant) => grant.right),
  )
}

/** May somebody (undefined: a visitor) read a space? */
export function readsSpace(world: World, person: number | undefined, space: number): boolean {
  const { realm, access } = world.spaces[space]!
  if (person === undefined) return realm === 'outside' && access === 'public'
  const reader = world.people[person]!
  if (reader.closed) return false
  const isMember = world.members.has(pair(space, person))
  if (reader.realm === 'outside') return realm === 'outside'
  if (reader.realm === 'bridge') {
    if (realm !== 'bridge' || !isMember) return false
    return world.sponsorships.some(
      (one) => one.guest === person && one.space === space && !one.lapsed && !world.people[one.sponsor]!.closed,
    )
  }
  if (realm === 'outside' || access === 'employees' || isMember) return true
  return heldRights(world, person, space).size > 0
}

/** How far an employee's right in a space goes: 0 none, 1 read, 2 write, 3 moderate, 4 manage. */
export function rightLevel(world: World, person: number, space: number): number {
  const { realm, access } = world.spaces[space]!
  const plain = realm === 'outside' || access === 'employees' ? 2 : 0
  const role = world.members.get(pair(space, person))
  const own = role === 'steward' ? 4 : role === 'member' ? 2 : 0
  const levels = { read: 1, write: 2, moderate: 3, manage: 4, 'publish-out': 1 }
  return Math.max(plain, own, ...[...heldRights(world, person, space)].map((right) => levels[right]))
}

export function apart(world: World, one: number, other: number): boolean {
  return world.blocks.has(pair(one, other)) || world.blocks.has(pair(other, one))
}

/** Steps between two members, 4 when more than three: by trying every walk of up to three ties. */
export function steps(world: World, one: number, other: number): number {
  if (one === other) return 0
  if (apart(world, one, other)) return 4
  const standing = world.ties.filter((tie) => !apart(world, tie.one, tie.other))
  if (standing.some((tie) => (tie.one === one && tie.other === other) || (tie.one === other && tie.other === one)))
    return 1
  const open = standing.filter((tie) => tie.hiddenBy.size === 0)
  const next = (at: number) => open.flatMap((tie) => (tie.one === at ? [tie.other] : tie.other === at ? [tie.one] : []))
  const isStop = (at: number) => !apart(world, at, one) && !apart(world, at, other)
  const first = next(one).filter(isStop)
  if (first.some((at) => next(at).includes(other))) return 2
  return first.some((at) => next(at).some((then) => isStop(then) && next(then).includes(other))) ? 3 : 4
}

/** A bridge belongs to the inside. */
function moderates(world: World, person: number, realm: Realm): boolean {
  return world.people[person]!.moderates === (realm === 'outside' ? 'outside' : 'inside')
}

/** May somebody read a thread? */
export function readsThread(world: World, person: number | undefined, thread: number): boolean {
  const { space, author, audience, participants, reach, hidden } = world.threads[thread]!
  if (!readsSpace(world, person, space)) return false
  const isLeft = person !== undefined && (person === author || moderates(world, person, world.spaces[space]!.realm))
  if (hidden && !isLeft) return false
  if (audience === 'space' && reach === null) return true
  if (person === undefined) return false
  if (participants.has(person)) return true
  const { realm } = world.people[person]!
  if (realm === 'inside') return audience === 'space' && reach === 4
  if (realm === 'bridge') return false
  if (author === person) return reach !== null
  if (audience !== 'space' || reach === null) return false
  return reach === 4 ? !apart(world, author, person) : steps(world, author, person) <= reach
}

/** May somebody read the record of a crossing? Its inner end decides; of a link both ends must be readable. */
export function readsCrossing(world: World, person: number | undefined, crossing: number): boolean {
  if (person === undefined || world.people[person]!.realm !== 'inside' || world.people[person]!.closed) return false
  if (world.people[person]!.moderates) return true
  const { act, source, target } = world.crossings[crossing]!
  if (act === 'link-across') return readsThread(world, person, source) && readsThread(world, person, target)
  return readsThread(world, person, act === 'publish-out' ? source : target)
}

/** May somebody read, at the thread to which it was brought in, the words of the source? */
export function readsBroughtWords(world: World, person: number | undefined, crossing: number): boolean {
  const { act, source, target, recalls } = world.crossings[crossing]!
  const isTaken = (number: number) => world.crossings.some((one) => one.recalls === number)
  const isEmpty = world.crossings.some((one, n) => one.act === 'publish-out' && one.target === source && isTaken(n))
  const stands = act === 'bring-in' && recalls === null && !isTaken(crossing) && !isEmpty
  return stands && readsThread(world, person, target) && readsThread(world, person, source)
}
