import type { Say } from '../../platform/languages/languages.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { Pill, Tags, type Tone } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icons.ts'
import { ActionButton } from '../../ui/button.tsx'
import { Pages } from '../../ui/page.tsx'
import { ThreadList } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { VoteBox } from '../../ui/vote.tsx'
import { bold, useWords } from '../../ui/words.tsx'
import { reachWords } from '../../people/connections/connections.ts'
import { type Idea, type IdeaLine, type IdeaStage, isOpenStage, stageInSentence, stageWords } from '../ideas/ideas.ts'
import { Excerpt } from '../mentions/mentions.parts.tsx'
import type { Thread } from '../threads/threads.ts'
import { boardAddress } from './board-filter.ts'
import { actionBase, dayWords, ideaAddress } from './idea-words.ts'

const looks: Readonly<Record<IdeaStage, { icon: IconName; tone?: Tone }>> = {
  new: { icon: 'lightbulb' },
  'under-review': { icon: 'eye', tone: 'info' },
  planned: { icon: 'calendar-blank', tone: 'info' },
  'partly-done': { icon: 'check', tone: 'ok' },
  'already-offered': { icon: 'check-circle', tone: 'ok' },
  done: { icon: 'check-circle', tone: 'ok' },
  'not-planned': { icon: 'x' },
  archived: { icon: 'tray' },
}

export function StagePill(props: { stage: IdeaStage }) {
  const say = useWords()
  const { icon, tone } = looks[props.stage]
  return (
    <Pill icon={icon} {...(tone && { tone })}>
      {say.again(stageWords[props.stage])}
    </Pill>
  )
}

/** Whether the day promised for the next answer has passed. */
export function isOverdue(idea: Pick<Idea, 'answerBy' | 'stage'>, now: Date): boolean {
  return idea.answerBy !== null && isOpenStage(idea.stage) && idea.answerBy < now.toISOString().slice(0, 10)
}

/**
 * Promoting, with the score, and demoting beneath it; pressed again a vote is taken back. `back`: the page to return to.
 * Who may not vote sees the number; a visitor is led to the sign-in.
 */
export function Voting(props: {
  idea: Idea
  myVote: -1 | 0 | 1
  may: boolean
  signIn?: string | undefined
  back?: string
}) {
  const { idea, myVote } = props
  const { score } = idea.votes
  const say = useWords()
  const label = say('{count} votes | the number stands above the word', { count: score })
  if (!props.may) return <VoteBox count={score} label={label} {...(props.signIn && { href: props.signIn })} />
  const action = `${actionBase(idea.thread)}/vote`
  const fields = (value: number) => ({ value: String(value), ...(props.back && { back: props.back }) })
  return (
    <div class="stack-s">
      <VoteBox
        count={score}
        label={label}
        pressed={myVote === 1}
        action={action}
        fields={fields(myVote === 1 ? 0 : 1)}
      />
      <ActionButton
        kind="quiet"
        size="s"
        action={action}
        fields={fields(myVote === -1 ? 0 : -1)}
        pressed={myVote === -1}
        label={say('Demote: {title}', { title: idea.thread.title })}
      >
        {say('Demote')}
      </ActionButton>
    </div>
  )
}

function IdeaCard(props: { line: IdeaLine; now: Date; may: boolean; here: string; level: 2 | 3 }) {
  const { line, now } = props
  const say = useWords()
  const { thread } = line
  const address = ideaAddress(thread)
  const title = (
    <a href={address} dir="auto">
      {thread.title}
    </a>
  )
  const comments = thread.replyCount + thread.answerCount
  const signIn = `/sign-in?next=${encodeURIComponent(address)}`
  return (
    <li class="thread" id={`idea-${line.id}`}>
      <Voting idea={line} myVote={line.myVote} may={props.may} signIn={signIn} back={props.here} />
      <div>
        {props.level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>}
        <p class="snip" dir="auto">
          <Excerpt of={thread.body.slice(0, 2000)} length={180} />
        </p>
        <div class="meta">
          <StagePill stage={line.stage} />
          {isOverdue(line, now) ? (
            <Pill icon="hourglass-medium" tone="warn">
              {say('Answer owed since {day}', { day: dayWords(say, line.answerBy!, now) })}
            </Pill>
          ) : null}
          {thread.reach === null ? null : <Pill icon="lock-simple">{say.again(reachWords[thread.reach])}</Pill>}
          {line.category ? <bdi>{line.category.title}</bdi> : null}
          <bdi>{line.author?.displayName ?? say('Former member')}</bdi>
          <Time at={thread.createdAt} now={now} />
          <Tags tags={line.tags.map((tag) => ({ label: tag, href: tagHref(thread, tag) }))} />
        </div>
      </div>
      <div class="counts">
        <span>{say.with('<b>{count}</b> comments', { count: comments, b: bold })}</span>
      </div>
    </li>
  )
}

/** One page of ideas, and the way on. `here` is the address of this page; `next` that of the following one. */
export function IdeaList(props: {
  page: PageOf<IdeaLine>
  now: Date
  may: (line: IdeaLine) => boolean
  here: string
  first: string | undefined
  next: string | undefined
}) {
  const say = useWords()
  return (
    <>
      <ThreadList>
        {props.page.items.map((line) => (
          <IdeaCard line={line} now={props.now} may={props.may(line)} here={props.here} level={2} />
        ))}
      </ThreadList>
      <Pages
        label={say('More ideas')}
        {...(props.first && { newer: { href: props.first, label: say('First page') } })}
        {...(props.next && { older: { href: props.next, label: say('More ideas') } })}
      />
    </>
  )
}

/** `412 votes, 3 comments` in the words of a line. */
export function extensionNote(say: Say, line: IdeaLine): string {
  return say('{name}, {count} votes, {stage}', {
    name: line.author?.displayName ?? say('Former member'),
    count: line.votes.score,
    stage: say.again(stageInSentence[line.stage]),
  })
}

/** The ideas of the same side with a tag. */
export function tagHref(thread: Pick<Thread, 'realm'>, tag: string): string {
  return boardAddress(thread.realm, { tag })
}
