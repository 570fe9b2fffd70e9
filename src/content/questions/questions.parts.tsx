import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { Pill, Tags } from '../../ui/badge.tsx'
import { Pages } from '../../ui/page.tsx'
import { ThreadCard, ThreadList } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { tagAddress } from '../tags/tags.ts'
import { reachWords } from '../../people/connections/connections.ts'
import { type Reach, threadAddress } from '../threads/threads.ts'
import type { QuestionLine } from './questions.ts'

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

function QuestionCard(props: { line: QuestionLine; now: Date; level: 2 | 3 }) {
  const { thread, author, tags } = props.line
  return (
    <ThreadCard
      kind="question"
      kindLabel="Question"
      level={props.level}
      title={thread.title}
      href={threadAddress(thread)}
      snippet={excerpt(thread.body.slice(0, 2000), 180)}
      meta={
        <>
          <StandingPill accepted={props.line.accepted} official={props.line.official} />
          <ReachPill reach={thread.reach} />
          <span>{author?.displayName ?? 'Former member'}</span>
          <Time at={thread.createdAt} now={props.now} />
          <Tags tags={tags.map((tag) => ({ label: tag, href: tagAddress(tag) }))} />
        </>
      }
      counts={[
        { value: thread.sameHereCount, label: 'same here' },
        { value: thread.answerCount, label: thread.answerCount === 1 ? 'answer' : 'answers' },
      ]}
    />
  )
}

/** One page of questions, and the way to the older ones. `here` is the address of the list with its filter. */
export function QuestionList(props: {
  page: PageOf<QuestionLine>
  now: Date
  here: string
  empty: ComponentChildren
  /** True when the page is not the first of the list. */
  later?: boolean
  level?: 2 | 3
}) {
  const { page, here } = props
  if (page.items.length === 0) return <>{props.empty}</>
  const older = page.next && {
    href: `${here}${here.includes('?') ? '&' : '?'}after=${page.next}`,
    label: 'Older questions',
  }
  return (
    <>
      <ThreadList>
        {page.items.map((line) => (
          <QuestionCard line={line} now={props.now} level={props.level ?? 2} />
        ))}
      </ThreadList>
      <Pages
        label="More questions"
        {...(props.later && { newer: { href: here, label: 'Newest questions' } })}
        {...(older && { older })}
      />
    </>
  )
}
