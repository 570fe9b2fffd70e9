import { editorOf } from '../../content/files/files.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { PeopleStrip } from '../../ui/avatar.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Post } from '../../ui/post.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { Callers } from './callers.tsx'
import type { SwarmPageProps } from './swarm.page.tsx'

/** The inside of a swarm: who is in it, what they said, where to say more, and whom else to call. */
export function Companion(props: SwarmPageProps) {
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
        Inside companion thread
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
              {people.get(post.authorId)?.jobTitle ? `${people.get(post.authorId)!.jobTitle} · ` : ''}
              <Time at={post.createdAt} now={now} form="long" />
            </>
          }
          html={props.renderInside(post.body)}
        />
      ))}
      {hidden > 0 ? (
        <p class="small">
          <a href={`/inside/threads/${companion.id}?whole=yes`}>{hidden} more messages on the page of the thread</a>
        </p>
      ) : null}
      {swarm.closedAt ? (
        <Notebox icon="lock-simple">
          <p>This swarm is closed. It can be read, and nothing is added any more.</p>
        </Notebox>
      ) : (
        <>
          <Composer
            realm="inside"
            action={`/inside/swarms/${swarm.id}/messages`}
            formLabel="Write to the swarm"
            label="Message to the swarm"
            name="body"
            id="message"
            placeholder="Write to the swarm"
            submit="Send inside"
            value={form.values.form === 'message' ? (form.values.body ?? '') : ''}
            error={form.errors.body}
            audience={{
              word: 'Inside',
              who: `${participants.length === 1 ? 'you alone' : `${participants.length} people`} in this swarm`,
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
  const { calls, people } = props.room
  if (calls.length === 0) return <>Nobody has been called yet</>
  return (
    <details>
      <summary>Why they are here</summary>
      <ul role="list">
        {calls.map((call) => (
          <li class="why-line">
            <b>{people.get(call.accountId)?.displayName}</b>
            {call.calledBy === call.accountId
              ? ' joined from the question'
              : `, called by ${people.get(call.calledBy)?.displayName ?? 'a former colleague'}: ${call.reason}`}
            {call.joinedAt === null ? ' (has not written yet)' : ''}
          </li>
        ))}
      </ul>
    </details>
  )
}
