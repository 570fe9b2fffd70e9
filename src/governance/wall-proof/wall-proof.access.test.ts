import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { examine } from '../../connect/doctor/doctor.ts'
import { NotFound } from '../../platform/errors.ts'
import { type ProofReport, keepProblem, keepProof, listProofs } from './wall-proof.ts'

const mayRead: readonly string[] = ['jonas', 'sara']

const report = (incidents: ProofReport['incidents'], at = '2026-03-01T03:23:00.000Z'): ProofReport => ({
  ...{ at, people: 24, seed: 1, readers: ['visitor'], addresses: 7, answers: 9, mails: 3, streams: 2, seconds: 1 },
  ...{ byKind: {}, incidents },
})
const incident = { kind: 'words', reader: 'visitor', address: 'GET /questions', what: 'threads.title of 12' } as const

test(
  'what the proofs found is read by the owner and the stewards, and is not there for anybody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await keepProof(ctx, report([incident]))
    for (const who of everybody) {
      const page = await site.as(who).get('/inside/wall')
      if (mayRead.includes(who)) {
        assert.equal((await listProofs(cast.as(ctx, who))).length, 1, who)
        assert.equal(page.status, 200, who)
        assert.match(page.text, /threads\.title of 12/)
      } else {
        await assert.rejects(listProofs(cast.as(ctx, who)), NotFound, who)
        await assert.rejects(keepProof(cast.as(ctx, who), report([])), NotFound, who)
        assert.notEqual(page.status, 200, who)
        assert.doesNotMatch(page.text, /threads\.title of 12/, who)
      }
    }
  }),
)

test(
  'the newest stands first, 14 are kept, and a hundred incidents of each',
  inTransaction(async (ctx) => {
    for (let day = 1; day <= 16; day++)
      await keepProof(
        ctx,
        report(
          Array.from({ length: 130 }, () => incident),
          `2026-03-${String(day).padStart(2, '0')}T03:23:00.000Z`,
        ),
      )
    const proofs = await listProofs(ctx)
    assert.equal(proofs.length, 14)
    assert.equal(proofs[0]!.at, '2026-03-16T03:23:00.000Z')
    assert.equal(proofs[0]!.report!.incidents.length, 100)
    assert.equal(proofs[0]!.report!.found, 130)
  }),
)

test(
  'that no proof can be made is said once, not every night',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await keepProblem(ctx, 'This role may not make a database.')
    await keepProblem(ctx, 'This role may not make a database.')
    assert.deepEqual(
      (await listProofs(ctx)).map((one) => one.problem),
      ['This role may not make a database.'],
    )
    const page = await (await openSite(ctx)).as('jonas').get('/inside/wall')
    assert.match(page.text, /may not make a database/)
    assert.equal((await listProofs(cast.as(ctx, 'sara'))).length, 1)
  }),
)

test(
  'the doctor tells of the last proof, and calls an incident broken',
  inTransaction(async (ctx) => {
    const { config, blobs } = await openSite(ctx)
    const look = async () => (await examine({ ctx, config, blobs })).find((one) => one.check === 'proof of wall')!
    assert.match((await look()).words, /not made yet/)
    await keepProof(ctx, report([]))
    assert.deepEqual([(await look()).health, (await look()).words], ['fine', 'no incident in 9 answers on 2026-03-01'])
    await keepProof(ctx, report([incident]))
    assert.equal((await look()).health, 'broken')
  }),
)

test(
  'what a proof found is told in the language of the steward; what the proof itself wrote stays English and says so',
  inTransaction(async (ctx) => {
    for (const kind of ['words', 'bytes', 'mail', 'live', 'outbox', 'failure'] as const)
      await keepProof(ctx, report([{ ...incident, kind }]))
    await keepProblem(ctx, 'This role may not make a database.')
    const { text } = await (
      await openSite(ctx, undefined, pseudoLanguages())
    )
      .as('jonas')
      .get('/inside/wall', { 'accept-language': 'en-XA' })
    assert.deepEqual(unsaidWords(text), [])
    assert.match(text, /<span lang="en">threads\.title of 12<\/span>/)
    assert.match(text, /<span lang="en">This role may not make a database\.<\/span>/)
  }),
)
