import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountViewer } from '../platform/context.ts'
import { english } from '../platform/languages/languages.ts'
import { insideNav, placesOf } from './nav.ts'

const person = (realm: AccountViewer['realm'], ...offices: string[]): AccountViewer => ({
  ...{ kind: 'account', id: 7 as AccountViewer['id'], realm, name: 'Somebody', offices },
})
const kept = ['/inside/rights', '/inside/people/offices', '/inside/wall']
const hrefs = (viewer: AccountViewer) => placesOf(english, viewer).map(({ href }) => href)

test('every employee finds structure, groups, bridges and guests; rights, offices and the proof stand there for owners and stewards', () => {
  for (const offices of [[], ['official-voice'], ['owner'], ['inside-steward'], ['outside-steward']]) {
    const places = hrefs(person('inside', ...offices))
    for (const href of ['/inside/structure', '/inside/groups', '/inside/bridges', '/inside/guests'])
      assert.ok(places.includes(href), href)
    const keeps = offices.some((office) => office !== 'official-voice')
    for (const href of kept) assert.equal(places.includes(href), keeps, `${offices} ${href}`)
  }
})

test('members find whom they know and who sees what; guests and visitors nothing of either side’s keeping', () => {
  const own = ['/connections', '/settings/privacy']
  for (const href of own) assert.ok(hrefs(person('outside')).includes(href), href)
  for (const places of [hrefs(person('bridge')), placesOf(english, { kind: 'visitor' }).map(({ href }) => href)])
    for (const href of [...own, ...kept]) assert.ok(!places.includes(href), href)
  for (const viewer of [person('outside', 'owner'), person('bridge', 'owner')])
    assert.ok(!hrefs(viewer).some((href) => href.startsWith('/inside')))
})

test('a page whose entry somebody does not have stands under the nearest one', () => {
  const current = (page: string, viewer: AccountViewer) =>
    insideNav(english, page, viewer, 0).flatMap(({ items }) =>
      items.filter((item) => item.current).map(({ href }) => href),
    )
  assert.deepEqual(current('rights', person('inside')), ['/inside/spaces'])
  assert.deepEqual(current('offices', person('inside')), ['/inside/people'])
  assert.deepEqual(current('offices', person('inside', 'owner')), ['/inside/people/offices'])
})
