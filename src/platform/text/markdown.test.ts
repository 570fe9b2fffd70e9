import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { cleanMarkdown, excerpt, plainText, renderMarkdown, slugOf } from './markdown.ts'

/** What a browser makes of the HTML: its elements with their attributes, entities read as a browser reads them. */
function elementsOf(html: string): { name: string; attributes: Record<string, string> }[] {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^\s"'<>/=]+(?:="[^"]*")?)*)\s*\/?>/gi)].map((match) => ({
    name: match[1]!.toLowerCase(),
    attributes: Object.fromEntries(
      [...match[2]!.matchAll(/([^\s"'<>/=]+)(?:="([^"]*)")?/g)].map((pair) => [
        pair[1]!.toLowerCase(),
        (pair[2] ?? '').replace(/&(amp|lt|gt|quot);/g, (_, name: string) => entities[name]!),
      ]),
    ),
  }))
}

const mayStand = new Set(
  'a blockquote br code del em h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th thead tr ul'.split(' '),
)
const mayCarry = new Set(['href', 'rel', 'src', 'alt', 'title', 'loading', 'class', 'start', 'tabindex', 'style'])

/** Whether nothing of the HTML runs, loads from elsewhere or leads to a scheme of its own. */
function assertHarmless(html: string, of: string): void {
  // Every "<" begins an element that we know: nothing else of the text is read as markup.
  for (const [, rest] of html.matchAll(/<(.{0,20})/gs)) {
    const name = /^\/?([a-z][a-z0-9]*)[\s>/]/.exec(rest!)?.[1]
    assert.ok(name !== undefined && mayStand.has(name), `<${rest} in ${html} of ${of}`)
  }
  for (const { name, attributes } of elementsOf(html)) {
    for (const [key, value] of Object.entries(attributes)) {
      assert.ok(mayCarry.has(key), `${name} carries ${key} in ${html} of ${of}`)
      if (key === 'style') assert.match(value, /^text-align:(left|right|center)$/, of)
    }
    if (name === 'img') assert.match(attributes.src!, /^\/(?![/\\])/, of)
    if (name === 'a') {
      // eslint-friendly: a browser drops line ends and tabs, and reads "\" as "/".
      const href = attributes
        .href!.replace(/[\t\r\n]/g, '')
        .trim()
        .replaceAll('\\', '/')
      assert.match(href, /^(https?:\/\/|mailto:|\/(?!\/)|#)/i, `${href} of ${of}`)
      if (!href.startsWith('/')) assert.match(attributes.rel ?? '', /nofollow.*noopener/, of)
    }
  }
}

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '</p></main><h1>x</h1>',
  '<!-- x --><![CDATA[x]]><?php x ?><!doctype html>',
  '<style>*{display:none}</style>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](javascript&#58;alert(1))',
  '[x](javascript&#x3A;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](java&Tab;script:alert(1))',
  '[x](java&NewLine;script:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](< javascript:alert(1)>)',
  '[x](\u0001javascript:alert(1))',
  '[x](javascript\u200b:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
  '[x](file:///etc/passwd)',
  '[x](ftp://a.example)',
  '[x](//evil.example)',
  '[x](/\\evil.example)',
  '[x](/&#92;evil.example)',
  '[x](</\t/evil.example>)',
  '[x](/&Tab;/evil.example)',
  '[x](/&NewLine;/evil.example)',
  '![x](//evil.example/p.png)',
  '![x](/\\evil.example/p.png)',
  '![x](/&Tab;/evil.example/p.png)',
  '![x](https://evil.example/p.png)',
  '![x](#p)',
  '![![x](https://evil.example/a)](https://evil.example/b)',
  '[![x](https://evil.example/a)](javascript:alert(1))',
  '[x][1]\n\n[1]: javascript:alert(1)',
  '![x][1]\n\n[1]: javascript:alert(1) "t"',
  '[x]\n\n[x]: <java&Tab;script:alert(1)>',
  '<javascript:alert(1)>',
  '<JAVASCRIPT&colon;alert(1)>',
  '<data:text/html,x>',
  'javascript:alert(1) data:text/html,x //evil.example',
  'https://ok.example/"onmouseover="alert(1)',
  '<https://ok.example/"onmouseover="alert(1)>',
  '[x](https://ok.example/"onmouseover="alert(1))',
  '[x](https://ok.example "\'><script>alert(1)</script>")',
  '![" onerror="alert(1)](/files/a)',
  '![x](/files/a "\\" onerror=\\"alert(1)")',
  '![x](/files/a" onerror="alert(1))',
  '```" onmouseover="alert(1)\nx\n```',
  '```html\n</code></pre><script>alert(1)</script>\n```',
  '~~~\n</pre>\n~~~',
  '    <script>alert(1)</script>',
  '`<script>alert(1)</script>`',
  '| <script> | [x](javascript:alert(1)) |\n|:-:|--:|\n| <b> | ![x](//e.example/x) |',
  '[[[x](javascript:a)](javascript:b)](javascript:c)',
  '[a [b](https://b.example) c](https://c.example)',
  '[x](javascript:alert(1)',
  '[x](https://a.example\njavascript:alert(1))',
  '*<script>*alert(1)*</script>*',
  '# <script>alert(1)</script>',
  '> <iframe src=//evil.example>',
  '1. <object data=x>',
  'a@b.example?subject=<script>',
  '<a@b.example">',
  'http://\u202Eexample.com/<x>',
  '\u0000<script>',
]

test('nothing that a person types runs, loads from elsewhere or leads to a scheme of its own', () => {
  for (const text of hostile) assertHarmless(renderMarkdown(text), text)
})

test('whatever is put together from marks and words, the page is harmless', () => {
  const piece = fc.constantFrom(
    ...hostile,
    ...['[', ']', '(', ')', '<', '>', '!', '"', "'", '`', '```\n', '\n', '\n\n', '> ', '- ', '|', '|-|\n', '\\', '&'],
    ...['javascript:', 'data:', '//', '/', 'https://a.example', '#', '*', '_', '~~', 'x', ' ', '\t', '&#58;', '&Tab;'],
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      assertHarmless(renderMarkdown(text), JSON.stringify(text))
      assertHarmless(renderMarkdown(cleanMarkdown(text)), JSON.stringify(text))
    }),
    { numRuns: 1500 },
  )
})

test('the words of refused links and raw HTML stay to be read', () => {
  assert.equal(renderMarkdown('[x](javascript:alert(1))'), '<p>[x](javascript:alert(1))</p>\n')
  assert.equal(renderMarkdown('<b>x</b>'), '<p>&lt;b&gt;x&lt;/b&gt;</p>\n')
})

test('links of our own pages are plain, those of others lend no standing; pictures from elsewhere become links', () => {
  assert.equal(renderMarkdown('[x](/questions/1)'), '<p><a href="/questions/1">x</a></p>\n')
  assert.match(renderMarkdown('https://a.example/x'), /<a href="https:\/\/a\.example\/x" rel="nofollow ugc noopener/)
  assert.match(renderMarkdown('ines@a.example'), /<a href="mailto:ines@a\.example" rel="nofollow/)
  assert.equal(
    renderMarkdown('![a *b* <c>](/files/k)'),
    '<p><img src="/files/k" alt="a b &lt;c&gt;" loading="lazy"></p>\n',
  )
  const elsewhere = renderMarkdown('![a <c>](https://a.example/p.png?a=1&b=2)')
  assert.doesNotMatch(elsewhere, /<img/)
  assert.match(elsewhere, /<a href="https:\/\/a\.example\/p\.png\?a=1&amp;b=2" rel="[^"]*noreferrer">a &lt;c&gt;<\/a>/)
  assert.match(renderMarkdown('![](https://a.example/p.png)'), />https:\/\/a\.example\/p\.png<\/a>/)
})

test('what Markdown is for is drawn: headings below those of the page, code that the keyboard reaches, tables', () => {
  assert.equal(renderMarkdown('# a'), '<h3>a</h3>\n')
  assert.equal(renderMarkdown('##### a'), '<h6>a</h6>\n')
  assert.match(
    renderMarkdown('```js\na < b\n```'),
    /^<pre tabindex="0"><code class="language-js">a &lt; b\n<\/code><\/pre>/,
  )
  assert.match(renderMarkdown('    a'), /^<pre tabindex="0"><code>a/)
  assert.match(renderMarkdown('|a|\n|-|\n|b|'), /<td>b<\/td>/)
  assert.match(
    renderMarkdown('- a\n- b\n\n> c\n\n**d** ~~e~~'),
    /<li>a<\/li>[^]*<blockquote>[^]*<strong>d<\/strong> <s>e/,
  )
})

const full = 60_000
const repeat = (text: string) => text.repeat(Math.ceil(full / text.length)).slice(0, full)
const pathological: Record<string, string> = {
  brackets: repeat('['),
  'brackets both ways': repeat('[').slice(full / 2) + repeat(']').slice(full / 2),
  'pictures never closed': repeat('!['),
  'links never closed': repeat('[a](<b'),
  'links with open words': repeat('[x](a "'),
  'nested quotes': repeat('>'),
  'nested lists': Array.from({ length: 340 }, (_, n) => `${' '.repeat(n)}- a`).join('\n'),
  'deep list on a line': repeat('- '),
  stars: repeat('*'),
  'stars with words': repeat('*a **b '),
  'stars and underscores': repeat('*_'),
  strikes: repeat('~~a'),
  'back ticks of growing length': Array.from({ length: 340 }, (_, n) => `x${'`'.repeat(n)}`)
    .join(' ')
    .slice(0, full),
  'angle brackets': repeat('<'),
  'unclosed autolinks': repeat('<http://a'),
  'comments never closed': repeat('<!--'),
  backslashes: repeat('\\'),
  entities: repeat('&#x41;&amp;&'),
  'addresses in a row': repeat('http://'),
  'addresses with brackets': `http://a.example/${repeat('(')}`.slice(0, full),
  'addresses with points': repeat('a.'),
  'mail addresses': repeat('a@'),
  'mail names': `${repeat('a')}@`,
  'mail with dots': repeat('a.b@c.'),
  'www in a row': repeat('www.a.example/?'),
  'references without end': repeat('[a]: b\n'),
  'the same reference': `[a]: b\n\n${repeat('[a] ')}`.slice(0, full),
  'a wide table': `${repeat('|a').slice(0, full / 2)}\n${repeat('|-').slice(0, full / 2)}`,
  'a long table': `|a|b|\n|-|-|\n${repeat('|\n')}`.slice(0, full),
  'a table of one row and many columns': `${'|a'.repeat(5000)}|\n${'|-'.repeat(5000)}|\n${'|\n'.repeat(15_000)}`,
  'fences never closed': repeat('```\n~~~\n'),
  'empty lines': repeat('\n'),
  'tabs and lists': repeat('\t-'),
  'one word': repeat('x'),
  emoji: repeat('👩‍🚀').toWellFormed(),
  'headings of hashes': repeat('#'),
  'lines under words': repeat('a\n='),
  'quote marks': repeat('"\'('),
}

test('no text of 60,000 signs holds the server up, however it is made', (t) => {
  const slow: string[] = []
  for (const [what, text] of Object.entries(pathological)) {
    const began = performance.now()
    const html = renderMarkdown(text)
    excerpt(cleanMarkdown(text))
    const took = performance.now() - began
    if (took > 250) t.diagnostic(`${what}: ${Math.round(took)} ms`)
    if (took > 2500) slow.push(`${what} took ${Math.round(took)} ms`)
    if (html.length > 20 * full) slow.push(`${what} became ${html.length} signs`)
  }
  assert.deepEqual(slow, [])
})

test('cleaning a form that is full of spaces takes no time to speak of', () => {
  const began = performance.now()
  for (const text of [' ', '\t', '\n', '\r', ' \n', '\u0000'])
    assert.equal(cleanMarkdown(`x${text.repeat(400_000)}x`).at(-1), 'x')
  assert.ok(performance.now() - began < 2000, `${Math.round(performance.now() - began)} ms`)
})

test('what is stored has one kind of line end, no control signs and no signs that turn the direction', () => {
  assert.equal(cleanMarkdown('a\r\nb\rc  \n\n'), 'a\nb\nc')
  assert.equal(cleanMarkdown('a\u0000b\u0007\u202Egpj.exe\u2066\u007f'), 'abgpj.exe')
  assert.equal(cleanMarkdown('tab\tstays, 字 and 👩‍🚀 too'), 'tab\tstays, 字 and 👩‍🚀 too')
  assert.equal(cleanMarkdown(' \n\t\u0000 \r\n'), '')
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\n', '\r', '\u0000', '\u202e', '字') }), (text) => {
      const clean = cleanMarkdown(text)
      assert.equal(cleanMarkdown(clean), clean)
      assert.doesNotMatch(clean, /[\r\u0000\u202e]|[ \t]\n|\s$/)
    }),
  )
})

test('code at the beginning of a text stays code', () => {
  assert.match(renderMarkdown(cleanMarkdown('\n\n    if (a)\n      b()\n')), /<code>if \(a\)\n {2}b\(\)/)
})

test('the plain words of a text are what somebody would read aloud', () => {
  const text = '# Tide 3\n\nIt shows **40 %** & `a < b`, see [the manual](https://a.example) ![a bike](/files/x).\nSo?'
  assert.equal(plainText(text), 'Tide 3\nIt shows 40 % & a < b, see the manual a bike.\nSo?')
  assert.equal(plainText('- a\n- b\n\n> c\n\n```\nd\n```\n\n|e|\n|-|\n|f|').replace(/\n+/g, ' '), 'a b c d e f')
  assert.equal(plainText('&amp;lt; &copy;'), '&lt; ©')
  assert.equal(plainText('<b>x</b>'), '<b>x</b>')
})

test('an excerpt is cut at a word where there is one near, and in no middle of a sign', () => {
  assert.equal(excerpt('short'), 'short')
  assert.equal(excerpt('one two three', 9), 'one two…')
  assert.equal(excerpt('one\n\ntwo'), 'one two')
  // Chinese has no spaces to cut at: all of the length is used.
  assert.equal(excerpt('電'.repeat(300), 200), `${'電'.repeat(200)}…`)
  assert.equal(excerpt(`${'電'.repeat(150)} ${'池'.repeat(150)}`, 200), `${'電'.repeat(150)}…`)
  assert.equal(excerpt('a '.repeat(9000), 50).length, 50)
  assert.equal(excerpt(`${'\n'.repeat(9000)}a`), '…')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 5, max: 30 }), (text, length) => {
      const cut = excerpt(text, length)
      assert.ok(cut.isWellFormed(), JSON.stringify(cut))
      assert.ok(cut.length <= length + 1)
    }),
  )
})

test('the end of an address is readable in every script and never empty', () => {
  const slugs: Record<string, string> = {
    'Tide 3 shows 40 %': 'tide-3-shows-40',
    'Größe & Übermaß!': 'große-ubermaß',
    '電池が 40 % で止まる': '電池が-40-で止まる',
    'बैटरी चार्ज': 'बैटरी-चार्ज',
    Йога: 'йога',
    'e\u0301te\u0301 ❤️': 'ete',
    电池不充电: '电池不充电',
    'البطارية لا تشحن': 'البطارية-لا-تشحن',
    'Батарея не заряжается': 'батарея-не-заряжается',
    '배터리 충전': '배터리-충전',
    '🔋🔋🔋': 'thread',
    '🔋 flat': 'flat',
    '': 'thread',
    '---': 'thread',
    '../../etc/passwd': 'etc-passwd',
    'a\u0000b<c>"d': 'a-b-c-d',
  }
  for (const [title, slug] of Object.entries(slugs)) assert.equal(slugOf(title), slug, title)
})

test('whatever the title, the end of an address can stand in one', () => {
  const title = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('𠮷', '𐐀', 'a', ' ', 'é'), minLength: 60, maxLength: 120 }),
  )
  fc.assert(
    fc.property(title, (text) => {
      const slug = slugOf(text)
      assert.ok(slug.length > 0 && slug.length <= 80)
      assert.doesNotMatch(slug, /[\s/?#%&"'<>]|^-|-$/)
      assert.equal(decodeURIComponent(encodeURIComponent(slug)), slug)
      assert.equal(slugOf(slug), slug)
    }),
  )
})
