import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import type { Ctx } from '../../platform/context.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { answer, ask } from '../questions/questions.ts'
import { startThread } from '../threads/threads.ts'
import { mentionOf, mentionsIn, suggestPeople, suggestTags, tagMention } from './mentions.ts'

async function namesFor(
  ctx: Ctx,
  who: PersonName | 'visitor',
  place: 'riders' | 'velund' | 'battery' | 'cells',
  q: string,
) {
  const cast = await getCast(ctx)
  const found = await suggestPeople(cast.as(ctx, who), cast.spaces[place], q)
  return found.map(({ person }) => person.displayName).sort()
}

test(
  'everybody is suggested those whom they may know of: outside the faces outside, a guest those of the room',
  inTransaction(async (ctx) => {
    const employees: readonly string[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
    for (const who of everybody) {
      const outside = await namesFor(ctx, who, 'riders', 'i')
      const wanted = who === 'visitor' || who === 'ines' ? [] : ['Ines Carvalho']
      assert.deepEqual(outside, who === 'petra' ? [] : wanted, `${who} outside`)
      const inside = await namesFor(ctx, who, 'velund', 'to')
      assert.deepEqual(inside, employees.includes(who) && who !== 'tomasz' ? ['Tomasz Wrona'] : [], `${who} inside`)
    }
    assert.deepEqual(await namesFor(ctx, 'petra', 'cells', 'l'), ['Lena Brandt'], 'who is in the room with her')
    assert.deepEqual(await namesFor(ctx, 'petra', 'cells', 't'), [], 'and nobody else of the inside')
    assert.deepEqual(await namesFor(ctx, 'lena', 'cells', 'pet'), ['Petra Kovač'])
  }),
)

test(
  'outside nobody of the inside is suggested, not even to a colleague, until they wrote there themselves',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
    const suggest = async (who: PersonName, q: string) =>
      (await suggestPeople(cast.as(ctx, who), cast.spaces.riders, q, thread.id)).map((one) => one.person.displayName)
    assert.deepEqual(await suggest('aiko', 'dan'), [])
    await answer(cast.as(ctx, 'daniel'), thread.id, 'We look into it.')
    assert.deepEqual(await suggest('aiko', 'dan'), ['Daniel Okafor'])
    assert.deepEqual(await suggest('gustav', 'dan'), ['Daniel Okafor'], 'he reads the name beside the answer')
    assert.deepEqual(await suggest('gustav', ''), ['Daniel Okafor', 'Ines Carvalho'], 'a bare @ offers those who wrote')
    assert.deepEqual(await suggest('daniel', ''), ['Ines Carvalho'], 'nobody names themselves')
  }),
)

test(
  'inside it is told who cannot read the text; outside never, because distance and blocks are nobody else’s business',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const battery = await suggestPeople(cast.as(ctx, 'tomasz'), cast.spaces.battery, 'a')
    assert.deepEqual(
      battery.map(({ person, reads }) => [person.displayName, reads]),
      [['Aiko Tanaka', true]],
    )
    const daniel = await suggestPeople(cast.as(ctx, 'tomasz'), cast.spaces.battery, 'dan')
    assert.deepEqual(daniel[0]!.reads, false, 'he is no member of the space')
    const some = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.battery, {
      ...{ type: 'discussion', title: 'Only two', body: 'x', audience: 'participants' },
      participants: [cast.people.lena.id],
    })
    const [aiko] = await suggestPeople(cast.as(ctx, 'tomasz'), cast.spaces.battery, 'aiko', some.id)
    assert.equal(aiko!.reads, false, 'a member, who does not take part')
    for (const who of ['gustav', 'daniel'] as const)
      for (const one of await suggestPeople(cast.as(ctx, who), cast.spaces.riders, 'in'))
        assert.equal(one.reads, undefined)
  }),
)

test(
  'tags are suggested from what the viewer reads, in spaces outside alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const text = { title: 'It stops', body: 'Why?' }
    await ask(cast.as(ctx, 'ines'), { space: 'riders', ...text, tags: ['cold', 'cold-weather'] })
    await ask(cast.as(ctx, 'ines'), { space: 'riders', ...text, tags: ['cold-secret'], reach: 0 })
    const tags = async (who: PersonName | 'visitor', place: 'riders' | 'velund', q: string) =>
      suggestTags(cast.as(ctx, who), cast.spaces[place], q)
    assert.deepEqual(await tags('gustav', 'riders', 'CO'), ['cold', 'cold-weather'])
    assert.deepEqual(await tags('ines', 'riders', 'cold-s'), ['cold-secret'], 'her own')
    assert.deepEqual(await tags('gustav', 'riders', 'cold-s'), [])
    assert.deepEqual(await tags('gustav', 'riders', '%'), [], 'no sign stands for others')
    assert.deepEqual(await tags('daniel', 'velund', 'co'), [])
    assert.deepEqual(await tags('visitor', 'riders', 'co'), [])
  }),
)

test('what names somebody is found again; code, escaped brackets and plain links name nobody', () => {
  assert.deepEqual(
    mentionsIn('Hello [@Ines](/people/9), and [@Jo](/people/12-joost) and [@Ines C](/people/9).'),
    [9, 12],
  )
  for (const plain of [
    '`[@Ines](/people/9)`',
    '```\n[@Ines](/people/9)\n```',
    '```\n[@Ines](/people/9)',
    '\\[@Ines](/people/9)',
    '[Ines](/people/9)',
    '[@Ines](https://elsewhere.example/people/9)',
    '[@Ines](/people/0)',
    '@Ines /people/9',
  ])
    assert.deepEqual(mentionsIn(plain), [], plain)
  assert.deepEqual(mentionsIn('`a` [@Ines](/people/9) `b`'), [9])
  assert.deepEqual(mentionsIn('```\ncode\n```\n[@Ines](/people/9)'), [9])
  const many = Array.from({ length: 30 }, (_, at) => mentionOf({ id: (at + 1) as never, displayName: 'x' })).join(' ')
  assert.equal(mentionsIn(many).length, 20)
})

test('any name makes a mention that is found again, and ends as one link and nothing else', () => {
  let odd = 0
  const hostile = fc.constantFrom(...'[]()\\<>&*_`!\'"~# ab.:/é')
  fc.assert(
    fc.property(
      fc.string({ unit: hostile, minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 1e9 }),
      (name, id) => {
        const mention = mentionOf({ id: id as never, displayName: name })
        if (/[[\]\\<>&`*_]/.test(name)) odd++
        assert.deepEqual(mentionsIn(mention), [id])
        const html = renderMarkdown(`so ${mention} says`)
        assert.ok((html.match(/<a /g) ?? []).length <= 1 || /https?:|www\.|@.*\./.test(name), html)
        assert.doesNotMatch(html, /<(?!\/?(a|p|em|strong|code|s|br)\b)/)
      },
    ),
    { numRuns: 300 },
  )
  assert.ok(odd > 200, String(odd))
  assert.equal(tagMention('cold-weather'), '[#cold-weather](/tags/cold-weather)')
})
