import type { ComponentChildren } from 'preact'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { Viewer } from '../../platform/context.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ThreadCard } from '../../ui/post.tsx'
import { Card } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { Excerpt } from '../mentions/mentions.parts.tsx'
import { type Act, type Departed, type Thread, type ThreadType, threadAddress } from './threads.ts'

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
  merged: readonly { readonly id: number; readonly authorId: AccountId; readonly title: string }[]
  people: ReadonlyMap<AccountId, PersonCard>
}) {
  const say = useWords()
  if (props.merged.length === 0) return null
  const names = [
    ...new Set(props.merged.map(({ authorId }) => props.people.get(authorId)?.displayName ?? say('Former member'))),
  ]
  return (
    <p class="row tight small muted">
      <Icon name="arrows-merge" /> {creditWords(say, props.of, names.join(', '))}
    </p>
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
