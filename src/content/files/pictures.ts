import sharp from 'sharp'
import { Invalid, TangoError } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'

/** 10 MB. */
export const mostBytes = 10 * 1024 * 1024
/** 40 megapixels over all frames: more than a camera makes, less than what fills the memory. */
const mostPixels = 40_000_000
/** Pixels of the longer side. */
const longestSide = 2400
const secondsAtMost = 20

type Format = 'png' | 'jpeg' | 'webp' | 'gif'

export interface CleanPicture {
  readonly bytes: Buffer
  readonly mediaType: string
  readonly width: number
  readonly height: number
}

/**
 * Makes a picture that is safe to keep: what was sent is decoded and encoded anew, so that nothing of it but the
 * pixels stays (no place, camera, thumbnail, comment, or bytes after its end). Turned upright, at most 2400 pixels
 * long. Throws Invalid (field `file`) or, over 10 MB, a 413.
 */
export async function cleanPicture(bytes: Buffer): Promise<CleanPicture> {
  if (bytes.length > mostBytes) {
    throw new TangoError(
      'files.too-large',
      413,
      said('This picture is larger than 10 MB. Make it smaller and add it again.'),
    )
  }
  // Decided by the bytes before any decoder sees them: only four of the many decoders are ever run.
  const format = formatOf(bytes)
  if (!format) throw refused(said('This is not a picture that can be shown here. PNG, JPEG, WebP and GIF can.'))
  try {
    return await encode(bytes, format)
  } catch (error) {
    const isTooLarge = error instanceof Error && /pixel limit/i.test(error.message)
    throw refused(
      isTooLarge
        ? said('This picture has more than 40 megapixels. Make it smaller and add it again.')
        : said('This picture is damaged and cannot be read.'),
    )
  }
}

function refused(message: string): Invalid {
  return new Invalid('files.not-a-picture', { file: message })
}

function formatOf(bytes: Buffer): Format | undefined {
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'png'
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg'
  if (/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return 'gif'
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp'
  return undefined
}

async function encode(bytes: Buffer, format: Format): Promise<CleanPicture> {
  const moves = format === 'gif' || format === 'webp'
  const options = { limitInputPixels: mostPixels, failOn: 'error', animated: moves } as const
  const { pages = 1 } = await sharp(bytes, options).metadata()
  const upright = pages > 1 ? sharp(bytes, options) : sharp(bytes, { ...options, animated: false }).autoOrient()
  const { data, info } = await upright
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .toFormat(format, format === 'jpeg' || format === 'webp' ? { quality: 85 } : {})
    .timeout({ seconds: secondsAtMost })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, mediaType: `image/${format}`, width: info.width, height: info.pageHeight ?? info.height }
}
