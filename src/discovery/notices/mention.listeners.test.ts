import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { replyTo, startDiscussion } from '../../content/discussions/discussions.ts'
import { mentionOf } from '../../content/mentions/mentions.ts'
import { answer, ask, comment, editAnswer } from '../../content/questions/questions.ts'
import { block } from '../../people/connections/connections.ts'
import type { Ctx } from '../../platform/context.ts'
import { listNotices, openNotice, setPace } from './notices.ts'

async function setScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const name = (who: PersonName) => mentionOf({ id: cast.people[who].id, displayName: cast.people[who].name })
  const told = async (who: PersonName) =>
    (await listNotices(cast.as(ctx, who))).items.filter(({ kind }) => kind.name === 'mention')
  return { cast, name, told }
}

test(
  'whoever is named in an answer is told once, why, and is led to it; a later change names no one twice',
  inTransaction(async (ctx) => {
    const { cast, name, told } = await setScene(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, `${name('joost')} knows. ${name('joost')} does.`)
    await hearEverything(ctx)
    const notices = await told('joost')
    assert.deepEqual(
      notices.map(({ says, because, title }) => [says, because, title]),
      [['Gustav Ek named you', 'because you were named in it', 'It stops']],
    )
    assert.match(await openNotice(cast.as(ctx, 'joost'), notices[0]!.id), new RegExp(`#answer-${reply.id}$`))
    await editAnswer(cast.as(ctx, 'gustav'), reply.id, `${name('joost')} and ${name('amina')} know.`)
    await hearEverything(ctx)
    assert.equal((await told('joost')).length, 1)
    assert.equal((await told('amina')).length, 1)
    assert.equal((await told('gustav')).length, 0)
  }),
)

test(
  'nobody is told of a text that they may not read, nor of their own, nor by somebody they blocked',
  inTransaction(async (ctx) => {
    const { cast, name, told } = await setScene(ctx)
    const all = (['daniel', 'aiko', 'tomasz', 'ines', 'petra'] as const).map(name).join(' ')
    const post = await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { body: all })
    await replyTo(cast.as(ctx, 'lena'), post.id, name('petra'))
    await hearEverything(ctx)
    assert.equal((await told('aiko')).length, 1)
    for (const who of ['daniel', 'tomasz', 'ines', 'petra'] as const) assert.deepEqual(await told(who), [], who)

    await block(cast.as(ctx, 'joost'), cast.people.gustav.id)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
    await comment(cast.as(ctx, 'gustav'), thread.id, `${name('joost')} ${name('amina')}`)
    await hearEverything(ctx)
    assert.deepEqual(await told('joost'), [])
    assert.equal((await told('amina')).length, 1)
  }),
)

test(
  'an asker who is named in an answer hears of the answer, not twice; and who stopped this kind is not told',
  inTransaction(async (ctx) => {
    const { cast, name, told } = await setScene(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
    await setPace(cast.as(ctx, 'amina'), 'mention', 'never')
    await answer(cast.as(ctx, 'gustav'), thread.id, `${name('ines')}, ask ${name('amina')}`)
    await hearEverything(ctx)
    assert.deepEqual(await told('ines'), [])
    assert.equal((await listNotices(cast.as(ctx, 'ines'))).items.length, 1)
    assert.deepEqual(await told('amina'), [])
    await comment(cast.as(ctx, 'gustav'), thread.id, `${name('ines')}, look here`)
    await hearEverything(ctx)
    assert.equal((await told('ines')).length, 1, 'a comment tells nobody else')
  }),
)
