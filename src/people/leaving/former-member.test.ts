/** Whoever leaves without a name is named nowhere any more, and no page dies of it; what an old session could read is gone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type TestSite, openSite } from '../../../test/browse.ts'
import { type PersonName, castPassword, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { mentionOf } from '../../content/mentions/mentions.ts'
import { acceptAnswer, answer, ask, comment, giveKudos, sayHere } from '../../content/questions/questions.ts'
import { addParticipants, readableThread } from '../../content/threads/threads.ts'
import { startDiscussion } from '../../content/discussions/discussions.ts'
import type { Ctx, Viewer } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { createAccount, setPassword } from '../accounts/accounts.ts'
import { accept as acceptTie, ask as askToConnect } from '../connections/connections.ts'
import { findViewer, startSession } from '../sessions/sessions.ts'
import { comeBack, leave } from './leaving.ts'

/** Ines asks, answers, comments, is named, quoted, thanked, connected and told of; threads of others around it. */
async function live(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { ines } = cast.people
  const as = (who: PersonName) => cast.as(ctx, who)
  const question = { space: 'riders', tags: ['battery'] }
  const { thread } = await ask(as('ines'), { ...question, title: 'It stops in the cold', body: 'Why?' })
  const help = await answer(as('gustav'), thread.id, `Warm it, ${mentionOf({ ...ines, displayName: ines.name })}.`)
  await comment(as('ines'), thread.id, 'How warm?', help.id)
  await acceptAnswer(as('ines'), help.id)
  const other = await ask(as('joost'), {
    ...question,
    title: 'It squeaks',
    body: `Ask ${mentionOf({ ...ines, displayName: ines.name })}`,
  })
  const said = await answer(as('ines'), other.thread.id, 'Oil it.')
  await acceptAnswer(as('joost'), said.id)
  await giveKudos(as('gustav'), said.id)
  await sayHere(as('ines'), other.thread.id)
  await answer(as('mirela'), thread.id, 'We look into it.')
  await askToConnect(as('ines'), cast.people.amina.id)
  await askToConnect(as('ines'), cast.people.gustav.id)
  await acceptTie(as('gustav'), ines.id)
  await hearEverything(ctx)
  return { cast, ines, thread }
}

/** Every page that somebody reaches by links from a few first ones, with what it said. */
async function walk(
  site: TestSite,
  who: PersonName | 'visitor',
  seeds: readonly string[],
): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  const waiting = [...seeds]
  while (waiting.length > 0 && pages.size < 60) {
    const path = waiting.shift()!
    if (pages.has(path)) continue
    const { status, text } = await site.as(who).get(path)
    pages.set(path, status === 200 ? text : '')
    for (const [, link] of text.matchAll(/href="(\/[^"#]*)/g)) {
      const to = link!.replaceAll('&amp;', '&')
      if (/^\/(assets|sign-|language|cards|go|favicon|settings|inside\/write)/.test(to) || to.includes('next='))
        continue
      if (!pages.has(to) && !waiting.includes(to)) waiting.push(to)
    }
  }
  return pages
}

test(
  'every page, list, feed and search that showed a member answers as before, without the name',
  inTransaction(async (ctx) => {
    const { ines, thread, cast } = await live(ctx)
    const site = await openSite(ctx)
    const seeds = [
      ...['/', '/questions', `/questions/${thread.id}/x`, '/s/riders/helpers', '/tags/battery', '/search?q=cold'],
      ...[
        '/questions/feed.atom',
        `/questions/${thread.id}/feed.atom`,
        '/notices',
        '/inside',
        '/inside/moderation',
        '/connections',
      ],
    ]
    const readers = ['visitor', 'gustav', 'amina', 'mirela', 'sara'] as const
    const before = new Map<string, Map<string, string>>()
    for (const who of readers) before.set(who, await walk(site, who, seeds))
    const { token } = await startSession(ctx, ines.id, { provedBy: 'code', device: '' })
    await leave(cast.as(ctx, 'ines'), token, { keepsName: false })
    await hearEverything(ctx)
    let showed = 0
    for (const who of readers) {
      for (const [path, text] of before.get(who)!) {
        if (text === '' || new RegExp(`^/people/${ines.id}\\b`).test(path)) continue
        if (!/Carvalho/.test(text)) continue
        showed++
        const now = await site.as(who).get(path)
        assert.equal(now.status, 200, `${who} ${path}`)
        assert.ok(!/Carvalho|\b\d+-ines\b/.test(now.text), `${who} still reads the name on ${path}`)
      }
    }
    assert.ok(showed > 20, `only ${showed} pages showed the name before`)
    const profile = await site.as('visitor').get(`/people/${ines.id}-ines`)
    assert.equal(profile.status, 404)
    assert.ok(!/Carvalho/.test(profile.text))
    for (const who of ['gustav', 'daniel'] as const) {
      const suggested = await site.as(who).get('/suggest?kind=people&space=riders&q=Ines')
      assert.ok(!/Carvalho/.test(suggested.text), who)
      const found = await site.as(who).get('/search?q=Carvalho')
      assert.equal(found.status, 200)
      assert.ok(!/it-squeaks|it-stops|Ines/.test(found.text), `${who} finds texts by the name`)
      assert.match((await site.as(who).get('/search?q=squeaks')).text, /it-squeaks/)
    }
  }),
)

async function readables(ctx: Ctx, viewer: Viewer): Promise<string> {
  const { rows } = await sql<{
    id: number
  }>`select threads.id from threads where ${readableThread(readerOf(viewer))} order by id`.execute(ctx.db)
  return rows.map((row) => row.id).join()
}

test(
  'after leaving, an old session reads what a visitor reads, and coming back gives no more than joining anew',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ines, gustav } = cast.people
    const joined = await createAccount(ctx, { realm: 'outside', email: 'new@people.example', displayName: 'New' })
    const stranger: Viewer = { kind: 'account', id: joined, realm: 'outside', name: 'New', offices: [] }
    await setPassword(ctx, ines.id, castPassword)
    const tie = fc.constantFrom('connected', 'member', 'participant', 'follows', 'session')
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(tie, { minLength: 1 }), fc.boolean(), async (ties, keepsName) => {
        const undone = new Error('undone')
        await ctx
          .transaction(async (inside) => {
            const near = await ask(cast.as(inside, 'gustav'), {
              ...{ space: 'riders', title: 'For friends', body: 'x', tags: [] },
              reach: 1,
            })
            const room = await startDiscussion(cast.as(inside, 'lena'), cast.spaces.cells, { body: 'Inside' })
            await sql`update spaces set access = 'members' where id = ${cast.spaces.testers.id}`.execute(inside.db)
            if (ties.includes('connected')) {
              await askToConnect(cast.as(inside, 'ines'), gustav.id)
              await acceptTie(cast.as(inside, 'gustav'), ines.id)
            }
            if (ties.includes('member'))
              await sql`insert into memberships (space_id, account_id) values (${cast.spaces.testers.id}, ${ines.id})`.execute(
                inside.db,
              )
            if (ties.includes('participant')) await addParticipants(inside, room.id, [ines.id]).catch(() => {})
            if (ties.includes('follows'))
              await sql`insert into follows (account_id, followed_id) values (${ines.id}, ${gustav.id})`.execute(
                inside.db,
              )
            const { token } = await startSession(inside, ines.id, { provedBy: 'code', device: '' })
            const could = await readables(inside, ines)
            assert.equal(could.split(',').includes(String(near.thread.id)), ties.includes('connected'))
            await leave(cast.as(inside, 'ines'), token, { keepsName })
            assert.equal(await findViewer(inside, token), undefined)
            const back = await startSession(inside, ines.id, { provedBy: 'password', device: '' })
            assert.equal(await findViewer(inside, back.token), undefined, 'signed in, and still nobody')
            await comeBack(inside.as({ kind: 'visitor' }), back.token)
            assert.equal(await findViewer(inside, token), undefined, 'the old session stays dead')
            assert.equal(
              await readables(inside, (await findViewer(inside, back.token))!),
              await readables(inside, stranger),
            )
            throw undone
          })
          .catch((error: unknown) => {
            if (error !== undone) throw error
          })
      }),
      { numRuns: 12 },
    )
  }),
)
