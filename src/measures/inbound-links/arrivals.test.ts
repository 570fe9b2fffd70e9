/** What another site says of itself is a word of whoever asks: only the shape of a public address gets through. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { readCounted, readSource } from './arrivals.ts'

const read = (referer: string): string | undefined => {
  const source = readSource(referer)
  return source && source.host + source.path
}

test('of another page its site and path are kept, never what was asked there, who asked, or a place on it', () => {
  for (const [referer, expected] of [
    ['https://blog.example/rides/12', 'blog.example/rides/12'],
    ['https://blog.example', 'blog.example'],
    ['https://blog.example/', 'blog.example'],
    ['https://blog.example/search?q=my+name&token=abc#part', 'blog.example/search'],
    ['https://ann:secret@blog.example/rides', 'blog.example/rides'],
    ['https://riders.example@evil.example/', 'evil.example'],
    ['HTTPS://Blog.EXAMPLE:8443/Rides', 'blog.example/Rides'],
    ['http://blog.example./rides', 'blog.example/rides'],
    ['https://blog.example/a/../b', 'blog.example/b'],
    ['https://blog.example/\u0000\u001b[31mred\u202Etxt', 'blog.example/%00%1B[31mred%E2%80%AEtxt'],
    ['https://blog.example/<img src=x onerror=alert(1)>', 'blog.example/%3Cimg%20src=x%20onerror=alert(1)%3E'],
    [`https://blog.example/${'x'.repeat(200)}`, 'blog.example'],
    // Nobody is shown a name that only looks like another one.
    ['https://vеlund.example/', 'xn--vlund-zwe.example'],
    ['https://ｖelund.example/', 'velund.example'],
    ['https://straße.example/', 'xn--strae-oqa.example'],
  ] as const)
    assert.equal(read(referer), expected, referer)
})

test('what is no public page of a site is nothing', () => {
  for (const referer of [
    ...['', ' ', 'blog.example', '//blog.example/', '/questions/1', 'about:blank', 'null'],
    ...['javascript:alert(1)', 'data:text/html,<b>x</b>', 'file:///etc/passwd', 'ftp://files.example/'],
    ...['android-app://com.example.mail/', 'chrome-extension://abcdef/', 'blob:https://blog.example/1'],
    // Somebody's own machine, house or network.
    ...['http://192.168.0.1/', 'http://3232235521/', 'http://0x7f.1/', 'http://[2001:db8::1]/', 'http://nas/photos'],
    ...['http://localhost:3000/', 'https://blog.example..'],
    ...['https://', 'https://exa mple.org/', 'https://a"b.example/', "https://a'b.example/", 'https://a{b}.example/'],
    `https://${'a'.repeat(250)}.example/`,
    `https://blog.example/${'x'.repeat(10_000)}`,
  ])
    assert.equal(read(referer), undefined, referer.slice(0, 80))
})

test('whatever is sent, nothing else than a plain name and a path in plain signs ever comes out', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc
      .tuple(fc.constantFrom('https://', 'http://', 'javascript:', 'HTTPS:\\\\'), fc.string({ unit: 'binary' }))
      .map((parts) => parts.join('')),
    fc
      .tuple(fc.domain(), fc.string({ unit: 'binary', maxLength: 300 }))
      .map(([host, path]) => `https://${host}/${path}`),
  )
  fc.assert(
    fc.property(typed, (referer) => {
      const source = readSource(referer)
      if (!source) return
      assert.match(source.host, /^[a-z0-9_.-]{4,253}$/)
      assert.match(source.path, /^(\/[\x21-\x7e]*)?$/)
      assert.doesNotMatch(source.path, /[?#<>"\\`]/)
      assert.ok(source.path.length <= 200)
      // Kept and read again it is the same.
      assert.deepEqual(readSource(`https://${source.host}${source.path}`), source)
    }),
    { numRuns: 2000 },
  )
})

test('counted are pages of threads and spaces, and the lists that everybody finds', () => {
  for (const [path, expected] of [
    ['/questions/12/range-in-winter', { thread: 12 }],
    ['/ideas/3/bell', { thread: 3 }],
    ['/problems/4/', { thread: 4 }],
    ['/praise/5', { thread: 5 }],
    ['/updates/6/gr%C3%B6%C3%9Fe', { thread: 6 }],
    ['/s/riders', { space: 'riders' }],
    ['/', { list: '/' }],
    ['/questions', { list: '/questions' }],
    ['/questions/12/-/edit', undefined],
    ['/questions/0/x', undefined],
    ['/questions/9999999999999999/x', undefined],
    ['/questions/ask', undefined],
    ['/s/riders/-/robots', undefined],
    ['/people/3', undefined],
    ['/inside/threads/3', undefined],
    ['/settings', undefined],
  ] as const)
    assert.deepEqual(readCounted(path), expected, path)
})
