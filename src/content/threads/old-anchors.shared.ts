/** Links in old mails name an answer alone (`/questions/7/wet#answer-31`); of a long thread it may stand on another page. */

const threadPath = /^\/(questions|problems|praise|ideas|updates|inside\/ideas)\/[1-9]\d*(\/|$)/

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

/**
 * The id of the reply that an address asks for without naming its place on the page: a redirect after a post that is
 * fetched loses what stands after its #. Undefined when there is nothing to look for, or it is not on the page.
 */
export function replyAskedFor(address: URL, isHere: (id: string) => boolean): string | undefined {
  const id = address.searchParams.get('at')
  if (address.hash !== '' || !threadPath.test(address.pathname) || !/^[1-9]\d{0,14}$/.test(id ?? '')) return undefined
  return ['answer', 'comment', 'reply'].map((kind) => `${kind}-${id}`).find(isHere)
}
