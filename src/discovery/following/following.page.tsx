import { SettingsPage } from '../../people/profiles/profiles.parts.tsx'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import type { PageOf } from '../../platform/cursor.ts'
import { said } from '../../platform/languages/languages.ts'
import { ThreadLine } from '../../content/threads/threads.parts.tsx'
import { Button } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { ThreadList } from '../../ui/post.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { noticePaces, paceWords } from '../notices/notices.ts'
import { FollowButton } from './following.parts.tsx'
import type { Followed, FollowKind, StreamLine, Subject } from './following.ts'

const kindWords: Readonly<Record<FollowKind, string>> = {
  person: said('Person'),
  tag: said('Tag'),
  space: said('Space'),
  thread: said('Conversation'),
}

/** The newest of all that somebody follows, each with why it is here. */
export function FollowingPage(props: {
  page: PageOf<StreamLine>
  outside: boolean
  /** The reader meets conversations of several realms. */
  mixed: boolean
  later: boolean
  now: Date
}) {
  const say = useWords()
  const { page } = props
  return (
    <>
      <PageHead
        title={say('What you follow')}
        voice={props.outside}
        intro={say(
          'The newest conversations of the people, tags and spaces that you follow. Nobody else sees whom or what.',
        )}
        actions={<a href="/settings/following">{say('All that you follow')}</a>}
      />
      {page.items.length === 0 ? (
        <Empty
          title={props.later ? say('Nothing older') : say('Nothing here yet')}
          realm={props.outside ? 'outside' : 'inside'}
        >
          {say('On the page of a tag, a space, a person or a conversation, “Tell me of new threads” brings it here.')}
        </Empty>
      ) : (
        <ThreadList>
          {page.items.map((line) => (
            <Line line={line} mixed={props.mixed} now={props.now} />
          ))}
        </ThreadList>
      )}
      <Pages
        label={say('More of what you follow')}
        {...(props.later && { newer: { href: '/following', label: say('Newest') } })}
        {...(page.next && { older: { href: `/following?after=${page.next}`, label: say('Older') } })}
      />
    </>
  )
}

function Line(props: { line: StreamLine; mixed: boolean; now: Date }) {
  const say = useWords()
  const { thread, author, reason } = props.line
  return (
    <ThreadLine
      thread={thread}
      meta={
        <>
          {props.mixed ? <RealmChip realm={thread.realm}>{say.again(realmNames[thread.realm])}</RealmChip> : null}
          <span>{author ? <bdi>{author.displayName}</bdi> : say('Former member')}</span>
          <Time at={thread.createdAt} now={props.now} />
          <Reason reason={reason} />
        </>
      }
    />
  )
}

function Reason(props: { reason: StreamLine['reason'] }) {
  const say = useWords()
  const { kind, name, path } = props.reason
  if (kind === 'thread') return <span>{say('you follow it')}</span>
  const parts = { a: linkTo(path), name: <bdi>{name}</bdi> }
  return (
    <span>
      {kind === 'tag'
        ? say.with('you follow the tag <a>{name}</a>', parts)
        : say.with('you follow <a>{name}</a>', parts)}
    </span>
  )
}

/** All that somebody follows, each with a button that stops it. */
export function FollowedSettings(props: {
  page: PageOf<Followed>
  outside: boolean
  after: string | undefined
  now: Date
}) {
  const say = useWords()
  const { page, after, now } = props
  const here = `/settings/following${after ? `?after=${encodeURIComponent(after)}` : ''}`
  return (
    <SettingsPage
      tab="following"
      outside={props.outside}
      intro={say('Following gives no right to anything, and nobody is told that you do.')}
    >
      <div class="stack">
        <p>
          <a href="/following">{say('The newest of all that you follow')}</a>
        </p>
        {page.items.length === 0 ? (
          <Empty title={say('You follow nothing')} realm={props.outside ? 'outside' : 'inside'}>
            {say('Pages of tags, spaces, people and conversations have a button for it.')}
          </Empty>
        ) : (
          <ul role="list" aria-label={say('What you follow')}>
            {page.items.map(({ subject, name, path, since, pace }) => (
              <li class="pace">
                <div>
                  <a href={path}>
                    <bdi>{name}</bdi>
                  </a>
                  <p class="small muted">
                    {say.with('{kind}, since {when}', {
                      kind: say.again(kindWords[subject.kind]),
                      when: <Time at={since} now={now} />,
                    })}
                  </p>
                </div>
                <div class="row tight">
                  <PaceOf {...subject} name={name} pace={pace} here={here} />
                  <FollowButton {...subject} here={here} follows signIn={false} size="s" name={name} />
                </div>
              </li>
            ))}
          </ul>
        )}
        <Pages
          label={say('More that you follow')}
          {...(after && { newer: { href: '/settings/following', label: say('Newest') } })}
          {...(page.next && { older: { href: `/settings/following?after=${page.next}`, label: say('Older') } })}
        />
      </div>
    </SettingsPage>
  )
}

/** How soon the reader is told of one thing, without script: a list and a button. */
function PaceOf(props: Subject & { name: string; pace: Followed['pace']; here: string }) {
  const say = useWords()
  const { kind, id, name, pace, here } = props
  return (
    <form method="post" action="/settings/following" class="row tight">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={String(id)} />
      <input type="hidden" name="back" value={here} />
      <select class="select s" name="pace" aria-label={say('How soon: {name}', { name })}>
        <option value="">{say('As all of its kind')}</option>
        {noticePaces.map((one) => (
          <option value={one} selected={one === pace}>
            {say.again(paceWords[one])}
          </option>
        ))}
      </select>
      <Button size="s" label={say('Keep how soon: {name}', { name })}>
        {say('Keep')}
      </Button>
    </form>
  )
}
