import type { ComponentChildren } from 'preact'
import { type Idea, getIdea, stageWords } from '../../content/ideas/ideas.ts'
import type { Ctx } from '../../platform/context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Notebox } from '../../ui/surface.tsx'
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

/** Above the form that sets a stage, for employees: that a twin stands, and what setting the stage here does not do. */
export async function twinStageNote(ctx: Ctx, idea: Idea): Promise<ComponentChildren> {
  const twin = (await listTwinsOf(ctx, idea.id)).find((one) => one.endedAt === null)
  if (!twin) return null
  const isInner = twin.innerId === idea.id
  const other = await getIdea(ctx, isInner ? twin.outerId : twin.innerId)
  const path = `/inside/twins/${twin.id}`
  return (
    <Notebox icon="link-simple" tone="warn">
      <p>
        {isInner ? (
          <>
            This idea has a twin outside, which stands at “{stageWords[other.stage]}”. Nothing said here goes out:{' '}
            <a href={path}>public words are proposed at the twin</a>.
          </>
        ) : (
          <>
            This idea has a twin inside, which stands at “{stageWords[other.stage]}”. What is said here is public at
            once, without a preview and without the twin’s log. <a href={path}>Publish out from the twin instead</a>.
          </>
        )}
      </p>
    </Notebox>
  )
}
