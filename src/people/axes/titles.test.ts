/** Axes and roles that Tango brings along speak every language; the company's own words stay as they were written. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { english } from '../../platform/languages/languages.ts'
import { makeSay } from '../../platform/languages/say.ts'
import { inTransaction } from '../../../test/database.ts'
import { listAxes, listRoles } from './axes.ts'
import { axisTitle, roleTitle, roleWithin } from './titles.ts'

const german = makeSay('de', {
  Function: 'Funktion',
  People: 'Leute',
  'Lead | a role': 'Teamleitung',
  'lead | a role, within a sentence': 'Teamleitung',
})

test('an axis that came with Tango is said in the language of the reader', () => {
  const axis = { key: 'function', title: 'Function' }
  assert.equal(axisTitle(german, axis), 'Funktion')
  assert.equal(axisTitle(english, axis), 'Function')
})

test('an axis that was renamed, or that the company made, keeps the words of the company', () => {
  assert.equal(axisTitle(german, { key: 'function', title: 'Trades' }), 'Trades')
  assert.equal(axisTitle(german, { key: 'people', title: 'People' }), 'People', 'also where a message says the same')
  assert.equal(axisTitle(german, { key: 'site', title: 'Function' }), 'Function')
  assert.equal(axisTitle(german, { key: 'constructor', title: 'Works' }), 'Works')
})

test('a role that came with Tango is said as a title, and as one says it within a sentence', () => {
  const lead = { key: 'lead', title: 'Lead' }
  assert.deepEqual([roleTitle(german, lead), roleWithin(german, lead)], ['Teamleitung', 'Teamleitung'])
  assert.deepEqual([roleTitle(english, lead), roleWithin(english, lead)], ['Lead', 'lead'])
})

test('a role of the company keeps its words, and its capital letter outside English', () => {
  const coach = { key: 'coach', title: 'Trainer' }
  assert.deepEqual([roleTitle(german, coach), roleWithin(german, coach)], ['Trainer', 'Trainer'])
  assert.deepEqual([roleTitle(english, coach), roleWithin(english, coach)], ['Trainer', 'trainer'])
  assert.equal(roleTitle(german, { key: 'lead', title: 'Captain' }), 'Captain', 'renamed')
})

test(
  'every axis and role that a new installation begins with has words of its own',
  inTransaction(async (ctx) => {
    const marked = makeSay('en', {
      ...Object.fromEntries(
        [
          'Function',
          'Customer segment',
          'Product line',
          'Geography',
          'Member',
          'Lead | a role',
          'Manager | a role',
        ].map((text) => [text, '⟦said⟧']),
      ),
    })
    const system = ctx.asSystem('what an installation begins with')
    const axes = (await listAxes(system)).filter(({ key }) =>
      ['function', 'segment', 'product', 'geography'].includes(key),
    )
    assert.equal(axes.length, 4)
    for (const axis of axes) assert.equal(axisTitle(marked, axis), '⟦said⟧', axis.key)
    const roles = (await listRoles(system)).filter((role) => role.builtIn)
    assert.equal(roles.length, 3)
    for (const role of roles) assert.equal(roleTitle(marked, role), '⟦said⟧', role.key)
  }),
)
