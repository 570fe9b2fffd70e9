import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import {
  type Saved,
  bringBack,
  draftsAt,
  forgetPosted,
  getDraft,
  keptDays,
  listDrafts,
  saveDraft,
  throwAway,
} from './drafts.ts'
import { forgetOldDrafts } from './drafts.jobs.ts'

const place = 'answer:7'
const day = 86_400_000

function asGustav(act: (ctx: Ctx) => Promise<void>): Promise<void> {
  return inTransaction(async (ctx) => act((await getCast(ctx)).as(ctx, 'gustav')))()
}

function write(ctx: Ctx, body: string, base?: number, at = place): Promise<Saved> {
  return saveDraft(ctx, { place: at, path: '/questions/7/x', fields: { body }, base })
}

function versionOf(saved: Saved): number {
  assert.ok('version' in saved, 'it was kept')
  return saved.version
}

test('one tab saves again and again; what it wrote last is what is kept', async () => {
  await asGustav(async (ctx) => {
    const first = versionOf(await write(ctx, 'Half'))
    const second = versionOf(await write(ctx, 'Half a thought', first))
    assert.ok(second > first)
    assert.deepEqual(
      (await draftsAt(ctx, [place, 'ask'])).map(({ fields, version }) => [fields.body, version]),
      [['Half a thought', second]],
    )
  })
})

test('of two tabs the later one is told of the newer draft, and nothing is overwritten until it says so', async () => {
  await asGustav(async (ctx) => {
    const base = versionOf(await write(ctx, 'Begun'))
    versionOf(await write(ctx, 'Begun, and gone on in one tab', base))
    const refused = await write(ctx, 'Begun, and gone on in the other', base)
    assert.ok('newer' in refused)
    assert.equal(refused.newer.fields.body, 'Begun, and gone on in one tab')
    assert.equal((await draftsAt(ctx, [place]))[0]!.fields.body, 'Begun, and gone on in one tab')
    versionOf(await write(ctx, 'Begun, and gone on in the other', refused.newer.version))
    assert.equal((await draftsAt(ctx, [place]))[0]!.fields.body, 'Begun, and gone on in the other')
  })
})

test('a tab that begins where a draft stands already is told, unless it says the same', async () => {
  await asGustav(async (ctx) => {
    const version = versionOf(await write(ctx, 'First'))
    assert.ok('newer' in (await write(ctx, 'Second')))
    assert.equal(versionOf(await write(ctx, 'First')), version)
  })
})

test('an emptied text throws its draft away, and the words can still be brought back', async () => {
  await asGustav(async (ctx) => {
    const base = versionOf(await write(ctx, 'Not so sure'))
    const { id } = (await draftsAt(ctx, [place]))[0]!
    assert.deepEqual(await write(ctx, ' \n', base), { version: 0 })
    assert.deepEqual(await draftsAt(ctx, [place]), [])
    assert.equal((await bringBack(ctx, id)).fields.body, 'Not so sure')
    assert.deepEqual(await write(ctx, '', undefined, 'ask:riders'), { version: 0 })
    assert.deepEqual(await draftsAt(ctx, ['ask:riders']), [], 'nothing written is nothing kept')
  })
})

test('what was thrown away comes back, but never over a text that was begun since', async () => {
  await asGustav(async (ctx) => {
    await write(ctx, 'Old')
    const { id } = (await draftsAt(ctx, [place]))[0]!
    await throwAway(ctx, id)
    assert.deepEqual((await listDrafts(ctx)).items, [])
    await write(ctx, 'New')
    await assert.rejects(bringBack(ctx, id), Conflict)
    assert.equal((await draftsAt(ctx, [place]))[0]!.fields.body, 'New')
    await throwAway(ctx, (await draftsAt(ctx, [place]))[0]!.id)
    await bringBack(ctx, id)
    assert.equal((await draftsAt(ctx, [place]))[0]!.fields.body, 'Old')
  })
})

test('posting forgets the draft that was posted, and not what another tab has written since', async () => {
  await asGustav(async (ctx) => {
    const base = versionOf(await write(ctx, 'Mine\nand yours'))
    await forgetPosted(ctx, { place, fields: { body: 'Something else' } })
    assert.equal((await draftsAt(ctx, [place])).length, 1)
    await forgetPosted(ctx, { place, fields: { body: 'Mine\r\nand yours' } })
    assert.equal((await draftsAt(ctx, [place])).length, 0, 'the same words, with the line ends of a form')
    const later = versionOf(await write(ctx, 'A', base))
    const latest = versionOf(await write(ctx, 'B', later))
    await forgetPosted(ctx, { place, version: later, fields: { body: 'A' } })
    assert.equal((await draftsAt(ctx, [place]))[0]!.fields.body, 'B')
    await forgetPosted(ctx, { place, version: latest, fields: { body: 'B, changed while it was sent' } })
    assert.equal((await draftsAt(ctx, [place])).length, 0)
  })
})

test('a draft goes on where it was written and for the readers it was written for', async () => {
  await asGustav(async (ctx) => {
    const pathOf = async (path: string, fields: Record<string, string> = {}) => {
      const at = `ask:${Math.abs(path.length * 31 + Object.keys(fields).length)}`
      await saveDraft(ctx, { place: at, path, fields: { body: 'x', ...fields } })
      return (await draftsAt(ctx, [at]))[0]!.path
    }
    assert.equal(
      await pathOf('/questions/ask?space=riders', { space: 'testers', reach: '2' }),
      '/questions/ask?space=testers&reach=2',
    )
    assert.equal(await pathOf('/questions/7/x?order=newest&draft=9#answer'), '/questions/7/x?order=newest#answer')
    assert.equal(await pathOf('/inside/threads/12/replies'), '/inside/threads/12')
    for (const path of ['//elsewhere.example/x', '/\\elsewhere.example', 'https://elsewhere.example/', ''])
      await assert.rejects(saveDraft(ctx, { place: 'ask', path, fields: { body: 'x' } }), Invalid, path)
  })
})

test('what is no draft is refused in words: a strange place, strange fields, far too much', async () => {
  await asGustav(async (ctx) => {
    const sound = { place: 'ask', path: '/questions/ask', fields: { body: 'x' } }
    for (const wrong of [
      { place: 'Ask me' },
      { place: 'ask; drop' },
      { fields: { 'a b': 'x' } },
      { fields: { body: 'x'.repeat(65_001) } },
    ])
      await assert.rejects(
        saveDraft(ctx, { ...sound, ...(wrong as object) }),
        Invalid,
        JSON.stringify(wrong).slice(0, 60),
      )
    versionOf(await saveDraft(ctx, { ...sound, fields: { body: 'with a \u0000 in it' } }))
    assert.equal((await draftsAt(ctx, ['ask']))[0]!.fields.body, 'with a  in it')
  })
})

test('drafts that nobody touched for 90 days are forgotten, and thrown ones after a day', async () => {
  await asGustav(async (ctx) => {
    const at = (daysAgo: number): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() - daysAgo * day) })
    await write({ ...at(keptDays + 1), transaction: (fn) => fn(at(keptDays + 1)) }, 'Ancient', undefined, 'ask:a')
    await write({ ...at(keptDays - 1), transaction: (fn) => fn(at(keptDays - 1)) }, 'Old', undefined, 'ask:b')
    await write(ctx, 'Thrown long ago', undefined, 'ask:c')
    await write(ctx, 'Thrown just now', undefined, 'ask:d')
    const [long, just] = [(await draftsAt(ctx, ['ask:c']))[0]!, (await draftsAt(ctx, ['ask:d']))[0]!]
    await throwAway(at(2), long.id)
    await throwAway(ctx, just.id)
    await forgetOldDrafts.work(ctx.asSystem('test'), undefined as never)
    assert.deepEqual(
      (await listDrafts(ctx)).items.map((draft) => draft.fields.body),
      ['Old'],
    )
    await assert.rejects(getDraft(ctx, long.id), NotFound)
    await bringBack(ctx, just.id)
  })
})

test('two tabs in any order: no words are lost that their tab was not told of', async () => {
  const step = fc.record({ tab: fc.nat(1), act: fc.constantFrom('type', 'save', 'take', 'keep', 'post') })
  let refusals = 0
  await asGustav(async (ctx) => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
        const at = `ask:run-${++run}`
        await ctx.db.deleteFrom('rateLimits').execute()
        const tabs = ['a', 'b'].map((text) => ({ text, base: undefined as number | undefined, newer: false }))
        // What a tab was told is kept, as long as nobody who knew of it wrote over it or posted it.
        let kept: string | undefined
        for (const [index, { tab: which, act }] of steps.entries()) {
          const tab = tabs[which]!
          if (act === 'type') tab.text += `${which}${index}.`
          const [there] = await draftsAt(ctx, [at])
          assert.equal(there?.fields.body, kept, 'what was kept is there')
          if (act === 'save' || (act === 'keep' && tab.newer)) {
            const saved = await write(ctx, tab.text, act === 'keep' ? there?.version : tab.base, at)
            if ('newer' in saved) {
              refusals++
              tab.newer = true
              assert.notEqual(saved.newer.fields.body, tab.text)
            } else {
              if (act === 'save' && kept !== undefined && tab.base === undefined) assert.equal(kept, tab.text)
              Object.assign(tab, { base: saved.version, newer: false })
              kept = tab.text
            }
          }
          if (act === 'take' && there)
            Object.assign(tab, { text: there.fields.body, base: there.version, newer: false })
          if (act === 'post') {
            await forgetPosted(ctx, { place: at, version: tab.base, fields: { body: tab.text } })
            if (there && (there.version === tab.base || there.fields.body === tab.text)) kept = undefined
            Object.assign(tab, { text: `n${index}`, base: undefined, newer: false })
          }
        }
      }),
      { numRuns: 40 },
    )
  })
  assert.ok(refusals > 20, `two tabs hardly met: ${refusals}`)
})
