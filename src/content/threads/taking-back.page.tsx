import type { PageOf } from '../../platform/cursor.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { Excerpt } from '../mentions/mentions.parts.tsx'
import { type TakenBack, keptDays } from './taking-back.ts'
import { OwnTextTabs, PutBack } from './threads.parts.tsx'
import { type ReplyKind, threadAddress } from './threads.ts'

/** On the page to which taking back leads: what happened, and the way back. */
export function TakenBackNote(props: { taken: TakenBack }) {
  const say = useWords()
  const { taken } = props
  return (
    <Notebox icon="arrow-counter-clockwise" role="status">
      <div class="row tight">
        <span>
          {say.with('Taken back. Nobody reads it any more. For {number} days it stays in <a>your list</a>.', {
            number: keptDays,
            a: linkTo('/taken-back'),
          })}
        </span>
        <PutBack action={`/taken-back/${taken.id}/back`} />
      </div>
    </Notebox>
  )
}

/** On the page of a thread, for whoever followed a link to a reply that is gone. */
export function GoneNote() {
  const say = useWords()
  return (
    <Notebox icon="info" role="status">
      {say('What this link led to was taken back by its author. This is the thread in which it stood.')}
    </Notebox>
  )
}

export interface TakenBackPageProps {
  readonly page: PageOf<TakenBack>
  readonly now: Date
  /** True when the page is not the first of the list. */
  readonly later: boolean
  /** What was just taken back. */
  readonly just: TakenBack | undefined
}

/** What somebody took back: to put back, until it is erased. */
export function TakenBackPage(props: TakenBackPageProps) {
  const say = useWords()
  const { page, now, just } = props
  return (
    <>
      <PageHead
        title={say('What you took back')}
        intro={say('Nobody but you reads it. After {number} days it is erased for good.', { number: keptDays })}
      />
      <div class="stack">
        <OwnTextTabs current="taken-back" />
        {just ? <TakenBackNote taken={just} /> : null}
        {page.items.length === 0 ? (
          <Empty title={say('Nothing is taken back')}>
            {say('What you wrote has the act “Take it back” beside it. It is kept here, should you want it again.')}
          </Empty>
        ) : (
          <ul role="list" class="rows drafts">
            {page.items.map((taken) => (
              <TakenBackRow taken={taken} now={now} />
            ))}
          </ul>
        )}
        <Pages
          label={say('More of what you took back')}
          newer={props.later ? { href: '/taken-back', label: say('What you took back last') } : undefined}
          older={page.next ? { href: `/taken-back?after=${page.next}`, label: say('Taken back earlier') } : undefined}
        />
      </div>
    </>
  )
}

const yours: Readonly<Record<ReplyKind, string>> = {
  answer: said('Your answer'),
  comment: said('Your comment'),
  reply: said('Your reply'),
}

function nameOf(say: Say, taken: TakenBack): string {
  if (taken.replyId === null || !taken.kind) return taken.title || say('Your text')
  const kind = say.again(yours[taken.kind])
  return taken.thread?.title ? say('{kind}: {title}', { kind, title: taken.thread.title }) : kind
}

function TakenBackRow(props: { taken: TakenBack; now: Date }) {
  const say = useWords()
  const { taken, now } = props
  const name = nameOf(say, taken)
  const stands = taken.replyId === null || taken.thread
  return (
    <li id={`taken-back-${taken.id}`}>
      <div>
        <h2 class="small" dir="auto">
          {taken.replyId !== null && taken.thread ? <a href={threadAddress(taken.thread)}>{name}</a> : name}
        </h2>
        <p class="soft" dir="auto">
          <Excerpt of={taken.body} length={400} />
        </p>
        <p class="small muted">
          {say.with('Taken back {when}, erased {until}', {
            when: <Time at={taken.takenAt} now={now} form="long" />,
            until: <Time at={taken.until} now={now} form="long" />,
          })}
        </p>
        {stands ? null : (
          <p class="small muted">{say('What you wrote this under is gone, so it cannot be put back.')}</p>
        )}
      </div>
      {stands ? <PutBack action={`/taken-back/${taken.id}/back`} label={say('Put it back: {name}', { name })} /> : null}
    </li>
  )
}
