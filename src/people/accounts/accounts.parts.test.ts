/** How an author stands beside what they wrote, for each kind of reader. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from 'preact-render-to-string'
import type { ComponentChild } from 'preact'
import type { Viewer } from '../../platform/context.ts'
import { authorOf } from './accounts.parts.tsx'
import type { PersonCard } from './accounts.ts'

const person = (realm: PersonCard['realm'], more: Partial<PersonCard> = {}): PersonCard => ({
  ...{ id: 12 as never, displayName: 'Noor Haddad', handle: 'noor', realm, organisation: null, jobTitle: 'Frames' },
  ...{ offices: [], state: 'active', standing: 0, ...more },
})

const viewer = (realm: PersonCard['realm']): Viewer => ({
  kind: 'account',
  id: 99 as never,
  realm,
  name: 'Somebody',
  offices: [],
})

const viewers = {
  visitor: { kind: 'visitor' },
  member: viewer('outside'),
  guest: viewer('bridge'),
  employee: viewer('inside'),
  tango: { kind: 'system', reason: 'test' },
} as const satisfies Record<string, Viewer>

const wordsOf = (part: unknown) =>
  part === undefined
    ? undefined
    : render(part as ComponentChild as never)
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()

const seenBy = (one: PersonCard | undefined, by: keyof typeof viewers) => {
  const { name, who, href, office } = authorOf(one, viewers[by], 'Velund')
  return [name, who, href, wordsOf(office)]
}

test('a name leads to the profile exactly where the reader’s side may open it', () => {
  const opens = {
    inside: ['guest', 'employee', 'tango'],
    bridge: ['guest', 'employee', 'tango'],
    outside: ['visitor', 'member', 'guest', 'employee', 'tango'],
  } as const
  for (const [realm, readers] of Object.entries(opens)) {
    for (const by of Object.keys(viewers) as (keyof typeof viewers)[]) {
      const [, , href] = seenBy(person(realm as PersonCard['realm']), by)
      assert.equal(href, (readers as readonly string[]).includes(by) ? '/people/12-noor' : undefined, `${realm}, ${by}`)
    }
  }
})

test('outsiders learn of an employee the name and the company, and never the job', () => {
  for (const by of ['visitor', 'member', 'guest'] as const) {
    const [name, who, , office] = seenBy(person('inside', { jobTitle: 'Secret project' }), by)
    assert.deepEqual([name, who, office], ['Noor Haddad', 'employee', 'Velund'], by)
  }
  for (const by of ['employee', 'tango'] as const)
    assert.deepEqual(seenBy(person('inside'), by).slice(1), ['employee', '/people/12-noor', undefined], by)
})

test('who speaks officially is marked so for everybody, other offices are nobody’s business', () => {
  for (const by of Object.keys(viewers) as (keyof typeof viewers)[]) {
    const [, who, , office] = seenBy(person('inside', { offices: ['owner', 'official-voice'] }), by)
    assert.equal(who, 'official', by)
    assert.match(String(office), /^Velund, official voice$/, by)
    const [, plain, , mark] = seenBy(person('inside', { offices: ['owner', 'inside-steward'] }), by)
    assert.equal(plain, 'employee', by)
    assert.doesNotMatch(String(mark), /[Oo]wner|steward/, by)
  }
})

test('a guest stands with their company, a member with nothing beside the name', () => {
  for (const by of Object.keys(viewers) as (keyof typeof viewers)[]) {
    const partner = seenBy(person('bridge', { organisation: 'Kettenwerk GmbH' }), by)
    assert.deepEqual([partner[1], partner[3]], ['partner', 'Kettenwerk GmbH'], by)
    assert.equal(seenBy(person('bridge'), by)[3], 'Guest', by)
    assert.deepEqual(
      seenBy(person('outside', { organisation: 'Not shown' }), by).filter((_, at) => at !== 2),
      ['Noor Haddad', 'customer', undefined],
      by,
    )
  }
})

test('what somebody wrote who is nowhere any more stands under no name and leads nowhere', () => {
  for (const by of Object.keys(viewers) as (keyof typeof viewers)[])
    assert.deepEqual(seenBy(undefined, by), ['Former member', 'visitor', undefined, undefined], by)
})
