import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { TangoError } from '../../platform/errors.ts'
import { contentKind } from '../content-kind.ts'
import { getSpaceById } from '../spaces/spaces.ts'
import { english } from '../../platform/languages/languages.ts'
import { sayReasons } from '../reader.access.ts'
import { type AudienceTarget, audienceOf, listReaders, previewAs, whyIRead } from './audience.ts'

const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => (error instanceof TangoError ? error.code : Promise.reject(error)))

/** A thing in each place of the cast, one among named people, one outside for its author's friends. */
async function plant(ctx: Ctx): Promise<{ what: string; place: PlaceName; target: AudienceTarget }[]> {
  const cast = await getCast(ctx)
  const text = { title: 'A thing', body: 'Words' }
  const write = async (who: PersonName, place: PlaceName, more: object = {}) =>
    (
      await startThread(cast.as(ctx, who), cast.spaces[place], {
        type: cast.spaces[place].realm === 'outside' ? 'question' : 'discussion',
        ...text,
        ...more,
      })
    ).id
  const things = []
  for (const [what, place, who, more] of [
    ['open', 'riders', 'ines', {}],
    ['members', 'testers', 'ines', {}],
    ['employees', 'velund', 'daniel', {}],
    ['team', 'battery', 'tomasz', {}],
    ['two people', 'battery', 'tomasz', { audience: 'participants', participants: [cast.people.lena.id] }],
    ['room', 'cells', 'lena', {}],
  ] as const) {
    things.push({ what, place, target: { kind: 'thread', id: await write(who, place, more) } })
    things.push({ what: `space ${place} of ${what}`, place, target: { space: cast.spaces[place].id } })
  }
  const near = await write('ines', 'riders')
  await ctx.db.updateTable('threads').set({ reach: 1 }).where('id', '=', near).execute()
  return [...things, { what: 'friends', place: 'riders', target: { kind: 'thread', id: near } }]
}

test(
  'for everything and everybody: who reads it is listed and told why, who does not is neither',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const { what, place, target } of await plant(ctx)) {
      const space = cast.spaces[place]
      const host = space.realm === 'bridge' || what === 'two people' ? 'lena' : 'tomasz'
      const listed = new Map(
        (await listReaders(cast.as(ctx, host), space.id, target).catch(() => [])).map((one) => [one.id, one.why]),
      )
      for (const who of everybody) {
        const viewer = cast.viewer(who)
        const as = ctx.as(viewer)
        const opens = await outcome(
          'space' in target ? getSpaceById(as, space.id) : contentKind('thread').addressOf(as, target.id),
        )
        const reads = typeof opens !== 'string' || opens.startsWith('/')
        const why = await whyIRead(as, target)
        assert.equal(why !== undefined, reads, `${who} before ${what}`)
        if (why !== undefined) assert.match(sayReasons(english, why), /^[A-Z].*\.$/, 'a whole sentence')
        if (space.realm !== 'outside' && viewer.kind === 'account' && viewer.realm !== 'outside')
          assert.deepEqual(listed.get(viewer.id), why, `${who} in the list of ${what}`)
      }
    }
  }),
)

test(
  'as somebody else: everyone in the room may ask about those they see, outside nobody about a member before one text',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ask = (who: PersonName, target: AudienceTarget, about: PersonName | 'visitor') =>
      outcome(
        previewAs(cast.as(ctx, who), target, about === 'visitor' ? 'visitor' : cast.people[about].id).then(
          ({ because }) => because !== undefined,
        ),
      )
    const things = new Map((await plant(ctx)).map(({ what, target }) => [what, target]))
    const hidden = 'accounts.not-found'
    const table: [PersonName, string, PersonName | 'visitor', unknown][] = [
      ['tomasz', 'team', 'lena', true],
      ['tomasz', 'team', 'daniel', false],
      ['tomasz', 'team', 'jonas', false],
      ['tomasz', 'team', 'petra', false],
      ['tomasz', 'team', 'ines', hidden],
      ['tomasz', 'team', 'visitor', false],
      ['lena', 'two people', 'tomasz', true],
      ['lena', 'two people', 'aiko', false],
      ['lena', 'room', 'petra', true],
      ['lena', 'room', 'tomasz', false],
      ['petra', 'room', 'lena', true],
      ['petra', 'room', 'tomasz', hidden],
      ['petra', 'room', 'ines', hidden],
      ['daniel', 'open', 'visitor', true],
      ['daniel', 'open', 'gustav', hidden],
      ['daniel', 'open', 'petra', false],
      ['ines', 'open', 'gustav', hidden],
      ['ines', 'open', 'daniel', hidden],
      ['ines', 'friends', 'gustav', hidden],
      ['ines', 'friends', 'visitor', false],
      ['gustav', 'space testers of members', 'ines', true],
      ['gustav', 'space testers of members', 'visitor', false],
      ['mirela', 'space testers of members', 'ines', true],
    ]
    for (const [who, what, about, expected] of table)
      assert.equal(await ask(who, things.get(what)!, about), expected, `${who} about ${about} before ${what}`)
  }),
)

test(
  'what the audience line counts is what the list names, for every kind of room',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const { what, place, target } of await plant(ctx)) {
      const space = cast.spaces[place]
      if (space.realm === 'outside') continue
      const host = cast.as(ctx, 'lena')
      const { employees, outsiders } = await audienceOf(host, space, target)
      const guests = outsiders.reduce((sum, group) => sum + group.people, 0)
      assert.equal((await listReaders(host, space.id, target)).length, employees + guests, what)
    }
  }),
)
