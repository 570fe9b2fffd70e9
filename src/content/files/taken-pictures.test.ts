/** A picture of a text that its author takes back: what was published of it, who else shows it, and when it is erased. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import '../../features.ts'
import { type TestSite, openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, type PlaceName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { decideCase, flagPost, makeModerator } from '../../../test/moderation.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { type Crossing, recall } from '../../realms/crossings/crossings.ts'
import { type PublishChoice, draftPublication, publish } from '../across/across.ts'
import { extendIdea, postIdea } from '../ideas/ideas.ts'
import { answer, ask, editAnswer } from '../questions/questions.ts'
import { eraseTakenBack, keptDays } from '../threads/taking-back.ts'
import {
  type ReplyId,
  addReply,
  editReply,
  mergeThread,
  putBack,
  startThread,
  takeBackReply,
  takeBackThread,
} from '../threads/threads.ts'
import { picturesIn, renderBody, uploadPicture } from './files.ts'

const bytes = sharp({ create: { width: 6, height: 6, channels: 3, background: '#0a7' } })
  .png()
  .toBuffer()

async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  const site = await openSite(ctx)
  return { cast, site, mirela: cast.as(ctx, 'mirela') }
}

const put = async (ctx: Ctx, site: TestSite, cast: Cast, who: PersonName, space: PlaceName) =>
  uploadPicture(cast.as(ctx, who), site.blobs, cast.spaces[space], await bytes)

const opens = (site: TestSite, path: string) => site.anyone.request(path).then(({ status }) => status === 200)

/** The keys of all pictures that are left. */
const left = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('files').select('key').orderBy('id').execute()).map(({ key }) => key)

async function published(mirela: Ctx, choice: PublishChoice): Promise<Crossing> {
  const { sha256 } = await draftPublication(mirela, choice)
  const crossing = await publish(mirela, choice, { expectedSha256: sha256, reason: 'They asked' })
  await hearEverything(mirela)
  return crossing
}

/** What the jobs do when 30 days are over. */
async function afterMonth(ctx: Ctx): Promise<void> {
  await hearEverything(ctx)
  await eraseTakenBack(makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + keptDays * 86_400_000) }))
  await hearEverything(ctx)
}

test(
  'a reply with a picture that was published is known as published, by its words, by its picture alone, and after a change',
  inTransaction(async (ctx) => {
    const { cast, site, mirela } = await start(ctx)
    const [tomasz, aiko] = [cast.as(ctx, 'tomasz'), cast.as(ctx, 'aiko')]
    const [lock, key, other] = [
      await put(ctx, site, cast, 'tomasz', 'velund'),
      await put(ctx, site, cast, 'aiko', 'velund'),
      await put(ctx, site, cast, 'tomasz', 'battery'),
    ]
    const text = { type: 'discussion', title: 'The lock', body: 'How does it close?' } as const
    const { id } = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, text)
    const reply = async (as: Ctx, body: string) => (await addReply(as, id, { kind: 'reply', body })).id
    const words = await reply(tomasz, `Like this:\n![the lock](${lock.url})\nand ![inside](${other.url}).`)
    const alone = await reply(aiko, `![the key](${key.url})`)
    const apart = await reply(tomasz, `Not for outside: ![the lock](${lock.url})`)
    const source = { kind: 'thread', id } as const
    const crossing = await published(mirela, {
      ...{ source, to: { spaceId: cast.spaces.riders.id }, replies: [words, alone] },
    })
    const judged = async () => [
      await outcomeUndone(tomasz, (as) => takeBackReply(as, words)),
      await outcomeUndone(aiko, (as) => takeBackReply(as, alone)),
      await outcomeUndone(tomasz, (as) => takeBackReply(as, apart)),
    ]
    assert.deepEqual(await judged(), ['threads.crossed', 'threads.crossed', 'ok'])
    await editReply(tomasz, words, 'Changed inside.')
    await editReply(aiko, alone, 'Changed inside.')
    assert.deepEqual(await judged(), ['threads.crossed', 'threads.crossed', 'ok'])
    await recall(mirela, crossing.id, 'Wrong lock')
    assert.deepEqual(await judged(), ['ok', 'ok', 'ok'])
    for (const [as, one] of [
      [tomasz, words],
      [tomasz, apart],
      [aiko, alone],
    ] as const)
      await takeBackReply(as, one)
    await afterMonth(ctx)
    assert.deepEqual(await left(ctx), [other.key], 'that one never stood in this space')
  }),
)

test(
  'the public copy keeps its picture when its author takes other texts with it back, and the source keeps its own',
  inTransaction(async (ctx) => {
    const { cast, site, mirela } = await start(ctx)
    const daniel = cast.as(ctx, 'daniel')
    const { velund, riders } = cast.spaces
    const { url, key } = await put(ctx, site, cast, 'daniel', 'velund')
    const write = (title: string, body: string) =>
      startThread(daniel, velund, { type: 'discussion', title, body: `${body} ![the lock](${url})` })
    const [source, second] = [await write('A lock', 'Look:'), await write('Again', 'The same once more:')]
    const under = await addReply(daniel, source.id, { kind: 'reply', body: `By the way ![the lock](${url})` })
    await hearEverything(ctx)
    const crossing = await published(mirela, {
      ...{ source: { kind: 'thread', id: source.id }, to: { spaceId: riders.id }, replies: [] },
    })
    const [outside] = picturesIn(crossing.bytes)
    assert.equal(await outcome(takeBackThread(daniel, source.id)), 'threads.crossed')
    await takeBackThread(daniel, second.id)
    await takeBackReply(daniel, under.id)
    await afterMonth(ctx)
    assert.deepEqual((await left(ctx)).toSorted(), [key, outside].toSorted())
    assert.equal(await opens(site, `/files/${outside}`), true)
    const html = await renderBody(daniel, velund, `![the lock](${url})`, source)
    assert.equal(await opens(site, /src="([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')), true)
    await recall(mirela, crossing.id, 'The old lock')
    await takeBackThread(daniel, source.id)
    assert.equal(await opens(site, `/files/${outside}`), false)
    await afterMonth(ctx)
    assert.deepEqual(await left(ctx), [])
  }),
)

test(
  'a picture that a colleague’s published text shows stays with that text, and goes with it',
  inTransaction(async (ctx) => {
    const { cast, site, mirela } = await start(ctx)
    const [daniel, tomasz] = [cast.as(ctx, 'daniel'), cast.as(ctx, 'tomasz')]
    const { url, key } = await put(ctx, site, cast, 'tomasz', 'velund')
    const text = { type: 'discussion', title: 'A lock', body: `Tomasz drew this: ![a lock](${url})` } as const
    const source = await startThread(daniel, cast.spaces.velund, text)
    const own = await addReply(tomasz, source.id, { kind: 'reply', body: `I did: ![a lock](${url})` })
    await hearEverything(ctx)
    const crossing = await published(mirela, {
      ...{ source: { kind: 'thread', id: source.id }, to: { spaceId: cast.spaces.riders.id }, replies: [] },
    })
    const [outside] = picturesIn(crossing.bytes)
    await takeBackReply(tomasz, own.id)
    await afterMonth(ctx)
    assert.deepEqual((await left(ctx)).toSorted(), [key, outside].toSorted())
    assert.equal(await opens(site, `/files/${outside}`), true)
    await recall(mirela, crossing.id, 'The old lock')
    assert.deepEqual(await left(ctx), [key])
    const taken = await takeBackThread(daniel, source.id)
    await afterMonth(ctx)
    assert.deepEqual([await left(ctx), await outcome(putBack(daniel, taken))], [[], 'threads.not-taken-back'])
  }),
)

test(
  'a recalled publication keeps no picture because of another text of its publisher that was removed there',
  inTransaction(async (ctx) => {
    const { cast, site, mirela } = await start(ctx)
    const { url, key } = await put(ctx, site, cast, 'daniel', 'velund')
    const text = { type: 'discussion', title: 'A lock', body: `Look: ![a lock](${url})` } as const
    const source = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, text)
    const { thread: question } = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'Which lock?', body: 'Mine is old.', tags: [] },
    })
    const removed = await answer(mirela, question.id, 'Out of place.')
    const moderator = ctx.as(await makeModerator(ctx, cast, 'sara', 'outside'))
    const caseId = await flagPost(cast.as(ctx, 'ines'), 'reply', removed.id)
    await decideCase(moderator, caseId, { post: 'remove' })
    const crossing = await published(mirela, {
      ...{ source: { kind: 'thread', id: source.id }, to: { questionId: question.id }, replies: [] },
    })
    const [outside] = picturesIn(crossing.bytes)
    assert.equal(await opens(site, `/files/${outside}`), true)
    await recall(mirela, crossing.id, 'The old lock')
    assert.equal(await opens(site, `/files/${outside}`), false)
    assert.deepEqual(await left(ctx), [key])
  }),
)

test(
  'a text of the same author that moderators removed keeps its own pictures, and none of what was taken back beside it',
  inTransaction(async (ctx) => {
    const { cast, site } = await start(ctx)
    const gustav = cast.as(ctx, 'gustav')
    const [removed, taken] = [
      await put(ctx, site, cast, 'gustav', 'riders'),
      await put(ctx, site, cast, 'gustav', 'riders'),
    ]
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'A?', body: 'Words.', tags: [] })
    const [first, second] = [
      await answer(gustav, thread.id, `One ![r](${removed.url})`),
      await answer(gustav, thread.id, `Two ![t](${taken.url})`),
    ]
    await hearEverything(ctx)
    const moderator = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    await decideCase(moderator, await flagPost(cast.as(ctx, 'ines'), 'reply', first.id), { post: 'remove' })
    await takeBackReply(gustav, second.id)
    await afterMonth(ctx)
    assert.deepEqual(await left(ctx), [removed.key])
  }),
)

test(
  'what was taken back while its thread was merged shows its pictures where it comes back, and is erased there whole',
  inTransaction(async (ctx) => {
    const { cast, site } = await start(ctx)
    const gustav = cast.as(ctx, 'gustav')
    const [now, before] = [
      await put(ctx, site, cast, 'gustav', 'riders'),
      await put(ctx, site, cast, 'gustav', 'riders'),
    ]
    const asked = async (who: PersonName, title: string) =>
      (await ask(cast.as(ctx, who), { space: 'riders', title, body: 'Words.', tags: [] })).thread.id
    const [duplicate, survivor] = [await asked('ines', 'One?'), await asked('joost', 'The same?')]
    const written = async () => {
      const { id } = await answer(gustav, duplicate, `First ![b](${before.url})`)
      await hearEverything(ctx)
      await editAnswer(gustav, id, `Then ![n](${now.url})`)
      await hearEverything(ctx)
      return id as ReplyId
    }
    const id = await written()
    const taken = await takeBackReply(gustav, id)
    await hearEverything(ctx)
    await mergeThread(cast.as(ctx, 'sara'), duplicate, survivor)
    assert.deepEqual([await opens(site, now.url), await opens(site, before.url)], [false, false])
    await putBack(gustav, taken)
    await hearEverything(ctx)
    assert.deepEqual([await opens(site, now.url), await opens(site, before.url)], [true, true])
    await takeBackReply(gustav, id)
    await afterMonth(ctx)
    assert.deepEqual(await left(ctx), [], 'the thread that it left keeps nothing')
  }),
)

test(
  'a picture of an earlier text goes along when its reply is taken to another thread',
  inTransaction(async (ctx) => {
    const { cast, site } = await start(ctx)
    const gustav = cast.as(ctx, 'gustav')
    const { url } = await put(ctx, site, cast, 'gustav', 'riders')
    const asked = async (title: string) =>
      (await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Words.', tags: [] })).thread.id
    const [duplicate, survivor] = [await asked('One?'), await asked('The same?')]
    const { id } = await answer(gustav, duplicate, `First ![b](${url})`)
    await hearEverything(ctx)
    await editAnswer(gustav, id, 'Then without it.')
    await mergeThread(cast.as(ctx, 'sara'), duplicate, survivor)
    assert.equal(await opens(site, url), true, 'the history of the answer shows it')
  }),
)

test(
  'a comment that became an idea of its own leaves its picture to that idea when it is taken back',
  inTransaction(async (ctx) => {
    const { cast, site } = await start(ctx)
    const [ines, gustav] = [cast.as(ctx, 'ines'), cast.as(ctx, 'gustav')]
    const { url, key } = await put(ctx, site, cast, 'gustav', 'riders')
    const idea = await postIdea(ines, { space: 'riders', title: 'A basket', body: 'For bread.', tags: [] })
    const said = await addReply(gustav, idea.id, { kind: 'comment', body: `With a lid ![lid](${url})` })
    await hearEverything(ctx)
    const { thread: extension } = await extendIdea(ines, idea.id, said.id, 'A basket with a lid')
    await hearEverything(ctx)
    await takeBackReply(gustav, said.id)
    await afterMonth(ctx)
    assert.deepEqual([await left(ctx), await opens(site, url)], [[key], true])
    await takeBackThread(gustav, extension.id)
    await afterMonth(ctx)
    assert.deepEqual([await left(ctx), await opens(site, url)], [[], false])
  }),
)
