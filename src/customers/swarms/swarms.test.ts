import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { acceptAnswer, answer, ask, getQuestion } from '../../content/questions/questions.ts'
import { type Thread, getThread, listParticipants, startThread } from '../../content/threads/threads.ts'
import { listNotices } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { recall } from '../../realms/crossings/crossings.ts'
import { pointsOf } from './expertise.ts'
import {
  type Swarm,
  agree,
  call,
  closeSwarm,
  enterSwarm,
  findColleagues,
  findOpenSwarm,
  join,
  listSwarms,
  openSwarm,
  previewWording,
  proposeColleagues,
  proposeWording,
  publishOutWording,
  say,
} from './swarms.ts'

interface Scene {
  readonly cast: Cast
  readonly question: Thread
  readonly swarm: Swarm
}

/** Ines asks outside, Daniel opens a swarm on it. */
async function scene(ctx: Ctx): Promise<Scene> {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Tide switches off below 3 degrees',
    body: 'It says 40 %.',
    tags: ['battery', 'firmware'],
  })
  return { cast, question: thread, swarm: await openSwarm(cast.as(ctx, 'daniel'), thread.id) }
}

test(
  'opening a swarm starts a companion thread that only those in it read, in the space open to all employees',
  inTransaction(async (ctx) => {
    const { cast, question, swarm } = await scene(ctx)
    const companion = await getThread(cast.as(ctx, 'daniel'), swarm.companionId)
    assert.equal(companion.title, 'Swarm: Tide switches off below 3 degrees')
    assert.deepEqual(
      [companion.realm, companion.audience, companion.spaceId],
      ['inside', 'participants', cast.spaces.velund.id],
    )
    assert.equal(swarm.ownerId, cast.people.daniel.id)
    for (const who of ['ines', 'tomasz', 'jonas', 'visitor', 'petra'] as const)
      await assert.rejects(getThread(cast.as(ctx, who), companion.id), NotFound, who)
    assert.equal((await enterSwarm(cast.as(ctx, 'daniel'), swarm.id)).question.thread.body, question.body)
  }),
)

test(
  'one swarm is open on a question at a time; once it is closed another can be opened',
  inTransaction(async (ctx) => {
    const { cast, question, swarm } = await scene(ctx)
    await assert.rejects(
      openSwarm(cast.as(ctx, 'tomasz'), question.id),
      (error) => error instanceof Conflict && error.code === 'swarms.already-open',
    )
    assert.equal((await findOpenSwarm(cast.as(ctx, 'tomasz'), question.id))?.id, swarm.id)
    await assert.rejects(closeSwarm(cast.as(ctx, 'tomasz'), swarm.id), NotFound)
    await closeSwarm(cast.as(ctx, 'daniel'), swarm.id)
    await assert.rejects(
      say(cast.as(ctx, 'daniel'), swarm.id, 'One more'),
      (error) => error instanceof Conflict && error.code === 'swarms.closed',
    )
    assert.notEqual((await openSwarm(cast.as(ctx, 'tomasz'), question.id)).id, swarm.id)
    assert.equal((await listSwarms(cast.as(ctx, 'aiko'), { open: false })).items[0]?.id, swarm.id)
  }),
)

test(
  'a swarm stands in an inside space that its opener can read, and on nothing but a question outside',
  inTransaction(async (ctx) => {
    const { cast, question, swarm } = await scene(ctx)
    await closeSwarm(cast.as(ctx, 'daniel'), swarm.id)
    const tomasz = cast.as(ctx, 'tomasz')
    await assert.rejects(
      openSwarm(tomasz, question.id, { space: cast.spaces.riders.id }),
      (error) => error instanceof Invalid && 'space' in error.fields,
    )
    await assert.rejects(openSwarm(cast.as(ctx, 'daniel'), question.id, { space: cast.spaces.battery.id }), NotFound)
    await assert.rejects(openSwarm(tomasz, swarm.companionId), NotFound, 'not on an inside thread')
    const inBattery = await openSwarm(tomasz, question.id, { space: cast.spaces.battery.id })
    assert.equal(
      await findOpenSwarm(cast.as(ctx, 'daniel'), question.id),
      undefined,
      'who cannot read the space does not know',
    )
    assert.equal((await findOpenSwarm(cast.as(ctx, 'aiko'), question.id))?.id, inBattery.id)
    await assert.rejects(openSwarm(cast.as(ctx, 'daniel'), question.id), Conflict)
    const mirela = cast.people.mirela.id
    await assert.rejects(
      call(tomasz, inBattery.id, mirela, 'You speak for us'),
      (error) => error instanceof Invalid && /Add them there first/.test(error.fields.account!),
    )
  }),
)

test(
  'colleagues are proposed for what they wrote on the same tags or words, with a reason and a link, best first',
  inTransaction(async (ctx) => {
    const { cast, swarm } = await scene(ctx)
    const daniel = cast.as(ctx, 'daniel')
    assert.deepEqual(await proposeColleagues(daniel, swarm.id), [], 'nobody has written yet')
    const { thread: earlier } = await ask(cast.as(ctx, 'gustav'), {
      space: 'riders',
      title: 'Range in winter',
      body: 'How far?',
      tags: ['battery'],
    })
    await acceptAnswer(cast.as(ctx, 'gustav'), (await answer(cast.as(ctx, 'aiko'), earlier.id, 'About 40 km.')).id)
    await answer(cast.as(ctx, 'lena'), earlier.id, 'Less when it is cold.')
    await startThread(cast.as(ctx, 'jonas'), cast.spaces.velund, {
      type: 'discussion',
      title: '',
      body: 'Our Tide often switches off at the lights.',
    })
    await startThread(cast.as(ctx, 'sara'), cast.spaces.velund, {
      type: 'discussion',
      title: '',
      body: 'A tide of mail today.',
    })
    await startThread(cast.as(ctx, 'tomasz'), cast.spaces.battery, {
      type: 'discussion',
      title: 'Tide switches off: lot 6',
      body: 'Secret',
    })
    await answer(cast.as(ctx, 'joost'), earlier.id, 'A member knows a lot about batteries too.')
    const proposed = await proposeColleagues(daniel, swarm.id)
    assert.deepEqual(
      proposed.map(({ person }) => person.handle),
      ['aiko', 'lena', 'jonas'],
      'Tomasz wrote where Daniel cannot read; Sara shares one word only',
    )
    assert.deepEqual(
      proposed[0]!.reasons.map((reason) => reason.sentence),
      ['Gave 1 accepted answer on battery'],
    )
    assert.match(proposed[0]!.reasons[0]!.link, new RegExp(`^/questions/${earlier.id}/range-in-winter#answer-\\d+$`))
    assert.deepEqual(
      proposed[1]!.reasons.map((reason) => reason.sentence),
      ['Gave 1 answer on battery'],
    )
    assert.match(proposed[2]!.reasons[0]!.sentence, /^Wrote about “[a-z]+”, “[a-z]+”/)
    assert.equal(proposed[2]!.reasons[0]!.realm, 'inside')
    await call(daniel, swarm.id, cast.people.aiko.id, 'Accepted answer on battery')
    assert.deepEqual(
      (await proposeColleagues(daniel, swarm.id)).map(({ person }) => person.handle),
      ['lena', 'jonas'],
      'who is in is not proposed',
    )
    await call(daniel, swarm.id, cast.people.tomasz.id, 'Cells')
    assert.deepEqual(
      (await proposeColleagues(cast.as(ctx, 'tomasz'), swarm.id)).map(({ person }) => person.handle),
      ['lena', 'jonas'],
    )
  }),
)

test('the ranking counts as it is published: 3 for a marked answer, 2 for another, 1 for a post, twice with a shared tag', () => {
  const row = { replyKind: 'answer', isOfficial: false, isAccepted: false, tags: [] as string[] }
  const points = (...rows: object[]) => pointsOf(rows as never)
  assert.equal(points({ ...row, isAccepted: true, tags: ['battery'] }), 6)
  assert.equal(points({ ...row, isOfficial: true }), 3)
  assert.equal(points(row, { ...row, tags: ['battery'] }), 2 + 4)
  assert.equal(points({ ...row, replyKind: null }), 1)
})

test(
  'a call lets a colleague in, keeps why, and tells them with the reason; calling again tells nobody',
  inTransaction(async (ctx) => {
    const { cast, swarm } = await scene(ctx)
    const daniel = cast.as(ctx, 'daniel')
    await assert.rejects(
      call(daniel, swarm.id, cast.people.tomasz.id, ' '),
      (error) => error instanceof Invalid && 'reason' in error.fields,
    )
    await call(daniel, swarm.id, cast.people.tomasz.id, 'You solved the brown-out on Cairn')
    await call(daniel, swarm.id, cast.people.tomasz.id, 'Another reason')
    await hearEverything(ctx)
    const { items } = await listNotices(cast.as(ctx, 'tomasz'))
    assert.deepEqual(
      items.map(({ says, because }) => [says, because]),
      [['Daniel Okafor called you', 'because Daniel Okafor called you to a swarm: You solved the brown-out on Cairn']],
    )
    assert.deepEqual(
      await listParticipants(daniel, swarm.companionId),
      [cast.people.daniel.id, cast.people.tomasz.id].sort((a, b) => a - b),
    )
    const joinedAt = async () => (await enterSwarm(daniel, swarm.id)).calls[0]?.joinedAt
    assert.equal(await joinedAt(), null)
    await say(cast.as(ctx, 'tomasz'), swarm.id, 'Not the same.')
    assert.ok(await joinedAt())
    for (const who of ['ines', 'petra'] as const)
      await assert.rejects(call(daniel, swarm.id, cast.people[who].id, 'Come'), Invalid, who)
    assert.deepEqual(
      (await findColleagues(daniel, swarm.id, 'a')).map((one) => one.handle),
      ['aiko'],
    )
    assert.deepEqual(
      (await findColleagues(daniel, swarm.id, 'tom')).map((one) => one.handle),
      [],
      'who is in is not found again',
    )
  }),
)

test(
  'an employee who reads the space joins by themselves, in one step',
  inTransaction(async (ctx) => {
    const { cast, swarm } = await scene(ctx)
    const aiko = cast.as(ctx, 'aiko')
    await assert.rejects(enterSwarm(aiko, swarm.id), NotFound)
    await join(aiko, swarm.id)
    await join(aiko, swarm.id)
    assert.equal((await enterSwarm(aiko, swarm.id)).participants.length, 2)
    for (const who of ['ines', 'petra', 'visitor'] as const)
      await assert.rejects(join(cast.as(ctx, who), swarm.id), NotFound, who)
    await hearEverything(ctx)
    assert.equal((await listNotices(aiko)).items.length, 0, 'nobody is told of their own act')
  }),
)

/** Tomasz is in, Daniel proposed a wording, and Mirela, the official voice, has joined. */
async function worded(
  ctx: Ctx,
): Promise<
  Scene & { wordingId: Awaited<ReturnType<typeof proposeWording>>; as: (who: 'daniel' | 'tomasz' | 'mirela') => Ctx }
> {
  const made = await scene(ctx)
  const as = (who: 'daniel' | 'tomasz' | 'mirela') => made.cast.as(ctx, who)
  await call(as('daniel'), made.swarm.id, made.cast.people.tomasz.id, 'Cells')
  await join(as('mirela'), made.swarm.id)
  return {
    ...made,
    as,
    wordingId: await proposeWording(as('daniel'), made.swarm.id, 'It is the *software*. Tomasz Wrona measured.'),
  }
}

test(
  'a wording leaves when somebody other than its writer agreed and an official voice confirms what was previewed',
  inTransaction(async (ctx) => {
    const { cast, question, swarm, wordingId, as } = await worded(ctx)
    const preview = (await previewWording(as('mirela'), swarm.id))!
    assert.equal(preview.html, '<p>It is the <em>software</em>. Tomasz Wrona measured.</p>\n')
    assert.deepEqual([preview.words, preview.askedBy, preview.sameHere], [7, 'Ines Carvalho', 0])
    assert.deepEqual(preview.namesInText, ['Tomasz Wrona'])
    assert.deepEqual(preview.stays, { messages: 1, people: 3, wordings: 0 })
    assert.equal(preview.audience, 'Anyone on the web, search engines included')
    assert.equal(preview.agreed.allowed, false)
    const confirmed = { expectedSha256: preview.sha256, reason: 'Asked' }
    await assert.rejects(
      publishOutWording(as('mirela'), swarm.id, wordingId, confirmed),
      (error) => error instanceof Forbidden && error.code === 'swarms.not-agreed',
    )
    await assert.rejects(
      agree(as('daniel'), wordingId),
      (error) => error instanceof Forbidden && error.code === 'swarms.own-wording',
    )
    await agree(as('tomasz'), wordingId)
    await agree(as('tomasz'), wordingId)
    await assert.rejects(
      publishOutWording(as('daniel'), swarm.id, wordingId, confirmed),
      (error) => error instanceof Forbidden && error.code === 'crossings.not-official-voice',
    )
    const crossing = await publishOutWording(as('mirela'), swarm.id, wordingId, confirmed)
    const [official] = (await getQuestion(cast.as(ctx, 'visitor'), question.id)).answers
    assert.equal(official?.reply.body, 'It is the *software*. Tomasz Wrona measured.')
    assert.equal(official.official?.markedBy, cast.people.mirela.id)
    assert.equal(crossing.bytesSha256, preview.sha256)
    assert.equal(crossing.audience, preview.audience)
    const room = await enterSwarm(as('daniel'), swarm.id)
    assert.equal(room.crossings.get(room.wordings[0]!.crossingId!)?.id, crossing.id)
    assert.equal(await previewWording(as('mirela'), swarm.id), undefined, 'nothing is left to publish')
    await assert.rejects(
      publishOutWording(as('mirela'), swarm.id, wordingId, confirmed),
      (error) => error instanceof Conflict && error.code === 'swarms.published-already',
    )
  }),
)

test(
  'a confirmation of other bytes, or of a wording that was replaced, posts nothing',
  inTransaction(async (ctx) => {
    const { cast, question, swarm, wordingId, as } = await worded(ctx)
    await agree(as('tomasz'), wordingId)
    const { sha256 } = (await previewWording(as('mirela'), swarm.id))!
    const refused = (code: string) => (error: unknown) => error instanceof Conflict && error.code === code
    const other = sha256.replace(/^./, sha256.startsWith('0') ? '1' : '0')
    await assert.rejects(
      publishOutWording(as('mirela'), swarm.id, wordingId, { expectedSha256: other, reason: 'Asked' }),
      refused('swarms.preview-differs'),
    )
    await proposeWording(as('tomasz'), swarm.id, 'It is the software, and a date: Thursday.')
    await assert.rejects(
      publishOutWording(as('mirela'), swarm.id, wordingId, { expectedSha256: sha256, reason: 'Asked' }),
      refused('swarms.wording-replaced'),
    )
    await assert.rejects(agree(as('mirela'), wordingId), refused('swarms.wording-replaced'))
    assert.equal((await getQuestion(cast.as(ctx, 'visitor'), question.id)).answers.length, 0)
  }),
)

test(
  'alone in a swarm an official voice publishes their own wording; after a recall a new wording can follow',
  inTransaction(async (ctx) => {
    const { cast, question, swarm } = await scene(ctx)
    await closeSwarm(cast.as(ctx, 'daniel'), swarm.id)
    const mirela = cast.as(ctx, 'mirela')
    const own = await openSwarm(mirela, question.id)
    const publish = async (text: string) => {
      const id = await proposeWording(mirela, own.id, text)
      return publishOutWording(mirela, own.id, id, {
        expectedSha256: (await previewWording(mirela, own.id))!.sha256,
        reason: 'Asked',
      })
    }
    const first = await publish('Thursday.')
    await recall(mirela, first.id, 'Wrong day')
    await publish('Friday.')
    const { answers } = await getQuestion(cast.as(ctx, 'ines'), question.id)
    assert.deepEqual(
      answers.map(({ reply }) => reply.body),
      ['Friday.', ''],
    )
  }),
)
