import type { ComponentChildren } from 'preact'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { listWritableSpaces } from '../../realms/spaces/spaces.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { type KnownSwarm, findOpenSwarm, mayOpenSwarm } from './swarms.ts'
import { JoinButton } from './swarms.page.tsx'

/** Beside a public question, for employees alone: open a swarm, join it, or go to it. */
export async function swarmPanel(ctx: Ctx, questionId: ThreadId): Promise<ComponentChildren> {
  if (!mayOpenSwarm(ctx.viewer).allowed) return null
  const { say } = ctx
  const swarm = await findOpenSwarm(ctx, questionId)
  const spaces = swarm ? [] : await listWritableSpaces(ctx, 'inside')
  const standard = spaces.find((space) => space.access === 'employees') ?? spaces[0]
  return (
    <AsideSection title={say('Swarm')}>
      <AudienceLine realm="inside" word={say('Inside')} who={say('Only employees see this')} />
      {swarm ? (
        <OpenSwarm swarm={swarm} now={ctx.now} />
      ) : standard ? (
        <form method="post" action="/inside/swarms" class="stack-s mt1">
          <input type="hidden" name="question" value={String(questionId)} />
          <p class="small soft">{say('Call colleagues together on this question. What you say there stays inside.')}</p>
          {spaces.length > 1 ? (
            <Select
              name="space"
              label={say('Where it stands')}
              value={String(standard.id)}
              options={spaces.map((space) => ({ value: String(space.id), label: space.title }))}
            />
          ) : null}
          <p>
            <Button kind="primary" icon="users-three">
              {say('Swarm')}
            </Button>
          </p>
        </form>
      ) : (
        <p class="small soft">
          {say('A swarm needs an inside space that you may write in. Ask a steward to add you to one.')}
        </p>
      )}
    </AsideSection>
  )
}

function OpenSwarm(props: { swarm: KnownSwarm; now: Date }) {
  const say = useWords()
  const { swarm, now } = props
  return (
    <>
      <p class="small soft mt1">
        {say.with('{name} opened one {when}. {count} people are in it.', {
          name: swarm.ownerName,
          when: <Time at={swarm.openedAt} now={now} form="long" />,
          count: swarm.people,
        })}
      </p>
      <div class="mt2">
        {swarm.takesPart ? (
          <LinkButton href={`/inside/swarms/${swarm.id}`} kind="primary" icon="users-three">
            {say('Go to the swarm')}
          </LinkButton>
        ) : (
          <JoinButton swarm={swarm} />
        )}
      </div>
    </>
  )
}
