import { editorOf } from '../files/files.ts'
import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { Answer, RemovedAnswer } from '../../ui/answer.tsx'
import { Pill } from '../../ui/badge.tsx'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Said } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { FlagLink, TakeBack, TakenBackMarker, TakenBackUndo } from '../threads/threads.parts.tsx'
import { type CommentPart, type Reply, commentsShown, lastingReplyAddress, mayEdit } from '../threads/threads.ts'
import { type AnswerOrder, shownAt } from './answer-pages.ts'
import { type Answer as AnswerModel, type Question, mayAccept, maySpeakOfficially, mayThank } from './questions.ts'

/** What every part of a question's page needs to draw a text for one viewer. */
export interface Drawing {
  readonly question: Question
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  /** Stored Markdown to safe HTML, with the pictures of this space. */
  readonly render: (body: string) => string
  /** Words over every composer of the page. */
  readonly audience: { word: string; who: string }
  /** The button of every composer of the page. */
  readonly postWords: string
  /** In which order the answers are read. */
  readonly order: AnswerOrder
  /** Whether the viewer is offered the page of its type and place. */
  readonly keeps: boolean
  /** What was typed about the state of a problem and refused. */
  readonly state?: FormState
  /** A comment that was refused: under what it was written, and what was typed. */
  readonly comment?: { readonly answerId?: number; readonly form: FormState }
}

function Changed(props: { at: Date | null; now: Date; href: string }) {
  const say = useWords()
  if (!props.at) return null
  return (
    <a href={props.href} class="small">
      {say.with('Changed {when}', { when: <Time at={props.at} now={props.now} /> })}
    </a>
  )
}

/** The way to the earlier texts of a question; nothing when there are none. */
export function QuestionChanged(props: { drawing: Drawing }) {
  const { thread } = props.drawing.question
  return <Changed at={thread.editedAt} now={props.drawing.now} href={`/questions/${thread.id}/-/history`} />
}

function Recalled(props: { reply: Reply; drawing: Drawing }) {
  const say = useWords()
  const { kind, removedAt, recalledAt } = props.reply
  const { company, now, viewer } = props.drawing
  if (props.reply.takenBackAt) return <TakenBackMarker reply={props.reply} viewer={viewer} now={now} />
  const when = <Time at={recalledAt!} now={now} form="long" />
  if (kind === 'answer') {
    if (removedAt) return <>{say.with('This answer was removed by moderation on {when}.', { when })}</>
    return <>{say.with('This answer was recalled by {company} on {when}.', { company, when })}</>
  }
  if (kind === 'comment') {
    if (removedAt) return <>{say.with('This comment was removed by moderation on {when}.', { when })}</>
    return <>{say.with('This comment was recalled by {company} on {when}.', { company, when })}</>
  }
  if (removedAt) return <>{say.with('This reply was removed by moderation on {when}.', { when })}</>
  return <>{say.with('This reply was recalled by {company} on {when}.', { company, when })}</>
}

function Comment(props: { reply: Reply; drawing: Drawing }) {
  const say = useWords()
  const { reply, drawing } = props
  const { question, viewer, company } = drawing
  const id = `${reply.kind}-${reply.id}`
  if (reply.recalledAt)
    return (
      <div class="small muted" id={id}>
        <Recalled reply={reply} drawing={drawing} />
      </div>
    )
  const own = mayEdit(viewer, question.space, reply.authorId).allowed
  return (
    <Said
      id={id}
      realm="outside"
      author={authorOf(question.people.get(reply.authorId), viewer, company, question.disclosures.atReply(reply.id))}
      meta={<Time at={reply.createdAt} now={drawing.now} form="long" />}
      html={drawing.render(reply.body)}
      footer={
        <div class="row tight small muted">
          <Changed at={reply.editedAt} now={drawing.now} href={`/answers/${reply.id}/history`} />
          {own ? <a href={`/answers/${reply.id}/edit`}>{say('Change your comment')}</a> : null}
          <TakeBack viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
          <FlagLink viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
        </div>
      }
    />
  )
}

/** The ways to the comments that are not shown; nothing when all are. */
function OtherComments(props: { part: CommentPart; drawing: Drawing }) {
  const say = useWords()
  const { part, drawing } = props
  const { previous, next, before, shown, total } = part
  if (!previous && !next) return null
  const { thread } = drawing.question
  const opened = before > 0 || shown.length > commentsShown
  return (
    <nav class="row tight mt3" aria-label={say('More comments')}>
      {previous ? (
        <LinkButton kind="quiet" size="s" href={shownAt(thread, previous, drawing.order)} rel="prev">
          {say('Earlier comments')}
        </LinkButton>
      ) : null}
      {next ? (
        <LinkButton kind="quiet" size="s" href={shownAt(thread, next, drawing.order)} rel={opened ? 'next' : undefined}>
          {opened ? say('Later comments') : say('Show all {count} comments', { count: total })}
        </LinkButton>
      ) : null}
      {opened ? (
        <span class="small muted">
          {say('{from} to {to} of {all}', { from: before + 1, to: before + shown.length, all: total })}
        </span>
      ) : null}
    </nav>
  )
}

/** The comments under a question or an answer, and where to write one; folded, so that it works without script. */
export function Comments(props: { part: CommentPart; drawing: Drawing; canWrite: boolean; answerId?: number }) {
  const say = useWords()
  const { part, drawing, answerId } = props
  const { id } = drawing.question.thread
  const key = answerId === undefined ? `question-${id}` : `answer-${answerId}`
  const refused = drawing.comment?.answerId === answerId ? drawing.comment?.form : undefined
  return (
    <>
      {part.shown.length > 0 ? (
        <div class="stack-s mt3">
          {part.shown.map((reply) => (
            <Comment reply={reply} drawing={drawing} />
          ))}
        </div>
      ) : null}
      <OtherComments part={part} drawing={drawing} />
      {props.canWrite ? (
        <details class="mt3" id={`write-comment-${key}`} open={refused !== undefined}>
          <summary class="small">{say('Add a comment')}</summary>
          <Composer
            id={`comment-on-${key}`}
            name="body"
            realm="outside"
            action={`/questions/${id}/comments`}
            fields={answerId === undefined ? {} : { answer: String(answerId) }}
            audience={drawing.audience}
            formLabel={answerId === undefined ? say('Comment on the question') : say('Comment on this answer')}
            label={say('Your comment')}
            {...(refused && { value: refused.values.body ?? '', error: refused.errors.body })}
            placeholder={say('Ask back, or add a detail')}
            submit={drawing.postWords}
            editor={editorOf(drawing.question.space, `comment:${key}`, drawing.question.thread)}
          />
        </details>
      ) : null}
    </>
  )
}

/** One answer with its marks, comments and what the viewer may do with it. */
export function AnswerPart(props: { answer: AnswerModel; drawing: Drawing; canWrite: boolean }) {
  const say = useWords()
  const { answer, drawing } = props
  const { reply } = answer
  const { question, viewer, company } = drawing
  const id = `answer-${reply.id}`
  const choosers = say.list(
    answer.acceptedBy.map((id) => question.people.get(id)?.displayName ?? say('the asker')).toSorted(),
  )
  if (reply.recalledAt) {
    return (
      <>
        <RemovedAnswer id={id}>
          <Recalled reply={reply} drawing={drawing} />
        </RemovedAnswer>
        <TakenBackUndo reply={reply} viewer={viewer} now={drawing.now} />
        <Comments part={answer.comments} drawing={drawing} canWrite={false} answerId={reply.id} />
      </>
    )
  }
  return (
    <Answer
      id={id}
      realm="outside"
      author={authorOf(question.people.get(reply.authorId), viewer, company, question.disclosures.atReply(reply.id))}
      meta={
        <>
          <Time at={reply.createdAt} now={drawing.now} form="long" />{' '}
          <Changed at={reply.editedAt} now={drawing.now} href={`/answers/${reply.id}/history`} />{' '}
          {answer.mostHelpful ? (
            <Pill icon="hands-clapping" tone="info">
              {say('Most helpful')}
            </Pill>
          ) : null}
        </>
      }
      marks={[
        ...(answer.official
          ? [
              {
                kind: 'official' as const,
                label: say('Official answer'),
                note: say('{company} stands behind this', { company }),
              },
            ]
          : []),
        ...(answer.accepted
          ? [
              {
                kind: 'accepted' as const,
                label: say('Accepted answer'),
                note: say('chosen by {names}', { names: choosers }),
              },
            ]
          : []),
      ]}
      html={drawing.render(reply.body)}
      after={
        <>
          <footer>
            <AnswerActions answer={answer} drawing={drawing} />
          </footer>
          <Comments part={answer.comments} drawing={drawing} canWrite={props.canWrite} answerId={reply.id} />
        </>
      }
    />
  )
}

function AnswerActions(props: { answer: AnswerModel; drawing: Drawing }) {
  const say = useWords()
  const { answer, drawing } = props
  const { question, viewer } = drawing
  const { reply } = answer
  const { space, thread } = question
  const author = question.people.get(reply.authorId)
  const canThank = mayThank(viewer, space, reply.authorId).allowed
  return (
    <>
      {canThank ? (
        <ActionButton
          kind="quiet"
          size="s"
          icon="hands-clapping"
          action={`/answers/${reply.id}/thanks`}
          fields={answer.thanked ? { back: 'yes' } : {}}
          pressed={answer.thanked}
        >
          {say('Helped me · {number}', { number: answer.score })}
        </ActionButton>
      ) : null}
      {mayAccept(viewer, space, thread.authorId).allowed ? (
        <ActionButton
          kind="quiet"
          size="s"
          icon="check-circle"
          action={`/answers/${reply.id}/accept`}
          fields={answer.accepted ? { back: 'yes' } : {}}
          pressed={answer.accepted}
        >
          {answer.accepted ? say('Accepted by you') : say('Accept this answer')}
        </ActionButton>
      ) : null}
      {!answer.official && author?.realm === 'inside' && maySpeakOfficially(viewer, space).allowed ? (
        <ActionButton kind="quiet" size="s" icon="seal-check" action={`/answers/${reply.id}/official`}>
          {say('Make it the official answer')}
        </ActionButton>
      ) : null}
      <LinkButton
        kind="quiet"
        size="s"
        icon="link-simple"
        href={lastingReplyAddress(thread, reply)}
        rel="nofollow"
        label={say('Link to this answer')}
      >
        {say('Link')}
      </LinkButton>
      <FlagLink viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
      {mayEdit(viewer, space, reply.authorId).allowed ? (
        <LinkButton kind="quiet" size="s" icon="pencil-simple" href={`/answers/${reply.id}/edit`}>
          {say('Change')}
        </LinkButton>
      ) : null}
      {answer.official ? null : <TakeBack viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />}
      {!canThank && answer.score > 0 ? (
        <span class="small muted">{say('Helped {number}', { number: answer.score })}</span>
      ) : null}
    </>
  )
}
