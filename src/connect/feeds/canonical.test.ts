/** Addresses that hold: whatever a thread is called and whatever it is, what was linked once leads there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { postIdea } from '../../content/ideas/ideas.ts'
import { ask, post } from '../../content/questions/questions.ts'
import {
  editThread,
  getThread,
  mergeThread,
  retypeThread,
  startThread,
  threadAddress,
} from '../../content/threads/threads.ts'
import { updateProfile } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { describeSpace } from '../../realms/spaces/spaces.ts'

const site = 'http://localhost:3000'
const canonical = (text: string) => /<link rel="canonical" href="([^"]+)"/.exec(text)?.[1]

async function openScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const words = { space: 'riders', title: 'Old name', body: 'b', tags: ['cold'] }
  const question = (await ask(cast.as(ctx, 'ines'), words)).thread
  const idea = (await postIdea(cast.as(ctx, 'ines'), words)).thread
  const problem = await post(cast.as(ctx, 'joost'), 'problem', words)
  const praise = await post(cast.as(ctx, 'amina'), 'praise', words)
  const update = await startThread(cast.as(ctx, 'mirela'), cast.spaces.riders, {
    type: 'update',
    title: 'Old name',
    body: 'b',
  })
  const threads = [
    ['ines', question],
    ['ines', idea],
    ['joost', problem],
    ['amina', praise],
    ['mirela', update],
  ] as const
  return { cast, threads, visitor: (await openSite(ctx)).as('visitor') }
}

test(
  'a thread of every type has one address; after a new title the old one leads to it for good, and so does the bare number',
  inTransaction(async (ctx) => {
    const { cast, threads, visitor } = await openScene(ctx)
    for (const [author, thread] of threads) {
      const before = threadAddress(thread)
      assert.equal(canonical((await visitor.get(before)).text), site + before, thread.type)
      await editThread(cast.as(ctx, author), thread.id, { title: `Neuer Name: größer ${thread.type}`, body: 'b' })
      const after = threadAddress(await getThread(ctx, thread.id))
      assert.notEqual(after, before)
      const bare = before.split('/').slice(0, 3).join('/')
      for (const old of [before, bare, `${bare}/anything`]) {
        const moved = await visitor.get(old)
        assert.deepEqual([moved.status, moved.location], [301, after], `${thread.type}: ${old}`)
      }
      assert.equal((await visitor.get(`${before}?after=x`)).location, `${after}?after=x`, 'with what was asked of it')
      const page = await visitor.get(after)
      assert.deepEqual([page.status, canonical(page.text)], [200, site + after], thread.type)
    }
  }),
)

test(
  'what becomes of another type, or is merged, is found at every address that it ever had',
  inTransaction(async (ctx) => {
    const { cast, threads, visitor } = await openScene(ctx)
    const [question, idea, problem] = threads.map(([, thread]) => thread)
    const sara = cast.as(ctx, 'sara')
    const first = threadAddress(question!)
    await retypeThread(sara, question!.id, 'problem')
    const second = threadAddress(await getThread(ctx, question!.id))
    assert.equal((await visitor.get(first)).location, second)
    await mergeThread(sara, question!.id, problem!.id)
    for (const old of [first, second]) assert.equal((await visitor.get(old)).location, threadAddress(problem!), old)
    assert.equal((await visitor.get(threadAddress(idea!))).status, 200)
  }),
)

test(
  'a space keeps its address when it is renamed, a person theirs',
  inTransaction(async (ctx) => {
    const { cast, visitor } = await openScene(ctx)
    await describeSpace(cast.as(ctx, 'sara'), cast.spaces.riders.id, { title: 'Winter riders', description: '' })
    assert.equal(canonical((await visitor.get('/s/riders')).text), `${site}/s/riders`)
    const { id } = cast.people.ines
    const before = canonical((await visitor.get(`/people/${id}`)).text)
    await updateProfile(cast.as(ctx, 'ines'), id, { displayName: 'Inês C.' })
    assert.equal(canonical((await visitor.get(`/people/${id}`)).text), before)
    assert.equal((await visitor.get(before!.replace(site, ''))).status, 200)
  }),
)
