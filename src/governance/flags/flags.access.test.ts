import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { startThread } from '../../content/threads/threads.ts'
import { flag, getFlaggable } from './flags.ts'

type Who = PersonName | 'visitor'

const given = { rule: 'insult', words: '' } as const
const employees: readonly Who[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']

test(
  'whoever reads a post and did not write it flags it, on every side; nobody flags what they cannot read',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const inside = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, {
      ...{ type: 'discussion', title: 'Inside', body: 'Words inside.' },
    })
    const room = await startThread(cast.as(ctx, 'petra'), cast.spaces.cells, {
      ...{ type: 'discussion', title: 'In the room', body: 'Words in the room.' },
    })
    const narrow = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      ...{ type: 'question', title: 'Only me', body: 'For myself.', reach: 0 },
    })
    const posts = [
      { id: question, author: 'ines', readers: ['visitor', 'ines', 'gustav', 'joost', 'amina', ...employees] },
      { id: inside.id, author: 'daniel', readers: employees },
      { id: room.id, author: 'petra', readers: ['petra', 'lena'] },
      { id: narrow.id, author: 'ines', readers: ['ines'] },
    ] as const
    for (const { id, author, readers } of posts) {
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const refused = who === 'visitor' ? 'flags.sign-in-first' : who === author ? 'flags.own-post' : 'ok'
        const expected = (readers as readonly Who[]).includes(who) ? refused : 'threads.not-found'
        assert.equal(await outcome(getFlaggable(as, 'thread', id)), expected, `${who}: look at ${id}`)
        assert.equal(await outcome(flag(as, 'thread', id, given)), expected, `${who}: flag ${id}`)
      }
    }
  }),
)

test(
  'what was removed is flagged no more, and a hidden text only by the moderators who still read it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const sara = cast.as(ctx, 'sara')
    await decideCase(sara, await flagPost(cast.as(ctx, 'amina'), 'reply', answer), { post: 'remove' })
    assert.equal(await outcome(flag(cast.as(ctx, 'joost'), 'reply', answer, given)), 'flags.removed')
    await decideCase(sara, await flagPost(cast.as(ctx, 'amina'), 'thread', question), { post: 'hide' })
    assert.equal(await outcome(flag(cast.as(ctx, 'joost'), 'thread', question, given)), 'threads.not-found')
    const mirela = await makeModerator(ctx, cast, 'mirela', 'outside')
    assert.equal(await outcome(flag(ctx.as(mirela), 'thread', question, given)), 'ok')
  }),
)
