/** Who has devices, and whose they are. */
import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { addDevice, endDevice, listDevices } from './push.ts'

function said(name: string) {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  return {
    endpoint: `https://push.example/${name}`,
    p256dh: keys.getPublicKey().toString('base64url'),
    auth: randomBytes(16).toString('base64url'),
    name,
  }
}

test(
  'everybody with an account has their own devices, sees only these and ends only these; a visitor has none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody)
      assert.equal(
        await outcome(addDevice(cast.as(ctx, who), said(who))),
        who === 'visitor' ? 'push.sign-in-first' : 'ok',
        who,
      )
    for (const who of everybody) {
      if (who === 'visitor') {
        assert.equal(await outcome(listDevices(cast.as(ctx, who))), 'push.sign-in-first')
        continue
      }
      const [device, ...others] = await listDevices(cast.as(ctx, who))
      assert.deepEqual([device!.name, others], [who, []])
      for (const other of everybody.filter((one) => one !== who)) {
        const code = other === 'visitor' ? 'push.sign-in-first' : 'push.no-device'
        assert.equal(await outcome(endDevice(cast.as(ctx, other), device!.id)), code, `${other} ends that of ${who}`)
      }
      assert.equal(await outcome(endDevice(cast.as(ctx, who), device!.id)), 'ok')
      assert.equal(await outcome(endDevice(cast.as(ctx, who), device!.id)), 'push.no-device')
    }
    assert.equal(await outcome(addDevice(ctx, said('system'))), 'push.sign-in-first')
  }),
)

test(
  'the page of settings lists the devices, takes a new one as the browser says it, and ends one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const ines = site.as('ines')
    const page = '/settings/notices'
    const before = await ines.get(page)
    assert.match(before.text, /<tango-devices [^>]*data-key="[\w-]{87}"[^>]* hidden/)
    assert.match(before.text, /open this page in a browser that runs scripts/)
    const { name: _, ...rest } = said('phone')
    assert.equal((await ines.post(`${page}/devices`, { ...rest, name: ' My  phone ' })).location, `${page}#devices`)
    assert.equal(
      (await ines.post(`${page}/devices`, { ...rest, endpoint: `${rest.endpoint}/2`, name: '' })).status,
      303,
    )
    const devices = await listDevices(cast.as(ctx, 'ines'))
    assert.deepEqual(
      devices.map(({ name }) => name),
      ['My phone', 'An unknown device'],
    )
    const listed = await ines.get(page)
    assert.match(listed.text, /My phone<\/bdi><\/th>/)
    assert.ok(!listed.text.includes(rest.endpoint) && !listed.text.includes(rest.auth))
    for (const wrong of [
      { endpoint: 'http://push.example/x' },
      { endpoint: 'javascript:alert(1)' },
      { endpoint: `https://push.example/${'x'.repeat(1000)}` },
      { endpoint: '' },
      { p256dh: 'AAAA' },
      { auth: 'AAAA' },
    ])
      assert.equal((await ines.post(`${page}/devices`, { ...rest, ...wrong })).status, 422, JSON.stringify(wrong))
    assert.equal((await site.as('gustav').post(`${page}/devices/${devices[0]!.id}/end`)).status, 404)
    assert.equal((await ines.post(`${page}/devices/${devices[0]!.id}/end`)).status, 303)
    assert.equal((await ines.post(`${page}/devices/x/end`)).status, 404)
    assert.equal((await site.as('visitor').post(`${page}/devices`, { ...rest, name: 'x' })).status, 303)
    assert.equal((await listDevices(cast.as(ctx, 'ines'))).length, 1)
    // The same browser turned on by somebody else is theirs from then on.
    await addDevice(cast.as(ctx, 'gustav'), { ...rest, endpoint: `${rest.endpoint}/2`, name: 'Shared' })
    assert.deepEqual(await listDevices(cast.as(ctx, 'ines')), [])
  }),
)
