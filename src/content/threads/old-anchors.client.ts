import { pageOfReply, replyAskedFor } from './old-anchors.shared.ts'

/** Leads an old link to an answer on to the page of its thread that shows it, and to its place on the page. */
export function followOldAnchor(): void {
  const address = new URL(location.href)
  const isHere = (id: string) => document.getElementById(id) !== null
  const onward = pageOfReply(address, isHere)
  if (onward !== undefined) return location.replace(onward)
  const reply = replyAskedFor(address, isHere)
  if (reply === undefined) return
  address.hash = reply
  history.replaceState(history.state, '', address)
  document.getElementById(reply)?.scrollIntoView()
}
