/**
 * Every word of a converted page is a message. A page is drawn in a made-up language whose messages carry marks; what
 * stands outside the marks, and is not what people wrote, was forgotten.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TestSite, openSite } from '../browse.ts'
import { type PersonName, castPassword, getCast } from '../cast.ts'
import { inTransaction } from '../database.ts'
import { setPassword } from '../../src/people/accounts/accounts.ts'
import { startSession } from '../../src/people/sessions/sessions.ts'
import { pseudoLanguages } from './pseudo.ts'
import { type Place, unsaidWords } from './words.ts'

const languages = pseudoLanguages()
const marked = { 'accept-language': 'en-XA' }

/** What the folders that are not converted yet draw on these pages. */
const discussions = /class="(?:post|composer|day)\b/

const pages: readonly (readonly [who: PersonName | 'visitor', path: string, place?: Place])[] = [
  ['visitor', '/sign-in'],
  ['visitor', '/sign-in?with=password'],
  ['visitor', '/sign-in?with=work'],
  ['visitor', '/sign-in?door=bridge'],
  ['visitor', '/sign-up'],
  ['visitor', '/about'],
  ['visitor', '/go'],
  ['visitor', '/nothing/here'],
  ['petra', '/nothing/here'],
  ['petra', '/settings/sessions'],
  ['ines', '/settings'],
  ['ines', '/settings/sessions'],
  ['ines', '/settings/password'],
  ['ines', '/settings/sign-in'],
  ['ines', '/go?q=zzz'],
  ['lena', '/settings'],
  ['lena', '/settings/sign-in'],
  ['lena', '/inside', { notYet: discussions }],
  ['jonas', '/inside?realm=outside', { notYet: discussions }],
  ['jonas', '/go'],
  ['visitor', '/', { frameOnly: true, notYet: /class="masthead/ }],
  ['visitor', '/questions', { frameOnly: true }],
  ['ines', '/ideas', { frameOnly: true }],
  ['mirela', '/questions', { frameOnly: true }],
  ['jonas', '/inside/swarms', { frameOnly: true }],
  ['petra', '/inside/spaces/cells', { frameOnly: true }],
]

test(
  'on every converted page, in its title and in its frame each word is a message',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx, undefined, languages)
    const unsaid: Record<string, string[]> = {}
    for (const [who, path, place] of pages) {
      const { text, headers } = await site.as(who).get(path, marked)
      assert.equal(headers.get('content-language'), 'en-XA', path)
      const words = unsaidWords(text, place)
      if (words.length > 0) unsaid[`${who} ${path}`] = words
      if (place?.frameOnly) continue
      const [, title] = /<title>(.*?)<\/title>/.exec(text)!
      assert.match(title!, /⟦.*⟧/, path)
    }
    assert.deepEqual(unsaid, {})
  }),
)

test(
  'what is wrong with a form is told in the language of whoever filled it in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx, undefined, languages)
    const wrong: readonly (readonly [path: string, fields: Record<string, string>])[] = [
      ['/sign-in', { realm: 'outside', email: 'a@b.example', password: 'no' }],
      ['/sign-in', { realm: 'inside', email: 'a@b.example', password: '' }],
      ['/language', { language: 'tlh' }],
    ]
    for (const [path, fields] of wrong) {
      const { text, status } = await site.as('visitor').post(path, fields, marked)
      assert.equal(status, 422)
      assert.deepEqual(unsaidWords(text), [], path)
    }
    const asked = await site.as('visitor').post('/sign-in/code', { realm: 'outside', email: 'a@b.example' }, marked)
    const code = await site.as('visitor').post(asked.location!, { code: '12345678' }, marked)
    assert.equal(code.status, 422)
    assert.deepEqual(unsaidWords(code.text), [])
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const fresh = await signedIn(site, ctx, 'ines')
    for (const path of ['/settings/sign-in', '/settings/sign-in/factor', '/settings/password', '/settings/sessions'])
      assert.deepEqual(unsaidWords((await site.anyone.get(path, fresh)).text), [], path)
    const changed = await site.anyone.post('/settings/password', { current: 'x', password: 'short' }, fresh)
    assert.equal(changed.status, 422)
  }),
)

/** The headers of somebody who has just signed in, in the made-up language. */
async function signedIn(site: TestSite, ctx: Parameters<typeof getCast>[0], who: PersonName) {
  const cast = await getCast(ctx)
  const { id } = cast.people[who]
  const { token } = await startSession(ctx, id, { provedBy: 'password', device: 'Firefox on Linux' })
  await startSession(ctx, id, { provedBy: 'code', device: 'Safari on iPhone' })
  const headers = { ...marked, cookie: `tango=${token}` }
  const { location } = await site.anyone.post('/language', { language: 'en-XA' }, headers)
  assert.equal(location, '/')
  return headers
}
