import assert from 'node:assert/strict'
import test from 'node:test'
import { completable, insertBlock, pictureMarkdown, quoteMarkdown } from './editor.shared.ts'
import { followKeys } from './keys.shared.ts'

test('a picture in the middle of a line stands on a line of its own', () => {
  const made = insertBlock('before after', '![p](u)', { start: 7, end: 7 })
  assert.equal(made.text, 'before \n![p](u)\nafter')
  assert.equal(made.text.slice(0, made.caret), 'before \n![p](u)\n')
})

test('no empty lines are added where there is a line already', () => {
  assert.equal(insertBlock('', '![p](u)', { start: 0, end: 0 }).text, '![p](u)\n')
  assert.equal(insertBlock('a\n\nb', '![p](u)', { start: 2, end: 2 }).text, 'a\n![p](u)\nb')
})

test('what is selected is replaced', () => {
  assert.equal(insertBlock('one two', 'X', { start: 0, end: 7 }).text, 'X\n')
})

test('the name of a picture cannot break out of its brackets', () => {
  assert.equal(pictureMarkdown('my [odd] pic.png', '/f/1'), '![my  odd  pic](/f/1)')
  assert.equal(pictureMarkdown('a](javascript:x).png', '/f/2'), '![a (javascript:x)](/f/2)')
  assert.equal(pictureMarkdown('p.png', '/f/a b(1)'), '![p](/f/a%20b%281%29)')
})

test('a key that is known acts at once', () => {
  assert.deepEqual(followKeys('', 'c', new Set(['c', 'g i'])), { whole: 'c' })
})

test('a sequence begins, and ends with its second key', () => {
  const known = new Set(['g i', 'g o', 'i'])
  assert.deepEqual(followKeys('', 'g', known), { begun: 'g' })
  assert.deepEqual(followKeys('g', 'i', known), { whole: 'g i' })
})

test('after a wrong second key the key counts for itself', () => {
  const known = new Set(['g i', 'c'])
  assert.deepEqual(followKeys('g', 'c', known), { whole: 'c' })
  assert.equal(followKeys('g', 'z', known), 'nothing')
})

test('a name, a tag or an emoji can be completed at the caret, never within a word, an address or code', () => {
  const at = (text: string) => {
    const found = completable(text, text.length)
    return found && [found.kind, found.words, found.start]
  }
  assert.deepEqual(at('Ask @in'), ['people', 'in', 4])
  assert.deepEqual(at('@Ines Car'), ['people', 'Ines Car', 0])
  assert.deepEqual(at('one\n(#cold'), ['tags', 'cold', 5])
  assert.deepEqual(at('Well :part'), ['emoji', 'part', 5])
  for (const nothing of [
    'a@in',
    'at 10:30',
    'http://x',
    '`@in',
    '    @in',
    '```\n@in',
    '# ',
    'so: x',
    '@Ines Carvalho says',
  ])
    assert.equal(at(nothing), undefined, nothing)
  assert.deepEqual(at('```\nx\n```\n@in'), ['people', 'in', 10])
  assert.deepEqual(completable('@ines and', 3), { kind: 'people', words: 'in', start: 0 }, 'before the caret alone')
})

test('a quotation keeps its lines and says who wrote it and where', () => {
  assert.equal(
    quoteMarkdown('One\n\nTwo\n', 'A [b]', '/q/1#answer-2'),
    '> One\n>\n> Two\n>\n> [A  b ](/q/1#answer-2)\n\n',
  )
})
