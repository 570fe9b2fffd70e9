import { editorOf } from '../../content/files/files.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { PeopleStrip } from '../../ui/avatar.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Post } from '../../ui/post.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { bold, useWords } from '../../ui/words.tsx'
import type { AccountId } from '../../platform/ids.ts'
import { Callers } from './callers.tsx'
import type { SwarmPageProps } from './swarm.page.tsx'

/** The inside of a swarm: who is in it, what they said, where to say more, and whom else to call. */
export function Companion(props: SwarmPageProps) {
  const say = useWords()
  const { room, viewer, company, now, form } = props
  const { swarm, companion, people, participants } = room
  const faces = participants.map((id) => authorOf(people.get(id), viewer, company))
  const hidden = companion.replyCount - room.messages.length
  const posts = [
    { ...companion, anchor: `thread-${companion.id}` },
    ...room.messages.map((message) => ({ ...message, anchor: `reply-${message.id}` })),
  ]
  return (
    <>
      <h2 id="inside-title" class="vh">
        {say('Inside companion thread')}
      </h2>
      <PeopleStrip
        faces={faces.map(({ id, name, who }) => ({ id, name, who }))}
        names={faces.map((face) => face.name).join(', ')}
      >
        <CallsInWords {...props} />
      </PeopleStrip>
      {posts.map((post) => (
        <Post
          id={post.anchor}
          realm="inside"
          author={authorOf(people.get(post.authorId), viewer, company)}
          meta={
            <>
              {people.get(post.authorId)?.jobTitle ? (
                <>
                  <bdi>{people.get(post.authorId)!.jobTitle}</bdi>
                  {' · '}
                </>
              ) : null}
              <Time at={post.createdAt} now={now} form="long" />
            </>
          }
          html={props.renderInside(post.body)}
        />
      ))}
      {hidden > 0 ? (
        <p class="small">
          <a href={`/inside/threads/${companion.id}?whole=yes`}>
            {say('{count} more messages on the page of the thread', { count: hidden })}
          </a>
        </p>
      ) : null}
      {swarm.closedAt ? (
        <Notebox icon="lock-simple">
          <p>{say('This swarm is closed. It can be read, and nothing is added any more.')}</p>
        </Notebox>
      ) : (
        <>
          <Composer
            realm="inside"
            action={`/inside/swarms/${swarm.id}/messages`}
            formLabel={say('Write to the swarm')}
            label={say('Message to the swarm')}
            name="body"
            id="message"
            placeholder={say('Write to the swarm')}
            submit={say('Send inside')}
            value={form.values.form === 'message' ? (form.values.body ?? '') : ''}
            error={form.errors.body}
            audience={{
              word: say('Inside'),
              who:
                participants.length === 1
                  ? say('you alone in this swarm')
                  : say('{count} people in this swarm', { count: participants.length }),
            }}
            fields={{ form: 'message' }}
            editor={editorOf(room.companionSpace, `swarm:${swarm.id}`)}
          />
          <Callers {...props} />
        </>
      )}
    </>
  )
}

/** Who was called by whom and why, folded. */
function CallsInWords(props: SwarmPageProps) {
  const say = useWords()
  const { calls, people } = props.room
  const nameOf = (id: AccountId) => people.get(id)?.displayName ?? say('a former colleague')
  if (calls.length === 0) return <>{say('Nobody has been called yet')}</>
  return (
    <details>
      <summary>{say('Why they are here')}</summary>
      <ul role="list">
        {calls.map((call) => (
          <li class="why-line">
            {call.calledBy === call.accountId
              ? say.with('<b>{name}</b> joined from the question', { b: bold, name: nameOf(call.accountId) })
              : say.with('<b>{name}</b>, called by {caller}: {reason}', {
                  ...{ b: bold, name: nameOf(call.accountId), caller: nameOf(call.calledBy) },
                  reason: call.reason,
                })}
            {call.joinedAt === null ? ` ${say('(has not written yet)')}` : ''}
          </li>
        ))}
      </ul>
    </details>
  )
}
