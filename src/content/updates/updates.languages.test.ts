/** Every word on the pages of updates, and on that of a question with its loop beside it, is a message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { addReply, recallThread, retypeThread, startThread, threadAddress } from '../threads/threads.ts'

const marked = { 'accept-language': 'en-XA' }
/** What other folders draw: names of people, who reads it, and what stands across the wall. */
const elsewhere = /class="(?:by|audience|office)|aria-label="⟦About this update⟧"/

test(
  'an update with what was said before it, a recalled one, and the list of both speak the language of the reader',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = cast.as(ctx, 'mirela')
    const words = { type: 'question', title: 'Firmware 4', body: 'It is out.' } as const
    const asked = await startThread(mirela, cast.spaces.riders, words)
    await addReply(cast.as(ctx, 'gustav'), asked.id, { kind: 'comment', body: 'At last.' })
    const kept = await retypeThread(mirela, asked.id, 'update')
    const gone = await startThread(mirela, cast.spaces.riders, { ...words, type: 'update', title: 'Firmware 5' })
    await recallThread(mirela, gone.id)
    const site = await openSite(ctx, undefined, pseudoLanguages())
    for (const who of ['visitor', 'ines', 'mirela'] as const)
      for (const path of ['/updates', threadAddress(kept), `/updates/${gone.id}/recalled`]) {
        const { text, status } = await site.as(who).get(path, marked)
        assert.equal(status, 200, path)
        assert.deepEqual(unsaidWords(text, { notYet: elsewhere }), [], `${who} ${path}`)
      }
  }),
)
