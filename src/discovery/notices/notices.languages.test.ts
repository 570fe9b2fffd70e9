/** The inbox in the language of its reader, and what is kept in English for those whose language nobody knows. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { follow } from '../following/following.ts'
import { addReply } from '../../content/threads/threads.ts'
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
