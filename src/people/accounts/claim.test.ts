import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { checkPassword, claimAccount, createUnclaimed, findPerson } from './accounts.ts'

const proof = { email: 'Mara@people.example', password: 'nine quiet bicycles at dawn' }

test(
  'an imported account is handed over once, and then signs in',
  inTransaction(async (ctx) => {
    const [id] = await createUnclaimed(ctx, [{ displayName: 'Mara', createdAt: ctx.now }])
    assert.equal(await checkPassword(ctx, 'outside', proof.email, proof.password), undefined)
    await claimAccount(ctx, id!, proof)
    assert.equal(await checkPassword(ctx, 'outside', proof.email, proof.password), id)
    assert.equal((await findPerson(ctx, id!))?.state, 'active')
    await assert.rejects(claimAccount(ctx, id!, { ...proof, email: 'other@people.example' }), {
      code: 'accounts.not-unclaimed',
    })
  }),
)

test(
  'a claim with a taken address or a weak password changes nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [id] = await createUnclaimed(ctx, [{ displayName: 'Mara', createdAt: ctx.now }])
    await assert.rejects(claimAccount(ctx, id!, { ...proof, email: 'ines@people.example' }), {
      code: 'accounts.email-taken',
    })
    await assert.rejects(claimAccount(ctx, id!, { ...proof, password: 'short' }), { code: 'accounts.not-valid' })
    await assert.rejects(claimAccount(ctx, cast.people.gustav.id, proof), { code: 'accounts.not-unclaimed' })
    assert.equal((await findPerson(ctx, id!))?.state, 'unclaimed')
  }),
)

test(
  'nobody but the machine hands accounts over',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [id] = await createUnclaimed(ctx, [{ displayName: 'Mara', createdAt: ctx.now }])
    for (const who of everybody) await assert.rejects(claimAccount(cast.as(ctx, who), id!, proof), { status: 403 }, who)
  }),
)
