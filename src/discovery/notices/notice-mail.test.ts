import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { findSetting, putSetting } from '../../platform/settings.ts'
import { sendNoticeMail } from './notice-mail.ts'
import { answerNotice } from './notices.ts'
import { makeStopToken, readStopToken } from './stop-token.ts'

async function send(ctx: Ctx, parts: Partial<Parameters<typeof sendNoticeMail>[1]> = {}) {
  const cast = await getCast(ctx)
  const id = await sendNoticeMail(ctx, {
    to: 'ines@people.example',
    accountId: cast.people.ines.id,
    kind: answerNotice,
    says: 'Gustav answered your question',
    title: 'Off at 40 %',
    because: 'because you asked',
    path: '/questions/1/off#answer-2',
    ...parts,
  })
  return ctx.db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

test(
  'a mail says what happened, why it came, where it leads and how to stop it, as text and as a page',
  inTransaction(async (ctx) => {
    await putSetting(ctx, 'public-url', 'https://riders.example')
    const mail = await send(ctx, { ask: { sentence: 'Did this help?', anchor: 'helped' } })
    assert.match(
      mail.bodyText,
      /^Gustav answered your question:\nOff at 40 %\nhttps:\/\/riders\.example\/questions\/1\/off#answer-2\n\nDid this help\?\nhttps:\/\/riders\.example\/questions\/1\/off#helped\n\n--\nYou get this because you asked\.\nStop mails of this kind: https:\/\/riders\.example\/notices\/stop\?token=\S+\n$/,
    )
    assert.match(
      mail.bodyHtml!,
      /<a href="https:\/\/riders\.example\/questions\/1\/off#answer-2"><strong>Off at 40 %<\/strong><\/a>/,
    )
    assert.match(mail.bodyHtml!, /<a href="https:\/\/riders\.example\/questions\/1\/off#helped">Did this help\?<\/a>/)
  }),
)

test(
  'a title cannot break out of its place, nor add a header',
  inTransaction(async (ctx) => {
    const mail = await send(ctx, { title: 'A "title"\r\nBcc: all@people.example <script>alert(1)</script>' })
    assert.doesNotMatch(mail.subject, /[\r\n]/)
    assert.ok(mail.bodyHtml!.includes('A &quot;title&quot;'))
    assert.doesNotMatch(mail.bodyHtml!, /<script>/)
    assert.deepEqual(Object.keys(mail.headers as object).sort(), ['List-Unsubscribe', 'List-Unsubscribe-Post'])
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
