/** What stands in the place of a removed text is said in its reader's language, and is no text of anybody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { speaking } from '../../platform/languages/installation.ts'
import { said, wordsIn } from '../../platform/languages/languages.ts'
import { ask } from '../questions/questions.ts'
import { removalMarker, sayRemoved } from './removed-words.ts'
import { getThread, loadThreads, removePost } from './threads.ts'

const german = wordsIn('de')
const rule = said('Spam or advertising')

test(
  'a removed question says so in the language of each reader, with the rule',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Buy', body: 'Buy.', tags: [] })
    await removePost(ctx, { threadId: thread.id, replyId: null }, removalMarker(rule))
    const wordsFor = async (who: 'visitor' | 'ines', tag: string) => {
      const { title, body } = await getThread(speaking(cast.as(ctx, who), wordsIn(tag)), thread.id)
      return [title, body]
    }
    const english = ['Removed by moderation', 'Removed by moderation under the rule “Spam or advertising”.']
    const translated = [
      'Von der Moderation entfernt',
      'Von der Moderation entfernt, nach der Regel „Spam oder Werbung“.',
    ]
    for (const who of ['visitor', 'ines'] as const) {
      assert.deepEqual(await wordsFor(who, 'en'), english)
      assert.deepEqual(await wordsFor(who, 'de'), translated)
    }
    const loaded = await loadThreads(speaking(cast.as(ctx, 'visitor'), german), [thread.id])
    assert.equal(loaded.get(thread.id)!.body, translated[1])
  }),
)

test('what a person wrote stays as it is, also where it reads like a marker', () => {
  const own = { ...removalMarker(rule), removedAt: null }
  assert.deepEqual(sayRemoved(german, own), own)
  const old = { title: 'Removed', body: 'Removed by moderation.', removedAt: new Date() }
  assert.deepEqual(sayRemoved(german, old), old, 'words from before there were messages')
})
