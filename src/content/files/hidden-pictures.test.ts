/** A picture in a text that moderation took away is gone for its readers too, by its page and by its address. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { type TestSite, openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, type PlaceName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { decideCase, flagPost, makeModerator } from '../../../test/moderation.ts'
import { undoMeasure } from '../../governance/moderation/moderation.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { answer, ask, editAnswer } from '../questions/questions.ts'
import { hidePost, removePost, restorePost } from '../threads/taking-down.ts'
import { eraseTakenBack, keptDays } from '../threads/taking-back.ts'
import { addReply, putBack, recallReply, startThread, takeBackReply } from '../threads/threads.ts'
import { evidenceRenderer, renderBody, uploadPicture } from './files.ts'

const bytes = sharp({ create: { width: 6, height: 6, channels: 3, background: '#0a7' } })
  .png()
  .toBuffer()

const put = async (ctx: Ctx, site: TestSite, cast: Cast, who: PersonName, space: PlaceName) =>
  uploadPicture(cast.as(ctx, who), site.blobs, cast.spaces[space], await bytes)

const opens = (site: TestSite, path: string) => site.anyone.request(path).then(({ status }) => status === 200)

const shownIn = (html: string) => /src="([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')

const marker = { title: '', body: 'Removed by moderation.' }

/** A question of Ines without, and an answer of Gustav with a picture. */
async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  const site = await openSite(ctx)
  const { url } = await put(ctx, site, cast, 'gustav', 'riders')
  const asked = { space: 'riders', title: 'A?', body: 'Words.', tags: [] }
  const { thread } = await ask(cast.as(ctx, 'ines'), asked)
  const reply = await answer(cast.as(ctx, 'gustav'), thread.id, `![a](${url})`)
  await hearEverything(ctx)
  return { cast, site, url, thread, reply, post: { threadId: thread.id, replyId: reply.id } }
}

test(
  'a picture in a hidden reply closes with it, and opens again with it',
  inTransaction(async (ctx) => {
    const { site, url, post } = await start(ctx)
    assert.equal(await opens(site, url), true)
    const kept = await hidePost(ctx, post)
    assert.equal(await opens(site, url), false)
    await restorePost(ctx, post, kept)
    assert.equal(await opens(site, url), true)
  }),
)

test(
  'a picture in a removed reply and in a removed thread closes with it, its earlier texts too, and comes back with it',
  inTransaction(async (ctx) => {
    const { cast, site, url, reply, post, thread } = await start(ctx)
    await editAnswer(cast.as(ctx, 'gustav'), reply.id, 'Now without it.')
    assert.equal(await opens(site, url), true, 'its history still shows it')
    const kept = await removePost(ctx, post, marker)
    assert.equal(await opens(site, url), false)
    await restorePost(ctx, post, kept)
    assert.equal(await opens(site, url), true)
    const own = await put(ctx, site, cast, 'ines', 'riders')
    const { thread: second } = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'B?', body: `![b](${own.url})`, tags: [] },
    })
    await hearEverything(ctx)
    const whole = { threadId: second.id, replyId: null }
    const words = await removePost(ctx, whole, { title: 'Removed', body: 'Removed.' })
    assert.equal(await opens(site, own.url), false)
    await restorePost(ctx, whole, words)
    assert.equal(await opens(site, own.url), true)
    assert.notEqual(second.id, thread.id)
  }),
)

test(
  'a picture of what its author took back closes, comes back with it, and is erased with it',
  inTransaction(async (ctx) => {
    const { cast, site, url, reply } = await start(ctx)
    const gustav = cast.as(ctx, 'gustav')
    const files = async () => (await ctx.db.selectFrom('files').select('id').execute()).length
    const before = await files()
    const taken = await takeBackReply(gustav, reply.id)
    await hearEverything(ctx)
    assert.deepEqual([await opens(site, url), await files()], [false, before])
    await putBack(gustav, taken)
    assert.equal(await opens(site, url), true)
    await takeBackReply(gustav, reply.id)
    await eraseTakenBack(makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + keptDays * 86_400_000) }))
    await hearEverything(ctx)
    assert.deepEqual([await opens(site, url), await files()], [false, before - 1])
  }),
)

test(
  'a picture stays open as long as another text shows it that is not hidden, in the same thread or in another',
  inTransaction(async (ctx) => {
    const { cast, site, url, post, thread } = await start(ctx)
    const comment = await addReply(cast.as(ctx, 'joost'), thread.id, { kind: 'comment', body: `See ![a](${url})` })
    await hearEverything(ctx)
    await hidePost(ctx, post)
    assert.equal(await opens(site, url), true, 'the comment shows it')
    await hidePost(ctx, { threadId: thread.id, replyId: comment.id })
    assert.equal(await opens(site, url), false)
    const other = { space: 'riders', title: 'C?', body: `![a](${url})`, tags: [] }
    const { thread: second } = await ask(cast.as(ctx, 'amina'), other)
    await hearEverything(ctx)
    assert.equal(await opens(site, url), true, 'the other thread shows it')
    await hidePost(ctx, { threadId: second.id, replyId: null })
    assert.equal(await opens(site, url), false)
  }),
)

test(
  'in a hidden thread no reply keeps a picture open',
  inTransaction(async (ctx) => {
    const { site, url, thread } = await start(ctx)
    await hidePost(ctx, { threadId: thread.id, replyId: null })
    assert.equal(await opens(site, url), false)
  }),
)

test(
  'whoever still reads a hidden text sees its pictures on the page; nobody else gets an address that opens them',
  inTransaction(async (ctx) => {
    const { cast, site, url, post, thread, reply } = await start(ctx)
    await hidePost(ctx, post)
    const path = `/questions/${thread.id}/${thread.slug}`
    for (const who of ['gustav', 'sara'] as const) {
      const { text } = await site.as(who).get(path)
      const address = new RegExp(`src="(${url}[^"]*)"`).exec(text)?.[1]?.replaceAll('&amp;', '&')
      assert.ok(address, `${who} is shown it`)
      assert.equal(await opens(site, address), true, who)
    }
    for (const who of ['visitor', 'ines', 'joost', 'daniel', 'jonas'] as const)
      assert.equal((await site.as(who).get(path)).text.includes(url), false, who)
    // A preview under the same thread, by somebody who remembers the address, signs nothing.
    for (const who of ['ines', 'daniel'] as const) {
      const preview = await site.as(who).post(`/preview?space=riders&thread=${thread.id}`, { text: reply.body })
      assert.equal(await opens(site, shownIn(preview.text)), false, who)
    }
    const visitor = await renderBody(cast.as(ctx, 'visitor'), cast.spaces.riders, reply.body, thread)
    assert.equal(shownIn(visitor), url)
  }),
)

test(
  'in a space that is not public, and in a narrowed thread, the signature of its readers opens no hidden picture',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { url } = await put(ctx, site, cast, 'tomasz', 'battery')
    const inside = await startThread(cast.as(ctx, 'lena'), cast.spaces.battery, {
      ...{ type: 'discussion', title: 'Inside', body: 'Words.' },
    })
    const body = `![a](${url})`
    const reply = await addReply(cast.as(ctx, 'tomasz'), inside.id, { kind: 'reply', body })
    await hearEverything(ctx)
    const sees = async (who: PersonName) =>
      shownIn(await renderBody(cast.as(ctx, who), cast.spaces.battery, body, inside))
    const before = await sees('aiko')
    assert.equal(await opens(site, before), true)
    await hidePost(ctx, { threadId: inside.id, replyId: reply.id })
    assert.equal(await opens(site, before), false, 'the address that a reader was given')
    assert.equal(await opens(site, await sees('aiko')), false)
    assert.equal(await opens(site, await sees('tomasz')), true, 'its author')

    const near = await put(ctx, site, cast, 'ines', 'riders')
    const text = `![n](${near.url})`
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'N?', body: text, tags: [], reach: 4 })
    await hearEverything(ctx)
    const given = shownIn(await renderBody(cast.as(ctx, 'joost'), cast.spaces.riders, text, thread))
    assert.equal(await opens(site, given), true)
    await hidePost(ctx, { threadId: thread.id, replyId: null })
    assert.equal(await opens(site, given), false)
    const own = shownIn(await renderBody(cast.as(ctx, 'ines'), cast.spaces.riders, text, thread))
    assert.equal(await opens(site, own), true)
  }),
)

test(
  'what is brought before the moderators shows its pictures, of a removed text too, and of that thread alone',
  inTransaction(async (ctx) => {
    const { cast, site, url, post, thread, reply } = await start(ctx)
    await removePost(ctx, post, marker)
    const shown = shownIn((await evidenceRenderer(cast.as(ctx, 'sara'), thread.id))(reply.body))
    assert.match(shown, /\?until=\d+&sign=/)
    assert.equal(await opens(site, shown), true)
    assert.equal(await opens(site, url), false)
    const other = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'B?', body: 'Other.', tags: [] })
    const elsewhere = shownIn((await evidenceRenderer(cast.as(ctx, 'sara'), other.thread.id))(reply.body))
    assert.equal(await opens(site, elsewhere), false)
  }),
)

test(
  'a recall of another text does not take the pictures of a removed one, that can come back; its own recall does',
  inTransaction(async (ctx) => {
    const { cast, site, url, post, thread } = await start(ctx)
    const mine = await put(ctx, site, cast, 'joost', 'riders')
    const comment = await addReply(cast.as(ctx, 'joost'), thread.id, { kind: 'comment', body: `![m](${mine.url})` })
    await hearEverything(ctx)
    const moderator = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const caseId = await flagPost(cast.as(ctx, 'ines'), 'reply', post.replyId)
    const [measure] = await decideCase(moderator, caseId, { post: 'remove' })
    await recallReply(cast.as(ctx, 'joost'), comment.id)
    await hearEverything(ctx)
    assert.equal(await opens(site, mine.url), false, 'recalled is gone')
    await undoMeasure(moderator, measure!)
    assert.equal(await opens(site, url), true)
    await recallReply(cast.as(ctx, 'gustav'), post.replyId)
    await hearEverything(ctx)
    assert.equal(await opens(site, url), false)
    const left = await ctx.db.selectFrom('files').select('id').execute()
    assert.deepEqual(left, [], 'nothing of either is kept')
  }),
)

test(
  'a picture in a text that is held before anybody heard of it closes too',
  inTransaction(async (ctx) => {
    const { cast, site, thread } = await start(ctx)
    const { url } = await put(ctx, site, cast, 'joost', 'riders')
    const body = `![h](${url})`
    const held = await addReply(cast.as(ctx, 'joost'), thread.id, { kind: 'comment', body })
    await ctx.db.deleteFrom('events').execute()
    await hidePost(ctx, { threadId: thread.id, replyId: held.id })
    await hearEverything(ctx)
    assert.equal(await opens(site, url), false)
    const own = shownIn(await renderBody(cast.as(ctx, 'joost'), cast.spaces.riders, body, thread))
    assert.equal(await opens(site, own), true)
  }),
)
