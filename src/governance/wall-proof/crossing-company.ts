/** What crossed, what was agreed on, and what stands beside the texts in the company of the proof. */
import { bringInto, draftPublication, linkTexts, publish } from '../../content/across/across.ts'
import { acceptAnswer, sayHere } from '../../content/questions/questions.ts'
import { listReplies } from '../../content/threads/threads.ts'
import { agree, call, join, openSwarm, proposeWording, publishOutWording, say } from '../../customers/swarms/swarms.ts'
import { invite } from '../../people/invitations/invitations.ts'
import type { Ctx } from '../../platform/context.ts'
import { approveBridge, endBridge, proposeBridge } from '../../realms/bridges/bridges.ts'
import { recall, sha256Of } from '../../realms/crossings/crossings.ts'
import type { Company } from './company.ts'
import * as queries from './company.queries.ts'

/** Swarms, crossings of each act, recalls of each, standing bridges proposed, working and ended. */
export async function crossTheWall(company: Company): Promise<void> {
  await swarm(company)
  await acts(company)
  await bridges(company)
}

async function swarm({ ctx, employees, members, questions }: Company): Promise<void> {
  const [owner, voice] = [ctx.as(employees[4]!), ctx.as(employees[2]!)]
  const question = questions[0]!.thread
  await sayHere(ctx.as(members[13]!), question.id)
  const opened = await openSwarm(owner, question.id, { message: 'Who knows about the cold?' })
  await call(owner, opened.id, employees[5]!.id, 'You built it.')
  await join(voice, opened.id)
  await say(voice, opened.id, 'It is the software.')
  const publishOut = async (text: string) => {
    const wording = await proposeWording(owner, opened.id, text)
    await agree(voice, wording)
    return publishOutWording(voice, opened.id, wording, { expectedSha256: sha256Of(text), reason: 'It was agreed.' })
  }
  const wrong = await publishOut('This was wrong about the cold.')
  await recall(voice, wrong.id, 'It was wrong.')
  await publishOut('It is the software. The update comes in June.')
  await proposeWording(owner, opened.id, 'Not said in public.')
  await queries.forgetLimits(ctx)
  const other = await openSwarm(owner, questions[2]!.thread.id, { message: 'A second swarm.' })
  await call(owner, other.id, employees[6]!.id, 'You were there.')
  const [first] = await listReplies(ctx, question.id, { kinds: ['answer'] })
  await acceptAnswer(ctx.as(members[0]!), first!.id)
}

async function acts({ ctx, employees, inside, outside, threads, questions }: Company): Promise<void> {
  const [employee, voice, steward] = [ctx.as(employees[9]!), ctx.as(employees[2]!), ctx.as(employees[0]!)]
  const question = questions[1]!.thread
  const source = { kind: 'thread', id: question.id } as const
  const brought = await bringInto(employee, source, inside[1]!.id, { reason: 'We should talk about it.' })
  const again = await bringInto(employee, { kind: 'thread', id: questions[4]!.thread.id }, inside[0]!.id, {
    reason: 'And this.',
  }).catch(() => undefined)
  await recall(employee, (again ?? brought).crossing.id, 'It was enough.')
  await queries.forgetLimits(ctx)
  await bringInto(employee, source, inside[6]!.id, { reason: 'Once more.' })
  for (const [at, thread] of [threads[2]!, threads[0]!].entries()) {
    const inner = { kind: 'thread', id: thread.id } as const
    const link = await linkTexts(employee, inner, source, { name: 'Belongs together', reason: 'It is the same.' })
    if (at === 1) await recall(steward, link.id, 'It was not the same.')
  }
  for (const title of ['What is new', 'What was said too early']) {
    const choice = {
      source: { kind: 'thread' as const, id: threads[0]!.id },
      to: { spaceId: outside[0]!.id },
      title,
      replies: [],
    }
    const { sha256 } = await draftPublication(voice, choice)
    const crossing = await publish(voice, choice, { expectedSha256: sha256, reason: 'Everybody may know.' })
    if (title !== 'What is new') await recall(voice, crossing.id, 'Too early.')
  }
}

async function bridges({ ctx, employees, inside, rooms, outside }: Company): Promise<void> {
  const steward = ctx.as(employees[1]!)
  const keeper = ctx.as(employees[9]!)
  const propose = (from: number, to: number, bringsIn: boolean) =>
    proposeBridge(keeper, {
      spaces: [inside[from]!.id, outside[to]!.id],
      bringsIn,
      publishesOut: true,
      title: `Bridge ${from}`,
      reason: 'They talk about the same.',
    })
  for (const [from, to] of [
    [1, 0],
    [2, 1],
    [6, 1],
  ] as const) {
    const bridge = await propose(from, to, from === 1)
    if (from === 6) continue
    await approveBridge(keeper, bridge.id, 'inner')
    await approveBridge(steward, bridge.id, 'outer')
    if (from === 2) await endBridge(keeper, bridge.id, 'It was not needed.')
  }
  await proposeBridge(ctx.as(employees[10]!), {
    spaces: [rooms[0]!.id, outside[0]!.id],
    bringsIn: false,
    publishesOut: true,
    title: 'Bridge of a room',
    reason: 'Guests write for all.',
  })
}

const address = 'http://localhost:3000'

/** Invitations, codes, mails, imports, closed accounts, exceptions: rows that stand beside everything. */
export async function leaveTraces({ ctx, employees, members, guests, inside, rooms }: Company): Promise<void> {
  const person = (email: string) => ({ displayName: 'Somebody new', email })
  await invite(ctx.as(employees[0]!), { place: 'inside', ...person('new@halden.example') }, address)
  await invite(
    ctx.as(employees[10]!),
    { place: String(rooms[0]!.id), organisation: 'Another firm', ...person('guest@firm.example') },
    address,
  )
  const hash = (n: number) => Buffer.alloc(32, n)
  await queries.insertRows(ctx, 'emailCodes', [
    {
      realm: 'outside',
      email: 'who@else.example',
      purpose: 'sign-up',
      codeHash: hash(1),
      details: '{"displayName":"Who"}',
      expiresAt: new Date(ctx.now.getTime() + 600_000),
    },
  ] as never)
  await queries.insertRows(ctx, 'mails', [
    {
      toAddress: 'somebody@halden.example',
      subject: 'Words',
      bodyText: 'Words',
      bodyHtml: '<p>Words</p>',
      lastError: 'refused',
    },
  ] as never)
  await queries.insertRows(
    ctx,
    'structurePeople' as never,
    [{ email: 'emp@files.example', accountId: employees[20]!.id }] as never,
  )
  await queries.setState(ctx, [employees[19]!.id, members[22]!.id], 'closed')
  await queries.insertRows(ctx, 'accountClosings', [
    { accountId: employees[19]!.id, closedBy: employees[0]!.id, reason: 'Left for the sea.' },
  ])
  await queries.insertRows(ctx, 'officeExceptions', [
    {
      accountId: employees[5]!.id,
      office: 'inside-steward',
      reason: 'Nobody else is here.',
      askedBy: employees[0]!.id,
      note: 'A note.',
    },
  ])
  await queries.insertRows(
    ctx,
    'importRuns' as never,
    [{ source: 'forum', spaceId: inside[0]!.id, fingerprint: 'f', counts: '{}' }] as never,
  )
  await queries.insertRows(ctx, 'follows', [{ accountId: members[3]!.id, followedId: members[0]!.id }])
  // Notices that reached the wrong people, or outlived their right to read: the rule is asked again at every read.
  await wrongNotices(
    ctx,
    [...members.slice(0, 8), ...guests.slice(0, 4), employees.at(-1)!].map((one) => one.id),
    inside,
  )
}

async function wrongNotices(ctx: Ctx, receivers: readonly number[], inside: Company['inside']): Promise<void> {
  await queries.insertRows(
    ctx,
    'notices',
    receivers.map((accountId) => ({
      accountId,
      kind: 'guest-named',
      because: 'because of a room',
      spaceId: inside[1]!.id,
      occasion: 'x',
    })) as never,
  )
}
