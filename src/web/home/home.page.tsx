import type { FormState } from '../../platform/http/form.ts'
import { PostComposer, Stream, type StreamParts } from '../../content/discussions/discussions.parts.tsx'
import { Excerpt } from '../../content/mentions/mentions.parts.tsx'
import { type Thread, threadAddress } from '../../content/threads/threads.ts'
import type { Audience } from '../../realms/audience/audience.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import type { Realm } from '../../platform/context.ts'
import { Columns, PageHead, Pages } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { LinkList } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'

export interface HomePageProps extends StreamParts {
  readonly realm: Realm | undefined
  readonly next: string | undefined
  readonly form: FormState
  /** Where a post from here goes; undefined when the viewer may write in no inside space. */
  readonly writing: { readonly space: Space; readonly audience: Audience } | undefined
  readonly insideSpaces: readonly Space[]
  /** Outside questions that nobody has answered, newest first. */
  readonly waiting: readonly Thread[]
  readonly swarms: readonly { readonly id: number; readonly title: string; readonly people: number }[]
}

/** The home of an employee: the stream of both sides, a place to write, and who waits outside. */
export function HomePage(props: HomePageProps) {
  const say = useWords()
  const { writing } = props
  return (
    <>
      <PageHead
        title={say('Stream')}
        intro={say(
          'Newest activity first, from every space that you can read. Nothing is left out and nothing is put first.',
        )}
        actions={<RealmFilter realm={props.realm} />}
      />
      <Columns asideLabel={say('What waits')} aside={<Aside {...props} />}>
        {writing ? (
          <PostComposer
            space={writing.space}
            audience={writing.audience}
            form={props.form}
            change={
              props.insideSpaces.length > 1 ? { label: say('Change who reads'), href: '/inside/write' } : undefined
            }
          />
        ) : null}
        {props.threads.length === 0 ? (
          <Empty title={say('Nothing here yet')}>{say('The first post makes the beginning.')}</Empty>
        ) : (
          <Stream {...props} />
        )}
        <Pages
          label={say('More of the stream')}
          older={
            props.next
              ? { href: `?${props.realm ? `realm=${props.realm}&` : ''}after=${props.next}`, label: say('Older posts') }
              : undefined
          }
        />
      </Columns>
    </>
  )
}

function RealmFilter(props: { realm: Realm | undefined }) {
  const say = useWords()
  const segment = (realm: Realm, label: string) => ({
    href: `/inside?realm=${realm}`,
    label,
    realm,
    current: props.realm === realm,
  })
  return (
    <Segmented
      label={say('Which side')}
      segments={[
        { href: '/inside', label: say('Everything'), current: props.realm === undefined },
        segment('inside', say('Inside')),
        segment('bridge', say('Bridge')),
        segment('outside', say('Outside')),
      ]}
    />
  )
}

function Aside(props: HomePageProps) {
  const say = useWords()
  return (
    <>
      <Card title={say('Waiting outside')} more={{ href: '/questions?show=unanswered', label: say('All') }}>
        {props.waiting.length === 0 ? (
          <p class="soft">{say('Every question outside has an answer.')}</p>
        ) : (
          <LinkList
            links={props.waiting.map((thread) => ({
              href: threadAddress(thread),
              label: <bdi>{thread.title || <Excerpt of={thread.body} length={60} />}</bdi>,
              note: <WaitingSince thread={thread} now={props.now} />,
            }))}
          />
        )}
      </Card>
      <Card title={say('Open swarms')} more={{ href: '/inside/swarms', label: say('All') }}>
        {props.swarms.length === 0 ? (
          <p class="soft">{say('No swarm is open. Start one from a question outside.')}</p>
        ) : (
          <LinkList
            links={props.swarms.map((swarm) => ({
              href: `/inside/swarms/${swarm.id}`,
              label: <bdi>{swarm.title}</bdi>,
              note: say('{count} people', { count: swarm.people }),
            }))}
          />
        )}
      </Card>
    </>
  )
}

function WaitingSince(props: { thread: Thread; now: Date }) {
  const say = useWords()
  const { sameHereCount, createdAt } = props.thread
  const when = <Time at={createdAt} now={props.now} />
  return (
    <>
      {sameHereCount > 0
        ? say.with('asked {when}, {count} have the same', { when, count: sameHereCount })
        : say.with('asked {when}', { when })}
    </>
  )
}
