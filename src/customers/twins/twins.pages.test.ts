import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { setStage } from '../../content/ideas/ideas.ts'
import { getThread, threadAddress } from '../../content/threads/threads.ts'
import { postPair } from './pair.fixture.test.ts'

test(
  'a whole twin without script: joined from the idea, noted, worded, published out, ended',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { inner, outer } = await postPair(ctx, cast)
    const site = await openSite(ctx)
    const [lena, mirela] = [site.as('lena'), site.as('mirela')]
    const joinForm = await lena.get(`/inside/twins/new?inner=${inner}`)
    assert.match(joinForm.text, new RegExp(`value="${inner}"`))
    const wrong = await lena.post('/inside/twins', { inner: 'somewhere', outer: String(outer), reason: 'The same' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /Paste the address of an idea that you can read\./)
    const address = `http://localhost:3000${threadAddress({ id: outer, slug: 'x', realm: 'outside', type: 'idea' })}`
    const joined = await lena.post('/inside/twins', { inner: `/inside/ideas/${inner}`, outer: address, reason: 'Same' })
    assert.equal(joined.status, 303)
    const path = joined.location!
    await lena.post(`${path}/notes`, { form: 'note', kind: 'cost', body: '5 weeks, 2 people' })
    const refused = await lena.post(`${path}/notes`, { form: 'note', kind: 'risk', body: ' ' })
    assert.equal(refused.status, 422)
    const page = await lena.get(path)
    for (const word of [/5 weeks, 2 people/, /Votes of employees/, /Votes of customers/, /What customers cannot see/])
      assert.match(page.text, word)
    await setStage(cast.as(ctx, 'tomasz'), inner, { stage: 'planned', reason: 'Between us' })
    const words = { form: 'words', reason: 'We show a **band**.', answerBy: '2999-01-01' }
    assert.equal((await lena.post(`${path}/words`, { ...words, reason: '' })).status, 422)
    assert.equal((await lena.post(`${path}/words`, words)).status, 303)
    assert.match((await lena.get(path)).text, /Publishing out needs the office official voice/)
    assert.equal((await lena.get(`${path}/publish`)).status, 403)
    const preview = await mirela.get(`${path}/publish`)
    assert.match(preview.text, /We show a <strong>band<\/strong>\./)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(preview.text)![1]!
    const confirmed = { words: hidden('words'), sha256: hidden('sha256'), reason: 'Decided' }
    assert.equal((await mirela.post(`${path}/publish`, { ...confirmed, sha256: 'x' })).status, 409)
    assert.equal((await mirela.post(`${path}/publish`, confirmed)).status, 303)
    await hearEverything(ctx)
    const publicPath = threadAddress(await getThread(ctx, outer))
    const outside = await site.as('visitor').get(publicPath)
    assert.match(outside.text, /We show a <strong>band<\/strong>\./)
    assert.doesNotMatch(outside.text, /twin|5 weeks/i)
    assert.match((await mirela.get(publicPath)).text, new RegExp(path), 'for an employee the way to the twin')
    assert.match((await lena.get('/inside/twins')).text, new RegExp(`href="${path}"`))
    assert.equal((await lena.post(`${path}/end`, { form: 'end', reason: '' })).status, 422)
    assert.equal((await lena.post(`${path}/end`, { form: 'end', reason: 'Two wishes' })).status, 303)
    assert.match((await lena.get(path)).text, /This twin was ended/)
  }),
)

test(
  'nobody but employees has any page of twins',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of ['visitor', 'ines', 'petra'] as const)
      for (const path of ['/inside/twins', '/inside/twins/new', '/inside/twins/1'])
        assert.equal((await site.as(who).get(path)).status, 404, `${who} ${path}`)
  }),
)
