/** The stories that the demo tells of sessions, a twin, moderation, order and standing, read as those who live there. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { freshPool } from '../../../test/database.ts'
import '../../features.ts'
import { getIdea, listIdeas, listUnited } from '../../content/ideas/ideas.ts'
import { listStorms, stateAt } from '../../content/storms/storms.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import { enterTwin, listTwins, previewWords } from '../../customers/twins/twins.ts'
import { listToHear, listTotals } from '../../governance/appeals/appeals.ts'
import { listCapacities } from '../../governance/idea-capacity/idea-capacity.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import type { AccountId } from '../../platform/ids.ts'
import { silentLog } from '../../platform/log.ts'
import { putSetting } from '../../platform/settings.ts'
import { isWorking, listBridges } from '../../realms/bridges/bridges.ts'
import { buildDemo } from './demo.ts'

const now = new Date()
let ctx: Ctx
let owner: AccountViewer

before(async () => {
  const viewer = { kind: 'system', reason: 'test' } as const
  ctx = makeCtx({ viewer, db: openDatabase(await freshPool('empty')), now, log: silentLog })
  await putSetting(ctx, 'company', 'Velund')
  await putSetting(ctx, 'set-up-at', now.toISOString())
  const { rows } = await sql<{ id: AccountId }>`insert into accounts (realm, handle, display_name, email)
    values ('inside', 'owner', 'Owner', 'o@velund.example') returning id`.execute(ctx.db)
  const offices = ['owner', 'inside-steward', 'official-voice'] as const
  for (const office of offices)
    await sql`insert into offices (account_id, office) values (${rows[0]!.id}, ${office})`.execute(ctx.db)
  owner = { kind: 'account', id: rows[0]!.id, realm: 'inside', name: 'Owner', offices }
  await buildDemo(ctx)
})

async function named(name: string): Promise<AccountViewer> {
  const { rows } = await sql<AccountViewer>`select id, realm, display_name as name,
    array(select office from offices where account_id = accounts.id) as offices
    from accounts where display_name = ${name}`.execute(ctx.db)
  return { ...rows[0]!, kind: 'account' }
}

async function idOf(title: string): Promise<ThreadId> {
  const { rows } = await sql<{ id: ThreadId }>`select id from threads where title = ${title}`.execute(ctx.db)
  return rows[0]!.id
}

/** A page as somebody reads it, at whichever address it has now. */
async function read(viewer: AccountViewer | { kind: 'visitor' }, path: string) {
  const site = (await openSite(ctx)).as(viewer)
  const page = await site.get(path)
  return page.location === null || page.location === undefined ? page : site.get(page.location)
}

const visitor = { kind: 'visitor' } as const

test('sessions stand in each state that they can have after the opening, on three sides', async () => {
  const states = async (viewer: Ctx['viewer']) =>
    (await listStorms(ctx.as(viewer))).items.map((storm) => `${storm.realm} ${stateAt(storm, now)}`).toSorted()
  assert.deepEqual(await states({ kind: 'visitor' }), ['outside finished', 'outside open'])
  assert.deepEqual(await states(owner), ['inside judging', 'outside finished', 'outside open'])
  assert.deepEqual(await states(await named('Petra Kovač')), ['bridge open'])
  const ended = (await read(visitor, '/storms')).text.match(/href="(\/storms\/\d+)"[^>]*>Which small thing/)![1]!
  const page = (await read(visitor, ended)).text
  assert.match(page, /2 ideas were chosen/)
  assert.match(page, /Chosen, place 1/)
  assert.match(page, /Read the result: Your small things/)
  const board = (await read(visitor, '/ideas')).text
  assert.match(board, /A storm session is open\.[\s\S]*What should the display show when it is freezing\?/)
  assert.ok(!board.includes('How do we answer half'), 'nothing of the session inside')
})

test('every idea of the session that ended has an answer, and none of the open one is owed yet', async () => {
  const { items } = await listIdeas(ctx.as({ kind: 'visitor' }), { overdue: true }, { limit: 50 })
  assert.deepEqual(
    items.map(({ thread }) => thread.title),
    ['A charger that fits into a jersey pocket'],
  )
})

test('a twin has debate and notes inside, one answer that crossed, and words that wait for a voice', async () => {
  const theirs = ctx.as(owner)
  const [twin] = (await listTwins(theirs)).items
  const room = await enterTwin(theirs, twin!.id)
  assert.deepEqual([room.debate.length, room.notes.length, room.words.length], [3, 3, 2])
  assert.deepEqual([room.inner.stage, room.outer.stage], ['partly-done', 'planned'])
  assert.equal(room.answers.at(-1)!.stage, 'planned')
  const preview = (await previewWords(theirs, twin!.id))!
  assert.deepEqual([preview.mayPublish.allowed, preview.isOutdated], [true, false])
  assert.equal(preview.named.length, 1, 'who wrote it outside agreed to be named')
  const page = (await read(visitor, `/ideas/${room.outer.id}`)).text
  for (const hidden of ['cold chamber', '9,000', 'lot 6', 'Partly done', room.inner.thread.title])
    assert.ok(!page.includes(hidden), hidden)
})

test('the owner can hear an appeal against what the steward decided, decide a case inside, and nobody reads what is held', async () => {
  const [waiting, ...others] = await listToHear(ctx.as(owner), 'outside')
  assert.equal(others.length, 0)
  assert.deepEqual(
    [waiting!.measure.measure, waiting!.measure.rule, waiting!.mayHear.allowed],
    ['remove', 'insult', true],
  )
  assert.deepEqual(await listToHear(ctx.as(await named('Sara Lindqvist')), 'outside'), [], 'never who decided first')
  assert.match((await read(owner, '/moderation/inside')).text, /Rui surely not/)
  const queue = (await read(await named('Sara Lindqvist'), '/moderation/outside')).text
  assert.match(queue, /BATTERIES AT HALF PRICE[\s\S]*Held by a check/)
  assert.match(queue, /weight 4/, 'how much a case weighs is said in words')
  const [outside] = await listTotals(ctx.as({ kind: 'visitor' }))
  assert.deepEqual([outside!.decided, outside!.waiting], [2, 3])
  const held = await read(
    visitor,
    `/questions/${await idOf('BATTERIES AT HALF PRICE, ONLY THIS WEEK, ALL MODELS, FREE DELIVERY')}`,
  )
  assert.equal(held.status, 404)
})

test('ideas grow: one extended, one united, one put away that nobody came back to, one lifted, and one category is late', async () => {
  const anyone = ctx.as(visitor)
  const extension = await getIdea(anyone, await idOf('Show where the bike is when somebody moves it'))
  assert.equal(extension.extendsId, await idOf('Lock the motor from the app'))
  const united = await listUnited(anyone, await idOf('A charger that fits into a jersey pocket'))
  assert.deepEqual(
    united.map(({ title }) => title),
    ['A light charger for the road'],
  )
  assert.equal((await getIdea(anyone, await idOf('A cup holder that takes a flask'))).stage, 'archived')
  const lifted = await read(visitor, `/ideas/${await idOf('Warmer colours for the display at night')}`)
  assert.match(lifted.text, /15/)
  const late = (await listCapacities(anyone)).filter(({ debt }) => debt.isOver)
  assert.deepEqual(
    late.map(({ title }) => title),
    ['Bike and parts'],
  )
})

test('a duplicate credits both askers, an answer stands where it was split off to, and a champion retyped one', async () => {
  const kept = await read(visitor, `/questions/${await idOf('Where does the frame number stand, for the police?')}`)
  assert.match(kept.text, /Also asked by/)
  assert.match(kept.text, /It also stands on the invoice/)
  const tyres = await read(visitor, `/questions/${await idOf('Which tyre fits under the mudguards of the Loop?')}`)
  assert.match(tyres.text, /This answer was moved to[\s\S]*The stay of the mudguard sings/)
  const retyped = await read(visitor, `/questions/${await idOf('May I ride with the battery taken out?')}`)
  assert.match(retyped.text, /Champion/)
  assert.match(retyped.text, /Receives from Velund: winter tyres to try, a set each year\./)
})

test('a bridge joins testers and product: one thread came in, one waits to go out', async () => {
  const daniel = ctx.as(await named('Daniel Okafor'))
  const [bridge] = await listBridges(daniel)
  assert.ok(isWorking(bridge!))
  assert.deepEqual([bridge!.bringsIn, bridge!.publishesOut], [true, true])
  const page = (await read(await named('Mirela Popescu'), `/inside/bridges/${bridge!.id}`)).text
  assert.match(page, /4\.3 beta 2: what changed for testers/)
  const { rows } = await sql<{ act: string; n: number }>`select act, count(*)::int as n from crossings
    group by act order by act`.execute(ctx.db)
  assert.deepEqual(
    rows.map(({ act }) => act),
    ['bring-in', 'link-across', 'publish-out'],
  )
})
