import type { AccountViewer, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Icon } from '../../ui/icon.tsx'
import { Post } from '../../ui/post.tsx'
import type { RealmName } from '../../ui/realm.tsx'
import { Time } from '../../ui/time.tsx'
import { threadAddress } from '../threads/address.ts'
import type { Thread } from '../threads/threads.ts'

export const realmWords: Record<RealmName, string> = { inside: 'Inside', outside: 'Outside', bridge: 'Bridge' }

export interface StreamParts {
  readonly threads: readonly Thread[]
  readonly people: ReadonlyMap<AccountId, PersonCard>
  readonly spaces: ReadonlyMap<number, Space>
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  /** Absent where the whole page is one space. */
  readonly namesSpace?: boolean
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
        word: realmWords[thread.realm],
        who: readersInShort(thread, space),
        exactly: { label: 'Who exactly', href: `/readers/thread/${thread.id}` },
      }}
      footer={
        <>
          <a class="btn quiet s" href={`${address}#replies`}>
            <Icon name="chat-circle" />
            {thread.type === 'question' ? 'Answers' : 'Replies'} · {replies}
          </a>
          {thread.sameHereCount > 0 ? <span class="small muted">{thread.sameHereCount} have the same</span> : null}
        </>
      }
    >
      {thread.title ? (
        <h3>
          <a href={address}>{thread.title}</a>
        </h3>
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

export function isSignedIn(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account'
}
