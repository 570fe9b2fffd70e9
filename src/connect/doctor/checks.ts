import { createHash } from 'node:crypto'
import { readFile, readdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BlobStore } from '../../platform/blobs.ts'
import type { Config } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { listProofs } from '../../governance/wall-proof/wall-proof.ts'
import { countUnanswered } from '../../people/sponsorships/sponsorships.ts'
import * as queries from './doctor.queries.ts'

export type Health = 'fine' | 'warning' | 'broken'

export interface Finding {
  readonly check: string
  readonly health: Health
  /** One line: what was found and, where it is not fine, what to do. */
  readonly words: string
}

export interface Patient {
  readonly ctx: Ctx
  readonly config: Config
  readonly blobs: BlobStore
}

type Check = (patient: Patient) => Promise<Omit<Finding, 'check'>>

const fine = (words: string) => ({ health: 'fine', words }) as const
const warning = (words: string) => ({ health: 'warning', words }) as const
const broken = (words: string) => ({ health: 'broken', words }) as const

const oldestMajor = 15
const gigabyte = 1_000_000_000

async function checkServer({ ctx }: Patient) {
  const { version } = await queries.serverFacts(ctx)
  const major = Math.floor(version / 10_000)
  const words = `PostgreSQL ${major}.${version % 10_000}`
  return major < oldestMajor ? broken(`${words}: Tango needs ${oldestMajor} or newer.`) : fine(words)
}

async function checkMigrations({ ctx }: Patient) {
  const { applied } = await queries.serverFacts(ctx)
  const folder = join(import.meta.dirname, '../../../db/migrations')
  const files = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name))
  const wrong: string[] = []
  for (const name of files) {
    const sha256 = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex')
    if (applied.find((one) => one.name === name)?.sha256 !== sha256) wrong.push(name)
  }
  const unknown = applied.filter(({ name }) => !files.includes(name)).map(({ name }) => name)
  if (wrong.length + unknown.length > 0)
    return broken(
      `These differ between program and database: ${[...wrong, ...unknown].join(', ')}. Start the Tango that the data belongs to.`,
    )
  return fine(`${applied.length} applied, all as in this program`)
}

async function checkSpace({ config }: Patient) {
  let folder = config.dataFolder
  for (;;) {
    const facts = await statfs(folder).catch(() => undefined)
    if (facts) {
      const free = facts.bavail * facts.bsize
      const words = `${(free / gigabyte).toFixed(1)} GB free where the data folder is`
      if (free < gigabyte / 5) return broken(`${words}: make room now, writing is about to fail.`)
      return free < 2 * gigabyte ? warning(`${words}: make room soon.`) : fine(words)
    }
    if (dirname(folder) === folder) return warning('the space on disk cannot be read')
    folder = dirname(folder)
  }
}

async function checkFiles({ ctx, blobs }: Patient) {
  const [missing, altered]: [string[], string[]] = [[], []]
  let [after, seen] = ['', 0]
  for (;;) {
    const files = await queries.listFileHashes(ctx, after, 500)
    if (files.length === 0) break
    for (const { sha256, key } of files) {
      const bytes = await blobs.find(sha256)
      if (!bytes) missing.push(key)
      else if (createHash('sha256').update(bytes).digest('hex') !== sha256) altered.push(key)
      seen += 1
    }
    after = files.at(-1)!.sha256
  }
  if (missing.length + altered.length === 0) return fine(`${seen} files, each with its bytes`)
  const some = [...missing, ...altered].slice(0, 5).join(', ')
  return broken(
    `${missing.length} files have no bytes on disk and ${altered.length} have other bytes (${some}): bring them back from a backup.`,
  )
}

async function checkCounters({ ctx }: Patient) {
  const { threads, replies } = await queries.wrongCounters(ctx)
  if (threads + replies === 0) return fine('every count equals its rows')
  return broken(`${threads} threads and ${replies} replies carry a wrong count: run tango doctor --repair.`)
}

function judge(breaches: Record<string, number>, good: string) {
  const found = Object.entries(breaches).filter(([, number]) => number > 0)
  if (found.length === 0) return fine(good)
  return broken(
    `${found.map(([what, number]) => `${number} ${what}`).join(', ')}: stop Tango, keep a backup of this state, and report it.`,
  )
}

const checkRealms: Check = async ({ ctx }) =>
  judge(await queries.breachesOfRealm(ctx), 'nothing stands on the wrong side')
const checkCrossings: Check = async ({ ctx }) =>
  judge(await queries.breachesOfCrossings(ctx), 'every text that left has exactly one record')

async function checkLog({ ctx }: Patient) {
  const { possible, untried } = await queries.tryToChangeCrossings(ctx)
  if (possible.length > 0)
    return broken(`The database allows ${possible.join(' and ')}: the triggers of the table crossings are off or gone.`)
  return fine(
    untried ? 'cannot be emptied (there is no record yet to try more on)' : 'cannot be changed, deleted or emptied',
  )
}

async function checkProof({ ctx }: Patient) {
  const [last] = await listProofs(ctx)
  if (!last) return fine('not made yet: every night, or at once by tango prove-wall')
  const when = last.at.slice(0, 10)
  if (!last.report) return fine(`could not be made on ${when}: ${last.problem}`)
  const { found, answers } = last.report
  if (found === 0) return fine(`no incident in ${answers} answers on ${when}`)
  return broken(`${found} incidents on ${when}: they stand inside under Proof of the wall. Report them.`)
}

async function checkGuests({ ctx }: Patient) {
  const unanswered = await countUnanswered(ctx)
  if (unanswered === 0) return fine('an employee answers for each of them in their rooms')
  const words = unanswered === 1 ? '1 is in a room where' : `${unanswered} are in rooms where`
  return fine(
    `${words} nobody answers for them; they read nothing there. Inside, Guests says who and by whom it is renewed.`,
  )
}

async function checkChain({ ctx }: Patient) {
  const { rows, head, fault } = await queries.checkChain(ctx)
  if (fault) return broken(`${chainWords(fault)}: stop Tango, keep a backup of this state, and report it.`)
  return fine(
    head === undefined
      ? 'no record yet'
      : `${rows} ${rows === 1 ? 'record' : 'records'}, each fits the one before; head ${head}`,
  )
}

function chainWords(fault: queries.ChainFault): string {
  if (fault.what === 'altered') return `record ${fault.place} of the log is not as it was written`
  if (fault.what === 'missing') return `record ${fault.place} of the log is missing`
  if (fault.what === 'cut') return `the log ends at record ${fault.rows} and had ${fault.written}`
  if (fault.what === 'grown') return `the log has ${fault.rows} records and ${fault.written} were written by Tango`
  return 'the last record of the log is not the one that was written last'
}

async function checkMails({ ctx, config }: Patient) {
  const { late, refused } = await queries.mailFacts(ctx)
  if (late === 0) return fine('none waits for more than an hour')
  if (!config.smtpUrl) return warning(`${late} are kept in the database: set SMTP_URL and they leave.`)
  return broken(
    `${late} wait for more than an hour, ${refused} of them were refused: look at SMTP_URL and at the log of the mail server.`,
  )
}

async function checkJobs({ ctx }: Patient) {
  const { givenUp, failing, late } = await queries.jobFacts(ctx)
  if (givenUp > 0) return broken(`${givenUp} were given up after all their tries: the log says why (“job failed”).`)
  if (failing + late > 0)
    return warning(`${failing} failed and are tried again, ${late} wait for more than 15 minutes: is a Tango running?`)
  return fine('none fails, none is late')
}

async function checkClock({ ctx }: Patient) {
  const began = Date.now()
  const { now } = await queries.serverFacts(ctx)
  const apart = Math.max(0, Math.abs(now.getTime() - began) - (Date.now() - began)) / 1000
  if (apart < 5) return fine('program and database agree')
  const words = `program and database are ${Math.round(apart)} s apart: let both machines set their clocks by the network.`
  return apart > 60 ? broken(words) : warning(words)
}

const checks: Readonly<Record<string, Check>> = {
  database: checkServer,
  migrations: checkMigrations,
  disk: checkSpace,
  files: checkFiles,
  counters: checkCounters,
  wall: checkRealms,
  crossings: checkCrossings,
  'crossing log': checkLog,
  'crossing chain': checkChain,
  'proof of wall': checkProof,
  guests: checkGuests,
  mails: checkMails,
  jobs: checkJobs,
  clock: checkClock,
}

/** Looks at everything, one finding for each check. A check that cannot be made is itself a finding. */
export async function examine(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [check, look] of Object.entries(checks)) {
    const found = await look(patient).catch((error: unknown) =>
      broken(`could not be looked at (${error instanceof Error ? error.name : 'unknown'}).`),
    )
    findings.push({ check, ...found })
  }
  return findings
}
