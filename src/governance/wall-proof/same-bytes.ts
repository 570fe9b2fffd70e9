/** What nobody outside may notice: their answers are the same bytes whatever is added, changed or deleted inside. */
import { createHash } from 'node:crypto'
import { readAllNotices } from '../../discovery/notices/notices.ts'
import { hearAll, type Company } from './company.ts'
import { forgetLimits } from './company.queries.ts'
import type { Judgement } from './incidents.ts'
import { type InsideChange, changeInside } from './life.ts'
import { type Answer, type ProofSite, type Walker, ask, forAll, linksIn } from './site.ts'

export interface BytesParts {
  readonly site: ProofSite
  readonly company: Company
  readonly judgement: Judgement
  /** How many addresses of each reader are compared. */
  readonly addresses: number
  /** Addresses that are compared beside those that the program has without parts and what they link to. */
  readonly more?: readonly string[]
}

/** Each answer as its hash; the whole bytes of a few, to say what differs. */
type Picture = ReadonlyMap<string, { readonly hash: string; readonly bytes: string }>

const searches = ['/', '/search', '/questions', '/go/found', '/go', '/connections'].flatMap((path) =>
  ['battery', 'cold', 'added', 'changed', 'new'].map((word) => `${path}?q=${word}`),
)
const tags = ['cold', 'winter', 'added', 'changed', 'mine'].flatMap((tag) => [`/tags/${tag}`, `/tags/${tag}/feed.atom`])

/** Compares before and after each change. Returns how many answers were read. */
export async function compareBytes(parts: BytesParts, walkers: readonly Walker[]): Promise<number> {
  const { company, site, judgement } = parts
  let answers = 0
  const pictures = new Map<Walker, Picture>()
  for (const who of walkers) {
    const picture = await takeFirst(parts, who)
    answers += picture.size
    pictures.set(who, picture)
  }
  for (const change of ['added', 'changed', 'deleted'] as const satisfies readonly InsideChange[]) {
    await changeInside(company, change, company.rooms[0]!.id)
    await hearAll(company.ctx, site.listeners)
    for (const [who, before] of pictures) {
      await forAll(before, async ([path, { hash, bytes }]) => {
        const now = (await askFreely(parts, who, path)).bytes
        answers++
        if (hashOf(now) === hash) return
        const what = `after something inside was ${change}: ${difference(bytes, now)}`
        judgement.add({ kind: 'bytes', reader: who.name, address: `GET ${path}`, what })
      })
    }
  }
  return answers
}

/** Asks as somebody who has not asked before: a limit that was reached in between would look like a change of the inside. */
async function askFreely({ site, company }: BytesParts, who: Walker, path: string): Promise<Answer> {
  await forgetLimits(company.ctx)
  return ask(site, who, path)
}

async function takeFirst(parts: BytesParts, who: Walker): Promise<Picture> {
  const { site, company, addresses, more = [] } = parts
  // Opening a conversation marks what was told of it read: that is no change of the inside.
  if (who.viewer.kind === 'account') await readAllNotices(company.ctx.as(who.viewer))
  const plain = site.routes.filter((route) => route.method === 'GET' && !/[:*]|live|health/.test(route.path))
  const picture = new Map<string, { hash: string; bytes: string }>()
  let next = new Set([...more, ...plain.map((route) => route.path), ...searches, ...tags])
  while (next.size > 0 && picture.size < addresses) {
    const links = new Set<string>()
    await forAll([...next].slice(0, addresses - picture.size), async (path) => {
      const answer = await askFreely(parts, who, path)
      picture.set(path, { hash: hashOf(answer.bytes), bytes: answer.bytes })
      for (const link of linksIn(answer)) if (!/^\/(assets|live|health|sign-out)|[?&]next=/.test(link)) links.add(link)
    })
    next = new Set([...links].filter((path) => !picture.has(path)))
  }
  return picture
}

function hashOf(bytes: string): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

/** The first place where two texts differ, with a little of both. */
function difference(before: string, now: string): string {
  let at = 0
  while (before[at] === now[at] && at < before.length) at++
  const around = (text: string) => text.slice(Math.max(0, at - 30), at + 50).replace(/\s+/g, ' ')
  return `“${around(before)}” became “${around(now)}”`
}
