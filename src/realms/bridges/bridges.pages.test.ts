/** Standing bridges on their pages, without script: proposing, saying yes, looking, ending, each for whoever may. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo, formsIn, refusal } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import type { Ctx } from '../../platform/context.ts'
import { addMember } from '../spaces/spaces.ts'
import { type Bridge, approveBridge, endBridge, isWorking, proposeBridge, workingBridgesAt } from './bridges.ts'

const address = '/inside/bridges'
const words = { title: 'Riders into the house', reason: 'Everybody should hear the riders.' }

/** A bridge that brings what stands in Velund Riders into the space of everybody; proposed by Jonas. */
async function proposed(ctx: Ctx, passes: Partial<Pick<Bridge, 'bringsIn' | 'publishesOut'>> = {}): Promise<Bridge> {
  const cast = await getCast(ctx)
  return proposeBridge(cast.as(ctx, 'jonas'), {
    spaces: [cast.spaces.riders.id, cast.spaces.velund.id],
    ...{ bringsIn: true, publishesOut: false, ...passes, ...words },
  })
}

test(
  'proposing: every wrong field is named, nothing typed or ticked is lost, and what is right leads to the new bridge',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = (await openSite(ctx)).as('jonas')
    const empty = await jonas.get(address)
    assert.match(empty.text, /No standing bridge/)
    const { fields, offered } = formTo(await jonas.get(`${address}/new`), address)
    assert.ok(!offered.one!.includes(String(cast.spaces.riders.id)), 'no space outside is an inner end')
    assert.ok(!offered.other!.includes(String(cast.spaces.velund.id)), 'no space inside is an outer end')
    assert.ok(!offered.one!.includes(String(cast.spaces.battery.id)), 'no space that he cannot read is offered')
    const ends = { one: String(cast.spaces.velund.id), other: String(cast.spaces.riders.id) }
    const good = { ...fields, ...ends, ...words, in: 'yes', out: 'yes' }
    const wrong: [Record<string, string>, string, RegExp][] = [
      [{ title: ' \t ' }, 'title', /name of up to 120 characters/],
      [{ title: 'x'.repeat(121) }, 'title', /120/],
      [{ reason: 'x'.repeat(501) }, 'reason', /500 characters/],
      [{ in: '', out: 'no' }, 'passes', /Choose what passes/],
      [{ other: String(cast.spaces.velund.id) }, 'other', /different sides of the wall/],
      [{ one: 'riders' }, 'one', /from the list/],
    ]
    for (const [change, field, says] of wrong) {
      const sent = { ...good, ...change }
      const answered = await jonas.post(address, sent)
      assert.match(refusal(answered, { title: sent.title, reason: sent.reason })[field] ?? '', says, field)
      assert.deepEqual(faultsOf(answered.text), [], field)
      const again = formTo(answered, address)
      if (field !== 'passes') assert.deepEqual([again.fields.in, again.fields.out], ['yes', 'yes'], `ticks, ${field}`)
      assert.equal(again.fields.one, field === 'one' ? offered.one![0] : ends.one)
    }
    assert.equal((await jonas.post(address, { ...good, other: '999999' })).status, 404)
    const done = await jonas.post(address, good)
    assert.equal(done.status, 303)
    const page = await jonas.get(done.location!)
    for (const word of [words.title, words.reason, 'Both ways', 'Waits for a yes', 'Jonas Weber'])
      assert.ok(page.text.includes(word), word)
    const twice = await jonas.post(address, { ...good, title: 'Another name' })
    assert.equal(twice.status, 409)
    assert.match(twice.text, /There is a bridge between these two already\. End that one first\./)
  }),
)

test(
  'every member of the cast at the pages: the list, the way to propose, one bridge and what it offers them',
  inTransaction(async (ctx) => {
    const bridge = await proposed(ctx)
    const site = await openSite(ctx)
    const path = `${address}/${bridge.id}`
    const employees: (PersonName | 'visitor')[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
    const offers: Record<string, string[]> = {}
    for (const who of everybody) {
      const isInside = employees.includes(who)
      for (const at of [address, `${address}/new`, path])
        assert.equal((await site.as(who).get(at)).status, isInside ? 200 : 404, `${who} at ${at}`)
      if (!isInside) continue
      const list = await site.as(who).get(address)
      assert.ok(list.text.includes(`href="${path}"`), `${who} reads both ends and knows of it`)
      assert.equal(list.text.includes(`href="${address}/new"`), ['jonas', 'sara'].includes(who), `${who} may propose`)
      const page = await site.as(who).get(path)
      assert.deepEqual(faultsOf(page.text), [], who)
      offers[who] = formsIn(page)
        .filter((form) => form.action.startsWith(path))
        .map((form) => `${form.action.slice(path.length + 1)} ${form.fields.end ?? ''}`.trim())
    }
    assert.deepEqual(offers, {
      ...{ daniel: [], tomasz: [], aiko: [], lena: [], mirela: [] },
      jonas: ['approve inner', 'approve outer', 'end'],
      sara: ['approve outer', 'end'],
    })
    assert.match((await site.as('daniel').get(path)).text, /Not yet\. This is decided by those who look after/)
  }),
)

test(
  'two people say yes on the page, each for one end, and from the second on it works',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await proposed(ctx)
    const site = await openSite(ctx)
    const path = `${address}/${id}`
    const yes = (who: PersonName, end: string) => site.as(who).post(`${path}/approve`, { end })
    assert.equal((await yes('daniel', 'inner')).status, 403)
    assert.equal((await yes('ines', 'outer')).status, 404)
    assert.equal((await yes('sara', 'inner')).status, 403, 'the other side’s steward')
    for (const nothing of ['', 'both']) assert.equal((await yes('jonas', nothing)).status, 422, nothing)
    const first = await yes('jonas', 'inner')
    assert.deepEqual([first.status, first.location], [303, path])
    const half = await site.as('jonas').get(path)
    assert.match(half.text, /Jonas Weber said yes/)
    assert.match(half.text, /You said yes for the other end\. Somebody else decides for this one\./)
    assert.equal((await yes('jonas', 'outer')).status, 403)
    assert.deepEqual(await workingBridgesAt(cast.as(ctx, 'jonas'), cast.spaces.velund.id), [])
    assert.equal((await yes('sara', 'outer')).status, 303)
    assert.equal((await yes('sara', 'outer')).status, 403, 'once is enough')
    const whole = await site.as('daniel').get(path)
    for (const word of ['Working', 'In only', 'Sara Lindqvist said yes']) assert.ok(whole.text.includes(word), word)
    const working = await workingBridgesAt(cast.as(ctx, 'daniel'), cast.spaces.velund.id)
    assert.deepEqual(
      working.map((one) => [one.id, isWorking(one)]),
      [[id, true]],
    )
    assert.deepEqual(await workingBridgesAt(cast.as(ctx, 'ines'), cast.spaces.riders.id), [], 'nobody outside knows')
    assert.deepEqual(await workingBridgesAt(cast.as(ctx, 'petra'), cast.spaces.riders.id), [])
  }),
)

test(
  'ending asks why and keeps what was typed; from then on it says who ended it, offers nothing, and makes room for another',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await proposed(ctx)
    await approveBridge(cast.as(ctx, 'jonas'), id, 'inner')
    const site = await openSite(ctx)
    const path = `${address}/${id}`
    for (const because of ['', ' \n ', 'y'.repeat(501)]) {
      const answered = await site.as('sara').post(`${path}/end`, { because })
      assert.match(refusal(answered, because.trim() ? { because } : {}).because!, /Say why in one sentence/)
      assert.equal(formTo(answered, `${path}/end`).fields.because, because)
    }
    assert.equal((await site.as('daniel').post(`${path}/end`, { because: 'No' })).status, 403)
    assert.equal((await site.as('petra').post(`${path}/end`, { because: 'No' })).status, 404)
    const done = await site.as('sara').post(`${path}/end`, { because: '  <b>It\n was</b>   noise ' })
    assert.deepEqual([done.status, done.location], [303, path])
    const page = await site.as('jonas').get(path)
    assert.match(page.text, /Sara Lindqvist[\s\S]*&lt;b>It was&lt;\/b> noise/)
    assert.match(page.text, /Nobody said yes/, 'the other end was never decided')
    assert.deepEqual(
      formsIn(page).filter((form) => form.action.startsWith(path)),
      [],
    )
    assert.equal((await site.as('jonas').post(`${path}/end`, { because: 'Again' })).status, 409)
    assert.equal((await site.as('jonas').post(`${path}/approve`, { end: 'outer' })).status, 403)
    const next = await proposed(ctx)
    const list = (await site.as('jonas').get(address)).text
    assert.ok(list.indexOf(`${address}/${next.id}"`) < list.indexOf(`${path}"`), 'what ended stands last')
  }),
)

test(
  'a bridge to a space that one cannot read is named, and its space has no link',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
    const { id } = await proposeBridge(cast.as(ctx, 'tomasz'), {
      spaces: [cast.spaces.battery.id, cast.spaces.riders.id],
      ...{ bringsIn: false, publishesOut: true, title: 'W'.repeat(120), reason: 'מה שלום 🚲' },
    })
    const site = await openSite(ctx)
    const jonas = await site.as('jonas').get(`${address}/${id}`)
    assert.match(jonas.text, /Battery &amp; Range/, 'he administers that side')
    assert.doesNotMatch(jonas.text, /href="\/inside\/spaces\/battery"/)
    assert.match(jonas.text, /href="\/s\/riders"/)
    assert.match(jonas.text, /מה שלום 🚲/)
    assert.match((await site.as('tomasz').get(`${address}/${id}`)).text, /href="\/inside\/spaces\/battery"/)
    assert.equal((await site.as('daniel').get(`${address}/${id}`)).status, 404, 'reads but one end')
    await endBridge(cast.as(ctx, 'tomasz'), id, 'Enough')
    for (const wrong of ['0', '-1', '1e3', 'new2', '99999999999999999999'])
      assert.equal((await site.as('jonas').get(`${address}/${wrong}`)).status, 404, wrong)
  }),
)
