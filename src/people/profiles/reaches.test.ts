/** What new texts start with, one step back from the last change, and examples of those who look. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { fc } from '../../../test/property.ts'
import type { Ctx } from '../../platform/context.ts'
import { type FieldReach } from '../accounts/accounts.ts'
import { accept, ask, block, setHidden } from '../connections/connections.ts'
import { nearExamples } from './examples.ts'
import { listOwnFields } from './fields.ts'
import {
  type ReachName,
  type ReachUndoId,
  findStartingReach,
  findUndo,
  listStartingReaches,
  setReaches,
  undoReaches,
} from './reaches.ts'

async function connect(ctx: Ctx, ...pairs: (readonly [PersonName, PersonName])[]) {
  const cast = await getCast(ctx)
  for (const [one, other] of pairs) {
    await ask(cast.as(ctx, one), cast.people[other].id)
    await accept(cast.as(ctx, other), cast.people[one].id)
  }
}

/** Everything that somebody chose, as it holds. */
async function chosen(ctx: Ctx): Promise<Record<string, FieldReach>> {
  const fields = await listOwnFields(ctx)
  return {
    ...Object.fromEntries(fields.map(({ field, reach }) => [field, reach])),
    ...(await listStartingReaches(ctx)),
  }
}

test(
  'everybody against what new texts start with and against taking a change back: members outside, each for themselves',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setReaches(cast.as(ctx, 'ines'), { questions: 2 })
    const undo = (await findUndo(cast.as(ctx, 'ines')))!
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const isMember = ['ines', 'gustav', 'joost', 'amina'].includes(who)
      const wanted = isMember ? 'ok' : 'profiles.not-found'
      for (const act of [listStartingReaches, findUndo, nearExamples]) assert.equal(await outcome(act(as)), wanted, who)
      assert.equal(await outcomeUndone(as, (inside) => setReaches(inside, { others: 1 })), wanted, who)
      assert.equal(await findStartingReach(as, 'questions'), who === 'ines' ? 2 : undefined, who)
      let done: boolean | undefined
      const told = await outcomeUndone(as, async (inside) => {
        done = await undoReaches(inside, undo.id)
      })
      assert.deepEqual([told, done], [wanted, isMember ? who === 'ines' : undefined], who)
    }
  }),
)

test(
  'an undo puts back what stood before the last change, once; whatever was changed since makes it stale',
  inTransaction(async (ctx) => {
    const ines = (await getCast(ctx)).as(ctx, 'ines')
    const start = await chosen(ines)
    assert.equal(await findUndo(ines), undefined)
    await setReaches(ines, { place: 0, questions: 2 })
    const first = (await findUndo(ines))!
    await setReaches(ines, { place: 0, questions: 2 })
    assert.deepEqual(await findUndo(ines), first, 'nothing was changed, nothing replaces it')
    const between = await chosen(ines)
    await setReaches(ines, { website: 1 })
    const second = (await findUndo(ines))!
    assert.equal(await undoReaches(ines, first.id), false)
    assert.equal((await chosen(ines))['website'], 1, 'a stale one changes nothing')
    assert.equal(await undoReaches(ines, second.id), true)
    assert.deepEqual(await chosen(ines), between)
    assert.equal(await undoReaches(ines, second.id), false)
    assert.equal(await findUndo(ines), undefined, 'one step')
    assert.notDeepEqual(between, start)
    await setReaches(ines, { place: start['place']!, questions: 5 })
    assert.deepEqual(await chosen(ines), start)
    assert.equal(await outcome(setReaches(ines, { place: 1, email: 3 })), 'profiles.too-far')
    assert.deepEqual(await chosen(ines), start)
  }),
)

test(
  'after any changes, an undo gives exactly what stood before the last of them that changed something',
  inTransaction(async (ctx) => {
    const ines = (await getCast(ctx)).as(ctx, 'ines')
    const names = ['about', 'place', 'connections', 'questions', 'others'] as const satisfies readonly ReachName[]
    const reach = fc.integer({ min: 0, max: 5 }) as fc.Arbitrary<FieldReach>
    const change = fc.dictionary(fc.constantFrom(...names), reach, { maxKeys: 3 })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let before = await chosen(ines)
        for (const one of changes) {
          const now = await chosen(ines)
          if (Object.entries(one).some(([name, wanted]) => now[name] !== wanted)) before = now
          await setReaches(ines, one)
        }
        const undo = await findUndo(ines)
        if (undo) assert.equal(await undoReaches(ines, undo.id), true)
        assert.deepEqual(await chosen(ines), before)
      }),
      { numRuns: 20 },
    )
  }),
)

test(
  'the page of settings keeps both, has the way back in its note over a reload, and answers a stale one kindly',
  inTransaction(async (ctx) => {
    await connect(ctx, ['ines', 'gustav'], ['gustav', 'joost'])
    const site = await openSite(ctx)
    const ines = site.as('ines')
    const plain = (await ines.get('/settings/privacy')).text
    assert.match(plain, /New posts start with.*Questions and problems.*Everything else/s)
    assert.doesNotMatch(plain, /Undo the last change/)
    const kept = await ines.post('/settings/privacy', { questions: '2', place: '0' })
    assert.equal(kept.location, '/settings/privacy?kept')
    const page = (await ines.get('/settings/privacy?kept')).text
    assert.match(page, /Kept\. In force.*Undo the last change/s)
    assert.match(page, /name="questions" value="2" checked/)
    assert.match(page, /Questions and problems.*2nd degree, 2 people.*Everything else.*anyone on the web/s)
    assert.match((await ines.get('/settings/privacy')).text, /Last changed.*Undo the last change/s)
    const id = /name="id" value="(\d+)"/.exec(page)![1]!
    for (const who of ['gustav', 'daniel'] as const) {
      const tried = await site.as(who).post('/settings/privacy/undo', { id })
      assert.equal(tried.location ?? tried.status, who === 'gustav' ? '/settings/privacy?changed-since' : 404, who)
    }
    assert.equal((await ines.post('/settings/privacy/undo', { id })).location, '/settings/privacy?undone')
    assert.match((await ines.get('/settings/privacy?undone')).text, /Put back as it stood before/)
    for (const stale of [id, '0', 'x', '9'.repeat(30)])
      assert.equal(
        (await ines.post('/settings/privacy/undo', { id: stale })).location,
        '/settings/privacy?changed-since',
      )
    assert.match((await ines.get('/settings/privacy?changed-since')).text, /Nothing was put back/)
    const wrong = await ines.post('/settings/privacy', { others: '6', place: '0' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /href="#reach-others"/)
  }),
)

test(
  'examples of those who look are near by ties that the member is shown: nobody hidden, blocked or known directly',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const examples = async () => {
      const { 1: first, 2: second } = await nearExamples(ines)
      return [first?.id, second?.id]
    }
    const { gustav, joost } = cast.people
    assert.deepEqual(await examples(), [undefined, undefined])
    await connect(ctx, ['ines', 'gustav'], ['gustav', 'joost'])
    // Whom Gustav knows is shown to his connections, until he says otherwise.
    assert.deepEqual(await examples(), [gustav.id, joost.id])
    await setReaches(cast.as(ctx, 'gustav'), { connections: 0 })
    assert.deepEqual(await examples(), [gustav.id, undefined], 'Gustav shows nobody whom he knows')
    await setReaches(cast.as(ctx, 'gustav'), { connections: 4 })
    await setHidden(cast.as(ctx, 'joost'), gustav.id, true)
    assert.deepEqual(await examples(), [gustav.id, undefined], 'the tie is hidden by its other end')
    await setHidden(cast.as(ctx, 'joost'), gustav.id, false)
    assert.deepEqual(await examples(), [gustav.id, joost.id])
    await setHidden(cast.as(ctx, 'gustav'), cast.people.ines.id, true)
    assert.deepEqual(await examples(), [undefined, undefined], 'a hidden tie is no example and no way to one')
    await setHidden(cast.as(ctx, 'gustav'), cast.people.ines.id, false)
    // That Joost blocks Ines does not show; that she blocks him is her own.
    await block(cast.as(ctx, 'joost'), cast.people.ines.id)
    assert.deepEqual(await examples(), [gustav.id, joost.id])
    await block(ines, joost.id)
    assert.deepEqual(await examples(), [gustav.id, undefined])
  }),
)

test(
  'the choice of eyes names an example where there is one, and plain words where there is none',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const ines = site.as('ines')
    assert.doesNotMatch((await ines.get('/settings/privacy')).text, /for example/)
    await connect(ctx, ['ines', 'gustav'], ['gustav', 'joost'])
    for (const path of ['/settings/privacy', '/settings/privacy/as?who=2', '/settings/privacy/as?name=gus']) {
      const { text } = await ines.get(path)
      assert.match(text, /2nd degree, for example <bdi>Joost/, path)
      assert.match(text, /1st degree, for example <bdi>Gustav/, path)
    }
    assert.match((await ines.get('/settings/privacy/as?who=2')).text, /seen by: 2nd degree/)
  }),
)

test(
  'the identity of an undo says nothing: another member’s number changes nothing of anybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [ines, gustav] = [cast.as(ctx, 'ines'), cast.as(ctx, 'gustav')]
    await setReaches(ines, { place: 0 })
    await setReaches(gustav, { place: 1 })
    const [own, other] = [(await findUndo(ines))!, (await findUndo(gustav))!]
    assert.equal(await undoReaches(ines, other.id), false)
    assert.equal(await undoReaches(ines, (own.id + 1000) as ReachUndoId), false)
    assert.equal((await chosen(gustav))['place'], 1)
    assert.equal((await chosen(ines))['place'], 0)
  }),
)
