/** What taking back means for the rest of the house: moderators, the wall, notices and mails, stages, storms, pictures. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../features.ts'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { mailsTo } from '../../../test/sent-mails.ts'
import { wrongCounters } from '../../connect/doctor/doctor.queries.ts'
import { closesAt, at as atMoment, startIn, submitAs } from '../storms/sessions.fixture.test.ts'
import { openSwarm } from '../../customers/swarms/swarms.ts'
import { joinPair } from '../../customers/twins/pair.fixture.test.ts'
import { listNotices } from '../../discovery/notices/notices.ts'
import { search } from '../../discovery/search/search.ts'
import { getCase } from '../../governance/moderation/cases.ts'
import { getMeasure, undoMeasure } from '../../governance/moderation/moderation.ts'
import { publishOut, recall } from '../../realms/crossings/crossings.ts'
import { bringInto, crossedAt } from '../across/across.ts'
import { postIdea, setStage } from '../ideas/ideas.ts'
import { acceptAnswer, answer, ask, setProblemState } from '../questions/questions.ts'
import { eraseTakenBack, listTakenBack } from './taking-back.ts'
import {
  type ReplyId,
  addReply,
  editReply,
  editThread,
  getReply,
  getThread,
  putBack,
  retypeThread,
  startThread,
  takeBackReply,
  takeBackThread,
} from './threads.ts'

test(
  'moderators still read it for an open case, erasing waits for them, and what they remove cannot be put back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id, question } = await startTalk(ctx, cast)
    const gustav = cast.as(ctx, 'gustav')
    const moderator = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const caseId = await flagPost(cast.as(ctx, 'ines'), 'reply', id)
    await editReply(gustav, id, 'It fits, says the quokka now.')
    await takeBackReply(gustav, id)
    const found = await getCase(moderator, caseId)
    assert.equal(found.takenBack?.body, 'It fits, says the quokka now.')
    assert.match(found.shown.body, /pachyderm/)
    const site = await openSite(ctx)
    const page = await site.as(moderator.viewer).get(`/moderation/cases/${caseId}`)
    assert.match(
      page.text,
      /Its author took it back[^]*pachyderm[^]*quokka now|pachyderm[^]*took it back[^]*quokka now/,
    )
    assert.equal(await eraseTakenBack(atMinute(ctx, 31 * 1440)), 0, 'not before it is decided')
    const [removed] = await decideCase(moderator, caseId, { post: 'remove' })
    assert.deepEqual((await listTakenBack(gustav)).items, [])
    assert.equal((await getCase(moderator, caseId)).takenBack, undefined, 'a closed case shows nothing of it')
    const measure = await getMeasure(moderator, removed!)
    assert.equal(measure.shownBody, 'It fits, says the quokka now.')
    assert.equal(await outcome(takeBackReply(gustav, id)), 'threads.moderated')
    await undoMeasure(moderator, removed!)
    assert.equal(await outcome(getReply(gustav, id)), 'replies.not-found', 'its author had taken it back')
    const [kept] = (await listTakenBack(gustav)).items
    await putBack(gustav, kept!.id)
    assert.equal((await getReply(cast.as(ctx, 'visitor'), id)).body, 'It fits, says the quokka now.')
    assert.equal((await getThread(ctx, question)).answerCount, 1)
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'a case without a measure leaves it taken back, and then it is erased',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const moderator = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const caseId = await flagPost(cast.as(ctx, 'ines'), 'reply', id)
    await takeBackReply(cast.as(ctx, 'gustav'), id)
    await decideCase(moderator, caseId, { post: 'none' })
    assert.equal(await outcome(getReply(moderator, id)), 'replies.not-found')
    assert.equal(await eraseTakenBack(atMinute(ctx, 31 * 1440)), 1)
  }),
)

test(
  'what was published outside or came over the wall is recalled first; what was brought in is gone inside at once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = cast.as(ctx, 'mirela')
    const { thread: question } = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'Off at 40 %', body: 'Why the numbat?', tags: [] },
    })
    const source = await startThread(mirela, cast.spaces.velund, {
      type: 'discussion',
      title: 'Cut',
      body: 'Too early.',
    })
    const said = await addReply(cast.as(ctx, 'tomasz'), source.id, { kind: 'reply', body: 'Two lines,\nof a dugong.' })
    const apart = await addReply(cast.as(ctx, 'tomasz'), source.id, { kind: 'reply', body: 'Not for outside.' })
    const words = 'It cuts too early.\n\n> Two lines,\n> of a dugong.'
    const crossing = await publishOut(mirela, {
      source: { kind: 'thread', id: source.id, spaceId: source.spaceId },
      targetSpaceId: question.spaceId,
      bytes: words,
      ...{ reason: 'They asked', audience: 'Anyone' },
      write: async (inside) => ({ kind: 'reply', id: (await answer(inside, question.id, words)).id }),
    })
    const published = crossing.targetId as ReplyId
    assert.equal(await outcome(takeBackReply(mirela, published)), 'threads.crossed')
    const tomasz = cast.as(ctx, 'tomasz')
    assert.equal(await outcomeUndone(tomasz, (as) => takeBackReply(as, said.id)), 'threads.crossed')
    assert.equal(await outcomeUndone(cast.as(ctx, 'tomasz'), (as) => takeBackReply(as, apart.id)), 'ok')
    await takeBackReply(cast.as(ctx, 'tomasz'), apart.id)
    await ctx.db.updateTable('replies').set({ authorId: cast.people.mirela.id }).where('id', '=', said.id).execute()
    assert.equal(await outcome(takeBackThread(mirela, source.id)), 'threads.crossed')
    await recall(mirela, crossing.id, 'Wrong')
    assert.equal(await outcome(takeBackReply(mirela, published)), 'threads.recalled')
    assert.equal(await outcome(takeBackThread(mirela, source.id)), 'ok')
    const brought = await bringInto(mirela, { kind: 'thread', id: question.id }, cast.spaces.velund.id, { reason: 'R' })
    assert.equal(await outcome(takeBackThread(mirela, brought.thread.id)), 'threads.crossed')
    const quote = async () =>
      (await crossedAt(mirela, { kind: 'thread', id: brought.thread.id })).broughtIn?.quote?.body
    assert.equal(await quote(), 'Why the numbat?')
    const taken = await takeBackThread(cast.as(ctx, 'ines'), question.id)
    assert.equal(await quote(), undefined)
    await putBack(cast.as(ctx, 'ines'), taken)
    assert.equal(await quote(), 'Why the numbat?')
  }),
)

test(
  'whoever accepted it is told once; what waits in the post about it is withdrawn, and searching finds nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const [ines, gustav] = [cast.as(ctx, 'ines'), cast.as(ctx, 'gustav')]
    await acceptAnswer(ines, id)
    await hearEverything(ctx)
    const told = async () => (await listNotices(ines)).items.map((one) => one.kind.name)
    assert.ok((await told()).includes('answer'))
    const found = async () => (await search(ines, 'pachyderm')).threads.items.length
    assert.equal(await found(), 1)
    const taken = await takeBackReply(gustav, id)
    await hearEverything(ctx)
    await sendNoticeMails(ctx)
    assert.deepEqual(await told(), ['accepted-taken-back'])
    const mails = await mailsTo(ctx, 'ines@people.example')
    assert.doesNotMatch(mails.join('\n'), /pachyderm/)
    assert.match(mails.join('\n'), /taken back by its author/)
    assert.equal(await found(), 0)
    await putBack(gustav, taken)
    await takeBackReply(gustav, id)
    await hearEverything(ctx)
    assert.deepEqual(await told(), ['accepted-taken-back'])
  }),
)

test(
  'an idea with a stage, one of a closed session and a problem that was judged stay; a twin inside is no reason',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const idea = await postIdea(ines, { space: 'riders', title: 'A basket', body: 'For bread.', tags: [] })
    await outcomeUndone(ines, (as) => takeBackThread(as, idea.id)).then((code) => assert.equal(code, 'ok'))
    await setStage(cast.as(ctx, 'mirela'), idea.id, { stage: 'planned', reason: 'Soon.' })
    assert.equal(await outcome(takeBackThread(ines, idea.id)), 'threads.kept')
    const { thread } = await ask(ines, { space: 'riders', title: 'Rattles', body: 'Loudly.', tags: [] })
    await retypeThread(cast.as(ctx, 'sara'), thread.id, 'problem')
    assert.equal(await outcomeUndone(ines, (as) => takeBackThread(as, thread.id)), 'ok')
    await setProblemState(cast.as(ctx, 'mirela'), thread.id, { state: 'confirmed', note: '' })
    assert.equal(await outcome(takeBackThread(ines, thread.id)), 'threads.kept')
    const storm = await startIn(ctx, cast, 'riders')
    const submitted = await submitAs(ctx, cast, storm, 'gustav')
    const taking = (moment: number) =>
      outcomeUndone(atMoment(cast.as(ctx, 'gustav'), moment), (as) => takeBackThread(as, submitted))
    assert.deepEqual([await taking(closesAt - 1), await taking(closesAt)], ['ok', 'threads.kept'])
    const twin = await joinPair(ctx, cast)
    const { authorId } = await getThread(ctx, twin.outerId)
    const author = Object.values(cast.people).find((one) => one.id === authorId)!
    await takeBackThread(ctx.as(author), twin.outerId)
    const site = await openSite(ctx)
    assert.equal((await site.as('lena').get(`/inside/ideas/${twin.innerId}`)).status, 200)
  }),
)

test(
  'a swarm inside goes on without the words of its question, and no page of it fails; they come back with the question',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Numbat bell',
      body: 'Rings.',
      tags: [],
    })
    const tomasz = cast.as(ctx, 'tomasz')
    const swarm = await openSwarm(tomasz, thread.id)
    await editThread(tomasz, swarm.companionId, { title: 'On: Numbat bell, urgent', body: 'What do we say?' })
    const site = await openSite(ctx)
    const pages = async () => {
      const texts = []
      for (const path of [`/inside/swarms/${swarm.id}`, '/inside/swarms', `/inside/threads/${swarm.companionId}`]) {
        const page = await site.as('tomasz').get(path)
        assert.ok(page.status < 400 || page.status === 404, `${path}: ${page.status}`)
        texts.push(page.text)
      }
      const rows = await ctx.db.selectFrom('revisions').selectAll().execute()
      return texts.join() + JSON.stringify(rows)
    }
    assert.match(await pages(), /On: Numbat bell, urgent/)
    const taken = await takeBackThread(cast.as(ctx, 'ines'), thread.id)
    assert.doesNotMatch(await pages(), /Numbat/)
    assert.equal((await getThread(tomasz, swarm.companionId)).title, 'On: …')
    assert.equal((await site.as('tomasz').get('/inside/measures')).status, 200)
    await putBack(cast.as(ctx, 'ines'), taken)
    assert.equal((await getThread(tomasz, swarm.companionId)).title, 'On: Numbat bell')
  }),
)
