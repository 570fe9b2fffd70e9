/** Links in old mails name an answer alone (`/questions/7/wet#answer-31`); of a long thread it may stand on another page. */

const threadPath = /^\/(questions|problems|praise|ideas|updates)\/[1-9]\d*(\/|$)/

/**
 * Where the reply that an address names stands, when it is not on the page that the address leads to; undefined when
 * there is nothing to look for, or it was looked for already. `isHere`: whether the page has an element of this id.
 */
export function pageOfReply(address: URL, isHere: (id: string) => boolean): string | undefined {
  const reply = /^#((?:answer|comment|reply)-([1-9]\d{0,14}))$/.exec(address.hash)
  if (!reply || !threadPath.test(address.pathname) || isHere(reply[1]!)) return undefined
  // A reply that is gone is nowhere: asked once, the first page is what there is.
  if (address.searchParams.get('at') === reply[2]) return undefined
  return `${address.pathname}?at=${reply[2]}${address.hash}`
}
