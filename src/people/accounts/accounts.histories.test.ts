/** Accounts after any history: handles, addresses, counts and lists, and the two faces that are never joined. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { castPassword, everybody, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { type Ctx, type Realm, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import type { AccountId } from '../../platform/ids.ts'
import { silentLog } from '../../platform/log.ts'
import {
  checkPassword,
  claimAccount,
  closeAccount,
  countAccounts,
  createAccount,
  createUnclaimed,
  findAccountByEmail,
  findPerson,
  getAccount,
  listPeople,
  updateProfile,
} from './accounts.ts'

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

const realms = ['inside', 'outside', 'bridge'] as const
const names = ['Noor Haddad', 'noor haddad', 'Ines Carvalho', 'Łukasz', 'अमित', 'Zoë  van der Berg'] as const
const emails = ['noor@people.example', 'lena@velund.example', 'zoe@people.example'] as const

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      realm: fc.constantFrom(...realms),
      name: fc.constantFrom(...names),
      email: fc.constantFrom(...emails),
    }),
  },
  fc.record({ do: fc.constant('import' as const), realm: fc.constantFrom(...realms), name: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant('close' as const), which: fc.nat(8) }),
  fc.record({ do: fc.constant('rename' as const), which: fc.nat(8), name: fc.constantFrom(...names) }),
)

interface Face {
  readonly id: AccountId
  readonly realm: Realm
  readonly handle: string
  name: string
  email: string | null
  state: 'active' | 'unclaimed' | 'closed'
}

const single = (name: string) => name.replace(/\s+/g, ' ')

test(
  'after any history handles are unique in their realm, an address has one open account a side, and counts equal lists',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const back = new Error('taken back')
    const done = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 16, size: 'max' }), async (history) => {
        const run = ctx.transaction(async (inside) => {
          const faces: Face[] = []
          const keep = async (id: AccountId, realm: Realm, name: string, email: string | null) => {
            const person = (await findPerson(inside, id))!
            const state = email === null ? 'unclaimed' : 'active'
            faces.push({ id, realm, handle: person.handle, name: single(name), email, state })
          }
          for (const one of history) {
            if (one.do === 'create') {
              const isTaken =
                faces.some(({ realm, email }) => realm === one.realm && email === one.email) ||
                (one.realm === 'inside' && one.email === 'lena@velund.example')
              const input = { realm: one.realm, email: one.email, displayName: one.name }
              let id: AccountId | undefined
              const got = await outcome(createAccount(inside, input).then((made) => (id = made)))
              assert.equal(got, isTaken ? 'accounts.email-taken' : 'done', JSON.stringify(one))
              if (id !== undefined) await keep(id, one.realm, one.name, one.email)
              done.set(isTaken ? 'taken' : 'created', (done.get(isTaken ? 'taken' : 'created') ?? 0) + 1)
            }
            if (one.do === 'import') {
              const [id] = await createUnclaimed(inside, [{ displayName: one.name, createdAt: inside.now }], one.realm)
              await keep(id!, one.realm, one.name, null)
            }
            const face = 'which' in one ? faces[one.which] : undefined
            if (one.do === 'close' && face && face.state !== 'closed') {
              await closeAccount(inside, face.id, 'Left')
              Object.assign(face, { state: 'closed', email: null })
              done.set('closed', (done.get('closed') ?? 0) + 1)
            }
            if (one.do === 'rename' && face) {
              const change = updateProfile(inside, face.id, { displayName: one.name })
              assert.equal(await outcome(change), face.state === 'closed' ? 'accounts.not-found' : 'done')
              if (face.state !== 'closed') face.name = single(one.name)
            }
          }
          for (const realm of realms) {
            const handles = faces.filter((face) => face.realm === realm).map(({ handle }) => handle)
            assert.equal(new Set(handles).size, handles.length, 'a handle stands for one account of its realm')
            for (const email of emails) {
              const mine = faces.find((face) => face.realm === realm && face.email === email)
              const found = await findAccountByEmail(inside, realm, email.toUpperCase())
              const isLena = realm === 'inside' && email === 'lena@velund.example'
              assert.equal(found?.id, isLena ? cast.people.lena.id : mine?.id, `${email} ${realm}`)
            }
          }
          for (const who of ['visitor', 'ines', 'daniel', 'petra'] as const) {
            const seen = cast.as(inside, who)
            for (const realm of realms) {
              const opened: AccountId[] = []
              for (const face of faces) {
                const person = await findPerson(seen, face.id)
                if (!person || face.realm !== realm) continue
                opened.push(face.id)
                assert.deepEqual(
                  [person.displayName, person.state, person.handle],
                  [face.name, face.state, face.handle],
                )
                assert.notEqual(face.state, 'closed')
              }
              const open = faces.filter((face) => face.realm === realm && face.state !== 'closed')
              const knows = who === 'daniel' || (realm === 'outside' && who !== 'petra')
              assert.deepEqual(opened, knows ? open.map(({ id }) => id) : [], `${who} ${realm}`)
              // The list holds those who can act; the count everybody whom one may know of.
              const listed = (await listPeople(seen, { realm })).items.map(({ id }) => id)
              const active = open.filter(({ state, id }) => state === 'active' && opened.includes(id))
              for (const { id } of open)
                assert.equal(
                  listed.includes(id),
                  active.some((face) => face.id === id),
                  `${who} ${realm}`,
                )
              assert.equal(await countAccounts(seen, realm), listed.length + opened.length - active.length)
            }
          }
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      }),
      { numRuns: 25 },
    )
    for (const name of ['created', 'taken', 'closed']) assert.ok((done.get(name) ?? 0) > 5, `${name} hardly came about`)
  }),
)

test(
  'the faces that one person has on the three sides tell nothing of each other, to nobody but who runs the machine',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const email = 'lena@velund.example'
    const about = 'I ride to work.'
    const ids: Record<Realm, AccountId> = {
      inside: cast.people.lena.id,
      outside: await createAccount(ctx, { realm: 'outside', email, displayName: 'Lena Brandt', emailProved: true }),
      bridge: await createAccount(ctx, { realm: 'bridge', email, displayName: 'Lena Brandt', organisation: 'Club' }),
    }
    await updateProfile(ctx, ids.outside, { displayName: 'Lena B.', about, timeZone: 'Europe/Lisbon' })
    assert.equal((await findPerson(ctx, ids.inside))?.about, '')
    assert.equal((await findPerson(ctx, ids.bridge))?.displayName, 'Lena Brandt')
    for (const who of everybody) {
      const seen = cast.as(ctx, who)
      for (const realm of realms) {
        const shown = JSON.stringify((await findPerson(seen, ids[realm])) ?? {})
        assert.doesNotMatch(shown, /velund\.example/, `${who} sees no address`)
        for (const other of realms.filter((one) => one !== realm))
          assert.doesNotMatch(shown, new RegExp(`:${ids[other]}[,}]`), `${who} finds nothing of the ${other} there`)
        const found = (await listPeople(seen, { realm, name: 'lena' })).items.map(({ id }) => id)
        assert.ok(
          found.every((id) => id === ids[realm]),
          `${who} finds one side at a time`,
        )
      }
    }
    // Closing one face leaves the others signed in and as they were.
    await closeAccount(cast.as(ctx, 'jonas'), ids.inside, 'Left')
    assert.equal((await findPerson(cast.as(ctx, 'visitor'), ids.outside))?.displayName, 'Lena B.')
    assert.equal((await findAccountByEmail(ctx, 'outside', email))?.id, ids.outside)
    assert.equal((await findAccountByEmail(ctx, 'bridge', email))?.id, ids.bridge)
    assert.equal(await findAccountByEmail(ctx, 'inside', email), undefined)
  }),
)

test(
  'a guest knows of exactly those who read one of their rooms: its members, and employees let in by a grant',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { cells, battery } = cast.spaces
    const knows = async () => {
      const seen = cast.as(ctx, 'petra')
      const found = []
      for (const [name, { id }] of Object.entries(cast.people)) if (await findPerson(seen, id)) found.push(name)
      assert.equal(await countAccounts(seen), found.length)
      return found.toSorted()
    }
    const grant = (spaceId: number, accountId: number) =>
      sql`insert into grants (space_id, right_given, account_id, given_as, given_by)
        values (${spaceId}, 'read', ${accountId}, 'administrator', ${cast.people.jonas.id})`.execute(ctx.db)
    assert.deepEqual(await knows(), ['lena', 'petra'])
    await grant(battery.id, cast.people.daniel.id)
    assert.deepEqual(await knows(), ['lena', 'petra'], 'a grant in a room of the inside is none of hers')
    await grant(cells.id, cast.people.aiko.id)
    assert.deepEqual(await knows(), ['aiko', 'lena', 'petra'])
    // Where nobody answers for her any more she knows of herself alone.
    await ctx.db.updateTable('sponsorships').set({ endedAt: ctx.now }).execute()
    assert.deepEqual(await knows(), ['petra'])
  }),
)

async function committing(): Promise<Ctx> {
  const db = openDatabase(await freshPool('cast'))
  return makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
}

test('of several who take one address or claim one account at the same moment one gets it; equal names all find a handle', async () => {
  const ctx = await committing()
  const tally = async (attempts: readonly Promise<unknown>[]) => {
    const codes: Record<string, number> = {}
    for (const code of await Promise.all(attempts.map(outcome))) codes[code] = (codes[code] ?? 0) + 1
    return codes
  }
  const same = (email: string) => createAccount(ctx, { realm: 'outside', email, displayName: 'Noor Haddad' })
  assert.deepEqual(await tally([1, 2, 3, 4].map(() => same('noor@people.example'))), {
    done: 1,
    'accounts.email-taken': 3,
  })
  const ids = await Promise.all(Array.from({ length: 8 }, (_, at) => same(`noor${at}@people.example`)))
  const handles = await Promise.all(ids.map(async (id) => (await getAccount(ctx, id)).handle))
  assert.equal(new Set(handles).size, 8)
  for (const handle of handles) assert.match(handle, /^noor-haddad-\d{4,6}$/)
  const [id] = await createUnclaimed(ctx, [{ displayName: 'Mara', createdAt: ctx.now }])
  const claims = ['a', 'b', 'c'].map((name) => ({ email: `${name}@people.example`, password: castPassword }))
  assert.deepEqual(await tally(claims.map((proof) => claimAccount(ctx, id!, proof))), {
    done: 1,
    'accounts.not-unclaimed': 2,
  })
  const fits = await Promise.all(claims.map(({ email }) => checkPassword(ctx, 'outside', email, castPassword)))
  assert.deepEqual(
    fits.filter((one) => one !== undefined),
    [id],
    'the password of one of them fits, and no other',
  )
})
