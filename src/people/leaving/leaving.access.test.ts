import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import type { Viewer } from '../../platform/context.ts'
import { startSession } from '../sessions/sessions.ts'
import { mayLeave } from './leaving.access.ts'
import { comeBack, getLeave, leave } from './leaving.ts'

function codeOf(viewer: Viewer): string {
  const verdict = mayLeave(viewer)
  return verdict.allowed ? 'ok' : verdict.code
}

const members: readonly string[] = ['ines', 'gustav', 'joost', 'amina', 'petra']

test(
  'members and guests close their own account; employees are told whom to ask, visitors to sign in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const expected = who === 'visitor' ? 'leaving.sign-in-first' : members.includes(who) ? 'ok' : 'leaving.employee'
      const got = await outcomeUndone(as, async (inside) => {
        const { token } =
          who === 'visitor'
            ? { token: 'x'.repeat(43) }
            : await startSession(inside.asSystem('test'), cast.people[who].id, { provedBy: 'code', device: '' })
        await leave(inside, token, { keepsName: true })
      })
      assert.equal(got, expected, who)
      if (who !== 'visitor') assert.equal((await getLeave(as, undefined)).verdict.allowed, members.includes(who), who)
      assert.equal(await outcome(comeBack(as, undefined)), 'leaving.nothing-waits', who)
    }
  }),
)

test(
  'who works here reads the names of those who close accounts, and never their own',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    assert.deepEqual((await getLeave(cast.as(ctx, 'daniel'), undefined)).ask, ['Jonas Weber'])
    assert.deepEqual((await getLeave(cast.as(ctx, 'jonas'), undefined)).ask, [])
    assert.deepEqual((await getLeave(cast.as(ctx, 'ines'), undefined)).ask, [])
  }),
)

test(
  'the last owner never leaves, nor does whoever holds an office, wherever their account stands',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    assert.equal(codeOf(cast.people.jonas), 'leaving.employee')
    for (const office of ['owner', 'inside-steward', 'outside-steward', 'official-voice'] as const)
      assert.equal(codeOf({ ...cast.people.ines, offices: [office] }), 'leaving.office', office)
    assert.equal(mayLeave({ kind: 'system', reason: 'test' }).allowed, false)
  }),
)
