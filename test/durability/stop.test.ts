import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Agent } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { joinPostgres } from '../../src/platform/postgres/postgres.ts'
import { databaseEnded, freePort, makeDataFolder } from '../ops/machine.ts'
import { askDatabase, openPeople, postForm, setUpCompany, startServer } from './server.ts'

test(
  'SIGTERM lets requests under way be answered whole, ends with code 0, and the next start has what they wrote',
  { timeout: 400_000 },
  async (t) => {
    const dataFolder = makeDataFolder()
    const port = await freePort()
    setUpCompany(dataFolder, 'a horse, a battery and a staple')
    const server = await startServer(dataFolder, port)
    const [ines, gustav] = await openPeople(dataFolder, 2)
    const ask = (title: string) => new URLSearchParams({ space: 'riders', title, body: 'Slowly', tags: '' }).toString()

    // One request that waits for the database, and one whose sender is slow.
    const blocker = new pg.Client({ connectionString: await joinPostgres(dataFolder) })
    await blocker.connect()
    await blocker.query('begin; lock table threads in exclusive mode')
    const waiting = postForm(
      new Agent(),
      server.address,
      ines!,
      '/questions/ask',
      Object.fromEntries(new URLSearchParams(ask('Held up by the database'))),
    )
    const slow = connect(port, 'localhost')
    let answer = ''
    slow.on('data', (chunk) => (answer += chunk))
    const body = ask('Sent slowly')
    slow.write(
      `POST /questions/ask HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${server.address}\r\nCookie: ${gustav}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    )
    await pause(500)

    server.child.kill('SIGTERM')
    await pause(500)
    await assert.rejects(fetch(server.address), 'a stopping server took a new request')
    assert.equal(server.child.exitCode, null, 'it did not wait for the requests under way')
    const freed = performance.now()
    const hungUp = once(slow, 'close')
    slow.write(body.slice(20))
    await blocker.query('commit')
    await blocker.end()
    const answered = await waiting
    assert.equal(answered.status, 303, answered.body)
    assert.match(answered.location ?? '', /^\/questions\/\d+/)
    await hungUp
    assert.match(answer, /^HTTP\/1\.1 303 .*\r\n(.*\r\n)*location: \/questions\/\d+/i)
    assert.equal(await server.ended, 0, server.stderr())
    t.diagnostic(`ended ${((performance.now() - freed) / 1000).toFixed(1)} s after the last request could go on`)
    assert.ok(!existsSync(join(dataFolder, 'tango.lock')), 'the data folder was not given back')
    assert.ok(await databaseEnded(dataFolder), 'PostgreSQL goes on')

    const again = await startServer(dataFolder, port)
    const titles = await askDatabase<{ title: string }>(dataFolder, 'select title from threads order by title')
    assert.deepEqual(titles, [{ title: 'Held up by the database' }, { title: 'Sent slowly' }])
    assert.equal((await fetch(again.address)).status, 200)
    again.child.kill('SIGTERM')
    assert.equal(await again.ended, 0)
  },
)
