/** A backup that is taken while people write, and what is served from it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { joinPostgres } from '../../src/platform/postgres/postgres.ts'
import { enterDatabase } from '../../src/sharing.ts'
import { openPeople, postForm } from '../durability/server.ts'
import { afterwards, makeDataFolder, makeFolder, ready } from './machine.ts'
import { ask, done, serve, setUpFolder } from './operator.ts'

interface Manifest {
  readonly rows: number
  readonly tables: Record<string, number>
}

/** What every moment of a Tango has in common: none of these ever finds a row. */
const inconsistencies = {
  'a thread whose count of answers is not its answers': `select threads.id from threads
     where answer_count <> (select count(*) from replies where thread_id = threads.id and kind = 'answer')`,
  'a reply that nobody was told of': `select replies.id from replies where kind = 'answer'
     and not exists (select from events where payload::text ~ ('"replyId": ?' || replies.id || '\\M'))`,
  'an event about a reply that is not there': `select id from events where payload::jsonb ? 'replyId'
     and not exists (select from replies where replies.id = (payload::jsonb ->> 'replyId')::bigint)`,
}

/** A hash of all rows of these tables, in order. */
async function hashes(url: string, tables: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of tables) {
    const rows = await ask<{ row: string }>(url, `select t::text as row from ${table} t order by 1`)
    found[table] = createHash('sha256')
      .update(rows.map(({ row }) => row).join('\n'))
      .digest('hex')
  }
  return found
}

/** A page as a visitor sees it, without what is another in every answer. */
async function page(address: string, path: string): Promise<string> {
  const answered = await fetch(address + path)
  assert.equal(answered.status, 200)
  const text = await answered.text()
  const nonce = /name="csp-nonce" content="([^"]+)"/.exec(text)?.[1]
  assert.ok(nonce)
  return text.replaceAll(nonce, 'nonce').replaceAll(address, 'http://here')
}

test(
  'a backup taken while people write is one moment of it, and serves the same pages elsewhere',
  { timeout: 400_000 },
  async (t) => {
    const dataFolder = await setUpFolder()
    const place = makeFolder()
    const server = await serve(dataFolder)
    const address = await ready(server)
    const people = await openPeople(dataFolder, 60)
    const agent = new Agent({ keepAlive: true, maxSockets: 4 })
    afterwards(() => agent.destroy())
    const fields = { space: 'riders', title: 'How long does the chain last?', body: 'In *winter*.', tags: 'chain' }
    const asked = await postForm(agent, address, people[0]!, '/questions/ask', fields)
    assert.equal(asked.status, 303, asked.body)
    const path = new URL(asked.location!, address).pathname
    const question = /\/questions\/(\d+)/.exec(path)![1]!

    const tally = { written: 0, over: false }
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = writer; !tally.over; n += 4) {
        const more = await postForm(agent, address, people[n % people.length]!, `/questions/${question}/answers`, {
          body: `Answer ${n}`,
        })
        if (more.status === 303) tally.written += 1
        await pause(5)
      }
    })
    const counts: number[] = []
    const [early, late] = [join(place, 'early.tar.gz'), join(place, 'late.tar.gz')]
    try {
      while (tally.written < 10) await pause(20)
      counts.push(tally.written)
      const env = { TANGO_DATA: dataFolder }
      const { tables } = JSON.parse(await done(['backup', early, '--json'], { env })) as Manifest
      counts.push(tables.replies!, tally.written)
    } finally {
      tally.over = true
      await Promise.all(writers)
    }
    t.diagnostic(`written before, in the backup, written after: ${counts.join(', ')}`)
    assert.ok(counts[0]! <= counts[1]! && counts[1]! <= counts[2]! + 4, `${counts}`)
    assert.ok(counts[2]! > counts[0]!, 'nobody wrote while the backup was taken')
    assert.equal(statSync(early).mode & 0o777, 0o600, 'others may read the backup')

    const first = makeDataFolder()
    const restored = JSON.parse(await done(['restore', early, '--json'], { env: { TANGO_DATA: first } })) as Manifest
    assert.equal(restored.tables.replies, counts[1])
    const database = await enterDatabase(first, 'command', () => {})
    for (const [what, statement] of Object.entries(inconsistencies))
      assert.deepEqual(await ask(database.url, statement), [], what)
    const [doubled] = await ask<{ n: string }>(database.url, `select count(*) - count(distinct body) as n from replies`)
    assert.equal(Number(doubled!.n), 0)
    const doctor = JSON.parse(await done(['doctor', '--json'], { env: { TANGO_DATA: first } })) as {
      findings: { check: string; health: string }[]
    }
    assert.deepEqual(
      doctor.findings.filter(({ health }) => health !== 'fine'),
      [],
    )
    await database.leave()

    // Nobody writes any more: once every event was heard, the copy is equal to the last byte.
    const url = (await joinPostgres(dataFolder))!
    const owed = 'select from graphile_worker._private_jobs where run_at <= now()'
    for (let waited = 0; waited < 300 && (await ask(url, owed)).length > 0; waited++) await pause(100)
    await done(['backup', late], { env: { TANGO_DATA: dataFolder } })
    const names = [
      'accounts',
      'spaces',
      'threads',
      'replies',
      'notices',
      'events',
      'offices',
      'memberships',
      'crossings',
    ]
    const [here, listed] = [await hashes(url, names), await page(address, path)]
    const second = makeDataFolder()
    await done(['restore', late], { env: { TANGO_DATA: second } })
    const copy = await serve(second)
    const elsewhere = await ready(copy)
    assert.deepEqual(await hashes((await joinPostgres(second))!, names), here)
    assert.equal(await page(elsewhere, path), listed)
    assert.match(listed, /In <em>winter<\/em>/)
    const known = await fetch(`${address}/settings/sessions`, { headers: { cookie: people[0]! }, redirect: 'manual' })
    assert.equal(known.status, 200)
    const stranger = await fetch(`${elsewhere}/settings/sessions`, {
      headers: { cookie: people[0]! },
      redirect: 'manual',
    })
    assert.notEqual(stranger.status, 200, 'a session of before opens the restored copy')
  },
)
