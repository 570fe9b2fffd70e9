/** How the demo is kept in order: a duplicate merged, an answer split off, a champion who retypes, a standing bridge. */
import { passBridges } from '../../content/across/across.ts'
import { startDiscussion } from '../../content/discussions/discussions.ts'
import {
  acceptAnswer,
  answer,
  ask,
  comment,
  findOverdue,
  giveKudos,
  post,
  promiseAnswers,
  sayHere,
} from '../../content/questions/questions.ts'
import { countEverybody } from '../../content/standing/standing.ts'
import { nameProduct } from '../../content/tags/tags.ts'
import { mergeThread, retypeThread, splitThread } from '../../content/threads/threads.ts'
import { perkSchema, recordPerk } from '../../people/disclosure/disclosure.ts'
import { approveBridge, proposeBridge } from '../../realms/bridges/bridges.ts'
import { actAs, cast } from './acting.ts'
import type { Stage } from './threads.ts'

export async function keepOrder(stage: Stage): Promise<void> {
  await promise(stage)
  await merge(stage)
  await split(stage)
  await champion(stage)
  await bridge(stage)
  await nameProducts(stage)
}

/** The bikes that the company sells; most questions carry the name of one. */
async function nameProducts(stage: Stage): Promise<void> {
  const ctx = actAs(stage, stage.people.employees[cast.sara]!, 60)
  for (const name of ['cairn', 'loop', 'porter', 'tide-2', 'tide-3']) await nameProduct(ctx, name)
}

/** Questions of riders are answered within three days, it is promised; what waits longer is shown as owed. */
async function promise(stage: Stage): Promise<void> {
  await promiseAnswers(actAs(stage, stage.people.employees[cast.sara]!, 45), stage.places.riders, 72)
  await findOverdue(stage.ctx)
}

async function merge(stage: Stage): Promise<void> {
  const { riders, employees } = stage.people
  const as = (who: number, daysAgo: number) => actAs(stage, riders[who]!, daysAgo)
  const space = stage.places.riders.id
  const first = await ask(as(60, 26), {
    ...{ space, title: 'Where does the frame number stand, for the police?', tags: ['theft', 'frame'] },
    body: 'The form asks for it. Under the bottom bracket I find only a sticker with a bar code.',
  })
  const helped = await answer(
    as(1, 25.6),
    first.thread.id,
    'Behind the battery, on the seat tube. Take the battery out and use a torch.',
  )
  await acceptAnswer(as(60, 25.2), helped.id)
  await giveKudos(as(3, 24), helped.id)
  const second = await ask(as(83, 12), {
    ...{ space, title: 'Insurance wants the number of my frame', tags: ['frame'] },
    body: 'I have the number of the motor and that of the battery. Neither is right, they say.',
  })
  await sayHere(as(91, 11.6), second.thread.id)
  await sayHere(as(102, 11.2), second.thread.id)
  await answer(as(66, 11), second.thread.id, 'It also stands on the invoice, last line. That one they took from me.')
  await mergeThread(actAs(stage, employees[cast.sara]!, 10.5), second.thread.id, first.thread.id)
}

async function split(stage: Stage): Promise<void> {
  const { riders, employees } = stage.people
  const as = (who: number, daysAgo: number) => actAs(stage, riders[who]!, daysAgo)
  const asked = await ask(as(70, 18), {
    ...{
      space: stage.places.riders.id,
      title: 'Which tyre fits under the mudguards of the Loop?',
      tags: ['tyres', 'loop'],
    },
    body: 'I would like something wider for the forest. 50 mm, or is that too much?',
  })
  await answer(
    as(1, 17.7),
    asked.thread.id,
    '47 mm fit with a finger of air. 50 mm rub when the mudguard is wet and heavy.',
  )
  const other = await answer(
    as(88, 17),
    asked.thread.id,
    'Mine fit. But does anybody know how to silence the stay of the mudguard? It sings at 22 km/h.',
  )
  await comment(
    as(4, 16.8),
    asked.thread.id,
    'A piece of inner tube between stay and frame. Silence since March.',
    other.id,
  )
  await splitThread(actAs(stage, employees[cast.sara]!, 16), asked.thread.id, {
    replies: [other.id],
    title: 'The stay of the mudguard sings at 22 km/h',
    body: 'Made of an answer about tyres, because it is a question of its own.',
    type: 'question',
  })
}

/** Standing is counted first, so that the one who earned most can use what it gives; the perk is told at every text. */
async function champion(stage: Stage): Promise<void> {
  const { riders, employees } = stage.people
  await countEverybody(stage.ctx)
  const thread = await post(actAs(stage, riders[110]!, 9), 'problem', {
    ...{ space: stage.places.riders.id, title: 'May I ride with the battery taken out?', tags: ['battery'] },
    body: 'Downhill to the workshop, 2 km. The contacts would be open to the rain.',
  })
  const gustav = riders[1]!
  await retypeThread(actAs(stage, gustav, 8.8), thread.id, 'question')
  await answer(
    actAs(stage, gustav, 8.7),
    thread.id,
    'Yes. Put the rubber cap over the contacts, it hangs inside the lid. It is a heavy bike without the motor, so take the brakes seriously.',
  )
  const given = { account: String(gustav.id), what: 'winter tyres to try, a set each year' }
  await recordPerk(actAs(stage, employees[cast.sara]!, 30), perkSchema.parse(given))
}

/** Between the testers and the product team: what testers write comes in, what the team writes waits for a voice. */
async function bridge(stage: Stage): Promise<void> {
  const { people, places } = stage
  const [daniel, sara] = [people.employees[cast.daniel]!, people.employees[cast.sara]!]
  const { id } = await proposeBridge(actAs(stage, sara, 15), {
    spaces: [places.product.id, places.testers.id],
    ...{ bringsIn: true, publishesOut: true, title: 'Testers and product' },
    reason: 'What testers find reaches those who build it, and they hear back in the same place.',
  })
  await approveBridge(actAs(stage, sara, 15), id, 'outer')
  await approveBridge(actAs(stage, daniel, 14.5), id, 'inner')
  const found = await ask(actAs(stage, people.riders[1]!, 12), {
    ...{ space: places.testers.id, title: '4.3 beta: range jumps by ten after a stop', tags: ['beta'] },
    body: 'After ten minutes at the shop it promises ten kilometres more than before. They are gone after the first hill.',
  })
  const tango = stage.ctx
  await passBridges(tango, found.thread.id)
  const told = await startDiscussion(actAs(stage, people.employees[cast.lena]!, 3), places.product, {
    title: '4.3 beta 2: what changed for testers',
    body: 'The range no longer jumps after a stop. The word for ice is in. Gloves mode waits for the next one.',
  })
  await passBridges(tango, told.id)
}
