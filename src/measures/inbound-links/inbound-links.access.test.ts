import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import type { AccountViewer } from '../../platform/context.ts'
import { seesInboundLinks } from './inbound-links.access.ts'
import { listInboundLinks, listSourcesOf } from './inbound-links.ts'

const may: readonly string[] = ['sara', 'jonas']
const address = '/inside/measures/links'

test(
  'which sites lead here is for the stewards of the outside and the owner; for everybody else there is no such page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      const [theirs, allowed] = [cast.as(ctx, who), may.includes(who)]
      assert.equal(seesInboundLinks(theirs.viewer), allowed, who)
      assert.equal(await outcome(listInboundLinks(theirs)), allowed ? 'ok' : 'inbound-links.not-found', who)
      // Where nothing leads there is no list, for nobody.
      assert.equal(await outcome(listSourcesOf(theirs, { page: '/' })), 'inbound-links.not-found', who)
      assert.equal((await site.as(who).get(address)).status, allowed ? 200 : 404, who)
      assert.equal((await site.as(who).get(`${address}?page=/`)).status, 404, who)
      const places = (await site.as(who).get('/go')).text
      assert.equal(places.includes(`href="${address}"`), allowed, `${who} is led there`)
    }
  }),
)

test(
  'no other office opens it, and none of somebody outside or on the bridge',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const somebody = (await getCast(ctx)).people.daniel
    const others: AccountViewer[] = [
      { ...somebody, offices: ['inside-steward'] },
      { ...somebody, offices: ['official-voice'] },
      { ...somebody, realm: 'outside', offices: ['outside-steward'] },
      { ...somebody, realm: 'bridge', offices: ['owner'] },
    ]
    for (const viewer of others) {
      assert.equal(await outcome(listInboundLinks(ctx.as(viewer))), 'inbound-links.not-found')
      assert.equal((await site.as(viewer).get(address)).status, 404, viewer.offices.join())
    }
    assert.equal(await outcome(listInboundLinks(ctx.as({ ...somebody, offices: ['outside-steward'] }))), 'ok')
  }),
)
