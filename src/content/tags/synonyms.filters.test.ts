import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { listIdeas, postIdea } from '../ideas/ideas.ts'
import { ask, listQuestions } from '../questions/questions.ts'
import { mergeTags, undoMerge } from './synonyms.ts'

test(
  'filters by tag, on every list, find what the name stands for, under either name',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [ines, sara] = [cast.as(ctx, 'ines'), cast.as(ctx, 'sara')]
    await ask(ines, { space: 'riders', title: 'Old', body: 'Why?', tags: ['akku'] })
    await ask(ines, { space: 'riders', title: 'New', body: 'Why?', tags: ['battery'] })
    await postIdea(ines, { space: 'riders', title: 'An idea', body: 'So.', tags: ['akku'] })
    const visitor = ctx.as({ kind: 'visitor' })
    const found = async (tag: string) => [
      ...(await listQuestions(visitor, { tag })).items.map(({ thread }) => thread.title).toSorted(),
      ...(await listIdeas(visitor, { tag, realm: 'outside' })).items.map(({ thread }) => thread.title),
    ]
    assert.deepEqual([await found('akku'), await found('battery')], [['Old', 'An idea'], ['New']])
    const id = await mergeTags(sara, 'outside', 'akku', 'battery')
    const all = ['New', 'Old', 'An idea']
    assert.deepEqual([await found('akku'), await found('battery')], [all, all])
    await undoMerge(sara, 'outside', id)
    assert.deepEqual([await found('akku'), await found('battery')], [['Old', 'An idea'], ['New']])
  }),
)
