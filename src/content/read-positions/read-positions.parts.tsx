import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { type ReadingOnPage, ReadingContext } from '../../ui/reading.ts'
import { type Reading, mostCounted } from './read-positions.ts'
import { writeSeen } from './seen.ts'
import { Badge } from '../../ui/badge.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Thread } from '../threads/threads.ts'

/** The page of a thread for somebody who is signed in: what is new is marked, and what they see is remembered. */
export function ReadPage(props: {
  thread: Pick<Thread, 'id'>
  me: number
  reading: Reading | undefined
  /** Where the first unread reply is. */
  first: string | undefined
  children: ComponentChildren
}) {
  const say = useWords()
  const { thread, reading } = props
  const onPage: ReadingOnPage = {
    position: reading?.position,
    me: String(props.me),
    word: say('New | beside a reply'),
    drawn: [],
  }
  return (
    <ReadingContext.Provider value={onPage}>
      {reading && reading.unread > 0 && props.first ? (
        <p class="first-unread">
          <a href={props.first}>
            {reading.unread > mostCounted
              ? say('More than {number} new since you were here. Go to the first', { number: mostCounted })
              : say('{count} new since you were here. Go to the first', { count: reading.unread })}
          </a>
        </p>
      ) : null}
      {props.children}
      <Seen thread={thread} />
    </ReadingContext.Provider>
  )
}

/** After everything else, so that it knows what was drawn. Without script, a picture that is asked for says it was served. */
function Seen(props: { thread: Pick<Thread, 'id'> }) {
  const say = useWords()
  const drawn = useContext(ReadingContext)?.drawn ?? []
  const { id } = props.thread
  return (
    <>
      <tango-read data-thread={String(id)} data-quote={say('Quote')} hidden />
      <noscript>
        <img src={`/read/${id}/served?seen=${writeSeen(drawn)}`} alt="" width="1" height="1" loading="lazy" />
      </noscript>
    </>
  )
}

/** How many unread replies a thread in a list has; nothing when there are none. */
export function UnreadBadge(props: { count: number | undefined }) {
  const say = useWords()
  const { count = 0 } = props
  if (count === 0) return null
  return <Badge tone="new">{say('{number} new', { number: count > mostCounted ? `${mostCounted}+` : count })}</Badge>
}
