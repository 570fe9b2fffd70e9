import type { Ctx } from '../../platform/context.ts'
import { type PersonCard } from '../accounts/accounts.ts'
import { listKnown, listOwn, standingWith } from '../connections/connections.ts'
import { ownerOf } from './reaches.ts'

/** Somebody at each of these distances from the viewer. */
export interface Examples {
  readonly 1?: PersonCard
  readonly 2?: PersonCard
}

/** So many of the newest connections, and of those whom each knows, are looked at for an example. */
const most = 5

/**
 * Members at one and at two steps from the viewer, by ties that nobody hides and that the viewer is shown anyway: on the
 * page of a connection who shows whom they know. Nobody where there is none such. NotFound: no member outside.
 */
export async function nearExamples(ctx: Ctx): Promise<Examples> {
  const me = ownerOf(ctx)
  const { items } = await listOwn(ctx, 'connected')
  const open = items.filter(({ person, hidden }) => person.state === 'active' && !hidden).map(({ person }) => person)
  const [first] = open
  if (!first) return {}
  const near = new Set([me, ...items.map(({ person }) => person.id)])
  for (const one of open.slice(0, most)) {
    const known = (await listKnown(ctx, one.id)).items.filter(({ id, state }) => state === 'active' && !near.has(id))
    for (const person of known.slice(0, most)) {
      // Somebody among older connections, or whom the viewer blocked, is no example. What the other side did does not show.
      const standing = await standingWith(ctx, person.id)
      if (standing && standing.tie !== 'connected' && !standing.blocked) return { 1: first, 2: person }
    }
  }
  return { 1: first }
}
