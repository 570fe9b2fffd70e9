/** A code opens its door once, in one browser, for ten minutes and five tries, after any history. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { mailedCode, newestCode } from '../../../test/sent-mails.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { countUse } from '../../platform/rate-limits.ts'
import { closeAccount, hashPassword } from '../accounts/accounts.ts'
import { findViewer } from '../sessions/sessions.ts'
import { forgetOldCodes } from './sign-in.listeners.ts'
import { askForCode, enterWithCode, findTicket, sendCode, signInWithPassword } from './sign-in.ts'

const minute = 60_000
const from = { network: 'a', arrival: { device: 'a test' } }

const at = (ctx: Ctx, milliseconds: number): Ctx =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + milliseconds), log: silentLog })

const different = (code: string) => (code.replaceAll(/\D/g, '') === '00000000' ? '11111111' : '00000000')

type Act =
  | { do: 'ask' }
  | { do: 'wait'; minutes: number }
  | { do: 'type'; ticket: number; code: number; wrong: boolean }

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Act>({ do: 'ask' }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(0, 1, 5, 9, 10, 11) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      ticket: fc.nat(3),
      code: fc.nat(3),
      wrong: fc.boolean(),
    }),
  },
)

/** What a ticket should still do, told from the rules alone. */
interface Ticket {
  readonly ticket: string
  readonly code: string
  readonly askedAt: number
  tries: number
  used: boolean
}

test(
  'after any history a code opens its door once, with its own ticket, before ten minutes and five tries are over',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const done = { entered: 0, over: 0, wrong: 0 }
    const back = new Error('taken back')
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 20, size: 'max' }), async (history) => {
        const run = ctx.transaction(async (inside) => {
          const tickets: Ticket[] = []
          let clock = 0
          for (const one of [{ do: 'ask' } as const, ...history]) {
            await inside.db.deleteFrom('rateLimits').execute()
            const now = at(inside, clock * minute)
            if (one.do === 'wait') clock += one.minutes
            if (one.do === 'ask') {
              const ticket = await askForCode(now, { realm: 'outside', email: 'ines@people.example' }, 'a')
              await sendCode(now, Number(ticket.split('.')[0]) as never)
              const code = await mailedCode(now, 'ines@people.example')
              tickets.push({ ticket, code, askedAt: clock, tries: 0, used: false })
            }
            if (one.do !== 'type') continue
            const [mine, theirs] = [tickets[one.ticket % tickets.length]!, tickets[one.code % tickets.length]!]
            const given = one.wrong ? different(theirs.code) : theirs.code
            const right = given.replaceAll(' ', '') === mine.code.replaceAll(' ', '')
            const isOver = mine.used || mine.tries >= 5 || clock - mine.askedAt >= 10
            const expected = isOver ? 'sign-in.code-over' : right ? 'ok' : 'sign-in.wrong-code'
            if (!isOver) mine.tries++
            let entered: { token: string } | undefined
            const got = await outcome(
              enterWithCode(now, { ticket: mine.ticket, code: given }, from).then((door) => (entered = door)),
            )
            assert.equal(got, expected, JSON.stringify(one))
            if (got === 'sign-in.code-over') done.over++
            if (got === 'sign-in.wrong-code') done.wrong++
            if (!entered) continue
            done.entered++
            mine.used = true
            assert.equal((await findViewer(now, entered.token))?.id, cast.people.ines.id)
          }
          // As many sessions as codes were used: none came from anything else.
          const sessions = await inside.db.selectFrom('sessions').select('provedBy').execute()
          assert.deepEqual(
            sessions.map(({ provedBy }) => provedBy),
            tickets.filter(({ used }) => used).map(() => 'code'),
          )
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      }),
      { numRuns: 30 },
    )
    for (const [name, times] of Object.entries(done)) assert.ok(times > 10, `${name} came about only ${times} times`)
  }),
)

test(
  'a code is typed as people type: with spaces and hyphens, before and after; letters are not digits',
  inTransaction(async (ctx) => {
    for (const typed of [
      (code: string) => ` ${code} `,
      (code: string) => code.replace(' ', '-'),
      (code: string) => code.replace(' ', '').split('').join(' '),
    ]) {
      const ticket = await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
      const code = await newestCode(ctx, 'ines@people.example')
      assert.equal(await outcome(enterWithCode(ctx, { ticket, code: `x${code}` }, from)), 'sign-in.wrong-code')
      assert.equal(await outcome(enterWithCode(ctx, { ticket, code: typed(code) }, from)), 'ok')
    }
  }),
)

test(
  'a code that was asked for at one door opens no other, and no ticket but its own',
  inTransaction(async (ctx) => {
    const inside = await askForCode(ctx, { realm: 'inside', email: 'lena@velund.example' }, 'a')
    const codeInside = await newestCode(ctx, 'lena@velund.example')
    const outside = await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    const enter = (ticket: string) => outcome(enterWithCode(ctx, { ticket, code: codeInside }, from))
    assert.equal(await enter(outside), 'sign-in.wrong-code')
    const [number, secret] = inside.split('.') as [string, string]
    const [otherNumber, otherSecret] = outside.split('.') as [string, string]
    for (const ticket of [`${number}.${otherSecret}`, `${otherNumber}.${secret}`, number, `${number}.`, `.${secret}`]) {
      assert.equal(await findTicket(ctx, ticket), undefined, ticket)
      assert.equal(await enter(ticket), 'sign-in.code-over', ticket)
    }
    // None of the strangers' tickets used up a try of the right browser.
    const { wrongTries } = await ctx.db
      .selectFrom('emailCodes')
      .select('wrongTries')
      .where('id', '=', Number(number) as never)
      .executeTakeFirstOrThrow()
    assert.equal(wrongTries, 0)
    assert.equal(await enter(inside), 'ok')
  }),
)

test(
  'using one code leaves the other codes of the same person as they were',
  inTransaction(async (ctx) => {
    const first = await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    const firstCode = await newestCode(ctx, 'ines@people.example')
    const second = await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    const secondCode = await newestCode(ctx, 'ines@people.example')
    assert.equal(await outcome(enterWithCode(ctx, { ticket: second, code: secondCode }, from)), 'ok')
    assert.equal(await outcome(enterWithCode(ctx, { ticket: first, code: firstCode }, from)), 'ok')
  }),
)

test(
  'whoever is closed between asking and typing does not come in, and makes no new account either',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ticket = await askForCode(ctx, { realm: 'inside', email: 'tomasz@velund.example' }, 'a')
    const code = await newestCode(ctx, 'tomasz@velund.example')
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.tomasz.id, 'Left')
    const before = await ctx.db.selectFrom('accounts').select('id').execute()
    assert.equal(await outcome(enterWithCode(ctx, { ticket, code }, from)), 'sign-in.account-gone')
    assert.equal((await ctx.db.selectFrom('accounts').select('id').execute()).length, before.length)
    assert.deepEqual(await ctx.db.selectFrom('sessions').select('id').execute(), [])
  }),
)

test(
  'a code that came back proves the address, once and for good',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await ctx.db
      .updateTable('accounts')
      .set({ emailProvedAt: null })
      .where('id', 'in', [cast.people.ines.id, cast.people.gustav.id])
      .execute()
    const provedAt = async (who: 'ines' | 'gustav') =>
      (
        await ctx.db
          .selectFrom('accounts')
          .select('emailProvedAt')
          .where('id', '=', cast.people[who].id)
          .executeTakeFirstOrThrow()
      ).emailProvedAt
    const enter = async (later: number) => {
      const now = at(ctx, later)
      const ticket = await askForCode(now, { realm: 'outside', email: 'ines@people.example' }, 'a')
      await enterWithCode(now, { ticket, code: await newestCode(now, 'ines@people.example') }, from)
    }
    assert.equal(await provedAt('ines'), null)
    await enter(0)
    const first = await provedAt('ines')
    assert.equal(first?.getTime(), ctx.now.getTime())
    await enter(5 * minute)
    assert.deepEqual(await provedAt('ines'), first)
    assert.equal(await provedAt('gustav'), null)
  }),
)

test(
  'a guest lands in the first room that is open to them, and on the list of rooms when none is',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const passwordHash = await hashPassword('a horse and a battery')
    const { petra, lena } = cast.people
    await ctx.db.updateTable('accounts').set({ passwordHash }).where('id', '=', petra.id).execute()
    const home = async () =>
      (
        await signInWithPassword(
          ctx,
          { realm: 'bridge', email: 'petra@people.example', password: 'a horse and a battery' },
          from,
        )
      ).home
    const room = async (slug: string, archived: Date | null = null) => {
      const { id } = await ctx.db
        .insertInto('spaces')
        .values({ realm: 'bridge', slug, title: slug, access: 'invited', archivedAt: archived })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    }
    const join = async (spaceId: never, accountId: never, lapsesAt: Date) => {
      await ctx.db.insertInto('memberships').values({ spaceId, accountId }).execute()
      const sponsorship = { guestId: accountId, spaceId, sponsorId: lena.id, lapsesAt }
      await ctx.db
        .insertInto('sponsorships')
        .values(sponsorship as never)
        .execute()
    }
    const soon = new Date(Date.now() + 86_400_000)
    const karl = await ctx.db
      .insertInto('accounts')
      .values({ realm: 'bridge', handle: 'karl', displayName: 'Karl', email: 'karl@people.example' })
      .returning('id')
      .executeTakeFirstOrThrow()
    // Rooms of somebody else, an archived one and one whose time is over do not count, whatever their number.
    await join((await room('of-karl')) as never, karl.id as never, soon)
    await join((await room('motors')) as never, petra.id as never, soon)
    assert.equal(await home(), '/inside/spaces/cells')
    const endCells = ctx.db.updateTable('sponsorships').set({ endedAt: ctx.now })
    await endCells.where('spaceId', '=', cast.spaces.cells.id).execute()
    assert.equal(await home(), '/inside/spaces/motors')
    const away = ctx.db.updateTable('spaces').set({ archivedAt: ctx.now })
    await away.where('slug', '=', 'motors').execute()
    assert.equal(await home(), '/rooms')
    await join((await room('older')) as never, petra.id as never, new Date(Date.now() - 3_600_000))
    assert.equal(await home(), '/rooms')
  }),
)

test(
  'guessing passwords over many addresses, and codes over many tickets, ends at the network',
  inTransaction(async (ctx) => {
    const guess = (address: number, network: string) =>
      outcome(
        signInWithPassword(
          ctx,
          { realm: 'outside', email: `a${address}@people.example`, password: 'x' },
          { network, arrival: from.arrival },
        ),
      )
    // Each guess costs a hash: all but the last of the sixty are counted without one.
    const limit = { name: 'password-network', uses: 60, seconds: 15 * 60 }
    for (let address = 0; address < 59; address++) await countUse(ctx, limit, 'one')
    assert.equal(await guess(60, 'one'), 'sign-in.does-not-fit')
    assert.equal(await guess(61, 'one'), 'too-many-tries')
    assert.equal(await guess(99, 'two'), 'sign-in.does-not-fit', 'another network is not concerned')
    const ticket = await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'three')
    const tries: string[] = []
    for (let time = 0; time < 61; time++)
      tries.push(
        await outcome(enterWithCode(ctx, { ticket: '1.x', code: '0' }, { network: 'three', arrival: from.arrival })),
      )
    assert.deepEqual(tries.slice(59), ['sign-in.code-over', 'too-many-tries'])
    const code = await newestCode(ctx, 'ines@people.example')
    const enter = (network: string) => outcome(enterWithCode(ctx, { ticket, code }, { network, arrival: from.arrival }))
    assert.equal(await enter('three'), 'too-many-tries')
    assert.equal(await enter('four'), 'ok')
  }),
)

test(
  'a limit is over with its quarter of an hour, and counts each door by itself',
  inTransaction(async (ctx) => {
    const start = makeCtx({ ...ctx, now: new Date('2026-05-04T10:00:00Z') })
    const guess = (now: Ctx, realm: 'inside' | 'outside', network: string) =>
      outcome(
        signInWithPassword(
          now,
          { realm, email: 'Lena@Velund.example ', password: 'x' },
          { network, arrival: from.arrival },
        ),
      )
    for (let time = 0; time < 10; time++) await guess(start, 'inside', `n${time}`)
    assert.equal(await guess(start, 'inside', 'n10'), 'too-many-tries')
    assert.equal(await guess(start, 'outside', 'n10'), 'sign-in.does-not-fit')
    assert.equal(await guess(at(start, 14 * minute), 'inside', 'n11'), 'too-many-tries')
    assert.equal(await guess(at(start, 15 * minute), 'inside', 'n11'), 'sign-in.does-not-fit')
  }),
)

test(
  'what was asked for a day ago is forgotten, and what was asked since is not',
  inTransaction(async (ctx) => {
    const day = 24 * 60 * minute
    const early = await askForCode(at(ctx, -day - minute), { realm: 'outside', email: 'ines@people.example' }, 'a')
    const late = await askForCode(at(ctx, -day + minute), { realm: 'outside', email: 'ines@people.example' }, 'a')
    assert.equal((await findTicket(ctx, early))?.purpose, 'sign-in')
    await forgetOldCodes.work(ctx, {} as never)
    assert.equal(await findTicket(ctx, early), undefined)
    assert.equal((await findTicket(ctx, late))?.realm, 'outside')
    // A ticket a day old is still a page, whose code is over.
    assert.equal(await outcome(enterWithCode(ctx, { ticket: late, code: '1' }, from)), 'sign-in.code-over')
  }),
)
