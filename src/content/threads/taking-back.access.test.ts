/** Who takes a text back, reads it afterwards and puts it back: whoever wrote it, and nobody else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import {
  type OwnPost,
  mayTakeBack,
  mayTakeBackAnswer,
  mayTakeBackCrossed,
  mayTakeBackThread,
} from './taking-back.access.ts'
import { addressOfGone, findTakenBack, findTakenBackReply, isGone, listTakenBack } from './taking-back.ts'
import { addReply, getReply, putBack, startThread, takeBackReply, takeBackThread } from './threads.ts'

type Who = PersonName | 'visitor'

const customers: Who[] = ['ines', 'gustav', 'joost', 'amina']
const employees: Who[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']

/** A thread of one author and a reply of another, and who reads them. */
const scenes: readonly { place: PlaceName; author: PersonName; replier: PersonName; readers: readonly Who[] }[] = [
  { place: 'riders', author: 'ines', replier: 'gustav', readers: ['visitor', ...customers, ...employees] },
  { place: 'testers', author: 'gustav', replier: 'ines', readers: [...customers, ...employees] },
  { place: 'velund', author: 'daniel', replier: 'tomasz', readers: employees },
  { place: 'battery', author: 'tomasz', replier: 'aiko', readers: ['tomasz', 'aiko', 'lena'] },
  { place: 'cells', author: 'petra', replier: 'lena', readers: ['lena', 'petra'] },
]

test(
  'every member of the cast against every act on an own and on a foreign text, on every side',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const { place, author, replier, readers } of scenes) {
      const type = cast.spaces[place].realm === 'outside' ? 'question' : 'discussion'
      const write = (title: string) =>
        startThread(cast.as(ctx, author), cast.spaces[place], { type, title, body: 'Words.' })
      const [thread, alone] = [await write('With a reply'), await write('Alone')]
      const reply = await addReply(cast.as(ctx, replier), thread.id, { kind: 'reply', body: 'More words.' })
      const refused = (who: Who, owner: PersonName, code: string) =>
        who === owner ? 'ok' : readers.includes(who) ? 'threads.not-author' : code
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const name = `${who} at ${place}`
        assert.equal(
          await outcomeUndone(as, (one) => takeBackReply(one, reply.id)),
          refused(who, replier, 'replies.not-found'),
          `${name}: a reply`,
        )
        assert.equal(
          await outcomeUndone(as, (one) => takeBackThread(one, alone.id)),
          refused(who, author, 'threads.not-found'),
          `${name}: a thread`,
        )
        const answered = refused(who, author, 'threads.not-found')
        assert.equal(
          await outcomeUndone(as, (one) => takeBackThread(one, thread.id)),
          answered === 'ok' ? 'threads.answered' : answered,
          `${name}: an answered thread`,
        )
      }
      const [ofReply, ofThread] = [
        await takeBackReply(cast.as(ctx, replier), reply.id),
        await takeBackThread(cast.as(ctx, author), alone.id),
      ]
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const name = `${who} at ${place}, afterwards`
        for (const [taken, owner] of [
          [ofReply, replier],
          [ofThread, author],
        ] as const) {
          const isOwn = who === owner
          assert.equal((await findTakenBack(as, taken)) !== undefined, isOwn, `${name}: find it`)
          assert.equal(
            (await listTakenBack(as)).items.some((one) => one.id === taken),
            isOwn,
            `${name}: list it`,
          )
          assert.equal(
            await outcomeUndone(as, (one) => putBack(one, taken)),
            isOwn ? 'ok' : 'threads.not-taken-back',
            `${name}: put it back`,
          )
        }
        const reads = readers.includes(who)
        assert.equal((await findTakenBackReply(as, reply.id)) !== undefined, who === replier, `${name}: by the reply`)
        assert.equal(await outcome(getReply(as, reply.id)), 'replies.not-found', `${name}: read it`)
        assert.equal(await isGone(as, reply.id), reads, `${name}: hear that it is gone`)
        assert.equal(
          await outcome(addressOfGone(as, reply.id)),
          reads ? 'ok' : 'replies.not-found',
          `${name}: where it stood`,
        )
      }
    }
  }),
)

test('each reason against taking a text back has its code, the first that holds', async () => {
  const author = { kind: 'account', id: 7, realm: 'outside', name: 'Ines', offices: [] } as never
  const stands = {
    authorId: 7,
    recalledAt: null,
    hiddenAt: null,
    removedAt: null,
    takenBackAt: null,
  } as never as OwnPost
  const at = new Date(0)
  const codes = (verdicts: readonly { allowed: boolean; code?: string }[]) =>
    verdicts.map((one) => (one.allowed ? 'ok' : one.code))
  assert.deepEqual(
    codes([
      mayTakeBack(author, stands),
      mayTakeBack({ kind: 'visitor' }, stands),
      mayTakeBack({ kind: 'system', reason: 'a job' } as never, stands),
      mayTakeBack(author, { ...stands, authorId: 8 as never }),
      mayTakeBack(author, { ...stands, removedAt: at, hiddenAt: at, takenBackAt: at }),
      mayTakeBack(author, { ...stands, hiddenAt: at }),
      mayTakeBack(author, { ...stands, removedAt: at }),
      mayTakeBack(author, { ...stands, recalledAt: at }),
    ]),
    [
      ...['ok', 'threads.not-author', 'threads.not-author', 'threads.not-author'],
      ...['threads.taken-back', 'threads.moderated', 'threads.moderated', 'threads.recalled'],
    ],
  )
  assert.deepEqual(codes([mayTakeBackAnswer(false), mayTakeBackAnswer(true)]), ['ok', 'threads.official'])
  assert.deepEqual(codes([mayTakeBackCrossed(undefined), mayTakeBackCrossed('from'), mayTakeBackCrossed('to')]), [
    ...['ok', 'threads.crossed', 'threads.crossed'],
  ])
  const alone = { isMerged: false, hasRepliesOfOthers: false, reason: undefined }
  assert.deepEqual(
    codes([
      mayTakeBackThread(alone),
      mayTakeBackThread({ ...alone, isMerged: true, hasRepliesOfOthers: true }),
      mayTakeBackThread({ ...alone, hasRepliesOfOthers: true }),
      mayTakeBackThread({ ...alone, reason: 'It is judged.' }),
    ]),
    ['ok', 'threads.merged', 'threads.answered', 'threads.kept'],
  )
})
