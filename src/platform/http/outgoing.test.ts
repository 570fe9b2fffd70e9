import assert from 'node:assert/strict'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { isLoopback, mayConnect, outgoingFetch } from './outgoing.ts'

/** A server on this machine, and asking it. */
async function listen(t: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  return (body: unknown, path = '/') =>
    outgoingFetch('127.0.0.1', true)(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: {}, body })
}

test('texts, forms and bytes arrive as they are; anything else is refused before it is sent', async (t) => {
  const seen: string[] = []
  const send = await listen(t, (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      seen.push(Buffer.concat(parts).toString('hex'))
      response.end('heard')
    })
  })
  for (const body of ['grüße', new URLSearchParams({ a: 'b c' }), Uint8Array.of(0, 255, 10), undefined, null])
    assert.equal(await (await send(body)).text(), 'heard')
  const hex = (text: string) => Buffer.from(text).toString('hex')
  assert.deepEqual(seen, [hex('grüße'), hex('a=b+c'), '00ff0a', '', ''])
  for (const body of [{ a: 1 }, 5, new ArrayBuffer(2), () => 'text'])
    await assert.rejects(send(body), /only text, forms and bytes are sent/)
  assert.equal(seen.length, 5)
})

test('an answer without a body, and one that ends before it is whole', async (t) => {
  const send = await listen(t, (request, response) => {
    if (request.url === '/none') response.writeHead(204).end()
    else if (request.url === '/not-changed') response.writeHead(304).end()
    else {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half')
      response.destroy()
    }
  })
  assert.deepEqual([(await send('x', '/none')).status, (await send('x', '/not-changed')).status], [204, 304])
  await assert.rejects(send('x', '/half'))
})

test('an address of this machine is asked only where somebody named it', async (t) => {
  let hits = 0
  const server = createServer((_, response) => {
    hits += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const ask = (named: string | undefined, host: string) =>
    outgoingFetch(named, true)(`http://${host}:${port}/`, { method: 'GET', headers: {} })
  await assert.rejects(ask(undefined, '127.0.0.1'), /private address/)
  await assert.rejects(ask(undefined, 'localhost'), /private address/)
  await assert.rejects(ask('other.example', '127.0.0.1'), /private address/)
  assert.equal(hits, 0)
  assert.equal((await ask('127.0.0.1', '127.0.0.1')).status, 200)
  assert.equal(hits, 1)
})

test('whatever the numbers, no private network is entered unnamed, and no address is both here and public', () => {
  const part = fc.nat(255)
  fc.assert(
    fc.property(part, part, part, part, (a, b, c, d) => {
      const address = `${a}.${b}.${c}.${d}`
      const isOpen = mayConnect(address, 'host.example', [])
      if (a === 10 || a === 127 || a === 0 || a >= 224 || (a === 192 && b === 168) || (a === 172 && b >> 4 === 1))
        assert.ok(!isOpen, address)
      if (isLoopback(address)) assert.ok(!isOpen, address)
      assert.equal(mayConnect(`::ffff:${address}`, 'host.example', []), isOpen, `${address} written as IPv6`)
      if (isOpen) assert.ok(mayConnect(address, 'host.example', ['host.example']))
    }),
  )
})
