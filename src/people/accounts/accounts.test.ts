import assert from 'node:assert/strict'
import { test } from 'node:test'
import { castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Invalid } from '../../platform/errors.ts'
import { findViewer, startSession } from '../sessions/sessions.ts'
import {
  checkPassword,
  countAccounts,
  createAccount,
  createUnclaimed,
  findAccountByEmail,
  findPerson,
  getAccount,
  hashPassword,
  isOwnPassword,
  listPeople,
  loadPeople,
  passwordProblem,
  personPath,
  setPassword,
  updateProfile,
} from './accounts.ts'
import { handleBase } from './handles.ts'
import { english } from '../../platform/languages/languages.ts'
import { cleanLine } from './names.ts'

const noor = { realm: 'outside', email: ' Noor@People.Example ', displayName: '  Noor   Haddad ' } as const

test(
  'an account gets a clean name, a small-letter address and a handle of its own',
  inTransaction(async (ctx) => {
    const id = await createAccount(ctx, noor)
    const account = await getAccount(ctx, id)
    assert.equal(account.displayName, 'Noor Haddad')
    assert.equal(account.email, 'noor@people.example')
    assert.equal(account.handle, 'noor-haddad')
    assert.equal(account.hasPassword, false)
    assert.equal(account.state, 'active')
    const other = await getAccount(ctx, await createAccount(ctx, { ...noor, email: 'noor2@people.example' }))
    assert.match(other.handle, /^noor-haddad-\d{4,6}$/)
    const inside = await getAccount(ctx, await createAccount(ctx, { ...noor, realm: 'inside' }))
    assert.equal(inside.handle, 'noor-haddad')
    assert.equal(personPath(inside), `/people/${inside.id}-noor-haddad`)
  }),
)

test(
  'an address has one account in each realm',
  inTransaction(async (ctx) => {
    await createAccount(ctx, noor)
    await assert.rejects(createAccount(ctx, { ...noor, email: 'NOOR@people.example' }), {
      code: 'accounts.email-taken',
    })
    await createAccount(ctx, { ...noor, realm: 'inside' })
  }),
)

test(
  'what cannot be taken is said for each field',
  inTransaction(async (ctx) => {
    const nothing = { realm: 'outside', email: 'nobody', displayName: ' \u202e ', password: 'short' } as const
    await assert.rejects(createAccount(ctx, nothing), (error: Invalid) => {
      assert.deepEqual(Object.keys(error.fields).sort(), ['displayName', 'email', 'password'])
      return true
    })
  }),
)

test(
  'nobody but Tango itself makes accounts or looks an address up',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['visitor', 'ines', 'jonas', 'petra'] as const) {
      await assert.rejects(createAccount(cast.as(ctx, who), noor), { code: 'accounts.not-yours' }, who)
      await assert.rejects(createUnclaimed(cast.as(ctx, who), []), { code: 'accounts.not-yours' }, who)
      await assert.rejects(
        findAccountByEmail(cast.as(ctx, who), 'outside', 'ines@people.example'),
        { status: 404 },
        who,
      )
    }
    assert.equal((await findAccountByEmail(ctx, 'outside', 'Ines@people.example'))?.displayName, 'Ines Carvalho')
    assert.equal(await findAccountByEmail(ctx, 'inside', 'ines@people.example'), undefined)
  }),
)

test(
  'a password opens its own account at its own door, and nothing else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const at = (realm: 'inside' | 'outside', email: string, password: string) =>
      checkPassword(ctx, realm, email, password)
    assert.equal(await at('outside', 'INES@people.example', castPassword), cast.people.ines.id)
    assert.equal(await at('inside', 'ines@people.example', castPassword), undefined)
    assert.equal(await at('outside', 'ines@people.example', `${castPassword} `), undefined)
    assert.equal(await at('outside', 'gustav@people.example', castPassword), undefined)
    assert.equal(await at('outside', 'nobody@people.example', castPassword), undefined)
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.ines.id).execute()
    assert.equal(await at('outside', 'ines@people.example', castPassword), undefined)
  }),
)

test(
  'a wrong password takes as long for a stranger as for a member',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const timeOf = async (email: string): Promise<number> => {
      const began = performance.now()
      for (let round = 0; round < 5; round++) await checkPassword(ctx, 'outside', email, 'not the password')
      return performance.now() - began
    }
    await timeOf('ines@people.example')
    const member = Math.min(await timeOf('ines@people.example'), await timeOf('ines@people.example'))
    const stranger = Math.min(await timeOf('nobody@people.example'), await timeOf('nobody@people.example'))
    // Without the hashing for nothing the stranger's answer is about thirty times faster.
    assert.ok(stranger > member / 6 && stranger < member * 6, `${stranger} against ${member} ms`)
  }),
)

test(
  'a new password signs the account out everywhere, and only its owner and Tango set it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: '' })
    await assert.rejects(setPassword(cast.as(ctx, 'jonas'), cast.people.ines.id, castPassword), {
      code: 'accounts.not-yours',
    })
    await assert.rejects(setPassword(cast.as(ctx, 'ines'), cast.people.ines.id, 'aaaaaaaaaaaa'), {
      code: 'accounts.not-valid',
    })
    assert.ok(await findViewer(ctx, token))
    await setPassword(cast.as(ctx, 'ines'), cast.people.ines.id, castPassword)
    assert.equal(await findViewer(ctx, token), undefined)
    assert.equal(await isOwnPassword(cast.as(ctx, 'ines'), cast.people.ines.id, castPassword), true)
    assert.equal(await isOwnPassword(cast.as(ctx, 'ines'), cast.people.ines.id, 'something else'), false)
  }),
)

test('a password is stored as Argon2id with the cost that OWASP asks for, each time with another salt', async () => {
  const [one, two] = await Promise.all([hashPassword(castPassword), hashPassword(castPassword)])
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.notEqual(one, two)
})

test('a password is refused for a reason that helps', () => {
  const email = 'ines.carvalho@people.example'
  assert.match(english.again(passwordProblem('123456789', email)!), /10 characters or more/)
  assert.match(english.again(passwordProblem('abababababab', email)!), /different characters/)
  assert.match(english.again(passwordProblem('ines.carvalho', email)!), /other than your address/)
  assert.match(english.again(passwordProblem('x1y2'.repeat(60), email)!), /under 200/)
  assert.equal(passwordProblem(castPassword, email), undefined)
})

test(
  'unclaimed people come in bulk, in order, with their own time, and cannot sign in',
  inTransaction(async (ctx) => {
    const createdAt = new Date('2009-03-01T10:00:00Z')
    const people = Array.from({ length: 1203 }, (_, index) => ({
      displayName: index % 3 ? `User ${index}` : 'Same Name',
      createdAt,
    }))
    const ids = await createUnclaimed(ctx, [{ displayName: 'अमित', about: 'Writes *much*.', createdAt }, ...people])
    assert.equal(ids.length, 1204)
    assert.equal(new Set(ids).size, 1204)
    const cards = await loadPeople(ctx, ids)
    assert.deepEqual(ids.map((id) => cards.get(id)?.displayName).slice(0, 4), ['अमित', 'Same Name', 'User 1', 'User 2'])
    assert.equal(
      ids.every((id, index) => index === 0 || cards.get(id)?.displayName === people[index - 1]!.displayName),
      true,
    )
    assert.equal(new Set([...cards.values()].map((card) => card.handle)).size, 1204)
    const first = await findPerson(ctx.as({ kind: 'visitor' }), ids[0]!)
    assert.deepEqual([first?.state, first?.about, first?.createdAt], ['unclaimed', 'Writes *much*.', createdAt])
    const before = await countAccounts(ctx)
    await assert.rejects(
      createUnclaimed(ctx, [
        { displayName: 'Good', createdAt },
        { displayName: ' ', createdAt },
      ]),
      /name/,
    )
    assert.equal(await countAccounts(ctx), before)
  }),
)

test(
  'the people behind a list are loaded in one query, each once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { mirela, petra } = cast.people
    const cards = await loadPeople(cast.as(ctx, 'visitor'), [mirela.id, petra.id, mirela.id])
    assert.equal(cards.size, 2)
    assert.deepEqual(cards.get(mirela.id), {
      id: mirela.id,
      displayName: 'Mirela Popescu',
      handle: 'mirela',
      realm: 'inside',
      organisation: null,
      jobTitle: 'Rider care',
      offices: ['official-voice'],
      state: 'active',
      standing: 0,
    })
    assert.equal(cards.get(petra.id)?.organisation, 'Kettenwerk GmbH')
    assert.equal((await loadPeople(ctx, [])).size, 0)
  }),
)

test(
  'the list of people goes on where the page before ended, and finds the beginning of any word of a name',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const createdAt = ctx.now
    const names = Array.from({ length: 120 }, (_, index) => `Rider ${String(index).padStart(3, '0')} 100%_x`)
    const rider = (displayName: string, index: number) =>
      ({ realm: 'outside', displayName, handle: `rider-${index}`, email: `${index}@riders.example` }) as const
    await ctx.db.insertInto('accounts').values(names.map(rider)).execute()
    await createUnclaimed(ctx, [{ displayName: 'Rider unclaimed', createdAt }])
    const daniel = cast.as(ctx, 'daniel')
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await listPeople(daniel, {
        realm: 'outside',
        name: 'RIDER',
        after: after === undefined ? undefined : (Number(after) as never),
      })
      seen.push(...page.items.map((person) => person.displayName))
      after = page.next
    } while (after !== undefined)
    assert.deepEqual(seen, names)
    const found = async (name: string) =>
      (await listPeople(daniel, { realm: 'outside', name })).items.map((one) => one.displayName)
    assert.deepEqual(await found('carv'), ['Ines Carvalho'])
    assert.deepEqual(await found('arvalho'), [])
    assert.deepEqual(await found('%'), [])
    assert.equal((await found('100%_')).length, 50)
  }),
)

test(
  'somebody changes their own profile, and what was typed is cleaned',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    await updateProfile(ines, cast.people.ines.id, {
      displayName: 'Ines\u202e  C.',
      about: 'Rides **daily**.\r\n',
      timeZone: 'Europe/Lisbon',
      locale: 'pt',
    })
    const account = await getAccount(ines, cast.people.ines.id)
    assert.deepEqual(
      [account.displayName, account.about, account.timeZone, account.locale, account.handle],
      ['Ines C.', 'Rides **daily**.', 'Europe/Lisbon', 'pt', 'ines'],
    )
  }),
)

test('a handle is made of any name, and a name loses what could deceive', () => {
  assert.equal(handleBase('Petra Kovač'), 'petra-kovac')
  assert.equal(handleBase('--Ångström & Søn--'), 'angstrom-s-n')
  assert.equal(handleBase('अमित'), 'member')
  assert.equal(handleBase('x'.repeat(100)).length, 40)
  assert.equal(cleanLine('a\u0000b\u200bc\n d'), 'a bc d')
})
