/** What the last proofs found, kept for those who look after a side. */
import type { Ctx, Viewer } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { findSetting, putSetting } from '../../platform/settings.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { Incident } from './incidents.ts'
import type { ProofReport } from './proof.ts'

/** A proof as it is kept: the report with its first incidents. Without `report` it could not be made, and `problem` says why. */
export interface ProofRecord {
  readonly at: string
  readonly problem?: string
  readonly report?: Omit<ProofReport, 'incidents'> & { readonly incidents: readonly Incident[]; readonly found: number }
}

const key = 'wall-proof'
const keptProofs = 14
const keptIncidents = 100

/** Whether somebody may see what the proofs found: the owner and the stewards of both sides. It tells of made-up people only. */
export function mayReadProofs(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind !== 'account' || viewer.realm !== 'inside')
    return no('wall-proof.not-yours', said('The proofs of the wall are read by stewards.'))
  return viewer.offices.some((office) => office === 'owner' || office.endsWith('-steward'))
    ? yes(said('You look after a side.'))
    : no('wall-proof.not-steward', said('The proofs of the wall are read by stewards.'))
}

/** Keeps what a proof found. For Tango alone. */
export async function keepProof(ctx: Ctx, report: ProofReport): Promise<void> {
  const incidents = report.incidents.slice(0, keptIncidents)
  await keep(ctx, { at: report.at, report: { ...report, incidents, found: report.incidents.length } })
}

/** Keeps that no proof could be made, and why; said once as long as it stays so. */
export async function keepProblem(ctx: Ctx, problem: string): Promise<void> {
  const [last] = await readProofs(ctx)
  if (last?.problem !== problem) await keep(ctx, { at: ctx.now.toISOString(), problem })
}

async function keep(ctx: Ctx, record: ProofRecord): Promise<void> {
  if (ctx.viewer.kind !== 'system') throw new NotFound()
  await putSetting(ctx, key, [record, ...(await readProofs(ctx))].slice(0, keptProofs))
}

async function readProofs(ctx: Ctx): Promise<readonly ProofRecord[]> {
  return (await findSetting<readonly ProofRecord[]>(ctx, key)) ?? []
}

/** The last proofs, newest first, at most 14. NotFound for whoever looks after neither side. */
export async function listProofs(ctx: Ctx): Promise<readonly ProofRecord[]> {
  if (!mayReadProofs(ctx.viewer).allowed) throw new NotFound('wall-proof.not-found')
  return readProofs(ctx)
}
