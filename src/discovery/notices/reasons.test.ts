import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { keptWords, readWords } from '../../platform/languages/kept.ts'
import { said, wordsIn } from '../../platform/languages/languages.ts'
import { ask } from '../../content/questions/questions.ts'
import { answerNotice, listNotices, notify } from './notices.ts'

test('a reason is kept as its message and values, and comes back as it was', () => {
  for (const because of [
    said('because you asked'),
    said('because you follow the tag {name}', { name: '"} {x' }),
    said('because {giver} gave you this right by name until {day}', { giver: 'Ana', day: { day: '2027-05-03' } }),
  ])
    assert.deepEqual(readWords(keptWords(because)), because)
  const old = 'because you follow the tag cold'
  assert.equal(readWords(old), old, 'reasons from before are read as they were written')
})

test(
  'each reads the reason in their own language, with names and days in its place',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Hum', body: 'Why?', tags: [] })
    const day = { day: '2027-05-03' }
    await notify(ctx, {
      ...{ accountId: cast.people.ines.id, kind: answerNotice, threadId: thread.id },
      because: said('because {giver} gave you this right by name until {day}', { giver: 'Ana', day }),
    })
    const ines = cast.as(ctx, 'ines')
    const reasonIn = async (tag: string) => (await listNotices({ ...ines, say: wordsIn(tag) })).items[0]!.because
    assert.equal(await reasonIn('en'), 'because Ana gave you this right by name until 3 May 2027')
    assert.equal(await reasonIn('de'), 'Ana hat dieses Recht namentlich gegeben, bis 3. Mai 2027')
  }),
)
