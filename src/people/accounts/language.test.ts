import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcomeUndone } from '../../../test/outcome.ts'
import { makeCtx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { ownLanguages } from '../../platform/languages/languages.ts'
import { chooseLocale, createAccount, getAccount, locales, wordsFor } from './accounts.ts'

test(
  'an account begins in the language in which somebody joined, and is written to in the one that it has chosen',
  inTransaction(async (ctx) => {
    const german = makeCtx({ ...ctx, say: ownLanguages.find('de')!.say }).asSystem('sign-up')
    const person = { realm: 'outside', email: 'neu@people.example', displayName: 'Neu' } as const
    const id = await createAccount(german, person)
    assert.equal((await getAccount(german, id)).locale, 'de')
    assert.equal((await wordsFor(ctx, id))('Sign in'), 'Anmelden')
    await chooseLocale(german, id, 'en')
    assert.equal((await wordsFor(german, id))('Sign in'), 'Sign in', 'not the language of whoever sends')
    await chooseLocale(german, id, 'sv')
    assert.equal((await wordsFor(ctx, id))('Sign in'), 'Sign in', 'English where there are no words of it')
    assert.equal((await wordsFor(ctx, 999_999 as unknown as AccountId)).language, 'en')
  }),
)

test(
  'nobody chooses the language of somebody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['visitor', 'gustav', 'jonas', 'petra'] as const) {
      const ended = await outcomeUndone(cast.as(ctx, who), (inside) => chooseLocale(inside, cast.people.ines.id, 'de'))
      assert.equal(ended, 'accounts.not-yours', who)
    }
    assert.equal((await wordsFor(ctx, cast.people.ines.id)).language, 'en')
    await chooseLocale(cast.as(ctx, 'ines'), cast.people.ines.id, 'de')
    assert.equal((await wordsFor(ctx, cast.people.ines.id)).language, 'de')
  }),
)

test('every language that pages are written in can be chosen in the settings, by its own name', () => {
  for (const { tag, name } of ownLanguages.all) assert.equal(locales[tag], name)
  assert.equal(locales['de'], 'Deutsch')
})
