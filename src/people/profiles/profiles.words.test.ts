/** On pages of one person, one space or one text, which are found by a number, each word is a message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { conductRules } from '../../governance/moderation/moderation.ts'
import { decideCase, flagPost, startTalk } from '../../../test/moderation.ts'
import { accept, ask, setHidden } from '../connections/connections.ts'
import { recordPerk } from '../disclosure/disclosure.ts'

const languages = pseudoLanguages()
/** Said where moderation is converted. */
const rules: readonly string[] = Object.values(conductRules).flatMap(({ name, text }) => [name, text])

const marked = { 'accept-language': 'en-XA' }

test(
  'the pages of people, spaces, flags and perks speak the language of the reader',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { people, spaces } = cast
    const { question, answer } = await startTalk(ctx, cast)
    const outcome = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    await decideCase(cast.as(ctx, 'sara'), outcome, { post: 'none', reason: 'zebrawood' })
    await ask(cast.as(ctx, 'gustav'), people.ines.id)
    await accept(cast.as(ctx, 'ines'), people.gustav.id)
    await setHidden(cast.as(ctx, 'ines'), people.gustav.id, true)
    await ask(cast.as(ctx, 'joost'), people.ines.id)
    await ask(cast.as(ctx, 'ines'), people.amina.id)
    const perk = { account: String(people.gustav.id), what: 'zebrawood', 'from-on': '', 'to-on': '' }
    await recordPerk(cast.as(ctx, 'sara'), perk)
    const site = await openSite(ctx, undefined, languages)
    const pages: readonly (readonly [who: PersonName | 'visitor', path: string])[] = [
      ['visitor', `/people/${people.ines.id}`],
      ['gustav', `/people/${people.ines.id}`],
      ['joost', `/people/${people.ines.id}`],
      ['ines', `/people/${people.joost.id}`],
      ['ines', `/people/${people.ines.id}`],
      ['lena', `/people/${people.tomasz.id}`],
      ['jonas', `/people/${people.petra.id}`],
      ['jonas', `/inside/people/${people.tomasz.id}/close`],
      ['jonas', `/inside/people/${people.lena.id}/close`],
      ['ines', '/connections'],
      ['ines', '/connections?show=asks'],
      ['ines', '/connections?show=asked'],
      ['visitor', `/readers/space/${spaces.riders.id}`],
      ['ines', `/readers/space/${spaces.testers.id}?as=visitor`],
      ['daniel', `/readers/space/${spaces.velund.id}?find=t`],
      ['lena', `/readers/space/${spaces.battery.id}?as=${people.aiko.id}`],
      ['petra', `/readers/space/${spaces.velund.id}`],
      ['amina', `/flag/thread/${question}`],
      ['amina', `/flag/outcomes/${outcome}`],
      ['sara', '/inside/perks'],
    ]
    const unsaid: Record<string, string[]> = {}
    for (const [who, path] of pages) {
      const { text } = await site.as(who).get(path, marked)
      const words = unsaidWords(text).filter((found) => !/zebrawood/.test(found) && !rules.includes(found))
      if (words.length > 0) unsaid[`${who} ${path}`] = words
    }
    assert.deepEqual(unsaid, {})
  }),
)
