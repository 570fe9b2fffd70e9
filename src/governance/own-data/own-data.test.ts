/** What is in the file that somebody takes along, and what is not. */
import assert from 'node:assert/strict'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { createGunzip } from 'node:zlib'
import { sql } from 'kysely'
import { extract } from 'tar-stream'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { startDiscussion } from '../../content/discussions/discussions.ts'
import { takeBackReply } from '../../content/threads/threads.ts'
import { uploadPicture } from '../../content/files/files.ts'
import { acceptAnswer, answer, ask, giveKudos, sayHere } from '../../content/questions/questions.ts'
import { leave } from '../../people/leaving/leaving.ts'
import { accept as acceptTie, ask as askToConnect, setFollowing } from '../../people/connections/connections.ts'
import { setFields, setReaches } from '../../people/profiles/fields.ts'
import { endSession, listSessions, startSession } from '../../people/sessions/sessions.ts'
import { type BlobStore, folderBlobs } from '../../platform/blobs.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { askForOwnData, forgetOldExports, keptDays, listExports, makeOwnData, openExport } from './own-data.ts'

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function blobsIn(): Promise<BlobStore> {
  return folderBlobs(await mkdtemp(join(tmpdir(), 'tango-own-')))
}

/** The entries of somebody's export, made now. */
async function exportOf(ctx: Ctx, who: PersonName, blobs?: BlobStore): Promise<Map<string, Buffer>> {
  const cast = await getCast(ctx)
  const id = await askForOwnData(cast.as(ctx, who))
  await makeOwnData(ctx, id, blobs ?? (await blobsIn()))
  const { bytes } = await openExport(cast.as(ctx, who), id)
  const tar = extract()
  Readable.fromWeb(bytes as never)
    .pipe(createGunzip())
    .pipe(tar)
  const entries = new Map<string, Buffer>()
  for await (const entry of tar) {
    const parts: Buffer[] = []
    for await (const part of entry) parts.push(part as Buffer)
    entries.set(entry.header.name, Buffer.concat(parts))
  }
  return entries
}

/** JSON that was just made, as deep as somebody looks. */
interface Told {
  readonly [name: string]: Told
}

function json(entries: Map<string, Buffer>, name: string): Told {
  const bytes = entries.get(name)
  assert.ok(bytes, `${name} is among ${[...entries.keys()].join(', ')}`)
  return JSON.parse(bytes.toString())
}

async function count(ctx: Ctx, what: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${what}`.execute(ctx.db)
  return rows[0]!.n
}

/** Ines writes, thanks, connects, follows and begins to write; others write secrets beside her. */
async function live(ctx: Ctx, blobs: BlobStore) {
  const cast = await getCast(ctx)
  const { ines, gustav, joost } = cast.people
  const as = (who: PersonName) => cast.as(ctx, who)
  const { thread } = await ask(as('ines'), { space: 'riders', title: 'It stops', body: 'Why *oh* why?', tags: [] })
  const other = await ask(as('joost'), { space: 'riders', title: 'It squeaks', body: 'zqcanarybody', tags: [] })
  const help = await answer(as('gustav'), thread.id, 'zqcanaryanswer')
  const own = await answer(as('ines'), other.thread.id, 'Oil it.')
  await acceptAnswer(as('ines'), help.id)
  await giveKudos(as('ines'), help.id)
  await sayHere(as('ines'), other.thread.id)
  await askToConnect(as('ines'), gustav.id)
  await acceptTie(as('gustav'), ines.id)
  await askToConnect(as('ines'), joost.id)
  await setFollowing(as('ines'), joost.id, true)
  await setFields(as('gustav'), {
    organisation: '',
    place: 'zqcanaryplace',
    website: '',
    email: 'zqcanary@people.example',
    phone: '',
  })
  await setFields(as('ines'), { organisation: '', place: 'Porto', website: '', email: '', phone: '' })
  await setReaches(as('ines'), { others: 2 })
  await sql`insert into drafts (account_id, place, path, fields) values
    (${ines.id}, 'ask', '/questions/ask', ${JSON.stringify({ body: 'Half a thought' })}),
    (${gustav.id}, 'ask', '/questions/ask', ${JSON.stringify({ body: 'zqcanarydraft' })})`.execute(ctx.db)
  const said = await answer(as('ines'), other.thread.id, 'Never *mind*.')
  await takeBackReply(as('ines'), said.id)
  await takeBackReply(as('gustav'), (await answer(as('gustav'), other.thread.id, 'zqcanarytaken')).id)
  await startDiscussion(as('tomasz'), cast.spaces.battery, { title: 'zqcanaryinside', body: 'zqcanaryinside' })
  await uploadPicture(as('ines'), blobs, cast.spaces.riders, pixel)
  await uploadPicture(as('gustav'), blobs, cast.spaces.riders, pixel)
  return { cast, ines, thread, other, help, own }
}

test(
  'all of hers is in the file, as Markdown and as JSON, and the counts are those of the database',
  inTransaction(async (ctx) => {
    const blobs = await blobsIn()
    const { ines, thread, other, own } = await live(ctx, blobs)
    await startSession(ctx, ines.id, { provedBy: 'code', device: 'Firefox on Linux' })
    const entries = await exportOf(ctx, 'ines', blobs)
    const { counts } = json(entries, 'summary.json')
    const rows = async (what: ReturnType<typeof sql>) => ({ included: await count(ctx, what), notReadable: 0 })
    assert.deepEqual(counts, {
      'written/thread': await rows(sql`threads where author_id = ${ines.id}`),
      'written/reply': {
        ...(await rows(sql`replies where author_id = ${ines.id} and taken_back_at is null`)),
        notReadable: 1,
      },
      'written/idea-answer': { included: 0, notReadable: 0 },
      votes: await rows(sql`idea_votes where account_id = ${ines.id}`),
      kudos: await rows(sql`kudos where account_id = ${ines.id}`),
      sameHere: await rows(sql`same_heres where account_id = ${ines.id}`),
      connections: await rows(sql`connections where ${ines.id} in (lower_id, higher_id) and accepted_at is not null`),
      following: await rows(sql`follows where account_id = ${ines.id}`),
      drafts: await rows(sql`drafts where account_id = ${ines.id}`),
      takenBack: await rows(sql`taken_back where author_id = ${ines.id}`),
      sessions: await rows(sql`sessions where account_id = ${ines.id}`),
      files: await rows(sql`files where uploaded_by = ${ines.id}`),
    })
    const items = (folder: string): readonly Told[] =>
      [...entries.keys()]
        .filter((name) => new RegExp(`^${folder}-?/?\\d{4}\\.json$`).test(name))
        .flatMap((name) => (json(entries, name).orderedItems ?? json(entries, name)) as unknown as readonly Told[])
    for (const [folder, key] of [
      ['written/thread', 'written/thread'],
      ['written/reply', 'written/reply'],
      ['kudos', 'kudos'],
      ['same-here', 'sameHere'],
      ['connections', 'connections'],
      ['following', 'following'],
      ['drafts', 'drafts'],
      ['taken-back', 'takenBack'],
      ['sessions', 'sessions'],
      ['files', 'files'],
    ] as const)
      assert.equal(items(folder).length, counts[key].included, folder)
    const [asked] = items('written/thread')
    assert.deepEqual(
      [asked.type, asked.name, asked.source.content, asked.context],
      ['Question', 'It stops', 'Why *oh* why?', 'Velund Riders'],
    )
    const [said] = items('written/reply')
    assert.equal(said.type, 'Note')
    assert.deepEqual(said.inReplyTo, {
      type: 'Link',
      href: `/questions/${other.thread.id}/it-squeaks`,
      name: 'It squeaks',
    })
    assert.match(entries.get(`written/thread-${thread.id}.md`)!.toString(), /^# It stops\n\n.*Why \*oh\* why\?\n$/s)
    assert.match(entries.get(`written/reply-${own.id}.md`)!.toString(), /In answer to \[It squeaks\]/)
    const profile = json(entries, 'profile.json')
    assert.equal(profile.email, 'ines@people.example')
    assert.deepEqual(
      (profile.fields as unknown as readonly Told[]).find((one) => String(one.field) === 'place'),
      { field: 'place', value: 'Porto', reach: 4 },
    )
    assert.deepEqual(profile.newPostsStartWith, { questions: 5, others: 2 })
    assert.deepEqual(
      items('connections').map((one) => one.handle),
      ['gustav'],
    )
    assert.deepEqual(
      items('following').map((one) => [one.kind, one.what]),
      [['person', 'joost']],
    )
    assert.equal(items('drafts')[0].fields.body, 'Half a thought')
    assert.deepEqual(
      items('taken-back').map((one) => [one.of, one.source.content]),
      [['reply', 'Never *mind*.']],
    )
    const [file] = items('files')
    assert.ok(entries.get(`files/${file.name}`)!.length > 0)
    assert.match(entries.get('README.txt')!.toString(), /ActivityStreams/)
    assert.ok(json(entries, 'notices.json').paces)
  }),
)

test(
  'nothing that others wrote, keep for themselves or keep inside is in it',
  inTransaction(async (ctx) => {
    const blobs = await blobsIn()
    await live(ctx, blobs)
    for (const who of ['ines', 'amina', 'petra'] as const) {
      const entries = await exportOf(ctx, who, blobs)
      for (const [name, bytes] of entries) assert.ok(!/zqcanary/.test(bytes.toString('latin1')), `${who}: ${name}`)
      const secrets = /token|hash|password|argon/i
      for (const [name, bytes] of entries)
        if (name.endsWith('.json'))
          assert.ok(!secrets.test(bytes.toString().replace(/"provedBy": "password"/g, '')), name)
    }
    const gustav = [...(await exportOf(ctx, 'gustav', blobs)).values()]
      .map((bytes) => bytes.toString('latin1'))
      .join('\n')
    assert.match(gustav, /zqcanaryanswer/)
    assert.match(gustav, /zqcanarydraft/)
    assert.ok(!/zqcanarybody|zqcanaryinside|ines@people/.test(gustav))
  }),
)

test(
  'what somebody may not read any more is counted and does not come',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { petra } = cast.people
    const room = await startDiscussion(cast.as(ctx, 'petra'), cast.spaces.cells, { title: 'Prices', body: 'zqprices' })
    assert.ok((await exportOf(ctx, 'petra')).has(`written/thread-${room.id}.md`))
    await sql`update sponsorships set ended_at = now() where guest_id = ${petra.id}`.execute(ctx.db)
    const entries = await exportOf(ctx, 'petra')
    assert.deepEqual(json(entries, 'summary.json').counts['written/thread'], { included: 0, notReadable: 1 })
    for (const [name, bytes] of entries) assert.ok(!/zqprices|Prices/.test(bytes.toString('latin1')), name)
  }),
)

test(
  'a long life comes in many files, whole and in order, in pieces that are never all in memory',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'joost'), { space: 'riders', title: 'Long', body: 'x', tags: [] })
    await sql`insert into replies (thread_id, kind, author_id, body)
      select ${thread.id}, 'comment', ${cast.people.ines.id}, string_agg(md5(n::text || m::text), ' ')
      from generate_series(1, 130) n, generate_series(1, 300) m group by n`.execute(ctx.db)
    const entries = await exportOf(ctx, 'ines')
    const pages = [1, 2, 3].map(
      (page) => json(entries, `written/reply-000${page}.json`).orderedItems as unknown as readonly Told[],
    )
    assert.deepEqual(
      pages.map((items) => items.length),
      [50, 50, 30],
    )
    const ids = pages.flat().map((item) => Number(String(item.id).slice('reply-'.length)))
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    )
    assert.equal([...entries.keys()].filter((name) => name.endsWith('.md')).length, 130)
    const { rows } = await sql<{ n: number; most: number; whole: number }>`
      select count(*)::int as n, max(length(bytes))::int as most, sum(length(bytes))::int as whole from own_data_pieces`.execute(
      ctx.db,
    )
    assert.ok(rows[0]!.n > 1, 'more than one piece')
    assert.ok(rows[0]!.most < 400_000)
    assert.equal((await listExports(cast.as(ctx, 'ines')))[0]!.byteCount, rows[0]!.whole)
  }),
)

test(
  'one at a time, three a day, fetched for seven days, and gone with its bytes afterwards or on leaving',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const id = await askForOwnData(ines)
    assert.equal(await outcome(askForOwnData(ines)), 'own-data.under-way')
    assert.equal((await listExports(ines))[0]!.state, 'under-way')
    await makeOwnData(ctx, id, await blobsIn())
    await makeOwnData(ctx, id, await blobsIn())
    assert.equal((await listExports(ines))[0]!.state, 'ready')
    assert.equal((await ctx.db.selectFrom('mails').select('id').execute()).length, 1, 'told once, although made twice')
    await exportOf(ctx, 'ines')
    assert.equal(await outcome(askForOwnData(ines)), 'too-many-tries')
    const later = (days: number) => makeCtx({ ...ines, now: new Date(ctx.now.getTime() + days * 86_400_000) })
    assert.equal(await outcome(openExport(later(keptDays - 0.01), id)), 'ok')
    assert.equal(await outcome(openExport(later(keptDays), id)), 'own-data.not-found')
    assert.deepEqual(await listExports(later(keptDays)), [])
    await forgetOldExports(later(keptDays - 0.01).asSystem('test'))
    assert.ok((await count(ctx, sql`own_data_pieces`)) > 0)
    await forgetOldExports(later(keptDays + 0.01).asSystem('test'))
    assert.equal(await count(ctx, sql`own_data_pieces`), 0)
    await exportOf(ctx, 'gustav')
    const { token } = await startSession(ctx, cast.people.gustav.id, { provedBy: 'code', device: '' })
    const waiting = await askForOwnData(cast.as(ctx, 'gustav'))
    await leave(cast.as(ctx, 'gustav'), token, { keepsName: true })
    assert.equal(await count(ctx, sql`own_data_pieces`), 0)
    await makeOwnData(ctx, waiting, await blobsIn())
    assert.equal(await count(ctx, sql`own_data_exports`), 0, 'who left is made nothing')
  }),
)

test(
  'one that cannot be made says so, keeps nothing, and can be asked for again',
  inTransaction(async (ctx) => {
    const blobs = await blobsIn()
    const { cast } = await live(ctx, blobs)
    const broken: BlobStore = { ...blobs, find: () => Promise.reject(new Error('the disk is gone')) }
    const id = await askForOwnData(cast.as(ctx, 'ines'))
    await makeOwnData(ctx, id, broken)
    assert.equal((await listExports(cast.as(ctx, 'ines')))[0]!.state, 'failed')
    assert.equal(await count(ctx, sql`own_data_pieces`), 0)
    const again = await askForOwnData(cast.as(ctx, 'ines'))
    await makeOwnData(ctx, again, blobs)
    assert.deepEqual(
      (await listExports(cast.as(ctx, 'ines'))).map((one) => one.state),
      ['ready', 'failed'],
    )
  }),
)

test(
  'the page leads through it: asked for, being made, ready, fetched in a live session and no longer',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: '' })
    const own = { cookie: `tango=${token}` }
    assert.match((await anyone.get('/settings/data', own)).text, /Make my file/)
    assert.equal((await anyone.post('/settings/data', {}, own)).location, '/settings/data')
    const busy = (await anyone.get('/settings/data', own)).text
    assert.match(busy, /being made: 0 %/)
    assert.ok(!busy.includes('Make my file'))
    assert.equal((await anyone.post('/settings/data', {}, own)).status, 409)
    const [{ id }] = (await ctx.db.selectFrom('ownDataExports').select('id').execute()) as [{ id: never }]
    await makeOwnData(ctx, id, await blobsIn())
    const ready = await anyone.get('/settings/data', own)
    assert.match(ready.text, /is ready/)
    const path = /href="(\/settings\/data\/\d+)"/.exec(ready.text)![1]!
    const fetched = await anyone.request(path, { headers: own })
    assert.equal(fetched.status, 200)
    assert.match(fetched.headers.get('content-disposition')!, /attachment; filename="my-data-\d{4}-\d\d-\d\d\.tar\.gz"/)
    assert.match(fetched.headers.get('cache-control')!, /no-store/)
    const bytes = Buffer.from(await fetched.arrayBuffer())
    assert.equal(String(bytes.length), fetched.headers.get('content-length'))
    assert.deepEqual([...bytes.subarray(0, 2)], [0x1f, 0x8b])
    for (const [session] of [await listSessions(cast.as(ctx, 'ines'))])
      await endSession(cast.as(ctx, 'ines'), session!.id)
    assert.match((await anyone.get(path, own)).location ?? '', /^\/sign-in/)
    await hearEverything(ctx)
    const mail = await ctx.db
      .selectFrom('mails')
      .select(['toAddress', 'bodyText'])
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    assert.equal(mail.toAddress, 'ines@people.example')
    assert.match(mail.bodyText, /\/settings\/data\n/)
  }),
)
