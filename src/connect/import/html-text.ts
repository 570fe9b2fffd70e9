import MarkdownIt from 'markdown-it'

const blocks =
  /<\/?(?:p|div|ul|ol|li|blockquote|pre|h[1-6]|table|thead|tbody|tr|td|th|dl|dt|dd|hr|br|details|summary|aside)\b[^>]{0,8000}>/gi
const { unescapeAll } = new MarkdownIt().utils

/**
 * The words that a reader sees of a piece of HTML: blocks apart by a space, runs of white space made one, a picture
 * read as its description or else its address. Independent of the converter, so that it can judge it.
 */
export function textOfHtml(html: string): string {
  return cutOut(html, '<!--', '-->')
    .replace(/<img\b[^>]{0,8000}>/gi, (image) => attributeOf(image, 'alt') || attributeOf(image, 'src'))
    .replace(blocks, ' ')
    .replace(/<\/?[a-z][^>]{0,8000}>/gi, '')
    .replace(/&#(?:(\d+)|x([0-9a-f]+));/gi, (_whole, decimal?: string, hex?: string) =>
      signOf(decimal === undefined ? parseInt(hex!, 16) : Number(decimal)),
    )
    .replace(/&[a-z][a-z0-9]*;/gi, (entity) => unescapeAll(entity))
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A sign by its number, as a browser reads it: numbers that name none are the mark of doubt. */
function signOf(code: number): string {
  const isNone = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
  return isNone ? '\ufffd' : String.fromCodePoint(code)
}

function attributeOf(tag: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag)
  return (found?.[1] ?? found?.[2] ?? '').trim()
}

/**
 * Removes each stretch from `start` to `end`, both in small letters, and one that is never ended to the end of the
 * text. Linear in the length of the text, which a pattern would not be.
 */
export function cutOut(html: string, start: string, end: string): string {
  const lower = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  const kept: string[] = []
  for (let at = 0; ;) {
    const from = lower.indexOf(start, at)
    if (from < 0) return kept.join('') + html.slice(at)
    kept.push(html.slice(at, from))
    const to = lower.indexOf(end, from)
    if (to < 0) return kept.join('')
    at = to + end.length
  }
}
