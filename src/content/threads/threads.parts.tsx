import type { ComponentChildren } from 'preact'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import { reachWords } from '../../people/connections/connections.ts'
import type { Viewer } from '../../platform/context.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ThreadCard } from '../../ui/post.tsx'
import { Card } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { Excerpt } from '../mentions/mentions.parts.tsx'
import { keptDays } from './taking-back.ts'
import {
  type Act,
  type Departed,
  type Reach,
  type Reply,
  type Thread,
  type ThreadType,
  type Traces,
  threadAddress,
} from './threads.ts'

/** The way to tell the moderators about a text: for whoever is signed in and did not write it. */
export function FlagLink(props: { viewer: Viewer; kind: 'thread' | 'reply'; id: number; authorId: AccountId }) {
  const say = useWords()
  const { viewer, kind, id, authorId } = props
  if (viewer.kind !== 'account' || viewer.id === authorId) return null
  return (
    <LinkButton kind="quiet" size="s" icon="flag" href={`/flag/${kind}/${id}`}>
      {say('Flag')}
    </LinkButton>
  )
}

/** How far a new text reaches, where that can be chosen; nothing where there is no choice. */
export function ReachField(props: {
  /** What can be chosen, the widest first. */
  reaches: readonly Reach[]
  /** Chosen until something else is. */
  starts: Reach
  /** Whether everyone reads the space. */
  everyone: boolean
  hint: string
  value: string | undefined
  error: string | undefined
}) {
  const say = useWords()
  const { reaches, starts, value } = props
  if (reaches.length < 2) return null
  const options = reaches.map((reach) => ({
    value: reach === null ? 'space' : String(reach),
    label:
      reach === null
        ? props.everyone
          ? say('Everyone')
          : say('Everyone who reads this space')
        : say.again(reachWords[reach]),
  }))
  // With none of them chosen a browser takes the first one, which is the widest.
  const isChoice = options.some((option) => option.value === value)
  return (
    <Select
      name="reach"
      label={say('Who may read it')}
      hint={props.hint}
      options={options}
      value={isChoice ? value! : String(starts ?? 'space')}
      error={props.error}
    />
  )
}

/** Takes an own text back at once, with a way to put it back; nothing for anybody else. */
export function TakeBack(props: { viewer: Viewer; kind: 'thread' | 'reply'; id: number; authorId: AccountId }) {
  const say = useWords()
  const { viewer, kind, id, authorId } = props
  if (!isBy(viewer, authorId)) return null
  const action = kind === 'thread' ? `/taken-back/threads/${id}` : `/taken-back/replies/${id}`
  return (
    <ActionButton kind="quiet" size="s" icon="arrow-counter-clockwise" action={action}>
      {say('Take it back')}
    </ActionButton>
  )
}

/** What stands in the place of a reply that its author took back. */
export function TakenBackMarker(props: { reply: Reply; viewer: Viewer; now: Date }) {
  const say = useWords()
  const { reply, viewer, now } = props
  if (!reply.takenBackAt) return null
  const when = <Time at={reply.takenBackAt} now={now} form="long" />
  if (isBy(viewer, reply.authorId)) return <>{say.with('You took this back, {when}.', { when })}</>
  if (reply.kind === 'answer') return <>{say.with('This answer was taken back by its author, {when}.', { when })}</>
  if (reply.kind === 'comment') return <>{say.with('This comment was taken back by its author, {when}.', { when })}</>
  return <>{say.with('This reply was taken back by its author, {when}.', { when })}</>
}

/** Under the marker: its author puts it back from here, as long as it is kept. */
export function TakenBackUndo(props: { reply: Reply; viewer: Viewer; now: Date }) {
  const { reply, viewer, now } = props
  if (!reply.takenBackAt || !isBy(viewer, reply.authorId)) return null
  const isKept = now.getTime() < reply.takenBackAt.getTime() + keptDays * 86_400_000
  return isKept ? <PutBack action={`/taken-back/replies/${reply.id}/back`} /> : null
}

function isBy(viewer: Viewer, authorId: AccountId): boolean {
  return viewer.kind === 'account' && viewer.id === authorId
}

/** Undoes a taking back. */
export function PutBack(props: { action: string; label?: string }) {
  const say = useWords()
  return (
    <ActionButton size="s" action={props.action} label={props.label}>
      {say('Put it back')}
    </ActionButton>
  )
}

/** The two lists of what is somebody's own and nobody else reads: begun, and taken back. */
export function OwnTextTabs(props: { current: 'drafts' | 'taken-back' }) {
  const say = useWords()
  return (
    <Tabs
      label={say('Only for you')}
      tabs={[
        { href: '/drafts', label: say('Drafts'), current: props.current === 'drafts' },
        { href: '/taken-back', label: say('Taken back'), current: props.current === 'taken-back' },
      ]}
    />
  )
}

/** What was done with a thread, newest first; nothing when nothing was. */
export function Acts(props: { acts: readonly Act[]; now: Date }) {
  const say = useWords()
  if (props.acts.length === 0) return null
  return (
    <section class="mt4">
      <Card title={say('What was done with it')}>
        <Timeline
          moments={props.acts.map((act) => ({
            icon: 'arrows-split' as const,
            title: <bdi>{act.by}</bdi>,
            text: (
              <>
                {act.did}
                {act.other ? (
                  <>
                    :{' '}
                    <a href={act.other.href} dir="auto">
                      {act.other.title}
                    </a>
                  </>
                ) : null}
              </>
            ),
            when: <Time at={act.at} now={props.now} form="long" />,
          }))}
        />
      </Card>
    </section>
  )
}

/** Who wrote the same before: the authors of the duplicates that were merged into this. */
export function MergedCredits(props: {
  of: 'question' | 'problem' | 'praise'
  merged: Traces['merged']
  people: ReadonlyMap<AccountId, PersonCard>
  /** Stored Markdown to safe HTML. */
  render: (body: string) => string
}) {
  const say = useWords()
  if (props.merged.length === 0) return null
  const names = [
    ...new Set(props.merged.map(({ authorId }) => props.people.get(authorId)?.displayName ?? say('Former member'))),
  ]
  return (
    <details class="mb4">
      <summary class="small muted">
        <Icon name="arrows-merge" /> {creditWords(say, props.of, names.join(', '))}
      </summary>
      {props.merged.map(({ title, body }) => (
        <section class="mt3">
          <h2 class="aside-h" dir="auto">
            {title}
          </h2>
          <Text realm="outside" html={props.render(body)} />
        </section>
      ))}
    </details>
  )
}

function creditWords(say: Say, of: 'question' | 'problem' | 'praise', names: string): string {
  if (of === 'question') return say('Also asked by {names}', { names })
  return of === 'problem' ? say('Also reported by {names}', { names }) : say('Also praised by {names}', { names })
}

/** The replies that stand elsewhere now, each at its old place in the page, so that its address leads on. */
export function DepartedReplies(props: { departed: readonly Departed[] }) {
  const say = useWords()
  if (props.departed.length === 0) return null
  return (
    <ul role="list" class="stack-s small muted">
      {props.departed.map((one) => (
        <li id={`${one.kind}-${one.id}`}>{movedWords(say, one)}</li>
      ))}
    </ul>
  )
}

function movedWords(say: Say, { id, kind, to }: Departed): ComponentChildren {
  if (to === null) {
    if (kind === 'answer') return say('This answer was moved to a thread that you cannot read.')
    if (kind === 'comment') return say('This comment was moved to a thread that you cannot read.')
    return say('This reply was moved to a thread that you cannot read.')
  }
  const a = linkTo(`${threadAddress({ ...to, realm: 'outside' })}?at=${id}#${kind}-${id}`)
  const title = to.title ? <bdi>{to.title}</bdi> : say('another thread')
  if (kind === 'answer') return say.with('This answer was moved to <a>{title}</a>.', { a, title })
  if (kind === 'comment') return say.with('This comment was moved to <a>{title}</a>.', { a, title })
  return say.with('This reply was moved to <a>{title}</a>.', { a, title })
}

const kindLabels: Readonly<Record<ThreadType, string>> = {
  question: said('Question'),
  idea: said('Idea'),
  problem: said('Problem'),
  praise: said('Praise'),
  update: said('Update'),
  discussion: said('Discussion'),
}

interface Count {
  readonly value: ComponentChildren
  readonly label: ComponentChildren
}

/** How many wrote in a thread, as lists show it. */
export function replyCount(say: Say, thread: Pick<Thread, 'replyCount' | 'answerCount'>): Count {
  const count = thread.replyCount + thread.answerCount
  return { value: say.number(count), label: say('{count} replies | the word alone, after its number', { count }) }
}

/** A thread in any list: its title, the beginning of its text, and what the list says of it in `meta`. */
export function ThreadLine(props: {
  thread: Thread
  /** Its first words in place of a title that it has not. */
  title?: ComponentChildren
  /** Nothing for a thread without a title, unless told. */
  snippet?: ComponentChildren
  meta: ComponentChildren
  /** Its replies unless told. */
  counts?: readonly Count[]
  /** The level of the heading; 2 unless told. */
  level?: 2 | 3
}) {
  const say = useWords()
  const { thread } = props
  const beginning = thread.title ? (
    <bdi>
      <Excerpt of={thread.body.slice(0, 2000)} length={180} />
    </bdi>
  ) : undefined
  return (
    <ThreadCard
      kind={thread.type}
      kindLabel={say.again(kindLabels[thread.type])}
      level={props.level ?? 2}
      title={<bdi>{props.title ?? (thread.title || <Excerpt of={thread.body} length={80} />)}</bdi>}
      href={threadAddress(thread)}
      snippet={props.snippet ?? beginning}
      meta={props.meta}
      counts={[...(props.counts ?? [replyCount(say, thread)])]}
    />
  )
}
