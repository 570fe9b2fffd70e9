/** Something on every page: threads, swarms and crossings made through the front doors, with names that are too long. */
import { startDiscussion, replyTo } from '../../src/content/discussions/discussions.ts'
import {
  answer,
  ask,
  comment,
  editQuestion,
  type PostType,
  post,
  postOfficialAnswer,
  sayHere,
  setProblemState,
} from '../../src/content/questions/questions.ts'
import { addCategory, boostIdea, extendIdea, postIdea, setStage } from '../../src/content/ideas/ideas.ts'
import { saveDraft } from '../../src/content/drafts/drafts.ts'
import { bringInto, draftPublication, linkTexts, publish } from '../../src/content/across/across.ts'
import { addReply, narrowThread } from '../../src/content/threads/threads.ts'
import { agree, call, openSwarm, proposeWording, publishOutWording, say } from '../../src/customers/swarms/swarms.ts'
import { updateProfile } from '../../src/people/accounts/accounts.ts'
import { makeNode, placePerson, placeThing } from '../../src/people/axes/axes.ts'
import { accept, ask as connect, block, setFollowing, setHidden } from '../../src/people/connections/connections.ts'
import { addToGroup, makeGroup } from '../../src/people/groups/groups.ts'
import { askException } from '../../src/people/offices/exceptions.ts'
import { giveOffice } from '../../src/people/offices/offices.ts'
import { invite } from '../../src/people/invitations/invitations.ts'
import { approveBridge, proposeBridge } from '../../src/realms/bridges/bridges.ts'
import { giveGrant } from '../../src/realms/grants/grants.ts'
import { sha256Of } from '../../src/realms/crossings/crossings.ts'
import { sendNoticeMails } from '../notice-mails.ts'
import type { Journey } from './browser.ts'
import { type StormWorld, makeStorms } from './storm-world.ts'
import { type ModerationWorld, makeModeration } from './world-moderation.ts'

export const longName = `${'Wolfeschlegelsteinhausen'.repeat(5)}`.slice(0, 120)
export const longTitle = 'Donaudampfschifffahrtsgesellschaft'.repeat(6).slice(0, 200)
const longWord = 'unbreakable'.repeat(30)

/** The numbers and keys by which the pages are asked for. */
export interface World {
  readonly question: number
  readonly long: number
  readonly answer: number
  readonly thread: number
  readonly reply: number
  readonly room: number
  readonly swarm: number
  readonly openSwarm: number
  readonly crossing: number
  readonly invitation: string
  readonly stop: string
  readonly node: number
  readonly group: string
  readonly narrowed: number
  readonly bridge: number
  readonly update: number
  readonly idea: number
  readonly problem: number
  readonly praise: number
  readonly innerIdea: number
  readonly storms: StormWorld
  readonly moderated: ModerationWorld
}

export async function makeWorld(journey: Journey): Promise<World> {
  const { ctx, cast, settle, newestMail } = journey
  const as = (who: keyof typeof cast.people) => cast.as(ctx, who)
  for (const who of ['amina', 'aiko', 'petra'] as const)
    await updateProfile(as(who), cast.people[who].id, { displayName: longName, about: longWord })
  for (const who of ['ines', 'petra'] as const)
    await saveDraft(as(who), { place: 'post', path: '/', fields: { title: longTitle, body: longWord } })

  const text = { title: 'Tide 3 switches off below 3 °C', body: 'It said **40 %**, then black.', tags: ['battery'] }
  const question = (await ask(as('ines'), { space: 'riders', ...text })).thread.id
  await editQuestion(as('ines'), question, { ...text, body: 'It said **40 %**, then black. Twice.' })
  await sayHere(as('gustav'), question)
  const given = await answer(as('gustav'), question, 'Keep it warm.\n\n- Indoors\n- Under the coat')
  await comment(as('joost'), question, 'Mine as well.', given.id)

  const wide = `${longWord}\n\n\`${longWord}\`\n\n| a | b |\n|---|---|\n| ${longWord} | 2 |\n\nhttps://example.org/${longWord}`
  const long = (await ask(as('amina'), { space: 'riders', title: longTitle, body: wide, tags: ['t'.repeat(30)] }))
    .thread.id
  await answer(as('amina'), long, wide)
  await postOfficialAnswer(as('mirela'), long, 'We measured it.')

  const thread = (await startDiscussion(as('aiko'), cast.spaces.velund, { title: longTitle, body: longWord })).id
  const reply = (await replyTo(as('tomasz'), thread, wide)).id
  const room = (await startDiscussion(as('petra'), cast.spaces.cells, { title: 'February', body: 'The lots.' })).id
  await replyTo(as('lena'), room, 'Thank you.')

  const swarm = await openSwarm(as('daniel'), question)
  await call(as('daniel'), swarm.id, cast.people.tomasz.id, 'You know the cells.')
  await call(as('daniel'), swarm.id, cast.people.mirela.id, 'You speak for us.')
  await say(as('tomasz'), swarm.id, 'Cells are sound.')
  const words = 'It is the software. Version 4.2.1 puts it right.'
  const wording = await proposeWording(as('daniel'), swarm.id, words)
  await agree(as('tomasz'), wording)
  const proof = { expectedSha256: sha256Of(words), reason: 'Agreed in the swarm' }
  const crossing = await publishOutWording(as('mirela'), swarm.id, wording, proof)

  const open = await openSwarm(as('mirela'), long)
  await call(as('mirela'), open.id, cast.people.aiko.id, longWord)
  await agree(as('mirela'), await proposeWording(as('aiko'), open.id, wide))

  const placed = await makePlaces(journey)
  const narrowed = await makeNear(journey)
  const crossed = await makeAcross(journey, { question, thread })
  const ideas = await makeIdeas(journey)
  const typed = await makeTyped(journey, wide)

  await invite(as('jonas'), { place: 'inside', email: 'new@velund.example', displayName: longName }, '')
  const invitation = /\/invitations\/([\w-]+)/.exec(await newestMail('new@velund.example'))![1]!
  await settle()
  await sendNoticeMails({ ...ctx, now: new Date() })
  const stop = /\/notices\/stop\?token=\S+/.exec(await newestMail('ines@people.example'))![0]
  return {
    question,
    long,
    answer: given.id,
    thread,
    reply,
    room,
    swarm: swarm.id,
    openSwarm: open.id,
    crossing: crossing.id,
    invitation,
    stop,
    ...placed,
    narrowed,
    ...crossed,
    ...ideas,
    ...typed,
    storms: await makeStorms(journey),
    moderated: await makeModeration(journey, question),
  }
}

/** A structure two levels deep with people and a space in it, a group, grants of each kind, an open exception. */
async function makePlaces({ ctx, cast }: Journey): Promise<Pick<World, 'node' | 'group'>> {
  const { people, spaces } = cast
  const as = (who: keyof typeof people) => cast.as(ctx, who)
  const node = (axis: string, code: string, title: string, parent: number | null = null) =>
    makeNode(as('jonas'), { axis, code, title, parent: parent as never })
  const company = await node('function', 'company', 'All of the company')
  const cells = await node('function', 'cells', longName, company)
  const utrecht = await node('geography', 'utrecht', 'Utrecht')
  const place = (who: keyof typeof people, at: typeof company, role = 'member') =>
    placePerson(as('jonas'), { node: at, person: people[who].id, role })
  await place('jonas', company, 'manager')
  await place('tomasz', cells, 'manager')
  await place('aiko', cells)
  for (const who of ['daniel', 'tomasz', 'aiko'] as const) await place(who, utrecht)
  await placeThing(as('jonas'), { spaceId: spaces.battery.id }, { node: cells })
  const { slug } = await makeGroup(as('daniel'), {
    kind: 'virtual-team',
    title: longTitle.slice(0, 80),
    purpose: longWord,
  })
  await addToGroup(as('daniel'), slug, people.aiko.id)
  const give = (to: string, right: 'read' | 'moderate') =>
    giveGrant(as('jonas'), spaces.battery.id, { right, to, reason: longWord.slice(0, 300) })
  await give(`person:${people.daniel.id}`, 'moderate')
  await give(`node:${utrecht}`, 'read')
  // A second person who could agree.
  await giveOffice(ctx, people.aiko.id, 'inside-steward')
  await askException(as('jonas'), {
    email: 'sara@velund.example',
    office: 'inside-steward',
    reason: longWord.slice(0, 200),
  })
  return { node: cells, group: slug }
}

/** Members at every distance, open requests, a block, a follow, and a question that reaches a few. */
async function makeNear({ ctx, cast }: Journey): Promise<number> {
  const { people } = cast
  const as = (who: keyof typeof people) => cast.as(ctx, who)
  await connect(as('ines'), people.gustav.id)
  await accept(as('gustav'), people.ines.id)
  await setHidden(as('ines'), people.gustav.id, true)
  await connect(as('amina'), people.ines.id)
  await setFollowing(as('ines'), people.amina.id, true)
  await block(as('ines'), people.joost.id)
  const { thread } = await ask(as('ines'), {
    space: 'riders',
    title: longTitle.slice(0, 150),
    body: longWord,
    tags: [],
  })
  await narrowThread(as('ines'), thread.id, 2)
  return thread.id
}

/** A bridge that works, a text brought in, a link across, and an update outside. */
async function makeAcross(
  { ctx, cast }: Journey,
  { question, thread }: { question: number; thread: number },
): Promise<Pick<World, 'bridge' | 'update'>> {
  const as = (who: keyof typeof cast.people) => cast.as(ctx, who)
  const { velund, riders } = cast.spaces
  const { id: bridge } = await proposeBridge(as('jonas'), {
    spaces: [velund.id, riders.id],
    ...{ bringsIn: true, publishesOut: true, title: longTitle.slice(0, 100), reason: longWord.slice(0, 200) },
  })
  await approveBridge(as('jonas'), bridge, 'inner')
  await approveBridge(as('sara'), bridge, 'outer')
  const outside = { kind: 'thread', id: question as never } as const
  const inside = { kind: 'thread', id: thread as never } as const
  await bringInto(as('daniel'), outside, velund.id, { reason: longWord.slice(0, 200) })
  await linkTexts(as('aiko'), inside, outside, { name: 'Same cause', reason: 'Seen twice' })
  const choice = { source: inside, to: { spaceId: riders.id }, replies: [] }
  const draft = await draftPublication(as('mirela'), choice)
  const crossing = await publish(as('mirela'), choice, { expectedSha256: draft.sha256, reason: 'Riders wait for it' })
  return { bridge, update: crossing.targetId }
}

/** Ideas of both sides: with a category, an extension, a comment, a stage with its reason, and a boost. */
async function makeIdeas({ ctx, cast }: Journey): Promise<Pick<World, 'idea' | 'innerIdea'>> {
  const as = (who: keyof typeof cast.people) => cast.as(ctx, who)
  const { slug } = await addCategory(as('sara'), 'outside', { title: longWord.slice(0, 80), answerDays: 5 })
  const words = { title: longTitle.slice(0, 180), body: longWord, tags: ['battery'] }
  const { id: idea } = await postIdea(as('joost'), { space: 'riders', ...words, category: slug })
  const comment = await addReply(as('gustav'), idea, { kind: 'comment', body: 'In the app as well.' })
  await extendIdea(as('joost'), idea, comment.id, longTitle.slice(0, 160))
  await addReply(as('ines'), idea, { kind: 'comment', body: longWord })
  await boostIdea(as('mirela'), idea, { weight: 5, reason: longWord.slice(0, 200) })
  await setStage(as('mirela'), idea, { stage: 'partly-done', part: longWord.slice(0, 200), reason: longWord })
  const { id: innerIdea } = await postIdea(as('lena'), { space: 'velund', ...words })
  await setStage(as('jonas'), innerIdea, { stage: 'not-planned', reason: longWord })
  return { idea, innerIdea }
}

/** A problem and praise, with names that are too long. */
async function makeTyped({ ctx, cast }: Journey, body: string): Promise<Pick<World, 'problem' | 'praise'>> {
  const as = (who: keyof typeof cast.people) => cast.as(ctx, who)
  const written = (type: PostType, title: string) => post(as('ines'), type, { space: 'riders', title, body, tags: [] })
  const { id: problem } = await written('problem', 'The hinge clicks')
  await answer(as('daniel'), problem, 'Grease it.')
  await setProblemState(as('daniel'), problem, { state: 'workaround', note: longWord.slice(0, 200) })
  const { id: praise } = await written('praise', longTitle)
  return { problem, praise }
}
