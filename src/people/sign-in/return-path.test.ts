import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { ownPath, pathAfterSignIn } from './return-path.ts'

const here = 'https://tango.example'

test('whatever stands in a return path, the browser stays on this site', () => {
  const hostile = fc.constantFrom(
    '//',
    '\\',
    '/\\',
    '/..//',
    '%2f%2f',
    '@',
    ':',
    '#',
    '?',
    'https:',
    'javascript:',
    '\t',
    '\n',
    '\r',
    ' ',
    '.',
  )
  const text = fc.array(fc.oneof(hostile, fc.string(), fc.webPath()), { maxLength: 6 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((tail) => `/${tail}`),
      ),
      (next) => {
        const path = ownPath(next)
        if (path === undefined) return
        assert.equal(new URL(path, `${here}/sign-in`).origin, here)
        assert.match(path, /^\/[^\r\n\\]*$/)
        assert.doesNotMatch(path, /^\/\//)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a plain path of the site is kept, with what was asked for', () => {
  assert.equal(ownPath('/questions/12-tide?page=2&sort=new'), '/questions/12-tide?page=2&sort=new')
  assert.equal(ownPath('/people/12-in%C3%AAs'), '/people/12-in%C3%AAs')
  assert.equal(ownPath('/a/../b'), '/b')
  assert.equal(ownPath(undefined), undefined)
  assert.equal(ownPath(''), undefined)
  assert.equal(ownPath('questions'), undefined)
})

test('each face lands where it may read', () => {
  const at = (realm: 'inside' | 'outside' | 'bridge', next?: string) => pathAfterSignIn({ realm, home: '/home' }, next)
  assert.equal(at('outside', '/inside/people'), '/home')
  assert.equal(at('outside', '/insides'), '/insides')
  assert.equal(at('inside', '/inside/people'), '/inside/people')
  assert.equal(at('bridge', '/inside/spaces/cells'), '/inside/spaces/cells')
  for (const next of ['/sign-in', '/sign-up', '/sign-in/code/1.x', '/welcome', '/invitations/x', undefined]) {
    assert.equal(at('inside', next), '/home', String(next))
  }
})
