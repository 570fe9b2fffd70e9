import type { ComponentChildren } from 'preact'
import type { Say } from '../../platform/languages/languages.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { Pill, Tags } from '../../ui/badge.tsx'
import { Pages } from '../../ui/page.tsx'
import { ThreadList } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { UnreadBadge } from '../read-positions/read-positions.parts.tsx'
import { tagAddress } from '../tags/tags.ts'
import { reachWords } from '../../people/connections/connections.ts'
import { ThreadLine, replyCount } from '../threads/threads.parts.tsx'
import type { ProblemState, Reach } from '../threads/threads.ts'
import { type Things, pageWords } from './listings.ts'
import { type QuestionLine, problemStates } from './questions.ts'

/** How a question stands: accepted, officially answered, or nothing to say. */
export function StandingPill(props: { accepted: boolean; official: boolean }) {
  const say = useWords()
  if (props.accepted) {
    return (
      <Pill icon="check-circle" tone="ok">
        {say('Solved')}
      </Pill>
    )
  }
  if (props.official) {
    return (
      <Pill icon="seal-check" tone="info">
        {say('Official answer')}
      </Pill>
    )
  }
  return null
}

/** That a text reaches fewer than its space, and how far; nothing when it does not. */
export function ReachPill(props: { reach: Reach }) {
  const say = useWords()
  return props.reach === null ? null : <Pill icon="lock-simple">{say.again(reachWords[props.reach])}</Pill>
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
  const say = useWords()
  if (props.state === 'reported' && !props.always) return null
  const { icon, tone } = problemLooks[props.state]
  return (
    <Pill icon={icon} {...(tone && { tone })}>
      {say.again(problemStates[props.state])}
    </Pill>
  )
}

/** Until when an answer is promised, or since when it is owed; nothing where nothing is promised. */
export function PromisePill(props: { until: Date | undefined; now: Date }) {
  const say = useWords()
  const { until, now } = props
  if (!until) return null
  const when = <Time at={until} now={now} form="long" />
  if (until <= now) {
    return (
      <Pill icon="clock" tone="warn">
        {say.with('Answer owed since {when}', { when })}
      </Pill>
    )
  }
  return <Pill icon="clock">{say.with('Answer promised by {when}', { when })}</Pill>
}

function countsOf(say: Say, { thread, thanks }: QuestionLine) {
  const replies = replyCount(say, thread)
  if (thread.type === 'praise') return [{ value: thanks, label: say('thanks') }, replies]
  if (thread.type !== 'question' && thread.type !== 'problem') return [replies]
  const count = thread.answerCount
  return [
    { value: thread.sameHereCount, label: say('same here') },
    { value: count, label: say('{count} answers | the word alone, after its number', { count }) },
  ]
}

function QuestionCard(props: { line: QuestionLine; now: Date; level: 2 | 3 }) {
  const say = useWords()
  const { line } = props
  const { thread, author, tags } = line
  return (
    <ThreadLine
      thread={thread}
      level={props.level}
      meta={
        <>
          <UnreadBadge count={line.unread} />
          {thread.type === 'praise' ? null : <StandingPill accepted={line.accepted} official={line.official} />}
          {thread.type === 'problem' ? <ProblemPill state={line.problem.state} /> : null}
          <PromisePill until={line.promisedUntil} now={props.now} />
          <ReachPill reach={thread.reach} />
          <bdi>{author?.displayName ?? say('Former member')}</bdi>
          <Time at={thread.createdAt} now={props.now} />
          <Tags tags={tags.map((tag) => ({ label: tag, href: tagAddress(tag) }))} />
        </>
      }
      counts={countsOf(say, line)}
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
  /** What is listed, for the ways to older ones. */
  things?: Things
}) {
  const say = useWords()
  const { page, here } = props
  const words = pageWords[props.things ?? 'questions']
  if (page.items.length === 0) return <div class="mt4">{props.empty}</div>
  const older = page.next && {
    href: `${here}${here.includes('?') ? '&' : '?'}after=${page.next}`,
    label: say.again(words.older),
  }
  return (
    <>
      <ThreadList>
        {page.items.map((line) => (
          <QuestionCard line={line} now={props.now} level={props.level ?? 2} />
        ))}
      </ThreadList>
      <Pages
        label={say.again(words.more)}
        {...(props.later && { newer: { href: here, label: say.again(words.newest) } })}
        {...(older && { older })}
      />
    </>
  )
}
