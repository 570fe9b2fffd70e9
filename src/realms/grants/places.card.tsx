import type { Day, HeldPlace, PlaceableNode } from '../../people/axes/axes.ts'
import { PlacesCard } from '../../people/axes/axes.parts.tsx'
import type { FormState } from '../../platform/http/form.ts'
import { useWords } from '../../ui/words.tsx'
import type { RightsSpace } from '../spaces/spaces.ts'

export interface PlacesParts {
  readonly space: RightsSpace
  readonly places: readonly HeldPlace[]
  readonly placeable: readonly PlaceableNode[]
  readonly path: string
  readonly today: Day
  readonly form: FormState
}

/** Where a space stands in the company, and what follows from it. */
export function PlacesOfSpace({ space, places, placeable, path, today, form }: PlacesParts) {
  const say = useWords()
  return (
    <PlacesCard places={places} nodes={placeable} action={`${path}/places`} today={today} form={form}>
      {space.realm === 'outside'
        ? say('What it is about, on the axes of the company. Outside, no right follows from it.')
        : say('Whoever manages such a place, or one above it, may open this space further and put a stop here.')}
    </PlacesCard>
  )
}
