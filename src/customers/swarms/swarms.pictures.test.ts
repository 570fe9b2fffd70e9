import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { uploadPicture } from '../../content/files/files.ts'
import { ask } from '../../content/questions/questions.ts'
import { openSwarm } from './swarms.ts'

test(
  'the pictures of a question for members are seen in its swarm',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const bytes = await sharp({ create: { width: 12, height: 12, channels: 3, background: '#c00' } })
      .png()
      .toBuffer()
    const { url } = await uploadPicture(cast.as(ctx, 'ines'), site.blobs, cast.spaces.riders, bytes)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'What is this part?',
      body: `It fell off: ![part](${url})`,
      tags: [],
      reach: 4,
    })
    await hearEverything(ctx)
    // Public space or not: only a text that reaches fewer shows it, so the bare address opens nothing.
    assert.equal((await site.as('daniel').request(url)).status, 404)
    const swarm = await openSwarm(cast.as(ctx, 'daniel'), thread.id)
    const { text } = await site.as('daniel').get(`/inside/swarms/${swarm.id}`)
    const shown = [...text.matchAll(new RegExp(`src="(${url}[^"]*)"`, 'g'))].map(([, src]) => src!)
    assert.equal(shown.length, 1)
    const picture = await site.as('daniel').request(shown[0]!.replaceAll('&amp;', '&'))
    assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/png'])
  }),
)
