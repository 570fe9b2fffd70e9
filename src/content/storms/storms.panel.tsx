import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../platform/context.ts'
import { AsideSection } from '../../ui/page.tsx'
import type { Idea } from '../ideas/ideas.ts'
import { StormStatePill, StormTime } from './storms.parts.tsx'
import { findStormOf, stateAt } from './storms.ts'

/** From every board of ideas the way to the sessions. */
export function stormBoardLink(): { href: string; label: string } {
  return { href: '/storms', label: 'Storm sessions' }
}

/** On the page of an idea: the session that it was submitted into. */
export async function stormPanel(ctx: Ctx, idea: Idea): Promise<ComponentChildren> {
  const storm = await findStormOf(ctx, idea.id)
  if (!storm) return null
  const state = stateAt(storm, ctx.now)
  return (
    <AsideSection title="Storm session">
      <p>
        <a href={`/storms/${storm.id}`}>{storm.question}</a>
      </p>
      <p class="small">
        <StormStatePill state={state} />
      </p>
      <p class="small soft">
        {state === 'open'
          ? 'Votes count in the session until it closes'
          : 'Votes counted in the session until it closed'}{' '}
        <StormTime at={storm.closesAt} now={ctx.now} />.
      </p>
    </AsideSection>
  )
}
