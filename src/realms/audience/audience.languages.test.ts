/** Why somebody reads, as the rule that decides says it, in the language of whoever asks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { insertPositions } from '../../../test/positions.ts'
import { wordsIn } from '../../platform/languages/languages.ts'
import { giveGrant } from '../grants/grants.ts'
import { sayReasons } from '../reader.access.ts'
import { listReaders } from './audience.ts'

const inGerman = { 'accept-language': 'de' }

const wordsOf = (html: string) =>
  /<main[^]*<\/main>/
    .exec(html)![0]
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

test(
  'the page names each ground in German: the place, the group, the name, and who opened it in which standing',
  inTransaction(async (ctx) => {
    const { cast, nodes, page: space } = await insertPositions(ctx)
    await giveGrant(cast.as(ctx, 'tomasz'), space.id, { right: 'read', to: `node:${nodes.firmware}` })
    await giveGrant(cast.as(ctx, 'jonas'), space.id, { right: 'read', to: `person:${cast.people.sara.id}` })
    const target = { space: space.id }
    const german = (await listReaders(cast.as(ctx, 'tomasz'), space.id, target)).map(({ why }) =>
      sayReasons(wordsIn('de'), why),
    )
    assert.ok(german.includes('Ist Mitglied dieses Raums.'), german.join('\n'))
    assert.ok(german.some((one) => /^Steht an der Stelle .+; geöffnet von Tomasz Wrona, als \S+\.$/.test(one)))
    assert.ok(german.includes('Wurde namentlich eingelassen; geöffnet von Jonas Weber, als Regel der Verwaltung.'))
    const page = await (await openSite(ctx)).as('tomasz').get(`/inside/rights/${space.id}`, inGerman)
    const words = wordsOf(page.text)
    assert.match(words, /Alle an der Stelle .* und darunter : lesen/)
    assert.match(words, /Tomasz Wrona hat ein Recht gegeben \(lesen\): Alle an der Stelle/)
    assert.doesNotMatch(words, /\b(?:opened by|Everyone at|may read)\b/i)
  }),
)

test(
  'the day until which somebody answers for a guest is written as the reader’s language writes days',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { cells } = cast.spaces
    const readers = await listReaders(cast.as(ctx, 'lena'), cells.id, { space: cells.id })
    const petra = readers.find(({ id }) => id === cast.people.petra.id)!
    assert.match(sayReasons(wordsIn('de'), petra.why), /^Wurde eingeladen; .+ bürgt bis \d{1,2}\. \p{L}+ \d{4}\.$/u)
    assert.match(
      sayReasons(wordsIn('en'), petra.why),
      /^Was invited; .+ answers for them until \d{1,2} \p{L}+ \d{4}\.$/u,
    )
    const page = await (await openSite(ctx)).as('lena').get(`/readers/space/${cells.id}`, inGerman)
    assert.match(
      wordsOf(page.text),
      /Wurde eingeladen; .* Ist Mitglied dieses Raums\.|Ist Mitglied dieses Raums\..* Wurde eingeladen; /,
    )
  }),
)
