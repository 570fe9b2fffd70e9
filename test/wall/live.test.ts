import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { ask } from '../../src/content/questions/questions.ts'
import { startThread } from '../../src/content/threads/threads.ts'
import { touch } from '../../src/platform/events.ts'
import { silentLog } from '../../src/platform/log.ts'
import { addMember, removeMember } from '../../src/realms/spaces/spaces.ts'
import { liveRoutes, startLiveHub } from '../../src/web/live.ts'
import { type PersonName, everybody, getCast } from '../cast.ts'
import { testDatabaseUrl } from '../database.ts'
import { openCtx, openWall } from './site.ts'

const ctx = await openCtx()
const hub = await startLiveHub(await testDatabaseUrl(), silentLog)
after(() => hub.stop())
const wall = await openWall(ctx, [liveRoutes(hub)])
const cast = await getCast(ctx)

const openPages: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const page of openPages.splice(0)) await page.close()
})

/** An open page that listens; `heard` are the topics told so far. Every byte of the stream is kept as well. */
async function listenAs(
  who: PersonName | 'visitor',
  topics: readonly string[],
): Promise<{ heard: string[]; bytes: () => string; close(): Promise<void> }> {
  const key = encodeURIComponent(JSON.stringify(cast.viewer(who)))
  // The wall learns who this is by an ordinary request first.
  await wall.get(cast.viewer(who), '/health')
  const response = await wall.app.request(`/live?topics=${topics.join(',')}`, { headers: { 'x-viewer': key } })
  assert.equal(response.status, 200)
  const [reader, heard, decoder] = [response.body!.getReader(), [] as string[], new TextDecoder()]
  let bytes = ''
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes += decoder.decode(part.value)
      heard.splice(0, heard.length, ...[...bytes.matchAll(/"topic":"([^"]+)"/g)].map((match) => match[1]!))
    }
  })().catch(() => {})
  const page = {
    heard,
    bytes: () => bytes,
    async close() {
      await reader.cancel().catch(() => {})
      await reading
    },
  }
  openPages.push(page)
  return page
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    assert.ok(waited < 5000, 'nothing was heard in 5 s')
    await pause(10)
  }
}

const { thread: question } = await ask(cast.as(ctx, 'ines'), {
  space: 'riders',
  title: 'Heard by all',
  body: 'x',
  tags: [],
})
const { thread: testers } = await ask(cast.as(ctx, 'ines'), {
  space: 'testers',
  title: 'Heard by members',
  body: 'x',
  tags: [],
})
const post = (who: PersonName, place: 'velund' | 'battery' | 'cells') =>
  startThread(cast.as(ctx, who), cast.spaces[place], { type: 'discussion', title: place, body: 'x' })
const threads = [testers, await post('daniel', 'velund'), await post('lena', 'battery'), await post('lena', 'cells')]
const alone = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.velund, {
  type: 'discussion',
  title: 'Two',
  body: 'x',
  audience: 'participants',
  participants: [cast.people.aiko.id],
})
const topics = [
  ...[...threads, alone].map((thread) => `thread:${thread.id}`),
  ...(['testers', 'velund', 'battery', 'cells'] as const).map((slug) => `space:${cast.spaces[slug].id}`),
]
const spaceOf = new Map(threads.map((thread) => [`thread:${thread.id}`, thread.spaceId as number]))

/** Written from the words of the rule, not from its code. */
function mayHear(who: PersonName | 'visitor', topic: string): boolean {
  if (topic === `thread:${alone.id}`) return who === 'tomasz' || who === 'aiko'
  const id = spaceOf.get(topic) ?? Number(topic.split(':')[1])
  const realm = who === 'visitor' ? 'none' : cast.people[who].realm
  if (id === cast.spaces.testers.id) return realm === 'inside' || realm === 'outside'
  if (id === cast.spaces.velund.id) return realm === 'inside'
  if (id === cast.spaces.battery.id) return ['tomasz', 'aiko', 'lena'].includes(who)
  return ['lena', 'petra'].includes(who)
}

test('an open page hears of a change exactly if its reader may read the thing, and hears no content', async () => {
  const last = `thread:${question.id}`
  for (const who of everybody) {
    // Ten topics at most are taken; guests cannot read the question, so the last word for them is their own account.
    const end = who === 'visitor' || cast.people[who].realm !== 'bridge' ? last : `account:${cast.people[who].id}`
    const page = await listenAs(who, [...topics, end])
    await pause(20)
    await ctx.transaction((inside) =>
      touch(inside, ...topics, last, ...Object.values(cast.people).map((one) => `account:${one.id}`)),
    )
    await until(() => page.heard.includes(end))
    await pause(50)
    assert.deepEqual(
      page.heard.filter((topic) => topic !== end).sort(),
      topics.filter((topic) => mayHear(who, topic)).sort(),
      who,
    )
    for (const block of page.bytes().trim().split('\n\n'))
      assert.match(block, /^(: here|event: changed\ndata: \{"topic":"\w+:\d+","version":\d+\})$/, who)
    await page.close()
  }
})

test('a page that is open while its reader loses the right hears nothing any more', async () => {
  const [inRoom, everywhere] = [`thread:${threads[3]!.id}`, `account:${cast.people.petra.id}`]
  const page = await listenAs('petra', [inRoom, everywhere])
  await ctx.transaction((inside) => touch(inside, inRoom))
  await until(() => page.heard.includes(inRoom))
  await removeMember(ctx, cast.spaces.cells, cast.people.petra.id)
  const soFar = page.heard.length
  await ctx.transaction((inside) => touch(inside, inRoom, everywhere))
  await until(() => page.heard.includes(everywhere))
  await pause(50)
  assert.deepEqual(page.heard.slice(soFar), [everywhere])
  await addMember(ctx, cast.spaces.cells, cast.people.petra.id)
  await page.close()
})

test('nobody hears of the notices of somebody else', async () => {
  const own = `account:${cast.people.gustav.id}`
  const others = ['ines', 'daniel', 'petra'].map((who) => `account:${cast.people[who as PersonName].id}`)
  const page = await listenAs('gustav', [...others, own, 'thread:0', 'thread:x', 'account:1e9', 'mails:1', ''])
  await ctx.transaction((inside) => touch(inside, ...others, 'mails:1', 'thread:0', own))
  await until(() => page.heard.includes(own))
  await pause(50)
  assert.deepEqual(page.heard, [own])
  await page.close()
})
