/** A database id that cannot be mistaken for another kind's: `Id<'thread'>`. */
export type Id<Kind extends string> = number & { readonly __kind: Kind }

export type AccountId = Id<'account'>

/** Reads an id from an address or a form; undefined when it is none (the caller answers NotFound). */
export function parseId<Kind extends string>(text: string | undefined): Id<Kind> | undefined {
  if (text === undefined || !/^[1-9][0-9]{0,14}$/.test(text)) return undefined
  return Number(text) as Id<Kind>
}
