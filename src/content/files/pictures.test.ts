import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { crc32 } from 'node:zlib'
import { cleanPicture, mostBytes } from './pictures.ts'

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })

/** A picture as a telephone makes it: lying on its side, with the place where it was taken. */
const fromTelephone = () =>
  plain(40, 20)
    .withMetadata({ orientation: 6 })
    .withExif({ IFD0: { Make: 'SecretMaker' }, IFD3: { GPSLatitude: '41/1 9/1 0/1', GPSLongitude: '8/1 37/1 0/1' } })
    .jpeg()
    .toBuffer()

test('a picture loses the place, the camera and everything else that is not a pixel', async () => {
  const bytes = await fromTelephone()
  assert.match(bytes.toString('latin1'), /SecretMaker/)
  const clean = await cleanPicture(bytes)
  const { exif, xmp, iptc, icc } = await sharp(clean.bytes).metadata()
  assert.deepEqual([exif, xmp, iptc, icc], [undefined, undefined, undefined, undefined])
  assert.doesNotMatch(clean.bytes.toString('latin1'), /SecretMaker|GPS/)
})

test('a picture that lies on its side is turned upright', async () => {
  const turned = await sharp(await plain(40, 20).jpeg().toBuffer())
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const clean = await cleanPicture(turned)
  assert.deepEqual([clean.width, clean.height], [20, 40])
})

test('bytes after the end of a picture are not kept', async () => {
  const bytes = Buffer.concat([await plain(10, 10).png().toBuffer(), Buffer.from('<script>alert(1)</script>')])
  assert.doesNotMatch((await cleanPicture(bytes)).bytes.toString('latin1'), /script/)
})

test('the four kinds are taken, in their own kind', async () => {
  for (const kind of ['png', 'jpeg', 'webp', 'gif'] as const) {
    const clean = await cleanPicture(await plain(30, 20).toFormat(kind).toBuffer())
    assert.deepEqual([clean.mediaType, clean.width, clean.height], [`image/${kind}`, 30, 20])
    assert.equal((await sharp(clean.bytes).metadata()).format, kind)
  }
})

test('a moving picture goes on moving', async () => {
  const frames = await sharp([await plain(8, 8).png().toBuffer(), await plain(8, 8).negate().png().toBuffer()], {
    join: { animated: true },
  })
    .gif({ delay: [100, 100] })
    .toBuffer()
  const clean = await cleanPicture(frames)
  assert.equal((await sharp(clean.bytes, { animated: true }).metadata()).pages, 2)
  assert.deepEqual([clean.width, clean.height], [8, 8])
})

test('a large picture is made smaller, a small one stays as it is', async () => {
  const clean = await cleanPicture(await plain(3000, 1000).jpeg().toBuffer())
  assert.deepEqual([clean.width, clean.height], [2400, 800])
})

test('what is no picture is refused, whatever it calls itself', async () => {
  const bait: Record<string, Buffer> = {
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    html: Buffer.from('<!doctype html><script>alert(1)</script>'),
    pdf: Buffer.from('%PDF-1.7\n1 0 obj'),
    tiff: await plain(4, 4).tiff().toBuffer(),
    empty: Buffer.alloc(0),
    'a png by its first bytes only': Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.from('<svg/>'),
    ]),
    'half a jpeg': (await plain(400, 400).jpeg().toBuffer()).subarray(0, 300),
  }
  for (const [name, bytes] of Object.entries(bait))
    await assert.rejects(cleanPicture(bytes), { code: 'files.not-a-picture' }, name)
})

test('a file over 10 MB is refused before it is looked at', async () => {
  await assert.rejects(cleanPicture(Buffer.alloc(mostBytes + 1)), { code: 'files.too-large', status: 413 })
})

test('a small file that unpacks to a huge picture is refused', async () => {
  const bomb = pngOf(60_000, 60_000)
  assert.ok(bomb.length < 200_000)
  await assert.rejects(cleanPicture(bomb), (error: { fields: { file: string } }) =>
    /40 megapixels/.test(error.fields.file),
  )
})

/** The head of a PNG of so many pixels, with a short run of packed zeros. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, check])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([1, 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(10_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
