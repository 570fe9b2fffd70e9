import type { ComponentChildren } from 'preact'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { listWritableSpaces } from '../../realms/spaces/spaces.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Time } from '../../ui/time.tsx'
import { type KnownSwarm, findOpenSwarm, mayOpenSwarm } from './swarms.ts'
import { JoinButton } from './swarms.page.tsx'

/** Beside a public question, for employees alone: open a swarm, join it, or go to it. */
export async function swarmPanel(ctx: Ctx, questionId: ThreadId): Promise<ComponentChildren> {
  if (!mayOpenSwarm(ctx.viewer).allowed) return null
  const swarm = await findOpenSwarm(ctx, questionId)
  const spaces = swarm ? [] : await listWritableSpaces(ctx, 'inside')
  const standard = spaces.find((space) => space.access === 'employees') ?? spaces[0]
  return (
    <AsideSection title="Swarm">
      <AudienceLine realm="inside" word="Inside" who="Only employees see this" />
      {swarm ? (
        <OpenSwarm swarm={swarm} now={ctx.now} />
      ) : standard ? (
        <form method="post" action="/inside/swarms" class="stack-s mt1">
          <input type="hidden" name="question" value={String(questionId)} />
          <p class="small soft">Call colleagues together on this question. What you say there stays inside.</p>
          {spaces.length > 1 ? (
            <Select
              name="space"
              label="Where it stands"
              value={String(standard.id)}
              options={spaces.map((space) => ({ value: String(space.id), label: space.title }))}
            />
          ) : null}
          <p>
            <Button kind="primary" icon="users-three">
              Swarm
            </Button>
          </p>
        </form>
      ) : (
        <p class="small soft">A swarm needs an inside space that you may write in. Ask a steward to add you to one.</p>
      )}
    </AsideSection>
  )
}

function OpenSwarm(props: { swarm: KnownSwarm; now: Date }) {
  const { swarm, now } = props
  return (
    <>
      <p class="small soft mt1">
        {swarm.ownerName} opened one <Time at={swarm.openedAt} now={now} form="long" />.{' '}
        {swarm.people === 1 ? '1 person is' : `${swarm.people} people are`} in it.
      </p>
      <div class="mt2">
        {swarm.takesPart ? (
          <LinkButton href={`/inside/swarms/${swarm.id}`} kind="primary" icon="users-three">
            Go to the swarm
          </LinkButton>
        ) : (
          <JoinButton swarm={swarm} />
        )}
      </div>
    </>
  )
}
