import { z } from 'zod'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import type { NodeId, PlacementId } from './axes.tables.ts'

/** The fields of the form, by what a refusal calls them: the pages where it stands have others for the same words. */
export const placeFields = { node: 'place', from: 'placeFrom', to: 'placeTo' } as const

const text = z.string().default('')

/** What the form that lets a space or a thread stand somewhere sends, and what ends it. */
export const placeSchema = z.object({ place: text, placeFrom: text, placeTo: text })
export const placementSchema = z.object({ placement: text })

/** Places by the form; a refusal stands at the field that the form has for it. */
export async function placeByForm(
  given: z.output<typeof placeSchema>,
  place: (input: { node: NodeId; from: string; to: string }) => Promise<unknown>,
): Promise<void> {
  try {
    const node = parseId<'axis-node'>(given.place)
    if (!node) throw new Invalid('structure.no-node', { node: said('Choose a place.') })
    await place({ node, from: given.placeFrom, to: given.placeTo })
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const names: Readonly<Record<string, string>> = placeFields
    throw new Invalid(
      error.code,
      Object.fromEntries(Object.entries(error.saidFields).map(([field, words]) => [names[field] ?? field, words])),
    )
  }
}

/** The placement that a form names. Throws NotFound when it names none. */
export function placementOf(given: z.output<typeof placementSchema>): PlacementId {
  const id = parseId<'placement'>(given.placement)
  if (!id) throw new NotFound('structure.no-placement')
  return id
}
