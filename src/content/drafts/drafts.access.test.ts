import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { TangoError } from '../../platform/errors.ts'
import { bringBack, draftsAt, forgetPosted, getDraft, listDrafts, saveDraft, throwAway } from './drafts.ts'

const place = 'answer:7'
const text = { place, path: '/questions/7/x', fields: { body: 'Half a thought' } }

async function outcome(act: () => Promise<unknown>): Promise<string> {
  return act().then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof TangoError) return error.code
      throw error
    },
  )
}

test(
  'a draft is read, gone on with, thrown away and brought back by its author and by nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const owner = cast.as(ctx, 'gustav')
    await saveDraft(owner, text)
    const { id, version } = (await draftsAt(owner, [place]))[0]!
    const acts: Record<string, (as: Ctx) => Promise<unknown>> = {
      read: (as) => getDraft(as, id),
      throwAway: (as) => throwAway(as, id),
      bringBack: (as) => bringBack(as, id),
    }
    for (const who of everybody) {
      for (const [does, act] of Object.entries(acts)) {
        const wanted = who === 'gustav' ? 'ok' : 'drafts.not-found'
        assert.equal(await outcome(() => act(cast.as(ctx, who))), wanted, `${who} to ${does}`)
      }
      assert.equal((await draftsAt(cast.as(ctx, who), [place])).length, who === 'gustav' ? 1 : 0, `${who} finds it`)
    }
    for (const who of everybody) {
      if (who === 'gustav') continue
      await forgetPosted(cast.as(ctx, who), { place, version, fields: text.fields })
    }
    assert.equal((await getDraft(owner, id)).fields.body, 'Half a thought')
    assert.equal(await outcome(() => getDraft(ctx, id)), 'drafts.not-found', 'not even Tango itself looks')
  }),
)

test(
  'everybody who is signed in keeps drafts and lists their own; a visitor is asked to sign in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      const wanted = who === 'visitor' ? 'drafts.sign-in-first' : 'ok'
      const as = cast.as(ctx, who)
      assert.equal(await outcome(() => saveDraft(as, { ...text, fields: { body: `By ${who}` } })), wanted, who)
      assert.equal(await outcome(() => listDrafts(as)), wanted, who)
    }
    for (const who of everybody) {
      if (who === 'visitor') continue
      const { items } = await listDrafts(cast.as(ctx, who))
      assert.deepEqual(
        items.map((draft) => draft.fields.body),
        [`By ${who}`],
        'one place, and each sees their own',
      )
    }
  }),
)
