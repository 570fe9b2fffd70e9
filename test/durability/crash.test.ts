import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { listeners } from '../../src/features.ts'
import { freePort, makeDataFolder } from '../ops/machine.ts'
import { type Server, askDatabase, killServer, openPeople, postForm, setUpCompany, startServer } from './server.ts'

const writes = 1000
const kills = 5
const clients = 8

/** Everything that was posted: the word that stands in it, and whether Tango said that it has it. */
interface Write {
  readonly word: string
  acknowledged: boolean
}

test(
  `${writes} acknowledged writes survive ${kills} times kill -9, each exactly once, and are told to everybody`,
  { timeout: 600_000 },
  async (t) => {
    const dataFolder = makeDataFolder()
    const port = await freePort()
    setUpCompany(dataFolder, 'a horse, a battery and a staple')
    let server: Server | undefined = await startServer(dataFolder, port)
    const { address } = server
    const people = await openPeople(dataFolder, 90)
    const agent = new Agent({ keepAlive: true, maxSockets: clients })
    const asked = await postForm(agent, address, people[0]!, '/questions/ask', {
      space: 'riders',
      title: 'What survives?',
      body: 'Everything?',
      tags: '',
    })
    assert.equal(asked.status, 303, asked.body)
    const question = /\/questions\/(\d+)/.exec(asked.location ?? '')![1]!

    const all: Write[] = []
    const tally = { acknowledged: 0, broken: 0, refused: 0, over: false }
    const write = async (): Promise<void> => {
      const n = all.length
      const one: Write = { word: `word${n}x${randomBytes(6).toString('hex')}`, acknowledged: false }
      all.push(one)
      const isQuestion = n % 4 === 0
      const path = isQuestion ? '/questions/ask' : `/questions/${question}/answers`
      const fields: Record<string, string> = isQuestion
        ? { space: 'riders', title: one.word, body: 'Is it here?', tags: 'crash' }
        : { body: one.word }
      try {
        const { status } = await postForm(agent, address, people[n % people.length]!, path, fields)
        if (status === 303) {
          one.acknowledged = true
          tally.acknowledged++
        } else if (++tally.refused > 50) tally.over = true
      } catch {
        tally.broken++
        await pause(50)
      }
    }
    const goesOn = (until: number): boolean => !tally.over && tally.acknowledged < until
    const writing = Array.from({ length: clients }, async () => {
      while (goesOn(writes)) await write()
    })

    // One kill at a random moment in each of five stretches, so that none falls into another's restart.
    const downtimes: number[] = []
    try {
      for (let kill = 0; kill < kills; kill++) {
        const when = Math.floor(((kill + 0.1 + Math.random() * 0.8) * writes) / kills)
        while (goesOn(when)) await pause(1)
        await pause(Math.random() * 20)
        await killServer(server, dataFolder, kill % 2 === 1)
        const began = performance.now()
        server = await startServer(dataFolder, port)
        downtimes.push((performance.now() - began) / 1000)
      }
      await Promise.all(writing)
    } finally {
      tally.over = true
      await Promise.all(writing)
      agent.destroy()
    }

    const rows = await askDatabase<{ word: string; count: string }>(
      dataFolder,
      `select word, count(*) from (select body as word from replies union all select title from threads where id <> ${question}) texts group by word`,
    )
    const stored = new Map(rows.map(({ word, count }) => [word, Number(count)]))
    const lost = all.filter((one) => one.acknowledged && !stored.has(one.word))
    const doubled = rows.filter(({ count }) => Number(count) !== 1)
    const unsaid = all.filter((one) => !one.acknowledged && stored.has(one.word)).length
    t.diagnostic(
      `${tally.acknowledged} acknowledged, ${lost.length} lost, ${doubled.length} doubled; ${tally.broken} broken off (${unsaid} of them stored), ${tally.refused} refused; ready again after ${downtimes.map((one) => one.toFixed(1)).join(', ')} s`,
    )
    assert.deepEqual(
      lost.map((one) => one.word),
      [],
    )
    assert.deepEqual(doubled, [])
    assert.equal(tally.refused, 0, 'writes were refused')
    assert.ok(tally.broken > 0, 'no kill hit a write that was under way')
    assert.equal(stored.size, tally.acknowledged + unsaid, 'something is stored that nobody wrote')

    const [wrongCount] = await askDatabase<{ count: number }>(
      dataFolder,
      `select answer_count - (select count(*) from replies where thread_id = ${question} and kind = 'answer') as count from threads where id = ${question}`,
    )
    assert.equal(Number(wrongCount!.count), 0, 'the count of answers is not the number of answers')
    await everythingTold(t, dataFolder)
  },
)

/** Waits until every listener has heard every event that it listens to; each asker then has one notice an answer. */
async function everythingTold(t: { diagnostic(message: string): void }, dataFolder: string): Promise<void> {
  const pairs = listeners.map(({ event, name }) => `('${event}', '${name}')`).join(', ')
  const began = performance.now()
  const missing = `select events.id, events.name, pair.listener from events join (values ${pairs}) pair (event, listener) on pair.event = events.name
    where not exists (select from event_deliveries where event_id = events.id and event_deliveries.listener = pair.listener)`
  let left = await askDatabase<{ id: number; name: string; listener: string }>(dataFolder, missing)
  const pending = left.length
  while (left.length > 0 && performance.now() - began < 30_000) {
    await pause(200)
    left = await askDatabase(dataFolder, missing)
  }
  const stuck = await askDatabase<{ locked: string }>(
    dataFolder,
    'select count(*) as locked from graphile_worker._private_jobs where locked_at is not null',
  )
  t.diagnostic(
    `${pending} deliveries were pending at the end, ${left.length} after ${((performance.now() - began) / 1000).toFixed(1)} s; ${stuck[0]!.locked} jobs held`,
  )
  assert.deepEqual(left.slice(0, 5), [], 'events that some listener never heard')
  const [told] = await askDatabase<{ untold: string }>(
    dataFolder,
    `select count(*) as untold from replies join threads on threads.id = replies.thread_id
     where replies.kind = 'answer' and replies.author_id <> threads.author_id
       and (select count(*) from notices where notices.reply_id = replies.id and notices.account_id = threads.author_id) <> 1`,
  )
  assert.equal(Number(told!.untold), 0, 'answers whose asker was not told exactly once')
}
