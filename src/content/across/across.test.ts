import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { openSite } from '../../../test/browse.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Conflict, Forbidden, type Invalid, NotFound } from '../../platform/errors.ts'
import { putSetting } from '../../platform/settings.ts'
import { getCrossing, recall, sha256Of } from '../../realms/crossings/crossings.ts'
import { answer, ask, getQuestion } from '../questions/questions.ts'
import { type Thread, addReply, editThread, getThread, startThread } from '../threads/threads.ts'
import { bringInto, crossedAt, draftPublication, linkTexts, publish, textAt } from './across.ts'

interface World {
  readonly cast: Cast
  readonly question: Thread
  /** A discussion in Battery & Range, which Tomasz, Aiko and Lena read. */
  readonly inside: Thread
}

async function world(ctx: Ctx): Promise<World> {
  const cast = await getCast(ctx)
  const { thread: question } = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Off at 40 %',
    body: 'Why does it switch off?',
    tags: ['battery'],
  })
  const inside = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.battery, {
    type: 'discussion',
    title: 'Cut at 3.05 V',
    body: 'Firmware 4.2 cuts too early.',
  })
  return { cast, question, inside }
}

const thing = (thread: Thread) => ({ kind: 'thread', id: thread.id }) as const

test(
  'what is brought in shows its current text to those who may read it, and no copy lies anywhere',
  inTransaction(async (ctx) => {
    const { cast, question } = await world(ctx)
    const tomasz = cast.as(ctx, 'tomasz')
    const { thread, crossing } = await bringInto(tomasz, thing(question), cast.spaces.battery.id, {
      reason: 'Looks like ours',
    })
    assert.deepEqual(
      [thread.type, thread.realm, thread.title, thread.body],
      ['discussion', 'inside', '', 'Looks like ours'],
    )
    assert.deepEqual([crossing.act, crossing.direction, crossing.reason], ['bring-in', 'in', 'Looks like ours'])
    assert.equal(crossing.bytes, `thread ${question.id}`)
    assert.equal(crossing.bytesSha256, sha256Of('Off at 40 %\n\nWhy does it switch off?'))
    const seen = async () => (await crossedAt(cast.as(ctx, 'aiko'), thing(thread))).broughtIn
    assert.equal((await seen())!.quote!.body, 'Why does it switch off?')
    await editThread(cast.as(ctx, 'ines'), question.id, { title: 'Off at 40 %', body: 'Changed since.' })
    assert.equal((await seen())!.quote!.body, 'Changed since.')
    const { rows } = await sql<{
      copies: number
    }>`select (select count(*) from threads where id <> ${question.id} and body like '%switch off%')
      + (select count(*) from crossings where crossings::text like '%switch off%')
      + (select count(*) from events where payload::text like '%switch off%') as copies`.execute(ctx.db)
    assert.equal(rows[0]!.copies, 0)
    assert.deepEqual(
      (await crossedAt(tomasz, thing(question))).broughtTo.map((one) => one.crossing.id),
      [crossing.id],
    )
    assert.equal((await crossedAt(cast.as(ctx, 'daniel'), thing(question))).broughtTo.length, 0, 'not in Battery')
  }),
)

test(
  'narrowed, recalled, deleted or taken back, what was brought in is a marker at the next look',
  inTransaction(async (ctx) => {
    const { cast, question } = await world(ctx)
    const [tomasz, aiko] = [cast.as(ctx, 'tomasz'), cast.as(ctx, 'aiko')]
    const bring = async () =>
      (await bringInto(tomasz, thing(question), cast.spaces.battery.id, { reason: 'Ours' })).thread
    const thread = await bring()
    const quote = async (of = thread) => (await crossedAt(aiko, thing(of))).broughtIn!.quote
    assert.ok(await quote())
    const { id } = (await crossedAt(tomasz, thing(thread))).broughtIn!.crossing
    const back = await recall(tomasz, id, 'Not ours after all')
    assert.equal(back.recalls, id)
    assert.equal(await quote(), undefined)
    assert.equal((await getThread(aiko, thread.id)).body, 'Ours', 'what was said inside stays')
    await assert.rejects(
      recall(tomasz, id, 'Again'),
      (error: Error) => (error as Conflict).code === 'crossings.recalled-already',
    )
    const second = await bring()
    assert.ok(await quote(second))
    await ctx.db.updateTable('threads').set({ reach: 1 }).where('id', '=', question.id).execute()
    assert.equal(await quote(second), undefined, 'for connections of Ines only')
    const { thread: other } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Two', body: 'Two', tags: [] })
    const third = (await bringInto(tomasz, thing(other), cast.spaces.battery.id, { reason: 'Too' })).thread
    assert.ok(await quote(third))
    await ctx.db.deleteFrom('threads').where('id', '=', other.id).execute()
    assert.equal(await quote(third), undefined, 'deleted')
  }),
)

test(
  'a guest room that is brought in stays closed for those who are not in it: they see that, and nothing of what',
  inTransaction(async (ctx) => {
    const { cast } = await world(ctx)
    const room = await startThread(cast.as(ctx, 'petra'), cast.spaces.cells, {
      type: 'discussion',
      title: 'Lot 6 SECRET-TITLE',
      body: 'Cells of lot 6: SECRET-TEXT',
    })
    const { thread } = await bringInto(cast.as(ctx, 'lena'), thing(room), cast.spaces.velund.id, { reason: 'For all' })
    const site = await openSite(ctx)
    const path = `/inside/threads/${thread.id}`
    const lena = await site.as('lena').get(path)
    assert.match(lena.text, /SECRET-TEXT/)
    const daniel = await site.as('daniel').get(path)
    assert.equal(daniel.status, 200)
    assert.match(daniel.text, /Something was brought in here/)
    assert.doesNotMatch(daniel.text, /SECRET|Cell supply room/)
    const record = /href="(\/inside\/crossings\/\d+)"/.exec(daniel.text)![1]!
    const page = await site.as('daniel').get(record)
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.text, /SECRET|Cell supply room/)
    assert.match(page.text, /A space that you cannot read/)
    assert.equal((await site.as('petra').get(path)).status, 404)
  }),
)

test(
  'bringing in needs an employee who reads the source and may write in the inside space',
  inTransaction(async (ctx) => {
    const { cast, question, inside } = await world(ctx)
    const to = (who: Parameters<Cast['as']>[1], place: keyof Cast['spaces'], source = question, reason = 'Because') =>
      bringInto(cast.as(ctx, who), thing(source), cast.spaces[place].id, { reason })
    await assert.rejects(to('daniel', 'battery'), NotFound)
    await assert.rejects(to('ines', 'riders'), Forbidden)
    await assert.rejects(
      to('tomasz', 'velund', inside),
      (error: Error) => (error as Forbidden).code === 'crossings.wrong-sides',
    )
    await assert.rejects(
      to('daniel', 'riders'),
      (error: Error) => (error as Forbidden).code === 'crossings.wrong-sides',
    )
    await assert.rejects(to('daniel', 'velund', question, ' '), (error: Error) => 'reason' in (error as Invalid).fields)
    const { rows } = await sql<{ n: number }>`select count(*) as n from crossings`.execute(ctx.db)
    assert.equal(rows[0]!.n, 0)
  }),
)

test(
  'a link shows on both pages to those who read both ends, leaves every byte outside the same, and can be ended',
  inTransaction(async (ctx) => {
    const { cast, question, inside } = await world(ctx)
    const site = await openSite(ctx)
    const path = `/questions/${question.id}/${question.slug}`
    const outside = async () => {
      const sums: string[] = []
      for (const who of ['visitor', 'ines', 'gustav', 'petra'] as const) {
        for (const at of [path, '/questions', '/search?q=off']) {
          const page = await site.as(who).get(at)
          sums.push(sha256Of(page.text.replace(/(nonce|name="csp-nonce" content)="[^"]*"/g, '')))
        }
      }
      return sums
    }
    const before = await outside()
    const tomasz = cast.as(ctx, 'tomasz')
    const crossing = await linkTexts(tomasz, thing(question), thing(inside), { name: 'Same fault', reason: 'Seen' })
    assert.deepEqual([crossing.act, crossing.sourceId, crossing.targetId], ['link-across', inside.id, question.id])
    assert.deepEqual(await outside(), before)
    assert.match((await site.as('aiko').get(path)).text, /Same fault/)
    assert.match((await site.as('aiko').get(`/inside/threads/${inside.id}`)).text, /Same fault/)
    for (const who of ['daniel', 'mirela'] as const) {
      assert.doesNotMatch((await site.as(who).get(path)).text, /Same fault|3\.05/, `${who} does not read Battery`)
    }
    await assert.rejects(
      linkTexts(tomasz, thing(inside), thing(question), { name: 'Again', reason: 'Seen' }),
      (error: Error) => (error as Conflict).code === 'crossings.linked-already',
    )
    await recall(cast.as(ctx, 'tomasz'), crossing.id, 'Another fault')
    assert.doesNotMatch((await site.as('aiko').get(path)).text, /Same fault/)
    await linkTexts(tomasz, thing(inside), thing(question), { name: 'After all', reason: 'Seen' })
    assert.deepEqual(await outside(), before)
  }),
)

test(
  'a pasted address names a text that its reader may read, and nothing else',
  inTransaction(async (ctx) => {
    const { cast, question, inside } = await world(ctx)
    const given = await answer(cast.as(ctx, 'gustav'), question.id, 'Warm it.')
    const at = (who: Parameters<Cast['as']>[1], address: string) => textAt(cast.as(ctx, who), address, 'other')
    for (const address of [
      `/questions/${question.id}/off-at-40`,
      `http://localhost:3000/questions/${question.id}?order=newest`,
      String(question.id),
    ])
      assert.deepEqual(await at('daniel', address), thing(question), address)
    assert.deepEqual(await at('daniel', `/questions/${question.id}/x#answer-${given.id}`), {
      kind: 'reply',
      id: given.id,
    })
    assert.deepEqual(await at('tomasz', `/inside/threads/${inside.id}`), thing(inside))
    await putSetting(ctx, 'public-url', 'https://velund.example')
    assert.deepEqual(await at('daniel', `https://velund.example/questions/${question.id}`), thing(question))
    const elsewhere = [
      `https://elsewhere.example/questions/${question.id}`,
      `//elsewhere.example/questions/${question.id}/x#answer-${given.id}`,
    ]
    for (const address of [
      `/inside/threads/${inside.id}`,
      'nonsense',
      '',
      '/tags/5',
      '/questions/999999',
      ...elsewhere,
    ])
      await assert.rejects(at('daniel', address), (error: Error) => 'other' in (error as Invalid).fields, address)
  }),
)

test(
  'the preview names every colleague and guest whose name stands in what leaves, in the thread or not, and nobody else',
  inTransaction(async (ctx) => {
    const { cast } = await world(ctx)
    const { aiko, lena, petra } = cast.people
    const thread = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, {
      type: 'discussion',
      title: 'Whom to ask',
      body: `Ask [@${lena.name}](/people/${lena.id}) or ${petra.name}, not Aikosan Tanaka. Ines Moreau asked, and Lenas Brandts too.`,
    })
    const mirela = cast.as(ctx, 'mirela')
    const choice = { source: thing(thread), to: { spaceId: cast.spaces.riders.id }, replies: [] }
    assert.deepEqual((await draftPublication(mirela, choice)).names.toSorted(), [lena.name, petra.name].toSorted())
    const answered = await addReply(cast.as(ctx, 'tomasz'), thread.id, { kind: 'reply', body: `And ${aiko.name}` })
    const ticked = { ...choice, title: `By ${cast.people.tomasz.name}`, replies: [answered.id] }
    const all = [lena.name, petra.name, aiko.name, cast.people.tomasz.name]
    assert.deepEqual((await draftPublication(mirela, ticked)).names.toSorted(), all.toSorted())
  }),
)

test(
  'an update carries the opening text and the ticked replies alone, byte for byte, and its recall empties page and search',
  inTransaction(async (ctx) => {
    const { cast } = await world(ctx)
    const daniel = cast.as(ctx, 'daniel')
    const thread = await startThread(daniel, cast.spaces.velund, {
      type: 'discussion',
      title: 'New firmware',
      body: 'Firmware 4.3 is **out**.',
    })
    const ticked = await addReply(cast.as(ctx, 'tomasz'), thread.id, { kind: 'reply', body: 'It fixes\n\nthe cut.' })
    await addReply(cast.as(ctx, 'aiko'), thread.id, { kind: 'reply', body: 'Do not tell STAYS-INSIDE.' })
    const mirela = cast.as(ctx, 'mirela')
    const choice = { source: thing(thread), to: { spaceId: cast.spaces.riders.id }, replies: [ticked.id] }
    const draft = await draftPublication(mirela, choice)
    assert.equal(draft.bytes, 'New firmware\n\nFirmware 4.3 is **out**.\n\n> It fixes\n>\n> the cut.')
    assert.deepEqual(
      draft.replies.map((one) => one.goes),
      [true, false],
    )
    await assert.rejects(
      publish(mirela, { ...choice, replies: [] }, { expectedSha256: draft.sha256, reason: 'Out' }),
      (error: Error) => (error as Invalid).code === 'across.preview-differs',
    )
    const crossing = await publish(mirela, choice, { expectedSha256: draft.sha256, reason: 'It is out' })
    assert.equal(crossing.bytes, draft.bytes)
    const site = await openSite(ctx)
    const address = `/updates/${crossing.targetId}/new-firmware`
    const open = await site.as('visitor').get(address)
    assert.equal(open.status, 200)
    assert.match(open.text, /Firmware 4\.3 is <strong>out<\/strong>/)
    assert.doesNotMatch(open.text, /STAYS-INSIDE|Tomasz/)
    assert.match((await site.as('visitor').get('/updates')).text, /New firmware/)
    await editThread(mirela, crossing.targetId as never, { title: 'New firmware', body: 'Firmware 4.3 is for all.' })
    await recall(cast.as(ctx, 'sara'), crossing.id, 'Too early')
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from revisions where thread_id = ${crossing.targetId}`.execute(ctx.db)
    assert.equal(rows[0]!.n, 0, 'no earlier text is kept outside')
    for (const path of [
      `/updates/${crossing.targetId}/recalled`,
      '/updates',
      '/search?q=firmware',
      '/',
      '/sitemap.xml',
    ]) {
      const page = await site.as('visitor').get(path)
      assert.doesNotMatch(page.text, /Firmware 4\.3|New firmware|fixes/, path)
    }
    assert.equal((await site.as('visitor').get(address)).location, `/updates/${crossing.targetId}/recalled`)
    assert.match((await site.as('visitor').get(`/updates/${crossing.targetId}/recalled`)).text, /was recalled/)
    assert.equal((await getCrossing(mirela, crossing.id)).bytes, draft.bytes, 'the record stays inside')
    await assert.rejects(editThread(mirela, crossing.targetId as never, { title: 'Back', body: 'Back' }), Forbidden)
  }),
)

test(
  'a thread or a reply becomes the official answer of who holds the office, and a plain one of who holds a grant',
  inTransaction(async (ctx) => {
    const { cast, question, inside } = await world(ctx)
    const reply = await addReply(cast.as(ctx, 'tomasz'), inside.id, { kind: 'reply', body: 'Update to 4.3.' })
    const choice = { source: { kind: 'reply', id: reply.id } as const, to: { questionId: question.id }, replies: [] }
    const tomasz = cast.as(ctx, 'tomasz')
    await assert.rejects(
      draftPublication(tomasz, choice),
      (error: Error) => (error as Forbidden).code === 'crossings.not-official-voice',
    )
    await assert.rejects(
      draftPublication(cast.as(ctx, 'mirela'), choice),
      NotFound,
      'an official voice outside Battery',
    )
    await sql`insert into grants (space_id, right_given, account_id, given_as, given_by)
      values (${cast.spaces.battery.id}, 'publish-out', ${cast.people.tomasz.id}, 'administrator', ${cast.people.jonas.id})`.execute(
      ctx.db,
    )
    const draft = await draftPublication(tomasz, choice)
    assert.deepEqual([draft.bytes, draft.isOfficial, draft.title], ['Update to 4.3.', false, ''])
    const crossing = await publish(tomasz, choice, { expectedSha256: draft.sha256, reason: 'Asked' })
    const [given] = (await getQuestion(ctx, question.id)).answers
    assert.deepEqual([given!.reply.id, given!.official], [crossing.targetId, undefined])
  }),
)

test(
  'once its outer end is closed to somebody, a link and its record are closed to them too',
  inTransaction(async (ctx) => {
    const { cast, question, inside } = await world(ctx)
    const tomasz = cast.as(ctx, 'tomasz')
    const words = { name: 'Same fault', reason: 'Seen' }
    const { id } = await linkTexts(tomasz, thing(question), thing(inside), words)
    const aiko = cast.as(ctx, 'aiko')
    assert.equal((await getCrossing(aiko, id)).bytes, 'Same fault')
    assert.equal((await crossedAt(aiko, thing(inside))).links.length, 1)
    await ctx.db.updateTable('threads').set({ reach: 1 }).where('id', '=', question.id).execute()
    await assert.rejects(getCrossing(aiko, id), NotFound)
    assert.equal((await crossedAt(aiko, thing(inside))).links.length, 0)
    assert.equal((await getCrossing(cast.as(ctx, 'jonas'), id)).id, id, 'an office reads the whole log')
  }),
)
