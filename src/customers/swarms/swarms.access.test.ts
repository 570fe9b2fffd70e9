import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { ask } from '../../content/questions/questions.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { isAgreed } from './swarms.access.ts'
import {
  agree,
  call,
  closeSwarm,
  enterSwarm,
  findOpenSwarm,
  getKnownSwarm,
  join,
  listSwarms,
  mayCloseSwarm,
  mayOpenSwarm,
  openSwarm,
  proposeColleagues,
  proposeWording,
  say,
} from './swarms.ts'

/**
 * o: may open one; k: may know of it; e: enters, speaks and calls; j: joins; c: closes.
 * Daniel owns it and called Tomasz; it stands in the space that all employees read. Jonas looks after the inside.
 */
const table: Record<(typeof everybody)[number], string> = {
  visitor: '',
  daniel: 'okejc',
  tomasz: 'okej',
  aiko: 'okj',
  lena: 'okj',
  mirela: 'okj',
  jonas: 'okj',
  sara: 'okj',
  ines: '',
  gustav: '',
  joost: '',
  amina: '',
  petra: '',
}

async function can(ctx: Ctx, act: (ctx: Ctx) => Promise<unknown>): Promise<boolean> {
  const undo = new Error('undone')
  return ctx
    .transaction(async (inside) => {
      await act(inside)
      throw undo
    })
    .catch((error: unknown) => error === undo)
}

test(
  'a swarm is known to the employees who read its space, entered by those in it, and to everybody else it is not there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Off at 40 %',
      body: 'Why?',
      tags: [],
    })
    const { thread: other } = await ask(cast.as(ctx, 'ines'), {
      space: 'testers',
      title: 'Off at 50 %',
      body: 'Why?',
      tags: [],
    })
    const { id } = await openSwarm(cast.as(ctx, 'daniel'), thread.id)
    await call(cast.as(ctx, 'daniel'), id, cast.people.tomasz.id, 'Cells')
    const wordingId = await proposeWording(cast.as(ctx, 'daniel'), id, 'It is the software.')
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      const opens = await can(theirs, (inside) => openSwarm(inside, other.id))
      assert.equal(opens, mayOpenSwarm(theirs.viewer).allowed, who)
      const knows = await can(theirs, (inside) => getKnownSwarm(inside, id))
      assert.equal((await findOpenSwarm(theirs, thread.id)) !== undefined, knows, who)
      assert.equal(
        await listSwarms(theirs, { open: true }).then(
          ({ items }) => items.length === 1,
          () => false,
        ),
        knows,
        `${who}: the list holds what may be known`,
      )
      const enters = await can(theirs, (inside) => enterSwarm(inside, id))
      for (const act of [
        (inside: Ctx) => say(inside, id, 'Hello'),
        (inside: Ctx) => call(inside, id, cast.people.lena.id, 'Product'),
        (inside: Ctx) => proposeColleagues(inside, id),
        (inside: Ctx) => proposeWording(inside, id, 'Another'),
      ])
        assert.equal(await can(theirs, act), enters, who)
      assert.equal(await can(theirs, (inside) => agree(inside, wordingId)), enters && who !== 'daniel', `${who} agrees`)
      const closes = await can(theirs, (inside) => closeSwarm(inside, id))
      const joins = await can(theirs, (inside) => join(inside, id))
      assert.equal(
        [opens && 'o', knows && 'k', enters && 'e', joins && 'j', closes && 'c'].filter(Boolean).join(''),
        table[who],
        who,
      )
    }
    assert.equal(
      mayCloseSwarm(cast.people.jonas, cast.people.daniel.id).allowed,
      true,
      'once he is in it, the inside steward may close it',
    )
  }),
)

test('a wording is agreed by somebody in the swarm other than its writer, or written by the only one in it', () => {
  const [ann, ben, cid] = [1, 2, 3] as AccountId[] as [AccountId, AccountId, AccountId]
  assert.equal(isAgreed(ann, [], [ann, ben]).allowed, false)
  assert.equal(isAgreed(ann, [ann], [ann, ben]).allowed, false)
  assert.equal(isAgreed(ann, [cid], [ann, ben]).allowed, false, 'somebody who is not in it does not count')
  assert.equal(isAgreed(ann, [ben], [ann, ben]).allowed, true)
  assert.equal(isAgreed(ann, [], [ann]).allowed, true)
  assert.equal(isAgreed(ann, [], [ben]).allowed, false)
})
