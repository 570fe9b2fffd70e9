/** Joins the class names that are there: `classes('btn', primary && 'primary')`. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}

/** The class that sets the share of a whole, from 0 to 100; a style attribute would be refused by the page's policy. */
export function shareClass(share: number): string {
  if (Number.isNaN(share)) return 'p-0'
  return `p-${Math.round(Math.min(100, Math.max(0, share)))}`
}
