import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { openSite } from '../../test/browse.ts'
import { inTransaction } from '../../test/database.ts'

test(
  'a browser that opens a page hears what it will need before the page is there, and everything named is to be had',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const server = createServer(getRequestListener(site.app.fetch, { overrideGlobalObjects: false }))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const ask = async (headers: Record<string, string>) => {
      const hints: string[] = []
      const asked = get({ port, path: '/questions', agent: false, headers })
      asked.on('information', (answer) => void hints.push(`${answer.statusCode} ${answer.headers.link}`))
      const [answer] = await once(asked, 'response')
      answer.resume()
      await once(answer, 'end')
      return { hints, link: answer.headers.link as string | undefined }
    }
    const browser = await ask({ accept: 'text/html', 'sec-fetch-dest': 'document' })
    assert.equal(browser.hints.length, 1)
    assert.equal(browser.hints[0], `103 ${browser.link}`)
    for (const [, path] of browser.link!.matchAll(/<([^>]+)>/g)) {
      const asset = await site.as('visitor').get(path!)
      assert.equal(asset.status, 200, path)
      assert.match(asset.headers.get('cache-control')!, /immutable/)
    }
    assert.deepEqual((await ask({ accept: 'text/html' })).hints, [], 'other programs get one answer')
    server.close()
  }),
)
