/** The inbox in the language of its reader, and what is kept in English for those whose language nobody knows. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { follow } from '../following/following.ts'
import { addReply, getThread, removalMarker, removePost } from '../../content/threads/threads.ts'
import { chooseLocale } from '../../people/accounts/accounts.ts'
import { speaking } from '../../platform/languages/installation.ts'
import { said, wordsIn } from '../../platform/languages/languages.ts'
import { listNoticeGroups, listNotices, notify, answerNotice } from './notices.ts'

test(
  'what happened, who did it and why one is told is said in the language of the reader',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It hums', body: 'Why?', tags: [] })
    const tell = async (who: PersonName) => {
      const { id } = await addReply(cast.as(ctx, who), thread.id, { kind: 'reply', body: 'So.' })
      await notify(ctx, {
        accountId: cast.people.ines.id,
        kind: answerNotice,
        because: 'because you asked',
        threadId: thread.id,
        replyId: id,
        actorId: cast.people[who].id,
      })
    }
    const inbox = async (language: string) => {
      const { text } = await (await openSite(ctx)).as('ines').get('/notices', { 'accept-language': language })
      return /<main[\s\S]*<\/main>/.exec(text)![0].replace(/<[^>]+>/g, ' ')
    }
    await tell('gustav')
    assert.match(await inbox('de'), /neu .*Meine Frage, beantwortet von Gustav[^<]*Grund: meine Frage\./s)
    assert.match(await inbox('en'), /Gustav[^,]* answered your question\s+You are told because you asked\./)
    await tell('joost')
    assert.match(await inbox('de'), /2 neu .*beantwortet von Joost van Rijn und Gustav/s)
    assert.match(await inbox('en'), /2 new .*Joost van Rijn and Gustav .* answered your question/s)
    const [notice] = (await listNotices(cast.as(ctx, 'ines'))).items
    assert.match(notice!.says, /^Joost van Rijn answered your question$/)
    const [group] = (await listNoticeGroups(cast.as(ctx, 'ines'))).items
    assert.equal(group!.lines[0]!.because, 'because you asked')
  }),
)

test(
  'following and finding are told in German, and the words of people stay theirs',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'joost'), { space: 'riders', title: 'Quagga', body: 'Why?', tags: [] })
    await answer(cast.as(ctx, 'gustav'), thread.id, 'Oil it.')
    await follow(cast.as(ctx, 'ines'), { kind: 'space', id: cast.spaces.riders.id })
    const ines = (await openSite(ctx)).as('ines')
    const german = async (path: string) =>
      (await ines.get(path, { 'accept-language': 'de' })).text.replace(/<(?!h1)[^>]+>/g, ' ').replace(/\s+/g, ' ')
    assert.match(await german('/search?q=quagga'), /Passendstes zuerst .*Quagga.* 1 Antwort /)
    assert.match(await german('/search?q=zzzz'), /Nichts gefunden .*Weniger Wörter/)
    assert.match(await german('/following'), /Quagga .*ich folge /)
    assert.match(await german('/settings/following'), /Nicht mehr/)
    assert.match(await german('/settings/notices'), /Ruhezeit beginnt um/)
    assert.match(await german('/settings/leave'), /14 Tage zum Zurückkommen/)
    assert.match(await german('/settings/data'), /7 Tage lang aufbewahrt/)
    assert.match(await german('/settings/feeds'), /Meine Mitteilungen Noch keine Adresse/)
  }),
)

test(
  'a thread that moderation removed is called so in the language of the reader, in the inbox and in a mail',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.people.ines.id
    await chooseLocale(ctx, ines, 'de')
    const told = [answerNotice, 'because you asked'] as const
    const tell = async (title: string) => {
      const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Why?', tags: [] })
      await notify(ctx, {
        ...{ accountId: ines, kind: told[0], because: told[1], threadId: thread.id },
        actorId: cast.people.gustav.id,
      })
      return thread.id
    }
    // A title of somebody stays theirs, also where it reads like the marker.
    const { title } = removalMarker(said('Spam or advertising'))
    const own = await tell(title)
    const removed = await tell('Buy this')
    await removePost(ctx, { threadId: removed, replyId: null }, removalMarker(said('Spam or advertising')))
    const german = speaking(cast.as(ctx, 'ines'), wordsIn('de'))
    const expected = ['Von der Moderation entfernt', title]
    assert.deepEqual((await listNotices(german)).items.map((one) => one.title).toSorted(), expected.toSorted())
    assert.deepEqual((await listNoticeGroups(german)).items.map((one) => one.title).toSorted(), expected.toSorted())
    assert.deepEqual(
      (await listNotices(cast.as(ctx, 'ines'))).items.map((one) => one.title),
      [title, title],
    )
    assert.equal((await getThread(german, own)).title, title)
    await sendNoticeMails(ctx)
    const mails = await ctx.db.selectFrom('mails').select('subject').execute()
    const subjects = mails.map(({ subject }) => subject.replace(/^.*: /, '')).toSorted()
    assert.deepEqual(subjects, expected.toSorted())
  }),
)
