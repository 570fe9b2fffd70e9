import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { drawCard, tokenColour } from './drawing.ts'

const card = {
  label: 'Question',
  title: 'Range drops by a third below 3 °C',
  place: 'Velund Riders',
  counts: '4 answers',
  company: 'Velund',
}

/** How many pixels of a part of the picture differ much from its ground. */
async function ink(picture: Buffer, part: { left: number; top: number; width: number; height: number }) {
  const bytes = await sharp(picture).extract(part).greyscale().raw().toBuffer()
  return bytes.reduce((count, byte) => count + (byte < 128 ? 1 : 0), 0)
}

const parts = {
  over: { left: 0, top: 60, width: 1200, height: 90 },
  title: { left: 0, top: 160, width: 1200, height: 330 },
  edges: [
    { left: 0, top: 0, width: 70, height: 580 },
    { left: 1130, top: 0, width: 70, height: 580 },
  ],
}

test('the colours of the picture are those of the tokens', async () => {
  assert.equal(tokenColour('canvas-out'), '#fefdfc')
  assert.equal(tokenColour('out-fill'), '#fad83e')
  assert.throws(() => tokenColour('no-such-colour'))
  const band = await sharp(await drawCard(card))
    .extract({ left: 2, top: 590, width: 1, height: 1 })
    .raw()
    .toBuffer()
  const wanted = [0xfa, 0xd8, 0x3e]
  for (const n of [0, 1, 2]) assert.ok(Math.abs(band[n]! - wanted[n]!) <= 4, `${band.toString('hex')}`)
})

test('the picture is a PNG of 1200 by 630 with the place above, the title, and what is counted below', async () => {
  const picture = await drawCard(card)
  const { format, width, height } = await sharp(picture).metadata()
  assert.deepEqual({ format, width, height }, { format: 'png', width: 1200, height: 630 })
  assert.ok(picture.length < 120_000, `${picture.length} bytes`)
  const under = { left: 0, top: 505, width: 1200, height: 60 }
  for (const part of [parts.over, parts.title, under]) assert.ok((await ink(picture, part)) > 300)
  const bare = await drawCard({ label: '', title: '', place: '', counts: '', company: '' })
  for (const part of [parts.over, parts.title, under]) assert.equal(await ink(bare, part), 0)
})

test('no title leaves its place: long, without a space, from the right, in any script, with markup or control characters', async () => {
  const titles = [
    'word '.repeat(400),
    'x'.repeat(5000),
    `Z${'\u0301'.repeat(900)}algo`,
    'لماذا تنخفض سعة البطارية في الشتاء؟ '.repeat(8),
    '日本語の長いタイトル'.repeat(40),
    '😀👨‍👩‍👧‍👦🏳️‍🌈'.repeat(60),
    '<span size="900000">&amp; <b>unclosed',
    '&#0; \u0000\u0007\u202e\u2066 evil \ud800',
    '\u200b\u200b',
    '\u3164\u115f\u0300',
    '𝕳𝖊𝖑𝖑𝖔',
  ]
  for (const title of titles) {
    const picture = await drawCard({ ...card, title, place: title.slice(0, 300), counts: title.slice(0, 300) })
    const { width, height } = await sharp(picture).metadata()
    assert.deepEqual([width, height], [1200, 630])
    for (const edge of parts.edges) assert.equal(await ink(picture, edge), 0, JSON.stringify(title.slice(0, 20)))
  }
})

test('what is written from the right stands on the right', async () => {
  const half = (left: number) => ({ ...parts.title, left, width: 600 })
  const arabic = await drawCard({ ...card, title: 'لماذا؟' })
  assert.equal(await ink(arabic, half(0)), 0)
  assert.ok((await ink(arabic, half(600))) > 100)
  const latin = await drawCard({ ...card, title: 'Why?' })
  assert.equal(await ink(latin, half(600)), 0)
})

test('markup in a title is drawn as it was typed, and another title is another picture', async () => {
  const [typed, bold, plain] = await Promise.all(
    ['<b>warm</b>', 'warm', 'cold'].map((title) => drawCard({ ...card, title })),
  )
  assert.ok((await ink(typed!, parts.title)) > 1.5 * (await ink(bold!, parts.title)))
  assert.notDeepEqual(bold, plain)
})

test('a machine without any font draws the same letters, for they are our own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tango-fonts-'))
  try {
    await writeFile(
      join(folder, 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}</dir><cachedir>${folder}</cachedir></fontconfig>`,
    )
    const drawing = resolve(import.meta.dirname, 'drawing.ts')
    const script = `const { drawCard } = await import(${JSON.stringify(drawing)});
      process.stdout.write((await drawCard(${JSON.stringify(card)})).toString('base64'))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
      maxBuffer: 4 * 1024 * 1024,
    })
    const [there, here] = [
      await ink(Buffer.from(stdout, 'base64'), parts.title),
      await ink(await drawCard(card), parts.title),
    ]
    assert.ok(there > 300 && Math.abs(there - here) < here * 0.02, `${there} of ${here}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
