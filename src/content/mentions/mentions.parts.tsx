import { excerptPieces } from './excerpts.ts'

/** The beginning of what somebody wrote, for a list. Whoever is named in it is called as they are now (`present.ts`). */
export function Excerpt(props: { of: string; length?: number }) {
  return (
    <>
      {excerptPieces(props.of, props.length).map(({ words, person }) =>
        person === undefined ? words : <span data-person={person}>{words}</span>,
      )}
    </>
  )
}
