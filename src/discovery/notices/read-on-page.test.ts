/** Whoever looks at a thread has read what they were told of it, on every kind of page. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { postIdea } from '../../content/ideas/ideas.ts'
import { ask } from '../../content/questions/questions.ts'
import { type ThreadId, startThread } from '../../content/threads/threads.ts'
import { answerNotice, countUnread, notify } from './notices.ts'

test(
  'a discussion, a question and an idea read their notices for whoever opens them, and for nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const inside = { type: 'discussion', title: 'Lot 6', body: 'x' } as const
    const discussion = await startThread(cast.as(ctx, 'aiko'), cast.spaces.battery, inside)
    const outside = { space: 'riders', title: 'Warm grips', body: 'x', tags: [] }
    const { thread } = await ask(cast.as(ctx, 'amina'), outside)
    const idea = await postIdea(cast.as(ctx, 'joost'), outside)
    const look = async (who: PersonName, other: PersonName, id: ThreadId, path: string) => {
      for (const name of [who, other])
        await notify(ctx, { accountId: cast.people[name].id, kind: answerNotice, because: 'because', threadId: id })
      const before = [await countUnread(cast.as(ctx, who)), await countUnread(cast.as(ctx, other))]
      assert.equal((await site.as(who).get(path)).status, 200, path)
      const after = [await countUnread(cast.as(ctx, who)), await countUnread(cast.as(ctx, other))]
      assert.deepEqual(after, [before[0]! - 1, before[1]], path)
    }
    await look('tomasz', 'lena', discussion.id, `/inside/threads/${discussion.id}`)
    await look('ines', 'gustav', thread.id, `/questions/${thread.id}/warm-grips`)
    await look('daniel', 'mirela', thread.id, `/questions/${thread.id}/warm-grips`)
    await look('ines', 'gustav', idea.id, `/ideas/${idea.id}/warm-grips`)
  }),
)
