/** Every word on the pages of a session is a message, at each of its moments. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { at, closesAt, hour, opensAt, startIn, submitAs } from './sessions.fixture.test.ts'

const marked = { 'accept-language': 'en-XA' }
/** What other folders draw: names of people, who reads it, the composer. */
const elsewhere = /class="(?:by|audience|office|composer)/
const typed = /(?<=<textarea[^>]*>)[^<]*/g
const zoneNames = /\b(?:UTC|CET|GMT)\b/g

test(
  'before, while it is open and with the judges a session speaks the language of the reader',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    await submitAs(ctx, cast, storm, 'ines')
    const unsaid: Record<string, string[]> = {}
    for (const moment of [opensAt - hour, opensAt + hour, closesAt + hour]) {
      const site = await openSite(at(ctx, moment), undefined, pseudoLanguages())
      const look = async (who: PersonName | 'visitor', path: string) => {
        const { text } = await site.as(who).get(path, marked)
        const words = unsaidWords(text.replace(typed, '').replace(zoneNames, ''), { notYet: elsewhere })
        if (words.length > 0) unsaid[`${who} ${path} ${moment - opensAt}`] = words
      }
      for (const who of ['visitor', 'ines', 'mirela'] as const) await look(who, `/storms/${storm.id}`)
      await look('visitor', '/storms')
      await look('lena', `/storms/${storm.id}/judge`)
      await look('mirela', `/storms/${storm.id}/finish`)
      await look('mirela', `/storms/${storm.id}/edit`)
    }
    assert.deepEqual(unsaid, {})
  }),
)
