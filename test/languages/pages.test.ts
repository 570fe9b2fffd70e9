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

/** Kinds of notices that other features define, each converted with its own. */
const labelsElsewhere = /id="pace-/

/** Addresses that show the form of an entry: the same in every language. */
const examples = /placeholder="(?:\/people|https:\/\/|example\.com|Apple)/

/** Who reads it, and the field for an interest: drawn by other folders. */
const writing = /class="(?:interest|segmented)|id="body-to"/

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
  ['lena', '/inside'],
  ['jonas', '/inside?realm=outside'],
  ['jonas', '/go'],
  ['visitor', '/search'],
  ['visitor', '/search?q=battery+type:x+colour:red&order=newest'],
  ['ines', '/search?q=zzzz'],
  ['jonas', '/search?q=battery'],
  ['jonas', '/search/nothing/inside'],
  ['ines', '/following'],
  ['lena', '/following'],
  ['ines', '/settings/following'],
  ['ines', '/notices'],
  ['ines', '/settings/notices', { notYet: labelsElsewhere }],
  ['lena', '/settings/notices', { notYet: labelsElsewhere }],
  ['ines', '/settings/notices/webhooks?done=failed'],
  ['ines', '/settings/leave'],
  ['lena', '/settings/leave'],
  ['visitor', '/left'],
  ['ines', '/settings/data'],
  ['petra', '/settings/feeds'],
  ['ines', '/settings/feeds'],
  ['jonas', '/s/riders/-/robots'],
  ['jonas', '/inside/people/invite?sent'],
  ['lena', '/inside/people/invite'],
  ['jonas', '/inside/people/offices'],
  ['lena', '/inside/people/offices'],
  ['jonas', '/inside/people/offices/both-sides'],
  ['jonas', '/inside/guests?show=all'],
  ['lena', '/inside/guests'],
  ['petra', '/rooms'],
  ['lena', '/inside/groups'],
  ['jonas', '/inside/groups?show=ended'],
  ['lena', '/inside/structure'],
  ['jonas', '/inside/structure?view=none'],
  ['jonas', '/inside/structure?view=matrix'],
  ['lena', '/inside/structure?view=networked'],
  ['lena', '/inside/structure/axes'],
  ['jonas', '/inside/structure/axes?axis=geography'],
  ['lena', '/inside/structure/people?not=function'],
  ['lena', '/inside/people'],
  ['jonas', '/inside/people?realm=bridge&name=zz'],
  ['ines', '/settings/privacy'],
  ['ines', '/settings/privacy/as'],
  ['ines', '/settings/privacy/as?name=gus'],
  ['ines', '/settings/privacy/as?name=zz'],
  ['ines', '/connections'],
  ['ines', '/connections?show=blocked'],
  ['lena', '/inside/spaces'],
  ['lena', '/inside/write'],
  ['jonas', '/inside/spaces/battery/members?find=a'],
  ['lena', '/inside/spaces/cells/members'],
  ['petra', '/inside/spaces/cells/members'],
  ['jonas', '/inside/swarms'],
  ['lena', '/inside/swarms?show=closed'],
  ['lena', '/inside/twins'],
  ['lena', '/inside/twins/new'],
  ['jonas', '/inside/spaces/new'],
  ['jonas', '/inside/settings/sign-in'],
  ['jonas', '/inside/settings/sign-in/new/apple', { notYet: examples }],
  ['jonas', '/inside/settings/sign-in/new/generic', { notYet: examples }],
  ['jonas', '/inside/settings/sign-in/resets', { notYet: examples }],
  ['sara', '/inside/perks'],
  ['visitor', '/questions'],
  ['visitor', '/problems?show=fixed'],
  ['visitor', '/praise'],
  ['ines', '/questions?q=zzz'],
  ['ines', '/drafts'],
  ['sara', '/drafts'],
  ['gustav', '/taken-back'],
  ['ines', '/ideas'],
  ['visitor', '/ideas?show=overdue&order=owed&tag=cold'],
  ['ines', '/ideas/new', { notYet: writing }],
  ['lena', '/inside/ideas'],
  ['jonas', '/inside/ideas?in=rooms'],
  ['jonas', '/inside/ideas/rules'],
  ['visitor', '/tags'],
  ['jonas', '/inside/tags'],
  ['sara', '/tags/-/merges'],
  ['sara', '/tags/-/products'],
  ['visitor', '/about/standing'],
  ['visitor', '/s/riders/helpers'],
  ['visitor', '/storms'],
  ['mirela', '/storms/new'],
  ['visitor', '/updates'],
  ['visitor', '/about/moderation'],
  ['jonas', '/about/moderation'],
  ['sara', '/moderation'],
  ['jonas', '/moderation'],
  ['sara', '/moderation/outside'],
  ['jonas', '/moderation/inside'],
  ['sara', '/moderation/outside/appeals'],
  ['jonas', '/moderation/inside/appeals'],
  ['sara', '/moderation/outside/rules'],
  ['jonas', '/moderation/inside/rules'],
  ['visitor', '/ideas-review'],
  ['daniel', '/inside/ideas-review'],
  ['sara', '/inside/ideas-review'],
  ['lena', '/inside/measures'],
  ['lena', '/inside/measures?window=all'],
  ['lena', '/inside/measures/items?of=heard'],
  ['sara', '/inside/measures/links'],
  ['lena', '/inside/measures/items?of=said&window=all'],
  ['jonas', '/inside/wall'],
  ['jonas', '/inside/bridges'],
  ['jonas', '/inside/bridges/new'],
  ['jonas', '/inside/crossings'],
  ['jonas', '/inside/rights'],
  ['jonas', '/inside/spaces/cells/rights'],
  ['mirela', '/inside/spaces/battery/rights?find=zzz'],
  ['mirela', '/questions', { frameOnly: true }],
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
