import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { answer } from '../../src/content/questions/questions.ts'
import { addReply, editThread, startThread } from '../../src/content/threads/threads.ts'
import { addMember, removeMember } from '../../src/realms/spaces/spaces.ts'
import { getCast } from '../cast.ts'
import { hearEverything } from '../database.ts'
import { openNames, shapesOf } from './addresses.ts'
import { crawl } from './crawl.ts'
import { plantInside, plantOutside } from './plant.ts'
import { openSecrets } from './secrets.ts'
import { forAll, openCtx, openWall } from './site.ts'

/** Every page outside that somebody reaches, each as the hash of its bytes. */
type Picture = Map<string, string>

const ctx = await openCtx()
const wall = await openWall(ctx)
const cast = await getCast(ctx)
const question = await plantOutside(ctx)
await hearEverything(ctx)
const routes = shapesOf(wall.app, 'GET')
  .filter((shape) => shape.texts.length === 1)
  .map((shape) => shape.route)
const names = await openNames(ctx)
const searches = ['/', '/search', '/questions', '/tags'].flatMap((path) =>
  ['battery', 'winter', 'range', 'cold', 'zqkanari'].map((q) => `${path}?q=${q}&tag=${q}&name=${q}`),
)
const start = [
  ...routes,
  ...searches,
  ...names.flatMap((name) => [
    `/questions/${name}`,
    `/tags/${name}`,
    `/s/${name}`,
    `/people/${name}`,
    `/answers/${name}`,
  ]),
]

const hashOf = (bytes: string): string => createHash('sha256').update(bytes).digest('hex')

async function take(who: 'visitor' | 'gustav'): Promise<Picture> {
  const pages = await crawl(wall, cast.viewer(who), start)
  return new Map([...pages].map(([path, { bytes }]) => [path, hashOf(bytes)]))
}

const before = { visitor: await take('visitor'), gustav: await take('gustav') }

/** Asks the same addresses again: a new link would change the bytes of a page that is among them. */
async function demandSame(when: string): Promise<void> {
  for (const who of ['visitor', 'gustav'] as const) {
    const differing: string[] = []
    await forAll(before[who], async ([path, hash]) => {
      if (hashOf((await wall.get(cast.viewer(who), path)).bytes) !== hash) differing.push(path)
    })
    assert.deepEqual(differing, [], `${who}, ${when}`)
  }
}

test('the picture holds the pages outside, and one that changes is seen', async (t) => {
  t.diagnostic(`${before.visitor.size} addresses for a visitor, ${before.gustav.size} for a member`)
  assert.ok([...before.visitor.keys()].filter((path) => path.startsWith('/questions')).length >= 4)
  await demandSame('before anything happened')
  const given = await answer(cast.as(ctx, 'joost'), question.thread.id, 'One more.')
  await assert.rejects(demandSame('after an answer outside'), /visitor, after an answer outside/)
  await hearEverything(ctx)
  await ctx.db.deleteFrom('replies').where('id', '=', given.id).execute()
  await sql`update threads set answer_count = answer_count - 1, active_at = ${question.thread.activeAt} where id = ${question.thread.id}`.execute(
    ctx.db,
  )
  await demandSame('after it was deleted')
})

test('not a byte outside changes when something inside or on a bridge is made, changed or deleted', async () => {
  const { spaces } = await plantInside(ctx, openSecrets(), question, wall.blobs, { onlyClosed: true })
  await hearEverything(ctx)
  await demandSame('after everything was planted inside')
  await ctx.db.deleteFrom('rateLimits').execute()
  const [employees] = spaces
  const tomasz = cast.as(ctx, 'tomasz')
  const thread = await startThread(tomasz, employees!, {
    type: 'discussion',
    title: 'Battery',
    body: 'range, cold, winter',
  })
  await addReply(cast.as(ctx, 'daniel'), thread.id, { kind: 'reply', body: 'battery' })
  await editThread(tomasz, thread.id, { title: 'Battery and charger', body: 'range' })
  await addMember(ctx, spaces[1]!, cast.people.daniel.id)
  await removeMember(ctx, spaces[1]!, cast.people.tomasz.id)
  await ctx.db.updateTable('spaces').set({ title: 'Another title' }).where('realm', '<>', 'outside').execute()
  await hearEverything(ctx)
  await demandSame('after things inside were changed')
  await sql`update replies set body = 'changed battery' where thread_id in (select id from threads where realm <> 'outside')`.execute(
    ctx.db,
  )
  await sql`update threads set active_at = now(), title = 'changed winter' where realm <> 'outside'`.execute(ctx.db)
  await demandSame('after texts inside were changed')
  await sql`delete from swarm_wordings; delete from swarms`.execute(ctx.db)
  await sql`update replies set parent_id = null where thread_id in (select id from threads where realm <> 'outside')`.execute(
    ctx.db,
  )
  await sql`delete from threads where realm <> 'outside'`.execute(ctx.db)
  await sql`delete from memberships where space_id in (select id from spaces where realm <> 'outside')`.execute(ctx.db)
  await demandSame('after threads inside were deleted')
})
