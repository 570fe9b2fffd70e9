import type { ComponentChildren } from 'preact'
import type { Ctx, Realm } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { AsideSection } from '../../ui/page.tsx'
import { Notebox } from '../../ui/surface.tsx'
import type { Idea } from '../ideas/ideas.ts'
import { StormStatePill, StormTime } from './storms.parts.tsx'
import { findStormOf, listOpenStorms, stateAt } from './storms.ts'

/** From every board of ideas the way to the sessions. */
export function stormBoardLink(): { href: string; label: string } {
  return { href: '/storms', label: said('Storm sessions') }
}

/** Above the board of ideas of a side: the sessions that are open there now. */
export async function stormBoardNote(ctx: Ctx, realm: Realm): Promise<ComponentChildren> {
  const open = await listOpenStorms(ctx, realm)
  if (open.length === 0) return null
  return (
    <Notebox icon="medal">
      {open.map((storm) => (
        <p>
          <b>{ctx.say('A storm session is open.')}</b>{' '}
          <a href={`/storms/${storm.id}`} dir="auto">
            {storm.question}
          </a>{' '}
          {ctx.say.with('Closes {when}.', { when: <StormTime at={storm.closesAt} now={ctx.now} /> })}
        </p>
      ))}
    </Notebox>
  )
}

/** On the page of an idea: the session that it was submitted into. */
export async function stormPanel(ctx: Ctx, idea: Idea): Promise<ComponentChildren> {
  const storm = await findStormOf(ctx, idea.id)
  if (!storm) return null
  const state = stateAt(storm, ctx.now)
  const when = <StormTime at={storm.closesAt} now={ctx.now} />
  return (
    <AsideSection title={ctx.say('Storm session')}>
      <p>
        <a href={`/storms/${storm.id}`} dir="auto">
          {storm.question}
        </a>
      </p>
      <p class="small">
        <StormStatePill state={state} />
      </p>
      <p class="small soft">
        {state === 'open'
          ? ctx.say.with('Votes count in the session until it closes {when}.', { when })
          : ctx.say.with('Votes counted in the session until it closed {when}.', { when })}
      </p>
    </AsideSection>
  )
}
