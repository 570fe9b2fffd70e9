import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../test/browse.ts'
import { getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { pseudoLanguages } from '../../test/languages/pseudo.ts'
import { startSession } from '../people/sessions/sessions.ts'
import { keepVisitorPages } from './visitor-pages/visitor-pages.ts'

const german = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' }
const languageOf = (text: string) => /<html lang="([^"]*)" dir="([^"]*)"/.exec(text)!.slice(1).join(' ')

test(
  'a visitor reads in the language that the browser asks for, and the page says which it is',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const page = await anyone.get('/sign-up', german)
    assert.equal(languageOf(page.text), 'de ltr')
    assert.equal(page.headers.get('content-language'), 'de')
    assert.match(page.text, /<title>Beitreten · /)
    assert.match(page.text, /Code schicken lassen/)
    const english = await anyone.get('/sign-up', { 'accept-language': 'sv' })
    assert.equal(languageOf(english.text), 'en ltr')
    assert.match(english.text, /Send me a code/)
  }),
)

test(
  'the switch at the foot of a page works without script: it leads back, and this browser remembers',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const page = await anyone.get('/sign-in')
    assert.match(page.text, /<form method="post" action="\/language"/)
    assert.match(page.text, /<button[^>]* name="language" value="de" lang="de" aria-pressed="false">Deutsch</)
    assert.match(page.text, /value="en" lang="en" aria-pressed="true"/)
    const referer = 'http://localhost:3000/sign-in?door=bridge'
    const answer = await anyone.post('/language', { language: 'de' }, { referer })
    assert.equal(answer.status, 303)
    assert.equal(answer.location, '/sign-in?door=bridge')
    assert.equal(
      answer.headers.get('set-cookie'),
      'language=de; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000',
      'nothing in it but the language',
    )
    const cookie = { cookie: 'language=de', 'accept-language': 'en' }
    assert.equal(languageOf((await anyone.get('/sign-in', cookie)).text), 'de ltr')
  }),
)

test(
  'the switch leads to no other site, and takes no language that is not there',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    for (const referer of ['https://evil.example/x', 'javascript:alert(1)', '//evil.example', ''])
      assert.equal((await anyone.post('/language', { language: 'de' }, { referer })).location, '/', referer)
    for (const language of ['', 'sv', 'de; Path=/x', '../de', 'DE']) {
      const answer = await anyone.post('/language', { language })
      assert.equal(answer.status, 422, language)
      assert.equal(answer.headers.get('set-cookie'), null)
    }
    for (const cookie of ['language=sv', 'language=de"><script>', 'language=', 'xlanguage=de'])
      assert.equal(languageOf((await anyone.get('/sign-in', { cookie })).text), 'en ltr', cookie)
  }),
)

test(
  'who is signed in keeps the language in the account: it holds on every device, whatever the browser asks for',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: '' })
    const session = { cookie: `tango=${token}` }
    assert.equal(languageOf((await anyone.get('/settings', { ...session, ...german })).text), 'en ltr', 'her account')
    await anyone.post('/language', { language: 'de' }, session)
    const page = await anyone.get('/settings', { ...session, 'accept-language': 'en' })
    assert.equal(languageOf(page.text), 'de ltr')
    assert.match(page.text, /<option[^>]*selected[^>]*value="de"|<option[^>]*value="de"[^>]*selected/)
    const others = await ctx.db.selectFrom('accounts').select('id').where('locale', '=', 'de').execute()
    assert.deepEqual(others, [{ id: cast.people.ines.id }], 'and nobody else’s')
  }),
)

test(
  'pages that are kept for visitors are kept for each language apart',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx, keepVisitorPages(ctx.db))
    const first = await anyone.get('/questions')
    const other = await anyone.get('/questions', german)
    const again = await anyone.get('/questions')
    assert.deepEqual(
      [first, other, again].map(({ text }) => languageOf(text)),
      ['en ltr', 'de ltr', 'en ltr'],
    )
    assert.equal(again.text, first.text, 'kept, with the same nonce')
    assert.equal((await anyone.get('/questions', { cookie: 'language=de' })).text, other.text)
    assert.notEqual(first.headers.get('etag'), other.headers.get('etag'))
    for (const { headers } of [first, other]) assert.match(headers.get('vary')!, /accept-language/)
    const asked = { 'if-none-match': first.headers.get('etag')! }
    assert.equal((await anyone.get('/questions', asked)).status, 304)
    assert.equal((await anyone.get('/questions', { ...asked, ...german })).status, 200)
  }),
)

test(
  'a page has one address in all languages: it names no others, and its headers say by what its own was chosen',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx, keepVisitorPages(ctx.db))
    const cast = await getCast(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: '' })
    for (const headers of [{}, german, { cookie: `tango=${token}` }] as Record<string, string>[])
      for (const path of ['/', '/questions', '/ideas', '/nothing/here', '/sign-up']) {
        const page = await site.anyone.get(path, headers)
        const varies = page.headers.get('vary')!.split(', ').toSorted()
        assert.deepEqual(varies, ['accept-encoding', 'accept-language', 'cookie'], path)
        assert.equal(languageOf(page.text).split(' ')[0], page.headers.get('content-language'))
        assert.doesNotMatch(page.text + page.headers.get('link'), /hreflang/i)
      }
    // As crawlers ask: for no language.
    assert.equal((await site.anyone.get('/questions')).headers.get('content-language'), 'en')
  }),
)

test(
  'a language that is a file more can be read at once, from right to left if it runs so',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx, undefined, pseudoLanguages())
    const page = await anyone.get('/sign-in', { 'accept-language': 'ar-XB' })
    assert.equal(languageOf(page.text), 'ar-XB rtl')
    assert.match(page.text, /value="ar-XB" lang="ar-XB" aria-pressed="true"/)
    assert.match(page.text, /⟦[\u0600-\u06ff ]+⟧/, 'the words of the file')
    assert.equal((await anyone.post('/language', { language: 'ar-XB' })).status, 303)
  }),
)

test(
  'errors are told in the language of the reader, to people and to programs, and their codes stay',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const page = await site.as('visitor').get('/nothing', german)
    assert.match(page.text, /Hier ist nichts zu sehen/)
    assert.match(page.text, /Hier gibt es nichts, was sichtbar wäre\./)
    const problem = await site.as('visitor').get('/nothing', { ...german, accept: 'application/json' })
    assert.deepEqual(
      [JSON.parse(problem.text).code, JSON.parse(problem.text).title],
      ['not-found', 'Hier ist nichts zu sehen'],
    )
    const wrong = await site.as('visitor').post('/sign-up', { displayName: '', email: 'x' }, german)
    assert.match(wrong.text, /Den Namen angeben, den andere sehen\./)
    assert.match(wrong.text, /Eine Mailadresse angeben/)
  }),
)
