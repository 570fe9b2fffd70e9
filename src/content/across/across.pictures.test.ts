import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import sharp from 'sharp'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { recall } from '../../realms/crossings/crossings.ts'
import { picturesIn, uploadPicture } from '../files/files.ts'
import { ask } from '../questions/questions.ts'
import { getThread, startThread } from '../threads/threads.ts'
import { draftPublication, publish } from './across.ts'

const picture = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#2a7' } })
    .png()
    .toBuffer()

async function world(ctx: Ctx) {
  const cast = await getCast(ctx)
  const site = await openSite(ctx)
  const daniel = cast.as(ctx, 'daniel')
  const { url, key } = await uploadPicture(daniel, site.blobs, cast.spaces.velund, await picture())
  const other = await uploadPicture(cast.as(ctx, 'tomasz'), site.blobs, cast.spaces.battery, await picture())
  const body = `Look: ![the new lock](${url}) and ![a secret drawing](${other.url})`
  const thread = await startThread(daniel, cast.spaces.velund, { type: 'discussion', title: 'A lock', body })
  return { cast, site, thread, key, otherKey: other.key, mirela: cast.as(ctx, 'mirela') }
}

test(
  'a picture leaves with its text under an address of its own, opens for anyone, and is gone with the recall itself',
  inTransaction(async (ctx) => {
    const { cast, site, thread, key, otherKey, mirela } = await world(ctx)
    const choice = {
      source: { kind: 'thread', id: thread.id } as const,
      to: { spaceId: cast.spaces.riders.id },
      replies: [],
    }
    const draft = await draftPublication(mirela, choice)
    assert.equal(draft.text.pictures.length, 1)
    assert.ok(!draft.bytes.includes(key) && !draft.bytes.includes(otherKey), 'no address of the inside leaves')
    assert.match(draft.text.body, /and a secret drawing$/, 'a picture of another space stays, its words go')
    assert.match(draft.html, new RegExp(`src="/files/${key}[?]`), 'the preview shows the picture itself')
    const before = await sql<{ n: number }>`select count(*) as n from files`.execute(ctx.db)
    assert.equal(before.rows[0]!.n, 2, 'looking writes nothing')
    const crossing = await publish(mirela, choice, { expectedSha256: draft.sha256, reason: 'Seen' })
    const update = await getThread(ctx, crossing.targetId as never)
    const [outside] = picturesIn(update.body)
    const visitor = site.as('visitor')
    const [served, inner] = [await visitor.request(`/files/${outside}`), await visitor.request(`/files/${key}`)]
    assert.deepEqual([served.status, inner.status], [200, 404])
    assert.ok((await served.arrayBuffer()).byteLength > 0)
    await recall(mirela, crossing.id, 'The old lock')
    assert.equal((await visitor.request(`/files/${outside}`)).status, 404, 'before any listener ran')
    assert.deepEqual(
      (await sql<{ key: string }>`select key from files order by id`.execute(ctx.db)).rows.map((row) => row.key),
      [key, otherKey],
      'the inside keeps its own',
    )
    await hearEverything(ctx)
    const again = await draftPublication(mirela, choice)
    assert.equal(again.sha256, draft.sha256, 'asked again it is the same')
    await publish(mirela, choice, { expectedSha256: again.sha256, reason: 'Right after all' })
    assert.equal((await visitor.request(`/files/${outside}`)).status, 200)
  }),
)

test(
  'a picture that two published texts show stays until both are taken back',
  inTransaction(async (ctx) => {
    const { cast, site, thread, mirela } = await world(ctx)
    const { thread: question } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Lock',
      body: 'How?',
      tags: [],
    })
    const source = { kind: 'thread', id: thread.id } as const
    const crossings = []
    for (const to of [{ spaceId: cast.spaces.riders.id }, { questionId: question.id }]) {
      const { sha256 } = await draftPublication(mirela, { source, to, replies: [] })
      crossings.push(await publish(mirela, { source, to, replies: [] }, { expectedSha256: sha256, reason: 'Seen' }))
      await hearEverything(ctx)
    }
    const [key] = picturesIn(crossings[0]!.bytes)
    assert.deepEqual(picturesIn(crossings[1]!.bytes), [key])
    const status = async () => (await site.as('visitor').request(`/files/${key}`)).status
    await recall(mirela, crossings[0]!.id, 'One')
    assert.equal(await status(), 200)
    await recall(mirela, crossings[1]!.id, 'Both')
    assert.equal(await status(), 404)
  }),
)
