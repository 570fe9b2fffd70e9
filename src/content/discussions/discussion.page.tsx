import type { ComponentChildren } from 'preact'
import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { audienceWords } from '../../realms/audience/audience.ts'
import { Composer } from '../../ui/composer.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Post } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { editorOf } from '../files/files.ts'
import { FlagLink, TakeBack, TakenBackMarker } from '../threads/threads.parts.tsx'
import type { Discussion } from './discussions.ts'

export interface DiscussionPageProps {
  readonly discussion: Discussion
  readonly viewer: Viewer
  readonly now: Date
  readonly form: FormState
  readonly mayWrite: boolean
  /** Text to safe HTML, with pictures that this reader may fetch. */
  readonly render: (body: string) => string
  /** What other features show under the opening text. */
  readonly panels?: ComponentChildren
}

/** One discussion inside or on the bridge: the post, its replies, and a composer that names the readers. */
export function DiscussionPage(props: DiscussionPageProps) {
  const say = useWords()
  const { discussion, viewer, now, form } = props
  const { thread, space, replies, people, audience } = discussion
  const words = audienceWords(audience, say)
  const word = say.again(realmNames[thread.realm])
  const readers = `/readers/thread/${thread.id}`
  return (
    <>
      <PageHead
        title={thread.title ? <bdi>{thread.title}</bdi> : say('Discussion')}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Spaces'), href: '/inside/spaces' },
              { label: space.title, href: `/inside/spaces/${space.slug}` },
            ]}
          />
        }
      />
      <div class="stack thread-column">
        <Post
          realm={thread.realm}
          id={`thread-${thread.id}`}
          author={authorOf(people.get(thread.authorId), viewer, audience.company)}
          meta={<Time at={thread.createdAt} now={now} form="long" />}
          audience={{ realm: thread.realm, word, who: words, exactly: { label: say('Who exactly'), href: readers } }}
          html={props.render(thread.body)}
          footer={
            <>
              <TakeBack viewer={viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
              <FlagLink viewer={viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
            </>
          }
        />
        {props.panels}
        <section class="stack" id="replies" aria-label={say('Replies')}>
          {replies.map((reply) => (
            <Post
              realm={thread.realm}
              id={`reply-${reply.id}`}
              author={authorOf(people.get(reply.authorId), viewer, audience.company)}
              meta={<Time at={reply.createdAt} now={now} form="long" />}
              {...(reply.takenBackAt
                ? { children: <TakenBackMarker reply={reply} viewer={viewer} now={now} /> }
                : {
                    html: props.render(reply.body),
                    footer: (
                      <>
                        <TakeBack viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
                        <FlagLink viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
                      </>
                    ),
                  })}
            />
          ))}
        </section>
        <Pages
          label={say('Replies')}
          older={
            discussion.more
              ? { href: `/inside/threads/${thread.id}?after=${discussion.more}#replies`, label: say('Later replies') }
              : undefined
          }
        />
        {props.mayWrite ? (
          <Composer
            realm={thread.realm}
            action={`/inside/threads/${thread.id}/replies`}
            audience={{ word, who: words }}
            formLabel={say('Reply')}
            label={say('Your reply')}
            name="body"
            id="reply"
            placeholder={say('Add what you know, or ask back')}
            submit={thread.realm === 'bridge' ? say('Reply to everyone in the room') : say('Reply inside')}
            value={form.values.body ?? ''}
            error={form.errors.body}
            editor={editorOf(space, `reply:${thread.id}`, thread)}
          />
        ) : null}
      </div>
    </>
  )
}
