/** What a new text reaches before anybody chooses: never wider than the member set, nor than its space. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { listDrafts, saveDraft } from '../drafts/drafts.ts'
import type { FieldReach } from '../../people/accounts/accounts.ts'
import { setReaches } from '../../people/profiles/fields.ts'
import { type Reach, possibleReaches, startingFrom, startingReachIn } from './threads.ts'

const accesses = ['public', 'members', 'employees', 'invited'] as const

test('a new text never starts wider than the member set nor than its space, and as wide as both allow', () => {
  const wanted = fc.option(fc.integer({ min: 0, max: 5 }) as fc.Arbitrary<FieldReach>, { nil: undefined })
  fc.assert(
    fc.property(fc.constantFrom(...accesses), wanted, (access, reach) => {
      const member = { kind: 'account', id: 1 as never, realm: 'outside', name: '', offices: [] } as const
      const possible = possibleReaches(member, { realm: 'outside', access })
      // A space that is not public reaches members at most.
      const width = (one: Reach) => one ?? (access === 'public' ? 5 : 4)
      const start = startingFrom(possible, reach)
      assert.ok(possible.includes(start))
      assert.ok(width(start) <= (reach ?? 5))
      const allowed = possible.map(width).filter((one) => one <= (reach ?? 5))
      assert.equal(width(start), Math.max(...allowed))
      if (reach === undefined || reach === 5) assert.equal(start, null)
    }),
  )
})

test(
  'everybody in every space: only members have a start of their own, the others write as far as the space',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['ines', 'gustav'] as const) await setReaches(cast.as(ctx, who), { questions: 2, others: 4 })
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const has = who === 'ines' || who === 'gustav'
      for (const name of ['velund', 'cells'] as const)
        assert.equal(await startingReachIn(as, cast.spaces[name], 'questions'), null, `${who} in ${name}`)
      assert.equal(await startingReachIn(as, cast.spaces.riders, 'questions'), has ? 2 : null, who)
      assert.equal(await startingReachIn(as, cast.spaces.riders, 'others'), has ? 4 : null, who)
      // Everybody who reads a space for members is a member.
      assert.equal(await startingReachIn(as, cast.spaces.testers, 'others'), null, who)
      assert.equal(await startingReachIn(as, cast.spaces.testers, 'questions'), has ? 2 : null, who)
    }
  }),
)

test(
  'every composer outside starts there; what is chosen on the way wins, and a wrong choice never widens it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setReaches(cast.as(ctx, 'ines'), { questions: 0, others: 2 })
    const site = await openSite(ctx)
    const hidden = async (path: string) =>
      /type="hidden" name="reach" value="([^"]*)"/.exec((await site.as('ines').get(path)).text)?.[1]
    assert.equal(await hidden('/questions/ask'), '0')
    assert.equal(await hidden('/questions/ask?type=problem'), '0')
    assert.equal(await hidden('/questions/ask?type=praise'), '2')
    assert.equal(await hidden('/questions/ask?reach=space'), 'space')
    assert.equal(await hidden('/questions/ask?reach=3'), '3')
    for (const wrong of ['x', '7', '-1']) assert.equal(await hidden(`/questions/ask?reach=${wrong}`), '0', wrong)
    const page = (await site.as('ines').get('/questions/ask')).text
    assert.match(page, /Post for yourself alone/)
    assert.doesNotMatch(page, /type=praise&amp;[^"]*reach=/, 'what was not chosen does not travel to another type')
    assert.match((await site.as('ines').get('/questions/ask?reach=3')).text, /type=praise&amp;[^"]*reach=3/)
    const idea = (path: string) => site.as('ines').get(path)
    assert.match((await idea('/ideas/new')).text, /<option value="2"[^>]* selected/)
    assert.match((await idea('/ideas/new?reach=space')).text, /<option value="space"[^>]* selected/)
    assert.equal(
      await site
        .as('daniel')
        .get('/questions/ask')
        .then(({ text }) => /name="reach" value="space"/.test(text)),
      true,
    )
    const typed = { space: 'riders', title: 'Mine alone', body: 'For now.', tags: '' }
    const wrong = await site.as('ines').post('/questions/ask', { ...typed, title: '', reach: '0' })
    assert.match(wrong.text, /name="reach" value="0"/, 'and it stays when the form is shown again')
    const posted = await site.as('ines').post('/questions/ask', { ...typed, reach: (await hidden('/questions/ask'))! })
    assert.equal((await site.as('visitor').get(posted.location!)).status, 404)
    assert.equal((await site.as('ines').get(posted.location!)).status, 200)
  }),
)

test(
  'a draft goes on with the readers that were chosen for it, whatever new texts start with',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    await setReaches(ines, { questions: 2, others: 2 })
    const site = await openSite(ctx)
    for (const [place, path, was] of [
      ['ask:riders', '/questions/ask', /type="hidden" name="reach" value="(.*?)"/],
      ['idea-in:riders', '/ideas/new', /<option value="([^"]*)"[^>]* selected[^>]*>(?:Only me|All members|Everyone)</],
    ] as const) {
      for (const reach of ['0', '4', 'space']) {
        const fields = { title: 'Mine', body: 'Alone.', space: 'riders', reach }
        const base = (await listDrafts(ines)).items.find((draft) => draft.place === place)?.version
        await saveDraft(ines, { place, path, fields, ...(base !== undefined && { base }) })
        const draft = (await listDrafts(ines)).items.find((one) => one.place === place)!
        assert.equal(was.exec((await site.as('ines').get(draft.path)).text)?.[1], reach, `${path} ${reach}`)
      }
    }
  }),
)
