/** Every command: how it explains itself, refuses, answers in JSON, and does the same beside a server and without. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { databaseEnded, makeDataFolder, makeFolder, ready } from './machine.ts'
import {
  done,
  ownerEmail,
  password,
  passwordFile,
  serve,
  setUpArgs,
  setUpFolder,
  tango,
  writeDump,
} from './operator.ts'

const commands = [
  [],
  ['start'],
  ['setup'],
  ['space'],
  ['space', 'create'],
  ['space', 'list'],
  ['user'],
  ['user', 'create'],
  ['user', 'password'],
  ['user', 'claim'],
  ['user', 'sign-out'],
  ['user', 'give-office'],
  ['user', 'end-office'],
  ['user', 'offices'],
  ['close-account'],
  ['import'],
  ['import', 'discourse'],
  ['import', 'stackexchange'],
  ['import-structure'],
  ['backup'],
  ['restore'],
  ['doctor'],
  ['prove-wall'],
]
/** No command that is tried here may get as far as making this. */
const nowhere = '/nonexistent/tango-data'

/** At most so many processes at once: the machine has other things to do. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item)
  }
  await Promise.all([worker(), worker()])
}

test('every command says how it is called, and every command is tried here', async () => {
  const listed = new Set<string>()
  await inTurns(commands, async (command) => {
    const { code, stdout, stderr } = await tango([...command, '--help'], { env: { TANGO_DATA: nowhere } })
    assert.equal(code, 0, command.join(' '))
    assert.match(stdout, new RegExp(`^Usage: ${['tango', ...command].join(' ')}`))
    assert.equal(stderr, '')
    const below = stdout.split('\nCommands:\n')[1] ?? ''
    for (const [, name] of below.matchAll(/^ {2}([a-z-]+)/gm))
      if (name !== 'help') listed.add([...command, name].join(' '))
    if (below === '') assert.match(stdout, /--json/, `${command.join(' ')} does not speak of --json`)
  })
  assert.deepEqual(
    [...listed].sort(),
    commands
      .map((command) => command.join(' '))
      .filter(Boolean)
      .sort(),
  )
})

test('a command that is called wrongly ends with 2, one line, and nothing on standard output', async () => {
  const wrong: [string[], RegExp][] = [
    [['space', 'create', '--realm', 'outside', '--slug', 'a', '--title', 'A', '--colour', 'red'], /'--colour'/],
    [['space', 'create', '--realm', 'outside', '--title', 'A'], /'--slug <slug>'/],
    [['spaces'], /'spaces'/],
    [['user', 'creat'], /'creat'.*create/],
    [['setup', '--company', 'V', '--owner-email'], /'--owner-email <address>'/],
    [['backup'], /'file'/],
    [['backup', 'one', 'two'], /too many arguments/i],
    [['import', 'stackexchange', '/tmp'], /'--space <slug>'/],
    [['import', 'discourse', '/tmp'], /'--site <host>'/],
    [['start', '--fast'], /'--fast'/],
  ]
  await inTurns(wrong, async ([args, said]) => {
    const { code, stdout, stderr } = await tango(args, { env: { TANGO_DATA: nowhere } })
    assert.equal(code, 2, `${args.join(' ')}: ${stderr}`)
    assert.equal(stdout, '', args.join(' '))
    assert.match(stderr, said)
    assert.match(stderr, /^[^\n]+--help[^\n]+\n$/, args.join(' '))
  })
  for (const group of [[], ['space'], ['user'], ['import']]) {
    const { code, stdout } = await tango(group, { env: { TANGO_DATA: nowhere } })
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' }, group.join(' '))
  }
})

test('refused input ends with 1 and one line that names the option', async () => {
  const dataFolder = await setUpFolder()
  const env = { TANGO_DATA: dataFolder }
  const [file, short] = [passwordFile(), passwordFile('short')]
  const create = ['user', 'create', '--name', 'Ada', '--email']
  const refused: [string[], RegExp][] = [
    [['space', 'create', '--realm', 'aside', '--slug', 'a', '--title', 'A'], /^--realm: /],
    [['space', 'create', '--realm', 'inside', '--slug', 'Ä', '--title', 'A'], /^--slug: /],
    [['space', 'create', '--realm', 'inside', '--slug', 'a', '--title', ' '], /^--title: /],
    [['space', 'create', '--realm', 'inside', '--slug', 'a', '--title', 'A', '--access', 'public'], /^--access: /],
    [['space', 'create', '--realm', 'inside', '--slug', 'riders', '--title', 'A'], /^--slug: .*already/],
    [[...create, 'ada', '--password-file', file], /^--email: /],
    [[...create, ownerEmail, '--password-file', file], /^--email: .*already/],
    [[...create, 'ada@velund.example', '--password-file', short], /^--password-file: /],
    [[...create, 'ada@velund.example', '--password-file', '/nonexistent/file'], /--password-file/],
    [[...create, 'ada@velund.example', '--password-file', file, '--realm', 'aside'], /^--realm: /],
    [['user', 'create', '--name', ' ', '--email', 'ada@velund.example', '--password-file', file], /^--name: /],
    [['user', 'password', '--email', 'nobody@velund.example', '--password-file', file], /^--email: /],
    [['user', 'sign-out', '--email', ownerEmail, '--realm', 'outside'], /^--email: /],
    [['user', 'claim', '--account', 'x', '--email', 'a@b.example', '--password-file', file], /^--account: /],
    [['user', 'claim', '--account', '1', '--email', 'a@b.example', '--password-file', file], /^--account: /],
    [['user', 'give-office', '--email', ownerEmail, '--office', 'king'], /^--office: /],
    [['user', 'end-office', '--email', ownerEmail, '--office', 'owner'], /only owner/],
    [['import', 'stackexchange', '/nonexistent', '--space', 'riders'], /Users\.xml.*missing/],
    [['import', 'stackexchange', writeDump(1), '--space', 'bread'], /no space bread.*tango space create/],
    [['import', 'stackexchange', writeDump(1), '--space', 'everyone-at-velund'], /^--space: /],
    [['backup', file], /is there already/],
    [['backup', '/nonexistent/backup.tar.gz'], /cannot be written \(ENOENT\)/],
    [['restore', '/nonexistent/backup.tar.gz'], /cannot be read \(ENOENT\)/],
    [['restore', file], /cannot be restored/],
    [setUpArgs(file), /set up already/],
  ]
  await ready(await serve(dataFolder))
  await inTurns(refused, async ([args, said]) => {
    const { code, stdout, stderr } = await tango(args, { env })
    assert.equal(code, 1, `${args.join(' ')}: ${stdout}${stderr}`)
    assert.equal(stdout, '', args.join(' '))
    assert.match(stderr, said, args.join(' '))
    assert.match(stderr, /^[^\n]+\n$/, args.join(' '))
  })
  const spaces = JSON.parse(await done(['space', 'list', '--json'], { env })) as unknown[]
  assert.equal(spaces.length, 2, 'something refused was made all the same')
})

test('what is told from the options alone is refused before anything is made', async () => {
  const dataFolder = makeDataFolder()
  const env = { TANGO_DATA: dataFolder }
  await inTurns(
    [
      ['space', 'create', '--realm', 'aside', '--slug', 'a', '--title', 'A'],
      ['user', 'create', '--name', 'A', '--email', 'a@b.example', '--password-file', '/nonexistent/file'],
      setUpArgs('/nonexistent/file'),
      ['restore', '--check', passwordFile()],
    ],
    async (args) => assert.equal((await tango(args, { env })).code, 1, args.join(' ')),
  )
  assert.ok(!existsSync(dataFolder), 'a database was made for nothing')
})

type Step = { args: string[]; code: number | string; answer: unknown; stderr: string }

/** Everything that an operator does, one after the other, on one data folder; each answers with one JSON document. */
async function everyCommand(dataFolder: string): Promise<Step[]> {
  const place = makeFolder()
  const backup = join(place, 'backup.tar.gz')
  const [dump, file, other] = [writeDump(3), passwordFile(), passwordFile('another long one for her')]
  const person = ['--email', 'ada@velund.example']
  const calls: string[][] = [
    setUpArgs(file),
    ['space', 'create', '--realm', 'outside', '--slug', 'bread', '--title', 'Bread'],
    ['space', 'create', '--realm', 'outside', '--slug', 'bread', '--title', 'Bread'],
    ['space', 'list'],
    ['user', 'create', ...person, '--name', 'Ada', '--password-file', file],
    ['user', 'password', ...person, '--password-file', other],
    ['user', 'give-office', ...person, '--office', 'outside-steward'],
    ['user', 'end-office', '--email', ownerEmail, '--office', 'official-voice'],
    ['user', 'offices'],
    ['user', 'sign-out', ...person],
    ['import', 'stackexchange', dump, '--space', 'bread', '--dry-run'],
    ['import', 'stackexchange', dump, '--space', 'bread'],
    ['import', 'stackexchange', dump, '--space', 'bread'],
    ['user', 'claim', '--account', '5', '--email', 'ada@people.example', '--password-file', file],
    ['backup', backup],
    ['restore', backup],
    ['restore', backup, '--check'],
    ['doctor'],
    ['doctor', '--repair'],
  ]
  const steps: Step[] = []
  for (const args of calls) {
    const { code, stdout, stderr } = await tango([...args, '--json'], { env: { TANGO_DATA: dataFolder } })
    const shown = [place, dump, file, other].reduce((text, path) => text.replaceAll(path, '…'), stdout)
    const known = args.map((word) => (word.startsWith('/') ? '…' : word))
    steps.push({ args: known, code, answer: comparable(shown, args.join(' ')), stderr: stderr.replaceAll(place, '…') })
  }
  return steps
}

/** The one JSON document on standard output (nothing when refused), without what is another each time. */
function comparable(stdout: string, called: string): unknown {
  if (stdout === '') return undefined
  try {
    return JSON.parse(stdout, (key, value: unknown) => {
      if (/^(givenAt|madeAt|bytes|id)$/.test(key)) return typeof value
      // How full the disk is, and how much of a start's own work is in a backup.
      return typeof value === 'string' ? value.replace(/^\d+\.\d GB/, 'n GB') : value
    })
  } catch {
    throw new Error(`tango ${called} --json printed no JSON document: ${stdout}`)
  }
}

test('each command does the same beside a running server and without one', { timeout: 400_000 }, async () => {
  const [alone, beside] = [await setUpFolder(), await setUpFolder()]
  const server = await serve(beside)
  const address = await ready(server)
  const [without, withServer] = await Promise.all([everyCommand(alone), everyCommand(beside)])
  const codes = without.map(({ code }) => code)
  assert.deepEqual(
    codes,
    [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
    JSON.stringify(without.filter(({ code }) => code !== 0)),
  )
  for (const [index, step] of without.entries()) {
    const other = withServer[index]!
    // A started server has put its address among the settings and its jobs beside them.
    const counts = (answer: unknown): unknown =>
      /^(backup|restore)/.test(step.args[0]!) ? Object.keys((answer ?? {}) as object) : answer
    assert.deepEqual({ ...other, answer: counts(other.answer) }, { ...step, answer: counts(step.answer) })
  }
  const question = await fetch(`${address}/questions`)
  assert.match(await question.text(), /Question 3/, 'the running server shows what was imported beside it')
  assert.ok(!/velund\.example|horse/.test(server.stderr()), 'a log line names a person or a password')
  assert.ok(await databaseEnded(alone), 'a command left its PostgreSQL behind')
  assert.ok(!existsSync(join(alone, 'tango.lock')))
})

test('a password may come on standard input, and signs in', async () => {
  const dataFolder = await setUpFolder()
  const env = { TANGO_DATA: dataFolder }
  const server = await serve(dataFolder)
  const address = await ready(server)
  const args = ['user', 'create', '--email', 'ada@velund.example', '--name', 'Ada', '--password-file', '-']
  await done(args, { env, input: `${password}\n` })
  const asked = await fetch(`${address}/sign-in`, {
    method: 'POST',
    headers: { origin: address },
    body: new URLSearchParams({ realm: 'inside', email: 'ada@velund.example', password }),
    redirect: 'manual',
  })
  assert.equal(asked.status, 303, await asked.text())
  const told = await done(['user', 'sign-out', '--email', 'ada@velund.example'], { env })
  assert.equal(told, '1 session was ended.\n')
  const again = await done(['user', 'password', '--email', 'ada@velund.example', '--password-file', '-', '--json'], {
    env,
    input: 'a wholly other password',
  })
  assert.equal((JSON.parse(again) as { sessionsEnded: number }).sessionsEnded, 0)
})

test('lines may be read by a program that has soon seen enough', async () => {
  const env = { TANGO_DATA: await setUpFolder() }
  const { code, stderr } = await tango(
    ['-c', '"$0" user offices | true', join(import.meta.dirname, '../../bin/tango')],
    {
      env,
      program: '/bin/sh',
    },
  )
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
})

test('the demo is made once, and a second time refused', { timeout: 300_000 }, async () => {
  const dataFolder = makeDataFolder()
  const env = { TANGO_DATA: dataFolder }
  const file = passwordFile()
  await done([...setUpArgs(file), '--demo'], { env })
  const again = await tango([...setUpArgs(file), '--demo'], { env })
  assert.deepEqual(again, { code: 1, stdout: '', stderr: 'Tango is set up already.\n' })
  const report = JSON.parse(await done(['doctor', '--json'], { env })) as { findings: { health: string }[] }
  assert.ok(
    report.findings.every(({ health }) => health === 'fine'),
    JSON.stringify(report),
  )
})
