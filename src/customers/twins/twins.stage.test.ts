/** Whoever sets a stage beside a twin reads that a twin stands; nobody outside ever learns of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { getIdea, setStage } from '../../content/ideas/ideas.ts'
import { getThread, threadAddress } from '../../content/threads/threads.ts'
import { joinPair, postPair } from './pair.fixture.test.ts'
import { endTwin } from './twins.ts'

test(
  'who reads the twin of an idea outside says its stage from there, previewed and logged, and not on its page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'under-review', reason: 'Between us' })
    const site = await openSite(ctx)
    const path = `/ideas/${twin.outerId}/-/stage`
    const page = await site.as('mirela').get(path)
    assert.match(page.text, /This idea has a twin inside: what is said of it publicly goes out from there/)
    assert.match(page.text, new RegExp(`href="/inside/twins/${twin.id}">Publish out from the twin<`))
    assert.doesNotMatch(page.text, /Say it publicly/, 'no form that would be refused')
    assert.match(page.text, /Lift it with a boost/)
    assert.doesNotMatch(page.text, /Between us|A range that is true in winter/, 'no word of the inside idea')
    const refused = await site.as('mirela').post(path, { stage: 'planned', reason: 'Soon.' })
    assert.equal(refused.status, 409)
    assert.match(refused.text, /goes out from there, previewed and logged/)
    assert.equal((await getIdea(ctx, twin.outerId)).stage, 'new')
    // What Tango does by itself, such as archiving what nobody touches, is no word of the company.
    await setStage(ctx, twin.outerId, { stage: 'archived', reason: 'Untouched' })
    assert.equal((await getIdea(ctx, twin.outerId)).stage, 'archived')
    const outside = await site.as('ines').get(threadAddress(await getThread(ctx, twin.outerId)))
    assert.doesNotMatch(outside.text, /twin/i)
    await endTwin(cast.as(ctx, 'mirela'), twin.id, 'Apart').catch(() =>
      endTwin(cast.as(ctx, 'tomasz'), twin.id, 'Apart'),
    )
    assert.equal((await site.as('mirela').post(path, { stage: 'planned', reason: 'Soon.' })).status, 303)
  }),
)

test(
  'the page of the inside stage says that nothing of it goes out by itself',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const site = await openSite(ctx)
    const page = await site.as('tomasz').get(`/inside/ideas/${twin.innerId}/-/stage`)
    assert.match(page.text, /This idea has a twin outside, which stands at “New”\. Nothing said here goes out:/)
    assert.match(page.text, new RegExp(`href="/inside/twins/${twin.id}">public words are proposed at the twin`))
  }),
)

test(
  'without a twin, after its end, and for whoever may not read both ideas, the page says nothing of one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { outer } = await postPair(ctx, cast)
    const path = `/ideas/${outer}/-/stage`
    assert.doesNotMatch((await site.as('mirela').get(path)).text, /twin inside/)
    const twin = await joinPair(ctx, cast)
    const joined = `/ideas/${twin.outerId}/-/stage`
    assert.match((await site.as('mirela').get(joined)).text, /twin inside/)
    await ctx.db
      .deleteFrom('memberships')
      .where('spaceId', '=', cast.spaces.battery.id)
      .where('accountId', '=', cast.people.mirela.id)
      .execute()
    assert.doesNotMatch((await site.as('mirela').get(joined)).text, /twin inside/, 'reads the outer one alone')
    await endTwin(cast.as(ctx, 'lena'), twin.id, 'Two wishes')
    const inner = `/inside/ideas/${twin.innerId}/-/stage`
    assert.doesNotMatch((await site.as('tomasz').get(inner)).text, /twin outside/)
    assert.equal((await site.as('ines').get(joined)).status, 403)
  }),
)
