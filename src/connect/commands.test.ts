/** Each command on a real database, without a process: what it does with each of its options, says, and answers in JSON. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Command, CommanderError } from 'commander'
import { sql } from 'kysely'
import { castPassword, getCast } from '../../test/cast.ts'
import { inTransaction, testPool } from '../../test/database.ts'
import { checkPassword, createUnclaimed, getAccount } from '../people/accounts/accounts.ts'
import { findViewer, startSession } from '../people/sessions/sessions.ts'
import { folderBlobs } from '../platform/blobs.ts'
import { readConfig } from '../platform/config.ts'
import type { Ctx } from '../platform/context.ts'
import { Invalid, TangoError } from '../platform/errors.ts'
import type { AccountId } from '../platform/ids.ts'
import { StartError } from '../platform/start-error.ts'
import { doctorCommands } from './doctor/doctor.commands.ts'
import { optionFor, refusalLines } from './options.ts'
import { peopleCommands, readPassword } from './people.commands.ts'
import { spaceCommands } from './spaces.commands.ts'

const folder = mkdtempSync(join(tmpdir(), 'tango-commands-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const newPassword = 'four plain words together'
const passwordFile = file('password', `${newPassword}\r\nnot this line\n`)

interface Outcome {
  readonly code: number
  readonly lines: string[]
}

/** Calls a command as `tango` does, over the test's own transaction. */
async function tango(ctx: Ctx, ...args: string[]): Promise<Outcome> {
  const lines: string[] = []
  const quiet = { writeOut: () => {}, writeErr: () => {}, outputError: () => {} }
  const program = new Command('tango').option('--json').exitOverride().configureOutput(quiet)
  let called = program
  program.hook('preAction', (_, command) => void (called = command))
  let code = 0
  const pool = await testPool()
  for (const add of [peopleCommands, spaceCommands, doctorCommands])
    add(program, async (work) => {
      const json = called.optsWithGlobals<{ json?: boolean }>().json === true
      const house = { ctx, pool, config: readConfig({}), blobs: folderBlobs(folder), json, interactive: false }
      code = (await work({ ...house, print: (line) => void lines.push(line) })) ?? 0
    })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return { code: 2, lines }
    if (error instanceof TangoError) return { code: 1, lines: refusalLines(error, called) }
    if (error instanceof StartError) return { code: 1, lines: [error.message] }
    throw error
  }
  return { code, lines }
}

const said = async (ctx: Ctx, ...args: string[]) => {
  const { code, lines } = await tango(ctx, ...args)
  assert.equal(code, 0, lines.join('\n'))
  return lines.join('\n')
}
const json = async (ctx: Ctx, ...args: string[]) => JSON.parse(await said(ctx, ...args, '--json'))

test(
  'a new account has its side, its names and a proved address, and its password is the first line of the file',
  inTransaction(async (ctx) => {
    const create = ['user', 'create', '--name', ' Ada  Byron ', '--password-file', passwordFile]
    const { id } = await json(ctx, ...create, '--email', 'Ada@Velund.example')
    const ada = await getAccount(ctx, id)
    assert.deepEqual(
      [ada.realm, ada.displayName, ada.email, ada.organisation],
      ['inside', 'Ada Byron', 'ada@velund.example', null],
    )
    assert.equal(await checkPassword(ctx, 'inside', 'ada@velund.example', newPassword), id)
    assert.equal(await checkPassword(ctx, 'outside', 'ada@velund.example', newPassword), undefined)
    const { rows } = await sql<{
      proved: boolean
    }>`select email_proved_at is not null as proved from accounts where id = ${id}`.execute(ctx.db)
    assert.deepEqual(rows, [{ proved: true }])
    const guest = await said(
      ctx,
      ...create,
      '--email',
      'ada@guest.example',
      '--realm',
      'bridge',
      '--organisation',
      'Byron Ltd',
    )
    const [, guestId] = /^Made the account (\d+) \(bridge\)\.$/.exec(guest)!
    assert.equal((await getAccount(ctx, Number(guestId) as AccountId)).organisation, 'Byron Ltd')
    assert.match(await said(ctx, ...create, '--email', 'ada@velund.example', '--realm', 'outside'), /\(outside\)/)
    assert.deepEqual(await tango(ctx, ...create, '--email', 'ada@velund.example'), {
      code: 1,
      lines: ['--email: There is already an account with this address on this side.'],
    })
  }),
)

test(
  'setting a password and signing out end every session of that account alone, and say how many',
  inTransaction(async (ctx) => {
    const { people } = await getCast(ctx)
    const open = async (who: keyof typeof people) =>
      (await startSession(ctx, people[who].id, { provedBy: 'code', device: 'test' })).token
    const lives = async (token: string) => (await findViewer(ctx, token)) !== undefined
    const [one, two, other] = [await open('daniel'), await open('daniel'), await open('lena')]
    const daniel = ['--email', 'DANIEL@velund.example']
    const password = ['user', 'password', ...daniel, '--password-file', passwordFile]
    assert.equal(await said(ctx, ...password), 'The password is set. 2 sessions were ended.')
    assert.deepEqual([await lives(one), await lives(two), await lives(other)], [false, false, true])
    assert.equal(await checkPassword(ctx, 'inside', 'daniel@velund.example', newPassword), people.daniel.id)
    assert.equal(await checkPassword(ctx, 'inside', 'daniel@velund.example', castPassword), undefined)
    const third = await open('daniel')
    assert.equal(await said(ctx, 'user', 'sign-out', ...daniel), '1 session was ended.')
    assert.equal(await lives(third), false)
    assert.equal(await said(ctx, 'user', 'sign-out', ...daniel), '0 sessions were ended.')
    assert.deepEqual(await json(ctx, 'user', 'sign-out', ...daniel), { id: people.daniel.id, sessionsEnded: 0 })
    assert.deepEqual(await json(ctx, ...password), { id: people.daniel.id, sessionsEnded: 0 })
    assert.ok(await lives(other))
  }),
)

test(
  'a password that is refused is not set and ends no session',
  inTransaction(async (ctx) => {
    const { people } = await getCast(ctx)
    const { token } = await startSession(ctx, people.lena.id, { provedBy: 'code', device: 'test' })
    for (const weak of ['short', 'lena@velund.example', '']) {
      const args = ['user', 'password', '--email', 'lena@velund.example', '--password-file', file('weak', weak)]
      const { code, lines } = await tango(ctx, ...args)
      assert.equal(code, 1, weak)
      assert.match(lines.join('\n'), /^--password-file: /, weak)
    }
    assert.ok(await findViewer(ctx, token))
  }),
)

test(
  'an imported account is handed to its person once; whoever is somebody already cannot be handed over',
  inTransaction(async (ctx) => {
    const [id] = await createUnclaimed(ctx, [{ displayName: 'Berta Mehl', createdAt: ctx.now }])
    const claim = (account: string, email: string) =>
      tango(ctx, 'user', 'claim', '--account', account, '--email', email, '--password-file', passwordFile)
    assert.deepEqual((await claim(String(id), 'ines@people.example')).lines, [
      '--email: There is already an account with this address on that side.',
    ])
    assert.deepEqual(await claim(String(id), 'berta@people.example'), {
      code: 0,
      lines: [`The account ${id} is theirs.`],
    })
    assert.equal(await checkPassword(ctx, 'outside', 'berta@people.example', newPassword), id)
    const { people } = await getCast(ctx)
    for (const account of [String(id), String(people.gustav.id), '999999'])
      assert.deepEqual((await claim(account, 'eve@people.example')).lines, [
        '--account: There is no unclaimed account with this number.',
      ])
    for (const account of ['x', '0', '-1', '1.5', ''])
      assert.match((await claim(account, 'eve@people.example')).lines.join(), /^--account: /, account)
    assert.equal(await checkPassword(ctx, 'outside', 'gustav@people.example', newPassword), undefined)
  }),
)

test(
  'offices are given and ended by name, and listed with who holds them',
  inTransaction(async (ctx) => {
    const office = (verb: string, name: string, email = 'lena@velund.example') =>
      tango(ctx, 'user', verb, '--email', email, '--office', name)
    const before = (await said(ctx, 'user', 'offices')).split('\n')
    assert.ok(before.includes('official-voice   Mirela Popescu') && before.includes('owner            Jonas Weber'))
    assert.deepEqual(await office('give-office', 'inside-steward'), {
      code: 0,
      lines: ['The office inside-steward is given.'],
    })
    const held = (await json(ctx, 'user', 'offices')) as { office: string; displayName: string }[]
    assert.equal(held.find((one) => one.displayName === 'Lena Brandt')?.office, 'inside-steward')
    assert.equal(held.length, before.length + 1)
    assert.deepEqual(await office('end-office', 'inside-steward'), {
      code: 0,
      lines: ['The office inside-steward has ended.'],
    })
    assert.deepEqual((await said(ctx, 'user', 'offices')).split('\n'), before)
    const { people } = await getCast(ctx)
    const args = ['user', 'give-office', '--email', 'lena@velund.example', '--office', 'official-voice']
    assert.deepEqual(await json(ctx, ...args), { id: people.lena.id, office: 'official-voice' })
    for (const [verb, name, email] of [
      ['give-office', 'king', 'lena@velund.example'],
      ['give-office', '', 'lena@velund.example'],
      ['end-office', 'Owner', 'jonas@velund.example'],
    ] as const)
      assert.match((await office(verb, name, email)).lines.join(), /^--office: Choose one of: /, name)
    assert.equal((await office('end-office', 'owner', 'jonas@velund.example')).code, 1, 'somebody must own it')
  }),
)

test(
  'a person is named by address and side: nobody of another side is meant by accident',
  inTransaction(async (ctx) => {
    const refused = async (...args: string[]) => {
      const { code, lines } = await tango(ctx, ...args)
      assert.equal(code, 1, args.join(' '))
      return lines.join('\n')
    }
    const password = ['--password-file', passwordFile]
    for (const command of [
      ['user', 'password', ...password],
      ['user', 'sign-out'],
      ['user', 'give-office', '--office', 'official-voice'],
      ['user', 'end-office', '--office', 'official-voice'],
    ]) {
      assert.equal(
        await refused(...command, '--email', 'ines@people.example'),
        '--email: Nobody inside has this address. Check --email and --realm.',
      )
      assert.equal(
        await refused(...command, '--email', 'mirela@velund.example', '--realm', 'bridge'),
        '--email: Nobody bridge has this address. Check --email and --realm.',
      )
      assert.equal(
        await refused(...command, '--email', 'mirela@velund.example', '--realm', 'Inside'),
        '--realm: Choose inside, outside or bridge.',
      )
    }
    for (const args of [
      ['user', 'sign-out'],
      ['user', 'password', '--email', 'a@b.example'],
      ['user', 'give-office', '--email', 'a@b.example'],
    ])
      assert.equal((await tango(ctx, ...args)).code, 2, args.join(' '))
  }),
)

test('a password file is read to the end of its first line, and one that cannot be read is named', () => {
  assert.equal(readPassword(file('a', 'one\ntwo')), 'one')
  assert.equal(readPassword(file('b', ' one \r\n')), ' one ', 'spaces belong to a password')
  assert.equal(readPassword(file('c', '')), '')
  assert.equal(readPassword(file('d', 'größe 🔋')), 'größe 🔋')
  for (const path of [join(folder, 'absent'), folder])
    assert.throws(() => readPassword(path), {
      name: 'StartError',
      message: `The password file ${path} cannot be read. Check --password-file.`,
    })
})

test(
  'a space is made as it is told, or as open as its side allows, and stands in the list',
  inTransaction(async (ctx) => {
    const create = (...more: string[]) => ['space', 'create', ...more]
    assert.equal(
      await said(ctx, ...create('--realm', 'outside', '--slug', 'bread', '--title', 'Bread')),
      'Made the outside space “Bread” at bread, open to: public.',
    )
    const made = await json(
      ctx,
      ...create(
        '--realm',
        'inside',
        '--slug',
        'oven',
        '--title',
        'Oven',
        '--access',
        'members',
        '--description',
        'Hot.',
      ),
    )
    assert.deepEqual(
      [made.realm, made.slug, made.title, made.access, made.description],
      ['inside', 'oven', 'Oven', 'members', 'Hot.'],
    )
    const lines = (await said(ctx, 'space', 'list')).split('\n')
    assert.ok(lines.includes(`outside public     bread${' '.repeat(19)}Bread`), lines.join('\n'))
    assert.ok(lines.includes(`inside  members    oven${' '.repeat(20)}Oven`))
    assert.ok(
      lines.some((line) => line.startsWith('bridge  invited    cells ')),
      'whoever runs the machine sees all',
    )
    const listed = (await json(ctx, 'space', 'list')) as { slug: string }[]
    assert.deepEqual(
      listed.map(({ slug }) => slug),
      lines.map((line) => line.slice(19).split(' ')[0]),
    )
    for (const [args, words] of [
      [['--realm', 'outside', '--slug', 'bread', '--title', 'B'], /^--slug: There is already a space at bread/],
      [
        ['--realm', 'bridge', '--slug', 'x', '--title', 'B', '--access', 'public'],
        /^--access: A space bridge can be: invited\.$/,
      ],
      [['--realm', 'outside', '--slug', 'x', '--title', 'B', '--access', 'all'], /^--access: /],
      [['--realm', 'outside', '--slug', 'x', '--title', 'B'.repeat(121)], /^--title: Keep the name under 120/],
      [['--realm', 'outside', '--slug', 'x', '--title', 'B', '--description', 'd'.repeat(501)], /^--description: /],
      [['--realm', 'o', '--slug', 'X', '--title', ''], /^--realm: .*\n--slug: .*\n--title: /],
    ] as const) {
      const outcome = await tango(ctx, ...create(...args))
      assert.equal(outcome.code, 1, args.join(' '))
      assert.match(outcome.lines.join('\n'), words)
    }
  }),
)

test(
  'the doctor says a line for each check and ends with what it found; only --repair corrects, and only counts',
  inTransaction(async (ctx) => {
    const { spaces, people } = await getCast(ctx)
    const whole = await tango(ctx, 'doctor')
    assert.ok(whole.code !== 1, whole.lines.join('\n'))
    const every = whole.lines.length
    assert.ok(every >= 11)
    assert.ok(whole.lines.some((line) => /^fine +counters +every count equals its rows$/.test(line)))
    await sql`insert into threads (realm, space_id, type, author_id, title, slug, body, reply_count)
      values ('outside', ${spaces.riders.id}, 'question', ${people.ines.id}, 'T', 't', 'x', 3)`.execute(ctx.db)
    await sql`insert into mails (to_address, subject, body_text, created_at) values ('a@b.example', 's', 't', clock_timestamp() - interval '2 hours')`.execute(
      ctx.db,
    )
    for (let n = 0; n < 2; n++) {
      const { code, lines } = await tango(ctx, 'doctor')
      assert.equal(code, 1)
      assert.ok(lines.some((line) => /^BROKEN +counters +1 threads and 0 replies/.test(line)))
      assert.ok(lines.some((line) => /^LOOK +mails +1 are kept/.test(line)))
    }
    const { code, lines } = await tango(ctx, 'doctor', '--repair')
    assert.deepEqual([code, lines[0], lines.length], [2, '1 counts corrected.', every + 1])
    const { lines: told } = await tango(ctx, 'doctor', '--repair', '--json')
    const report = JSON.parse(told.join()) as { corrected: number; findings: { check: string; health: string }[] }
    assert.deepEqual([report.corrected, report.findings.length], [0, every])
    assert.equal(report.findings.find(({ check }) => check === 'mails')!.health, 'warning')
  }),
)

test('a refusal names the option that it is about, and stands alone where there is none', () => {
  const command = new Command('x')
    .option('--email <a>')
    .option('--owner-password-file <f>')
    .option('--name <n>')
    .option('--json')
  const lines = (code: string, message: string) => refusalLines(new TangoError(code, 409, message), command)
  assert.deepEqual(lines('accounts.email-taken', 'Taken.'), ['--email: Taken.'])
  assert.deepEqual(
    lines('accounts.not-unclaimed', 'None.'),
    ['--email: None.'],
    'named by address where there is no number',
  )
  assert.deepEqual(lines('something.else', 'No.'), ['No.'])
})

test('a field of a page is found among the options of a command by its name, its end or its beginning, never by chance', () => {
  const command = new Command('x')
  for (const flags of ['--owner-email <a>', '--owner-password-file <f>', '--name <n>', '--outside <t>', '--json', '-q'])
    command.option(flags)
  const found = (field: string) => optionFor(field, command)
  assert.equal(found('owner.password'), '--owner-password-file')
  assert.equal(found('owner.email'), '--owner-email')
  assert.equal(found('ownerEmail'), '--owner-email')
  assert.equal(found('displayName'), '--name')
  assert.equal(found('outside.slug'), '--outside')
  for (const none of ['', 'json', 'slug', 'q', 'email', 'account', 'rename']) assert.equal(found(none), undefined, none)
  assert.equal(optionFor('account', new Command('y').option('--email <a>')), '--email', 'a person is named by address')
  const invalid = new Invalid('x', { 'owner.email': 'Odd.', slug: 'Taken.', displayName: 'Empty.' })
  assert.deepEqual(refusalLines(invalid, command), ['--owner-email: Odd.', 'Taken.', '--name: Empty.'])
})
