import { test, describe } from 'node:test'
import assert from 'node:assert/strict'
test('passes', () => {})
describe('group', () => { test('fails', () => assert.equal(1, 2)); test('ok in group', () => {}) })
test('skipped', { skip: 'no browser' }, () => {})
console.log('out loud')
