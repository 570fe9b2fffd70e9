/** What may be named as an address, and what is refused with which words. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcome } from '../../../test/outcome.ts'
import { Invalid } from '../../platform/errors.ts'
import { readAddress } from './webhook-address.ts'

const site = 'https://riders.example'
const resolvesTo =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address }))
const named = (typed: string, resolve = resolvesTo('93.184.215.14')) => readAddress(typed, site, resolve)

test('an address of the public web is taken and kept in one form', async () => {
  assert.equal(await named('  https://Hook.Example/in?for=ines#top '), 'https://hook.example/in?for=ines')
  assert.equal(await named('https://hook.example'), 'https://hook.example/')
  assert.equal(await named('https://bücher.example:8443/x y'), 'https://xn--bcher-kva.example:8443/x%20y')
  assert.equal(await named('https://93.184.215.14/in'), 'https://93.184.215.14/in')
})

test('what is no web address, unprotected, ours, too long or carries a password is refused by name', async () => {
  for (const [typed, code] of [
    ['', 'no-address'],
    ['my program', 'no-address'],
    ['hook.example/in', 'no-address'],
    ['ftp://hook.example/in', 'no-address'],
    ['javascript:alert(1)', 'no-address'],
    ['https://', 'no-address'],
    ['http://hook.example/in', 'not-https'],
    ['https://ines:lantern@hook.example/in', 'with-password'],
    ['https://riders.example/notices', 'own'],
    ['https://RIDERS.example:443/', 'own'],
    [`https://hook.example/${'x'.repeat(1000)}`, 'too-long'],
  ] as const)
    assert.equal(await outcome(named(typed)), `webhooks.${code}`, typed)
  await assert.rejects(
    named('hook.example'),
    (error: unknown) => error instanceof Invalid && /begins with https:\/\//.test(error.fields.address!),
  )
})

test('a private network is refused by its number, by its name and by where its name leads', async () => {
  for (const private_ of [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '169.254.169.254',
    '[::1]',
    '[fd00::1]',
    '[::ffff:127.0.0.1]',
    '0x7f.1',
    '2130706433',
    'localhost',
    'localhost.',
    'a.localhost',
    'intranet',
    'printer.local',
    'db.internal',
    'box.home.arpa',
  ])
    assert.equal(await outcome(named(`https://${private_}/in`)), 'webhooks.private', private_)
  assert.equal(await outcome(named('https://inner.example/', resolvesTo('10.0.0.7', '::1'))), 'webhooks.private')
  assert.equal(await outcome(named('https://half.example/', resolvesTo('10.0.0.7', '93.184.215.14'))), 'ok')
})

test('a name that is not found now is taken: where it leads is judged at each sending', async () => {
  const fails = async () => {
    throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
  }
  assert.equal(await outcome(readAddress('https://new.example/', site, fails)), 'ok')
})
