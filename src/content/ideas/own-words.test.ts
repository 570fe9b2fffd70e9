/** Reasons that no person gave are said in their reader's language, on the page and in notices. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { speaking } from '../../platform/languages/installation.ts'
import { wordsIn } from '../../platform/languages/languages.ts'
import { listStageChanges, ownReasons, postIdea, saidReason, setStage } from './ideas.ts'
import { sayReason } from './own-words.ts'

const german = wordsIn('de')

test(
  'why an idea was archived by itself is read in the language of each reader; what a person wrote as they wrote it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const text = { title: 'Wish', body: 'x', tags: [] }
    const { id } = await postIdea(cast.as(ctx, 'ines'), { space: 'riders', ...text })
    await setStage(ctx, id, { stage: 'archived', reason: ownReasons.untouched })
    await setStage(ctx, id, { stage: 'new', reason: ownReasons.revived })
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'planned', reason: 'We begin in May.' })
    const reasons = async (tag: string) =>
      (await listStageChanges(speaking(cast.as(ctx, 'visitor'), wordsIn(tag)), id)).map(({ reason }) => reason)
    assert.deepEqual(await reasons('en'), [ownReasons.untouched, ownReasons.revived, 'We begin in May.'])
    assert.deepEqual(await reasons('de'), [
      'Hier ist sechs Monate lang nichts geschehen. Eine neue Stimme holt es zurück.',
      'Eine neue Stimme hat es zurückgeholt.',
      'We begin in May.',
    ])
  }),
)

test('a sentence holds such a reason in the language in which it is said, and the words of people untouched', () => {
  const sentence = (reason: string) => ({
    text: 'This idea is now archived: “{reason}”',
    values: { reason: saidReason(reason) },
  })
  assert.match(german.again(sentence(ownReasons.revived)), /„Eine neue Stimme hat es zurückgeholt\.“/)
  for (const words of ['Sign in', '{count} people', 'A new vote brought it back', '{"text":"Sign in","values":{}}']) {
    assert.equal(sayReason(german, words), words)
    assert.ok(german.again(sentence(words)).includes(words), words)
  }
})
