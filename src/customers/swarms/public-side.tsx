import { threadAddress } from '../../content/threads/threads.ts'
import type { Answer } from '../../content/questions/questions.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { Badge, Pill } from '../../ui/badge.tsx'
import { Ghost, Said } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { SwarmPageProps } from './swarm.page.tsx'

const mostAnswers = 5

/** The public question as everybody outside reads it, live, and where the official answer will stand. */
export function PublicSide(props: Pick<SwarmPageProps, 'room' | 'preview' | 'viewer' | 'company' | 'now' | 'render'>) {
  const say = useWords()
  const { room, viewer, company, now, render } = props
  const { thread, answers, people } = { ...room.question, people: room.people }
  const more = thread.answerCount - Math.min(answers.length, mostAnswers)
  const hasOfficial = answers.some((answer) => answer.official)
  return (
    <>
      <h2 id="outside-title" class="voice-h" dir="auto">
        {thread.title}
      </h2>
      <Said
        realm="outside"
        id={`question-${thread.id}`}
        author={authorOf(people.get(thread.authorId), viewer, company)}
        meta={<Time at={thread.createdAt} now={now} form="long" />}
        html={render(thread.body)}
      />
      <p class="row tight small">
        <Badge>{say.number(thread.sameHereCount)}</Badge> {say('same here')}
        <span class="muted">
          · {say('{count} answers', { count: thread.answerCount })} ·{' '}
          <a href={threadAddress(thread)}>{say('Open it outside')}</a>
        </span>
      </p>
      {answers.slice(0, mostAnswers).map((answer) => (
        <AnswerLine answer={answer} {...props} />
      ))}
      {more > 0 ? (
        <p class="small">
          <a href={`${threadAddress(thread)}#answers`}>{say('{count} more answers', { count: more })}</a>
        </p>
      ) : null}
      {hasOfficial ? null : (
        <Ghost author={{ id: '0', name: company, who: 'official' }}>
          {props.preview
            ? say('The official answer will stand here. It is in the crossing below, not public yet.')
            : say('The official answer will stand here. No wording is proposed yet.')}
        </Ghost>
      )}
      <details class="small">
        <summary>{say('What customers cannot see')}</summary>
        <p class="soft mt1">
          {say('That a swarm exists, who is in it, what they wrote, its wordings and how many there are.')}
        </p>
      </details>
    </>
  )
}

function AnswerLine(
  props: { answer: Answer } & Pick<SwarmPageProps, 'room' | 'viewer' | 'company' | 'now' | 'render'>,
) {
  const say = useWords()
  const { answer, room, now } = props
  const { reply } = answer
  if (reply.recalledAt) {
    return (
      <p class="small muted">
        {say.with('An answer was recalled {when}.', { when: <Time at={reply.recalledAt} now={now} form="long" /> })}
      </p>
    )
  }
  return (
    <Said
      realm="outside"
      id={`answer-${reply.id}`}
      author={authorOf(room.people.get(reply.authorId), props.viewer, props.company)}
      meta={<Time at={reply.createdAt} now={now} form="long" />}
      html={props.render(reply.body)}
      footer={
        answer.official || answer.accepted ? (
          <p class="row tight">
            {answer.official ? (
              <Pill icon="seal-check" tone="info">
                {say('Official answer')}
              </Pill>
            ) : null}
            {answer.accepted ? (
              <Pill icon="check-circle" tone="ok">
                {say('Accepted')}
              </Pill>
            ) : null}
          </p>
        ) : null
      }
    />
  )
}
