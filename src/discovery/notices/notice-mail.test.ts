/** One mail of notices: what it says, how mail programs read it, and what it never says. Read by a foreign parser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { findSetting, putSetting } from '../../platform/settings.ts'
import { answerNotice, defineNoticeKind, notify } from './notices.ts'
import { makeStopToken, readStopToken } from './stop-token.ts'

const asking = defineNoticeKind({
  name: 'mail-test',
  about: 'answers',
  label: 'Tested',
  realms: ['outside', 'inside'],
  says: () => 'There is an official answer',
  asks: { sentence: 'Did this help?', anchor: 'helped' },
})

async function question(ctx: Ctx, title = 'Off at 40 %') {
  const cast = await getCast(ctx)
  await putSetting(ctx, 'public-url', 'https://riders.example')
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Why?', tags: [] })
  const say = async (...people: PersonName[]) => {
    for (const who of people) await answer(cast.as(ctx, who), thread.id, 'Keep the battery warm.')
    await hearEverything(ctx)
  }
  return { cast, thread, say }
}

const mailsOf = async (ctx: Ctx) => {
  await sendNoticeMails(ctx)
  return ctx.db.selectFrom('mails').selectAll().orderBy('id').execute()
}

/** A mail as its receiver's program reads it, after the way over SMTP. */
async function arrived(mail: Awaited<ReturnType<typeof mailsOf>>[number]) {
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: 'tango@riders.example',
    to: mail.toAddress,
    subject: mail.subject,
    text: mail.bodyText,
    html: mail.bodyHtml!,
    headers: mail.headers as Record<string, string>,
  })
  const read = await PostalMime.parse(message as Buffer)
  const header = (name: string) => read.headers.find(({ key }) => key === name)?.value
  return { ...read, header }
}

const wordsOf = (html: string) =>
  html
    .replace(/<style[\s\S]*?<\/style>|<title[\s\S]*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()

test(
  'a mail says what happened, why it came, where it leads and how to stop it, as text and as a page',
  inTransaction(async (ctx) => {
    const { thread, say } = await question(ctx)
    await say('gustav')
    const [mail] = await mailsOf(ctx)
    const read = await arrived(mail!)
    assert.equal(read.subject, 'Gustav Ek answered your question: Off at 40 %')
    const link = `https://riders.example/questions/${thread.id}/off-at-40`
    assert.match(
      read.text!,
      new RegExp(
        `^Gustav Ek answered your question:\nOff at 40 %\n${link}\\?at=\\d+#answer-\\d+\n\n--\nYou get this because you asked\\.\nVelund, Outside\nStop mails of this kind: https://riders\\.example/notices/stop\\?token=\\S+\nChoose when you are told: https://riders\\.example/settings/notices\n*$`,
      ),
    )
    const words = wordsOf(read.html!)
    for (const line of read.text!.split('\n').filter((one) => one && one !== '--' && !one.startsWith('http')))
      for (const part of line.split(/, (?=Outside)|: http\S+/).filter(Boolean))
        assert.ok(words.includes(part), `${part} stands on the page as well: ${words}`)
    assert.ok(read.html!.includes(`<a class="button" href="${link}?at=`))
    assert.ok(!/battery/.test(`${read.text}${read.html}`), 'no word of the answer: a recall could not take it back')
    assert.doesNotMatch(read.html!, /<img|<script|<link|url\(|src=/, 'nothing is loaded when it is opened')
  }),
)

test(
  'mail programs know that no person wrote it, which list it is of, how to stop it, and which thread it belongs to',
  inTransaction(async (ctx) => {
    const { thread, say } = await question(ctx)
    await say('gustav')
    const first = await arrived((await mailsOf(ctx))[0]!)
    await say('joost')
    const second = await arrived((await mailsOf(ctx))[1]!)
    for (const read of [first, second]) {
      assert.equal(read.header('auto-submitted'), 'auto-generated')
      assert.equal(read.header('list-id'), 'Velund <notices.riders.example>')
      assert.equal(read.header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
      const stop = /^<https:\/\/riders\.example\/notices\/stop\?token=(.+)>$/.exec(read.header('list-unsubscribe')!)!
      const { people } = await getCast(ctx)
      const said = await readStopToken(ctx, decodeURIComponent(stop[1]!))
      assert.deepEqual(said, { accountId: people.ines.id, kind: 'answer' })
      assert.equal(read.inReplyTo, `<thread-${thread.id}@riders.example>`)
      assert.equal(read.references, `<thread-${thread.id}@riders.example>`)
    }
    assert.notEqual(first.messageId, second.messageId)
  }),
)

test(
  'several notices of one thread that wait travel in one mail, those of one kind in one sentence with their names',
  inTransaction(async (ctx) => {
    const { cast, thread, say } = await question(ctx)
    await say('gustav', 'joost', 'amina', 'gustav')
    const told = { accountId: cast.people.ines.id, threadId: thread.id, kind: asking, because: 'because it is yours' }
    await notify(ctx, told)
    const other = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      type: 'question',
      title: 'B',
      body: 'x',
    })
    await notify(ctx, { ...told, kind: answerNotice, threadId: other.id, actorId: cast.people.gustav.id })
    const [one, two, ...rest] = await mailsOf(ctx)
    assert.equal(rest.length, 0)
    assert.equal(one!.subject, '5 notices: Off at 40 %')
    const link = `https://riders.example/questions/${thread.id}/off-at-40`
    assert.match(
      one!.bodyText,
      new RegExp(
        `^There is an official answer\\.\nGustav Ek, Amina Haddad and Joost van Rijn answered your question:\nOff at 40 %\n${link}\\?at=\\d+#answer-\\d+\n\nDid this help\\?\n${link}\\?at=\\d+#helped\n\n--\nYou get this because it is yours, and because you asked\\.\n`,
      ),
    )
    assert.equal(two!.subject, 'Gustav Ek answered your question: B')
  }),
)

test(
  'a title cannot break out of its place, nor add a header',
  inTransaction(async (ctx) => {
    const { say } = await question(ctx, 'A "title" Bcc: all@people.example <script>alert(1)</script>')
    await say('gustav')
    const [mail] = await mailsOf(ctx)
    assert.doesNotMatch(mail!.subject, /[\r\n]/)
    assert.ok(mail!.bodyHtml!.includes('A &quot;title&quot;'))
    assert.doesNotMatch(mail!.bodyHtml!, /<script>/)
    const read = await arrived(mail!)
    assert.deepEqual([read.to?.length, read.bcc], [1, undefined])
  }),
)

test(
  'a stop link is worth something for one account and one kind, and only as it was made',
  inTransaction(async (ctx) => {
    const { people } = await getCast(ctx)
    const token = await makeStopToken(ctx, people.ines.id, 'answer')
    assert.deepEqual(await readStopToken(ctx, token), { accountId: people.ines.id, kind: 'answer' })
    const [, kind, signature] = token.split('.')
    const flipped = signature!.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
    const forged = [
      undefined,
      '',
      'x',
      `${people.gustav.id}.${kind}.${signature}`,
      `${people.ines.id}.called.${signature}`,
      `${people.ines.id}.${kind}.${flipped}`,
      `${people.ines.id}.${kind}.`,
      `0${token}`,
      `${token} `,
      token.slice(0, -1),
    ]
    for (const one of forged) assert.equal(await readStopToken(ctx, one), undefined, String(one))
    const key = await findSetting<string>(ctx, 'notice-key')
    assert.ok(key && key.length >= 43)
    await makeStopToken(ctx, people.gustav.id, 'answer')
    assert.equal(await findSetting(ctx, 'notice-key'), key, 'the key is made once')
    await putSetting(ctx, 'notice-key', 'another')
    assert.equal(await readStopToken(ctx, token), undefined, 'links of another installation are worth nothing')
  }),
)
