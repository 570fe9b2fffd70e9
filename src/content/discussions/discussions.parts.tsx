import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { type Audience, audienceBeforeWriting } from '../../realms/audience/audience.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Composer } from '../../ui/composer.tsx'
import { Check } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Post } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { UnreadBadge } from '../read-positions/read-positions.parts.tsx'
import { editorOf } from '../files/files.ts'
import { Excerpt } from '../mentions/mentions.parts.tsx'
import { type Thread, threadAddress } from '../threads/threads.ts'
import type { StreamPage } from './discussions.ts'

export interface StreamParts extends Pick<StreamPage, 'people' | 'unread'> {
  readonly threads: readonly Thread[]
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  readonly spaces: ReadonlyMap<number, Space>
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
  const say = useWords()
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
        word: say.again(realmNames[thread.realm]),
        who: readersInShort(thread, space, say),
        exactly: { label: say('Who exactly'), href: `/readers/thread/${thread.id}` },
      }}
      footer={
        <>
          <a class="btn quiet s" href={`${address}#replies`}>
            <Icon name="chat-circle" />
            {thread.type === 'question'
              ? say('Answers · {number}', { number: replies })
              : say('Replies · {number}', { number: replies })}
          </a>
          <UnreadBadge count={props.unread.get(thread.id)} />
          {thread.sameHereCount > 0 ? (
            <span class="small muted">{say('{count} have the same', { count: thread.sameHereCount })}</span>
          ) : null}
        </>
      }
    >
      {thread.title ? (
        <h2>
          <a href={address}>{thread.title}</a>
        </h2>
      ) : null}
      <p>
        <Excerpt of={thread.body} length={320} />
      </p>
      {thread.title ? null : (
        <p class="small">
          <a href={address}>{say('Open the thread')}</a>
        </p>
      )}
    </Post>
  )
}

/** Who reads, in the few words of a stream: exact numbers stand behind "Who exactly". */
export function readersInShort(thread: Pick<Thread, 'audience'>, space: Space | undefined, say: Say): string {
  if (!space) return say('its space')
  const place = space.title
  if (thread.audience === 'participants') return say('{place}, only those who take part', { place })
  return say('{place}, {readers}', { place, readers: say.again(openTo[space.access]) })
}

const openTo: Record<Space['access'], string> = {
  public: said('anyone on the web'),
  members: said('its members'),
  employees: said('every employee'),
  invited: said('those invited'),
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
  const say = useWords()
  const { space, form, audience } = props
  return (
    <Composer
      realm={space.realm}
      action={`/inside/spaces/${space.slug}/threads`}
      audience={{
        word: say.again(realmNames[space.realm]),
        who: audienceBeforeWriting(audience, say),
        change: props.change,
      }}
      formLabel={say('Write a post')}
      label={say('Your post')}
      name="body"
      id="write"
      placeholder={say('What should {space} know?', { space: space.title })}
      submit={space.realm === 'bridge' ? say('Post to everyone in the room') : say('Post inside')}
      value={form.values.body ?? ''}
      error={form.errors.body}
      tools={<OverBridge audience={audience} checked={form.values.over === 'yes'} />}
      editor={editorOf(space, `post:${space.id}`)}
    />
  )
}

/** Where a standing bridge leads out of the space: the author's own wish that this post goes over it. */
export function OverBridge(props: { audience: Audience; checked: boolean }) {
  const say = useWords()
  const { goesTo } = props.audience
  if (!goesTo) return null
  return (
    <Check
      name="over"
      value="yes"
      label={say('Also publish over the bridge to {spaces}', { spaces: goesTo.join(', ') })}
      checked={props.checked}
    />
  )
}
