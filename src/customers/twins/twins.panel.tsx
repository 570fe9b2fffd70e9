import type { ComponentChildren } from 'preact'
import type { Idea } from '../../content/ideas/ideas.ts'
import type { Ctx } from '../../platform/context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { listTwinsOf, mayJoin } from './twins.ts'

/** Beside an idea, for employees alone: its twin, or the way to join it with one of the other side. */
export async function twinPanel(ctx: Ctx, idea: Idea): Promise<ComponentChildren> {
  if (!mayJoin(ctx.viewer).allowed || idea.thread.realm === 'bridge' || idea.mergedInto) return null
  const twins = await listTwinsOf(ctx, idea.id)
  const standing = twins.find((twin) => twin.endedAt === null)
  const isInner = idea.thread.realm === 'inside'
  return (
    <AsideSection title="Twin">
      <AudienceLine realm="inside" word="Inside" who="Only employees see this" />
      {standing ? (
        <p class="mt1">
          <a href={`/inside/twins/${standing.id}`}>{isInner ? standing.outerTitle : standing.innerTitle}</a>
        </p>
      ) : (
        <p class="mt1">
          <LinkButton href={`/inside/twins/new?${isInner ? 'inner' : 'outer'}=${idea.id}`} icon="link-simple">
            {isInner ? 'Join with an idea outside' : 'Join with an idea inside'}
          </LinkButton>
        </p>
      )}
      {twins
        .filter((twin) => twin.endedAt !== null)
        .map((twin) => (
          <p class="small">
            <a href={`/inside/twins/${twin.id}`}>An earlier twin, ended</a>
          </p>
        ))}
    </AsideSection>
  )
}
