/** How mails look: what stands in the text stands on the page, and nothing in a mail asks anything of anybody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../test/property.ts'
import { inTransaction } from '../../test/database.ts'
import { type Letter, drawLetter, drawPlain } from './mail-layout.ts'
import { sendMail } from './mail.ts'
import { putSetting } from './settings.ts'

const site = 'https://riders.example'
const letter: Letter = {
  language: 'en',
  company: 'Velund',
  realm: 'Outside',
  parts: [
    {
      lines: ['Gustav answered your question'],
      title: 'Off at 40 %',
      link: `${site}/questions/1`,
      ask: { label: 'Did this help?', link: `${site}/questions/1#helped` },
    },
  ],
  button: { label: 'Read it', link: `${site}/questions/1` },
  reason: 'You get this because you asked.',
  foot: [{ label: 'Stop mails of this kind', link: `${site}/stop` }],
}

const wordsOf = (html: string) =>
  html
    .replace(/<style[\s\S]*?<\/style>|<title[\s\S]*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(
      /&(nbsp|lt|gt|quot|amp);/g,
      (_, name: string) => ({ nbsp: ' ', lt: '<', gt: '>', quot: '"', amp: '&' })[name]!,
    )
    .replace(/\s+/g, ' ')

test('a letter of one thing: company, side, what happened, a button, why, and how to stop it', () => {
  const { text, html } = drawLetter(letter)
  assert.equal(
    text,
    [
      ...['Gustav answered your question:', 'Off at 40 %', `${site}/questions/1`, ''],
      ...['Did this help?', `${site}/questions/1#helped`, ''],
      ...['--', 'You get this because you asked.', 'Velund, Outside', `Stop mails of this kind: ${site}/stop`, ''],
    ].join('\n'),
  )
  assert.match(html, /<b>Velund<\/b> &nbsp;·&nbsp; Outside/)
  assert.match(html, /<a class="button" href="https:\/\/riders\.example\/questions\/1" style="[^"]+">Read it<\/a>/)
  assert.match(html, /<a class="link" href="https:\/\/riders\.example\/questions\/1#helped"[^>]*>Did this help\?<\/a>/)
  assert.equal(html.match(/class="button"/g)!.length, 1)
})

test('a letter of several things names each with its link and reason, and how many more there are', () => {
  const parts = [1, 2].map((n) => ({
    ...{ lines: [`Thing ${n}`], title: `Title ${n}`, link: `${site}/${n}`, reason: `You are told because of ${n}.` },
  }))
  const more = { label: 'And 12 more', link: `${site}/notices` }
  const { text, html } = drawLetter({ ...letter, heading: '14 notices', parts, more })
  for (const n of [1, 2]) {
    assert.ok(text.includes(`Thing ${n}:\nTitle ${n}\n${site}/${n}\n\nYou are told because of ${n}.\n`))
    assert.ok(html.includes(`<a class="link" href="${site}/${n}"`))
  }
  assert.ok(text.startsWith('14 notices\n\n') && text.includes(`And 12 more\n${site}/notices\n`))
  const { text: untitled } = drawLetter({
    ...letter,
    parts: [{ lines: ['Ines would like to connect'], link: `${site}/c` }],
  })
  assert.ok(untitled.startsWith(`Ines would like to connect.\n${site}/c\n`))
})

test('text and page have the same words, nothing is loaded, nothing runs, and no word breaks out', () => {
  const word = fc
    .string({ unit: fc.constantFrom(...'ab <>&"\'=/é電'), minLength: 1, maxLength: 20 })
    .map((text) => `x${text.trim()}x`)
  fc.assert(
    fc.property(word, word, word, fc.option(word, { nil: undefined }), (company, line, reason, title) => {
      const part = { lines: [line], link: `${site}/1`, ...(title !== undefined && { title }) }
      const { text, html } = drawLetter({ ...letter, company, parts: [part], reason })
      const shown = wordsOf(html)
      for (const one of [company, line, reason, ...(title === undefined ? [] : [title])]) {
        const words = one.replace(/\s+/g, ' ')
        assert.ok(shown.includes(words), `${words} in ${shown}`)
        assert.ok(text.replace(/\s+/g, ' ').includes(words))
      }
      assert.doesNotMatch(html, /<(img|script|link|iframe|form|object)\b|url\(|\son\w+=/)
      const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag))
      const known = ['html', 'head', 'meta', 'title', 'style', 'body', 'div', 'p', 'a', 'b', 'br', 'h1']
      assert.deepEqual(
        [...tags].filter((tag) => !known.includes(tag!)),
        [],
      )
    }),
    { numRuns: 100 },
  )
})

test('it follows the reader into the dark, and is whole where a program drops the style sheet', () => {
  const { html } = drawLetter(letter)
  assert.match(html, /@media \(prefers-color-scheme: dark\)/)
  assert.match(html, /<meta name="color-scheme" content="light dark">/)
  const bare = html.replace(/<style[\s\S]*?<\/style>/, '')
  for (const [, tag, rest] of bare.matchAll(/<(body|div|p|a)\b([^>]*)>/g)) assert.match(rest!, /style="[^"]+"/, tag)
})

test('a plain text becomes a page of the same words: paragraphs, lines, and addresses that lead', () => {
  const html = drawPlain('Velund', `Your code is 1234 5678\n\nIt works <once>.\nOpen ${site}/a?b=1&c=2.\n`)
  assert.match(html, /<p style="[^"]+">Your code is 1234 5678<\/p>/)
  assert.match(html, /It works &lt;once&gt;\.<br>Open <a class="link" href="https:\/\/riders\.example\/a\?b=1&amp;c=2"/)
  assert.match(
    html,
    />https:\/\/riders\.example\/a\?b=1&amp;c=2<\/a>\.<\/p>/,
    'the full stop is no part of the address',
  )
})

test('the page of a mail names the language that it is in, and its direction where that is the other one', () => {
  const head = (language?: string) => /<html[^>]*>/.exec(drawPlain('Velund', 'x', language))![0]
  assert.deepEqual(
    [head(), head('de'), head('ar')],
    ['<html lang="en">', '<html lang="de">', '<html lang="ar" dir="rtl">'],
  )
})

test(
  'every mail has a page in the company’s name, and one that brings its own keeps it',
  inTransaction(async (ctx) => {
    await putSetting(ctx, 'company', 'Velund & Sons')
    const of = async (html?: string) => {
      const id = await sendMail(ctx, { to: 'a@b.example', subject: 'x', text: 'Hello', ...(html && { html }) })
      return (await ctx.db.selectFrom('mails').select('bodyHtml').where('id', '=', id).executeTakeFirstOrThrow())
        .bodyHtml!
    }
    assert.match(await of(), /<b>Velund &amp; Sons<\/b>[\s\S]*<p style="[^"]+">Hello<\/p>/)
    assert.equal(await of('<p>Own</p>'), '<p>Own</p>')
  }),
)
