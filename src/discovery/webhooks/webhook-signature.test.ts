/** Signatures against the vector that the standard's own libraries are tested with, and against a receiver's check. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { makeSecret, signedHeaders } from './webhook-signature.ts'
import { isGenuine } from './receiver.fixture.test.ts'

/** standard-webhooks/standard-webhooks, libraries: "sign function works". */
const vector = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  key: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}

test('the published example of the standard is signed as published, and a receiver’s check knows it', () => {
  assert.deepEqual(signedHeaders([vector.secret], vector), {
    'webhook-id': vector.key,
    'webhook-timestamp': '1614265330',
    'webhook-signature': vector.signature,
  })
  const published = {
    headers: {
      'webhook-id': vector.key,
      'webhook-timestamp': '1614265330',
      'webhook-signature': `v1a,AAAA ${vector.signature}`,
    },
    body: vector.body,
  }
  assert.ok(isGenuine(vector.secret, published, vector.at), 'the check itself is right')
  assert.ok(!isGenuine(vector.secret, { ...published, body: `${vector.body} ` }, vector.at))
})

test('the check that docs/webhooks.md gives to programmers knows what is ours, and nothing else', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../docs/webhooks.md'), 'utf8')
  const code = /```js\n(.*?)```/s.exec(page)![1]!.replace('function isGenuine', 'export function isGenuine')
  const { isGenuine: check } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    isGenuine: (secret: string, headers: Record<string, string>, body: Buffer) => boolean
  }
  const [own, old, wrong] = [makeSecret(), makeSecret(), makeSecret()]
  const body = '{"title":"Grüße"}'
  const headers = signedHeaders([own, old], { key: 'msg_1', at: new Date(), body })
  const checks = (secret: string, text = body, of = headers) => check(secret, of, Buffer.from(text))
  assert.deepEqual([checks(own), checks(old), checks(wrong), checks(own, `${body} `)], [true, true, false, false])
  const past = signedHeaders([own], { key: 'msg_1', at: new Date(Date.now() - 600_000), body })
  assert.equal(checks(own, body, past), false)
})

test('a new secret has 32 random bytes of its own, written as the standard wants it', () => {
  const secrets = Array.from({ length: 20 }, makeSecret)
  for (const secret of secrets) {
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.equal(Buffer.from(secret.slice(6), 'base64').length, 32)
  }
  assert.equal(new Set(secrets).size, 20)
})

test('whatever is sent, either secret checks it, a third does not, and no sign of it can be changed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (body, other) => {
      const [own, old, wrong] = [makeSecret(), makeSecret(), makeSecret()]
      const headers = signedHeaders([own, old], { ...vector, body })
      const signed = { headers, body: Buffer.from(body).toString() }
      assert.ok(isGenuine(own, signed, vector.at) && isGenuine(old, signed, vector.at))
      assert.ok(!isGenuine(wrong, signed, vector.at))
      assert.ok(!isGenuine(own, { ...signed, body: `${body}${other} ` }, vector.at))
      assert.ok(!isGenuine(own, { ...signed, headers: { ...headers, 'webhook-id': 'msg_other' } }, vector.at))
      assert.ok(!isGenuine(own, signed, new Date(vector.at.getTime() + 301_000)), 'an old one is no new one')
    }),
    { numRuns: 50 },
  )
})
