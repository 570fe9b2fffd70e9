import type { ComponentChildren } from 'preact'
import type { Idea } from '../../content/ideas/ideas.ts'
import type { Ctx, Realm, Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { isEmployee } from '../../realms/spaces/spaces.ts'
import { DebtNote, EffortForm } from './idea-capacity.page.tsx'
import { findCapacityFor, mayNote } from './idea-capacity.ts'

/** From a board of ideas the way to how long they wait: outside for everybody, inside for employees. */
export function capacityBoardLink(viewer: Viewer, realm: Realm): { href: string; label: string } | undefined {
  if (realm !== 'outside' && !isEmployee(viewer)) return undefined
  return { href: realm === 'outside' ? '/ideas-review' : '/inside/ideas-review', label: said('How long ideas wait') }
}

/** On the page of an idea: that it will take longer than promised, and for its reviewers the time that it took. */
export async function capacityPanel(ctx: Ctx, idea: Idea): Promise<ComponentChildren> {
  const capacity = await findCapacityFor(ctx, idea)
  if (!capacity) return null
  const isWaiting = idea.stage === 'new' || idea.stage === 'under-review'
  const mayTime = isEmployee(ctx.viewer) && (await mayNote(ctx, idea)).allowed
  if (!mayTime && !(isWaiting && capacity.debt.isOver)) return null
  return (
    <div class="stack-s">
      {isWaiting && capacity.debt.isOver ? (
        <DebtNote capacity={capacity} isInside={idea.thread.realm !== 'outside'} />
      ) : null}
      {mayTime ? <EffortForm ideaId={idea.id} /> : null}
    </div>
  )
}
