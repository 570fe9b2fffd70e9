import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { folderBlobs } from '../../platform/blobs.ts'
import { askForOwnData, listExports, makeOwnData, openExport } from './own-data.ts'

test(
  'everybody with an account asks for their own data; a visitor signs in first',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      const expected = who === 'visitor' ? 'own-data.sign-in-first' : 'ok'
      assert.equal(await outcomeUndone(cast.as(ctx, who), askForOwnData), expected, who)
      assert.equal(await outcome(listExports(cast.as(ctx, who))), expected, who)
    }
  }),
)

test(
  'a file is fetched by its person alone: not by stewards, not by the owner, and nobody sees that it is there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await askForOwnData(cast.as(ctx, 'ines'))
    const early = await outcome(openExport(cast.as(ctx, 'ines'), id))
    assert.equal(early, 'own-data.not-found', 'not before it is made')
    await makeOwnData(ctx, id, folderBlobs(await mkdtemp(join(tmpdir(), 'tango-own-'))))
    for (const who of everybody) {
      assert.equal(await outcome(openExport(cast.as(ctx, who), id)), who === 'ines' ? 'ok' : 'own-data.not-found', who)
      if (who !== 'visitor') assert.equal((await listExports(cast.as(ctx, who))).length, who === 'ines' ? 1 : 0, who)
    }
    assert.equal(await outcome(openExport(ctx, id)), 'own-data.not-found', 'nor by a job')
  }),
)
