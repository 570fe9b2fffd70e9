import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import {
  addToGroup,
  describeGroup,
  endGroup,
  getGroup,
  listGroupMembers,
  listGroups,
  makeGroup,
  removeFromGroup,
  setGroupRole,
  standingIn,
} from './groups.ts'

test(
  'any employee reads and makes groups; who leads one, the owner and the inside steward change it; outside there are none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    // Aiko leads, Lena is a member.
    const group = await makeGroup(cast.as(ctx, 'aiko'), { title: 'First aiders' })
    await addToGroup(cast.as(ctx, 'aiko'), group.slug, cast.people.lena.id)
    const { daniel, lena } = cast.people
    for (const who of everybody) {
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      const reads = employee ? 'done' : 'groups.not-found'
      const changes = who === 'aiko' || who === 'jonas' ? 'done' : employee ? 'groups.not-yours' : 'groups.not-found'
      const cases: [string, string, (seen: Ctx) => Promise<unknown>][] = [
        ['list', reads, (seen) => listGroups(seen)],
        ['get', reads, (seen) => getGroup(seen, group.slug)],
        ['members', reads, (seen) => listGroupMembers(seen, group.id)],
        ['standing', reads, (seen) => standingIn(seen, group)],
        ['make', reads, (seen) => makeGroup(seen, { title: `By ${who}`, kind: 'virtual-team' })],
        ['describe', changes, (seen) => describeGroup(seen, group.slug, { title: 'Other' })],
        ['add', changes, (seen) => addToGroup(seen, group.slug, daniel.id)],
        ['take out', who === 'lena' ? 'done' : changes, (seen) => removeFromGroup(seen, group.slug, lena.id)],
        ['let lead', changes, (seen) => setGroupRole(seen, group.slug, lena.id, 'lead')],
        ['end', changes, (seen) => endGroup(seen, group.slug)],
      ]
      for (const [name, expected, act] of cases) {
        const met = await ctx
          .transaction(async (inside) => {
            const outcome = await act(cast.as(inside, who)).then(
              () => 'done',
              (error) => error.code ?? error,
            )
            throw Object.assign(new Error('back'), { met: outcome })
          })
          .catch((error) => error.met)
        assert.equal(met, expected, `${who} ${name}`)
      }
    }
  }),
)
