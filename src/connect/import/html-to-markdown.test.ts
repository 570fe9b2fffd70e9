import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { markdownOfComment } from './comment-text.ts'
import { textOfHtml } from './html-text.ts'
import { markdownOfHtml } from './html-to-markdown.ts'

const cases: Record<string, [html: string, markdown: string]> = {
  'emphasis and code': ['<p>A <strong>b</strong> <em>c</em> <code>d`e</code></p>', 'A **b** *c* ``d`e``'],
  'a heading, a rule': ['<h2>Top</h2><hr><p>x</p>', '## Top\n\n---\n\nx'],
  'a link with brackets in its words and address': [
    '<p><a href="https://a.example/b_(c)">see [1]</a></p>',
    '[see \\[1\\]](https://a.example/b_%28c%29)',
  ],
  'a link into the old site keeps its words only': [
    '<p><a href="/questions/1">there</a> <a href="javascript:x">no</a></p>',
    'there no',
  ],
  'a picture becomes a link': [
    '<p><img src="//i.example/a.png" alt="A bike"></p>',
    '[A bike](https://i.example/a.png)',
  ],
  'a linked picture is one link': [
    '<p><a href="https://a.example"><img src="https://i.example/a.png" alt="Big"></a></p>',
    '[Big](https://a.example)',
  ],
  'code keeps its lines, language and fences': [
    '<pre class="lang-js"><code>a\n```\n  b &lt; c\n</code></pre>',
    '````js\na\n```\n  b < c\n````',
  ],
  'a list in a list': ['<ul><li>a<ol><li>b</li></ol></li></ul>', '-   a\n    1.  b'],
  'a quote and a spoiler': ['<blockquote class="spoiler"><p>The end</p></blockquote>', '> The end'],
  'a line break, and none at the end': ['<p>a<br>b<br></p>', 'a\\\nb'],
  'keys, small and struck words': ['<p><kbd>Ctrl</kbd> H<sub>2</sub>O <strike>old</strike></p>', '`Ctrl` H2O ~~old~~'],
  'a table': [
    '<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>',
    '| a | b |\n| --- | --- |\n| 1\\|2 | 3 |',
  ],
  'signs that would mean something': [
    '<p># 1. * &lt;b&gt; &amp;amp; ~~x~~ [y](z) !</p>',
    '\\# 1. \\* \\<b> \\&amp; \\~\\~x\\~\\~ \\[y\\](z) \\!',
  ],
  'emphasis that Markdown cannot say there': ['<p>a<strong>“b”</strong>c</p>', 'a“b”c'],
}

for (const [name, [html, markdown]] of Object.entries(cases)) {
  test(`HTML comes over as Markdown of the same words: ${name}`, () => {
    assert.deepEqual(markdownOfHtml(html), { markdown, fidelity: 'same' })
    assert.equal(textOfHtml(renderMarkdown(markdown)), textOfHtml(html))
  })
}

test('whatever signs a text is made of, it renders the same words', () => {
  const signs = fc.array(
    fc.constantFrom(...'ab 1.)#*_`~<>&![](){}|\\-+=:;"\'/'.split(''), 'http://a.b/c%20d', '&amp;', '\n'),
    { maxLength: 24 },
  )
  const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  fc.assert(
    fc.property(
      signs,
      signs,
      fc.constantFrom(
        '<p>_</p>',
        '<ul><li>_</li></ul>',
        '<h3>_</h3>',
        '<blockquote>_</blockquote>',
        '<em>_</em>',
        '<strong>_</strong>',
        '<code>_</code>',
        '<table><tr><td>_</td></tr></table>',
        '<a href="https://a.example">_</a>',
      ),
      (one, two, form) => {
        const [start, end] = form.split('_')
        const inside = start + escape(two.join('')) + end
        const words = escape(one.join(''))
        const html = /^<(em|strong|code|a)/.test(form) ? `<p>${words}${inside}${words}</p>` : `<p>${words}</p>${inside}`
        assert.notEqual(markdownOfHtml(html).fidelity, 'different', html)
      },
    ),
    { numRuns: 400, seed: 7 },
  )
})

test('a comment keeps its marks within the line and never becomes a heading, list, quote or picture', () => {
  const kept = {
    'see `x` and *y*': 'see `x` and *y*',
    '# no heading': '\\# no heading',
    '1. no list': '1\\. no list',
    '> no quote': '\\> no quote',
    '- no list': '\\- no list',
    'no ![picture](x)': 'no \\![picture](x)',
    '+1 for this': '+1 for this',
  }
  for (const [text, markdown] of Object.entries(kept)) assert.equal(markdownOfComment(text), markdown)
})
