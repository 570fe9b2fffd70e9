import { SettingsPage } from '../../people/profiles/profiles.parts.tsx'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import type { PageOf } from '../../platform/cursor.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { threadAddress } from '../../content/threads/threads.ts'
import { PageHead, Pages } from '../../ui/page.tsx'
import { ThreadCard, ThreadList } from '../../ui/post.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { FollowButton } from './following.parts.tsx'
import type { Followed, FollowKind, StreamLine } from './following.ts'

const kindWords: Readonly<Record<FollowKind, string>> = {
  person: 'Person',
  tag: 'Tag',
  space: 'Space',
  thread: 'Conversation',
}

const threadWords = {
  question: 'Question',
  idea: 'Idea',
  problem: 'Problem',
  praise: 'Praise',
  update: 'Update',
  discussion: 'Discussion',
} as const

/** The newest of all that somebody follows, each with why it is here. */
export function FollowingPage(props: {
  page: PageOf<StreamLine>
  outside: boolean
  /** The reader meets conversations of several realms. */
  mixed: boolean
  later: boolean
  now: Date
}) {
  const { page } = props
  return (
    <>
      <PageHead
        title="What you follow"
        voice={props.outside}
        intro="The newest conversations of the people, tags and spaces that you follow. Nobody else sees whom or what."
        actions={<a href="/settings/following">All that you follow</a>}
      />
      {page.items.length === 0 ? (
        <Empty title={props.later ? 'Nothing older' : 'Nothing here yet'} realm={props.outside ? 'outside' : 'inside'}>
          On the page of a tag, a space, a person or a conversation, “Tell me of new threads” brings it here.
        </Empty>
      ) : (
        <ThreadList>
          {page.items.map((line) => (
            <Line line={line} mixed={props.mixed} now={props.now} />
          ))}
        </ThreadList>
      )}
      <Pages
        label="More of what you follow"
        {...(props.later && { newer: { href: '/following', label: 'Newest' } })}
        {...(page.next && { older: { href: `/following?after=${page.next}`, label: 'Older' } })}
      />
    </>
  )
}

function Line(props: { line: StreamLine; mixed: boolean; now: Date }) {
  const { thread, author, reason } = props.line
  const replies = thread.replyCount + thread.answerCount
  return (
    <ThreadCard
      kind={thread.type}
      kindLabel={threadWords[thread.type]}
      level={2}
      title={thread.title || excerpt(thread.body, 80)}
      href={threadAddress(thread)}
      snippet={thread.title ? excerpt(thread.body.slice(0, 2000), 180) : undefined}
      meta={
        <>
          {props.mixed ? <RealmChip realm={thread.realm}>{realmNames[thread.realm]}</RealmChip> : null}
          <span>{author?.displayName ?? 'Former member'}</span>
          <Time at={thread.createdAt} now={props.now} />
          <Reason reason={reason} />
        </>
      }
      counts={[{ value: replies, label: replies === 1 ? 'reply' : 'replies' }]}
    />
  )
}

function Reason(props: { reason: StreamLine['reason'] }) {
  const { kind, name, path } = props.reason
  if (kind === 'thread') return <span>you follow it</span>
  return (
    <span>
      you follow {kind === 'tag' ? 'the tag ' : ''}
      <a href={path}>
        <bdi>{name}</bdi>
      </a>
    </span>
  )
}

/** All that somebody follows, each with a button that stops it. */
export function FollowedSettings(props: { page: PageOf<Followed>; outside: boolean; later: boolean; now: Date }) {
  const { page, now } = props
  return (
    <SettingsPage
      tab="following"
      outside={props.outside}
      intro="Following gives no right to anything, and nobody is told that you do."
    >
      <div class="stack">
        <p>
          <a href="/following">The newest of all that you follow</a>
        </p>
        {page.items.length === 0 ? (
          <Empty title="You follow nothing" realm={props.outside ? 'outside' : 'inside'}>
            Pages of tags, spaces, people and conversations have a button for it.
          </Empty>
        ) : (
          <Table
            caption="What you follow"
            columns={[{ label: 'What' }, { label: 'Kind' }, { label: 'Since' }, { label: 'Stop' }]}
            rows={page.items.map(({ subject, name, path, since }) => [
              <a href={path}>
                <bdi>{name}</bdi>
              </a>,
              kindWords[subject.kind],
              <Time at={since} now={now} />,
              <FollowButton {...subject} here="/settings/following" follows signIn={false} size="s" name={name} />,
            ])}
          />
        )}
        <Pages
          label="More that you follow"
          {...(props.later && { newer: { href: '/settings/following', label: 'Newest' } })}
          {...(page.next && { older: { href: `/settings/following?after=${page.next}`, label: 'Older' } })}
        />
      </div>
    </SettingsPage>
  )
}
