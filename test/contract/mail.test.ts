/** What every carrier of mail must keep, on the one of memory and on the real one over a small SMTP server. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ctx } from '../../src/platform/context.ts'
import { type Mail, type MailCarrier, carryMail, sendMail, smtpCarrier } from '../../src/platform/mail.ts'
import { inTransaction } from '../database.ts'

/** A mail as it arrived: the receivers that the server was told, the lines of its head, its readable text. */
interface Arrived {
  readonly receivers: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Post {
  readonly carrier: MailCarrier
  readonly arrived: Arrived[]
  /** Nobody takes mail until it opens again. */
  shut(): Promise<void>
  open(): Promise<void>
}

function memoryPost(): Post {
  const arrived: Arrived[] = []
  let isOpen = true
  return {
    arrived,
    carrier: {
      async send({ to, subject, text, html, headers }) {
        if (!isOpen) throw new Error('connect ECONNREFUSED')
        const lower = Object.entries(headers ?? {}).map(([name, value]) => [
          name.toLowerCase(),
          value.replace(/\s+/g, ' '),
        ])
        arrived.push({
          receivers: [to],
          headers: { ...Object.fromEntries(lower), to, subject },
          body: html === undefined ? text : `${text}\n${html}`,
        })
      },
    },
    shut: async () => void (isOpen = false),
    open: async () => void (isOpen = true),
  }
}

const servers: (() => Promise<void>)[] = []
after(async () => {
  for (const end of servers) await end()
})

/** As much SMTP as a mail needs (RFC 5321), on a loopback port. */
async function smtpPost(): Promise<Post & { replies: Record<string, string>; url: string }> {
  const arrived: Arrived[] = []
  const replies: Record<string, string> = {}
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}))
    converse(socket, replies, (mail) => arrived.push(mail))
  })
  servers.push(() => shut(server, sockets))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const url = `smtp://127.0.0.1:${port}`
  return {
    arrived,
    replies,
    url,
    carrier: smtpCarrier(url, 'Tango <tango@velund.example>'),
    shut: () => shut(server, sockets),
    open: async () => void (await once(server.listen(port, '127.0.0.1'), 'listening')),
  }
}

async function shut(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  if (server.listening) await new Promise((resolve) => server.close(resolve))
}

function converse(socket: Socket, replies: Record<string, string>, take: (mail: Arrived) => void): void {
  let [unread, data, receivers] = ['', undefined as string[] | undefined, [] as string[]]
  const answer = (verb: string, usual: string) => {
    const reply = replies[verb] ?? usual
    if (reply !== '') socket.write(`${reply}\r\n`)
  }
  answer('GREETING', '220 post.example')
  socket.on('data', (chunk) => {
    const lines = (unread + chunk.toString('latin1')).split('\r\n')
    unread = lines.pop()!
    for (const line of lines) {
      const verb = line.split(/[ :]/)[0]!.toUpperCase()
      if (data) {
        if (line !== '.') data.push(line.replace(/^\.\./, '.'))
        else {
          if (!replies.END) take(parse(receivers, data.join('\r\n')))
          data = undefined
          answer('END', '250 kept')
        }
      } else if (verb === 'RCPT') {
        receivers.push(/<(.*?)>/.exec(line)![1]!)
        answer('RCPT', '250 ok')
      } else if (verb === 'DATA') {
        data = []
        answer('DATA', '354 go on')
      } else if (verb === 'MAIL') {
        receivers = []
        answer('MAIL', '250 ok')
      } else if (verb === 'QUIT') socket.end('221 bye\r\n')
      else answer(verb, '250 ok')
    }
  })
}

function parse(receivers: readonly string[], source: string): Arrived {
  const [head, ...rest] = source.split('\r\n\r\n')
  const headers: Record<string, string> = {}
  for (const line of head!.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name, value] = /^([\w-]+): ?(.*)$/.exec(line) ?? assert.fail(`no line of a head: ${line}`)
    assert.ok(!(name!.toLowerCase() in headers), `${name} stands twice`)
    headers[name!.toLowerCase()] = decodeWords(value!)
  }
  return { receivers, headers, body: decodeBody(rest.join('\r\n\r\n'), head!) }
}

/** Encoded words of a head (RFC 2047). */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('latin1')
        : text
            .replaceAll('_', ' ')
            .replace(/=([\dA-F]{2})/gi, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    )
    .replace(/[\u0080-\u00ff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'))
}

function decodeBody(body: string, head: string): string {
  const parts = /boundary="(.+?)"/.exec(head)?.[1]
  if (parts) {
    return body
      .split(`--${parts}`)
      .slice(1, -1)
      .map((part) => decodeBody(part.split('\r\n\r\n').slice(1).join('\r\n\r\n'), part.split('\r\n\r\n')[0]!))
      .join('\n')
  }
  const text = /base64/i.test(head)
    ? Buffer.from(body, 'base64').toString('latin1')
    : /quoted-printable/i.test(head)
      ? body.replace(/=\r\n/g, '').replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
      : body
  return Buffer.from(text, 'latin1').toString('utf8').replaceAll('\r\n', '\n').trim()
}

const letter: Mail = { to: 'ines@people.example', subject: 'Hello', text: 'First line.\n\n.\n..two points\nlast' }

async function stateOf(ctx: Ctx, id: number) {
  return ctx.db
    .selectFrom('mails')
    .select(['sentAt', 'attempts', 'lastError', 'withdrawnAt'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

async function carried(ctx: Ctx, post: Post, mail: Mail): Promise<Arrived> {
  await carryMail(ctx, await sendMail(ctx, mail), post.carrier)
  return post.arrived.at(-1) ?? assert.fail('nothing arrived')
}

const posts = { 'mail in memory': async () => memoryPost(), 'mail over SMTP': smtpPost }

for (const [name, openPost] of Object.entries(posts)) {
  describe(name, () => {
    test(
      'arrives once, whole, at its receiver alone, and is noted as sent',
      inTransaction(async (ctx) => {
        const post = await openPost()
        const id = await sendMail(ctx, letter)
        assert.equal((await stateOf(ctx, id)).sentAt, null)
        await carryMail(ctx, id, post.carrier)
        await carryMail(ctx, id, post.carrier)
        assert.equal(post.arrived.length, 1)
        const [mail] = post.arrived
        assert.deepEqual(mail!.receivers, ['ines@people.example'])
        assert.equal(mail!.headers.subject, 'Hello')
        assert.ok(mail!.body.startsWith(letter.text), mail!.body)
        assert.deepEqual(await stateOf(ctx, id), { sentAt: ctx.now, attempts: 0, lastError: null, withdrawnAt: null })
      }),
    )

    test(
      'keeps every script in subject and text, and its HTML beside the text',
      inTransaction(async (ctx) => {
        const subject = 'Größe 電池 البطارية 🔋 — 40 %'
        const text = `${'ein langer Satz mit Übermaß '.repeat(60)}\n電池 🔋`
        const mail = await carried(ctx, await openPost(), {
          ...letter,
          subject,
          text,
          html: '<p>電池 &amp; <b>Maß</b></p>',
        })
        assert.equal(mail.headers.subject, subject)
        assert.ok(mail.body.includes('電池 🔋') && mail.body.includes('Übermaß ein langer'))
        assert.ok(mail.body.includes('<p>電池 &amp; <b>Maß</b></p>'))
      }),
    )

    test(
      'carries the address by which such mails are stopped (RFC 8058), however long',
      inTransaction(async (ctx) => {
        const stop = `<https://velund.example/notices/stop?token=${'aB3-_.'.repeat(40)}>`
        const headers = { 'List-Unsubscribe': stop, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        const mail = await carried(ctx, await openPost(), { ...letter, headers })
        assert.equal(mail.headers['list-unsubscribe']!.replaceAll(' ', ''), stop)
        assert.equal(mail.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click')
      }),
    )

    test(
      'no line end in a subject or a header makes a head line or a receiver of its own',
      inTransaction(async (ctx) => {
        const post = await openPost()
        for (const end of ['\r\n', '\n', '\r', '\r\n\r\n', '\u2028', '\u0085', '\u000b']) {
          const evil = `Hello${end}Bcc: eve@evil.example${end}X-Evil: yes${end}${end}<b>body</b>`
          const mail = await carried(ctx, post, { ...letter, subject: evil, headers: { 'X-Note': evil } })
          assert.deepEqual(mail.receivers, ['ines@people.example'], JSON.stringify(end))
          assert.ok(!('bcc' in mail.headers) && !('x-evil' in mail.headers), JSON.stringify(mail.headers))
          assert.ok(mail.body.startsWith(letter.text), mail.body)
          assert.doesNotMatch(mail.headers.subject!, /[\r\n]/)
        }
      }),
    )

    test(
      'one address is one receiver: names, lists and line ends in it bring the mail to nobody else',
      inTransaction(async (ctx) => {
        const post = await openPost()
        for (const to of [
          'ines@people.example, eve@evil.example',
          'ines@people.example; eve@evil.example',
          'ines@people.example\r\nBcc: eve@evil.example',
          'ines@people.example> <eve@evil.example',
          'Eve <eve@evil.example>',
          'ines@people.example\r\nRCPT TO:<eve@evil.example>',
        ]) {
          const before = post.arrived.length
          const id = await sendMail(ctx, { ...letter, to })
          await assert.rejects(carryMail(ctx, id, post.carrier), RangeError, to)
          assert.equal(post.arrived.length, before, `${to} arrived at ${post.arrived.at(-1)?.receivers.join(' and ')}`)
          assert.equal((await stateOf(ctx, id)).attempts, 1)
        }
      }),
    )

    test(
      'what was withdrawn never leaves, and what was taken back with its fact was never there',
      inTransaction(async (ctx) => {
        const post = await openPost()
        const id = await sendMail(ctx, letter)
        await ctx.db.updateTable('mails').set({ withdrawnAt: ctx.now }).where('id', '=', id).execute()
        await carryMail(ctx, id, post.carrier)
        const undone = ctx.transaction(async (inside) => {
          await sendMail(inside, letter)
          throw new Error('undone')
        })
        await assert.rejects(undone, /undone/)
        await carryMail(ctx, id + 1, post.carrier)
        assert.deepEqual(post.arrived, [])
        assert.equal((await stateOf(ctx, id)).sentAt, null)
      }),
    )

    test(
      'waits while nobody takes it, is counted, and leaves when somebody does',
      inTransaction(async (ctx) => {
        const post = await openPost()
        const id = await sendMail(ctx, letter)
        await post.shut()
        for (const tries of [1, 2]) {
          await assert.rejects(carryMail(ctx, id, post.carrier))
          const state = await stateOf(ctx, id)
          assert.deepEqual([state.sentAt, state.attempts], [null, tries])
          assert.doesNotMatch(String(state.lastError), /ines/)
        }
        await post.open()
        await carryMail(ctx, id, post.carrier)
        const state = await stateOf(ctx, id)
        assert.deepEqual([state.sentAt, state.attempts, state.lastError], [ctx.now, 2, null])
        assert.equal(post.arrived.length, 1)
      }),
    )
  })
}

test(
  'a mail that the server refuses at any step is not noted as sent, and the next one goes through',
  inTransaction(async (ctx) => {
    const post = await smtpPost()
    for (const step of ['GREETING', 'MAIL', 'RCPT', 'DATA', 'END']) {
      post.replies[step] = '550 not here'
      const id = await sendMail(ctx, letter)
      await assert.rejects(carryMail(ctx, id, post.carrier), Error, step)
      assert.equal((await stateOf(ctx, id)).sentAt, null, step)
      delete post.replies[step]
    }
    assert.deepEqual(post.arrived, [])
    const mail = await carried(ctx, post, letter)
    assert.equal(mail.headers.from, 'Tango <tango@velund.example>')
    assert.match(mail.headers['message-id']!, /^<.+@velund\.example>$/)
  }),
)

test(
  'a server that says nothing holds a mail up for a while, not for ever',
  inTransaction(async (ctx) => {
    const post = await smtpPost()
    post.replies.GREETING = ''
    const id = await sendMail(ctx, letter)
    const carrier = smtpCarrier(post.url, 'Tango <tango@velund.example>', 200)
    const late = pause(3000).then(() => assert.fail('still waiting after 3 s'))
    await assert.rejects(Promise.race([carryMail(ctx, id, carrier), late]), { code: 'ETIMEDOUT' })
    assert.equal((await stateOf(ctx, id)).attempts, 1)
  }),
)

test(
  'without a carrier a mail stays readable in the database, and asks for work exactly once',
  inTransaction(async (ctx) => {
    const id = await sendMail(ctx, { ...letter, subject: `  Two\n words ${'x'.repeat(300)}` })
    await carryMail(ctx, id, undefined)
    const row = await ctx.db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    assert.deepEqual([row.sentAt, row.attempts, row.bodyText], [null, 0, letter.text])
    assert.match(row.subject, /^Two words x/)
    assert.equal(row.subject.length, 200)
  }),
)
