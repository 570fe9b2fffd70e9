/** Who has devices, and whose they are. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { startSession } from '../../people/sessions/sessions.ts'
import { browser, turnOn } from './browser.fixture.test.ts'
import { addDevice, endDevice, listDevices } from './push.ts'

test(
  'everybody with an account has their own devices, sees only these and ends only these; a visitor has none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const tokens = new Map<string, string>()
    for (const who of everybody) if (who !== 'visitor') tokens.set(who, await turnOn(ctx, who, browser(who)))
    for (const who of everybody)
      for (const [other, token] of tokens) {
        const came = await outcome(addDevice(cast.as(ctx, who), browser(who).said, token))
        const code = who === 'visitor' ? 'push.sign-in-first' : 'push.not-signed-in-there'
        assert.equal(came, who === other ? 'ok' : code, `${who} with the session of ${other}`)
      }
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
    assert.equal(await outcome(addDevice(ctx, browser('system').said, undefined)), 'push.sign-in-first')
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
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: '' })
    const turned = (fields: Record<string, string>, cookie = `tango=${token}`) =>
      ines.post(`${page}/devices`, fields, { cookie })
    const { name: _, ...rest } = browser('phone').said
    assert.equal((await turned({ ...rest, name: 'x' }, '')).status, 403)
    assert.equal((await turned({ ...rest, name: ' My  phone ' })).location, `${page}#devices`)
    assert.equal((await turned({ ...rest, endpoint: `${rest.endpoint}/2`, name: '' })).status, 303)
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
      assert.equal((await turned({ ...rest, ...wrong })).status, 422, JSON.stringify(wrong))
    assert.equal((await site.as('gustav').post(`${page}/devices/${devices[0]!.id}/end`)).status, 404)
    assert.equal((await ines.post(`${page}/devices/${devices[0]!.id}/end`)).status, 303)
    assert.equal((await ines.post(`${page}/devices/x/end`)).status, 404)
    assert.equal((await site.as('visitor').post(`${page}/devices`, { ...rest, name: 'x' })).status, 303)
    assert.equal((await listDevices(cast.as(ctx, 'ines'))).length, 1)
    // The same browser turned on by somebody else is theirs from then on.
    await turnOn(ctx, 'gustav', { said: { ...rest, endpoint: `${rest.endpoint}/2`, name: 'Shared' } })
    assert.deepEqual(await listDevices(cast.as(ctx, 'ines')), [])
  }),
)
