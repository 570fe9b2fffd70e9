import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../test/browse.ts'
import { inTransaction } from '../../test/database.ts'
import { sendMail } from '../platform/mail.ts'
import { developmentRoutes } from './development.routes.tsx'

test(
  'a developer reads every mail as text, with its headers, and as the page that mail programs show',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    developmentRoutes(site.app)
    const plain = await sendMail(ctx, { to: 'a@people.example', subject: 'A <code>', text: 'Your code is 1234 5678' })
    const rich = {
      to: 'b@people.example',
      subject: 'Told',
      text: 'Plain words',
      html: '<p><strong>Rich</strong> words</p>',
    }
    const told = await sendMail(ctx, { ...rich, headers: { 'List-Unsubscribe': '<https://x.example>' } })
    const reader = site.as('visitor')
    const list = (await reader.get('/dev/mail')).text
    assert.match(list, /A &lt;code>/)
    assert.ok(list.indexOf('Told') < list.indexOf('A &lt;code>'), 'newest first')
    assert.match(list, new RegExp(`href="/dev/mail/${told}/html"`))
    assert.match(list, new RegExp(`href="/dev/mail/${plain}/html"`))
    const text = await reader.get(`/dev/mail/${told}`)
    assert.match(text.headers.get('content-type')!, /^text\/plain/)
    assert.match(
      text.text,
      /^To: b@people\.example\nSubject: Told\nList-Unsubscribe: <https:\/\/x\.example>\n\nPlain words/,
    )
    assert.match((await reader.get(`/dev/mail/${told}/html`)).text, /<p><strong>Rich<\/strong> words<\/p>/)
    assert.match(
      (await reader.get(`/dev/mail/${plain}/html`)).headers.get('content-security-policy')!,
      /^default-src 'none'/,
    )
    assert.equal((await reader.get('/dev/mail/999999')).status, 404)
  }),
)

test(
  'what is for developers does not exist in the product',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const path of ['/dev/mail', '/dev/mail/1', '/dev/mail/1/html', '/design'])
      assert.equal((await site.as('jonas').get(path)).status, 404, path)
  }),
)
