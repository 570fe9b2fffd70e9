import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { ask, postOfficialAnswer } from '../../content/questions/questions.ts'
import { startThread } from '../../content/threads/threads.ts'
import { english } from '../../platform/languages/languages.ts'
import { getCrossing, listCrossings, mayPublishOut, mayRecall, publishOut, recall } from './crossings.ts'

/** r: reads the record; p: may publish out; b: may take it back. Tomasz takes part in what it came from; Daniel does not. */
const table: Record<(typeof everybody)[number], string> = {
  visitor: '',
  daniel: '',
  tomasz: 'r',
  aiko: '',
  lena: '',
  mirela: 'rpb',
  jonas: 'rb',
  sara: 'rb',
  ines: '',
  gustav: '',
  joost: '',
  amina: '',
  petra: '',
}

test(
  'the record of a crossing is read by those inside who read its source or hold an office, and by nobody outside',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Off at 40 %',
      body: 'Why?',
      tags: [],
    })
    const mirela = cast.as(ctx, 'mirela')
    const source = await startThread(mirela, cast.spaces.velund, {
      type: 'discussion',
      title: 'Wording',
      body: 'Between us',
      audience: 'participants',
      participants: [cast.people.tomasz.id],
    })
    const crossing = await publishOut(mirela, {
      source: { kind: 'thread', id: source.id, spaceId: source.spaceId },
      targetSpaceId: thread.spaceId,
      bytes: 'It is the software.',
      reason: 'Asked',
      audience: 'Anyone on the web',
      write: async (inside) => ({
        kind: 'reply',
        id: (await postOfficialAnswer(inside, thread.id, 'It is the software.')).id,
      }),
    })
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      const reads = await getCrossing(theirs, crossing.id).then(
        () => true,
        () => false,
      )
      const listed = (await listCrossings(theirs)).items.some((one) => one.id === crossing.id)
      assert.equal(listed, reads, `${who}: the list holds exactly what opening shows`)
      const publishes = mayPublishOut(theirs.viewer)
      const takesBack = mayRecall(theirs.viewer, crossing)
      for (const verdict of [publishes, takesBack])
        assert.match(english.again(verdict.because), /\.$/, 'every verdict says why')
      const can = [reads && 'r', publishes.allowed && 'p', takesBack.allowed && 'b'].filter(Boolean).join('')
      assert.equal(can, table[who], who)
      if (!takesBack.allowed) await assert.rejects(recall(theirs, crossing.id, 'Because'), who)
    }
  }),
)
