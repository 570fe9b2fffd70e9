/** Random histories of offices, flags, decisions and appeals: nobody ever hears what they decided, wrote or flagged. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { fc } from '../../../test/property.ts'
import { type ReplyId, addReply } from '../../content/threads/threads.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { flag } from '../flags/flags.ts'
import { type MeasureId, decide, decisionSchema, takeCase, undoMeasure } from '../moderation/moderation.ts'
import { type AppealId, contest, hearAppeal } from './appeals.ts'

const staff = ['sara', 'mirela', 'jonas', 'daniel'] as const
type Act =
  | { do: 'office'; who: number; office: 'outside-steward' | 'owner'; held: boolean }
  | { do: 'flag' | 'decide' | 'hear' | 'undo'; who: number; at: number }
  | { do: 'contest'; at: number }

const who = fc.nat(staff.length - 1)
const at = fc.nat(20)
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('office' as const),
      who,
      office: fc.constantFrom('outside-steward' as const, 'outside-steward' as const, 'owner' as const),
      held: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('flag' as const), who, at }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('decide' as const), who, at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), who, at }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('contest' as const), at }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hear' as const), who, at }) },
)

const undone = new Error('undone on purpose')
const counts = { heard: 0, refused: 0 }

/** Who of the staff stands as what now, as the sign-in would give it. */
async function viewersOf(ctx: Ctx, people: readonly AccountViewer[]): Promise<AccountViewer[]> {
  const held = await ctx.db.selectFrom('offices').select(['accountId', 'office']).where('endedAt', 'is', null).execute()
  return people.map((one) => ({
    ...one,
    offices: held.filter((row) => row.accountId === one.id).map((row) => row.office),
  }))
}

async function live(ctx: Ctx, acts: readonly Act[]): Promise<void> {
  const cast = await getCast(ctx)
  const { question } = await startTalk(ctx, cast)
  const posts: ReplyId[] = []
  const authors = ['gustav', 'sara', 'mirela', 'daniel'] as const
  for (const author of authors)
    posts.push((await addReply(cast.as(ctx, author), question, { kind: 'comment', body: `By ${author}.` })).id)
  for (const who of ['sara', 'mirela'] as const) await makeModerator(ctx, cast, who, 'outside')
  const cases = []
  for (const id of posts) cases.push(await flagPost(cast.as(ctx, 'amina'), 'reply', id))
  const measures: MeasureId[] = []
  const appeals: AppealId[] = []
  const decision = decisionSchema.parse({ post: 'hide', rule: 'spam', reason: 'It advertises something.' })
  const team = await viewersOf(ctx, [cast.people.sara, cast.people.mirela])
  for (const [n, id] of cases.entries())
    for (const as of [team[n % 2]!, team[(n + 1) % 2]!].map((one) => ctx.as(one)))
      if ((await outcome(takeCase(as, id))) === 'ok') {
        measures.push(...(await decide(as, id, decision)))
        break
      }
  for (const one of acts) {
    const people = await viewersOf(
      ctx,
      staff.map((name) => cast.people[name]),
    )
    const viewer = 'who' in one ? people[one.who]! : people[0]!
    const as = ctx.as(viewer)
    if (one.do === 'office') {
      await ctx.db.deleteFrom('offices').where('accountId', '=', viewer.id).where('office', '=', one.office).execute()
      if (one.held) await ctx.db.insertInto('offices').values({ accountId: viewer.id, office: one.office }).execute()
    } else if (one.do === 'flag') {
      await outcome(flag(as, 'reply', posts[one.at % posts.length]!, { rule: 'spam', words: '' }))
    } else if (one.do === 'decide') {
      const open = await ctx.db
        .selectFrom('moderationCases')
        .select('id')
        .where('closedAt', 'is', null)
        .orderBy('id')
        .execute()
      const chosen = open[one.at % Math.max(1, open.length)]
      if (!chosen || (await outcome(takeCase(as, chosen.id))) !== 'ok') continue
      measures.push(...(await decide(as, chosen.id, decision)))
    } else if (one.do === 'undo') {
      const id = measures[one.at % Math.max(1, measures.length)]
      if (id) await outcome(undoMeasure(as, id))
    } else if (one.do === 'contest') {
      const id = measures[one.at % Math.max(1, measures.length)]
      if (!id) continue
      const { subjectId } = await ctx.db
        .selectFrom('moderationMeasures')
        .select('subjectId')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const all = [...Object.values(cast.people)]
      const author = all.find((person) => person.id === subjectId)!
      const made = await contest(ctx.as(author), id, 'It is wrong.').catch(() => undefined)
      if (made) appeals.push(made)
    } else {
      const id = appeals[one.at % Math.max(1, appeals.length)]
      if (!id) continue
      const code = await outcome(hearAppeal(as, id, { outcome: 'upheld', answer: 'It was.' }))
      if (code === 'ok') counts.heard++
      else counts.refused++
    }
  }
  const heard = await ctx.db
    .selectFrom('moderationAppeals as a')
    .innerJoin('moderationMeasures as m', 'm.id', 'a.measureId')
    .innerJoin('moderationCases as c', 'c.id', 'm.caseId')
    .select(['a.heardBy', 'm.decidedBy', 'c.authorId', 'c.id'])
    .where('a.heardAt', 'is not', null)
    .execute()
  for (const row of heard) {
    const flags = await ctx.db.selectFrom('moderationFlags').select('flaggedBy').where('caseId', '=', row.id).execute()
    assert.notEqual(row.heardBy, row.decidedBy, 'never who decided first')
    assert.notEqual(row.heardBy, row.authorId, 'never who wrote it')
    assert.ok(!flags.some((one) => one.flaggedBy === row.heardBy), 'never who flagged it')
  }
  const decided = await ctx.db
    .selectFrom('moderationMeasures as m')
    .innerJoin('moderationCases as c', 'c.id', 'm.caseId')
    .select(['m.decidedBy', 'c.authorId', 'c.id', 'm.caseId'])
    .execute()
  for (const row of decided) {
    const flags = await ctx.db.selectFrom('moderationFlags').select('flaggedBy').where('caseId', '=', row.id).execute()
    assert.notEqual(row.decidedBy, row.authorId, 'nobody decides about their own text')
    assert.ok(!flags.some((one) => one.flaggedBy === row.decidedBy), 'nobody decides about their own flag')
  }
}

test(
  'after any history no appeal was heard by who decided, wrote or flagged, and nobody decided where they have a part',
  inTransaction(async (ctx) => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 30, size: 'max' }), async (acts) => {
        const lived = ctx.transaction(async (inside) => {
          await live(inside, acts)
          throw undone
        })
        await lived.catch((error: unknown) => {
          if (error !== undone) throw error
        })
      }),
      { numRuns: 6 },
    )
    const { heard, refused } = counts
    assert.ok(heard > 2 && refused > 5, JSON.stringify(counts))
  }),
)
