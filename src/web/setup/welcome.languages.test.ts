/** The first start in the language of the browser: nobody has chosen one yet. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { castPassword } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo } from '../../../test/forms.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import type { Ctx } from '../../platform/context.ts'
import { listSpaces } from '../../realms/spaces/spaces.ts'
import { makeOwnerLink } from './setup.ts'

const owner = { name: 'Jonas Weber', email: 'jonas@velund.example', password: castPassword }
const steps = ['company', 'owner', 'spaces', 'finish'] as const

/** The steps, posted and read in one language. */
async function openSteps(ctx: Ctx, language: string) {
  const site = (await openSite(ctx, undefined, pseudoLanguages())).anyone
  const token = await makeOwnerLink(ctx)
  const headers = { 'accept-language': language }
  const at = (step: string) => `/welcome/${step}?token=${token}`
  return {
    at,
    open: () => site.get('/welcome', headers),
    get: (step: string) => site.get(at(step), headers),
    post: (step: string, fields: Record<string, string>) => site.post(at(step), fields, headers),
  }
}

test(
  'on every step, filled in or refused, each word is a message; what was typed stays as it is',
  inTransaction(
    async (ctx) => {
      const { at, open, get, post } = await openSteps(ctx, 'en-XA')
      assert.deepEqual(unsaidWords((await open()).text), [])
      const refused: [string, Record<string, string>][] = [
        ['company', { company: '' }],
        ['company', { company: 'x'.repeat(81) }],
        ['owner', { ...owner, email: 'jonas', password: '' }],
        ['owner', { ...owner, password: 'short' }],
        ['spaces', { insideTitle: '', insideSlug: 'A', outsideTitle: 'Riders', outsideSlug: 'riders' }],
        ['spaces', { insideTitle: 'Us', insideSlug: 'riders', outsideTitle: 'Riders', outsideSlug: 'riders' }],
      ]
      for (const [step, fields] of refused) {
        const page = await post(step, fields)
        assert.equal(page.status, 422, step)
        assert.deepEqual(unsaidWords(page.text), [], `${step} ${JSON.stringify(fields)}`)
      }
      assert.equal((await post('company', { company: 'Velund' })).location, at('owner'))
      await post('owner', owner)
      await post('spaces', { insideTitle: 'Us', insideSlug: 'us', outsideTitle: 'Riders', outsideSlug: 'riders' })
      for (const step of steps) {
        const { text } = await get(step)
        assert.deepEqual(unsaidWords(text), [], step)
        assert.match(text, /<title>⟦First start⟧/)
      }
    },
    { kind: 'empty' },
  ),
)

test(
  'a German browser sets Tango up in German, proposes German names of spaces, and its owner goes on in German',
  inTransaction(
    async (ctx) => {
      const { at, open, get, post } = await openSteps(ctx, 'de-AT,de;q=0.9,en;q=0.5')
      assert.match((await open()).text, /<html lang="de"[\s\S]*Tango ist noch nicht eingerichtet/)
      assert.match((await post('company', { company: '' })).text, /Den Namen des Unternehmens angeben\./)
      await post('company', { company: 'Räder & שלום' })
      await post('owner', owner)
      const proposed = formTo(await get('spaces'), at('spaces')).fields
      assert.deepEqual(proposed, {
        ...{ insideTitle: 'Alle bei Räder & שלום', insideSlug: 'everyone' },
        ...{ outsideTitle: 'Räder & שלום Community', outsideSlug: 'community' },
      })
      await post('spaces', proposed)
      const done = await post('finish', { demo: 'no' })
      assert.deepEqual([done.status, done.location], [303, '/inside'])
      assert.deepEqual((await listSpaces(ctx)).map((space) => space.title).toSorted(), [
        'Alle bei Räder & שלום',
        'Räder & שלום Community',
      ])
      const account = await ctx.db.selectFrom('accounts').select('locale').executeTakeFirstOrThrow()
      assert.equal(account.locale, 'de')
    },
    { kind: 'empty' },
  ),
)
