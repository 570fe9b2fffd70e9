import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageProblems, messagesOf, settled } from './messages.ts'

const imports = "import { useWords } from '../ui/words.tsx'\n"

test('every way of saying a message is found, whatever its quotes', () => {
  const source = `${imports}
    say('One')
    ctx.say('It\\'s two')
    say.with(
      'Three <a>parts</a>', {})
    said("Don't")
    say("\\"Four\\"")`
  assert.deepEqual(messagesOf(source, 'x.tsx'), {
    texts: ['One', "It's two", 'Three <a>parts</a>', "Don't", '"Four"'],
    problems: [],
  })
})

test('what stands in a comment is not said, and addresses with a star begin no comment', () => {
  const source = `${imports}/** \`say('No')\` */\n// say('No')\napp.use('/settings/*', x)\nsay('Yes') /* say('No') */\napp.get('/y/*')`
  assert.deepEqual(messagesOf(source, 'x.tsx').texts, ['Yes'])
})

test('a message that is put together is told with its place', () => {
  for (const call of ['say(words)', 'say(`a ${b}`)', "say(a ? 'b' : 'c')"])
    assert.deepEqual(messagesOf(`${imports}\n${call}`, 'src/x.tsx').problems, [
      'src/x.tsx:3 says what is no plain text: write the message out where it is said',
    ])
})

test('in a file that has no words at hand, say is a name like others', () => {
  assert.deepEqual(messagesOf('say(words)', 'x.ts'), { texts: [], problems: [] })
})

const said = new Set(['Close', '{count} people', 'Hello {name}'])
const german = {
  Close: 'Schließen',
  '{count} people': { one: 'eine', other: '{count} Leute' },
  'Hello {name}': 'Hallo {name}',
}
const problems = (tag: string, change: object) => languageProblems(tag, { ...german, ...change }, said)

test('a complete language has no problem', () => {
  assert.deepEqual(problems('de', {}), [])
})

test('what is missing, too much, or asks for other values is told by name', () => {
  assert.deepEqual(languageProblems('de', {}, new Set(['Close'])), ['messages/de.json lacks “Close”'])
  assert.deepEqual(languageProblems('sv', {}, new Set(['Close'])), [], 'other languages may grow')
  assert.match(problems('sv', { Open: 'Öppna' }).join(), /holds “Open”, which nothing says/)
  assert.match(problems('de', { 'Hello {name}': 'Hallo' }).join(), /asks for nothing instead of \{name\}/)
  assert.match(problems('de', { 'Hello {name}': 'Hallo {nmae}' }).join(), /asks for \{nmae\} instead of \{name\}/)
  assert.match(problems('de', { 'Hello {name}': 'Hallo {name' }).join(), /not well formed/)
  assert.match(problems('de', { Close: ' ' }).join(), /empty/)
  assert.match(problems('de', { Close: 'Zu <b>machen</b>' }).join(), /asks for <b>/)
})

test('each language has exactly its own plural forms', () => {
  assert.match(problems('de', { '{count} people': '{count} Leute' }).join(), /needs a text for each of one, other/)
  assert.match(problems('de', { '{count} people': { other: '{count}' } }).join(), /lacks the form “one”/)
  assert.match(
    problems('de', { '{count} people': { one: '1', few: '2', other: '{count}' } }).join(),
    /a form “few” that the language has not/,
  )
  assert.match(problems('de', { Close: { one: 'x', other: 'y' } }).join(), /has plural forms, but no \{count\}/)
  const arabic = problems('ar', {}).filter((problem) => problem.includes('lacks the form'))
  assert.equal(arabic.length, 4, 'zero, two, few and many')
})

test('writing puts new messages into English, takes unsaid ones out everywhere, and keeps an order', () => {
  const before = { 'Hello {name}': 'Hi {name}', Old: 'Old' }
  assert.deepEqual(Object.entries(settled('en', before, said)), [
    ['Close', 'Close'],
    ['Hello {name}', 'Hi {name}'],
    ['{count} people', { one: '{count} people', other: '{count} people' }],
  ])
  assert.deepEqual(settled('de', { Close: 'Schließen', Old: 'Alt' }, said), { Close: 'Schließen' })
  assert.deepEqual(settled('en', {}, new Set(['Place | where'])), { 'Place | where': 'Place' })
})
