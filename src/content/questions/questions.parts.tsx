import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { Pill, Tags } from '../../ui/badge.tsx'
import { Pages } from '../../ui/page.tsx'
import { ThreadCard, ThreadList } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { UnreadBadge } from '../read-positions/read-positions.parts.tsx'
import { tagAddress } from '../tags/tags.ts'
import { reachWords } from '../../people/connections/connections.ts'
import { type ProblemState, type Reach, type ThreadType, threadAddress } from '../threads/threads.ts'
import { type QuestionLine, problemStates } from './questions.ts'

/** `1 answer`, `2 answers`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** How a question stands: accepted, officially answered, or nothing to say. */
export function StandingPill(props: { accepted: boolean; official: boolean }) {
  if (props.accepted) {
    return (
      <Pill icon="check-circle" tone="ok">
        Solved
      </Pill>
    )
  }
  if (props.official) {
    return (
      <Pill icon="seal-check" tone="info">
        Official answer
      </Pill>
    )
  }
  return null
}

/** That a text reaches fewer than its space, and how far; nothing when it does not. */
export function ReachPill(props: { reach: Reach }) {
  return props.reach === null ? null : <Pill icon="lock-simple">{reachWords[props.reach]}</Pill>
}

const problemLooks = {
  reported: { icon: 'flag', tone: undefined },
  confirmed: { icon: 'warning', tone: 'bad' },
  workaround: { icon: 'wrench', tone: 'warn' },
  fixed: { icon: 'check-circle', tone: 'ok' },
  'no-fault': { icon: 'info', tone: 'info' },
} as const

/** How a problem stands; nothing while it is only reported. */
export function ProblemPill(props: { state: ProblemState; always?: boolean }) {
  if (props.state === 'reported' && !props.always) return null
  const { icon, tone } = problemLooks[props.state]
  return (
    <Pill icon={icon} {...(tone && { tone })}>
      {problemStates[props.state]}
    </Pill>
  )
}

/** Until when an answer is promised, or since when it is owed; nothing where nothing is promised. */
export function PromisePill(props: { until: Date | undefined; now: Date }) {
  const { until, now } = props
  if (!until) return null
  if (until <= now) {
    return (
      <Pill icon="clock" tone="warn">
        Answer owed since <Time at={until} now={now} form="long" />
      </Pill>
    )
  }
  return (
    <Pill icon="clock">
      Answer promised by <Time at={until} now={now} form="long" />
    </Pill>
  )
}

const kindLabels: Readonly<Record<ThreadType, string>> = {
  question: 'Question',
  idea: 'Idea',
  problem: 'Problem',
  praise: 'Praise',
  update: 'Update',
  discussion: 'Discussion',
}

function countsOf({ thread, thanks }: QuestionLine) {
  const replies = thread.replyCount + thread.answerCount
  const said = { value: replies, label: replies === 1 ? 'reply' : 'replies' }
  if (thread.type === 'praise') return [{ value: thanks, label: 'thanks' }, said]
  if (thread.type !== 'question' && thread.type !== 'problem') return [said]
  return [
    { value: thread.sameHereCount, label: 'same here' },
    { value: thread.answerCount, label: thread.answerCount === 1 ? 'answer' : 'answers' },
  ]
}

function QuestionCard(props: { line: QuestionLine; now: Date; level: 2 | 3 }) {
  const { line } = props
  const { thread, author, tags } = line
  return (
    <ThreadCard
      kind={thread.type}
      kindLabel={kindLabels[thread.type]}
      level={props.level}
      title={thread.title}
      href={threadAddress(thread)}
      snippet={excerpt(thread.body.slice(0, 2000), 180)}
      meta={
        <>
          <UnreadBadge count={line.unread} />
          {thread.type === 'praise' ? null : <StandingPill accepted={line.accepted} official={line.official} />}
          {thread.type === 'problem' ? <ProblemPill state={line.problem.state} /> : null}
          <PromisePill until={line.promisedUntil} now={props.now} />
          <ReachPill reach={thread.reach} />
          <span>{author?.displayName ?? 'Former member'}</span>
          <Time at={thread.createdAt} now={props.now} />
          <Tags tags={tags.map((tag) => ({ label: tag, href: tagAddress(tag) }))} />
        </>
      }
      counts={countsOf(line)}
    />
  )
}

/** One page of threads outside, and the way to the older ones. `here` is the address of the list with its filter. */
export function QuestionList(props: {
  page: PageOf<QuestionLine>
  now: Date
  here: string
  empty: ComponentChildren
  /** True when the page is not the first of the list. */
  later?: boolean
  level?: 2 | 3
  /** What is listed, for "Older …". */
  things?: string
}) {
  const { page, here, things = 'questions' } = props
  if (page.items.length === 0) return <>{props.empty}</>
  const older = page.next && {
    href: `${here}${here.includes('?') ? '&' : '?'}after=${page.next}`,
    label: `Older ${things}`,
  }
  return (
    <>
      <ThreadList>
        {page.items.map((line) => (
          <QuestionCard line={line} now={props.now} level={props.level ?? 2} />
        ))}
      </ThreadList>
      <Pages
        label={`More ${things}`}
        {...(props.later && { newer: { href: here, label: `Newest ${things}` } })}
        {...(older && { older })}
      />
    </>
  )
}
