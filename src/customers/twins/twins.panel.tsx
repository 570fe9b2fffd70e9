import type { ComponentChildren } from 'preact'
import { type Idea, type StageElsewhere, getIdea, stageWords } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { LinkButton } from '../../ui/button.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { linkTo } from '../../ui/words.tsx'
import { type Twin, listTwinsOf, mayJoin } from './twins.ts'

/** Beside an idea, for employees alone: its twin, or the way to join it with one of the other side. */
export async function twinPanel(ctx: Ctx, idea: Idea): Promise<ComponentChildren> {
  if (!mayJoin(ctx.viewer).allowed || idea.thread.realm === 'bridge' || idea.mergedInto) return null
  const twins = await listTwinsOf(ctx, idea.id)
  const standing = twins.find((twin) => twin.endedAt === null)
  const { say } = ctx
  const isInner = idea.thread.realm === 'inside'
  return (
    <AsideSection title={say('Twin')}>
      <AudienceLine realm="inside" word={say('Inside')} who={say('Only employees see this')} />
      {standing ? (
        <p class="mt1">
          <a href={`/inside/twins/${standing.id}`} dir="auto">
            {isInner ? standing.outerTitle : standing.innerTitle}
          </a>
        </p>
      ) : (
        <p class="mt1">
          <LinkButton href={`/inside/twins/new?${isInner ? 'inner' : 'outer'}=${idea.id}`} icon="link-simple">
            {isInner ? say('Join with an idea outside') : say('Join with an idea inside')}
          </LinkButton>
        </p>
      )}
      {twins
        .filter((twin) => twin.endedAt !== null)
        .map((twin) => (
          <p class="small">
            <a href={`/inside/twins/${twin.id}`}>{say('An earlier twin, ended')}</a>
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
        {ctx.say.with(
          'This idea has a twin outside, which stands at “{stage}”. Nothing said here goes out: <a>public words are proposed at the twin</a>.',
          { stage: ctx.say.again(stageWords[other.stage]), a: linkTo(`/inside/twins/${twin.id}`) },
        )}
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
    because: said(
      'This idea has a twin inside: what is said of it publicly goes out from there, previewed and logged.',
    ),
    href: `/inside/twins/${twin.id}`,
    label: said('Publish out from the twin'),
  }
}

async function standingTwin(ctx: Ctx, ideaId: ThreadId): Promise<Twin | undefined> {
  return (await listTwinsOf(ctx, ideaId)).find((one) => one.endedAt === null)
}
