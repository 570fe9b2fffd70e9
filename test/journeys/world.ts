/** Something on every page: threads, swarms and crossings made through the front doors, with names that are too long. */
import { startDiscussion, replyTo } from '../../src/content/discussions/discussions.ts'
import {
  answer,
  ask,
  comment,
  editQuestion,
  postOfficialAnswer,
  sayHere,
} from '../../src/content/questions/questions.ts'
import { agree, call, openSwarm, proposeWording, publishOutWording, say } from '../../src/customers/swarms/swarms.ts'
import { updateProfile } from '../../src/people/accounts/accounts.ts'
import { invite } from '../../src/people/invitations/invitations.ts'
import { sha256Of } from '../../src/realms/crossings/crossings.ts'
import type { Journey } from './browser.ts'

export const longName = `${'Wolfeschlegelsteinhausen'.repeat(5)}`.slice(0, 120)
export const longTitle = 'Donaudampfschifffahrtsgesellschaft'.repeat(6).slice(0, 200)
const longWord = 'unbreakable'.repeat(30)

/** The numbers and keys by which the pages are asked for. */
export interface World {
  readonly question: number
  readonly long: number
  readonly answer: number
  readonly thread: number
  readonly room: number
  readonly swarm: number
  readonly openSwarm: number
  readonly crossing: number
  readonly invitation: string
  readonly stop: string
}

export async function makeWorld({ ctx, cast, settle, newestMail }: Journey): Promise<World> {
  const as = (who: keyof typeof cast.people) => cast.as(ctx, who)
  for (const who of ['amina', 'aiko', 'petra'] as const)
    await updateProfile(as(who), cast.people[who].id, { displayName: longName, about: longWord })

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
  await replyTo(as('tomasz'), thread, wide)
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

  await invite(as('jonas'), { place: 'inside', email: 'new@velund.example', displayName: longName }, '')
  const invitation = /\/invitations\/([\w-]+)/.exec(await newestMail('new@velund.example'))![1]!
  await settle()
  const stop = /\/notices\/stop\?token=\S+/.exec(await newestMail('ines@people.example'))![0]
  return {
    question,
    long,
    answer: given.id,
    thread,
    room,
    swarm: swarm.id,
    openSwarm: open.id,
    crossing: crossing.id,
    invitation,
    stop,
  }
}
