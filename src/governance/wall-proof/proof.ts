/** The proof of the wall, from an empty database to a report. */
import type { AccountViewer, Viewer } from '../../platform/context.ts'
import { makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { sendDueNotices } from '../../discovery/notices/notices.ts'
import { sessionCookieName, startSession } from '../../people/sessions/sessions.ts'
import { buildCompany, chanceOf, hearAll, type Company } from './company.ts'
import { readFacts } from './facts.queries.ts'
import { type Incident, type IncidentKind, makeJudgement } from './incidents.ts'
import { liveOn } from './life.ts'
import { listenEverywhere } from './live.ts'
import { judgeMails } from './mails.ts'
import { plantAll } from './planting.queries.ts'
import { makeReference } from './reference.ts'
import { compareBytes } from './same-bytes.ts'
import { openScratch } from './scratch.queries.ts'
import type { OpenProofSite, ProofSite, Walker } from './site.ts'
import { type WalkSize, walk } from './walk.ts'

export interface ProofSize {
  /** Employees, and as many members outside; at least 24. */
  readonly people: number
  readonly seed: number
}

/** What a proof found. No incident is what is to be shown. */
export interface ProofReport {
  readonly at: string
  readonly people: number
  readonly seed: number
  readonly readers: readonly string[]
  readonly addresses: number
  readonly answers: number
  readonly mails: number
  readonly streams: number
  readonly seconds: number
  readonly byKind: Readonly<Partial<Record<IncidentKind, number>>>
  readonly incidents: readonly Incident[]
}

/** A company that is built and planted, and the program that stands over it. */
export interface Stage {
  readonly company: Company
  readonly site: ProofSite
  readonly walkers: readonly Walker[]
  readonly size: ProofSize
}

/**
 * Builds a company of this size in a database of its own on the server of `url`, plants canaries, asks everything as
 * everybody, and drops it. Throws NoScratch when the role may not make databases. `open` puts the program over it.
 */
export async function proveWall(
  url: string,
  open: OpenProofSite,
  size: ProofSize,
  tell: (line: string) => void = () => {},
): Promise<ProofReport> {
  const began = performance.now()
  return onStage(url, open, size, async (stage) => {
    tell(`A company of ${size.people} employees and as many members stands.`)
    const { mails, found, streams, answers, incidents } = await askEverything(stage, walkSizeFor(size.people), tell)
    return {
      at: new Date().toISOString(),
      people: size.people,
      seed: size.seed,
      readers: stage.walkers.map((one) => one.name),
      addresses: found,
      ...{ answers, mails, streams, byKind: countKinds(incidents), incidents },
      seconds: Math.round((performance.now() - began) / 1000),
    }
  })
}

function countKinds(incidents: readonly Incident[]): ProofReport['byKind'] {
  const counts: Partial<Record<IncidentKind, number>> = {}
  for (const { kind } of incidents) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** Lets `work` be done on a company that is built, planted and served, and takes it down however that ends. */
export async function onStage<Result>(
  url: string,
  open: OpenProofSite,
  size: ProofSize,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const scratch = await openScratch(url)
  // Whole milliseconds, as the database keeps them.
  const now = new Date()
  let site: ProofSite | undefined
  try {
    site = await open({ db: scratch.db, url: scratch.url, folder: scratch.folder, now: () => now })
    const viewer: Viewer = { kind: 'system', reason: 'proof of the wall' }
    const ctx = makeCtx({ viewer, db: scratch.db, now, log: silentLog })
    const company = await buildCompany(ctx, { ...size, people: Math.max(24, size.people) }, site)
    await plantAll(ctx)
    const last = await hearAll(ctx, site.listeners)
    await liveOn(company)
    await hearAll(ctx, site.listeners, last)
    // So much later that every mail about it has left.
    await sendDueNotices.work(makeCtx({ ...ctx, now: new Date(now.getTime() + 3_600_000) }), {} as never)
    return await work({ company, site, walkers: await readersOf(company), size })
  } finally {
    await site?.close()
    await scratch.drop()
  }
}

async function askEverything(stage: Stage, size: WalkSize, tell: (line: string) => void) {
  const { company, site, walkers } = stage
  const { ctx } = company
  const written = await readFacts(ctx)
  const early = makeJudgement(written, makeReference(written))
  const mails = await judgeMails(ctx, written, early)
  tell(`${mails} mails read.`)
  await plantAll(ctx)
  const facts = await readFacts(ctx)
  const reference = makeReference(facts)
  const judgement = makeJudgement(facts, reference)
  const streams = await listenEverywhere({ ctx, site, facts, reference, judgement, topics: size.names * 6 }, walkers)
  tell(`${streams} open pages listened.`)
  const walked = await walk({ site, facts, judgement, size, chance: chanceOf(stage.size.seed) }, walkers)
  tell(`${walked.answers} answers of ${walked.addresses} addresses read.`)
  const compared = await compareBytes({ site, company, judgement, addresses: size.alike * 40 }, outsidersOf(walkers))
  tell(`${compared} answers compared with those before something changed inside.`)
  return {
    ...{ mails, streams, found: walked.addresses, answers: walked.answers + compared },
    incidents: [...early.incidents, ...judgement.incidents],
  }
}

/** How far a walk goes: the more people, the more names of each kind are tried. */
function walkSizeFor(people: number): WalkSize {
  if (people >= 200) return { alike: 16, names: 3, words: 8, share: 1 }
  if (people >= 60) return { alike: 6, names: 2, words: 4, share: 0.5 }
  return { alike: 2, names: 1, words: 2, share: 0.07 }
}

/** Those for whom nothing may change: a visitor, members far and near, a guest whose room is spared. */
export function outsidersOf(walkers: readonly Walker[]): readonly Walker[] {
  return walkers.filter((one) => /visitor|3 steps|nobody|guest of a room/.test(one.name))
}

/** Everybody who walks, each with a session of their own. */
async function readersOf(company: Company): Promise<readonly Walker[]> {
  const { ctx, employees, members, guests } = company
  const named: [string, AccountViewer][] = [
    ['author of what is narrowed', members[0]!],
    ['member at 1 step', members[1]!],
    ['member at 2 steps', members[2]!],
    ['member at 3 steps', members[3]!],
    ['member at 4 steps', members[4]!],
    ['member by a hidden tie', members[5]!],
    ['member who is blocked', members[6]!],
    ['member whom nobody knows', members[9]!],
    ['guest of a room', guests[0]!],
    ['guest of another room', guests[1]!],
    ['guest for whom nobody answers', guests[3]!],
    ['employee in a unit', employees[4]!],
    ['employee of another unit', employees[16]!],
    ['employee in no unit', employees.at(-1)!],
    ['owner and inside steward', employees[0]!],
    ['outside steward', employees[1]!],
    ['official voice', employees[2]!],
  ]
  const walkers: Walker[] = [{ name: 'visitor', viewer: { kind: 'visitor' }, cookie: '' }]
  for (const [name, viewer] of named) {
    const { token } = await startSession(ctx, viewer.id, { provedBy: 'code', device: 'a browser' })
    walkers.push({ name, viewer, cookie: `${sessionCookieName(false)}=${token}` })
  }
  return walkers
}
