/** Draws the picture of a link preview: 1200 × 630 pixels, in the colours of the outside, with our own letters. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import sharp, { type OverlayOptions } from 'sharp'
import type { Card } from './subjects.ts'

export const cardSize = { width: 1200, height: 630 } as const

const margin = 84
const lineWidth = cardSize.width - 2 * margin
/** Room for the title, in pixels. */
const titleHeight = 300
/**
 * Schibsted Grotesk at the weight 650, latin and latin-ext in one, under the name "Tango Card": made with fontTools of the
 * files in ui/fonts (instancer, then merge) and under their licence, because the drawing library reads no woff2. Letters
 * of other scripts come from the fonts of the machine; where it has none, a box stands for each.
 */
const fontfile = join(import.meta.dirname, 'card.ttf')

/** A colour of the light theme, by its name in the tokens, as sRGB: they are written as oklch(L C H). */
export function tokenColour(name: string): string {
  const found = new RegExp(`--${name}:\\s*light-dark\\(oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`).exec(tokens())
  if (!found) throw new Error(`there is no colour --${name} in the tokens`)
  const [lightness, chroma, hue] = found.slice(1).map(Number) as [number, number, number]
  return srgb(lightness, chroma, (hue * Math.PI) / 180)
}

let readTokens: string | undefined
function tokens(): string {
  return (readTokens ??= readFileSync(resolve(import.meta.dirname, '../../ui/styles/tokens.css'), 'utf8'))
}

/** Oklab to linear sRGB to sRGB, by the matrices of Björn Ottosson (bottosson.github.io/posts/oklab). */
function srgb(lightness: number, chroma: number, angle: number): string {
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  const bytes = linear.map((value) => {
    const gamma = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055
    return Math.round(Math.min(1, Math.max(0, gamma)) * 255)
  })
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** The picture as PNG. Any text may stand on it: markup is shown as it was typed, what is too long ends in "…". */
export async function drawCard(card: Card): Promise<Buffer> {
  const [ink, soft] = [tokenColour('ink'), tokenColour('ink-2')]
  const [over, title, under] = [
    await lineOf(overTitle(card), 32, soft),
    await titleOf(card.title, ink),
    await lineOf([card.counts, card.company].filter(Boolean).join('  ·  '), 30, soft),
  ]
  const layers: OverlayOptions[] = [
    { input: Buffer.from(ground()), left: 0, top: 0 },
    ...place(over, margin),
    ...place(title, 168),
    ...place(under, cardSize.height - 118),
  ]
  return sharp({ create: { ...cardSize, channels: 3, background: tokenColour('canvas-out') } })
    .composite(layers)
    .png({ compressionLevel: 9, palette: true })
    .toBuffer()
}

function overTitle({ label, place: where }: Card): string {
  return [where, label].filter(Boolean).join('  ·  ')
}

/** The band of the outside: a row of beads on yellow. */
function ground(): string {
  const { width, height } = cardSize
  const [fill, line] = [tokenColour('out-fill'), tokenColour('out-line')]
  const beads = Array.from(
    { length: 25 },
    (_, n) => `<circle cx="${24 + n * 48}" cy="${height - 22}" r="8" fill="${line}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect y="${height - 44}" width="${width}" height="44" fill="${fill}"/>${beads.join('')}</svg>`
}

interface Drawn {
  readonly input: Buffer
  readonly width: number
  readonly height: number
  readonly fromRight: boolean
}

function place(drawn: Drawn | undefined, top: number): OverlayOptions[] {
  if (!drawn) return []
  return [{ input: drawn.input, top, left: drawn.fromRight ? cardSize.width - margin - drawn.width : margin }]
}

/** One line, cut where it does not fit. */
async function lineOf(text: string, size: number, colour: string): Promise<Drawn | undefined> {
  return fitted(text, [{ size, height: Math.ceil(size * 1.7), most: 90 }], colour)
}

/** The title as large as it fits, cut at the end of the last line that does. */
async function titleOf(text: string, colour: string): Promise<Drawn | undefined> {
  const sizes = [72, 60, 48].map((size) => ({ size, height: titleHeight, most: 220 }))
  return fitted(text, sizes, colour)
}

async function fitted(
  text: string,
  sizes: readonly { size: number; height: number; most: number }[],
  colour: string,
): Promise<Drawn | undefined> {
  const signs = signsOf(text)
  if (signs.length === 0) return undefined
  const last = sizes.at(-1)!
  for (const at of sizes) {
    if (signs.length > at.most) continue
    const drawn = await textOf(signs.join(''), at.size, colour)
    if (!drawn || drawn.height <= at.height) return drawn
  }
  for (let keep = Math.min(signs.length - 1, last.most); keep > 0; keep = Math.floor(keep * 0.85)) {
    const drawn = await textOf(`${signs.slice(0, keep).join('').trimEnd()}…`, last.size, colour)
    if (!drawn || drawn.height <= last.height) return drawn
  }
  return undefined
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The signs of a text as people count them, without control characters; a tower of marks on one letter is kept low. */
function signsOf(text: string): string[] {
  const clean = text
    .slice(0, 2000)
    .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return Array.from(segmenter.segment(clean), ({ segment }) => {
    const letters = [...segment]
    return letters.length > 12 ? letters.slice(0, 12).join('') : segment
  })
}

/** The text as a picture; undefined when nothing of it can be seen. */
async function textOf(text: string, size: number, colour: string): Promise<Drawn | undefined> {
  const drawn = await sharp({
    text: {
      text: `<span foreground="${colour}">${escaped(text)}</span>`,
      font: `Tango Card ${size}`,
      fontfile,
      width: lineWidth,
      dpi: 72,
      rgba: true,
      wrap: 'word-char',
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      // Signs without ink, such as fillers: only the drawing library knows which they are.
      if (!error.message.includes('no text to render')) throw error
    })
  if (!drawn) return undefined
  const { width, height } = drawn.info
  return { input: drawn.data, width, height, fromRight: isRightToLeft(text) }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Whether the first letter that has a direction runs from the right. */
function isRightToLeft(text: string): boolean {
  const first = /\p{L}/u.exec(text)?.[0]
  return (
    first !== undefined &&
    /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first)
  )
}
