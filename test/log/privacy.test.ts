import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { askDatabase, setUpCompany, startServer } from '../durability/server.ts'
import { checkout, freePort, makeDataFolder } from '../ops/machine.ts'

/** What must be in no line, by what it is. */
const secrets = new Map<string, string>([
  ['owner password', 'a zebra, a violin and a kettle'],
  ['wrong password', 'wrongzebra-one-two-three'],
  ['owner address', 'owner@velund.example'],
  ['unknown address', 'nobodyknows@strangers.example'],
  ['member address', 'ottilie@people.example'],
  ['member name', 'Ottilie Quastenflosser'],
  ['member password', 'ottilies-own-long-words'],
  ['colleague address', 'wendelin@velund.example'],
  ['colleague name', 'Wendelin Zackenbarsch'],
  ['colleague password', 'wendelins-own-long-words'],
  ['title', 'Titelwort klickt'],
  ['text', 'Textwort rasselt'],
  ['search', 'suchwortgeheim'],
  ['query value', 'querywortgeheim'],
  ['path', 'pfadwortgeheim'],
  ['device', 'Geraetewort/1.0'],
  ['forwarded address', '203.0.113.77'],
  ['command line name', 'Commandine Schollmeyer'],
  ['command line address', 'commandine@velund.example'],
])

interface Reply {
  readonly status: number
  readonly location: string | null
  readonly cookie: string | undefined
  readonly requestId: string | null
}

test(
  'no line of the log carries an address, name, token, code, password, text or query, and each names its request',
  { timeout: 180_000 },
  async (t) => {
    const dataFolder = makeDataFolder()
    const port = await freePort()
    const of = (what: string) => secrets.get(what)!
    setUpCompany(dataFolder, of('owner password'))
    // Development says the most.
    const server = await startServer(dataFolder, port, { NODE_ENV: 'development' })
    const requests: string[] = []
    const ask = async (
      path: string,
      fields?: Record<string, string>,
      headers: Record<string, string> = {},
    ): Promise<Reply> => {
      const response = await fetch(server.address + path, {
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          origin: server.address,
          'user-agent': of('device'),
          'x-forwarded-for': of('forwarded address'),
          ...headers,
        },
        ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
      })
      await response.arrayBuffer()
      const requestId = response.headers.get('x-request-id')
      if (requestId) requests.push(requestId)
      const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
      const token = cookie?.split('=')[1]
      if (token) secrets.set(`session of ${path}`, token)
      return { status: response.status, location: response.headers.get('location'), cookie, requestId }
    }
    const mailTo = async (address: string): Promise<string> => {
      for (let waited = 0; waited < 15_000; waited += 100) {
        const [mail] = await askDatabase<{ text: string }>(
          dataFolder,
          `select body_text as text from mails where to_address = '${address}' order by id desc limit 1`,
        )
        if (mail) return mail.text
        await pause(100)
      }
      throw new Error('no mail came')
    }

    const door = { realm: 'inside', email: of('owner address') }
    assert.equal((await ask('/sign-in', { ...door, password: of('wrong password') })).status, 422)
    assert.equal(
      (await ask('/sign-in', { realm: 'outside', email: of('unknown address'), password: of('wrong password') }))
        .status,
      422,
    )
    await ask('/sign-in/code', { realm: 'outside', email: of('unknown address') })
    const owner = await ask('/sign-in', { ...door, password: of('owner password') })
    assert.equal(owner.status, 303)

    const joined = await ask('/sign-up', {
      displayName: of('member name'),
      email: of('member address'),
      password: of('member password'),
    })
    assert.equal(joined.status, 303)
    secrets.set(
      'ticket',
      decodeURIComponent(joined.location!)
        .split(/[./?]/)
        .find((part) => part.length > 30)!,
    )
    assert.equal((await ask(joined.location!, { code: '0000 0000' })).status, 422)
    const code = /\d{4} \d{4}/.exec(await mailTo(of('member address')))![0]
    secrets.set('code', code)
    secrets.set('code without space', code.replace(' ', ''))
    const member = await ask(joined.location!, { code })
    assert.equal(member.status, 303)

    const invitation = {
      place: 'inside',
      email: of('colleague address'),
      displayName: of('colleague name'),
      organisation: '',
    }
    assert.equal((await ask('/inside/people/invite', invitation, { cookie: owner.cookie! })).status, 303)
    const link = /\/invitations\/[\w-]+/.exec(await mailTo(of('colleague address')))![0]
    secrets.set('invitation', link.split('/').at(-1)!)
    await ask(link)
    const colleague = await ask(link, { displayName: of('colleague name'), password: of('colleague password') })
    assert.equal(colleague.status, 303)
    assert.equal((await ask(link)).status, 404)

    const asked = await ask(
      '/questions/ask',
      { space: 'riders', title: of('title'), body: of('text'), tags: '' },
      { cookie: member.cookie! },
    )
    assert.equal(asked.status, 303)
    await ask(asked.location!.replace(/\/[^/]*$/, '/answers'), { body: of('text') }, { cookie: colleague.cookie! })
    await ask(`/search?q=${of('search')}`, undefined, { cookie: member.cookie! })
    await ask(`/questions?tag=${of('query value')}&${of('query value')}=1`)
    assert.equal((await ask(`/${of('path')}/${of('path')}`)).status, 404)
    assert.equal(
      (
        await ask(
          '/questions/ask',
          { title: of('title') },
          { cookie: member.cookie!, origin: 'https://elsewhere.example' },
        )
      ).status,
      403,
    )

    // A true failure: the driver's own message repeats the statement and its values.
    await askDatabase(dataFolder, 'alter table threads rename to threads_away')
    const failed = await ask(`/search?q=${of('search')}`)
    assert.equal(failed.status, 500)
    // The page that says so counts the notices of a member, which fails as well.
    const twice = await ask(`/search?q=${of('search')}`, undefined, { cookie: member.cookie! })
    assert.equal(twice.status, 500)
    await askDatabase(dataFolder, 'alter table threads_away rename to threads')
    await askDatabase(dataFolder, `alter table threads add constraint no_more check (title <> '${of('title')} again')`)
    assert.equal(
      (
        await ask(
          '/questions/ask',
          { space: 'riders', title: `${of('title')} again`, body: of('text'), tags: '' },
          { cookie: member.cookie! },
        )
      ).status,
      500,
    )
    const said = runCommands(dataFolder, of)
    await pause(500)
    server.child.kill('SIGTERM')
    assert.equal(await server.ended, 0)

    const lines = server.stderr().trim().split('\n')
    t.diagnostic(`${lines.length} lines of ${requests.length} requests`)
    for (const line of lines) {
      const entry = parse(line)
      for (const key of ['time', 'level', 'message']) assert.equal(typeof entry[key], 'string', line)
      if (entry.message === 'answered' || entry.message === 'request failed')
        assert.match(String(entry.request), /^[0-9a-f-]{36}$/, line)
      else assert.ok(entry.request ?? entry.job ?? entry.reason ?? entry.kind, `neither a request nor a job: ${line}`)
    }
    for (const [what, secret] of secrets) {
      for (const form of [
        secret,
        encodeURIComponent(secret),
        secret.toLowerCase(),
        secret.replaceAll(' ', '-').toLowerCase(),
      ]) {
        for (const line of lines) assert.ok(!line.includes(form), `the ${what} is in the log: ${line}`)
      }
      if (!what.startsWith('command line')) assert.ok(!said.includes(secret), `the ${what} was said by a command`)
    }
    for (const word of ['Titelwort', 'Textwort', 'Ottilie', 'Wendelin', 'Quastenflosser', '@people', '@velund'])
      assert.ok(!server.stderr().includes(word), word)
    const named = new Set(lines.map((line) => parse(line).request))
    for (const id of requests) assert.ok(named.has(id), `no line names the request ${id}`)
    for (const { requestId } of [failed, twice]) {
      assert.ok(requestId, 'a failure was answered without the number that leads to its line')
      assert.equal(
        lines.filter((line) => parse(line).message === 'request failed' && parse(line).request === requestId).length,
        1,
      )
    }
  },
)

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return assert.fail(`not a line of JSON: ${line}`)
  }
}

/** Commands beside the running server, good and bad; gives all that they said. */
function runCommands(dataFolder: string, of: (what: string) => string): string {
  const file = `${dataFolder}-words`
  writeFileSync(file, of('colleague password'), { mode: 0o600 })
  const env = { PATH: process.env.PATH, HOME: '/tmp', TANGO_DATA: dataFolder }
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(join(checkout, 'bin/tango'), args, { env, encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }
  const address = of('command line address')
  const made = run('user', 'create', '--email', address, '--name', of('command line name'), '--password-file', file)
  assert.equal(made.status, 0, made.said)
  const changed = run('user', 'password', '--email', address, '--password-file', file, '--json')
  assert.equal(changed.status, 0, changed.said)
  const nobody = run('user', 'sign-out', '--email', of('unknown address'))
  assert.equal(nobody.status, 1)
  const again = run('user', 'create', '--email', address, '--name', 'Somebody else', '--password-file', file)
  assert.equal(again.status, 1)
  return [made, changed, nobody, again].map((one) => one.said).join('\n')
}
