import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import type { Entry } from './collecting.ts'
import { packEntries } from './packing.ts'

async function* entriesOf(list: readonly Entry[]): AsyncGenerator<Entry> {
  yield* list
}

async function unpack(bytes: Buffer): Promise<Entry[]> {
  const tar = extract()
  Readable.from([bytes]).pipe(createGunzip()).pipe(tar)
  const entries: Entry[] = []
  for await (const entry of tar) {
    const parts: Buffer[] = []
    for await (const part of entry) parts.push(part as Buffer)
    entries.push({ name: entry.header.name, bytes: Buffer.concat(parts) })
  }
  return entries
}

test('what is packed comes out again in order, and the pieces follow one another without a gap', async () => {
  const list = Array.from({ length: 40 }, (_, n) => ({
    name: `a/${n}.bin`,
    bytes: randomBytes(n === 7 ? 900_000 : n * 997),
  }))
  const pieces: Buffer[] = []
  let busy = 0
  const bytes = await packEntries(entriesOf(list), async (place, piece) => {
    assert.equal(++busy, 1, 'one piece is kept before the next is made')
    assert.equal(place, pieces.length)
    await new Promise((resolve) => setImmediate(resolve))
    pieces.push(piece)
    busy--
  })
  const whole = Buffer.concat(pieces)
  assert.equal(bytes, whole.length)
  assert.ok(pieces.length > 4)
  for (const piece of pieces) assert.ok(piece.length < 400_000, String(piece.length))
  assert.deepEqual(await unpack(whole), list)
})

test('however much there is, only a few entries are ahead of what was kept', async () => {
  let [made, kept] = [0, 0]
  async function* many(): AsyncGenerator<Entry> {
    for (; made < 60; made++) {
      assert.ok(made * 256 - kept / 1024 < 2048, `${made} entries made and ${kept} bytes kept`)
      yield { name: `${made}.bin`, bytes: randomBytes(256 * 1024) }
    }
  }
  await packEntries(many(), async (_place, piece) => {
    await new Promise((resolve) => setImmediate(resolve))
    kept += piece.length
  })
  assert.ok(kept > 60 * 256 * 1024)
})

test('nothing at all is still a file; what cannot be read or kept comes out as it was thrown', async () => {
  const pieces: Buffer[] = []
  await packEntries(entriesOf([]), async (_place, piece) => void pieces.push(piece))
  assert.deepEqual(await unpack(Buffer.concat(pieces)), [])
  const disk = new Error('the disk is full')
  const much = entriesOf(Array.from({ length: 50 }, (_, n) => ({ name: `${n}`, bytes: randomBytes(100_000) })))
  await assert.rejects(
    packEntries(much, () => Promise.reject(disk)),
    disk,
  )
  async function* broken(): AsyncGenerator<Entry> {
    yield { name: 'one', bytes: Buffer.from('1') }
    throw disk
  }
  await assert.rejects(
    packEntries(broken(), async () => {}),
    disk,
  )
})
