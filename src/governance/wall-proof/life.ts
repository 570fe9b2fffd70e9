/** What happens in the company: once its words carry canaries, so that mails and notices quote them; and inside, for comparing. */
import { answer, ask } from '../../content/questions/questions.ts'
import { setTags } from '../../content/tags/tags.ts'
import { addReply, editThread, getThread, startThread } from '../../content/threads/threads.ts'
import { linkTexts } from '../../content/across/across.ts'
import { call, closeSwarm, openSwarm, proposeWording, say } from '../../customers/swarms/swarms.ts'
import { changeNode, findNodeByCode, makeNode, placePerson, todayOf } from '../../people/axes/axes.ts'
import { accept, ask as askToConnect, block } from '../../people/connections/connections.ts'
import { addToGroup, makeGroup } from '../../people/groups/groups.ts'
import { invite } from '../../people/invitations/invitations.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { endBridge, listBridges, proposeBridge } from '../../realms/bridges/bridges.ts'
import { recall } from '../../realms/crossings/crossings.ts'
import { giveGrant } from '../../realms/grants/grants.ts'
import {
  addMember,
  createSpace,
  describeSpace,
  getSpaceById,
  removeMember,
  stopFlow,
} from '../../realms/spaces/spaces.ts'
import type { Company } from './company.ts'
import * as queries from './company.queries.ts'
import { deleteInside } from './life.queries.ts'

/** Acts whose notices and mails quote what stands there: replies on both sides, calls, asks, an invitation. */
export async function liveOn(company: Company): Promise<void> {
  const { ctx, employees, members, rooms, questions, threads } = company
  await queries.forgetLimits(ctx)
  for (const { thread } of questions.slice(0, 12)) {
    const now = await getThread(ctx, thread.id)
    if (now.reach === null) await answer(ctx.as(employees[2]!), thread.id, 'It is on its way.')
  }
  for (const { id } of threads.slice(0, 6)) {
    const { authorId, spaceId } = await getThread(ctx, id)
    const other = employees.slice(0, 18).find((one) => one.id !== authorId)!
    await addReply(ctx.as(other), id, { kind: 'reply', body: `I see it too, in ${spaceId}.` }).catch(() => {})
  }
  const swarm = await openSwarm(ctx.as(employees[4]!), questions[3]!.thread.id, { message: 'Once more.' })
  await call(ctx.as(employees[4]!), swarm.id, employees[7]!.id, 'You know it.')
  await say(ctx.as(employees[7]!), swarm.id, 'I do.')
  await askToConnect(ctx.as(members[14]!), members[0]!.id)
  await askToConnect(ctx.as(members[15]!), members[16]!.id).catch(() => {})
  await accept(ctx.as(members[16]!), members[15]!.id).catch(() => {})
  const guest = { displayName: 'Another guest', email: 'another@firm.example', organisation: 'Firm' }
  await invite(ctx.as(employees[11]!), { place: String(rooms[1]!.id), ...guest }, 'http://localhost:3000')
}

/** One kind of change that nobody outside and no guest of another room may notice. */
export type InsideChange = 'added' | 'changed' | 'deleted'

/**
 * Adds, changes or deletes things of every kind inside and in rooms, and ties that are hidden from all but their two
 * people. `spared`: the room of a guest who is compared too.
 */
export async function changeInside(company: Company, change: InsideChange, spared: number): Promise<void> {
  await queries.forgetLimits(company.ctx)
  if (change === 'added') await add(company)
  else if (change === 'changed') await alter(company)
  else await deleteInside(company.ctx, spared)
}

async function add(company: Company): Promise<void> {
  const { ctx, employees, members, inside, outside, rooms, questions, threads } = company
  const owner = ctx.as(employees[0]!)
  for (const access of ['employees', 'members'] as const) {
    const slug = `added-${access}`
    const space = await createSpace(ctx, { realm: 'inside', access, slug, title: 'Battery', description: 'New.' })
    await addMember(ctx, space, employees[9]!.id, 'steward')
    const as = ctx.as(employees[9]!)
    const text = { title: 'Battery in the cold', body: 'Why does range drop?' }
    const thread = await startThread(as, space, { type: 'discussion', ...text })
    await setTags(as, thread.id, ['cold', 'winter', 'added'])
    await addReply(as, thread.id, { kind: 'reply', body: 'Battery.' })
    const person = { to: `person:${employees[16]!.id}`, right: 'write', reason: 'New.', as: 'administrator' } as const
    await giveGrant(owner, space.id, person as never)
    const source = { kind: 'thread', id: questions[0]!.thread.id } as const
    await linkTexts(as, { kind: 'thread', id: thread.id }, source, { name: 'Battery', reason: 'The same.' })
  }
  const room = await createSpace(ctx, {
    realm: 'bridge',
    access: 'invited',
    slug: 'added-room',
    title: 'Battery',
    description: '',
  })
  await addMember(ctx, room, employees[9]!.id, 'steward')
  await startThread(ctx.as(employees[9]!), room, { type: 'discussion', title: 'Battery in a room', body: 'Cold.' })
  await addReply(ctx.as(employees[4]!), threads[0]!.id, { kind: 'reply', body: 'Battery, once more.' })
  const swarm = await openSwarm(ctx.as(employees[4]!), questions[4]!.thread.id, { message: 'Battery?' }).catch(
    () => undefined,
  )
  if (swarm) await proposeWording(ctx.as(employees[4]!), swarm.id, 'Battery wording.')
  const more = await openSwarm(ctx.as(employees[5]!), questions[1]!.thread.id, { message: 'Battery!' })
  await proposeWording(ctx.as(employees[5]!), more.id, 'Battery wording.')
  await call(ctx.as(employees[5]!), more.id, employees[4]!.id, 'You know it.')
  await closeSwarm(ctx.as(employees[5]!), more.id)
  const node = await makeNode(ctx, { axis: 'function', code: 'added', title: 'Added', parent: null })
  await placePerson(ctx, { node, person: employees[4]!.id, role: 'member', from: todayOf(ctx.now) })
  const group = await makeGroup(owner, { kind: 'virtual-team', title: 'Added', purpose: 'New.' })
  await addToGroup(owner, group.slug, employees[4]!.id)
  await proposeBridge(ctx.as(employees[9]!), {
    spaces: [inside[9]!.id, outside[0]!.id],
    bringsIn: true,
    publishesOut: true,
    title: 'New',
    reason: 'New.',
  })
  const guest = { displayName: 'New guest', email: 'new@firm.example', organisation: 'Firm' }
  await invite(ctx.as(employees[11]!), { place: String(rooms[1]!.id), ...guest }, 'http://localhost:3000')
  await hideTies(ctx, members)
}

/** Ties of other people that both ends keep to themselves: next to nobody but the two of them may notice. */
async function hideTies(ctx: Ctx, members: readonly AccountViewer[]): Promise<void> {
  const pairs = [
    [1, 8],
    [0, 8],
    [2, 8],
    [7, 8],
  ] as const
  await queries.insertRows(
    ctx,
    'connections',
    pairs.map(([one, other]) => {
      const [lowerId, higherId] = [members[one]!.id, members[other]!.id].toSorted((a, b) => a - b)
      return {
        lowerId: lowerId!,
        higherId: higherId!,
        askedBy: lowerId!,
        acceptedAt: ctx.now,
        hiddenByLower: true,
        hiddenByHigher: true,
      }
    }),
  )
}

async function alter(company: Company): Promise<void> {
  const { ctx, employees, members, inside, threads } = company
  const owner = ctx.as(employees[0]!)
  for (const { id } of threads.slice(0, 8)) {
    const { authorId } = await getThread(ctx, id)
    const author = ctx.as(employees.find((one) => one.id === authorId)!)
    await editThread(author, id, { title: 'Changed battery', body: 'Changed: cold, winter, range.' }).catch(() => {})
    await setTags(author, id, ['cold', 'changed']).catch(() => {})
  }
  for (const { id } of inside.slice(1, 8)) {
    await describeSpace(owner, id, { title: 'Changed', description: 'Changed.' })
    const space = await getSpaceById(ctx, id)
    await addMember(ctx, space, employees[17]!.id)
    await removeMember(ctx, space, employees[9]!.id)
  }
  await stopFlow(owner, inside[2]!.id, 'administrator')
  const node = await findNodeByCode(ctx, 'function', 'added')
  if (node !== undefined) await changeNode(ctx, node, { title: 'Changed' })
  for (const bridge of await listBridges(owner)) if (!bridge.endedAt) await endBridge(owner, bridge.id, 'Changed.')
  const links = await queries.selectLinks(ctx)
  for (const id of links) await recall(owner, id, 'Changed.').catch(() => {})
  await block(ctx.as(members[17]!), members[18]!.id)
  await ask(ctx.as(members[18]!), {
    space: company.outside[0]!.id,
    title: 'For myself',
    body: 'Battery.',
    tags: ['mine'],
    reach: 0,
  })
}
