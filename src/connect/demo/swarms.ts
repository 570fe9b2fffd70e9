import { getQuestion } from '../../content/questions/questions.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import {
  agree,
  call,
  join,
  openSwarm,
  previewWording,
  proposeWording,
  publishOutWording,
  say,
} from '../../customers/swarms/swarms.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import * as queries from './demo.queries.ts'
import { outsideTopics } from './outside-topics.ts'
import { type OpenQuestion, type Stage, closuresOf } from './threads.ts'

const hour = 3_600_000

interface Script {
  readonly topic: number
  readonly message: string
  readonly said: readonly { who: number; text: string; because: string }[]
  readonly wording?: string
  readonly agreed?: boolean
  readonly published?: boolean
  readonly hoursAgo: number
}

const topicOf = (tag: string): number => outsideTopics.findIndex(({ tags }) => tags.includes(tag))

/** Who is meant by a number: 0 Daniel (service), 1 Tomasz (cells), 2 Aiko (firmware), 3 Lena (product), 4 Mirela (voice), 6 Rui (legal). */
const scripts: readonly Script[] = [
  {
    topic: topicOf('cold'),
    hoursAgo: 26,
    message:
      'One pattern in all of these: below 3 °C, since 4.2. This one is written up best. Is it the same as the brown-out on the Cairn last year?',
    said: [
      {
        who: 1,
        because: 'Measured the packs overnight',
        text: 'Not the same. Cells are sound at −4 °C, four packs. Firmware 4.2 cuts at 3.05 V under load, 4.1 cut at 2.90 V. About a third of the charge is stranded.',
      },
      {
        who: 2,
        because: 'Owns the limit in 4.2',
        text: 'Confirmed. The limit was raised for the cells in lot 6. I can make it depend on temperature in 4.2.1, tested by Thursday.',
      },
      { who: 3, because: 'Product, Tide', text: 'Say Thursday in public. If it slips, I tell them myself.' },
    ],
    wording:
      'It is the software, not your pack. We measured four batteries at −4 °C: the cells are sound. Version 4.2 switches off at a voltage that a cold battery reaches long before it is empty, so about a third of your charge stays unused.\n\nVersion 4.2.1 puts this right and comes on Thursday. Until then a battery that leaves home warm will not cut off on rides under an hour.',
    agreed: true,
    published: true,
  },
  {
    topic: topicOf('child-seat'),
    hoursAgo: 7,
    message: 'Third question about this in a month. Do we have a list of seats that we have really tested?',
    said: [
      {
        who: 3,
        because: 'Product, Tide',
        text: 'We have a list, and it is in nobody’s manual. I can give it to you today.',
      },
      {
        who: 6,
        because: 'Asked about the rack’s limit before',
        text: 'Please name the 27 kg for everything on the rack. That is the sentence that matters.',
      },
    ],
    wording:
      'Here is the list of seats that we have tested on this rack. In all it carries 27 kg: seat, child and jacket together.\n\nPanniers and a seat go together when the panniers hang in the second row of holes.',
    agreed: true,
  },
  {
    topic: topicOf('update'),
    hoursAgo: 4,
    message: 'The update stands still again. What may they do without harm?',
    said: [
      {
        who: 2,
        because: 'Found the cause of the stuck update',
        text: 'They may interrupt it. The old version stays until the new one is whole. Phone awake, Bluetooth on, and it goes through.',
      },
    ],
    wording:
      'You can stop it without harm: the bike keeps the old version until the new one is whole. Keep the phone awake next to the bike and start again.',
  },
  {
    topic: topicOf('motor'),
    hoursAgo: 2,
    message: 'A click for every turn, only under load. Before I send them to a workshop: is it the lockring again?',
    said: [],
  },
]

/**
 * Calls colleagues together on four of the newest questions without an official answer, through the same doors that
 * people use: one answer has crossed, one wording waits to be published, one for a second reader, one swarm just began.
 */
export async function playSwarms(stage: Stage, open: readonly OpenQuestion[]): Promise<void> {
  for (const script of scripts) {
    const question = open.find(
      ({ topic, variant }) => topic === script.topic && (outsideTopics[topic]!.mixed || variant === 0),
    )
    if (question) await play(stage, question.threadId as ThreadId, script)
  }
}

async function play(stage: Stage, questionId: ThreadId, script: Script): Promise<void> {
  const { ctx, people } = stage
  const { thread } = await getQuestion(ctx, questionId)
  const start = Math.max(ctx.now.getTime() - script.hoursAgo * hour, thread.createdAt.getTime() + hour / 4)
  const length = Math.max(0, Math.min(4 * hour, ctx.now.getTime() - start))
  // Each step a little later than the one before; the last still in the past.
  const steps = script.said.length + 4
  const at = (step: number) => new Date(start + (length * step) / steps)
  const as = (who: number, step: number): Ctx => actAs(ctx, people.employees[who]!, at(step))
  const swarm = await openSwarm(as(0, 0), questionId, { space: stage.places.everyone.id, message: script.message })
  for (const [index, { who, because, text }] of script.said.entries()) {
    await call(as(0, index), swarm.id, people.employees[who]!.id, because)
    await say(as(who, index + 1), swarm.id, text)
  }
  if (!script.wording) return
  const told = script.said.length
  const wordingId = await proposeWording(as(0, told + 1), swarm.id, script.wording)
  if (!script.agreed) return
  await agree(as(script.said[0]!.who, told + 2), wordingId)
  if (!script.published) return
  const voice = as(4, told + 3)
  await join(voice, swarm.id)
  const preview = await previewWording(voice, swarm.id)
  const crossing = await publishOutWording(voice, swarm.id, wordingId, {
    expectedSha256: preview!.sha256,
    reason: 'Agreed in the swarm',
  })
  const here = (await queries.sameHeresOf(ctx, questionId)).map((accountId) => ({ accountId }))
  const closures = closuresOf(stage, {
    threadId: questionId,
    answerId: crossing.targetId,
    at: at(told + 3),
    asker: thread.authorId,
    here,
  })
  await queries.insertClosures(ctx, closures)
}

function actAs(ctx: Ctx, viewer: AccountViewer, now: Date): Ctx {
  return makeCtx({ viewer, db: ctx.db, now, log: ctx.log })
}
