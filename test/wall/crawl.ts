import type { Viewer } from '../../src/platform/context.ts'
import { type Answer, type Wall, forAll, origin } from './site.ts'

/** Addresses of this site that an answer leads to, without their fragments. */
export function linksIn(answer: Answer): string[] {
  const found = [...answer.body.matchAll(/(?:href|src|action)="([^"]*)"|<loc>([^<]*)</g)].map(
    (match) => match[1] ?? match[2]!,
  )
  if (answer.location) found.push(answer.location)
  return found.flatMap((text) => {
    const url = URL.parse(text.replaceAll('&amp;', '&'), origin)
    return url?.origin === origin ? [url.pathname + url.search] : []
  })
}

/** Opens everything that can be reached by links from `start`, at most `most` addresses; gives what each answered. */
export async function crawl(
  wall: Wall,
  viewer: Viewer,
  start: readonly string[],
  most = 400,
): Promise<Map<string, Answer>> {
  const seen = new Map<string, Answer>()
  let next = new Set(start)
  while (next.size > 0 && seen.size < most) {
    const found = new Set<string>()
    await forAll([...next].slice(0, most - seen.size), async (path) => {
      const answer = await wall.get(viewer, path)
      seen.set(path, answer)
      // Each page links to sign-in with its own address, which would double the walk.
      for (const link of linksIn(answer)) if (!/^\/assets\/|[?&]next=/.test(link)) found.add(link)
    })
    next = new Set([...found].filter((path) => !seen.has(path)))
  }
  return seen
}
