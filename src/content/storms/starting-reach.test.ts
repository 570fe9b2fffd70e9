/** An idea in a session reaches as far as its author chose, for it or for all their new texts, and never further. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo } from '../../../test/forms.ts'
import { outcome } from '../../../test/outcome.ts'
import type { FieldReach } from '../../people/accounts/accounts.ts'
import { setReaches } from '../../people/profiles/fields.ts'
import { listDrafts, saveDraft } from '../drafts/drafts.ts'
import type { Reach } from '../threads/threads.ts'
import { at, hour, opensAt, startIn } from './sessions.fixture.test.ts'
import { enterStorm, submitIdea } from './storms.ts'

test(
  'whatever is set and whatever is chosen: what is chosen counts, and without a choice what is set',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startIn(ctx, cast, 'riders')
    let moment = opensAt
    for (const set of [0, 1, 2, 3, 4, 5] as FieldReach[]) {
      await setReaches(cast.as(ctx, 'ines'), { others: set, questions: 0 })
      for (const chosen of [undefined, null, 4, 0] as (Reach | undefined)[]) {
        // As often as nobody is told that it is too often.
        moment += hour / 5
        const words = { title: `Set ${set}`, body: 'Warm grips.', reach: chosen }
        const { reach } = await submitIdea(at(cast.as(ctx, 'ines'), moment), id, words)
        const starts = set === 5 ? null : set
        assert.equal(reach, chosen === undefined ? starts : chosen, `set ${set}, chosen ${chosen}`)
      }
    }
  }),
)

test(
  'inside and in rooms there is nothing to choose, and a choice that is none of theirs is refused',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const [place, who] of [
      ['battery', 'aiko'],
      ['cells', 'petra'],
    ] as const) {
      const { id } = await startIn(ctx, cast, place)
      const site = await openSite(at(ctx, opensAt + hour))
      const path = `/storms/${id}`
      assert.ok(!('reach' in formTo(await site.as(who).get(path), `${path}/ideas`).fields), who)
      const as = at(cast.as(ctx, who), opensAt + hour)
      const words = { title: 'Warm grips', body: 'For winter.' }
      assert.equal(await outcome(submitIdea(as, id, { ...words, reach: 0 })), 'threads.reach', who)
      assert.equal((await submitIdea(as, id, words)).reach, null, who)
    }
  }),
)

test(
  'the composer starts where the member’s new texts start; sent so, or with anything that is no choice, nobody else reads it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startIn(ctx, cast, 'riders')
    const path = `/storms/${id}`
    const site = await openSite(at(ctx, opensAt + hour))
    const ines = site.as('ines')
    const plain = await ines.get(path)
    assert.equal(formTo(plain, `${path}/ideas`).fields.reach, 'space')
    assert.doesNotMatch(plain.text, /for whom you choose under/)
    await setReaches(cast.as(ctx, 'ines'), { others: 0 })
    const started = await ines.get(path)
    const form = formTo(started, `${path}/ideas`)
    assert.equal(form.fields.reach, '0')
    assert.deepEqual(form.offered.reach, ['space', '4', '3', '2', '1', '0'])
    assert.match(started.text, /for whom you choose under “Who may read it”/)
    assert.match(started.text, /Only those who may read it can vote for it or choose it\./)
    const titles = async (who: PersonName | 'visitor') =>
      (await enterStorm(at(cast.as(ctx, who), opensAt + hour), id)).ideas.map(({ title }) => title)
    const words = { title: 'As it stands', body: 'Warm grips.' }
    assert.equal((await ines.post(`${path}/ideas`, { ...form.fields, ...words })).status, 303)
    assert.equal((await ines.post(`${path}/ideas`, { ...words, title: 'Without a field' })).status, 303)
    assert.equal((await ines.post(`${path}/ideas`, { ...words, title: 'Nonsense', reach: '6' })).status, 303)
    assert.equal((await ines.post(`${path}/ideas`, { ...words, title: 'For members', reach: '4' })).status, 303)
    assert.equal((await titles('ines')).length, 4)
    assert.deepEqual(await titles('gustav'), ['For members'])
    assert.deepEqual(await titles('lena'), ['For members'], 'its judge too')
    assert.deepEqual(await titles('visitor'), [])
    assert.doesNotMatch((await site.as('visitor').get(path)).text, /Warm grips/)
  }),
)

test(
  'what was chosen stays when the form is shown again, and in a draft',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startIn(ctx, cast, 'riders')
    const path = `/storms/${id}`
    const ines = at(cast.as(ctx, 'ines'), opensAt + hour)
    await setReaches(ines, { others: 0 })
    const site = await openSite(at(ctx, opensAt + hour))
    const sent = { title: '', body: 'Warm grips.', reach: '4' }
    const again = await site.as('ines').post(`${path}/ideas`, sent)
    assert.equal(again.status, 422)
    assert.equal(formTo(again, `${path}/ideas`).fields.reach, '4')
    const fields = { ...sent, title: 'Grips', reach: 'space' }
    await saveDraft(ines, { place: `storm:${id}`, path, fields })
    const draft = (await listDrafts(ines)).items.find((one) => one.place === `storm:${id}`)!
    const opened = await site.as('ines').get(`/drafts/${draft.id}`)
    const page = await site.as('ines').get(opened.location!)
    assert.match(page.text, /Warm grips\./)
    assert.equal(formTo(page, `${path}/ideas`).fields.reach, 'space')
    for (const wrong of ['6', 'x', '-1', '']) {
      const shown = await site.as('ines').get(`${path}?reach=${wrong}`)
      assert.equal(formTo(shown, `${path}/ideas`).fields.reach, '0', `never wider by “${wrong}”`)
      const idea = formTo(await site.as('ines').get(`/ideas/new?reach=${wrong}`), '/ideas/new')
      assert.equal(idea.fields.reach, '0', `an idea never wider by “${wrong}”`)
    }
  }),
)
