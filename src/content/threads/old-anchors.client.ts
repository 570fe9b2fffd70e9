import { pageOfReply } from './old-anchors.shared.ts'

/** Leads an old link to an answer on to the page of its thread that shows it. */
export function followOldAnchor(): void {
  const onward = pageOfReply(new URL(location.href), (id) => document.getElementById(id) !== null)
  if (onward !== undefined) location.replace(onward)
}
