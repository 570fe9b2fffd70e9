/**
 * A company for the proof of the wall: hundreds of people on both sides with everything that Tango can hold, made
 * through the front doors, and by direct rows where those would be too slow or no door makes such a row alone.
 */
import { type Question, answer, ask, comment, editQuestion } from '../../content/questions/questions.ts'
import { nameProduct, setTags } from '../../content/tags/tags.ts'
import { addParticipants, addReply, editReply, editThread, startThread } from '../../content/threads/threads.ts'
import type { Thread } from '../../content/threads/threads.ts'
import { type Day, type NodeId, makeAxis, makeNode, makeRole, todayOf } from '../../people/axes/axes.ts'
import { addToGroup, makeGroup } from '../../people/groups/groups.ts'
import type { BlobStore } from '../../platform/blobs.ts'
import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import { deliverEvent, type Listener } from '../../platform/events.ts'
import { putSetting } from '../../platform/settings.ts'
import { giveGrant } from '../../realms/grants/grants.ts'
import {
  type Space,
  addMember,
  archiveSpace,
  createSpace,
  describeSpace,
  moveSpace,
  stopFlow,
} from '../../realms/spaces/spaces.ts'
import { canaryOf } from './canaries.ts'
import * as queries from './company.queries.ts'
import { crossTheWall, leaveTraces } from './crossing-company.ts'

export interface CompanySize {
  /** Employees, and as many members outside; guests are one for every twenty-five. At least 24. */
  readonly people: number
  readonly seed: number
}

export interface Company {
  /** As Tango itself. */
  readonly ctx: Ctx
  readonly employees: readonly AccountViewer[]
  readonly members: readonly AccountViewer[]
  readonly guests: readonly AccountViewer[]
  readonly inside: readonly Space[]
  readonly rooms: readonly Space[]
  readonly outside: readonly Space[]
  readonly questions: readonly Question[]
  readonly threads: readonly Thread[]
}

export interface CompanyParts {
  readonly blobs: BlobStore
  readonly listeners: readonly Listener[]
}

/** The whole company, without canaries. `ctx` sees everything and stands on an empty, migrated database. */
export async function buildCompany(ctx: Ctx, size: CompanySize, parts: CompanyParts): Promise<Company> {
  await queries.spreadNumbers(ctx)
  await putSetting(ctx, 'company', 'Halden')
  await putSetting(ctx, 'public-url', 'http://localhost:3000')
  await putSetting(ctx, 'proof-canary', {})
  const chance = chanceOf(size.seed)
  const people = await hire(ctx, size.people)
  const spaces = await furnish(ctx, people)
  await putSetting(ctx, 'set-up-at', ctx.now.toISOString())
  const units = await place(ctx, people, spaces, chance)
  await befriend(ctx, people.members, chance)
  const talk = await talkInside(ctx, people, spaces, parts.blobs)
  const questions = await talkOutside(ctx, people, spaces, parts.blobs)
  const spoken = [...talk.map((thread) => thread.id), ...questions.map((question) => question.thread.id)]
  await queries.insertRows(
    ctx,
    'placements',
    spoken.map((threadId, at) => ({ nodeId: units[at % units.length]!, threadId, fromOn: todayOf(ctx.now) })),
  )
  const company = { ctx, ...people, ...spaces, questions, threads: talk }
  await queries.forgetLimits(ctx)
  await crossTheWall(company)
  await leaveTraces(company)
  await hearAll(ctx, parts.listeners)
  return company
}

/** Lets everything be heard that was announced, and what that announces, as the worker would. */
export async function hearAll(ctx: Ctx, listeners: readonly Listener[], from = 0): Promise<number> {
  let last = from
  for (;;) {
    const events = await queries.selectEvents(ctx, last)
    if (events.length === 0) return last
    for (const id of events) {
      await deliverEvent(ctx, id, listeners)
      last = id
    }
  }
}

/** Numbers from 0 up to but not 1, the same for the same seed (mulberry32 by Tommy Ettinger, public domain). */
export function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type People = Pick<Company, 'employees' | 'members' | 'guests'>
type Spaces = Pick<Company, 'inside' | 'rooms' | 'outside'>

const offices: readonly (readonly string[])[] = [['owner', 'inside-steward'], ['outside-steward'], ['official-voice']]

async function hire(ctx: Ctx, size: number): Promise<People> {
  const make = async (realm: Realm, stem: string, count: number, organisation: string | null) => {
    const people = Array.from({ length: count }, (_, at) => ({
      realm,
      handle: `${stem}${at}`,
      displayName: `${stem} number${at}`,
      jobTitle: 'Work',
      organisation,
    }))
    const ids = await queries.insertPeople(ctx, people)
    return ids.map((id, at): AccountViewer => {
      const held = realm === 'inside' ? (offices[at] ?? []) : []
      return { kind: 'account', id, realm, name: people[at]!.displayName, offices: held }
    })
  }
  const employees = await make('inside', 'emp', size, null)
  const members = await make('outside', 'mem', size, null)
  const guests = await make('bridge', 'guest', Math.max(6, Math.round(size / 25)), 'Supplier')
  const held = employees.flatMap((one) =>
    one.offices.map((office) => ({ accountId: one.id, office: office as 'owner', givenBy: null })),
  )
  await queries.insertRows(ctx, 'offices', held)
  return { employees, members, guests }
}

/** Spaces of each kind; the first of each side is its home. Inside, some stand in a tree with stops. */
async function furnish(ctx: Ctx, { employees, guests }: People): Promise<Spaces> {
  const make = (realm: Realm, access: Space['access'], slug: string) =>
    createSpace(ctx, { realm, access, slug, title: `Room ${slug}`, description: 'What it is for.' })
  const inside = [await make('inside', 'employees', 'everyone')]
  for (const slug of ['top', 'below', 'quiet', 'fixed', 'deep', 'team', 'named', 'closed', 'north', 'south'])
    inside.push(await make('inside', 'members', slug))
  const rooms = [
    await make('bridge', 'invited', 'supply'),
    await make('bridge', 'invited', 'fair'),
    await make('bridge', 'invited', 'empty'),
  ]
  const outside = [
    await make('outside', 'public', 'community'),
    await make('outside', 'public', 'second'),
    await make('outside', 'members', 'lounge'),
  ]
  const owner = ctx.as(employees[0]!)
  for (const child of [2, 3, 4]) await moveSpace(owner, inside[child]!.id, inside[1]!.id)
  await moveSpace(owner, inside[5]!.id, inside[4]!.id)
  await stopFlow(owner, inside[3]!.id, 'manager')
  await stopFlow(owner, inside[4]!.id, 'administrator')
  await describeSpace(owner, inside[1]!.id, { title: 'Room at the top', description: 'It was described anew.' })
  for (const [at, space] of inside.entries())
    if (at > 0)
      for (const n of [4 + (at % 5), 9]) await addMember(ctx, space, employees[n]!.id, n === 9 ? 'steward' : 'member')
  await archiveSpace(owner, inside[8]!.id)
  for (const [at, room] of rooms.entries()) {
    const host = employees[10 + at]!
    await addMember(ctx, room, host.id, 'steward')
    for (const guest of guests.filter((_, n) => n % rooms.length === at)) await addMember(ctx.as(host), room, guest.id)
  }
  await queries.lapseSponsorship(ctx, guests[3]!.id)
  return { inside, rooms, outside }
}

/** Where people and spaces stand, and what follows: placements, roles, groups and grants of each kind. Returns units. */
async function place(
  ctx: Ctx,
  { employees }: People,
  { inside, rooms }: Spaces,
  chance: () => number,
): Promise<readonly NodeId[]> {
  const from = todayOf(new Date(ctx.now.getTime() - 400 * day))
  await makeAxis(ctx, { key: 'market', title: 'Market' })
  await makeRole(ctx, { key: 'buddy', title: 'Buddy', rank: 0 })
  const node = (axis: string, code: string, parent: number | null) =>
    makeNode(ctx, { axis, code, title: `Unit ${code}`, parent: parent as never, from })
  const root = await node('function', 'house', null)
  const divisions = [await node('function', 'one', root), await node('function', 'two', root)]
  const units: Awaited<ReturnType<typeof makeNode>>[] = []
  for (const [at, code] of ['oak', 'ash', 'elm', 'fir'].entries())
    units.push(await node('function', code, divisions[at % 2]!))
  const markets = [await node('market', 'big', null), await node('product', 'thing', null)]
  const placements = employees.flatMap((one, at) => {
    const common = { accountId: one.id, fromOn: from as Day }
    const unit = { ...common, nodeId: units[at % units.length]!, role: at % 10 === 4 ? 'manager' : 'member' }
    // Those with an office stand nowhere; nor does the last one, who is in no closed room: the employee in no unit.
    if (at < 3 || at === employees.length - 1) return []
    return chance() < 0.3 ? [unit, { ...common, nodeId: markets[at % 2]!, role: 'buddy' }] : [unit]
  })
  await queries.insertRows(ctx, 'placements', placements)
  await queries.insertRows(ctx, 'placements', [
    { nodeId: units[0]!, spaceId: inside[9]!.id, fromOn: from },
    { nodeId: divisions[1]!, spaceId: inside[1]!.id, fromOn: from },
  ])
  const group = await makeGroup(ctx.as(employees[5]!), { kind: 'group', title: 'Singers', purpose: 'Sing on Fridays.' })
  for (const at of [6, 7, 16]) await addToGroup(ctx.as(employees[5]!), group.slug, employees[at]!.id)
  const owner = ctx.as(employees[0]!)
  const give = (space: Space, to: string, more: object = {}) =>
    giveGrant(owner, space.id, {
      right: 'read',
      to,
      reason: 'So that the work goes on.',
      as: 'administrator',
      ...more,
    } as never)
  await give(inside[1]!, `node:${divisions[0]!}`)
  await give(inside[2]!, `person:${employees[14]!.id}`, { right: 'publish-out' })
  await give(inside[6]!, `group:${group.id}`, { right: 'write' })
  await give(inside[7]!, `person:${employees[15]!.id}`)
  await give(inside[9]!, `node:${units[0]!}`, { role: 'manager', right: 'moderate' })
  await give(inside[10]!, `node:${units[1]!}`, { below: 'no' })
  await give(rooms[1]!, `node:${units[2]!}`)
  return units
}

const day = 86_400_000

/**
 * Members at every distance from the first: 1 to 4 steps along a line, a hidden tie, a block, nobody. The others by
 * chance, far from these.
 */
async function befriend(ctx: Ctx, members: readonly AccountViewer[], chance: () => number): Promise<void> {
  const tie = (one: number, other: number, hidden = false) => {
    const [lower, higher] = [members[one]!.id, members[other]!.id].toSorted((a, b) => a - b)
    return { lowerId: lower!, higherId: higher!, askedBy: lower!, acceptedAt: ctx.now, hiddenByLower: hidden }
  }
  const ties = [tie(0, 1), tie(1, 2), tie(2, 3), tie(3, 4), tie(0, 5, true), tie(1, 6), tie(5, 8)]
  for (let at = 10; at < members.length; at++) {
    for (let n = 0; n < 3; n++) {
      const other = 10 + Math.floor(chance() * (members.length - 10))
      if (other !== at) ties.push(tie(at, other, chance() < 0.1))
    }
  }
  await queries.insertRows(ctx, 'connections', ties)
  await queries.insertRows(ctx, 'connections', [{ ...tie(0, 7), acceptedAt: null }])
  await queries.insertRows(ctx, 'blocks', [{ blockerId: members[0]!.id, blockedId: members[6]!.id }])
  const reaches = { about: 2, organisation: 4, place: 3, website: 1, email: 0, phone: 1, connections: 1 } as const
  const values = { website: 'https://site.example', phone: '+46 70 1', email: 'me@home.example' }
  const rows = members.slice(0, 24).flatMap(({ id }, at) =>
    Object.entries(reaches).map(([field, first]) => {
      const isContact = field === 'email' || field === 'phone'
      const reach = at === 0 ? first : isContact ? at % 2 : (at + field.length) % 6
      return {
        accountId: id,
        field: field as 'about',
        reach: reach as 0,
        value: values[field as 'phone'] ?? 'Some words',
      }
    }),
  )
  await queries.insertRows(ctx, 'profileFields', rows)
}

/** A picture that stands in a space, as Markdown. Its key and its bytes carry canaries. */
async function pictureIn(ctx: Ctx, space: Space, blobs: BlobStore, by: AccountViewer): Promise<string> {
  const key = await queries.insertPicture(
    ctx,
    { spaceId: space.id, realm: space.realm, uploadedBy: by.id },
    {
      keyOf: (id) => canaryOf('files.key', id).padEnd(22, 'A'),
      put: (id) => blobs.put(Buffer.from(`\x89PNG ${canaryOf('files.bytes', id)}`, 'latin1')),
    },
  )
  return `![seen](/files/${key})`
}

/** In every space inside and every room: a text with history, picture, reply, tag; and one for its participants. */
async function talkInside(ctx: Ctx, people: People, spaces: Spaces, blobs: BlobStore): Promise<Thread[]> {
  const { employees, guests } = people
  const threads: Thread[] = []
  for (const [at, space] of [...spaces.inside, ...spaces.rooms].entries()) {
    if (at === 8) continue
    await queries.forgetLimits(ctx)
    const room = at - spaces.inside.length
    const writer = room >= 0 ? employees[10 + room]! : at === 0 ? employees[4]! : employees[9]!
    const as = ctx.as(writer)
    const picture = await pictureIn(ctx, space, blobs, writer)
    const thread = await startThread(as, space, { type: 'discussion', title: 'First title', body: 'First text.' })
    await editThread(as, thread.id, { title: 'Battery and range', body: `Range drops in the cold. ${picture}` })
    await setTags(as, thread.id, ['winter', `tag${at}`])
    const reply = await addReply(as, thread.id, { kind: 'reply', body: 'First reply.' })
    await editReply(as, reply.id, 'The charger hums.')
    threads.push(thread)
    const other = room >= 0 ? guests[room]! : employees[4 + (at % 5)]!
    const text = { title: 'Between two', body: 'Only for us: battery.' }
    const pair = await startThread(as, space, { type: 'discussion', ...text, audience: 'participants' })
    await addParticipants(as, pair.id, [other.id])
    await addReply(as, pair.id, { kind: 'reply', body: 'Said between two.' })
    threads.push(pair)
  }
  // A product is told to everybody outside, although only the inside speaks of it yet.
  await nameProduct(ctx.as(employees[1]!), 'tag1')
  return threads
}

/** Questions in the public spaces at each reach, in the space for members, and for participants. */
async function talkOutside(ctx: Ctx, people: People, spaces: Spaces, blobs: BlobStore): Promise<Question[]> {
  const { employees, members } = people
  const questions: Question[] = []
  for (const [n, reach] of ([null, null, 4, 3, 2, 1, 0] as const).entries()) {
    for (const author of n === 1 ? [members[7]!, members[12]!] : [members[0]!, members[11]!]) {
      await queries.forgetLimits(ctx)
      const as = ctx.as(author)
      const space = spaces.outside[n === 1 ? 1 : 0]!
      const picture = await pictureIn(ctx, space, blobs, author)
      const { thread } = await ask(as, { space: space.slug, title: 'Asked first', body: 'Why?', tags: ['cold'], reach })
      const text = {
        title: `Battery in the cold ${n}`,
        body: `Why does range drop? ${picture}`,
        tags: ['cold', `out${n}`],
      }
      questions.push(await editQuestion(as, thread.id, text))
      const helper = reach === null ? ctx.as(members[20]!) : as
      const given = await answer(helper, thread.id, 'Keep it warm.')
      await editReply(helper, given.id, 'Keep the battery warm.')
      await comment(as, thread.id, 'It works.', given.id)
      if (reach === null) await answer(ctx.as(employees[4]!), thread.id, 'We look into it.')
    }
  }
  await queries.forgetLimits(ctx)
  const lounge = await ask(ctx.as(members[7]!), {
    space: 'lounge',
    title: 'For members',
    body: 'Battery?',
    tags: ['lounge'],
  })
  await answer(ctx.as(members[8]!), lounge.thread.id, 'Among members: battery.')
  questions.push(lounge)
  const pair = await startThread(ctx.as(members[8]!), spaces.outside[2]!, {
    type: 'question',
    title: 'Between two members',
    body: 'Battery between us.',
    audience: 'participants',
    participants: [members[9]!.id],
  })
  await addReply(ctx.as(members[8]!), pair.id, { kind: 'answer', body: 'For you alone.' })
  return questions
}
