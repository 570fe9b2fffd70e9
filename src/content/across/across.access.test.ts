import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Cast, type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { outcomeUndone } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { recall } from '../../realms/crossings/crossings.ts'
import { ask } from '../questions/questions.ts'
import { type Thread, startThread } from '../threads/threads.ts'
import { bringInto, draftPublication, linkTexts, publish } from './across.ts'

type Who = PersonName | 'visitor'

const thing = (thread: Thread) => ({ kind: 'thread', id: thread.id }) as const
const employees: Who[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
const battery: Who[] = ['tomasz', 'aiko', 'lena']

async function world(ctx: Ctx) {
  const cast = await getCast(ctx)
  await sql`insert into grants (space_id, right_given, account_id, given_as)
    values (${cast.spaces.battery.id}, 'publish-out', ${cast.people.aiko.id}, 'administrator')`.execute(ctx.db)
  const asked = { space: 'riders', title: 'Off', body: 'Why?', tags: [] }
  const inSpace = (who: PersonName, place: PlaceName) =>
    startThread(cast.as(ctx, who), cast.spaces[place], { type: 'discussion', title: `In ${place}`, body: 'Words.' })
  return {
    cast,
    question: (await ask(cast.as(ctx, 'ines'), asked)).thread,
    closed: await inSpace('tomasz', 'battery'),
    open: await inSpace('daniel', 'velund'),
    room: await inSpace('petra', 'cells'),
  }
}

/** Runs an act as everybody; whoever is not in `may` is refused with one of `codes`. */
async function demandTable(
  ctx: Ctx,
  cast: Cast,
  of: { name: string; may: readonly Who[]; codes: RegExp },
  act: (ctx: Ctx) => Promise<unknown>,
): Promise<void> {
  for (const who of everybody) {
    const code = await outcomeUndone(ctx, (inside) => act(cast.as(inside, who)))
    if (of.may.includes(who)) assert.equal(code, 'ok', `${who}: ${of.name}`)
    else assert.match(code, of.codes, `${who}: ${of.name}`)
  }
}

test(
  'every member of the cast against bringing in, from outside and from a guest room',
  inTransaction(async (ctx) => {
    const { cast, question, room, open } = await world(ctx)
    const bring = (source: Thread, place: PlaceName) => (theirs: Ctx) =>
      bringInto(theirs, thing(source), cast.spaces[place].id, { reason: 'Because' })
    const codes = /^(crossings.employees-only|spaces.not-found|threads.not-found|crossings.wrong-sides)$/
    await demandTable(ctx, cast, { name: 'outside to all', may: employees, codes }, bring(question, 'velund'))
    await demandTable(ctx, cast, { name: 'outside to closed', may: battery, codes }, bring(question, 'battery'))
    await demandTable(ctx, cast, { name: 'room to all', may: ['lena'], codes }, bring(room, 'velund'))
    await demandTable(ctx, cast, { name: 'inside to inside', may: [], codes }, bring(open, 'velund'))
    await demandTable(ctx, cast, { name: 'outside to a room', may: [], codes }, bring(question, 'cells'))
  }),
)

test(
  'every member of the cast against linking across',
  inTransaction(async (ctx) => {
    const { cast, question, closed, open, room } = await world(ctx)
    const link = (inner: Thread) => (theirs: Ctx) =>
      linkTexts(theirs, thing(question), thing(inner), { name: 'The same', reason: 'Because' })
    const codes = /^(crossings.employees-only|threads.not-found|crossings.wrong-sides)$/
    await demandTable(ctx, cast, { name: 'with open', may: employees, codes }, link(open))
    await demandTable(ctx, cast, { name: 'with closed', may: battery, codes }, link(closed))
    await demandTable(ctx, cast, { name: 'with a room', may: ['lena'], codes }, link(room))
    await demandTable(ctx, cast, { name: 'with itself', may: [], codes }, link(question))
  }),
)

test(
  'every member of the cast against publishing out: by office what they read, by grant out of that space alone',
  inTransaction(async (ctx) => {
    const { cast, question, closed, open, room } = await world(ctx)
    const codes = /^(crossings.not-yours|crossings.not-official-voice|threads.not-found)$/
    const send =
      (source: Thread, to: { spaceId: Cast['spaces']['riders']['id'] } | { questionId: Thread['id'] }) =>
      async (theirs: Ctx) => {
        const choice = { source: thing(source), to, replies: [] }
        const { sha256 } = await draftPublication(theirs, choice)
        await publish(theirs, choice, { expectedSha256: sha256, reason: 'Because' })
      }
    const riders = { spaceId: cast.spaces.riders.id }
    await demandTable(ctx, cast, { name: 'open, as an update', may: ['mirela'], codes }, send(open, riders))
    await demandTable(
      ctx,
      cast,
      { name: 'open, as an answer', may: ['mirela'], codes },
      send(open, { questionId: question.id }),
    )
    await demandTable(ctx, cast, { name: 'closed, by grant', may: ['aiko'], codes }, send(closed, riders))
    await demandTable(ctx, cast, { name: 'a room', may: [], codes }, send(room, riders))
    await demandTable(ctx, cast, { name: 'what is outside', may: [], codes }, send(question, riders))
  }),
)

test(
  'every member of the cast against taking each kind of crossing back',
  inTransaction(async (ctx) => {
    const { cast, question, closed } = await world(ctx)
    const [tomasz, aiko] = [cast.as(ctx, 'tomasz'), cast.as(ctx, 'aiko')]
    const brought = await bringInto(tomasz, thing(question), cast.spaces.battery.id, { reason: 'Because' })
    const linked = await linkTexts(tomasz, thing(question), thing(closed), { name: 'Same', reason: 'Because' })
    const choice = { source: thing(closed), to: { spaceId: cast.spaces.riders.id }, replies: [] }
    const { sha256 } = await draftPublication(aiko, choice)
    const sent = await publish(aiko, choice, { expectedSha256: sha256, reason: 'Because' })
    const codes = /^(crossings.not-found|crossings.not-yours-to-recall|crossings.not-yours)$/
    const back = (id: typeof sent.id) => (theirs: Ctx) => recall(theirs, id, 'Because')
    await demandTable(ctx, cast, { name: 'brought in', may: ['tomasz', 'jonas'], codes }, back(brought.crossing.id))
    await demandTable(ctx, cast, { name: 'linked', may: ['tomasz', 'jonas'], codes }, back(linked.id))
    await demandTable(ctx, cast, { name: 'published', may: ['aiko', 'mirela', 'jonas', 'sara'], codes }, back(sent.id))
    await ctx.db
      .updateTable('memberships')
      .set({ role: 'steward' })
      .where('accountId', '=', cast.people.lena.id)
      .where('spaceId', '=', cast.spaces.battery.id)
      .execute()
    const looksAfter = {
      name: 'linked, by who looks after the space',
      may: ['tomasz', 'jonas', 'lena'] as Who[],
      codes,
    }
    await demandTable(ctx, cast, looksAfter, back(linked.id))
  }),
)
