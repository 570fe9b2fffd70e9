/** Whoever says anew what a thread is about leaves a record, and the step back is one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { AccountId } from '../../platform/ids.ts'
import { ask, editQuestion } from '../questions/questions.ts'
import { findRetagged, listActs, registerPower } from '../threads/threads.ts'
import { setTags, tagsOf } from './tags.ts'

const holders = new Set<AccountId>()
registerPower('retag', async (_ctx, accountId) => holders.has(accountId))

test(
  'retagging is recorded with who, when, from and to: by standing, by the author, by who keeps order',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    holders.clear()
    holders.add(cast.people.gustav.id)
    const question = { space: 'riders', title: 'It stops', body: 'Why?', tags: ['cold', 'battery'] }
    const { thread } = await ask(cast.as(ctx, 'ines'), question)
    assert.deepEqual(await listActs(ctx, thread.id), [], 'it was written so')
    await setTags(cast.as(ctx, 'sara'), thread.id, ['battery', 'tide'])
    await setTags(cast.as(ctx, 'gustav'), thread.id, ['tide', 'battery'])
    assert.equal((await listActs(ctx, thread.id)).length, 1, 'nothing changed')
    const edited = { title: 'It stops', body: 'Why now?', tags: ['battery', 'tide'] }
    await editQuestion(cast.as(ctx, 'ines'), thread.id, edited)
    assert.equal((await listActs(ctx, thread.id)).length, 1, 'the text was changed, the tags were not')
    await editQuestion(cast.as(ctx, 'ines'), thread.id, { ...edited, tags: ['winter'] })
    await setTags(cast.as(ctx, 'gustav'), thread.id, ['motor'])
    await setTags(cast.as(ctx, 'gustav'), thread.id, [])
    for (const who of ['sara', 'ines', 'visitor'] as const) {
      const acts = await listActs(cast.as(ctx, who), thread.id)
      assert.deepEqual(
        acts.map((act) => [act.by, act.did, act.at.getTime()]),
        [
          ['Gustav Ek', 'changed the tags from “motor” to none', ctx.now.getTime()],
          ['Gustav Ek', 'changed the tags from “winter” to “motor”', ctx.now.getTime()],
          ['Ines Carvalho', 'changed the tags from “battery”, “tide” to “winter”', ctx.now.getTime()],
          ['Sara Lindqvist', 'changed the tags from “battery”, “cold” to “battery”, “tide”', ctx.now.getTime()],
        ],
        who,
      )
    }
    assert.deepEqual((await findRetagged(cast.as(ctx, 'ines'), thread.id))?.fromTags, ['motor'])
    await assert.rejects(findRetagged(cast.as(ctx, 'petra'), thread.id), { status: 404 })
  }),
)

test(
  'the author reads on the page who changed the tags, and puts them back in one step; a steward sees it in the history',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    holders.clear()
    holders.add(cast.people.gustav.id)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'It stops', body: 'Why?', tags: ['cold', 'battery'] },
    })
    const site = await openSite(ctx)
    const path = `/threads/${thread.id}/tags`
    assert.ok(!(await site.as('ines').get(path)).text.includes('The last change'))
    assert.equal((await site.as('gustav').post(path, { tags: 'motor' })).status, 303)
    const page = (await site.as('ines').get(path)).text
    assert.match(page, /Gustav Ek changed battery, cold to motor/)
    assert.match(page, /Put battery, cold back/)
    const fields = /<input type="hidden" name="tags" value="([^"]*)"/.exec(page)!
    assert.equal((await site.as('ines').post(path, { tags: fields[1]! })).status, 303)
    assert.deepEqual((await tagsOf(ctx, [thread.id])).get(thread.id), ['battery', 'cold'])
    const history = await site.as('sara').get(`/questions/${thread.id}/-/history`)
    assert.match(history.text, /changed the tags from “battery”, “cold” to “motor”/)
    assert.match(history.text, /changed the tags from “motor” to “battery”, “cold”/)
    for (const who of ['ines', 'gustav', 'sara'] as const)
      assert.ok((await site.as(who).get(`/threads/${thread.id}/keep`)).text.includes(`href="${path}"`), who)
    const keep = await site.as('sara').get(`/threads/${thread.id}/keep`)
    assert.match(keep.text, /changed the tags from “battery”, “cold” to “motor”/)
  }),
)
