/**
 * The pages about groups, places, guests, offices and invitations with something on them, and what their forms say of
 * wrong input: drawn in the made-up language of pages.test.ts, each word of them is a message.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../browse.ts'
import { type PersonName, getCast } from '../cast.ts'
import { inTransaction } from '../database.ts'
import type { AccountViewer } from '../../src/platform/context.ts'
import { world } from '../../src/people/axes/world.fixture.test.ts'
import { addToGroup, endGroup, makeGroup } from '../../src/people/groups/groups.ts'
import { invite } from '../../src/people/invitations/invitations.ts'
import { askException } from '../../src/people/offices/exceptions.ts'
import { giveOffice } from '../../src/people/offices/offices.ts'
import { pseudoLanguages } from './pseudo.ts'
import { unsaidWords } from './words.ts'

const languages = pseudoLanguages()
const marked = { 'accept-language': 'en-XA' }

type Met = readonly [who: PersonName | 'visitor' | AccountViewer, path: string, fields?: Record<string, string>]

test(
  'pages about people with something on them, and their forms when they refuse, say each word by a message',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { engineering, cells, closed, europe, membership } = await world(ctx)
    const [jonas, aiko, lena] = [cast.as(ctx, 'jonas'), cast.as(ctx, 'aiko'), cast.as(ctx, 'lena')]
    const group = `/inside/groups/${(await makeGroup(aiko, { title: 'First aiders' })).slug}`
    await addToGroup(aiko, 'first-aiders', cast.people.lena.id)
    await makeGroup(aiko, { title: 'Winter range', purpose: 'To keep the cold out.', kind: 'virtual-team' })
    await endGroup(aiko, 'winter-range')
    const guest = { place: String(cast.spaces.cells.id), displayName: 'Zoe', organisation: 'Ott & Sons' }
    await invite(lena, { ...guest, email: 'zoe@people.example' }, 'https://tango.example')
    await invite(jonas, { place: 'inside', displayName: 'Noor', email: 'noor@velund.example' }, 'https://tango.example')
    const mails = await ctx.db.selectFrom('mails').select('bodyText').orderBy('id').execute()
    const invitations = mails.flatMap(({ bodyText }) => /\/invitations\/[\w-]{43}/.exec(bodyText) ?? [])
    assert.equal(invitations.length, 2)
    await giveOffice(ctx, cast.people.aiko.id, 'owner')
    await askException(jonas, { email: 'sara@velund.example', office: 'inside-steward', reason: 'Two of us left.' })

    const structure = '/inside/structure'
    const node = (id: number, query = '') => `${structure}/nodes/${id}${query}`
    const met: readonly Met[] = [
      ['jonas', group],
      ['lena', group],
      ['jonas', `${group}?find=zz`],
      ['lena', '/inside/groups/winter-range'],
      ['jonas', `${group}/members`, { account: 'x' }],
      ['jonas', '/inside/groups', { title: ' ', kind: 'crowd' }],
      ['visitor', invitations[0]!],
      ['visitor', invitations[1]!],
      ['visitor', invitations[0]!, { displayName: ' ', password: 'short' }],
      ['lena', '/inside/people/invite'],
      ['jonas', '/inside/people/invite'],
      ['lena', '/inside/people/invite', { place: 'x', email: 'x', displayName: '', sponsor: 'x' }],
      ['lena', '/inside/people/invite', { ...guest, email: 'z@people.example', organisation: '' }],
      ['jonas', '/inside/people/offices/both-sides'],
      [{ ...cast.people.aiko, offices: ['owner'] }, '/inside/people/offices/both-sides'],
      ['jonas', '/inside/people/offices/both-sides', { email: 'x@velund.example', office: 'king', reason: '' }],
      ['jonas', '/inside/people/offices', { email: 'x@velund.example', office: 'owner' }],
      ['jonas', structure],
      ['lena', `${structure}?view=geography`],
      ['lena', `${structure}?view=matrix`],
      ['lena', `${structure}?view=networked`],
      ['lena', `${structure}/of/${cast.people.aiko.id}`],
      ['lena', `${structure}/of/${cast.people.sara.id}`],
      ['lena', `/people/${cast.people.aiko.id}`],
      ['lena', node(cells)],
      ['jonas', node(engineering, '?below=1&role=member')],
      ['jonas', node(engineering, '?find=a')],
      ['jonas', node(europe, '?find=zz')],
      ['jonas', node(closed)],
      ['daniel', node(cells)],
      ['jonas', `${node(cells)}/change`, { title: '', parent: 'x', from: 'soon' }],
      ['jonas', `${node(engineering)}/close`, { from: '' }],
      ['jonas', `${node(cells)}/place`, { person: String(cast.people.ines.id), role: 'lead' }],
      ['jonas', `${structure}/placements/${membership}/end`, { on: '2025-01-01' }],
      ['jonas', `${structure}/axes`],
      ['lena', `${structure}/axes?axis=segment`],
      ['jonas', `${structure}/axes`, { key: 'A b', newTitle: '' }],
      ['jonas', `${structure}/axes/function/nodes`, { code: 'cells', title: 'Cells' }],
      ['jonas', `${structure}/roles`, { roleKey: '1', roleTitle: 'x'.repeat(61), rank: '7' }],
    ]
    const site = await openSite(ctx, undefined, languages)
    const unsaid: Record<string, string[]> = {}
    for (const [reader, path, fields] of met) {
      const who = typeof reader === 'string' ? reader : reader.name
      const page = fields ? await site.as(reader).post(path, fields, marked) : await site.as(reader).get(path, marked)
      assert.equal(page.status, fields ? 422 : 200, `${who} ${path}`)
      const words = unsaidWords(page.text)
      if (words.length > 0) unsaid[`${who} ${fields ? 'sends' : 'reads'} ${path}`] = words
    }
    assert.deepEqual(unsaid, {})
  }),
)
