/** The same act at the same moment, inside the house: structure, groups, rights, offices, moderation, sessions, drafts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listDrafts, saveDraft } from '../../src/content/drafts/drafts.ts'
import { closesAt, hour, opensAt } from '../../src/content/storms/sessions.fixture.test.ts'
import { finishStorm, startStorm } from '../../src/content/storms/storms.ts'
import { answer, ask } from '../../src/content/questions/questions.ts'
import { contest, hearAppeal } from '../../src/governance/appeals/appeals.ts'
import { takeCase } from '../../src/governance/moderation/cases.ts'
import { decide, decisionSchema, undoMeasure } from '../../src/governance/moderation/moderation.ts'
import { flag } from '../../src/governance/flags/flags.ts'
import { changeNode, closeNode, endPlacement, makeNode, placePerson } from '../../src/people/axes/axes.ts'
import {
  addToGroup,
  listGroupMembers,
  makeGroup,
  removeFromGroup,
  setGroupRole,
} from '../../src/people/groups/groups.ts'
import { invite } from '../../src/people/invitations/invitations.ts'
import { endOffice, giveOffice, listOffices } from '../../src/people/offices/offices.ts'
import { type Ctx, makeCtx } from '../../src/platform/context.ts'
import { endGrant, giveGrant, listGrants } from '../../src/realms/grants/grants.ts'
import { addMember, getRightsSpace, listMembers, removeMember } from '../../src/realms/spaces/spaces.ts'
import { type Cast, getCast } from '../cast.ts'
import { flagPost, makeModerator, startTalk } from '../moderation.ts'
import { atOnce, committedCtx } from '../races.ts'

async function house(): Promise<{ ctx: Ctx; cast: Cast }> {
  const ctx = await committedCtx()
  await ctx.db.deleteFrom('rateLimits').execute()
  return { ctx, cast: await getCast(ctx) }
}

const times = (n: number, work: (at: number) => Promise<unknown>) =>
  Array.from({ length: n }, (_, at) => () => work(at))

/** Exactly one came through; the others heard why in words of their feature. */
function assertOne(came: readonly string[], refusals: RegExp): void {
  assert.equal(came.filter((code) => code === 'ok').length, 1, came.join())
  for (const code of came) if (code !== 'ok') assert.match(code, refusals)
}

/** All came through or were refused in words: no error of the database among them. */
function assertWords(came: readonly string[]): void {
  for (const code of came) assert.match(code, /^(ok|[a-z-]+\.[a-z-]+)$/)
}

test('a place has its code once, never stands below itself, and closes once', async () => {
  const { ctx, cast } = await house()
  const jonas = cast.as(ctx, 'jonas')
  const node = (code: string) => makeNode(jonas, { axis: 'function', code, title: code, from: '2026-01-01' })
  assertOne(await atOnce(times(3, () => node('same-code'))), /^structure\.code-taken$/)
  for (let round = 0; round < 3; round++) {
    const [one, other] = [await node(`one-${round}`), await node(`other-${round}`)]
    const came = await atOnce([
      () => changeNode(jonas, one, { parent: other, from: '2026-06-01' }),
      () => changeNode(jonas, other, { parent: one, from: '2026-06-01' }),
    ])
    assertOne(came, /^structure\.[a-z-]+$/)
  }
  const leaf = await node('leaf')
  const place = () =>
    placePerson(jonas, { node: leaf, person: cast.people.aiko.id, role: 'member', from: '2026-06-01' })
  assertOne(await atOnce(times(3, place)), /^structure\.[a-z-]+$/)
  const { id } = await ctx.db.selectFrom('placements').select('id').where('nodeId', '=', leaf).executeTakeFirstOrThrow()
  assertWords(await atOnce(times(2, () => endPlacement(jonas, id, { on: '2026-06-10' }))))
  assertWords(await atOnce(times(3, () => closeNode(jonas, leaf, { from: '2026-07-01' }))))
})

test('a group that two lead is never left without anybody who leads it', async () => {
  const { ctx, cast } = await house()
  const { daniel, aiko } = cast.people
  for (let round = 0; round < 5; round++) {
    const made = await makeGroup(cast.as(ctx, 'daniel'), { title: `Round ${round}` })
    await addToGroup(cast.as(ctx, 'daniel'), made.slug, aiko.id)
    await setGroupRole(cast.as(ctx, 'daniel'), made.slug, aiko.id, 'lead')
    const came = await atOnce([
      () => removeFromGroup(cast.as(ctx, 'daniel'), made.slug, daniel.id),
      () =>
        round % 2
          ? removeFromGroup(cast.as(ctx, 'aiko'), made.slug, aiko.id)
          : setGroupRole(cast.as(ctx, 'aiko'), made.slug, aiko.id, 'member'),
    ])
    assertOne(came, /^groups\.[a-z-]+$/)
    const { items } = await listGroupMembers(cast.as(ctx, 'jonas'), made.id)
    assert.ok(
      items.some((member) => member.role === 'lead'),
      `${came.join()}: nobody leads round ${round}`,
    )
  }
})

test('an office is given once and ended once; a right is given, and ended once', async () => {
  const { ctx, cast } = await house()
  const jonas = cast.as(ctx, 'jonas')
  assertWords(await atOnce(times(3, () => giveOffice(jonas, cast.people.lena.id, 'official-voice'))))
  const held = (await listOffices(jonas)).filter((one) => one.accountId === cast.people.lena.id)
  assert.equal(held.length, 1)
  assertWords(await atOnce(times(3, () => endOffice(jonas, cast.people.lena.id, 'official-voice'))))
  assert.ok(!(await listOffices(jonas)).some((one) => one.accountId === cast.people.lena.id))
  const give = () => giveGrant(jonas, cast.spaces.battery.id, { right: 'read', to: `person:${cast.people.daniel.id}` })
  assertWords(await atOnce(times(2, give)))
  const space = await getRightsSpace(jonas, { id: cast.spaces.battery.id })
  const [grant] = await listGrants(jonas, space)
  assertWords(await atOnce(times(3, () => endGrant(jonas, grant!.id))))
  const member = () => addMember(jonas, cast.spaces.battery, cast.people.mirela.id)
  assert.deepEqual(await atOnce(times(3, member)), ['ok', 'ok', 'ok'])
  assertWords(await atOnce(times(3, () => removeMember(jonas, cast.spaces.battery, cast.people.mirela.id))))
  assert.equal((await listMembers(ctx, cast.spaces.battery)).length, 3)
})

test('one address is invited once at a time, and a guest’s sponsor is one person', async () => {
  const { ctx, cast } = await house()
  const room = {
    place: String(cast.spaces.cells.id),
    email: 'new@kettenwerk.example',
    displayName: 'New',
    organisation: 'K',
  }
  const came = await atOnce(times(3, () => invite(cast.as(ctx, 'lena'), room, 'http://localhost:3000')))
  assertWords(came)
  const open = await ctx.db
    .selectFrom('invitations')
    .select('id')
    .where('email', '=', room.email)
    .where('acceptedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .execute()
  assert.equal(open.length, 1, `${came.join()}: ${open.length} open invitations`)
  await addMember(ctx, cast.spaces.cells, cast.people.daniel.id)
  const guest = () => addMember(cast.as(ctx, 'jonas'), cast.spaces.cells, cast.people.petra.id)
  assertWords(await atOnce(times(3, guest)))
  const sponsorships = await ctx.db
    .selectFrom('sponsorships')
    .select('id')
    .where('guestId', '=', cast.people.petra.id)
    .where('endedAt', 'is', null)
    .execute()
  assert.equal(sponsorships.length, 1)
})

test('a post is flagged once by each, decided once, contested once and heard once', async () => {
  const { ctx, cast } = await house()
  const { answer: post } = await startTalk(ctx, cast)
  const given = { rule: 'spam', words: 'It sells something.' } as const
  const flags = await atOnce(times(3, () => flag(cast.as(ctx, 'joost'), 'reply', post, given)))
  assertOne(flags, /^flags\.[a-z-]+$/)
  const id = await flagPost(cast.as(ctx, 'amina'), 'reply', post)
  const sara = cast.as(ctx, 'sara')
  await takeCase(sara, id)
  const decision = decisionSchema.parse({ post: 'remove', rule: 'spam', reason: 'It advertises a shop of his own.' })
  assertOne(await atOnce(times(3, () => decide(sara, id, decision))), /^moderation\.[a-z-]+$/)
  const measures = await ctx.db.selectFrom('moderationMeasures').select('id').where('caseId', '=', id).execute()
  assert.equal(measures.length, 1)
  const measure = measures[0]!.id
  const gustav = cast.as(ctx, 'gustav')
  assertOne(
    await atOnce(times(3, () => contest(gustav, measure, 'It was my own advice to her.'))),
    /^appeals\.[a-z-]+$/,
  )
  const second = ctx.as(await makeModerator(ctx, cast, 'tomasz', 'outside'))
  const third = ctx.as(await makeModerator(ctx, cast, 'aiko', 'outside'))
  const appeal = await ctx.db.selectFrom('moderationAppeals').select('id').executeTakeFirstOrThrow()
  const hear = (by: Ctx, outcome: 'upheld' | 'stands') => () =>
    hearAppeal(by, appeal.id, { outcome, answer: 'We looked at it again, with care.' } as never)
  assertOne(await atOnce([hear(second, 'upheld'), hear(third, 'stands'), hear(second, 'stands')]), /^appeals\.[a-z-]+$/)
  assertWords(await atOnce(times(2, () => undoMeasure(second, measure))))
})

test('a session ends with one result, and of two windows that save a draft one is told of the other', async () => {
  const { ctx, cast } = await house()
  const at = (moment: number) => makeCtx({ ...cast.as(ctx, 'mirela'), now: new Date(moment) })
  const words = {
    question: 'What next?',
    body: '',
    rules: 'One wins.',
    opens: '2030-03-05T10:00',
    closes: '2030-03-05T16:00',
  }
  const storm = await startStorm(at(opensAt - hour), cast.spaces.riders, {
    ...words,
    zone: 'UTC',
    judges: 'Lena Brandt',
  })
  const finish = (n: number) =>
    finishStorm(at(closesAt), storm.id, { title: `Result ${n}`, body: 'So it is.', chosen: [] })
  assertOne(await atOnce(times(3, finish)), /^storms\.[a-z-]+$/)
  const results = await ctx.db
    .selectFrom('threads')
    .select('id')
    .where('type', '=', 'update')
    .where('title', 'like', 'Result%')
    .execute()
  assert.equal(results.length, 1, 'no second post was left behind')
  const draft = (n: number) =>
    saveDraft(cast.as(ctx, 'ines'), { place: 'ask:riders', path: '/questions/ask', fields: { title: `T ${n}` } })
  const saved = await Promise.all([draft(1), draft(2), draft(3)])
  assert.equal(saved.filter((one) => 'newer' in one).length, 2, JSON.stringify(saved))
  assert.equal((await listDrafts(cast.as(ctx, 'ines'))).items.length, 1)
})

test('many answers at the same moment are all there, and counted', async () => {
  const { ctx, cast } = await house()
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Many', body: 'Go.', tags: [] })
  const writers = ['gustav', 'joost', 'amina', 'daniel', 'mirela'] as const
  const came = await atOnce(
    writers.flatMap((who) => times(2, (n) => answer(cast.as(ctx, who), thread.id, `By ${who} ${n}`))),
  )
  assert.deepEqual(new Set(came), new Set(['ok']))
  const row = await ctx.db
    .selectFrom('threads')
    .select('answerCount')
    .where('id', '=', thread.id)
    .executeTakeFirstOrThrow()
  assert.equal(row.answerCount, 10)
})
