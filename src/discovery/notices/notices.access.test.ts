import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { ask } from '../../content/questions/questions.ts'
import { type ThreadId, startThread } from '../../content/threads/threads.ts'
import type { PlaceName } from '../../../test/cast.ts'
import { answerNotice, countUnread, listNotices, notify, openNotice } from './notices.ts'

/** Of which places each person of the cast can be told: exactly those that they may read. */
const table: Record<(typeof everybody)[number], readonly PlaceName[]> = {
  visitor: [],
  daniel: ['riders', 'testers', 'velund'],
  tomasz: ['riders', 'testers', 'velund', 'battery'],
  aiko: ['riders', 'testers', 'velund', 'battery'],
  lena: ['riders', 'testers', 'velund', 'battery', 'cells'],
  mirela: ['riders', 'testers', 'velund'],
  jonas: ['riders', 'testers', 'velund'],
  sara: ['riders', 'testers', 'velund'],
  ines: ['riders', 'testers'],
  gustav: ['riders', 'testers'],
  joost: ['riders', 'testers'],
  amina: ['riders', 'testers'],
  petra: ['cells'],
}

test(
  'everybody is told of what they may read and of nothing else, and only they see it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const threads = new Map<ThreadId, PlaceName>()
    for (const place of ['riders', 'testers'] as const) {
      threads.set(
        (await ask(cast.as(ctx, 'gustav'), { space: place, title: `In ${place}`, body: 'Why?', tags: [] })).thread.id,
        place,
      )
    }
    for (const place of ['velund', 'battery', 'cells'] as const) {
      threads.set(
        (
          await startThread(cast.as(ctx, 'lena'), cast.spaces[place], {
            type: 'discussion',
            title: `In ${place}`,
            body: 'So',
          })
        ).id,
        place,
      )
    }
    for (const who of everybody) {
      if (who === 'visitor') continue
      for (const threadId of threads.keys())
        await notify(ctx, { accountId: cast.people[who].id, kind: answerNotice, because: 'because', threadId })
    }
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      const items = who === 'visitor' ? [] : (await listNotices(theirs)).items
      assert.deepEqual(new Set(items.map((one) => one.title!.replace('In ', ''))), new Set(table[who]), who)
      assert.equal(await countUnread(theirs), items.length, `${who}: the count is the list`)
      for (const other of everybody) {
        const opens =
          items[0] &&
          (await openNotice(cast.as(ctx, other), items[0].id).then(
            () => true,
            () => false,
          ))
        if (items[0]) assert.equal(opens, other === who, `${other} opens a notice of ${who}`)
      }
    }
  }),
)
