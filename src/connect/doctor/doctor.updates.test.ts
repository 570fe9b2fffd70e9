/** Updates outside: the ways in which the company comes to one, and one that came by none of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import { post } from '../../content/questions/questions.ts'
import { finishStorm, startStorm } from '../../content/storms/storms.ts'
import { addReply, retypeThread, splitThread } from '../../content/threads/threads.ts'
import { folderBlobs } from '../../platform/blobs.ts'
import { readConfig } from '../../platform/config.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { examine } from './doctor.ts'

const hour = 3_600_000

async function crossingsOf(ctx: Ctx) {
  const findings = await examine({ ctx, config: readConfig({}), blobs: folderBlobs('/nowhere') })
  return findings.find(({ check }) => check === 'crossings')!
}

test(
  'the result of a session, what was made an update, and what was split off one are sound; one from nowhere is not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = cast.as(ctx, 'mirela')
    const hours = (from: number) => new Date(ctx.now.getTime() + from * hour).toISOString().slice(0, 16)
    const storm = await startStorm(mirela, cast.spaces.riders, {
      ...{ question: 'What next?', body: '', rules: 'The judges choose.', judges: cast.people.lena.name },
      ...{ opens: hours(1), closes: hours(2), zone: 'UTC' },
    })
    const later = makeCtx({ ...mirela, now: new Date(ctx.now.getTime() + 3 * hour) })
    await finishStorm(later, storm.id, { title: 'What comes next', body: 'Nothing, for now.', chosen: [] })
    assert.equal((await crossingsOf(ctx)).health, 'fine', 'the result of a session')

    const { id } = await post(mirela, 'problem', { space: 'riders', title: 'Late', body: 'A week.', tags: [] })
    const said = await addReply(cast.as(ctx, 'ines'), id, { kind: 'reply', body: 'Another thing.' })
    await retypeThread(mirela, id, 'update')
    assert.equal((await crossingsOf(ctx)).health, 'fine', 'made an update')
    const both = { ...mirela.viewer, offices: ['official-voice', 'outside-steward'] } as typeof mirela.viewer
    await splitThread(ctx.as(both), id, { replies: [said.id], title: 'Another thing', body: 'Split off.' })
    assert.equal((await crossingsOf(ctx)).health, 'fine', 'split off an update')

    await sql`insert into threads (realm, space_id, type, author_id, title, slug, body)
      values ('outside', ${cast.spaces.riders.id}, 'update', ${cast.people.daniel.id}, 'T', 't', 'x')`.execute(ctx.db)
    const found = await crossingsOf(ctx)
    assert.equal(found.health, 'broken')
    assert.match(JSON.stringify(found), /1 updates outside that came from nowhere/)
  }),
)
