/** The twin of the demo: an idea of the employees joined with one of the riders, and what of it was said outside. */
import { agreeToBeNamed, getIdea, postIdea, setStage } from '../../content/ideas/ideas.ts'
import { recountVotes } from '../../content/idea-votes/idea-votes.ts'
import { type ThreadId, addReply } from '../../content/threads/threads.ts'
import {
  type NoteKind,
  joinTwin,
  noteTwin,
  previewWords,
  proposeWords,
  publishWords,
} from '../../customers/twins/twins.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import type { AccountViewer } from '../../platform/context.ts'
import { actAs, cast, dayIn } from './acting.ts'
import * as queries from './demo.queries.ts'
import type { Stage } from './threads.ts'

const inner = {
  title: 'Count the range with the temperature of the pack',
  body: 'The pack measures its temperature every ten seconds, and the display does not ask for it. Below 5 °C our 60 km are 38. Riders think that the pack is broken.',
}

const debate: readonly { readonly by: number; readonly body: string; readonly daysAgo: number }[] = [
  { by: cast.aiko, daysAgo: 51, body: 'The value is on the bus. It is one message more to read, and a table.' },
  { by: cast.lena, daysAgo: 50, body: 'Riders ask for the same thing outside, with many votes. Let us join the two.' },
  { by: cast.daniel, daysAgo: 47, body: 'Thirty tickets a week in January are this and nothing else.' },
]

const notes: readonly { readonly by: number; readonly kind: NoteKind; readonly body: string }[] = [
  { by: cast.aiko, kind: 'feasibility', body: 'Eight days of work. The table needs a week in the cold chamber first.' },
  {
    by: cast.lena,
    kind: 'cost',
    body: 'About 9,000 €, chamber included. Saves more than that in rider care by February.',
  },
  {
    by: cast.tomasz,
    kind: 'risk',
    body: 'Packs of lot 6 read two degrees too warm. They would still promise too much.',
  },
]

/** Joins an inside idea with the riders’ one: debate stays, one answer has crossed, words for the next wait for a voice. */
export async function playTwin(stage: Stage, outerId: ThreadId): Promise<void> {
  const { people, places } = stage
  const as = (who: number, daysAgo: number) => actAs(stage, people.employees[who]!, daysAgo)
  const idea = await postIdea(as(cast.tomasz, 52), { space: places['rider-care'].id, ...inner, tags: ['cold'] })
  await voteInside(stage, idea.id)
  for (const { by, body, daysAgo } of debate) await addReply(as(by, daysAgo), idea.id, { kind: 'comment', body })
  const pair = { inner: idea.id, outer: outerId, reason: 'Riders and we want the same.' }
  const twin = await joinTwin(as(cast.lena, 50), pair)
  for (const [index, { by, ...note }] of notes.entries()) await noteTwin(as(by, 45 - index), twin.id, note)
  await agreeToBeNamed(actAs(stage, await authorOf(stage, outerId), 30), outerId, true)

  await setStage(as(cast.daniel, 22), idea.id, {
    stage: 'planned',
    reason: 'Goes into 4.3. Chamber booked for two weeks.',
  })
  const wordsId = await proposeWords(as(cast.lena, 21), twin.id, {
    reason: 'Comes with 4.3 in spring: the range is counted with the temperature of the pack.',
    answerBy: dayIn(stage.ctx, 45),
  })
  const voice = as(cast.mirela, 20)
  const preview = await previewWords(voice, twin.id)
  const confirmed = { expectedSha256: preview!.sha256, reason: 'Product and firmware agree.' }
  await publishWords(voice, twin.id, wordsId, confirmed)

  const part = 'The app counts with the temperature of the pack. The display follows.'
  await setStage(as(cast.daniel, 2), idea.id, {
    stage: 'partly-done',
    part,
    reason: 'App is out. Lot 6 waits for new tables.',
  })
  await proposeWords(as(cast.lena, 1), twin.id, {
    part,
    reason: 'The display gets it with version 4.3. It needs a table for each pack, and we measure them one by one.',
    answerBy: dayIn(stage.ctx, 40),
  })
}

async function voteInside(stage: Stage, ideaId: ThreadId): Promise<void> {
  const { chance, ctx, writers, people } = stage
  const others = writers['rider-care'].filter(({ id }) => id !== people.employees[cast.tomasz]!.id)
  const from = actAs(stage, people.employees[0]!, 50).now.getTime()
  const votes = chance.some(others, 14).map(({ id: accountId }, index) => ({
    ideaId,
    accountId,
    value: index === 0 ? (-1 as const) : (1 as const),
    at: new Date(from + chance.next() * 20 * 86_400_000),
  }))
  await queries.insertIdeaVotes(ctx, votes)
  await recountVotes(ctx, [ideaId])
}

async function authorOf({ ctx }: Stage, ideaId: ThreadId): Promise<AccountViewer> {
  const id = (await getIdea(ctx, ideaId)).thread.authorId
  const person = (await loadPeople(ctx, [id])).get(id)!
  return { kind: 'account', id, realm: person.realm, name: person.displayName, offices: [] }
}
