import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, queueOf, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { editAnswer } from '../../content/questions/questions.ts'
import { addReply, startThread } from '../../content/threads/threads.ts'
import { getCase, undoMeasure } from '../moderation/moderation.ts'
import { flag } from './flags.ts'

const given = { rule: 'spam', words: 'It sells something.' } as const
const day = 24 * 60

test(
  'everybody flags a post once; after a decision others may at once, and the same person when its text has changed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const at = (minute: number, who: 'amina' | 'joost' | 'sara' | 'gustav') =>
      atMinute(ctx, minute).as(cast.people[who])
    const first = await flagPost(at(0, 'amina'), 'reply', answer)
    assert.equal(await outcome(flag(at(1, 'amina'), 'reply', answer, given)), 'flags.already')
    await decideCase(at(2, 'sara'), first, { post: 'none', rule: '', reason: '' })
    assert.equal(await outcome(flag(at(3, 'amina'), 'reply', answer, given)), 'flags.decided')
    const second = await flagPost(at(3, 'joost'), 'reply', answer)
    assert.notEqual(second, first)
    await editAnswer(at(4, 'gustav'), answer, 'Now it says something else.')
    assert.equal(await outcome(flag(at(5, 'amina'), 'reply', answer, given)), 'ok')
    const { flags } = await getCase(cast.as(ctx, 'sara'), second)
    assert.deepEqual(
      flags.map((one) => one.shownBody),
      ['It fits, says the pachyderm.', 'Now it says something else.'],
      'each as it was read when it was flagged',
    )
  }),
)

test(
  'a flag in return is marked and weighs nothing, and is not held back; after fourteen days it is a flag like any other',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const sara = cast.as(ctx, 'sara')
    // Gustav flags the question of Ines; Ines flags the answer of Gustav.
    await flagPost(cast.as(ctx, 'gustav'), 'thread', question)
    const inReturn = await flagPost(atMinute(ctx, 60).as(cast.people.ines), 'reply', answer)
    const marked = await getCase(sara, inReturn)
    assert.deepEqual([marked.weight, marked.flags[0]!.retaliates], [0, 'flagged-first'])
    assert.ok((await queueOf(sara, 'outside')).includes(inReturn))
    const comment = await addReply(cast.as(ctx, 'gustav'), question, { kind: 'comment', body: 'A comment.' })
    const later = await flagPost(atMinute(ctx, 15 * day).as(cast.people.ines), 'reply', comment.id)
    assert.equal((await getCase(sara, later)).flags[0]!.retaliates, null)
    const other = await flagPost(cast.as(ctx, 'amina'), 'reply', comment.id)
    assert.equal((await getCase(sara, other)).flags.at(-1)!.retaliates, null, 'Amina was flagged by nobody')
  }),
)

test(
  'who got a measure by a flag and flags back is marked so; a ground that was upheld before takes the mark away',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const sara = cast.as(ctx, 'sara')
    const against = await flagPost(cast.as(ctx, 'gustav'), 'thread', question)
    const [measure] = await decideCase(sara, against, { post: 'none', author: 'slow', days: 3, hours: 1 })
    const inReturn = await flagPost(cast.as(ctx, 'ines'), 'reply', answer)
    assert.equal((await getCase(sara, inReturn)).flags[0]!.retaliates, 'measured')
    assert.ok(measure)
    // It was right: from now on Ines has a ground against Gustav.
    const [upheld] = await decideCase(sara, inReturn, { post: 'hide' })
    const next = await addReply(cast.as(ctx, 'gustav'), question, { kind: 'comment', body: 'Another one.' })
    const third = await flagPost(cast.as(ctx, 'ines'), 'reply', next.id)
    assert.equal((await getCase(sara, third)).flags[0]!.retaliates, null)
    await undoMeasure(sara, upheld!)
  }),
)

test(
  'flags are counted: nobody floods the moderators',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const codes: string[] = []
    for (let n = 0; n < 16; n++) {
      const { id } = await startThread(ctx.as(cast.people.daniel), cast.spaces.riders, {
        ...{ type: 'question', title: `Question ${n}`, body: 'Words.' },
      })
      codes.push(await outcome(flag(cast.as(ctx, 'amina'), 'thread', id, given)))
    }
    assert.equal(codes.filter((code) => code === 'ok').length, 15)
    assert.equal(codes.at(-1), 'too-many-tries')
  }),
)
