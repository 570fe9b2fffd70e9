import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { comeBack, leave } from '../../people/leaving/leaving.ts'
import { startSession } from '../../people/sessions/sessions.ts'
import { answer, ask, editAnswer } from '../questions/questions.ts'
import { getThread, listReplyHistory } from '../threads/threads.ts'

test(
  'mentions lose the name with the person and get it back, in texts and what stood before; nothing else is touched',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ines, gustav } = cast.people
    await sql`update accounts set display_name = ${'Ines \\1 & [C] $1'} where id = ${ines.id}`.execute(ctx.db)
    const link = (label: string, id: number = ines.id) => `[@${label}](/people/${id})`
    const body = [
      `Ask ${link('Ines Carvalho')} or ${link('Ines')}, ${link('Gustav Ek', gustav.id)}, ${link('Other', ines.id * 10 + 1)}.`,
      `[Ines Carvalho](/people/${ines.id}) is a link, Ines Carvalho are words, and [@Ines](/people/${ines.id}-ines) too.`,
    ].join('\n')
    const { thread } = await ask(cast.as(ctx, 'joost'), { space: 'riders', title: 'It stops', body, tags: [] })
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, `First ${link('Ines Carvalho')}`)
    await editAnswer(cast.as(ctx, 'gustav'), reply.id, `Then ${link('Ines Carvalho')}`)
    const before = await getThread(ctx, thread.id)
    const { token } = await startSession(ctx, ines.id, { provedBy: 'code', device: '' })
    await leave(cast.as(ctx, 'ines'), token, { keepsName: false })
    await hearEverything(ctx)
    const after = await getThread(ctx, thread.id)
    assert.equal(
      after.body,
      body.replaceAll('[@Ines Carvalho]', '[@Former member]').replaceAll('[@Ines]', '[@Former member]'),
    )
    assert.deepEqual([after.editedAt, after.activeAt], [before.editedAt, before.activeAt])
    const history = await listReplyHistory(cast.as(ctx, 'gustav'), reply.id)
    assert.ok(!JSON.stringify(history).includes('Ines'))
    const back = await startSession(ctx, ines.id, { provedBy: 'code', device: '' })
    await comeBack(ctx.as({ kind: 'visitor' }), back.token)
    await hearEverything(ctx)
    assert.ok((await getThread(ctx, thread.id)).body.startsWith(`Ask ${link('Ines  1 &  C  $1')} or`))
  }),
)
