import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import ece from 'http_ece'
import { sealMessage } from './push-seal.ts'

test('the example of RFC 8291 comes out bit by bit', () => {
  const sender = createECDH('prime256v1')
  sender.setPrivateKey(Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'))
  const keys = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  }
  const salt = Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url')
  const sealed = sealMessage(keys, 'When I grow up, I want to be a watermelon', { sender, salt, length: 0 })
  assert.equal(
    sealed.toString('base64url'),
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

test('a message opens in its browser alone, is never sealed twice alike, and its length tells nothing', () => {
  const browser = createECDH('prime256v1')
  browser.generateKeys()
  const auth = randomBytes(16).toString('base64url')
  const keys = { p256dh: browser.getPublicKey().toString('base64url'), auth }
  const sealed = ['Hello', 'Grüße, 電池 🔋', ''].map((text) => sealMessage(keys, text))
  const open = (bytes: Buffer, authSecret = auth) =>
    ece.decrypt(bytes, { version: 'aes128gcm', privateKey: browser, authSecret }).toString()
  assert.deepEqual(
    sealed.map((bytes) => open(bytes)),
    ['Hello', 'Grüße, 電池 🔋', ''],
  )
  assert.equal(new Set(sealed.map((bytes) => bytes.length)).size, 1)
  assert.notDeepEqual(sealMessage(keys, 'Hello'), sealMessage(keys, 'Hello'))
  assert.throws(() => open(sealed[0]!, randomBytes(16).toString('base64url')))
  const changed = Buffer.from(sealed[0]!)
  changed[120]! ^= 1
  assert.throws(() => open(changed))
})
