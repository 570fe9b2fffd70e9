import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { counting } from '../../../test/statements.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { join, openSwarm, previewWording, proposeWording, publishOutWording } from '../../customers/swarms/swarms.ts'

test(
  'a list of ten costs as many statements as a list of one: notices, swarms, crossings, the items behind a figure',
  inTransaction(async (plain) => {
    const { ctx, take } = counting(plain)
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const mirela = cast.as(ctx, 'mirela')
    const oneMore = async (n: number) => {
      const { thread } = await ask(cast.as(ctx, 'ines'), {
        space: 'riders',
        title: `Question ${n}`,
        body: 'Why?',
        tags: [],
      })
      await answer(cast.as(ctx, 'gustav'), thread.id, 'So.')
      const swarm = await openSwarm(mirela, thread.id)
      const wordingId = await proposeWording(mirela, swarm.id, `Answer ${n}`)
      const preview = await previewWording(mirela, swarm.id)
      await publishOutWording(mirela, swarm.id, wordingId, { expectedSha256: preview!.sha256, reason: 'Asked' })
      await join(cast.as(ctx, 'lena'), swarm.id)
      await hearEverything(ctx)
    }
    const pages = {
      '/notices': 'ines',
      '/inside/swarms': 'lena',
      '/inside/crossings': 'mirela',
      '/inside/measures': 'lena',
      '/inside/measures/items?of=heard': 'lena',
    } as const
    const costs = async () => {
      const found: Record<string, number> = {}
      for (const [path, who] of Object.entries(pages)) {
        await site.as(who).get(path)
        take()
        const { status, text } = await site.as(who).get(path)
        found[path] = take()
        assert.equal(status, 200)
        assert.match(text, /Question|Crossing|Measures/)
      }
      return found
    }
    await oneMore(1)
    const one = await costs()
    for (let n = 2; n <= 10; n++) await oneMore(n)
    assert.deepEqual(await costs(), one)
    for (const [path, statements] of Object.entries(one))
      assert.ok(statements <= 8, `${path}: ${statements} statements`)
  }),
)
