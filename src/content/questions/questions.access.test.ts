import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { outcomeUndone } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import {
  acceptAnswer,
  answer,
  ask,
  comment,
  editAnswer,
  editQuestion,
  getQuestion,
  giveKudos,
  listQuestions,
  markOfficial,
  postOfficialAnswer,
  sayHere,
  withdrawAcceptance,
} from './questions.ts'

const employees: readonly PersonName[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
const customers: readonly PersonName[] = ['ines', 'gustav', 'joost', 'amina']
const members = [...employees, ...customers]

/** Ines asks in `space`, Gustav answers, Daniel (an employee) answers too. */
async function setScene(ctx: Ctx, space: 'riders' | 'testers') {
  const cast = await getCast(ctx)
  const question = await ask(cast.as(ctx, 'ines'), {
    space,
    title: 'Why does it stop?',
    body: 'It stops.',
    tags: ['cold'],
  })
  const id = question.thread.id
  const theirs = await answer(cast.as(ctx, 'gustav'), id, 'Keep it warm.')
  const ours = await answer(cast.as(ctx, 'daniel'), id, 'We are looking into it.')
  return { cast, id, theirs, ours }
}

type Scene = Awaited<ReturnType<typeof setScene>>
interface Row {
  readonly does: string
  readonly act: (ctx: Ctx, scene: Scene) => Promise<unknown>
  /** Who may; everybody else who can read gets `refusal`. */
  readonly may: readonly (PersonName | 'visitor')[]
  readonly refusal: (who: PersonName | 'visitor') => string
}

const signIn = (refusal: string) => (who: string) => (who === 'visitor' ? 'spaces.sign-in-first' : refusal)
const except = (...names: PersonName[]) => members.filter((name) => !names.includes(name))

const table: readonly Row[] = [
  { does: 'read', act: (ctx, { id }) => getQuestion(ctx, id), may: ['visitor', ...members], refusal: () => '' },
  { does: 'answer', act: (ctx, { id }) => answer(ctx, id, 'Try this.'), may: members, refusal: signIn('') },
  { does: 'comment', act: (ctx, { id }) => comment(ctx, id, 'Which year?'), may: members, refusal: signIn('') },
  {
    does: 'comment on an answer',
    act: (ctx, { id, theirs }) => comment(ctx, id, 'Thanks.', theirs.id),
    may: members,
    refusal: signIn(''),
  },
  {
    does: 'edit the question',
    act: (ctx, { id }) => editQuestion(ctx, id, { title: 'Why?', body: 'Changed.', tags: [] }),
    may: ['ines'],
    refusal: signIn('threads.not-author'),
  },
  {
    does: 'edit the answer',
    act: (ctx, { theirs }) => editAnswer(ctx, theirs.id, 'Changed.'),
    may: ['gustav'],
    refusal: signIn('threads.not-author'),
  },
  {
    does: 'accept',
    act: (ctx, { theirs }) => acceptAnswer(ctx, theirs.id),
    may: ['ines'],
    refusal: signIn('questions.not-asker'),
  },
  {
    does: 'withdraw',
    act: (ctx, { id }) => withdrawAcceptance(ctx, id),
    may: ['ines'],
    refusal: signIn('questions.not-asker'),
  },
  {
    does: 'say same here',
    act: (ctx, { id }) => sayHere(ctx, id),
    may: ['gustav', 'joost', 'amina'],
    refusal: (who) =>
      who === 'visitor'
        ? 'spaces.sign-in-first'
        : who === 'ines'
          ? 'questions.own-question'
          : 'questions.customers-only',
  },
  {
    does: 'thank',
    act: (ctx, { theirs }) => giveKudos(ctx, theirs.id),
    may: except('gustav'),
    refusal: signIn('questions.own-answer'),
  },
  {
    does: 'answer officially',
    act: (ctx, { id }) => postOfficialAnswer(ctx, id, 'It is the software.'),
    may: ['mirela'],
    refusal: signIn('questions.not-official-voice'),
  },
  {
    does: 'mark official',
    act: (ctx, { ours }) => markOfficial(ctx, ours.id),
    may: ['mirela'],
    refusal: signIn('questions.not-official-voice'),
  },
]

for (const space of ['riders', 'testers'] as const) {
  test(
    `who may do what with a question in a ${space === 'riders' ? 'public' : 'members’'} space`,
    inTransaction(async (ctx) => {
      const scene = await setScene(ctx, space)
      const blind = (who: string) => who === 'petra' || (space === 'testers' && who === 'visitor')
      for (const row of table) {
        for (const who of everybody) {
          const expected = blind(who)
            ? /not-found$/
            : row.may.includes(who)
              ? /^ok$/
              : new RegExp(`^${row.refusal(who)}$`)
          const came = await outcomeUndone(scene.cast.as(ctx, who), (viewed) => row.act(viewed, scene))
          assert.match(came, expected, `${who}: ${row.does}`)
        }
      }
    }),
  )
}

test(
  'questions are asked outside, by everyone who can read the space and is signed in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const asked = { title: 'How far?', body: 'How far does it go?', tags: [] }
    for (const who of everybody) {
      const come = (space: string) => outcomeUndone(cast.as(ctx, who), (viewed) => ask(viewed, { ...asked, space }))
      const [riders, testers, inside] = [await come('riders'), await come('testers'), await come('velund')]
      if (who === 'visitor')
        assert.deepEqual([riders, testers, inside], ['spaces.sign-in-first', 'spaces.not-found', 'spaces.not-found'])
      else if (who === 'petra')
        assert.deepEqual([riders, testers, inside], ['spaces.not-found', 'spaces.not-found', 'spaces.not-found'])
      else assert.deepEqual([riders, testers], ['ok', 'ok'], who)
      if (customers.includes(who as PersonName)) assert.equal(inside, 'spaces.not-found', who)
      if (employees.includes(who as PersonName)) assert.equal(inside, 'questions.outside-only', who)
    }
  }),
)

test(
  'a list holds exactly the questions that the viewer could open',
  inTransaction(async (ctx) => {
    const [open, closed] = [await setScene(ctx, 'riders'), await setScene(ctx, 'testers')]
    for (const who of everybody) {
      const viewed = open.cast.as(ctx, who)
      const listed = (await listQuestions(viewed)).items.map((line) => line.thread.id)
      const readable = []
      for (const id of [closed.id, open.id])
        if ((await outcomeUndone(viewed, (one) => getQuestion(one, id))) === 'ok') readable.push(id)
      assert.deepEqual(listed.toSorted(), readable.toSorted(), who)
    }
  }),
)
