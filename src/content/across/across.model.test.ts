/** Random sequences of everything that crosses the wall, against a plain account of what should then be where. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { type Browser, openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { checkChain } from '../../connect/doctor/doctor.queries.ts'
import type { Ctx } from '../../platform/context.ts'
import { approveBridge, endBridge, proposeBridge } from '../../realms/bridges/bridges.ts'
import { type CrossingId, recall, sha256Of } from '../../realms/crossings/crossings.ts'
import { startDiscussion } from '../discussions/discussions.ts'
import { ask } from '../questions/questions.ts'
import { type Thread, addReply } from '../threads/threads.ts'
import { bringInto, crossedAt, draftPublication, linkTexts, publish } from './across.ts'

type Step =
  | { do: 'publish'; as: 'update' | 'answer'; which: number; withReply: boolean }
  | { do: 'bring' | 'link'; which: number; with: number }
  | { do: 'recall' | 'narrow'; which: number }
  | { do: 'bridge' }
  | { do: 'ask' | 'post'; ticked: boolean }

const number = fc.nat({ max: 7 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('publish' as const),
    as: fc.constantFrom('update', 'answer'),
    which: number,
    withReply: fc.boolean(),
  }),
  fc.record({ do: fc.constantFrom('bring', 'link'), which: number, with: number }),
  fc.record({ do: fc.constantFrom('recall', 'narrow'), which: number }),
  fc.record({ do: fc.constant('bridge' as const) }),
  fc.record({ do: fc.constantFrom('ask', 'post'), ticked: fc.boolean() }),
)

interface Question {
  readonly thread: Thread
  narrowed: boolean
}

/** What stands inside: a discussion whose words nobody outside may meet unless they were published. */
interface Inside {
  readonly thread: Thread
  readonly word: string
  readonly stays: string
  readonly replyWord: string
  readonly replyId: Awaited<ReturnType<typeof addReply>>['id']
}

interface Act {
  readonly id: CrossingId
  readonly kind: 'publish' | 'bring' | 'link'
  readonly words: readonly string[]
  /** Of an answer: the question under which it stands. */
  readonly under?: Question
  /** Of what was brought in: the thread inside and its source. */
  readonly brought?: { readonly thread: Thread; readonly source: Question }
  recalled: boolean
}

interface World {
  readonly ctx: Ctx
  readonly cast: Cast
  readonly visitor: Browser
  readonly questions: Question[]
  readonly insides: Inside[]
  readonly acts: Act[]
  bridge: Awaited<ReturnType<typeof approveBridge>> | undefined
  minted: number
}

const thing = (thread: Thread) => ({ kind: 'thread', id: thread.id }) as const
const mint = (world: World) =>
  `zq${String.fromCharCode(97 + (world.minted % 26))}${String.fromCharCode(97 + Math.floor(world.minted++ / 26))}xanari`

async function askOne(world: World): Promise<void> {
  const { thread } = await ask(world.cast.as(world.ctx, 'ines'), {
    ...{ space: 'riders', title: `Question ${world.questions.length}`, body: 'Why?', tags: [] },
  })
  world.questions.push({ thread, narrowed: false })
}

async function postOne(world: World, ticked: boolean): Promise<void> {
  const { ctx, cast } = world
  const [word, stays, replyWord] = [mint(world), mint(world), mint(world)]
  const body = `Said ${word}.`
  const thread = await startDiscussion(cast.as(ctx, 'mirela'), cast.spaces.velund, {
    title: `T ${word}`,
    body,
    overBridge: ticked,
  })
  const reply = await addReply(cast.as(ctx, 'tomasz'), thread.id, { kind: 'reply', body: `And ${replyWord}.` })
  await addReply(cast.as(ctx, 'aiko'), thread.id, { kind: 'reply', body: `Never ${stays}.` })
  world.insides.push({ thread, word, stays, replyWord, replyId: reply.id })
}

/** Everything that a visitor reads, as one text without what differs in every answer. */
async function everythingOutside(world: World): Promise<string> {
  const words = world.insides.flatMap((one) => [one.word, one.replyWord, one.stays])
  const { rows } = await sql<{
    id: number
    type: string
  }>`select id, type from threads where realm = 'outside' order by id`.execute(world.ctx.db)
  const paths = [
    ...['/', '/questions', '/updates', '/feed.atom', '/sitemap/1.xml', '/s/riders', '/s/riders/feed.atom'],
    ...rows.flatMap(({ id, type }) =>
      type === 'update'
        ? [`/updates/${id}/recalled`, `/updates/${id}`]
        : [`/questions/${id}`, `/questions/${id}/feed.atom`],
    ),
    ...words.map((word) => `/search?q=${word}`),
  ]
  const texts: string[] = []
  for (const path of paths) {
    let page = await world.visitor.get(path)
    if (page.location) page = await world.visitor.get(page.location.replace(/^https?:\/\/[^/]+/, ''))
    const asked = /[?]q=(\w+)/.exec(path)?.[1]
    const text = page.text.replace(/(nonce|name="csp-nonce" content)="[^"]*"/g, '')
    // A search page repeats what was asked for.
    texts.push(
      `${path.replace(/q=.*/, '')} ${page.status} ${asked ? text.replaceAll(new RegExp(`(value="|q=|q%3D|Search: )${asked}`, 'g'), '') : text}`,
    )
  }
  return texts.join('\n')
}

async function apply(world: World, one: Step): Promise<void> {
  const { ctx, cast, questions, insides, acts } = world
  await ctx.db.deleteFrom('rateLimits').execute()
  const mirela = cast.as(ctx, 'mirela')
  const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!
  if (one.do === 'ask') return askOne(world)
  if (one.do === 'post') return postOne(world, one.ticked)
  if (one.do === 'publish') {
    const source = at(insides, one.which)
    const question = questions.find((other) => !other.narrowed)
    if (one.as === 'answer' && !question) return
    const choice = {
      source: thing(source.thread),
      to: one.as === 'answer' ? { questionId: question!.thread.id } : { spaceId: cast.spaces.riders.id },
      replies: one.withReply ? [source.replyId] : [],
    }
    const { sha256 } = await draftPublication(mirela, choice)
    const { id } = await publish(mirela, choice, { expectedSha256: sha256, reason: 'Because' })
    const words = one.withReply ? [source.word, source.replyWord] : [source.word]
    acts.push({ id, kind: 'publish', words, recalled: false, ...(one.as === 'answer' && { under: question! }) })
    return
  }
  if (one.do === 'bring') {
    const source = at(questions, one.which)
    if (source.narrowed) return
    const { thread, crossing } = await bringInto(cast.as(ctx, 'daniel'), thing(source.thread), cast.spaces.velund.id, {
      reason: 'Because',
    })
    acts.push({ id: crossing.id, kind: 'bring', words: [], brought: { thread, source }, recalled: false })
    return
  }
  if (one.do === 'link') {
    const [source, question] = [at(insides, one.which), at(questions, one.with)]
    if (question.narrowed) return
    const made = await linkTexts(mirela, thing(source.thread), thing(question.thread), {
      name: `Link ${source.stays}`,
      reason: 'Because',
    }).catch((error: { code?: string }) => {
      assert.equal(error.code, 'crossings.linked-already')
    })
    if (made) acts.push({ id: made.id, kind: 'link', words: [], recalled: false })
    return
  }
  if (one.do === 'recall') {
    const standing = acts.filter((act) => !act.recalled)
    if (standing.length === 0) return
    const act = at(standing, one.which)
    await recall(cast.as(ctx, 'jonas'), act.id, 'Because')
    act.recalled = true
    return
  }
  if (one.do === 'narrow') {
    const question = at(questions, one.which)
    await ctx.db.updateTable('threads').set({ reach: 0 }).where('id', '=', question.thread.id).execute()
    question.narrowed = true
    return
  }
  if (world.bridge) {
    await endBridge(cast.as(ctx, 'sara'), world.bridge.id, 'Enough')
    world.bridge = undefined
    return
  }
  const proposed = await proposeBridge(cast.as(ctx, 'jonas'), {
    spaces: [cast.spaces.velund.id, cast.spaces.riders.id],
    ...{ bringsIn: true, publishesOut: true, title: 'Both ways', reason: 'Because' },
  })
  await approveBridge(cast.as(ctx, 'jonas'), proposed.id, 'inner')
  world.bridge = await approveBridge(cast.as(ctx, 'sara'), proposed.id, 'outer')
}

/** Takes in what the bridge did by itself meanwhile. */
async function noteBridge(world: World): Promise<void> {
  const known = new Set<number>(world.acts.map((act) => act.id))
  const rows = await world.ctx.db
    .selectFrom('crossings')
    .selectAll()
    .where('act', '<>', 'recall')
    .orderBy('place')
    .execute()
  for (const row of rows.filter((one) => !known.has(one.id))) {
    assert.match(row.reason, /standing bridge “Both ways”/, 'nothing crosses but by an act or a bridge')
    const source = world.insides.find((one) => row.act === 'publish-out' && one.thread.id === row.sourceId)
    const question = world.questions.find((one) => row.act === 'bring-in' && one.thread.id === row.sourceId)
    assert.ok(source ?? question, 'a bridge carries what people wrote, and nothing that came across')
    if (source) world.acts.push({ id: row.id, kind: 'publish', words: [source.word], recalled: false })
    else
      world.acts.push({
        id: row.id,
        kind: 'bring',
        words: [],
        brought: { thread: { id: row.targetId } as Thread, source: question! },
        recalled: false,
      })
  }
}

async function demandInvariants(world: World): Promise<void> {
  const { ctx, cast, acts, insides } = world
  const { rows } = await sql<{ orphans: number; twice: number }>`select
    (select count(*) from threads where realm = 'outside' and type = 'update' and (
      select count(*) from crossings where act = 'publish-out' and target_kind = 'thread' and target_id = threads.id) <> 1) as orphans,
    (select count(*) from (select from crossings where act = 'publish-out' group by target_kind, target_id having count(*) > 1) more) as twice`.execute(
    ctx.db,
  )
  assert.deepEqual(
    rows[0],
    { orphans: 0, twice: 0 },
    'everything outside that came from inside has exactly one crossing',
  )
  const published = acts.filter((act) => act.kind === 'publish' && !act.recalled)
  const allowed = new Set(published.flatMap((act) => act.words))
  const open = new Set(published.filter((act) => !act.under?.narrowed).flatMap((act) => act.words))
  const outside = await everythingOutside(world)
  const kept = await sql<{ text: string }>`select coalesce(string_agg(text, ' '), '') as text from (
    select title || slug || body as text from threads where realm = 'outside'
    union all select r.body from replies r join threads t on t.id = r.thread_id where t.realm = 'outside'
    union all select coalesce(v.title, '') || v.body from revisions v left join replies r on r.id = v.reply_id
      join threads t on t.id = coalesce(v.thread_id, r.thread_id) where t.realm = 'outside'
    union all select subject || body_text from mails where withdrawn_at is null
    union all select because from notices union all select payload::text from events) everywhere`.execute(ctx.db)
  for (const inside of insides) {
    for (const word of [inside.word, inside.replyWord, inside.stays]) {
      assert.equal(kept.rows[0]!.text.includes(word), allowed.has(word), `${word} in what is kept of the outside`)
      assert.equal(outside.includes(word), open.has(word), `${word} on the pages outside`)
    }
  }
  for (const act of acts.filter((one) => one.brought)) {
    const { broughtIn } = await crossedAt(cast.as(ctx, 'daniel'), thing(act.brought!.thread))
    const shows = !act.recalled && !act.brought!.source.narrowed
    assert.equal(broughtIn?.quote !== undefined, shows, 'what was brought in shows exactly while it may')
  }
  assert.equal((await checkChain(ctx)).fault, undefined)
}

async function play(ctx: Ctx, steps: readonly Step[]): Promise<void> {
  const cast = await getCast(ctx)
  const visitor = (await openSite(ctx)).as('visitor')
  const world: World = { ctx, cast, visitor, questions: [], insides: [], acts: [], bridge: undefined, minted: 0 }
  await askOne(world)
  await postOne(world, false)
  for (const one of steps) {
    const unseen = one.do === 'link' || one.do === 'bring' || one.do === 'bridge'
    const before = unseen && sha256Of(await everythingOutside(world))
    await apply(world, one)
    await hearEverything(ctx)
    await noteBridge(world)
    if (unseen) assert.equal(sha256Of(await everythingOutside(world)), before, `${one.do} changes no byte outside`)
  }
  await demandInvariants(world)
}

const runs = Number(process.env.TANGO_RUNS ?? 12)

test(
  'whatever crosses, is linked, narrowed or recalled in whatever order, the wall holds and a recall is total',
  inTransaction(async (ctx) => {
    const played = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), async (steps) => {
      const back = new Error('taken back')
      await ctx
        .transaction(async (inside) => {
          await play(inside, steps)
          throw back
        })
        .catch((error: unknown) => {
          if (error !== back) throw error
        })
    })
    await fc.assert(played, { numRuns: runs, endOnFailure: true })
  }),
)
