import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { ProblemState } from '../threads/threads.ts'
import { maySetState } from './problems.access.ts'
import { post, setProblemState } from './questions.ts'

const states: readonly ProblemState[] = ['reported', 'confirmed', 'workaround', 'fixed', 'no-fault']

test(
  'everybody against every state of a problem: the company says how it stands, its reporter that it is back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const reportedBy = cast.people.ines.id
    for (const who of everybody) {
      const viewer = cast.viewer(who)
      const employee = viewer.kind === 'account' && viewer.realm === 'inside'
      for (const state of states) {
        for (const to of states) {
          const back = to === 'reported' && (state === 'fixed' || state === 'no-fault')
          const verdict = maySetState(viewer, cast.spaces.riders, { reportedBy, state }, to)
          assert.equal(verdict.allowed, employee || (who === 'ines' && back), `${who}: ${state} to ${to}`)
          if (!verdict.allowed && who === 'gustav')
            assert.equal(verdict.code, back ? 'problems.not-reporter' : 'problems.company-only')
        }
      }
    }
  }),
)

test(
  'through the front door it is the same for everybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await post(cast.as(ctx, 'ines'), 'problem', {
      space: 'riders',
      title: 'It rattles',
      body: 'So.',
      tags: [],
    })
    for (const who of everybody) {
      const viewer = cast.viewer(who)
      const expected =
        who === 'petra'
          ? 'threads.not-found'
          : who === 'visitor'
            ? 'spaces.sign-in-first'
            : viewer.kind === 'account' && viewer.realm === 'inside'
              ? 'ok'
              : 'problems.company-only'
      const got = await setProblemState(cast.as(ctx, who), id, { state: 'confirmed', note: '' }).then(
        () => 'ok',
        (error: { code: string }) => error.code,
      )
      assert.equal(got, expected, who)
    }
  }),
)
