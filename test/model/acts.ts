/** What can happen in a company and among its customers, one step at a time, and how likely. */
import { fc } from '../property.ts'
import type { CrossingAct, Right, Stop } from './rules.ts'

export type Act =
  | { do: 'join' | 'leave'; person: number; space: number; steward: boolean }
  | { do: 'place'; person: number; node: number; role: number; from: number; days: number | null }
  | { do: 'unplace'; at: number }
  | { do: 'move-node'; node: number; under: number | null; from: number }
  | { do: 'group'; person: number; group: number; into: boolean }
  | { do: 'end-group'; group: number }
  | { do: 'grant'; space: number; right: number; to: number; which: number; role: number; below: boolean; as: number }
  | { do: 'end-grant'; at: number }
  | { do: 'stop'; space: number; by: Stop }
  | { do: 'move-space'; space: number; under: number | null }
  | { do: 'invite'; guest: number; space: number; sponsor: number }
  | { do: 'lapse' | 'renew'; at: number }
  | { do: 'close'; person: number }
  | { do: 'tie' | 'cut' | 'hide' | 'show' | 'block' | 'unblock'; one: number; other: number }
  | { do: 'write'; space: number; author: number; named: boolean; reach: number | null }
  | { do: 'moderate'; thread: number; hidden: boolean }
  | { do: 'name' | 'narrow'; thread: number; person: number; reach: number }
  | { do: 'cross'; act: CrossingAct; thread: number; other: number; space: number; person: number }
  | { do: 'recall'; at: number; person: number }

export const employees = [0, 1, 2, 3, 4]
export const members = [5, 6, 7, 8, 9, 10]
export const guests = [11, 12]
export const nodeCount = 6
export const groupCount = 2
export const spaceKinds = [
  ...[...Array(3)].map(() => ({ realm: 'inside', access: 'members' }) as const),
  { realm: 'inside', access: 'employees' },
  { realm: 'bridge', access: 'invited' },
  { realm: 'bridge', access: 'invited' },
  { realm: 'outside', access: 'public' },
  { realm: 'outside', access: 'members' },
] as const
export const rights: readonly Right[] = ['read', 'write', 'moderate', 'manage', 'publish-out']
export const roles = ['member', 'lead', 'manager'] as const

const anEmployee = fc.constantFrom(...employees)
const aMember = fc.constantFrom(...members)
const aSpace = fc.nat(spaceKinds.length - 1)
const wallSpace = fc.nat(5)
const aNode = fc.nat(nodeCount - 1)
const small = fc.nat(30)

/** One step of a history: likelier where rights are made of several parts. */
export const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('join' as const, 'join' as const, 'leave' as const),
      person: anEmployee,
      space: wallSpace,
      steward: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      person: anEmployee,
      node: aNode,
      role: fc.nat(2),
      from: fc.integer({ min: -2, max: 1 }),
      days: fc.option(fc.integer({ min: 1, max: 3 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unplace' as const), at: small }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('move-node' as const),
      node: aNode,
      under: fc.option(aNode),
      from: fc.integer({ min: -1, max: 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('group' as const),
      person: anEmployee,
      group: fc.nat(groupCount - 1),
      into: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end-group' as const), group: fc.nat(groupCount - 1) }) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('grant' as const),
      space: wallSpace,
      right: fc.nat(4),
      to: fc.nat(3),
      which: small,
      role: fc.nat(3),
      below: fc.boolean(),
      as: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end-grant' as const), at: small }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('stop' as const),
      space: wallSpace,
      by: fc.constantFrom<Stop>('manager', 'administrator', null),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('move-space' as const), space: wallSpace, under: fc.option(wallSpace) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('invite' as const),
      guest: fc.constantFrom(...guests),
      space: fc.constantFrom(4, 5),
      sponsor: anEmployee,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('lapse' as const, 'renew' as const), at: small }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), person: fc.nat(12) }) },
  {
    weight: 16,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'tie' as const,
        'tie' as const,
        'tie' as const,
        'cut' as const,
        'hide' as const,
        'show' as const,
        'block' as const,
        'unblock' as const,
      ),
      one: aMember,
      other: aMember,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      space: aSpace,
      author: fc.nat(12),
      named: fc.boolean(),
      reach: fc.constant(null),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      space: fc.constantFrom(6, 7),
      author: aMember,
      named: fc.boolean(),
      reach: fc.constantFrom(null, 0, 1, 2, 2, 3, 3, 3, 4),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('moderate' as const), thread: small, hidden: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('cross' as const),
      act: fc.constantFrom<CrossingAct>('publish-out', 'bring-in', 'link-across'),
      thread: small,
      other: small,
      space: aSpace,
      person: anEmployee,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recall' as const), at: small, person: anEmployee }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('name' as const, 'narrow' as const),
      thread: small,
      person: fc.nat(12),
      reach: fc.nat(4),
    }),
  },
)
