import { stageWords } from '../../content/ideas/ideas.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { Badge, Pill } from '../../ui/badge.tsx'
import { Said } from '../../ui/post.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { TwinPageProps } from './twin.page.tsx'

/** The idea as everybody outside reads it: text, customers' votes, stage and public reason. */
export function PublicSide(props: TwinPageProps) {
  const say = useWords()
  const { room, viewer, company, now } = props
  const { outer, answers, contributors } = room
  const last = answers.at(-1)
  const credited = contributors.filter((one) => one.isNamed)
  return (
    <>
      <h2 id="outside-title" class="voice-h" dir="auto">
        {outer.thread.title}
      </h2>
      <p class="row tight small">
        <Badge>{say.number(outer.votes.score)}</Badge>{' '}
        {say('{count} votes | the word alone, after its number', { count: outer.votes.score })}{' '}
        <Pill icon="lightbulb">{say.again(stageWords[outer.stage])}</Pill>
      </p>
      <Said
        realm="outside"
        id={`idea-${outer.id}`}
        author={authorOf(room.people.get(outer.thread.authorId), viewer, company)}
        meta={<Time at={outer.thread.createdAt} now={now} form="long" />}
        html={props.renderOutside(outer.thread.body)}
      />
      {last ? (
        <section aria-labelledby="public-reason">
          <h3 id="public-reason">
            {last.part
              ? say('{stage}: {part}', { stage: say.again(stageWords[last.stage]), part: last.part })
              : say.again(stageWords[last.stage])}
          </h3>
          <Text realm="outside" html={props.renderOutside(last.reason)} />
          <p class="small muted">
            <Time at={last.changedAt} now={now} form="long" />
          </p>
        </section>
      ) : (
        <p class="soft">{say('Nothing was answered in public yet.')}</p>
      )}
      <h3>{say('Contributors')}</h3>
      <p class="small">
        {credited.length === 0
          ? say('Nobody has agreed yet to be named.')
          : say('Named when it is done, because they agreed: {names}.', {
              names: credited.map((one) => one.person?.displayName ?? say('somebody who left')).join(', '),
            })}{' '}
        <span class="muted">
          {say('{count} others contributed.', { count: contributors.length - credited.length })}
        </span>
      </p>
      <details class="small">
        <summary>{say('What customers cannot see')}</summary>
        <p class="soft mt1">
          {say(
            'That there is an inside idea, who wrote it, its votes and stage, feasibility, cost, risks and debate, the words proposed here, and how many of all these there are.',
          )}
        </p>
      </details>
    </>
  )
}
