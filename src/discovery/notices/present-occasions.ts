import { excerptPieces, presentAllWritten } from '../../content/mentions/mentions.ts'
import type { Ctx } from '../../platform/context.ts'

/** The beginning of a text as an occasion keeps it: whoever is named stands there by number. */
export function occasionWords(text: string, length: number): string {
  return excerptPieces(text, length)
    .map(({ words, person }) => (person === undefined ? words : `[${words}](/people/${person})`))
    .join('')
}

/** Notices with whoever their occasion names as they are called now, as far as the viewer may know. */
export async function presentOccasions<Row extends { readonly occasion: string }>(
  ctx: Ctx,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const occasions = await presentAllWritten(
    ctx,
    rows.map((row) => row.occasion),
  )
  return rows.map((row, at) => ({ ...row, occasion: occasions[at]!.replace(/\[(@[^\]]*)\]\(\/people\/\d+\)/g, '$1') }))
}
