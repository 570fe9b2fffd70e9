import type { ComponentChildren } from 'preact'
import { type Idea, type StageElsewhere, getIdea, stageWords } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { type Twin, listTwinsOf, mayJoin } from './twins.ts'

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

/** Above the form that sets the stage of an idea inside, for employees: that a twin stands, and what is not said by it. */
export async function twinStageNote(ctx: Ctx, idea: Idea): Promise<ComponentChildren> {
  const twin = await standingTwin(ctx, idea.id)
  if (!twin || twin.innerId !== idea.id) return null
  const other = await getIdea(ctx, twin.outerId)
  return (
    <Notebox icon="link-simple" tone="warn">
      <p>
        This idea has a twin outside, which stands at “{stageWords[other.stage]}”. Nothing said here goes out:{' '}
        <a href={`/inside/twins/${twin.id}`}>public words are proposed at the twin</a>.
      </p>
    </Notebox>
  )
}

/** Whoever reads the twin of an idea outside answers it from there: previewed, logged, and named after those who agreed. */
export async function twinStageGate(ctx: Ctx, ideaId: ThreadId): Promise<StageElsewhere | undefined> {
  if (!mayJoin(ctx.viewer).allowed) return undefined
  const twin = await standingTwin(ctx, ideaId)
  if (!twin || twin.outerId !== ideaId) return undefined
  return {
    because: 'This idea has a twin inside: what is said of it publicly goes out from there, previewed and logged.',
    href: `/inside/twins/${twin.id}`,
    label: 'Publish out from the twin',
  }
}

async function standingTwin(ctx: Ctx, ideaId: ThreadId): Promise<Twin | undefined> {
  return (await listTwinsOf(ctx, ideaId)).find((one) => one.endedAt === null)
}
