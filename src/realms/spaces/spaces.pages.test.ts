/** The list of spaces and the form for a new one, without script, for everybody who may come by. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo, refusal } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import { fc } from '../../../test/property.ts'
import { archiveSpace, createSpace, describeSpace, getSpace, givenSlug, listSpaces, rightIn } from './spaces.ts'

const path = '/inside/spaces'

test(
  'making a space: who may is offered their sides alone, each wrong field is named, and what is made is shown with its maker in it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const sides: Record<string, readonly string[] | number> = {}
    for (const who of everybody) {
      const page = await site.as(who).get(`${path}/new`)
      sides[who] = page.status === 200 ? (formTo(page, path).offered.realm ?? []) : page.status
    }
    assert.deepEqual(sides, {
      ...{ visitor: 404, ines: 404, gustav: 404, joost: 404, amina: 404, petra: 404 },
      ...{ daniel: [], tomasz: [], aiko: [], lena: [], mirela: [] },
      ...{ jonas: ['inside', 'outside', 'bridge'], sara: ['outside'] },
    })
    const jonas = site.as('jonas')
    const good = { realm: 'inside', title: 'Brakes', slug: 'brakes', access: 'members', description: 'Stopping.' }
    const wrong: [Record<string, string>, string, RegExp][] = [
      [{ title: ' ' }, 'title', /Give the space a name\./],
      [{ title: 'x'.repeat(121) }, 'title', /under 120/],
      [{ slug: '' }, 'slug', /Use small letters/],
      [{ slug: 'Brakes' }, 'slug', /Use small letters/],
      [{ slug: 'bremsen-für-alle' }, 'slug', /Use small letters/],
      [{ slug: 'a/b' }, 'slug', /Use small letters/],
      [{ slug: 'x'.repeat(64) }, 'slug', /63 at most/],
      [{ slug: 'riders' }, 'slug', /already a space at riders/],
      [{ slug: 'cells' }, 'slug', /already a space at cells/],
      [{ access: 'public' }, 'access', /A space inside can be: employees, members\./],
      [{ realm: 'bridge', access: 'members' }, 'access', /A space bridge can be: invited\./],
      [{ description: 'y'.repeat(501) }, 'description', /under 500/],
      [{ realm: 'elsewhere' }, 'realm', /Choose a side/],
    ]
    const before = (await listSpaces(ctx)).length
    for (const [change, field, says] of wrong) {
      const sent = { ...good, ...change }
      const answered = await jonas.post(path, sent)
      const { realm, access, ...typed } = sent
      const problems = refusal(answered, typed)
      assert.deepEqual(Object.keys(problems), [field], JSON.stringify(change).slice(0, 60))
      assert.match(problems[field]!, says)
      assert.deepEqual(faultsOf(answered.text), [])
      const again = formTo(answered, path).fields
      if (field !== 'realm') assert.deepEqual([again.realm, again.access], [realm, access], 'the choices stay')
    }
    assert.equal((await listSpaces(ctx)).length, before)
    const done = await jonas.post(path, { ...good, slug: ' brakes ' })
    assert.deepEqual([done.status, done.location], [303, '/inside/spaces/brakes'])
    assert.equal(await rightIn(cast.as(ctx, 'jonas'), await getSpace(cast.as(ctx, 'jonas'), 'brakes')), 'manage')
    assert.equal((await site.as('daniel').get('/inside/spaces/brakes')).status, 404, 'of members only')
    const outside = await site.as('sara').post(path, { ...good, realm: 'outside', slug: 'parts', access: '' })
    assert.equal(outside.location, '/s/parts')
    assert.equal((await site.as('visitor').get('/s/parts')).status, 200, 'the openest form of that side')
    assert.equal((await site.as('sara').post(path, { ...good, slug: 'mine' })).status, 404)
    assert.equal((await site.as('daniel').post(path, { ...good, slug: 'mine' })).status, 403)
  }),
)

test(
  'the list shows each employee what they may read, by side, without what is closed, and long names whole',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const title = 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(2).concat(' <i>שלום</i>').slice(0, 120)
    const made = await createSpace(cast.as(ctx, 'jonas'), { realm: 'inside', slug: 'long', title, description: '🚲' })
    const links = (text: string) =>
      [...text.matchAll(/<h3><a href="(?:\/inside\/spaces|\/s)\/([^"]+)"/g)].map((match) => match[1]!)
    const everyone = ['velund', 'long', 'riders', 'testers']
    for (const who of everybody) {
      const page = await site.as(who).get(path)
      const member = who === 'visitor' || cast.people[who].realm === 'outside'
      assert.equal(page.status, member ? 404 : 200, who)
      if (member) continue
      const listed = links(page.text)
      const expected: Record<string, string[]> = {
        tomasz: ['velund', 'battery', 'long', 'riders', 'testers'],
        aiko: ['velund', 'battery', 'long', 'riders', 'testers'],
        lena: ['velund', 'battery', 'long', 'cells', 'riders', 'testers'],
        petra: ['cells'],
      }
      assert.deepEqual(listed, expected[who] ?? everyone, who)
      assert.equal(page.text.includes(`${path}/new`), ['jonas', 'sara'].includes(who), who)
      assert.deepEqual(faultsOf(page.text), [], who)
    }
    const text = (await site.as('daniel').get(path)).text
    assert.ok(text.includes(title.replaceAll('<', '&lt;')))
    await describeSpace(cast.as(ctx, 'jonas'), made.id, { title: 'Short', description: '' })
    await archiveSpace(cast.as(ctx, 'jonas'), made.id)
    assert.deepEqual(links((await site.as('daniel').get(path)).text), ['velund', 'riders', 'testers'])
    const closed = await site.as('daniel').get('/inside/spaces/long')
    assert.equal(closed.status, 200, 'its address still opens')
    assert.doesNotMatch(closed.text, /<form[^>]*action="\/inside\/spaces\/long\/threads"/, 'and takes nothing more')
  }),
)

test('the address of a space is taken as it is or is nobody’s, whatever stands there', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('riders', 'a-b', '../x')),
      (typed) => {
        const given = givenSlug.parse(typed)
        assert.ok(given === '' || given === typed)
        assert.match(given, /^[a-z0-9-]*$/)
      },
    ),
  )
  for (const odd of [undefined, null, 3, [], {}]) assert.equal(givenSlug.parse(odd), '')
})
