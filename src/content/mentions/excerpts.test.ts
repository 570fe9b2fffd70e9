/** The first lines of a text in a list call whoever is named as they are called now, like the text itself. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { updateProfile } from '../../people/accounts/accounts.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { acceptAnswer, answer, ask } from '../questions/questions.ts'
import { excerptPieces } from './excerpts.ts'
import { mentionOf, presentAllMentions } from './mentions.ts'

test('the pieces of an excerpt are its words, whatever stands in the text', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '[@Ines Carvalho](/people/12)',
      '[@Al *B*](/people/7-al)',
      '`[@Code](/people/9)`',
      '@Ines Carvalho',
    ),
    fc.string({ maxLength: 12 }),
    fc.constantFrom(' ', '\n\n', '> ', '[@', '](/people/3)', '…'),
  )
  let named = 0
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 5, max: 60 }), (parts, length) => {
      const text = parts.join('')
      const pieces = excerptPieces(text, length)
      assert.equal(pieces.map((piece) => piece.words).join(''), excerpt(text, length))
      for (const { words, person } of pieces) {
        if (person === undefined) continue
        named++
        assert.ok(words.startsWith('@') && text.includes(`](/people/${person}`), words)
      }
    }),
    { numRuns: 500 },
  )
  assert.ok(named > 100)
})

test('a name that is cut off at the end is still a name; what comes after is looked for no further', () => {
  const text = 'As [@Ines Carvalho](/people/12) and [@Gustav Ek](/people/13) said before.'
  assert.deepEqual(excerptPieces(text, 200), [
    { words: 'As ' },
    { words: '@Ines Carvalho', person: '12' },
    { words: ' and ' },
    { words: '@Gustav Ek', person: '13' },
    { words: ' said before.' },
  ])
  assert.deepEqual(excerptPieces(text, 10), [{ words: 'As ' }, { words: '@Ines', person: '12' }, { words: '…' }])
  assert.deepEqual(excerptPieces(text, 4), [{ words: 'As…' }])
})

test(
  'lists, look-before and search call a renamed person by the new name; a list asks for all names once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const named = `${mentionOf({ id: cast.people.ines.id, displayName: 'Ines Carvalho' })} knows of brakes.`
    const question = { space: 'riders', title: 'Squeaking brakes', body: named, tags: ['brakes'] }
    const { thread } = await ask(cast.as(ctx, 'joost'), question)
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, `Ask ${named}`)
    await acceptAnswer(cast.as(ctx, 'joost'), reply.id)
    await updateProfile(cast.as(ctx, 'ines'), cast.people.ines.id, { displayName: 'Ana <Silva>' })
    const shown = '@Ana &lt;Silva> knows of brakes'
    for (const path of ['/questions', '/tags/brakes', '/search?q=squeaking', '/questions/like?q=squeaking+brakes']) {
      const page = await site.as('gustav').get(path)
      const words = page.text.replace(/<\/?mark>/g, '').replaceAll('&gt;', '>')
      assert.ok(words.includes('Squeaking brakes'), `${path} ${page.status}`)
      assert.ok(words.includes(shown), path)
      assert.ok(!words.includes('data-person'), path)
      assert.ok(!words.includes('@Ines Carvalho'), path)
    }
  }),
)

test(
  'several texts are asked about in one statement, and stay apart',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ines, gustav } = cast.people
    await updateProfile(cast.as(ctx, 'ines'), ines.id, { displayName: 'Ana' })
    const texts = [
      `<a href="/people/${ines.id}">@I</a>`,
      'nobody',
      `<span data-person="${gustav.id}">@G</span> and <span data-person="${ines.id}">@I</span>`,
    ]
    assert.deepEqual(await presentAllMentions(cast.as(ctx, 'joost'), texts), [
      `<a href="/people/${ines.id}">@Ana</a>`,
      'nobody',
      '@Gustav Ek and @Ana',
    ])
  }),
)
