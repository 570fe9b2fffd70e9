import assert from 'node:assert/strict'
import test from 'node:test'
import { render } from 'preact-render-to-string'
import { ownLanguages } from '../../platform/languages/languages.ts'
import { drawFor } from '../../ui/words.tsx'
import { ThreadLine } from './threads.parts.tsx'
import type { Thread } from './threads.ts'

const thread = {
  ...{ id: 7, realm: 'outside', type: 'question', title: 'A & b', slug: 'a-b', body: 'Some **words** of it.' },
  ...{ replyCount: 1200, answerCount: 34 },
} as unknown as Thread
const draw = (props: Partial<Parameters<typeof ThreadLine>[0]>) =>
  drawFor(ownLanguages.find('de')!.say, () => render(<ThreadLine thread={thread} meta="meta" {...props} />))

test('a thread in a list leads to it by its title, shows the beginning of its text, its kind and its replies', () => {
  const drawn = draw({})
  assert.match(drawn, /<h2><a href="\/questions\/7\/a-b"><bdi>A &amp; b<\/bdi><\/a><\/h2>/)
  assert.match(drawn, /class="snip"[^>]*><bdi>Some words of it\.<\/bdi>/)
  assert.match(drawn, /class="kind question".*aria-label="Frage"/)
  assert.match(drawn, /<b>1\.234<\/b> Antworten/)
})

test('a thread without a title is called by its first words, which are not said twice', () => {
  const drawn = draw({ thread: { ...thread, title: '' } })
  assert.match(drawn, /<h2><a [^>]*><bdi>Some words of it\.<\/bdi>/)
  assert.doesNotMatch(drawn, /snip/)
})

test('a list says in its own way what was found and what is counted', () => {
  const drawn = draw({ level: 3, title: <mark>A</mark>, snippet: 'found', counts: [{ value: 2, label: 'thanks' }] })
  assert.match(drawn, /<h3><a [^>]*><bdi><mark>A<\/mark><\/bdi>/)
  assert.match(drawn, /class="snip"[^>]*>found</)
  assert.match(drawn, /<b>2<\/b> thanks/)
  assert.doesNotMatch(drawn, /Antworten/)
})
