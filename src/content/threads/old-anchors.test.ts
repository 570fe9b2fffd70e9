import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../questions/questions.ts'
import { answersAPage } from './address.ts'
import { pageOfReply } from './old-anchors.shared.ts'

const at = (path: string) => new URL(path, 'https://tango.example')
const nowhere = () => false

test('an old link to an answer that is not on the page leads to the page that shows it, once', () => {
  assert.equal(pageOfReply(at('/questions/7/wet#answer-31'), nowhere), '/questions/7/wet?at=31#answer-31')
  assert.equal(pageOfReply(at('/problems/7?sort=new#comment-5'), nowhere), '/problems/7?at=5#comment-5')
  assert.equal(pageOfReply(at('/questions/7/wet?at=12#answer-31'), nowhere), '/questions/7/wet?at=31#answer-31')
  assert.equal(pageOfReply(at('/questions/7/wet?at=31#answer-31'), nowhere), undefined, 'it is gone')
  assert.equal(
    pageOfReply(at('/questions/7/wet#answer-31'), (id) => id === 'answer-31'),
    undefined,
    'it is here',
  )
  for (const other of [
    '/questions/7/wet',
    '/questions/7/wet#answers',
    '/questions/7/wet#answer-x',
    '/people/7#answer-31',
  ])
    assert.equal(pageOfReply(at(other), nowhere), undefined, other)
})

test(
  'of a thread with several pages, the page of any of its answers has the answer on it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Long', body: 'x', tags: [] })
    const ids: number[] = []
    for (let n = 0; n < answersAPage + 3; n++) {
      const who = (['gustav', 'joost', 'amina', 'mirela'] as const)[n % 4]!
      ids.push((await answer(cast.as(ctx, who), thread.id, `Try ${n}`)).id)
    }
    const site = await openSite(ctx)
    let elsewhere = 0
    for (const id of [ids[0]!, ids.at(-1)!]) {
      const old = at(`/questions/${thread.id}/long#answer-${id}`)
      const first = (await site.as('visitor').get(old.pathname)).text
      const onward = pageOfReply(old, (anchor) => first.includes(`id="${anchor}"`))
      if (!onward) continue
      elsewhere++
      const page = await site.as('visitor').get(onward.split('#')[0]!)
      assert.ok(page.text.includes(`id="answer-${id}"`), onward)
    }
    assert.equal(elsewhere, 1)
  }),
)
