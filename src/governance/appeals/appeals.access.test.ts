import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { contest, getAppeal, getStatement, hearAppeal, listToHear } from './appeals.ts'

type Who = PersonName | 'visitor'

test(
  'a statement is read by its author and the moderators of its side; contested by its author; heard by who has no part in it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    // Mirela and Lena moderate too; Lena flagged it.
    const team = new Map<Who, Awaited<ReturnType<typeof makeModerator>>>()
    for (const who of ['mirela', 'lena'] as const) team.set(who, await makeModerator(ctx, cast, who, 'outside'))
    const as = (who: Who) => ctx.as(team.get(who) ?? cast.viewer(who))
    const { answer } = await startTalk(ctx, cast)
    const caseId = await flagPost(as('lena'), 'reply', answer)
    const [id] = await decideCase(as('sara'), caseId, { post: 'remove' })
    const readers: readonly Who[] = ['gustav', 'sara', 'mirela', 'lena']
    for (const who of everybody) {
      const found = readers.includes(who) ? 'ok' : 'moderation.not-found'
      assert.equal(await outcome(getStatement(as(who), id!)), found, `${who}: read`)
      if (who === 'gustav') continue
      const refused = readers.includes(who) ? 'appeals.not-yours' : 'moderation.not-found'
      assert.equal(await outcome(contest(as(who), id!, 'Why?')), refused, `${who}: contest`)
    }
    const appealId = await contest(as('gustav'), id!, 'I only compared.')
    for (const who of everybody) {
      const reads = readers.includes(who)
      assert.equal(await outcome(getAppeal(as(who), appealId)), reads ? 'ok' : 'moderation.not-found', `${who}: appeal`)
      assert.equal((await listToHear(as(who), 'outside')).length, who === 'mirela' ? 1 : 0, `${who}: list`)
      if (who === 'mirela') continue
      const refused = reads ? 'appeals.not-hearer' : 'moderation.not-found'
      const given = { outcome: 'upheld', answer: 'Fine.' } as const
      assert.equal(await outcome(hearAppeal(as(who), appealId, given)), refused, `${who}: hear`)
    }
    assert.equal(await outcome(hearAppeal(as('mirela'), appealId, { outcome: 'stands', answer: 'It is.' })), 'ok')
  }),
)

test(
  'a decision to do nothing is no statement for the author, and a hold is not contested but looked at',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    const [id] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'none', rule: '', reason: '' })
    assert.equal(await outcome(getStatement(cast.as(ctx, 'gustav'), id!)), 'moderation.not-found')
    assert.equal(await outcome(getStatement(cast.as(ctx, 'sara'), id!)), 'ok')
  }),
)
