import type { Ctx } from '../platform/context.ts'
import { findSetting } from '../platform/settings.ts'
import { listSpaces } from '../realms/spaces/spaces.ts'

/** What every page needs to know of the installation. */
export interface Site {
  readonly company: string
  /** The name of the outside: that of its first public space. */
  readonly community: string
  readonly isSetUp: boolean
}

const keptFor = 5_000

/**
 * Reads the site's facts, at most every five seconds per process and after each change that this process knows of
 * (`changes` counts them): they change about once in its life.
 */
export function siteReader(changes: () => number = () => 0): (ctx: Ctx) => Promise<Site> {
  let kept: { site: Site; at: number; changes: number } | undefined
  return async (ctx) => {
    const isFresh = kept && ctx.now.getTime() - kept.at < keptFor && kept.changes === changes()
    if (isFresh && kept!.site.isSetUp) return kept!.site
    const before = changes()
    const visitor = ctx.as({ kind: 'visitor' })
    const company = (await findSetting<string>(ctx, 'company')) ?? 'Tango'
    const isSetUp = (await findSetting(ctx, 'set-up-at')) !== undefined
    const first = (await listSpaces(visitor, { realm: 'outside' }))[0]
    kept = { site: { company, community: first?.title ?? company, isSetUp }, at: ctx.now.getTime(), changes: before }
    return kept.site
  }
}
