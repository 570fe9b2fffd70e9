/** One mail among many: what is done with it is done with no other. How mails arrive is in test/contract/mail.test.ts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '../../test/database.ts'
import { sql } from 'kysely'
import { type Ctx, makeCtx } from './context.ts'
import { type Mail, type MailCarrier, carryMail, sendMail } from './mail.ts'

const letter = (n: number): Mail => ({ to: `p${n}@people.example`, subject: `Letter ${n}`, text: `Text ${n}` })

/** Takes mails until it is told not to. */
function carrierOf(taken: Mail[], fails = () => false): MailCarrier {
  return {
    async send(mail) {
      if (fails()) throw Object.assign(new RangeError('refused for p2@people.example'), { code: 'EENVELOPE' })
      taken.push(mail)
    },
  }
}

const states = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('mails').select(['sentAt', 'attempts', 'lastError']).orderBy('id').execute()).map((row) => [
    row.sentAt?.getTime() ?? null,
    row.attempts,
    row.lastError,
  ])

test(
  'of several mails that wait, exactly the one that is asked for leaves and is noted',
  inTransaction(async (ctx) => {
    const ids = []
    for (let n = 1; n <= 3; n++) ids.push(await sendMail(ctx, letter(n)))
    const taken: Mail[] = []
    const later = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 5000) })
    await carryMail(later, ids[1]!, carrierOf(taken))
    assert.deepEqual(
      taken.map(({ to, subject, text, headers }) => [to, subject, text, headers]),
      [['p2@people.example', 'Letter 2', 'Text 2', {}]],
    )
    const untouched = [null, 0, null]
    assert.deepEqual(await states(ctx), [untouched, [later.now.getTime(), 0, null], untouched])
    await carryMail(later, 999_999, carrierOf(taken))
    assert.equal(taken.length, 1, 'a mail that is not there is no fault and no other mail')
  }),
)

test(
  'a mail that is refused is counted alone, with the kind of failure and no address, and goes on to the worker',
  inTransaction(async (ctx) => {
    const ids = []
    for (let n = 1; n <= 3; n++) ids.push(await sendMail(ctx, letter(n)))
    let failing = true
    const taken: Mail[] = []
    const carrier = carrierOf(taken, () => failing)
    for (const tries of [1, 2]) {
      await assert.rejects(carryMail(ctx, ids[1]!, carrier), RangeError)
      assert.deepEqual(await states(ctx), [
        [null, 0, null],
        [null, tries, 'RangeError'],
        [null, 0, null],
      ])
    }
    failing = false
    await carryMail(ctx, ids[1]!, carrier)
    assert.deepEqual(await states(ctx), [
      [null, 0, null],
      [ctx.now.getTime(), 2, null],
      [null, 0, null],
    ])
  }),
)

test(
  'a mail asks for its work once, in the transaction that writes it',
  inTransaction(async (ctx) => {
    const work = async () => {
      const { rows } = await sql<{ payload: unknown }>`select j.payload from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'carry-mail' order by j.id`.execute(
        ctx.db,
      )
      return rows.map(({ payload }) => payload)
    }
    const one = await sendMail(ctx, letter(1))
    const two = await sendMail(ctx, letter(2))
    await assert.rejects(
      ctx.transaction(async (inside) => {
        await sendMail(inside, letter(3))
        throw new Error('taken back')
      }),
    )
    assert.deepEqual(await work(), [{ mailId: one }, { mailId: two }])
    assert.equal((await states(ctx)).length, 2)
  }),
)

test(
  'a subject is one line of at most 200 signs, and never ends in half of one',
  inTransaction(async (ctx) => {
    const subjectOf = async (subject: string) => {
      const id = await sendMail(ctx, { to: 'a@b.example', subject, text: 'x' })
      return (await ctx.db.selectFrom('mails').select('subject').where('id', '=', id).executeTakeFirstOrThrow()).subject
    }
    assert.equal(await subjectOf('  One \r\n two\t\u2028three '), 'One two three')
    assert.equal(await subjectOf('x'.repeat(201)), 'x'.repeat(200))
    assert.equal(await subjectOf(`${'x'.repeat(199)}🔋 battery`), 'x'.repeat(199))
    assert.equal(await subjectOf(`${'x'.repeat(198)}🔋 battery`), `${'x'.repeat(198)}🔋`)
    assert.equal(await subjectOf('🔋'.repeat(100)), '🔋'.repeat(100))
    assert.equal(await subjectOf(''), '')
  }),
)
