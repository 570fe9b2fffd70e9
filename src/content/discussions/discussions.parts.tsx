import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { AccountId } from '../../platform/ids.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import { type Audience, audienceBeforeWriting } from '../../realms/audience/audience.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Composer } from '../../ui/composer.tsx'
import { Check } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Post } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { UnreadBadge } from '../read-positions/read-positions.parts.tsx'
import { editorOf } from '../files/files.ts'
import { type Thread, threadAddress } from '../threads/threads.ts'

export interface StreamParts {
  readonly threads: readonly Thread[]
  readonly people: ReadonlyMap<AccountId, PersonCard>
  readonly spaces: ReadonlyMap<number, Space>
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  /** Unread replies by thread. */
  readonly unread: ReadonlyMap<number, number>
}

/** Threads of all realms as one stream of posts, each with the line that says who reads it. */
export function Stream(props: StreamParts) {
  return (
    <div class="stream stack">
      {props.threads.map((thread) => (
        <StreamPost {...props} thread={thread} />
      ))}
    </div>
  )
}

function StreamPost(props: StreamParts & { thread: Thread }) {
  const { thread, now } = props
  const space = props.spaces.get(thread.spaceId)
  const address = threadAddress(thread)
  const replies = thread.answerCount + thread.replyCount
  return (
    <Post
      id={`thread-${thread.id}`}
      realm={thread.realm}
      author={authorOf(props.people.get(thread.authorId), props.viewer, props.company)}
      meta={<Time at={thread.createdAt} now={now} form="short" />}
      audience={{
        realm: thread.realm,
        word: realmNames[thread.realm],
        who: readersInShort(thread, space),
        exactly: { label: 'Who exactly', href: `/readers/thread/${thread.id}` },
      }}
      footer={
        <>
          <a class="btn quiet s" href={`${address}#replies`}>
            <Icon name="chat-circle" />
            {thread.type === 'question' ? 'Answers' : 'Replies'} · {replies}
          </a>
          <UnreadBadge count={props.unread.get(thread.id)} />
          {thread.sameHereCount > 0 ? <span class="small muted">{thread.sameHereCount} have the same</span> : null}
        </>
      }
    >
      {thread.title ? (
        <h2>
          <a href={address}>{thread.title}</a>
        </h2>
      ) : null}
      <p>{excerpt(thread.body, 320)}</p>
      {thread.title ? null : (
        <p class="small">
          <a href={address}>Open the thread</a>
        </p>
      )}
    </Post>
  )
}

/** Who reads, in the few words of a stream: exact numbers stand behind "Who exactly". */
export function readersInShort(thread: Pick<Thread, 'audience'>, space: Space | undefined): string {
  if (!space) return 'its space'
  if (thread.audience === 'participants') return `${space.title}, only those who take part`
  const open = {
    public: 'anyone on the web',
    members: 'its members',
    employees: 'every employee',
    invited: 'those invited',
  }[space.access]
  return `${space.title}, ${open}`
}

/** The spaces of `threads` by id; the caller has loaded the spaces that the viewer may read. */
export function spacesById(spaces: readonly Space[]): ReadonlyMap<number, Space> {
  return new Map(spaces.map((space) => [space.id, space]))
}

/** The composer for a new post in an inside or bridge space: two actions from page to published. */
export function PostComposer(props: {
  space: Space
  audience: Audience
  form: FormState
  change?: { label: string; href: string }
}) {
  const { space, form, audience } = props
  return (
    <Composer
      realm={space.realm}
      action={`/inside/spaces/${space.slug}/threads`}
      audience={{ word: realmNames[space.realm], who: audienceBeforeWriting(props.audience), change: props.change }}
      formLabel="Write a post"
      label="Your post"
      name="body"
      id="write"
      placeholder={`What should ${space.title} know?`}
      submit={space.realm === 'bridge' ? 'Post to everyone in the room' : 'Post inside'}
      value={form.values.body ?? ''}
      error={form.errors.body}
      tools={<OverBridge audience={audience} checked={form.values.over === 'yes'} />}
      editor={editorOf(space, `post:${space.id}`)}
    />
  )
}

/** Where a standing bridge leads out of the space: the author's own wish that this post goes over it. */
export function OverBridge(props: { audience: Audience; checked: boolean }) {
  const { goesTo } = props.audience
  if (!goesTo) return null
  return (
    <Check
      name="over"
      value="yes"
      label={`Also publish over the bridge to ${goesTo.join(', ')}`}
      checked={props.checked}
    />
  )
}
