import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { audienceOf } from '../../realms/audience/audience.ts'
import { type Space, addMember, getSpace, listMembers, listSpaces, removeMember } from '../../realms/spaces/spaces.ts'
import { closeAccount, countAccounts, findPerson, listPeople } from '../accounts/accounts.ts'
import { acceptInvitation, invite } from '../invitations/invitations.ts'
import { renewSponsorship, takeOverSponsorship, withdrawSponsorship } from './sponsorships.ts'

const employees = ['lena', 'aiko', 'daniel'] as const
type Employee = (typeof employees)[number]
type GuestName = 'petra' | 'karl'
type RoomName = 'cells' | 'motors'

type Each<Name extends string, Rest> = Name extends string ? { do: Name } & Rest : never
type Act =
  | Each<'invite', { by: Employee; guest: GuestName; room: RoomName; sponsor: Employee }>
  | Each<'renew' | 'take-over' | 'withdraw' | 'let-lapse', { by: Employee; guest: GuestName; room: RoomName }>
  | Each<'accept' | 'leave' | 'remove', { guest: GuestName; room: RoomName }>
  | Each<'join-room' | 'leave-room', { by: Employee; room: RoomName }>
  | Each<'close', { by: Employee }>

const employee = fc.constantFrom(...employees)
const guest = fc.constantFrom<GuestName>('petra', 'karl')
const room = fc.constantFrom<RoomName>('cells', 'motors')
const verb = <Name extends Act['do']>(...names: Name[]) => fc.constantFrom(...names)
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: verb('invite'), by: employee, guest, room, sponsor: employee }) },
  { weight: 4, arbitrary: fc.record({ do: verb('accept'), guest, room }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: verb('renew', 'take-over', 'withdraw', 'let-lapse'), by: employee, guest, room }),
  },
  fc.record({ do: verb('leave', 'remove'), guest, room }),
  fc.record({ do: verb('join-room', 'leave-room'), by: employee, room }),
  fc.record({ do: verb('close'), by: employee }),
) as fc.Arbitrary<Act>

/** What should hold, written from the rules alone. */
interface Model {
  /** `karl cells` */
  readonly members: Set<string>
  readonly answered: Map<string, { by: Employee; lapsed: boolean }>
  readonly open: Map<string, { by: Employee; sponsor: Employee }>
  readonly closed: Set<Employee>
}

const mayAct = (model: Model, by: Employee, place: RoomName) =>
  !model.closed.has(by) && model.members.has(`${by} ${place}`)

function readsIn(model: Model, who: GuestName, place: RoomName): boolean {
  const standing = model.answered.get(`${who} ${place}`)
  return (
    model.members.has(`${who} ${place}`) && standing !== undefined && !standing.lapsed && !model.closed.has(standing.by)
  )
}

/** Whether the act is done; the model moves with it. */
function step(model: Model, one: Act): boolean {
  const { members, answered, open, closed } = model
  switch (one.do) {
    case 'invite': {
      if (!mayAct(model, one.by, one.room) || !mayAct(model, one.sponsor, one.room)) return false
      open.set(`${one.guest} ${one.room}`, one)
      return true
    }
    case 'accept': {
      const key = `${one.guest} ${one.room}`
      const sent = open.get(key)
      if (!sent || !mayAct(model, sent.by, one.room)) return false
      open.delete(key)
      members.add(key)
      answered.set(key, { by: mayAct(model, sent.sponsor, one.room) ? sent.sponsor : sent.by, lapsed: false })
      return true
    }
    case 'renew':
    case 'take-over':
    case 'let-lapse': {
      const key = `${one.guest} ${one.room}`
      const own = answered.get(key)?.by === one.by
      if (!members.has(key) || !mayAct(model, one.by, one.room) || own !== (one.do !== 'take-over')) return false
      answered.set(key, { by: one.by, lapsed: one.do === 'let-lapse' })
      return true
    }
    case 'withdraw': {
      const key = `${one.guest} ${one.room}`
      if (!members.has(key) || closed.has(one.by) || answered.get(key)?.by !== one.by) return false
      return answered.delete(key)
    }
    case 'leave':
    case 'remove': {
      answered.delete(`${one.guest} ${one.room}`)
      return members.delete(`${one.guest} ${one.room}`)
    }
    case 'join-room': {
      if (closed.has(one.by)) return false
      members.add(`${one.by} ${one.room}`)
      return true
    }
    case 'leave-room':
      return members.delete(`${one.by} ${one.room}`)
    case 'close':
      return !closed.has(one.by) && Boolean(closed.add(one.by))
  }
}

const arrival = { device: 'a test' }
const emailOf = { petra: 'petra@people.example', karl: 'karl@people.example' }

test(
  'after any history a guest reads exactly the rooms that they are in and where somebody who is here answers for them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id: karlId } = await ctx.db
      .insertInto('accounts')
      .values({ realm: 'bridge', handle: 'karl', displayName: 'Karl Ott', email: emailOf.karl, emailProvedAt: ctx.now })
      .returning('id')
      .executeTakeFirstOrThrow()
    await ctx.db
      .insertInto('spaces')
      .values({ realm: 'bridge', slug: 'motors', title: 'Motor room', access: 'invited' })
      .execute()
    const rooms: Record<RoomName, Space> = {
      cells: await getSpace(ctx, 'cells'),
      motors: await getSpace(ctx, 'motors'),
    }
    const karl: AccountViewer = { kind: 'account', id: karlId, realm: 'bridge', name: 'Karl Ott', offices: [] }
    const viewers: Record<GuestName, AccountViewer> = { petra: cast.people.petra, karl }
    let did = 0
    const done = new Map<string, number>()

    async function perform(at: Ctx, one: Act, links: Map<string, string>): Promise<void> {
      const as = (who: PersonName) => cast.as(at, who)
      if (one.do === 'close') return closeAccount(as('jonas'), cast.people[one.by].id, 'Left')
      const space = rooms[one.room]
      if (one.do === 'join-room') return addMember(as('jonas'), space, cast.people[one.by].id)
      if (one.do === 'leave-room') return removeMember(as(one.by), space, cast.people[one.by].id)
      const pair = { guestId: viewers[one.guest].id, spaceId: space.id }
      const key = `${one.guest} ${one.room}`
      if (one.do === 'leave') return removeMember(at.as(viewers[one.guest]), space, pair.guestId)
      if (one.do === 'remove') return removeMember(as('jonas'), space, pair.guestId)
      if (one.do === 'accept') {
        await acceptInvitation(
          at.as({ kind: 'visitor' }),
          links.get(key) ?? 'none',
          { displayName: '', password: undefined },
          arrival,
        )
        return
      }
      if (one.do === 'invite') {
        await at.db.deleteFrom('rateLimits').execute()
        const wanted = { place: String(space.id), email: emailOf[one.guest], displayName: 'A guest', organisation: 'K' }
        await invite(as(one.by), { ...wanted, sponsor: String(cast.people[one.sponsor].id) }, 'https://t.example')
        const mail = await at.db
          .selectFrom('mails')
          .select('bodyText')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst()
        links.set(key, /\/invitations\/([A-Za-z0-9_-]{43})/.exec(mail!.bodyText)![1]!)
        return
      }
      const acts = { renew: renewSponsorship, 'take-over': takeOverSponsorship, withdraw: withdrawSponsorship }
      if (one.do !== 'let-lapse') return acts[one.do](as(one.by), pair)
      const past = new Date(at.now.getTime() - 91 * 86_400_000)
      return renewSponsorship(makeCtx({ viewer: cast.people[one.by], db: at.db, now: past, log: silentLog }), pair)
    }

    /** After every act: which rooms each guest reads. The rest is compared when the history is over. */
    async function compareRooms(at: Ctx, model: Model): Promise<void> {
      for (const [name, viewer] of Object.entries(viewers) as [GuestName, AccountViewer][]) {
        const expected = (['cells', 'motors'] as const).filter((place) => readsIn(model, name, place))
        assert.deepEqual((await listSpaces(at.as(viewer))).map(({ slug }) => slug).sort(), expected, name)
      }
    }

    async function compare(at: Ctx, model: Model): Promise<void> {
      await compareRooms(at, model)
      for (const [name, viewer] of Object.entries(viewers) as [GuestName, AccountViewer][]) {
        const seen = at.as(viewer)
        const expected = (['cells', 'motors'] as const).filter((place) => readsIn(model, name, place))
        for (const place of ['cells', 'motors'] as const) {
          const got = await getSpace(seen, place).then(
            () => true,
            () => false,
          )
          assert.equal(got, expected.includes(place), `${name} opens ${place}`)
        }
        const known = new Set<string>([name])
        for (const place of expected) {
          for (const who of employees) if (mayAct(model, who, place)) known.add(who)
          for (const who of ['petra', 'karl'] as const) if (readsIn(model, who, place)) known.add(who)
        }
        const listed = [
          ...(await listPeople(seen, { realm: 'inside' })).items,
          ...(await listPeople(seen, { realm: 'bridge' })).items,
        ]
        assert.deepEqual(listed.map(({ handle }) => handle).sort(), [...known].sort(), `${name} knows`)
        assert.equal(await countAccounts(seen), known.size, `${name} counts`)
        for (const who of employees)
          assert.equal(
            (await findPerson(seen, cast.people[who].id)) !== undefined,
            known.has(who),
            `${name} opens ${who}`,
          )
      }
      for (const place of ['cells', 'motors'] as const) {
        const audience = await audienceOf(at, rooms[place])
        const outsiders = audience.outsiders.reduce((sum, group) => sum + group.people, 0)
        assert.equal(outsiders, (['petra', 'karl'] as const).filter((who) => readsIn(model, who, place)).length, place)
        const listed = await listMembers(at, rooms[place])
        for (const who of employees)
          assert.equal(
            listed.some(({ handle }) => handle === who),
            mayAct(model, who, place),
            `${who} in ${place}`,
          )
      }
    }

    const back = new Error('taken back')
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 24, size: 'max' }), async (history) => {
        const run = ctx.transaction(async (at) => {
          const model: Model = {
            members: new Set(['lena cells', 'petra cells', 'aiko cells', 'lena motors', 'aiko motors']),
            answered: new Map([['petra cells', { by: 'lena', lapsed: false }]]),
            open: new Map(),
            closed: new Set(),
          }
          for (const who of ['lena', 'aiko'] as const)
            for (const space of Object.values(rooms)) await addMember(at, space, cast.people[who].id)
          const links = new Map<string, string>()
          for (const one of history) {
            // Whoever is closed can do nothing: their sessions are over, so the act never begins.
            if ('by' in one && one.do !== 'close' && model.closed.has(one.by)) continue
            const allowed = step(model, one)
            const worked = await at
              .transaction((inside) => perform(inside, one, links))
              .then(
                () => true,
                (error) => {
                  if (typeof error.code !== 'string' || !('status' in error)) throw error
                  return false
                },
              )
            // Leaving where one is not, and closing twice, change nothing; either answer is fine.
            if (!['leave', 'remove', 'leave-room'].includes(one.do)) assert.equal(worked, allowed, JSON.stringify(one))
            if (worked && allowed) done.set(one.do, (done.get(one.do) ?? 0) + 1)
            did++
            await compareRooms(at, model)
          }
          await compare(at, model)
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      }),
      { numRuns: Number(process.env.HISTORIES ?? 60) },
    )
    assert.ok(did > 300, `only ${did} acts were tried`)
    for (const name of ['invite', 'accept', 'renew', 'take-over', 'withdraw', 'let-lapse', 'close'])
      assert.ok((done.get(name) ?? 0) > 0, `${name} was never done`)
  }),
)
